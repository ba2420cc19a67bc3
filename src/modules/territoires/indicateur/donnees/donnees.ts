import type { IndicateurACreer, Reference } from '../indicateur.ts'
import { ACCES } from './acces.ts'
import { OFFRE } from './offre.ts'
import { AGES, POPULATION } from './population.ts'
import { REVENUS } from './revenus.ts'

const REFERENCES: readonly Reference[] = [...POPULATION, ...AGES, ...REVENUS, ...OFFRE, ...ACCES]

/** Definitions that every installation has from its first start; people may then correct them. */
export const INDICATEURS_REFERENCE: readonly IndicateurACreer[] = REFERENCES.map((r) => ({
  definition: null,
  phrase: null,
  decimales: 0,
  url: null,
  licence: null,
  sens: 0,
  seuil: null,
  seuilLibelle: null,
  poids: null,
  poidsPopulation: false,
  rang: 100,
  fictif: false,
  ...r,
}))
