import type { Geometry } from '#ui/map/projection.ts'
import type { SourceContours } from '../contour/contour.queries.ts'

/** What one map can be made of. */
export type MailleCarte = 'commune' | 'epci' | 'departement' | 'region'

export interface FormeFond {
  code: string
  nom: string
  population: number | null
  /** Codes of what holds it, from the largest: département then EPCI for a commune, région for the others. */
  groupes: readonly string[]
  contour: Geometry | null
}

/** Everything of a map but its values. */
export interface Fond {
  maille: MailleCarte
  formes: readonly FormeFond[]
  /** Names of the groups, by code. */
  groupes: ReadonlyMap<string, string>
  /** Where outlines come from; null where there are none, and the map shows circles. */
  source: SourceContours | null
}

export const LIBELLES_FORMES: Record<MailleCarte, { un: string; plusieurs: string }> = {
  commune: { un: 'commune', plusieurs: 'communes' },
  epci: { un: 'intercommunalité', plusieurs: 'intercommunalités' },
  departement: { un: 'département', plusieurs: 'départements' },
  region: { un: 'région', plusieurs: 'régions' },
}

/** Width of the picture, in its own units: pixels of a wide screen. */
export const LARGEUR = 800
export const HAUTEUR_MAX = 860

/** Shapes that a page holds within its budget of bytes; a map of more is a picture of its own, one click from the whole. */
export const FORMES_MAX = 250

/** More communes than this are shown by EPCI: each would be smaller than what a finger can point at. */
export const COMMUNES_MAX = 5000

/** What a set of that many communes is best drawn as. */
export const computeMailleCarte = (communes: number): 'commune' | 'epci' =>
  communes > COMMUNES_MAX ? 'epci' : 'commune'
