import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { checkSiCorrespond } from '#core/conditions.ts'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurCondition, ErreurIntrouvable } from '#core/errors.ts'
import { getTypeAccepte } from '#core/negotiation.ts'
import { createJson, defineEnvoiApi, defineLectureApi, formatCache, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { identifiant, ligneOuNull } from '#core/saisie.ts'
import { FORMATS, type Format, renderFichier } from './export.pages.tsx'
import { getFaits } from './faits.queries.ts'
import { listLues } from './selection.queries.ts'
import { chargerTerritoire, checkSelection, objetTerritoire, politiqueModifier } from './territoire.actions.ts'
import { chargerLecture, politiqueLecture } from './territoire.pages.tsx'
import { territoirePolicy } from './territoire.policy.ts'
import { createTerritoire, getTerritoire, listTerritoires, PAR_PAGE, updateTerritoire } from './territoire.queries.ts'
import {
  ETATS,
  type Etat,
  formatAdresseTerritoire,
  getEtagTerritoire,
  REGLES_TERRITOIRE,
  type Territoire,
} from './territoire.ts'
import { listVersions } from './version.queries.ts'

const RUBRIQUE: Rubrique = {
  nom: 'Territoires',
  description: 'Des ensembles de communes gardés sous un nom. Sans clé, ceux qui sont publics.',
}
const JSON_ = 'application/json'
const schemaId = z.object({ id: identifiant.describe('Numéro du territoire.') })
const etats = z.enum(Object.keys(ETATS) as [Etat, ...Etat[]])
const instant = z.iso.datetime()
const codes = z.array(z.string()).describe('Codes Insee d’aujourd’hui, triés. Une ville entière y est par son code.')

const formeLue = {
  id: z.number().int(),
  adresse: z.url().describe('La page du territoire.'),
  nom: z.string(),
  description: z.string().nullable(),
  etat: etats,
  fictif: z.boolean().describe('Inventé pour la démonstration.'),
  population: z.number().int().nullable().describe('Population municipale d’aujourd’hui.'),
  creeLe: instant,
  modifieLe: instant,
}
const schemaListe = z
  .object({ ...formeLue, nombre: z.number().int().describe('Communes et arrondissements.') })
  .meta({ id: 'TerritoireListe' })
const schemaLu = z
  .object({
    ...formeLue,
    communes: codes,
    avertissements: z.array(z.string()).describe('Codes lus comme une autre commune, ou laissés de côté.'),
    versions: z.array(
      z.object({
        numero: z.number().int(),
        quand: instant,
        note: z.string().nullable(),
        communes: z.array(z.string()).describe('Comme elles étaient écrites alors.'),
        population: z.number().int().nullable().describe('Comptée ce jour-là.'),
      }),
    ),
  })
  .meta({ id: 'Territoire' })
type TerritoireLu = z.infer<typeof schemaLu>

const luSeulement = z.unknown().optional().meta({ readOnly: true, description: 'Ignoré\u00a0: se lit seulement.' })
const schemaEcrit = z.strictObject({
  nom: REGLES_TERRITOIRE.nom,
  description: REGLES_TERRITOIRE.description,
  etat: etats.default('prive').describe('`prive`\u00a0: vous seul\u00a0; `public`\u00a0: tout le monde.'),
  communes: z
    .array(z.string().max(20))
    .max(40_000)
    .describe('Codes Insee de communes ou d’arrondissements municipaux, d’aujourd’hui ou d’avant.'),
  note: ligneOuNull(500).describe('Pourquoi la composition change\u00a0: gardé avec la version.'),
  ...Object.fromEntries(
    ['id', 'adresse', 'fictif', 'population', 'creeLe', 'modifieLe', 'avertissements', 'versions'].map((nom) => [
      nom,
      luSeulement,
    ]),
  ),
})

const COMMUN = {
  id: 1,
  adresse: 'https://exemple.fr/territoires/1',
  nom: 'Territoire fictif du Val',
  description: null,
  etat: 'public',
  fictif: true,
  population: 19_378,
  creeLe: '2026-02-03T14:05:00.000Z',
  modifieLe: '2026-02-03T14:05:00.000Z',
} as const
const EXEMPLE: TerritoireLu = {
  ...COMMUN,
  communes: ['04001', '04070'],
  avertissements: [],
  versions: [
    { numero: 1, quand: '2026-02-03T14:05:00.000Z', note: null, communes: ['04001', '04070'], population: 19_378 },
  ],
}

const formatCommun = (t: Territoire, population: number | null, site: string) => ({
  id: t.id,
  adresse: site + formatAdresseTerritoire(t.id),
  nom: t.nom,
  description: t.description,
  etat: t.etat,
  fictif: t.fictif,
  population,
  creeLe: t.creeeLe.toISOString(),
  modifieLe: t.modifieeLe.toISOString(),
})

async function formatLu(ctx: Ctx, t: Territoire, site: string): Promise<TerritoireLu> {
  const { communes, remplacees, inconnues } = await listLues(ctx, t.communes)
  const [faits, versions] = await Promise.all([getFaits(ctx, communes), listVersions(ctx, t.id)])
  return {
    ...formatCommun(t, faits.population, site),
    communes,
    avertissements: [
      ...remplacees.map((r) => `Le code ${r.code} est lu comme la commune ${r.commune}.`),
      ...inconnues.map((code) => `Le code ${code} n’est celui d’aucune commune.`),
    ],
    versions: versions.map(({ auteur: _, quand, ...v }) => ({ ...v, quand: quand.toISOString() })),
  }
}

const liste = defineLectureApi({
  id: 'listerTerritoires',
  chemin: '/api/v1/territoires',
  rubrique: RUBRIQUE,
  resume: 'Lister les territoires enregistrés',
  detail: `Les derniers modifiés d’abord, ${PAR_PAGE} par page. Avec une clé, aussi ceux que son propriétaire peut lire.`,
  parametres: z.object({
    q: z.string().max(200).default('').describe('Mots du nom.'),
    page: z.coerce.number().int().min(1).max(100_000).default(1).describe('À partir de 1.'),
    qui: z.literal('moi').optional().describe('`moi`\u00a0: les territoires du propriétaire de la clé.'),
  }),
  reponse: z.object({ total: z.number().int(), page: z.number().int(), territoires: z.array(schemaListe) }),
  exemple: { total: 1, page: 1, territoires: [{ ...COMMUN, nombre: 2 }] },
  // The query keeps to what the actor may read.
  politique: publique,
  trace: 'api.territoire.liste',
  exemples: [
    {
      titre: 'Ceux dont le nom contient «\u00a0fictif\u00a0»',
      curl: 'curl "$SITE/api/v1/territoires?q=fictif"',
      statut: 200,
    },
  ],
  lire: async (ctx, { q, page, qui }, { adresse }) => {
    const { territoires, total } = await listTerritoires(ctx, { quels: qui === 'moi' ? 'siens' : 'lus', q, page })
    const lus = territoires.map((t) => ({ ...formatCommun(t, t.population, adresse), nombre: t.communes.length }))
    return { corps: { total, page, territoires: lus } }
  },
})

const TYPES = Object.fromEntries(
  Object.entries(FORMATS).map(([format, { type }]) => [type.split(';')[0] ?? type, format as Format]),
)

const lecture = defineLectureApi({
  id: 'lireTerritoire',
  chemin: '/api/v1/territoires/:id{[0-9]+}',
  rubrique: RUBRIQUE,
  resume: 'Lire un territoire, sa composition et ses versions',
  detail:
    'En CSV ou en GeoJSON selon l’en-tête `Accept`, ou par `/territoires/{id}.csv` et `/territoires/{id}.geojson`. Le GeoJSON a une entité par commune, avec son contour là où il est importé.',
  parametres: schemaId,
  reponse: schemaLu,
  exemple: EXEMPLE,
  autresTypes: Object.keys(TYPES),
  charger: chargerLecture,
  politique: politiqueLecture,
  trace: 'api.territoire.lecture',
  objet: objetTerritoire,
  refus: [406],
  exemples: [
    { titre: 'Le territoire 1', curl: 'curl "$SITE/api/v1/territoires/1"', statut: 200 },
    { titre: 'Ses communes en CSV', curl: 'curl -H "Accept: text/csv" "$SITE/api/v1/territoires/1"', statut: 200 },
  ],
  lire: async (ctx, _entree, { adresse, entetes }, territoire) => {
    const type = getTypeAccepte(entetes.get('accept'), [JSON_, ...Object.keys(TYPES)])
    if (type === null) throw new ErreurCondition(406, 'Cette adresse répond en JSON, en CSV ou en GeoJSON.')
    const format = TYPES[type]
    if (!format) return { corps: await formatLu(ctx, territoire, adresse), etag: getEtagTerritoire(territoire) }
    const fichier = await renderFichier(ctx, territoire, format)
    fichier.headers.set('cache-control', formatCache(ctx, 0))
    fichier.headers.set('vary', 'accept, authorization')
    return fichier
  },
})

const verserTerritoire = defineAction({
  nom: 'verserTerritoire',
  entree: z.object({ corps: schemaEcrit }),
  politique: (acteur) => territoirePolicy.peutParfois(acteur, 'creer'),
  trace: 'territoire.creation',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'territoire', id }),
  executer: async (ctx, { corps }) => {
    const { nom, description, etat, note } = corps
    const communes = await checkSelection(ctx, { communes: corps.communes, zones: [] }, 'corps.communes')
    const id = await createTerritoire(ctx, { nom, description, etat, communes }, { note })
    if (id === null) throw new Error('territoire sans clé refusé')
    return id
  },
})

const remplacerTerritoire = defineAction({
  nom: 'remplacerTerritoire',
  entree: z.object({ id: identifiant, siCorrespond: z.string().optional(), corps: schemaEcrit }),
  charger: chargerTerritoire,
  politique: politiqueModifier,
  trace: 'territoire.modification',
  objet: objetTerritoire,
  executer: async (ctx, { id, siCorrespond, corps }, territoire) => {
    checkSiCorrespond(siCorrespond, getEtagTerritoire(territoire))
    const { nom, description, etat, note } = corps
    const communes = await checkSelection(ctx, { communes: corps.communes, zones: [] }, 'corps.communes')
    await updateTerritoire(ctx, territoire, { nom, description, etat, communes, note })
    return id
  },
})

async function renderTerritoire(ctx: Ctx, id: number, { adresse }: Requete, statut: 200 | 201): Promise<Response> {
  const territoire = await getTerritoire(ctx, id)
  if (!territoire) throw new ErreurIntrouvable('territoire')
  return createJson(ctx, await formatLu(ctx, territoire, adresse), {
    etag: getEtagTerritoire(territoire),
    cache: 0,
    statut,
    entetes: statut === 201 ? { location: `${adresse}/api/v1/territoires/${id}` } : {},
  })
}

const CORPS = `'{"nom": "Val (fictif)", "etat": "public", "communes": ["04001", "04070"]}'`
const APPEL = `-H "Authorization: Bearer $CLE" -H "Content-Type: application/json"`

const creation = defineEnvoiApi({
  methode: 'POST',
  id: 'creerTerritoire',
  chemin: '/api/v1/territoires',
  rubrique: RUBRIQUE,
  resume: 'Créer un territoire',
  detail:
    'Il est à vous. Un code inconnu fait tout refuser\u00a0; un code d’avant est lu comme la commune d’aujourd’hui.',
  portee: 'territoires:ecrire',
  corps: { [JSON_]: schemaEcrit },
  reponses: { 201: { description: 'Le territoire créé.', types: { [JSON_]: schemaLu }, exemple: EXEMPLE } },
  exemples: [
    { titre: 'Deux communes', curl: `curl -X POST ${APPEL} -d ${CORPS} "$SITE/api/v1/territoires"`, statut: 201 },
  ],
  action: verserTerritoire,
  reussir: (id, requete, _brut, ctx) => renderTerritoire(ctx, id, requete, 201),
})

const modification = defineEnvoiApi({
  methode: 'PUT',
  id: 'remplacerTerritoire',
  chemin: '/api/v1/territoires/:id{[0-9]+}',
  rubrique: RUBRIQUE,
  resume: 'Remplacer un territoire',
  detail:
    'Le corps remplace tout ce qui est écrit. Partez de ce que vous avez lu, et rendez son ETag dans `If-Match`. Une autre composition fait une nouvelle version.',
  portee: 'territoires:ecrire',
  parametres: schemaId,
  conditionnelle: true,
  corps: { [JSON_]: schemaEcrit },
  reponses: {
    200: { description: 'Le territoire, dans son nouvel état.', types: { [JSON_]: schemaLu }, exemple: EXEMPLE },
  },
  exemples: [
    {
      titre: 'Remplacer le territoire 1, quel que soit son état',
      curl: `curl -X PUT ${APPEL} -H "If-Match: *" -d ${CORPS} "$SITE/api/v1/territoires/1"`,
      statut: 200,
    },
  ],
  action: remplacerTerritoire,
  reussir: (id, requete, _brut, ctx) => renderTerritoire(ctx, id, requete, 200),
})

export const routesApiTerritoire: readonly Route[] = [liste, creation, lecture, modification]
