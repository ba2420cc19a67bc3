import type { Ctx } from '#core/context.ts'
import { listCommunes } from '../geographie/commune.queries.ts'
import type { Commune } from '../geographie/commune.ts'
import { listZonesParentes, type ZoneParente } from '../geographie/zone.queries.ts'
import { type Contiguite, computeContiguite } from './contiguite.ts'
import { getVoisinage } from './selection.queries.ts'

/** What is known of a set of communes. */
export interface Faits {
  communes: Commune[]
  population: number
  /** Communes whose population is not published: out of the sum. */
  sansPopulation: Commune[]
  parentes: ZoneParente[]
  contiguite: Contiguite
}

/** @param codes of today, in the form of `formatComposition` */
export async function getFaits(ctx: Ctx, codes: readonly string[]): Promise<Faits> {
  const [communes, parentes, voisinage] = await Promise.all([
    listCommunes(ctx, codes),
    listZonesParentes(ctx, codes),
    getVoisinage(ctx, codes),
  ])
  return {
    communes,
    population: communes.reduce((somme, c) => somme + (c.population ?? 0), 0),
    sansPopulation: communes.filter((c) => c.population === null),
    parentes,
    contiguite: computeContiguite(codes, voisinage),
  }
}
