import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { ItemCsl } from '../csl.ts'
import { type Doublon, type Frequences, getReperes, listPairesTitre } from './doublons.ts'

export interface Candidate {
  rang: number
  id: number
  csl: ItemCsl
}

/** Notices looked at for one reference, nearest titles first. */
const CANDIDATES_MAX = 10
/** Notices that share rare words with one reference and are weighed: a title made of common words has too many. */
const VOISINES_MAX = 200

/** Whole words of titles stand in `notice_index.vecteur` as `t=mot`; folded words hold letters and digits only. */
const formatRequeteTitre = (titre: string, frequences: Frequences): string =>
  listPairesTitre(titre, frequences)
    .map((mots) => mots.map((mot) => `'t=${mot}'`).join(' & '))
    .join(' | ')

/** The most common words of titles, as PostgreSQL's own statistics know them; none before they are first gathered. */
async function listFrequences(ctx: Ctx): Promise<Frequences> {
  const { rows } = await sql<{ mot: string; part: number }>`
    select substr(mot, 3) as mot, part
    from pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) as e(mot, part)
    where schemaname = current_schema() and tablename = 'notice_index' and attname = 'vecteur' and mot like 't=%'`.execute(
    ctx.db,
  )
  return new Map(rows.map((l) => [l.mot, l.part]))
}

/**
 * Notices of the catalogue that may be the same document as each reference: a shared identifier, or words of the title
 * and a near year. It casts wide; `computeDoublon` judges.
 * @param sauf a notice that is not to be found (the one that is being compared)
 */
export async function listCandidates(
  ctx: Ctx,
  references: readonly { rang: number; item: ItemCsl }[],
  sauf: number | null = null,
): Promise<Candidate[]> {
  if (references.length === 0) return []
  const frequences = await listFrequences(ctx)
  const lignes = JSON.stringify(
    references.map(({ rang, item }) => {
      const { titre, annee, doi, isbn, adresse } = getReperes(item)
      // 80 characters: what `tri_titre` keeps.
      return {
        rang,
        brut: item.title ?? '',
        titre: titre.slice(0, 80),
        mots: formatRequeteTitre(item.title ?? '', frequences),
        annee,
        doi,
        isbn,
        adresse,
      }
    }),
  )
  // While a catalogue grows fast, its statistics say that it is small, and that reading all of it costs nothing.
  await sql`select set_config('enable_seqscan', 'off', true)`.execute(ctx.db)
  const { rows } = await sql<Candidate>`
    select r.rang, n.id, n.csl
    from jsonb_to_recordset(${lignes}::jsonb)
      as r(rang int, brut text, titre text, mots text, annee int, doi text, isbn text, adresse text)
    cross join lateral (
      (select id from notice where supprimee_le is null and csl ? 'DOI' and lower(csl ->> 'DOI') = r.doi limit 5)
      union
      (select id from notice where supprimee_le is null and csl ? 'ISBN'
        and regexp_replace(csl ->> 'ISBN', '[^0-9Xx]', '', 'g') = r.isbn limit 5)
      union
      (select id from notice where supprimee_le is null and csl ? 'URL'
        and lower(regexp_replace(csl ->> 'URL', '^https?://(www\\.)?|/+$', '', 'g')) = r.adresse limit 5)
      union
      (select id from notice_index where tri_titre = tri_titre(r.brut) limit ${CANDIDATES_MAX})
      union
      (select id from (
          select i.id, i.tri_titre from notice_index i
          where i.vecteur @@ r.mots::tsquery
            and (r.annee is null or i.date_tri = 0 or abs(i.date_tri / 10000 - r.annee) <= 1)
          limit ${VOISINES_MAX}
        ) v
        order by similarity(v.tri_titre, r.titre) desc, id limit ${CANDIDATES_MAX})
    ) c
    join notice n on n.id = c.id
    where n.id is distinct from ${sauf}::int`.execute(ctx.db)
  await sql`select set_config('enable_seqscan', 'on', true)`.execute(ctx.db)
  return rows
}

/** Notices that references of these fingerprints became in earlier imports, by fingerprint: however they were edited since. */
export async function listNoticesParEmpreinte(ctx: Ctx, empreintes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ empreinte: string; notice: number }>`
    select distinct on (l.empreinte) l.empreinte, l.notice
    from import_ligne l join notice n on n.id = l.notice and n.supprimee_le is null
    where l.empreinte = any(${[...empreintes]}::text[]) order by l.empreinte, l.notice`.execute(ctx.db)
  return new Map(rows.map((l) => [l.empreinte, l.notice]))
}

/** Stores what was found: likely repetitions, and for a sure one the notice that the reference stands for. */
export async function updateDoublonsLignes(
  ctx: Ctx,
  id: number,
  trouves: readonly { rang: number; doublons: Doublon[]; notice: number | null }[],
): Promise<void> {
  await sql`
    update import_ligne l
    set doublons = r.doublons, notice = r.notice, etat = case when r.notice is null then 'a-relire' else 'deja-la' end
    from jsonb_to_recordset(${JSON.stringify(trouves)}::jsonb) as r(rang int, doublons jsonb, notice int)
    where l.import = ${id} and l.rang = r.rang and l.etat = 'a-relire'
      -- Most lines are like nothing, and known to be: they are not written again.
      and (l.doublons <> r.doublons or r.notice is not null)`.execute(ctx.db)
}

/** Titles of notices, by id, those taken out of the catalogue included. */
export async function listTitres(ctx: Ctx, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const lignes = await ctx.db
    .selectFrom('notice')
    .select(['id', sql<string>`csl ->> 'title'`.as('titre')])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(lignes.map((l) => [l.id, l.titre]))
}
