import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { formatAdresseTerme, formatNom } from '../glossaire/glossaire.ts'
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
/** Two letters begin a word of most titles: the newest are sought among that many of them. */
const DOCUMENTS_LUS = 1000
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
  return [...listProches(TERMES, mots), ...glossaire, ...noms, ...documents]
}

/** Each word typed begins a word of the text; a text that begins as what was typed is worth more. */
function computeRessemblance(siens: readonly string[], mots: readonly string[]): number {
  if (!mots.every((mot) => siens.some((s) => s.startsWith(mot)))) return 0
  return siens[0]?.startsWith(mots[0] ?? '') ? 2 : 1
}

/** Something that may be proposed, with the words of each of its names. */
interface Proposable {
  suggestion: Suggestion
  noms: readonly (readonly string[])[]
}

const listMotsDe = (noms: readonly string[]): string[][] => noms.map((nom) => listMots(nom).map(formatMot))

const listProches = (proposables: readonly Proposable[], mots: readonly string[]): Suggestion[] =>
  proposables
    .map(({ suggestion, noms }) => ({ suggestion, note: Math.max(...noms.map((n) => computeRessemblance(n, mots))) }))
    .filter(({ note }) => note > 0)
    .sort((a, b) => b.note - a.note)
    .slice(0, PAR_GENRE)
    .map(({ suggestion }) => suggestion)

/** The vocabularies do not change while the process lives. */
const TERMES: readonly Proposable[] = SUJETS.flatMap((v) =>
  listTermes(v).map((t) => ({
    suggestion: { texte: t.libelle, genre: GENRES[v], href: `/documentation?${v}=${t.slug}` },
    noms: listMotsDe([t.libelle, ...(t.sigle ? [t.sigle] : []), ...(t.synonymes ?? [])]),
  })),
)

async function listDuGlossaire(ctx: Ctx, mots: readonly string[]): Promise<Suggestion[]> {
  const entrees = await ctx.db
    .selectFrom('glossaire')
    .select(['slug', 'terme', 'sigle', 'variantes'])
    .where('supprime_le', 'is', null)
    .orderBy('slug')
    .execute()
  return listProches(
    entrees.map((e) => ({
      suggestion: { texte: formatNom(e), genre: 'Glossaire', href: formatAdresseTerme(e.slug) },
      noms: listMotsDe([e.terme, ...(e.sigle ? [e.sigle] : []), ...e.variantes]),
    })),
    mots,
  )
}

/** A name is proposed while a notice bears it. */
async function listNoms(ctx: Ctx, mots: readonly string[]): Promise<Suggestion[]> {
  const { rows } = await sql<{ texte: string }>`
    select texte from (
      select distinct on (cle) texte, cle from terme_connu
      where genre = 'nom' and ${sql.join(
        mots.map((mot) => sql`(cle like ${`${mot}%`} or cle like ${`% ${mot}%`})`),
        sql` and `,
      )}
      limit 8
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
      select id, date_tri from (select * from notice_index where ${formatCondition(requete)} limit ${DOCUMENTS_LUS}) trouvees
      order by date_tri desc, id desc limit ${DOCUMENTS}
    ) premiers join notice n using (id)
    order by date_tri desc, id desc`.execute(ctx.db)
  return rows.map(({ id, titre }) => ({ texte: titre, genre: 'Document', href: formatAdresseNotice(id) }))
}
