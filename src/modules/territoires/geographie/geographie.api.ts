import { z } from 'zod'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { SOURCE_GEOGRAPHIE } from './commune.ts'
import { getCommuneParCode, listCommunesTrouvees, listZonesComptees } from './recherche.queries.ts'
import type { CommuneTrouvee, ZoneComptee } from './recherche.ts'
import { formatAdresseZone } from './zone.ts'

export const RUBRIQUE_GEOGRAPHIE: Rubrique = {
  nom: 'Géographie',
  description: `Communes, intercommunalités, départements et régions au 1er janvier ${SOURCE_GEOGRAPHIE.millesime}, avec la population municipale ${SOURCE_GEOGRAPHIE.population}. ${SOURCE_GEOGRAPHIE.reserve} Source\u00a0: ${SOURCE_GEOGRAPHIE.libelle} (${SOURCE_GEOGRAPHIE.licence}).`,
}
const UNE_HEURE = 3600
const EXEMPLE_SITE = 'https://maillage.example'

const schemaCommune = z
  .object({
    code: z.string().describe('Code officiel géographique (Insee).'),
    nom: z.string(),
    adresse: z.url(),
    ville: z
      .string()
      .nullable()
      .describe('D’un arrondissement de Paris, Lyon ou Marseille\u00a0: le code de la ville.'),
    departement: z.string(),
    region: z.string(),
    epci: z.string().nullable().describe('SIREN de l’intercommunalité.'),
    codesPostaux: z.array(z.string()),
    population: z.number().int().nullable().describe('Population municipale\u00a0; null où aucune n’est publiée.'),
    longitude: z
      .number()
      .nullable()
      .describe('Un point dans la commune, en degrés (WGS\u00a084)\u00a0; null sans contours importés.'),
    latitude: z.number().nullable(),
    superficie: z.number().nullable().describe('En km²\u00a0; null sans contours importés.'),
  })
  .meta({ id: 'Commune' })

const formatCommune = (c: CommuneTrouvee, site: string): z.infer<typeof schemaCommune> => ({
  code: c.code,
  nom: c.nom,
  adresse: site + formatAdresseZone({ maille: 'commune', code: c.code }),
  ville: c.ville,
  departement: c.departement,
  region: c.region,
  epci: c.epci,
  codesPostaux: c.codesPostaux,
  population: c.population,
  longitude: c.longitude,
  latitude: c.latitude,
  superficie: c.superficie,
})

const EXEMPLE: z.infer<typeof schemaCommune> = {
  ...{ code: '04070', nom: 'Digne-les-Bains', adresse: `${EXEMPLE_SITE}/territoires/communes/04070`, ville: null },
  ...{ departement: '04', region: '93', epci: '200067437', codesPostaux: ['04000'], population: 17_979 },
  ...{ longitude: null, latitude: null, superficie: null },
}

const code = (description: string, forme: RegExp, message: string) =>
  z.string().regex(forme, message).optional().describe(description)

const communes = defineLectureApi({
  id: 'chercherCommunes',
  chemin: '/api/v1/communes',
  rubrique: RUBRIQUE_GEOGRAPHIE,
  resume: 'Chercher des communes',
  detail:
    'Par nom (accents, tirets, «\u00a0St\u00a0», noms proches), par code Insee ou par code postal, les plus probables puis les plus peuplées d’abord. Les arrondissements de Paris, Lyon et Marseille en sont. Sans `q`, par code.',
  parametres: z.object({
    q: z.string().max(200).optional().describe('Nom ou code\u00a0: `digne`, `Saint-Denis (974)`, `Marseille 3e`.'),
    departement: code(
      'Code du département.',
      /^(?:\d{2,3}|2[AB])$/,
      'Un département a deux ou trois signes\u00a0: 04, 2A, 974.',
    ),
    region: code('Code de la région.', /^\d{2,3}$/, 'Une région a deux ou trois chiffres\u00a0: 93.'),
    epci: code('SIREN de l’intercommunalité.', /^\d{9}$/, 'Un SIREN a neuf chiffres.'),
    codePostal: code('Code postal.', /^\d{5}$/, 'Un code postal a cinq chiffres.'),
    page: z.coerce.number().int().min(1).max(100_000).default(1).describe('À partir de 1.'),
    taille: z.coerce.number().int().min(1).max(1000).default(50).describe('Communes par page, 1 000 au plus.'),
  }),
  reponse: z.object({ communes: z.array(schemaCommune), total: z.number().int(), page: z.number().int() }),
  exemple: { communes: [EXEMPLE], total: 1, page: 1 },
  cache: UNE_HEURE,
  politique: publique,
  trace: 'api.commune.liste',
  exemples: [
    { titre: 'Par nom', curl: 'curl "$SITE/api/v1/communes?q=digne"', statut: 200 },
    { titre: 'Celles d’un département', curl: 'curl "$SITE/api/v1/communes?departement=04&taille=1000"', statut: 200 },
    { titre: 'Celles d’un code postal', curl: 'curl "$SITE/api/v1/communes?codePostal=04510"', statut: 200 },
    { titre: 'Un code mal écrit est refusé', curl: 'curl "$SITE/api/v1/communes?epci=42"', statut: 422 },
  ],
  lire: async (ctx, { page, taille, ...criteres }, { adresse }) => {
    const lues = await listCommunesTrouvees(ctx, { ...criteres, limite: taille, debut: (page - 1) * taille })
    return { corps: { communes: lues.communes.map((c) => formatCommune(c, adresse)), total: lues.total, page } }
  },
})

const commune = defineLectureApi({
  id: 'lireCommune',
  chemin: '/api/v1/communes/:code',
  rubrique: RUBRIQUE_GEOGRAPHIE,
  resume: 'Lire une commune',
  detail: 'Un code d’autrefois répond par la commune d’aujourd’hui\u00a0: `ancienCode` le redit alors.',
  parametres: z.object({ code: z.string().describe('Code Insee, d’aujourd’hui ou d’autrefois.') }),
  reponse: schemaCommune.extend({
    nomDepartement: z.string(),
    ancienCode: z.string().nullable().describe('Le code demandé, s’il n’est plus en vigueur.'),
  }),
  exemple: { ...EXEMPLE, nomDepartement: 'Alpes-de-Haute-Provence', ancienCode: null },
  cache: UNE_HEURE,
  charger: (ctx, demande) => getCommuneParCode(ctx, demande.code.toUpperCase()),
  politique: publique,
  trace: 'api.commune.lecture',
  objet: (_entree, lue) => ({ type: 'commune', id: lue.commune.code }),
  exemples: [
    { titre: 'Digne-les-Bains', curl: 'curl "$SITE/api/v1/communes/04070"', statut: 200 },
    { titre: 'Par un code d’autrefois', curl: 'curl "$SITE/api/v1/communes/14697"', statut: 200 },
    { titre: 'Un code qui n’a jamais été', curl: 'curl "$SITE/api/v1/communes/00000"', statut: 404 },
  ],
  lire: async (_ctx, _entree, { adresse }, { commune: lue, ancien }) => ({
    corps: { ...formatCommune(lue, adresse), nomDepartement: lue.nomDepartement, ancienCode: ancien },
  }),
})

const schemaZone = z
  .object({
    code: z.string(),
    nom: z.string(),
    nature: z.string().nullable().describe('D’une intercommunalité\u00a0: CC, CA, CU, METRO ou MET69.'),
    adresse: z.url(),
    communes: z.number().int().describe('Nombre de communes.'),
    population: z.number().int().nullable(),
    departements: z.array(z.string()),
    regions: z.array(z.string()),
  })
  .meta({ id: 'ZoneOfficielle' })

const formatZone = (zone: ZoneComptee, site: string): z.infer<typeof schemaZone> => ({
  code: zone.code,
  nom: zone.nom,
  nature: zone.nature,
  adresse: site + formatAdresseZone(zone),
  communes: zone.nombreCommunes,
  population: zone.population,
  departements: zone.departements,
  regions: zone.regions,
})

interface ListeZones {
  id: string
  maille: ZoneComptee['maille']
  chemin: string
  cle: string
  resume: string
  exemple: ZoneComptee
}

const defineListe = ({ id, maille, chemin, cle, resume, exemple }: ListeZones): Route =>
  defineLectureApi({
    id,
    chemin,
    rubrique: RUBRIQUE_GEOGRAPHIE,
    resume,
    parametres: z.object({}),
    reponse: z.object({ [cle]: z.array(schemaZone) }),
    exemple: { [cle]: [formatZone(exemple, EXEMPLE_SITE)] },
    cache: UNE_HEURE,
    politique: publique,
    trace: `api.${maille}.liste`,
    exemples: [{ titre: resume, curl: `curl "$SITE${chemin}"`, statut: 200 }],
    lire: async (ctx, _entree, { adresse }) => ({
      corps: { [cle]: (await listZonesComptees(ctx, maille)).map((zone) => formatZone(zone, adresse)) },
    }),
  })

const listes = [
  defineListe({
    id: 'listerEpci',
    maille: 'epci',
    chemin: '/api/v1/epci',
    cle: 'epci',
    resume: 'Lister les intercommunalités à fiscalité propre',
    exemple: {
      ...{
        maille: 'epci',
        code: '200067437',
        nom: 'CA Provence-Alpes-Agglomération',
        nature: 'CA',
        nombreCommunes: 46,
      },
      ...{ population: 49_137, departements: ['04'], regions: ['93'] },
    },
  }),
  defineListe({
    id: 'listerDepartements',
    maille: 'departement',
    chemin: '/api/v1/departements',
    cle: 'departements',
    resume: 'Lister les départements et collectivités',
    exemple: {
      ...{ maille: 'departement', code: '75', nom: 'Paris', nature: null, nombreCommunes: 1 },
      ...{ population: 2_103_778, departements: ['75'], regions: ['11'] },
    },
  }),
  defineListe({
    id: 'listerRegions',
    maille: 'region',
    chemin: '/api/v1/regions',
    cle: 'regions',
    resume: 'Lister les régions et collectivités',
    exemple: {
      ...{ maille: 'region', code: '94', nom: 'Corse', nature: null, nombreCommunes: 360 },
      ...{ population: 355_486, departements: ['2A', '2B'], regions: ['94'] },
    },
  }),
]

export const routesApiGeographie: readonly Route[] = [communes, commune, ...listes]
