import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type {
  Agregation,
  ContenuIndicateur,
  Famille,
  Indicateur,
  IndicateurACreer,
  Sens,
  Serie,
  SerieDatee,
} from './indicateur.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    indicateur: {
      code: string
      libelle: string
      definition: string | null
      phrase: string | null
      famille: Famille
      unite: string
      decimales: number
      source: string
      url: string | null
      licence: string | null
      sens: Sens
      seuil: number | null
      seuil_libelle: string | null
      agregation: Agregation
      poids: string | null
      poids_population: boolean
      fictif: boolean
      rang: number
      creee_le: Date
      modifiee_le: Date
    }
  }
}

const colonnes = sql`i.code, i.libelle, i.definition, i.phrase, i.famille, i.unite, i.decimales, i.source, i.url,
  i.licence, i.sens, i.seuil, i.seuil_libelle as "seuilLibelle", i.agregation, i.poids,
  i.poids_population as "poidsPopulation", i.fictif, i.rang,
  i.creee_le as "creeLe", i.modifiee_le as "modifieLe"`

/** Every definition, with or without values, in the order of a portrait. */
export async function listIndicateurs(ctx: Ctx): Promise<Indicateur[]> {
  const { rows } = await sql<Indicateur>`select ${colonnes} from indicateur i order by i.rang, i.code`.execute(ctx.db)
  return rows
}

/** Every definition with its series, the newest first: one row of each, as a portrait reads hundreds of series. */
export async function listDefinitions(ctx: Ctx): Promise<{ indicateur: Indicateur; series: SerieDatee[] }[]> {
  const { rows } = await sql<Indicateur & { series: SerieDatee[] }>`
    select ${colonnes}, coalesce(s.series, '[]') as series
    from indicateur i left join (
      select indicateur, json_agg(json_build_object('id', id, 'millesime', millesime, 'parametres', parametres)
        order by millesime desc) as series
      from indicateur_serie group by indicateur
    ) s on s.indicateur = i.code
    order by i.rang, i.code`.execute(ctx.db)
  return rows.map(({ series, ...indicateur }) => ({ indicateur, series }))
}

/** @param verrou holds the definition until the end of the transaction. */
export async function getIndicateur(ctx: Ctx, code: string, verrou = false): Promise<Indicateur | null> {
  const { rows } = await sql<Indicateur>`
    select ${colonnes} from indicateur i where i.code = ${code} ${verrou ? sql`for update` : sql``}`.execute(ctx.db)
  return rows[0] ?? null
}

/** Series of an indicator, or of all of them: by indicator, the newest vintage first. */
export async function listSeries(ctx: Ctx, code?: string): Promise<Serie[]> {
  const { rows } = await sql<Serie>`
    select id, indicateur, millesime, parametres, fichier, sha256, importee_le as "importeeLe"
    from indicateur_serie where ${code === undefined ? sql`true` : sql`indicateur = ${code}`}
    order by indicateur, millesime desc`.execute(ctx.db)
  return rows
}

/** Adds the definitions whose code is new; those that are there stay as people wrote them. @returns how many are new */
export async function addIndicateurs(ctx: Ctx, indicateurs: readonly IndicateurACreer[]): Promise<number> {
  if (indicateurs.length === 0) return 0
  const lignes = await ctx.db
    .insertInto('indicateur')
    .values(
      indicateurs.map(({ seuilLibelle, poidsPopulation, ...i }) => ({
        ...i,
        seuil_libelle: seuilLibelle,
        poids_population: poidsPopulation,
        creee_le: ctx.maintenant,
        modifiee_le: ctx.maintenant,
      })),
    )
    .onConflict((c) => c.column('code').doNothing())
    .returning('code')
    .execute()
  return lignes.length
}

export async function updateIndicateur(ctx: Ctx, code: string, contenu: ContenuIndicateur): Promise<void> {
  const { seuilLibelle, poidsPopulation, ...reste } = contenu
  await ctx.db
    .updateTable('indicateur')
    .set({ ...reste, seuil_libelle: seuilLibelle, poids_population: poidsPopulation, modifiee_le: ctx.maintenant })
    .where('code', '=', code)
    .execute()
}

/** A definition without any series. @returns false where it has some, and stays */
export async function deleteIndicateur(ctx: Ctx, code: string): Promise<boolean> {
  const { rows } = await sql<{ code: string }>`
    delete from indicateur i where code = ${code}
      and not exists (select from indicateur_serie s where s.indicateur = i.code)
      and not exists (select from territoire_note n where n.indicateur = i.code)
    returning code`.execute(ctx.db)
  return rows.length > 0
}
