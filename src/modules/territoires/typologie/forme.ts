import { z } from 'zod'
import { formatNomMembre, type Noms } from './presentation.ts'
import type { TypologieListee } from './typologie.queries.ts'
import {
  ETATS,
  type Etat,
  formatAdresseTypologie,
  formatNomGroupe,
  MAILLES_TYPOLOGIE,
  MESURES_TYPOLOGIE,
  METHODES_TYPOLOGIE,
  type Typologie,
} from './typologie.ts'

/** A typology as programs read it, by the API as in a file. */

const commun = {
  id: z.number().int(),
  adresse: z.url().describe('La page de la typologie.'),
  nom: z.string(),
  description: z.string().nullable(),
  etat: z.enum(Object.keys(ETATS) as [Etat, ...Etat[]]),
  fictif: z.boolean().describe('Un de ses indicateurs au moins est inventé.'),
  maille: z.enum(MAILLES_TYPOLOGIE).describe('Ce qui est groupé.'),
  zone: z.string().nullable().describe('Où\u00a0: `region-93`, `france-FR`… Nul pour des territoires enregistrés.'),
  calculeLe: z.iso.datetime(),
  modifieeLe: z.iso.datetime(),
}

export const schemaTypologieListee = z
  .object({
    ...commun,
    groupes: z.array(z.object({ nom: z.string(), nombre: z.number().int().describe('Territoires du groupe.') })),
  })
  .meta({ id: 'TypologieListee' })

const nombreOuNull = z.number().nullable()

export const schemaTypologieLue = z
  .object({
    ...commun,
    methode: z.enum(METHODES_TYPOLOGIE),
    graine: z.number().int().describe('Point de départ des k-moyennes\u00a0: le même redonne les mêmes groupes.'),
    manquantes: z
      .number()
      .describe('Part d’indicateurs manquants au-delà de laquelle un territoire est laissé de côté.'),
    indicateurs: z
      .array(
        z.object({
          code: z.string(),
          millesime: z.number().int(),
          mesure: z
            .enum(MESURES_TYPOLOGIE)
            .describe('`brute`, `log` (comparé par log(1 + valeur)) ou `habitants` (pour 10\u202f000 habitants).'),
          libelle: z.string(),
          unite: z.string(),
          source: z.string(),
          moyenne: z.number().describe('Des territoires, chacun comptant une fois\u00a0; géométrique pour `log`.'),
          remplacees: z.number().int().describe('Territoires dont la valeur manque\u00a0: la moyenne en a tenu lieu.'),
          constante: z.boolean().describe('La même valeur partout\u00a0: l’indicateur n’a pas compté.'),
        }),
      )
      .describe('`ecarts`, `moyennes` et `valeurs` suivent cet ordre.'),
    qualite: z.array(
      z.object({
        k: z.number().int().describe('Nombre de groupes.'),
        silhouette: z.number().describe('Moyenne, de −1 à 1.'),
        intra: z.number().describe('Part des différences qui reste à l’intérieur des groupes, de 0 à 1.'),
      }),
    ),
    correlations: z
      .array(z.object({ a: z.string(), b: z.string(), r: z.number() }))
      .describe('Indicateurs qui disent presque la même chose.'),
    groupes: z
      .array(
        z.object({
          nom: z.string(),
          description: z.string().nullable(),
          silhouette: z.number(),
          ecarts: z.array(nombreOuNull).describe('À la moyenne de l’ensemble, en écarts-types.'),
          moyennes: z.array(nombreOuNull),
          territoires: z
            .array(
              z.object({
                code: z.string(),
                nom: z.string(),
                distance: z.number().describe('Au centre du groupe, en écarts-types.'),
                valeurs: z.array(nombreOuNull),
              }),
            )
            .describe('Le plus typique d’abord.'),
        }),
      )
      .describe('Le plus nombreux d’abord.'),
    ecartes: z
      .array(z.object({ code: z.string(), nom: z.string(), manquants: z.array(z.string()) }))
      .describe('Territoires laissés de côté, avec les indicateurs qui leur manquent.'),
  })
  .meta({ id: 'Typologie' })
export type TypologieLue = z.infer<typeof schemaTypologieLue>

const formatCommun = (t: Omit<Typologie, 'resultat'>, calculeLe: string, site: string) => ({
  id: t.id,
  adresse: site + formatAdresseTypologie(t.id),
  nom: t.nom,
  description: t.description,
  etat: t.etat,
  fictif: t.fictif,
  maille: t.reglages.maille,
  zone: t.reglages.zone,
  calculeLe,
  modifieeLe: t.modifieeLe.toISOString(),
})

/** @param site address of the site, without final slash */
export const formatTypologieListee = (t: TypologieListee, site: string): z.infer<typeof schemaTypologieListee> => ({
  ...formatCommun(t, t.calculeLe, site),
  groupes: t.groupes.map((g, rang) => ({ nom: formatNomGroupe(g, rang), nombre: g.membres })),
})

/**
 * Everything of a typology, but the saved territories that the reader may not read.
 * @param site address of the site, without final slash
 */
export function formatTypologieLue(typologie: Typologie, noms: Noms, site: string): TypologieLue {
  const { reglages, resultat } = typologie
  const { maille, methode, graine, manquantes } = reglages
  const listLus = <T extends { code: string }>(tous: readonly T[]) =>
    tous.flatMap((t) => {
      const nom = formatNomMembre(noms, maille, t.code)
      return nom === null ? [] : [{ ...t, nom }]
    })
  const getCode = (v: number) => resultat.variables[v]?.code ?? ''
  return {
    ...formatCommun(typologie, resultat.calculeLe, site),
    methode,
    graine,
    manquantes,
    indicateurs: resultat.variables.map(({ importeeLe: _i, decimales: _d, asymetrie: _a, ...variable }) => variable),
    qualite: resultat.qualite,
    correlations: resultat.correlations.map(({ a, b, r }) => ({ a: getCode(a), b: getCode(b), r })),
    groupes: resultat.groupes.map(({ membres, ...groupe }, rang) => ({
      ...groupe,
      nom: formatNomGroupe(groupe, rang),
      territoires: listLus(membres),
    })),
    ecartes: listLus(resultat.ecartes).map(({ code, nom, manquantes }) => ({
      code,
      nom,
      manquants: manquantes.map(getCode),
    })),
  }
}

const EXEMPLE_COMMUN = {
  id: 3,
  adresse: 'https://maillage.example/typologies/3',
  nom: 'Revenus et âge (fictif)',
  description: null,
  etat: 'public' as const,
  fictif: true,
  maille: 'departement' as const,
  zone: 'region-93',
  calculeLe: '2026-02-03T14:05:00.000Z',
  modifieeLe: '2026-02-03T14:05:00.000Z',
}
export const LISTEE_EXEMPLE = { ...EXEMPLE_COMMUN, groupes: [{ nom: 'Groupe 1', nombre: 2 }] }

const indicateurExemple = (code: string, moyenne: number) => ({
  code,
  millesime: 2023,
  mesure: 'brute' as const,
  libelle: `Indicateur ${code}`,
  unite: 'points',
  source: 'Source fictive',
  moyenne,
  remplacees: 0,
  constante: false,
})

export const LUE_EXEMPLE: TypologieLue = {
  ...EXEMPLE_COMMUN,
  methode: 'kmeans',
  graine: 1,
  manquantes: 0,
  indicateurs: [indicateurExemple('fictif-a', 12), indicateurExemple('fictif-b', 3.5)],
  qualite: [{ k: 2, silhouette: 0.62, intra: 0.31 }],
  correlations: [],
  groupes: [
    {
      nom: 'Groupe 1',
      description: null,
      silhouette: 0.6,
      ecarts: [0.8, -0.4],
      moyennes: [14, 3.1],
      territoires: [{ code: '13', nom: 'Bouches-du-Rhône', distance: 0.4, valeurs: [14, 3.1] }],
    },
  ],
  ecartes: [{ code: '04', nom: 'Alpes-de-Haute-Provence', manquants: ['fictif-b'] }],
}
