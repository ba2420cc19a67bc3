import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { computeValeur, type Indicateur, type Parts } from '../indicateur/indicateur.ts'
import type { Motif } from '../indicateur/serie.ts'
import type { MailleCarte } from './fond.ts'

/**
 * Values of one series by code of area: `secret` where its source hides it, null where it says that there is none, or
 * where too few communes have one.
 */
export type Valeurs = ReadonlyMap<string, number | 'secret' | null>

/** Of communes as they are stored; of larger areas as their source publishes them, else as we add them up. */
export async function listValeurs(
  ctx: Ctx,
  { agregation }: Pick<Indicateur, 'agregation'>,
  serie: number,
  maille: MailleCarte,
  codes: readonly string[],
): Promise<Valeurs> {
  if (maille === 'commune') {
    const { rows } = await sql<{ commune: string; valeur: number | null; motif: Motif | null }>`
      select commune, valeur, motif from indicateur_valeur
      where serie = ${serie} and commune = any (${codes}::text[])`.execute(ctx.db)
    return new Map(rows.map((l) => [l.commune, l.motif === 'secret' ? l.motif : l.valeur]))
  }
  const { rows } = await sql<Parts & { zone: string }>`
    select zone, publiee, numerateur, denominateur, avec_valeur as "avecValeur", total,
      population_avec as "populationAvec", population, population_sous_seuil as "populationSousSeuil", minimum, maximum
    from indicateur_zone where serie = ${serie} and maille = ${maille} and zone = any (${codes}::text[])`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ zone, ...parts }) => [zone, computeValeur(agregation, parts).valeur]))
}

/** Codes of the EPCI, départements or régions that these communes belong to. */
export async function listCodesZones(
  ctx: Ctx,
  maille: Exclude<MailleCarte, 'commune'>,
  communes: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select distinct ${sql.ref(`c.${maille}`)} as code from commune c
    where c.code = any (${communes}::text[]) and ${sql.ref(`c.${maille}`)} is not null`.execute(ctx.db)
  return rows.map((l) => l.code)
}
