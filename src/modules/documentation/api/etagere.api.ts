import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { createJson, defineEnvoiApi, defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { getPlan } from '../etagere/composition.queries.ts'
import { chargerLecture, politiqueLecture } from '../etagere/etagere.pages.tsx'
import { getEtagere, listEtageres, PAR_PAGE } from '../etagere/etagere.queries.ts'
import { getEtagEtagere } from '../etagere/etagere.ts'
import { listVersions } from '../etagere/version.queries.ts'
import { remplacerEtagere, verserEtagere } from './etagere.actions.ts'
import {
  ETAGERE_EXEMPLE,
  formatEtagereListee,
  formatEtagereLue,
  schemaEtagereEcrite,
  schemaEtagereListee,
  schemaEtagereLue,
} from './etagere.ts'

const RUBRIQUE: Rubrique = {
  nom: 'Étagères',
  description: 'Des sélections ordonnées de notices. Sans clé, celles qui sont publiques.',
}
const JSON_ = 'application/json'
const schemaId = z.object({ id: identifiant.describe('Numéro de l’étagère.') })
const objet = ({ id }: { id: number }) => ({ type: 'etagere', id })
const {
  introduction: _i,
  couverture: _c,
  date: _d,
  presentation: _p,
  entrees: _e,
  sections: _s,
  ...listee
} = ETAGERE_EXEMPLE
const { avecResumes: _r, avecLiens: _l, avecNumeros: _n, planNumerote: _pn, ...ETAGERE_LISTEE } = listee

const liste = defineLectureApi({
  id: 'listerEtageres',
  chemin: '/api/v1/etageres',
  rubrique: RUBRIQUE,
  resume: 'Lister les étagères',
  detail: `Les dernières modifiées d’abord, ${PAR_PAGE} par page. Avec une clé, aussi celles que son propriétaire peut lire.`,
  parametres: z.object({
    page: z.coerce.number().int().min(1).max(100_000).default(1).describe('À partir de 1.'),
    qui: z.literal('moi').optional().describe('`moi`\u00a0: les étagères du propriétaire de la clé.'),
  }),
  reponse: z.object({ total: z.number().int(), page: z.number().int(), etageres: z.array(schemaEtagereListee) }),
  exemple: { total: 1, page: 1, etageres: [{ ...ETAGERE_LISTEE, nombre: 1 }] },
  // The query keeps to what the actor may read.
  politique: publique,
  trace: 'api.etagere.liste',
  exemples: [{ titre: 'Les étagères publiques', curl: 'curl "$SITE/api/v1/etageres"', statut: 200 }],
  lire: async (ctx, { page, qui }, { adresse }) => {
    const { etageres, total } = await listEtageres(ctx, { miennes: qui === 'moi', page })
    return { corps: { total, page, etageres: etageres.map((e) => formatEtagereListee(e, adresse)) } }
  },
})

const lecture = defineLectureApi({
  id: 'lireEtagere',
  chemin: '/api/v1/etageres/:id',
  rubrique: RUBRIQUE,
  resume: 'Lire une étagère et son plan',
  detail:
    'Le plan donne les numéros des notices. Pour leurs références en un seul fichier\u00a0: `/etageres/{id}/export.csl-json`, ou `.ris`, `.bibtex`, `.unimarc`.',
  parametres: schemaId,
  reponse: schemaEtagereLue,
  exemple: ETAGERE_EXEMPLE,
  charger: chargerLecture,
  politique: politiqueLecture,
  trace: 'api.etagere.lecture',
  objet,
  exemples: [{ titre: 'L’étagère 1', curl: 'curl "$SITE/api/v1/etageres/1"', statut: 200 }],
  lire: async (ctx, { id }, { adresse }, etagere) => ({
    corps: formatEtagereLue(etagere, await getPlan(ctx, id), adresse),
    etag: getEtagEtagere(etagere),
  }),
})

const versions = defineLectureApi({
  id: 'listerVersionsEtagere',
  chemin: '/api/v1/etageres/:id/versions',
  rubrique: RUBRIQUE,
  resume: 'Lister les versions datées d’une étagère',
  detail: 'Chacune est figée\u00a0; son contenu s’exporte par `/etageres/{id}/export.csl-json?version={numero}`.',
  parametres: schemaId,
  reponse: z.object({
    versions: z.array(
      z.object({
        numero: z.number().int(),
        quand: z.iso.datetime(),
        consulteeLe: z.iso.date().describe('Quand les adresses ont été consultées.'),
        note: z.string().nullable(),
      }),
    ),
  }),
  exemple: { versions: [{ numero: 1, quand: '2026-02-03T14:05:00.000Z', consulteeLe: '2026-02-01', note: null }] },
  charger: chargerLecture,
  politique: politiqueLecture,
  trace: 'api.etagere.versions',
  objet,
  exemples: [{ titre: 'Celles de l’étagère 1', curl: 'curl "$SITE/api/v1/etageres/1/versions"', statut: 200 }],
  lire: async (ctx, { id }) => ({
    corps: { versions: (await listVersions(ctx, id)).map((v) => ({ ...v, quand: v.quand.toISOString() })) },
  }),
})

async function renderEtagere(ctx: Ctx, id: number, { adresse }: Requete, statut: 200 | 201): Promise<Response> {
  const etagere = await getEtagere(ctx, id)
  if (!etagere) throw new ErreurIntrouvable('etagere')
  return createJson(ctx, formatEtagereLue(etagere, await getPlan(ctx, id), adresse), {
    etag: getEtagEtagere(etagere),
    cache: 0,
    statut,
    entetes: statut === 201 ? { location: `${adresse}/api/v1/etageres/${id}` } : {},
  })
}

const CORPS = `'{"titre": "Bouger (fictif)", "sections": [{"titre": "Marcher", "entrees": [{"notice": 1}]}]}'`
const APPEL = `-H "Authorization: Bearer $CLE" -H "Content-Type: application/json"`
const creation = defineEnvoiApi({
  methode: 'POST',
  id: 'creerEtagere',
  chemin: '/api/v1/etageres',
  rubrique: RUBRIQUE,
  resume: 'Créer une étagère',
  detail: 'Elle naît brouillon, à vous. La partager ou la rendre publique se fait sur sa page.',
  portee: 'etageres:ecrire',
  corps: { [JSON_]: schemaEtagereEcrite },
  reponses: {
    201: { description: 'L’étagère créée.', types: { [JSON_]: schemaEtagereLue }, exemple: ETAGERE_EXEMPLE },
  },
  exemples: [
    {
      titre: 'Une section, une notice',
      curl: `curl -X POST ${APPEL} -d ${CORPS} "$SITE/api/v1/etageres"`,
      statut: 201,
    },
  ],
  action: verserEtagere,
  reussir: (id, requete, _brut, ctx) => renderEtagere(ctx, id, requete, 201),
})

const modification = defineEnvoiApi({
  methode: 'PUT',
  id: 'remplacerEtagere',
  chemin: '/api/v1/etageres/:id',
  rubrique: RUBRIQUE,
  resume: 'Remplacer une étagère et son plan',
  detail: 'Le corps remplace tout ce qui est écrit. Partez de ce que vous avez lu, et rendez son ETag dans `If-Match`.',
  portee: 'etageres:ecrire',
  parametres: schemaId,
  conditionnelle: true,
  corps: { [JSON_]: schemaEtagereEcrite },
  reponses: {
    200: {
      description: 'L’étagère, dans son nouvel état.',
      types: { [JSON_]: schemaEtagereLue },
      exemple: ETAGERE_EXEMPLE,
    },
  },
  exemples: [
    {
      titre: 'Remplacer l’étagère 1, quel que soit son état',
      curl: `curl -X PUT ${APPEL} -H "If-Match: *" -d ${CORPS} "$SITE/api/v1/etageres/1"`,
      statut: 200,
    },
  ],
  action: remplacerEtagere,
  reussir: (id, requete, _brut, ctx) => renderEtagere(ctx, id, requete, 200),
})

export const routesApiEtagere: readonly Route[] = [liste, creation, lecture, modification, versions]
