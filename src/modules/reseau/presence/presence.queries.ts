import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterPresents } from '../dispositif/dispositif.queries.ts'
import { filterLisibles } from '../fiche/fiche.queries.ts'

/** A dispositif that acts on a set of communes. */
export interface DispositifPresent {
  id: number
  type: string
  nom: string
  fictif: boolean
  /** Inhabitants of the set that it covers; null where its territory is not known and only its team is there. */
  population: number | null
}

/**
 * Dispositifs whose territory holds one of these elementary codes, or whose team works there, by type then name.
 * @param communes elementary codes, as `listElements` gives them
 */
export async function listPresents(ctx: Ctx, communes: readonly string[]): Promise<DispositifPresent[]> {
  const { rows } = await sql<DispositifPresent>`
    with ici as materialized (
      select code, population from commune where code = any (${communes}::text[])
    ), couverts as (
      select dc.dispositif as id, sum(i.population)::int as population
      from ici i join dispositif_commune dc on dc.commune = i.code group by 1
    )
    select d.id, d.type, d.nom, d.fictif, c.population
    from dispositif d left join couverts c on c.id = d.id
    where ${filterPresents(ctx, 'd')}
      and (c.id is not null or (d.communes = '{}' and d.commune = any (${communes}::text[])))
    order by d.type, d.nom, d.id`.execute(ctx.db)
  return rows
}

export interface NombreParType {
  /** Term of `type-structure`; null where a file did not say. */
  type: string | null
  nombre: number
}

/** Open structures of these communes, by type, the most numerous first. */
export async function countStructures(ctx: Ctx, communes: readonly string[]): Promise<NombreParType[]> {
  const { rows } = await sql<NombreParType>`
    select s.type, count(*)::int as nombre from structure s
    where s.commune = any (${communes}::text[]) and s.etat <> 'fermee' and ${filterLisibles(ctx, 's')}
    group by s.type order by s.type is null, nombre desc, s.type`.execute(ctx.db)
  return rows
}

export interface EffectifProfession {
  libelle: string
  nombre: number
  liberaux: number
  /** Vintage of the extract, ISO date. */
  millesime: string
}

/** Professionals of the last public extract that practise in these communes, the most numerous first. */
export async function countProfessionnels(ctx: Ctx, communes: readonly string[]): Promise<EffectifProfession[]> {
  const { rows } = await sql<EffectifProfession>`
    select profession_libelle as libelle, sum(nombre)::int as nombre, millesime,
      coalesce(sum(nombre) filter (where mode_exercice = 'L'), 0)::int as liberaux
    from effectif_profession
    where commune = any (${communes}::text[]) and millesime = (select max(millesime) from effectif_profession)
    group by profession_libelle, millesime order by nombre desc, libelle`.execute(ctx.db)
  return rows
}
