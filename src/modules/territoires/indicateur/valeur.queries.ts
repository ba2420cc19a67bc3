import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Parts } from './indicateur.ts'
import type { Motif } from './serie.ts'

const PARTS = sql`z.publiee, z.numerateur, z.denominateur, z.avec_valeur as "avecValeur", z.total,
  z.population_avec as "populationAvec", z.population, z.population_sous_seuil as "populationSousSeuil",
  z.minimum, z.maximum`

/** The parts of France (`FR`) for each series of an indicator, by series. */
export async function listPartsFrance(ctx: Ctx, code: string): Promise<Map<number, Parts>> {
  const { rows } = await sql<Parts & { serie: number }>`
    select z.serie, ${PARTS} from indicateur_zone z join indicateur_serie s on s.id = z.serie
    where s.indicateur = ${code} and z.maille = 'france' and z.zone = 'FR'`.execute(ctx.db)
  return new Map(rows.map(({ serie, ...parts }) => [serie, parts]))
}

export interface ZoneValuee extends Parts {
  code: string
  nom: string
}

const TABLES = { epci: 'epci', departement: 'departement', region: 'region' } as const
export type MailleTable = keyof typeof TABLES

/**
 * Areas of one kind with their parts in a series, by name.
 * @param region only the départements of this one
 * @param page the areas after a code, in the order of codes
 */
export async function listZonesValuees(
  ctx: Ctx,
  serie: number,
  maille: MailleTable,
  { region, page }: { region?: string; page?: { taille: number; apres: string } } = {},
): Promise<ZoneValuee[]> {
  const dans: RawBuilder<boolean> =
    region !== undefined && maille === 'departement' ? sql`t.region = ${region}` : sql`true`
  const { rows } = await sql<ZoneValuee>`
    select t.code, t.nom, ${PARTS} from indicateur_zone z
    join ${sql.table(TABLES[maille])} t on t.code = z.zone
    where z.serie = ${serie} and z.maille = ${maille} and ${dans} ${page ? sql`and t.code > ${page.apres}` : sql``}
    order by ${page ? sql`t.code` : sql`t.nom`}
    ${page ? sql`limit ${page.taille}` : sql``}`.execute(ctx.db)
  return rows
}

export interface CommuneValuee {
  code: string
  nom: string
  population: number | null
  valeur: number | null
  poids: number | null
  /** `muette`: the file says nothing of it. */
  motif: Motif | 'muette' | null
}

const COMMUNE = sql`c.code, c.nom, c.population, v.valeur, v.poids,
  case when v.commune is null then 'muette' else v.motif end as motif`

/** Values of these communes and arrondissements in a series, by name. */
export async function listCommunesValuees(
  ctx: Ctx,
  serie: number,
  communes: readonly string[],
): Promise<CommuneValuee[]> {
  const { rows } = await sql<CommuneValuee>`
    select ${COMMUNE} from commune c left join indicateur_valeur v on v.commune = c.code and v.serie = ${serie}
    where c.code = any(${communes}::text[]) order by c.nom, c.code`.execute(ctx.db)
  return rows
}

/** The communes and arrondissements that a series tells of, after a code, in the order of codes: to page or to export. */
export async function listValeurs(
  ctx: Ctx,
  serie: number,
  { apres, taille, communes }: { apres: string; taille: number; communes?: readonly string[] },
): Promise<CommuneValuee[]> {
  const { rows } = await sql<CommuneValuee>`
    select ${COMMUNE} from indicateur_valeur v join commune c on c.code = v.commune
    where v.serie = ${serie} and v.commune > ${apres}
      ${communes === undefined ? sql`` : sql`and v.commune = any(${communes}::text[])`}
    order by v.commune limit ${taille}`.execute(ctx.db)
  return rows
}

/** Indicators by code: how many vintages each has, and the last. */
export async function listDerniers(
  ctx: Ctx,
): Promise<Map<string, { series: number; dernier: number; premier: number }>> {
  const { rows } = await sql<{ indicateur: string; series: number; dernier: number; premier: number }>`
    select indicateur, count(*)::int as series, max(millesime) as dernier, min(millesime) as premier
    from indicateur_serie group by indicateur`.execute(ctx.db)
  return new Map(rows.map(({ indicateur, ...reste }) => [indicateur, reste]))
}
