import { createJson, defineEnvoiApi } from '#core/operation.ts'
import type { Route } from '#core/route.ts'
import { schemaParametresLot, verserLot } from './lot.actions.ts'
import { BILAN_EXEMPLE, FORMATS_PAR_TYPE, LOT_MAX, LOT_OCTETS, schemaBilan, schemaLot } from './lot.ts'
import { RUBRIQUE_NOTICES } from './notice.api.ts'

const lot = defineEnvoiApi({
  methode: 'POST',
  id: 'verserLot',
  chemin: '/api/v1/notices/lot',
  rubrique: RUBRIQUE_NOTICES,
  resume: 'Verser un lot de notices',
  detail: `Jusqu’à ${LOT_MAX} notices, en JSON ou dans un format de bibliothèque. Chacune entre ou est refusée seule, et la réponse le dit. Renvoyer le même lot ne change rien\u00a0: les notices sont reconnues à leur clé.`,
  portee: 'notices:lot',
  taille: LOT_OCTETS,
  parametres: schemaParametresLot,
  corps: {
    'application/json': schemaLot,
    ...Object.fromEntries([...FORMATS_PAR_TYPE.keys()].map((type) => [type, null])),
  },
  reponses: {
    200: {
      description: 'Ce que chaque notice est devenue.',
      types: { 'application/json': schemaBilan },
      exemple: BILAN_EXEMPLE,
    },
  },
  exemples: [
    {
      titre: 'Une notice en JSON',
      curl: `curl -X POST -H "Authorization: Bearer $CLE" -H "Content-Type: application/json" -d '{"notices": [{"cle": "pmb-fictif:1", "nature": "video", "csl": {"title": "Vidéo fictive"}}]}' "$SITE/api/v1/notices/lot"`,
      statut: 200,
    },
    {
      titre: 'Un fichier RIS de la base «\u00a0pmb-fictif\u00a0»',
      curl: `curl -X POST -H "Authorization: Bearer $CLE" -H "Content-Type: application/x-research-info-systems" --data-binary @notices.ris "$SITE/api/v1/notices/lot?source=pmb-fictif"`,
      statut: 200,
    },
  ],
  action: verserLot,
  reussir: (bilan, _requete, _brut, ctx) => createJson(ctx, bilan, { cache: 0 }),
})

export const routesApiLot: readonly Route[] = [lot]
