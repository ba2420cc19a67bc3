import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { PARAMETRES, parseCriteres } from './demande.ts'
import { listRessources } from './lecture.ts'
import type { Bundle, RessourceFhir, TypeFhir } from './modele.ts'
import {
  type CriteresFhir,
  searchLocations,
  searchOrganizations,
  searchRoles,
  searchServices,
  type Trouve,
} from './recherche.queries.ts'

const RUBRIQUE: Rubrique = {
  nom: 'FHIR',
  description:
    'L’annuaire en FHIR R4, aux formes de FR Core\u00a0: organisations, lieux, services, et les personnes qui ont accepté d’y paraître. Les fautes sont dites comme ailleurs dans l’API.',
}
const RACINE = '/api/v1/fhir'
const TYPE = 'application/fhir+json'
const schemaRessource = z.looseObject({ resourceType: z.string() })
/** An answer is described by its kind alone: the standard describes the rest. */
const schemaBundle = z.looseObject({ resourceType: z.literal('Bundle'), type: z.literal('searchset'), total: z.int() })

interface Ressource {
  pluriel: string
  exemple: string
  search: (ctx: Ctx, c: CriteresFhir) => Promise<{ trouves: Trouve[]; total: number }>
}
const RESSOURCES: Record<TypeFhir, Ressource> = {
  Organization: { pluriel: 'les organisations', exemple: 'o-1', search: searchOrganizations },
  Location: { pluriel: 'les lieux', exemple: 's-1', search: searchLocations },
  HealthcareService: { pluriel: 'les services', exemple: '1', search: searchServices },
  PractitionerRole: { pluriel: 'les personnes et leur fonction', exemple: '1', search: searchRoles },
}
const TYPES = Object.keys(RESSOURCES) as TypeFhir[]

const DEMANDES: Record<TypeFhir, string> = {
  Organization: 'name=maison&_count=5',
  Location: 'commune=04019',
  HealthcareService: 'service-type=sante-mentale',
  PractitionerRole: 'role=coordinateur',
}

/** Pages of a search, as the standard links them. */
function listLiens(url: URL, { _count, _offset }: { _count: number; _offset: number }, total: number): Bundle['link'] {
  const page = (relation: Bundle['link'][number]['relation'], debut: number) => {
    const suite = new URL(url)
    suite.searchParams.set('_offset', String(debut))
    return { relation, url: suite.href }
  }
  return [
    { relation: 'self', url: url.href },
    ...(_count > 0 && _offset + _count < total ? [page('next', _offset + _count)] : []),
    ...(_count > 0 && _offset > 0 ? [page('previous', Math.max(0, _offset - _count))] : []),
  ]
}

const defineRecherche = (type: TypeFhir): Route => {
  const { pluriel, search } = RESSOURCES[type]
  return defineLectureApi({
    id: `chercherFhir${type}`,
    chemin: `${RACINE}/${type}`,
    rubrique: RUBRIQUE,
    resume: `Chercher ${pluriel}`,
    detail: 'Un Bundle `searchset`, par nom. Les liens `next` et `previous` mènent aux autres pages.',
    type: TYPE,
    parametres: PARAMETRES[type],
    reponse: schemaBundle,
    exemple: { resourceType: 'Bundle' as const, type: 'searchset' as const, total: 0, link: [] },
    politique: publique,
    trace: 'api.fhir.recherche',
    exemples: [{ titre: `Chercher ${pluriel}`, curl: `curl "$SITE${RACINE}/${type}?${DEMANDES[type]}"`, statut: 200 }],
    lire: async (ctx, demande, { adresse }) => {
      const { trouves, total } = await search(ctx, parseCriteres(type, demande))
      const ressources = await listRessources(ctx, type, trouves, { site: adresse })
      const url = new URL(`${adresse}${RACINE}/${type}`)
      for (const [nom, valeur] of Object.entries(demande))
        if (valeur !== undefined && nom !== '_offset') url.searchParams.set(nom, String(valeur))
      if (demande._offset > 0) url.searchParams.set('_offset', String(demande._offset))
      const bundle: Bundle = {
        resourceType: 'Bundle',
        type: 'searchset',
        total,
        link: listLiens(url, demande, total),
        ...(ressources.length > 0 && {
          entry: ressources.map((resource) => ({
            fullUrl: `${adresse}${RACINE}/${type}/${resource.id}`,
            resource,
            search: { mode: 'match' as const },
          })),
        }),
      }
      return { corps: { ...bundle } }
    },
  })
}

const defineLecture = (type: TypeFhir): Route => {
  const { pluriel, exemple, search } = RESSOURCES[type]
  return defineLectureApi({
    id: `lireFhir${type}`,
    chemin: `${RACINE}/${type}/:id`,
    rubrique: RUBRIQUE,
    resume: `Lire une ressource parmi ${pluriel}`,
    type: TYPE,
    parametres: z.object({
      id: z
        .string()
        .regex(/^[A-Za-z0-9.-]{1,64}$/)
        .describe('Numéro de la ressource.'),
    }),
    reponse: schemaRessource,
    exemple: { resourceType: type, id: exemple },
    charger: async (ctx, { id }): Promise<Trouve | null> => {
      const { trouves } = await search(ctx, parseCriteres(type, { _id: id, _count: 1, _offset: 0 }))
      return trouves[0] ?? null
    },
    // The search keeps to what everybody may read.
    politique: publique,
    trace: 'api.fhir.lecture',
    objet: (_entree, { sorte, id }) => ({ type: sorte, id }),
    exemples: [{ titre: 'Une ressource', curl: `curl "$SITE${RACINE}/${type}/${exemple}"`, statut: 200 }],
    lire: async (ctx, _entree, { adresse }, trouve) => {
      const [ressource] = await listRessources(ctx, type, [trouve], { site: adresse })
      return { corps: { ...(ressource as RessourceFhir) } }
    },
  })
}

/** What this server does, in the standard’s own terms. */
function formatCapacites(adresse: string, maintenant: Date) {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: formatJour(maintenant),
    kind: 'instance',
    software: { name: 'Maillage' },
    implementation: { description: 'Annuaire de Maillage, en lecture', url: `${adresse}${RACINE}` },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        resource: TYPES.map((type) => ({
          type,
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          versioning: 'no-version',
          searchParam: Object.keys(PARAMETRES[type].shape)
            .filter((nom) => !['_count', '_offset', '_format'].includes(nom))
            .map((name) => ({ name, type: TYPES_PARAMETRES[name] ?? 'token' })),
        })),
      },
    ],
  }
}
const TYPES_PARAMETRES: Record<string, string> = {
  name: 'string',
  'address-postalcode': 'string',
  partof: 'reference',
  organization: 'reference',
}

const metadonnees = defineLectureApi({
  id: 'lireFhirCapacites',
  chemin: `${RACINE}/metadata`,
  rubrique: RUBRIQUE,
  resume: 'Lire ce que ce serveur FHIR sait faire',
  type: TYPE,
  parametres: z.object({ _format: z.string().max(50).optional() }),
  reponse: schemaRessource,
  exemple: { resourceType: 'CapabilityStatement' },
  cache: 3600,
  politique: publique,
  trace: 'api.fhir.capacites',
  exemples: [{ titre: 'Le CapabilityStatement', curl: `curl "$SITE${RACINE}/metadata"`, statut: 200 }],
  lire: async (ctx, _entree, { adresse }) => ({ corps: formatCapacites(adresse, ctx.maintenant) }),
})

export const routesFhir: readonly Route[] = [
  metadonnees,
  ...TYPES.flatMap((type) => [defineRecherche(type), defineLecture(type)]),
]
