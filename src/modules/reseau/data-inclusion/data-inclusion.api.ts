import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { createFlux } from '#core/file.ts'
import { defineLectureApi, formatCache, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { getMarque, type Lot, listIdsPublies, listLots } from '../echange/lecture.queries.ts'
import { type Envoyee, formatServices, formatStructures, formatTableauJson } from './data-inclusion.formats.ts'
import { createSchemaService, createSchemaStructure, type ServiceDi, type StructureDi } from './schema.ts'

const RUBRIQUE: Rubrique = {
  nom: 'data·inclusion',
  description: 'L’annuaire entier, au schéma data·inclusion 1.0.8, pour les autres annuaires.',
}
type Envoi = { site: string; maintenant: Date }

async function* listValeurs<T>(
  ctx: Ctx,
  envoi: Envoi,
  format: (lot: Lot, envoi: Envoi) => Iterable<Envoyee<T>>,
): AsyncGenerator<T> {
  for await (const lot of listLots(ctx, await listIdsPublies(ctx)))
    for (const { valeur } of format(lot, envoi)) if (valeur !== null) yield valeur
}

const EXEMPLE_STRUCTURE: StructureDi = {
  source: 'maillage',
  id: 'maillage--structure-12',
  nom: 'Centre médico-psychologique fictif',
  description: 'Consultations publiques de psychiatrie, inventées pour l’exemple.',
  date_maj: '2026-02-20',
  lien_source: 'https://exemple.fr/structures/12',
  siret: null,
  commune: 'Barcelonnette',
  code_postal: '04400',
  code_insee: '04019',
  adresse: '12 rue des Sources',
  complement_adresse: null,
  longitude: 6.652,
  latitude: 44.387,
  telephone: '+33199002040',
  courriel: null,
  horaires_accueil: 'Mo-Fr 09:00-17:30',
  site_web: null,
  accessibilite_lieu: null,
  reseaux_porteurs: ['cmp'],
}
const EXEMPLE_SERVICE: ServiceDi = {
  source: 'maillage',
  structure_id: 'maillage--structure-12',
  id: 'maillage--service-31',
  nom: 'Accueil et consultations',
  description: 'Premier entretien avec une infirmière, puis orientation.',
  date_maj: '2026-02-20',
  lien_source: 'https://exemple.fr/structures/12#service-31',
  type: 'accompagnement',
  thematiques: ['sante--sante-mentale'],
  frais: 'gratuit',
  frais_precisions: null,
  publics: null,
  publics_precisions: 'À partir de 16\u00a0ans.',
  conditions_acces: null,
  commune: 'Barcelonnette',
  code_postal: '04400',
  code_insee: '04019',
  adresse: '12 rue des Sources',
  complement_adresse: null,
  longitude: 6.652,
  latitude: 44.387,
  telephone: '+33199002040',
  courriel: null,
  horaires_accueil: 'Mo-Fr 09:00-17:30',
  modes_accueil: ['en-presentiel'],
  zone_eligibilite: null,
  contact_nom_prenom: null,
  lien_mobilisation: null,
  modes_mobilisation: ['se-presenter', 'telephoner'],
  mobilisable_par: ['professionnels', 'usagers'],
  mobilisation_precisions: null,
  volume_horaire_hebdomadaire: null,
  nombre_semaines: null,
}

interface Fichier<T> {
  quoi: 'structures' | 'services'
  id: string
  schema: z.ZodType<T>
  exemple: T
  format: (lot: Lot, envoi: Envoi) => Iterable<Envoyee<T>>
}

const defineFichier = <T>({ quoi, id, schema, exemple, format }: Fichier<T>): Route =>
  defineLectureApi({
    id,
    chemin: `/api/v1/exports/data-inclusion/${quoi}.json`,
    rubrique: RUBRIQUE,
    resume: `Recopier tous les ${quoi}`.replace('tous les structures', 'toutes les structures'),
    detail:
      'Un tableau JSON, écrit à mesure qu’il est lu. Les fiches publiées des lieux ouverts\u00a0; celles de la démonstration ont leur propre `source`. La page `/annuaire/echanges` dit ce qui ne part pas, et pourquoi.',
    parametres: z.object({}),
    reponse: z.array(schema),
    exemple: [exemple],
    politique: publique,
    trace: `api.data-inclusion.${quoi}`,
    exemples: [{ titre: 'Le fichier', curl: `curl "$SITE/api/v1/exports/data-inclusion/${quoi}.json"`, statut: 200 }],
    lire: async (ctx, _entree, { adresse }) => {
      const envoi = { site: adresse, maintenant: ctx.maintenant }
      return new Response(createFlux(formatTableauJson(listValeurs(ctx, envoi, format))), {
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'cache-control': formatCache(ctx, 0),
          etag: `"${await getMarque(ctx)}"`,
          vary: 'accept, authorization',
        },
      })
    },
  })

const DEMAIN = '9999-12-31'
export const routesDataInclusion: readonly Route[] = [
  defineFichier({
    quoi: 'structures',
    id: 'exporterStructuresDataInclusion',
    schema: createSchemaStructure(DEMAIN),
    exemple: EXEMPLE_STRUCTURE,
    format: formatStructures,
  }),
  defineFichier({
    quoi: 'services',
    id: 'exporterServicesDataInclusion',
    schema: createSchemaService(DEMAIN),
    exemple: EXEMPLE_SERVICE,
    format: formatServices,
  }),
]
