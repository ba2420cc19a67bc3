import { GROUPES_TYPES, type GroupeType } from '../dispositif/type.ts'
import { getType } from '../dispositif/types.ts'
import type { Paire, Present } from './articulation.ts'
import { isLie } from './lien.ts'

/** Beyond so many, neither a circle nor a matrix can be read: one looks at a part of them. */
export const DISPOSITIFS_MAX = 30

/** Side of the drawing, and radius of the circle on which dispositifs stand. */
export const COTE = 480
const RAYON = 188

export interface Noeud {
  /** From 1, in the order of the legend. */
  numero: number
  dispositif: Present
  groupe: GroupeType | null
  x: number
  y: number
}

export interface Arete {
  de: Noeud
  vers: Noeud
  paire: Paire
  /** A declared link holds them. */
  lie: boolean
  /** From 1 (few) to 6 (many inhabitants in common). */
  epaisseur: number
}

const GROUPES = Object.keys(GROUPES_TYPES) as GroupeType[]

export const getGroupe = ({ type }: Pick<Present, 'type'>): GroupeType | null => getType(type)?.groupe ?? null

/** The order in which dispositifs are shown: by family, kind, name. */
export const sortDispositifs = (dispositifs: readonly Present[]): Present[] => {
  const rang = (d: Present) => {
    const groupe = getGroupe(d)
    return groupe === null ? GROUPES.length : GROUPES.indexOf(groupe)
  }
  return dispositifs.toSorted(
    (x, y) =>
      rang(x) - rang(y) || x.type.localeCompare(y.type, 'fr') || x.nom.localeCompare(y.nom, 'fr') || x.id - y.id,
  )
}

const arrondir = (v: number): number => Math.round(v * 10) / 10

/** Thickness of an edge: one step each time that inhabitants are multiplied by about three. */
const computeEpaisseur = (population: number): number =>
  Math.max(1, Math.min(6, Math.floor(2 * Math.log10(Math.max(1, population) / 300))))

/**
 * Dispositifs on a circle, families side by side, and an edge for each two that share something. The same facts always
 * give the same drawing: nothing is drawn by chance.
 */
export function computeGraphe(
  dispositifs: readonly Present[],
  paires: readonly Paire[],
  jour: string,
): { noeuds: Noeud[]; aretes: Arete[] } {
  const tries = sortDispositifs(dispositifs)
  const noeuds = tries.map((dispositif, i): Noeud => {
    const angle = (2 * Math.PI * i) / tries.length - Math.PI / 2
    return {
      ...{ numero: i + 1, dispositif, groupe: getGroupe(dispositif) },
      x: arrondir(COTE / 2 + RAYON * Math.cos(angle)),
      y: arrondir(COTE / 2 + RAYON * Math.sin(angle)),
    }
  })
  const parId = new Map(noeuds.map((n) => [n.dispositif.id, n]))
  const aretes = paires.flatMap((paire): Arete[] => {
    const [de, vers] = [parId.get(paire.a), parId.get(paire.b)]
    if (!de || !vers) return []
    return [{ de, vers, paire, lie: isLie(paire.liens, jour), epaisseur: computeEpaisseur(paire.population) }]
  })
  // Declared links are drawn last: nothing hides them.
  return { noeuds, aretes: aretes.sort((x, y) => Number(x.lie) - Number(y.lie) || x.epaisseur - y.epaisseur) }
}
