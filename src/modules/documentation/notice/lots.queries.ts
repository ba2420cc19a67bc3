import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { ContenuNotice, Notice } from './notice.ts'

/** A notice to put in the catalogue; `rang` tells it from the others of its lot. */
export interface NoticeNouvelle {
  rang: number
  contenu: ContenuNotice
  origine: Notice['origine']
}

/**
 * Puts a lot of imported notices in the catalogue, each with its first version, in one statement: the search index
 * follows once for all of them.
 * @returns the new ids, by `rang`
 */
export async function createNotices(ctx: Ctx, lot: readonly NoticeNouvelle[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ rang: number; id: number }>`
    with lot as materialized (
      select nextval(pg_get_serial_sequence('notice', 'id'))::int as id, rang, contenu, origine
      from jsonb_to_recordset(${JSON.stringify(lot)}::jsonb) as l(rang int, contenu jsonb, origine jsonb)
    ), creees as (
      insert into notice (id, nature, csl, resume, resume_source, themes, publics, determinants, milieux, en_ligne, prets,
        provenance, origine, cree_par, cree_le, modifiee_par, modifiee_le)
      overriding system value
      select id, contenu ->> 'nature', contenu -> 'csl', contenu ->> 'resume', contenu ->> 'resumeSource',
        array(select jsonb_array_elements_text(contenu -> 'themes')),
        array(select jsonb_array_elements_text(contenu -> 'publics')),
        array(select jsonb_array_elements_text(contenu -> 'determinants')),
        array(select jsonb_array_elements_text(contenu -> 'milieux')),
        (contenu -> 'enLigne')::boolean, contenu -> 'prets', nullif(contenu -> 'provenance', 'null'), origine,
        ${ctx.acteur.compte}::uuid, ${ctx.maintenant}::timestamptz, ${ctx.acteur.compte}::uuid,
        ${ctx.maintenant}::timestamptz
      from lot
    ), versions as (
      insert into notice_version (notice, version, quand, compte, geste, contenu)
      select id, 1, ${ctx.maintenant}::timestamptz, ${ctx.acteur.compte}::uuid, 'import', contenu from lot
    )
    select rang, id from lot`.execute(ctx.db)
  return new Map(rows.map(({ rang, id }) => [rang, id]))
}

/** What a notice keeps of the record it was read from, when a newer one replaces it. */
export async function updateOrigine(ctx: Ctx, id: number, origine: Notice['origine']): Promise<void> {
  await sql`update notice set origine = ${origine && JSON.stringify(origine)}::jsonb where id = ${id}`.execute(ctx.db)
}
