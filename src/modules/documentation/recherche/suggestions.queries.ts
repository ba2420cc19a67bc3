import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { listEntrees } from '../glossaire/glossaire.queries.ts'
import { formatAdresseNotice } from '../notice/notice.ts'
import { formatCondition } from './facettes.queries.ts'
import { SUJETS } from './facettes.ts'
import { formatMot, listMots } from './requete.ts'

/** One line under the search box: what it says, what kind of thing it is, where it leads. */
export interface Suggestion {
  texte: string
  genre: 'Thème' | 'Public' | 'Déterminant' | 'Milieu de vie' | 'Glossaire' | 'Auteur ou organisme' | 'Document'
  href: string
}

const LONGUEUR_MIN = 2
const PAR_GENRE = 3
const DOCUMENTS = 5
const GENRES = { theme: 'Thème', public: 'Public', determinant: 'Déterminant', milieu: 'Milieu de vie' } as const

/** What one may be about to look for: the last word is being typed, the others are whole. */
export async function listSuggestions(ctx: Ctx, saisie: string): Promise<Suggestion[]> {
  const mots = listMots(saisie.slice(0, 100)).map(formatMot).slice(0, 8)
  if (mots.join('').length < LONGUEUR_MIN) return []
  const [glossaire, noms, documents] = await Promise.all([
    listDuGlossaire(ctx, mots),
    listNoms(ctx, mots),
    listDocuments(ctx, mots),
  ])
  return [...listTermesProches(mots), ...glossaire, ...noms, ...documents]
}

/** Each word typed begins a word of the text; a text that begins as what was typed is worth more. */
function computeRessemblance(texte: string, mots: readonly string[]): number {
  const siens = listMots(texte).map(formatMot)
  if (!mots.every((mot) => siens.some((s) => s.startsWith(mot)))) return 0
  return siens[0]?.startsWith(mots[0] ?? '') ? 2 : 1
}

const listProches = <T>(liste: readonly T[], getTextes: (t: T) => string[], mots: readonly string[]): T[] =>
  liste
    .map((element) => ({ element, note: Math.max(...getTextes(element).map((t) => computeRessemblance(t, mots))) }))
    .filter(({ note }) => note > 0)
    .sort((a, b) => b.note - a.note)
    .slice(0, PAR_GENRE)
    .map(({ element }) => element)

function listTermesProches(mots: readonly string[]): Suggestion[] {
  const termes = SUJETS.flatMap((v) => listTermes(v).map((terme) => ({ v, terme })))
  const textes = ({ terme: t }: (typeof termes)[number]) => [
    t.libelle,
    ...(t.sigle ? [t.sigle] : []),
    ...(t.synonymes ?? []),
  ]
  return listProches(termes, textes, mots).map(({ v, terme }) => ({
    texte: terme.libelle,
    genre: GENRES[v],
    href: `/documentation?${v}=${terme.slug}`,
  }))
}

async function listDuGlossaire(ctx: Ctx, mots: readonly string[]): Promise<Suggestion[]> {
  const entrees = await listEntrees(ctx)
  return listProches(entrees, (e) => [e.terme, ...(e.sigle ? [e.sigle] : [])], mots).map((e) => ({
    texte: e.sigle && e.sigle !== e.terme ? `${e.terme} (${e.sigle})` : e.terme,
    genre: 'Glossaire',
    href: `/glossaire#${e.slug}`,
  }))
}

/** A name is proposed while a notice bears it. */
async function listNoms(ctx: Ctx, mots: readonly string[]): Promise<Suggestion[]> {
  const { rows } = await sql<{ texte: string }>`
    select texte from (
      select distinct on (cle) texte, cle from terme_connu
      where genre = 'nom' and ${sql.join(
        mots.map((mot) => sql`(' ' || cle) like ${`% ${mot}%`}`),
        sql` and `,
      )}
      limit 20
    ) noms
    where exists (select from notice_index where vecteur @@ (
      select string_agg(quote_literal('a:' || l), '&') from unnest(lexemes_cherches(texte)) l)::tsquery)
    order by length(texte), texte limit ${PAR_GENRE}`.execute(ctx.db)
  return rows.map(({ texte }) => ({
    texte,
    genre: 'Auteur ou organisme',
    href: `/documentation?${new URLSearchParams({ q: `auteur:"${texte}"` })}`,
  }))
}

async function listDocuments(ctx: Ctx, mots: readonly string[]): Promise<Suggestion[]> {
  const requete = mots.map((mot, rang) => `'t=${mot}'${rang === mots.length - 1 ? ':*' : ''}`).join('&')
  const { rows } = await sql<{ id: number; titre: string }>`
    select n.id, n.csl ->> 'title' as titre
    from (
      select id, date_tri from (select * from notice_index where ${formatCondition(requete)} offset 0) trouvees
      order by date_tri desc, id desc limit ${DOCUMENTS}
    ) premiers join notice n using (id)
    order by date_tri desc, id desc`.execute(ctx.db)
  return rows.map(({ id, titre }) => ({ texte: titre, genre: 'Document', href: formatAdresseNotice(id) }))
}
