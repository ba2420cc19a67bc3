import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listServices } from '../service/service.queries.ts'
import type { Service } from '../service/service.ts'
import { listStructures } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'

/** Structures read together, with what is offered there. */
export interface Lot {
  structures: Structure[]
  services: Service[]
}

const LOT = 500

/** Structures that everybody may read and that are not closed, by number: what leaves for other directories. */
export async function listIdsPublies(ctx: Ctx, limite?: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from structure where publication = 'publie' and supprime_le is null and etat <> 'fermee'
    order by id ${limite === undefined ? sql`` : sql`limit ${limite}`}`.execute(ctx.db)
  return rows.map((l) => l.id)
}

/** How many structures leave, and how many services they offer. */
export async function countPublies(ctx: Ctx): Promise<{ structures: number; services: number }> {
  const { rows } = await sql<{ structures: number; services: number }>`
    with s as (select id from structure where publication = 'publie' and supprime_le is null and etat <> 'fermee')
    select (select count(*) from s) as structures,
      (select count(*) from service x join s on s.id = x.structure where x.supprime_le is null) as services`.execute(
    ctx.db,
  )
  return rows[0] ?? { structures: 0, services: 0 }
}

/** These structures, in this order, as they are when their turn comes: a file of any length stays small in memory. */
export async function* listLots(ctx: Ctx, ids: readonly number[]): AsyncGenerator<Lot> {
  for (let debut = 0; debut < ids.length; debut += LOT) {
    const tranche = ids.slice(debut, debut + LOT)
    const lues = new Map((await listStructures(ctx, tranche)).map((s) => [s.id, s]))
    const structures = tranche.flatMap((id) => lues.get(id) ?? [])
    yield {
      structures,
      services: await listServices(
        ctx,
        structures.map((s) => s.id),
      ),
    }
  }
}

/** A name of the present state of all structures and services: it changes with any of them. */
export async function getMarque(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ marque: string }>`
    select concat_ws('-', count(*), extract(epoch from max(greatest(modifie_le, supprime_le)))) as marque from (
      select modifie_le, supprime_le from structure union all select modifie_le, supprime_le from service) f`.execute(
    ctx.db,
  )
  return rows[0]?.marque ?? '0'
}
