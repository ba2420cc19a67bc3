import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Candidat, TexteLu } from './candidats.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    glossaire_candidat: Omit<Candidat, 'formeLongue'> & { forme_longue: string | null }
    glossaire_ecart: { sigle: string; compte: string | null; quand: Date }
  }
}

const LOT = 1000

/** Titles and abstracts of the catalogue, by lots: what is held at once does not grow with it. */
export async function* listTextesNotices(ctx: Ctx): AsyncGenerator<TexteLu> {
  for (let apres = 0; ; ) {
    const { rows } = await sql<{ id: number; texte: string }>`
      select id, concat_ws(e'\n', csl ->> 'title', resume) as texte from notice
      where id > ${apres} and supprimee_le is null order by id limit ${LOT}`.execute(ctx.db)
    for (const { id, texte } of rows) yield { texte, notice: id, etagere: null }
    const derniere = rows.at(-1)
    if (!derniere) return
    apres = derniere.id
  }
}

/** What public shelves say of themselves and of their notices. */
export async function* listTextesEtageres(ctx: Ctx): AsyncGenerator<TexteLu> {
  for (let apres = 0; ; ) {
    const { rows } = await sql<{ id: number; texte: string }>`
      select e.id, concat_ws(e'\n', e.titre, e.sous_titre, e.introduction,
        (select string_agg(concat_ws(e'\n', s.titre, s.introduction), e'\n') from etagere_section s where s.etagere = e.id),
        (select string_agg(t.note, e'\n') from etagere_entree t where t.etagere = e.id)) as texte
      from etagere e where e.id > ${apres} and e.etat = 'publique' and e.supprimee_le is null
      order by e.id limit ${LOT}`.execute(ctx.db)
    for (const { id, texte } of rows) yield { texte, notice: null, etagere: id }
    const derniere = rows.at(-1)
    if (!derniere) return
    apres = derniere.id
  }
}

/** These take the place of all there were. */
export async function updateCandidats(ctx: Ctx, candidats: readonly Candidat[]): Promise<void> {
  await ctx.db.deleteFrom('glossaire_candidat').execute()
  await sql`insert into glossaire_candidat (sigle, nombre, forme_longue, appuis, extrait, notice, etagere)
    select c.* from jsonb_to_recordset(${JSON.stringify(candidats)}::jsonb)
      c (sigle text, nombre integer, "formeLongue" text, appuis integer, extrait text, notice integer, etagere integer)
    -- What left the catalogue meanwhile is not pointed at.
    where (c.notice is null or exists (select from notice n where n.id = c.notice))
      and (c.etagere is null or exists (select from etagere e where e.id = c.etagere))`.execute(ctx.db)
}

/** Acronyms that the glossary does not know: those to look at, the most frequent first, or those set aside. */
export async function listCandidats(
  ctx: Ctx,
  { ecartes, nombre, debut }: { ecartes: boolean; nombre: number; debut: number },
): Promise<{ candidats: Candidat[]; total: number }> {
  const { rows } = await sql<Candidat & { total: number }>`
    select c.sigle, c.nombre, c.forme_longue as "formeLongue", c.appuis, c.extrait, c.notice, c.etagere,
      count(*) over ()::int as total
    from glossaire_candidat c
    where not exists (
        select from glossaire g where g.supprime_le is null
          and (upper(g.sigle) = upper(c.sigle) or c.sigle = any (g.variantes)))
      and ${ecartes} = exists (select from glossaire_ecart e where e.sigle = c.sigle)
    order by c.nombre desc, c.sigle limit ${nombre} offset ${debut}`.execute(ctx.db)
  return { candidats: rows.map(({ total: _, ...c }) => c), total: rows[0]?.total ?? 0 }
}

export async function addEcart(ctx: Ctx, sigle: string): Promise<void> {
  await ctx.db
    .insertInto('glossaire_ecart')
    .values({ sigle, compte: ctx.acteur.compte, quand: ctx.maintenant })
    .onConflict((c) => c.doNothing())
    .execute()
}

export async function removeEcart(ctx: Ctx, sigle: string): Promise<void> {
  await ctx.db.deleteFrom('glossaire_ecart').where('sigle', '=', sigle).execute()
}
