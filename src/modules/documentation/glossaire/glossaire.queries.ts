import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { glossairePolicy } from './glossaire.policy.ts'
import type { ContenuEntree, Definition, Entree, Geste, Sigle } from './glossaire.ts'
import { createLecteurSigles, type LecteurSigles } from './sigles.ts'

interface TableGlossaire {
  id: Generated<number>
  slug: string
  terme: string
  sigle: string | null
  forme_longue: string | null
  variantes: string[]
  theme: string | null
  version: Generated<number>
  modifie_le: Date
  supprime_le: Date | null
  remplace_par: number | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    glossaire: TableGlossaire
    glossaire_definition: Omit<Definition, 'aVerifier'> & { terme: number; rang: number; a_verifier: boolean }
    glossaire_lien: { a: number; b: number }
    glossaire_version: {
      terme: number
      version: number
      quand: Date
      compte: string | null
      geste: Geste
      proposition: number | null
      contenu: ContenuEntree
    }
  }
}

/** A term whole, as one line. */
const ENTREE = sql<Entree>`
  select g.id, g.slug, g.terme, g.sigle, g.forme_longue as "formeLongue", g.variantes, g.theme, g.version,
    g.modifie_le as "modifieLe", g.supprime_le as "supprimeLe", g.remplace_par as "remplacePar",
    coalesce((
      select jsonb_agg(jsonb_build_object('texte', d.texte, 'document', d.document, 'lieu', d.lieu, 'annee', d.annee,
        'adresse', d.adresse, 'notice', d.notice, 'titreNotice', n.csl ->> 'title', 'aVerifier', d.a_verifier)
        order by d.rang)
      from glossaire_definition d left join notice n on n.id = d.notice and n.supprimee_le is null
      where d.terme = g.id), '[]') as definitions,
    coalesce((
      select jsonb_agg(jsonb_build_object('slug', l.slug, 'terme', l.terme))
      from (select b from glossaire_lien where a = g.id union all select a from glossaire_lien where b = g.id) p (id)
      join glossaire l using (id) where l.supprime_le is null), '[]') as lies
  from glossaire g`

const sortNoms = <T extends { terme: string }>(liste: readonly T[]): T[] =>
  liste.toSorted((a, b) => a.terme.localeCompare(b.terme, 'fr'))
const sortLies = (e: Entree): Entree => ({ ...e, lies: sortNoms(e.lies) })

/** The whole glossary in French alphabetical order, without what was retired. */
export async function listEntrees(ctx: Ctx): Promise<Entree[]> {
  const { rows } = await sql<Entree>`${ENTREE} where g.supprime_le is null`.execute(ctx.db)
  return sortNoms(rows.map(sortLies))
}

/** A term by its slug or its id; retired ones for who may see them. @param verrou locks it for a change */
export async function getEntree(ctx: Ctx, cle: string | number, verrou = false): Promise<Entree | null> {
  const lequel = typeof cle === 'string' ? sql`g.slug = ${cle}` : sql`g.id = ${cle}`
  const presente = glossairePolicy.filtre(ctx.acteur, 'lire') === true ? sql`` : sql` and g.supprime_le is null`
  const { rows } =
    await sql<Entree>`${ENTREE} where ${lequel}${presente} ${verrou ? sql`for update of g` : sql``}`.execute(ctx.db)
  return rows[0] ? sortLies(rows[0]) : null
}

/** Where a merged term's old address leads: the end of the chain, null when the term is not a merged one. */
export async function getRemplacante(ctx: Ctx, slug: string): Promise<string | null> {
  const { rows } = await sql<{ slug: string }>`
    with recursive chaine as (
      select slug, remplace_par, 0 as rang from glossaire where slug = ${slug}
      union all
      select g.slug, g.remplace_par, rang + 1 from chaine join glossaire g on g.id = chaine.remplace_par where rang < 20
    )
    select slug from chaine where remplace_par is null and rang > 0`.execute(ctx.db)
  return rows[0]?.slug ?? null
}

/** Old slugs of the terms in place, as the address of the whole list may still have them: slug → those merged into it. */
export async function listAnciennes(ctx: Ctx): Promise<Map<number, string[]>> {
  const lignes = await ctx.db
    .selectFrom('glossaire')
    .select(['slug', 'remplace_par'])
    .where('remplace_par', 'is not', null)
    .orderBy('slug')
    .execute()
  const anciennes = new Map<number, string[]>()
  for (const { slug, remplace_par: id } of lignes)
    if (id !== null) anciennes.set(id, [...(anciennes.get(id) ?? []), slug])
  return anciennes
}

/** Acronyms with their long form, for search and for pages. */
export async function listSigles(ctx: Ctx): Promise<Sigle[]> {
  const { rows } = await sql<Sigle>`
    select sigle, forme_longue as "formeLongue", slug from glossaire
    where sigle is not null and supprime_le is null order by sigle, slug`.execute(ctx.db)
  return rows
}

/** Acronyms as one page reads them. @param sauf slug of the term that the page is about */
export const createLecteur = async (ctx: Ctx, sauf?: string): Promise<LecteurSigles> =>
  createLecteurSigles(await listSigles(ctx), sauf)

export interface VersionEntree {
  version: number
  quand: Date
  geste: Geste
  auteur: string | null
  /** Who had proposed what was done. */
  proposePar: string | null
  contenu: ContenuEntree
}

/** Newest first. */
export async function listVersions(ctx: Ctx, id: number): Promise<VersionEntree[]> {
  const { rows } = await sql<VersionEntree>`
    select v.version, v.quand, v.geste, v.contenu, nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur,
      nullif(concat_ws(' ', a.prenom, a.nom), '') as "proposePar"
    from glossaire_version v left join compte c on c.id = v.compte
      left join glossaire_proposition p on p.id = v.proposition left join compte a on a.id = p.compte
    where v.terme = ${id} order by v.version desc`.execute(ctx.db)
  return rows
}
