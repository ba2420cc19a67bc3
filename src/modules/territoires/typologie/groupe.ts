import { computeCarre, computeCentres } from './calcul/matrice.ts'
import type { Partition } from './calcul/partition.ts'
import { computeValeurEchelle, type Preparation, type Tableau } from './calcul/preparation.ts'
import { computeMoyenne } from './calcul/qualite.ts'
import type { Groupe, Membre } from './typologie.ts'

/** Six significant figures: what a page or a file shows, without the noise of floats. */
export const formatCourt = (valeur: number): number => (Math.abs(valeur) < 1e-9 ? 0 : Number(valeur.toPrecision(6)))
const courtOuNull = (valeur: number | null | undefined): number | null =>
  valeur === null || valeur === undefined ? null : formatCourt(valeur)

interface AGrouper {
  tableau: Tableau
  preparation: Preparation
  partition: Partition
  logs: readonly boolean[]
}

/**
 * The groups of a partition, each with what tells it from the others: the largest first, then the one that holds the
 * smallest code, so that the same groups always come in the same order.
 */
export function createGroupes({ tableau, preparation, partition, logs }: AGrouper): Groupe[] {
  const { matrice, retenus, colonnes, utiles } = preparation
  const { k, groupes, silhouettes } = partition
  const centres = computeCentres(matrice, groupes, k)
  const createMembre = (i: number, g: number): Membre => ({
    code: tableau.codes[retenus[i] ?? 0] ?? '',
    distance: formatCourt(Math.sqrt(computeCarre(matrice.x, i, centres, g, matrice.d))),
    valeurs: (tableau.valeurs[retenus[i] ?? 0] ?? []).map(courtOuNull),
  })
  const tous = Array.from({ length: k }, (_, g): Groupe => {
    const lignes = Array.from(groupes.keys()).filter((i) => groupes[i] === g)
    const centre = colonnes.map((_colonne, c) => {
      const v = utiles.indexOf(c)
      return v < 0 ? null : (centres[g * matrice.d + v] ?? 0)
    })
    return {
      nom: null,
      description: null,
      silhouette: formatCourt(computeMoyenne(lignes.map((i) => silhouettes[i] ?? 0))),
      ecarts: centre.map(courtOuNull),
      moyennes: colonnes.map(({ moyenne, ecartType }, c) =>
        formatCourt(computeValeurEchelle(moyenne + (centre[c] ?? 0) * ecartType, logs[c] ?? false)),
      ),
      membres: lignes
        .map((i) => createMembre(i, g))
        .sort((a, b) => a.distance - b.distance || (a.code < b.code ? -1 : 1)),
    }
  })
  const premier = (groupe: Groupe) => groupe.membres.reduce((min, m) => (m.code < min ? m.code : min), '\uffff')
  return tous.sort((a, b) => b.membres.length - a.membres.length || (premier(a) < premier(b) ? -1 : 1))
}

/** From this difference on, in standard deviations, an indicator tells a group from the others (own marks). */
const NET = 0.5
const FORT = 1

export type Ecart = 'tres-bas' | 'bas' | 'proche' | 'haut' | 'tres-haut'
export const LIBELLES_ECART: Record<Ecart, { libelle: string; signe: string }> = {
  'tres-haut': { libelle: 'nettement au-dessus', signe: '++' },
  haut: { libelle: 'au-dessus', signe: '+' },
  proche: { libelle: 'proche de l’ensemble', signe: '=' },
  bas: { libelle: 'en dessous', signe: '−' },
  'tres-bas': { libelle: 'nettement en dessous', signe: '−−' },
}

/** @param brut difference from the mean of all, in standard deviations: read with one decimal, as it is shown */
export function computeEcart(brut: number): Ecart {
  const ecart = Math.round(10 * brut) / 10
  if (Math.abs(ecart) < NET) return 'proche'
  if (ecart > 0) return ecart >= FORT ? 'tres-haut' : 'haut'
  return ecart <= -FORT ? 'tres-bas' : 'bas'
}

const PARLANTS_MAX = 3

/** Numbers of the variables that most tell a group from the others, the strongest first; none where it is like them. */
export const listParlants = ({ ecarts }: Pick<Groupe, 'ecarts'>): number[] =>
  ecarts
    .flatMap((ecart, variable) => (ecart !== null && computeEcart(ecart) !== 'proche' ? [{ variable, ecart }] : []))
    .sort((a, b) => Math.abs(b.ecart) - Math.abs(a.ecart))
    .slice(0, PARLANTS_MAX)
    .map(({ variable }) => variable)

/** Under this share of common members, a group is another one: it does not inherit the name (own mark). */
const HERITAGE_MIN = 0.5

/**
 * The new groups with the names and descriptions of the former ones that they continue: those that share the most
 * members, over all that either has.
 */
export function computeHeritage(nouveaux: readonly Groupe[], anciens: readonly Groupe[]): Groupe[] {
  const codes = anciens.map((g) => new Set(g.membres.map((m) => m.code)))
  const paires = nouveaux.flatMap((nouveau, n) =>
    anciens.map((ancien, a) => {
      const communs = nouveau.membres.filter((m) => codes[a]?.has(m.code)).length
      return { n, a, part: communs / (nouveau.membres.length + ancien.membres.length - communs) }
    }),
  )
  const noms = new Map<number, Groupe>()
  const pris = new Set<number>()
  for (const { n, a, part } of paires.toSorted((p, q) => q.part - p.part)) {
    const ancien = anciens[a]
    if (part < HERITAGE_MIN || noms.has(n) || pris.has(a) || !ancien) continue
    noms.set(n, ancien)
    pris.add(a)
  }
  return nouveaux.map((groupe, n) => ({
    ...groupe,
    nom: noms.get(n)?.nom ?? null,
    description: noms.get(n)?.description ?? null,
  }))
}
