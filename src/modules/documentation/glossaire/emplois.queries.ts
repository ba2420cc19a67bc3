import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { searchNotices } from '../recherche/recherche.queries.ts'
import { formatAdresseRecherche, schemaCriteres } from '../recherche/recherche.ts'
import { type Entree, formatComparable } from './glossaire.ts'

const MONTRES = 5

interface Lien {
  id: number
  titre: string
}

/** Where a term is met. */
export interface Emplois {
  documents: { total: number; adresse: string; premiers: Lien[] }
  etageres: { total: number; premiers: Lien[] }
  /** Other terms whose definitions name this one. */
  termes: { slug: string; terme: string }[]
}

/**
 * Notices, public shelves and definitions where the term, its long form or its acronym stands. The catalogue is asked
 * as the search page would be, so that the count is the one that the link shows.
 */
export async function getEmplois(ctx: Ctx, e: Entree): Promise<Emplois> {
  const longs = [e.terme, e.formeLongue].filter((nom) => nom !== null && nom !== e.sigle)
  const noms = [...new Map(longs.map((nom) => [formatComparable(nom ?? ''), nom ?? ''])).values()]
  // A quote inside would end the phrase.
  const phrases = [...noms, ...(e.sigle ? [e.sigle] : [])].map((nom) => `"${nom.replaceAll('"', ' ').trim()}"`)
  const criteres = schemaCriteres.parse({ q: phrases.join(' OU ') })
  const [resultat, etageres, termes] = await Promise.all([
    searchNotices(ctx, criteres),
    searchEtageres(ctx, noms, e.sigle),
    listCitants(ctx, e, noms),
  ])
  const premiers = resultat.notices.slice(0, MONTRES).map((n) => ({ id: n.id, titre: String(n.csl.title) }))
  return {
    documents: {
      adresse: formatAdresseRecherche(criteres),
      ...trim(resultat.total, premiers, resultat.motsTropCourants),
    },
    etageres: trim(etageres[0]?.total ?? 0, etageres),
    termes,
  }
}

/** Words that search cannot look for find the whole catalogue: that says nothing of the term. */
const trim = (total: number, premiers: Lien[], muette = false) =>
  muette ? { total: 0, premiers: [] } : { total, premiers: premiers.map(({ id, titre }) => ({ id, titre })) }

/** SQL: this text holds one of the names, as words (accents and number aside), or the acronym in its own capitals. */
function holds(texte: RawBuilder<string>, noms: readonly string[], sigle: string | null): RawBuilder<boolean> {
  // In capitals, « IMPACT » is not the word « impact ».
  const motif = sigle && `\\m${sigle.replace(/[^\p{L}\p{N}]/gu, '.')}s?\\M`
  return sql`(exists (select from unnest(${noms}::text[]) nom
      where to_tsvector('maillage_fr', texte_cherchable(${texte})) @@ phraseto_tsquery('maillage_fr', texte_cherchable(nom)))
    or coalesce(${texte} ~ ${motif}::text, false))`
}

async function searchEtageres(ctx: Ctx, noms: readonly string[], sigle: string | null) {
  const { rows } = await sql<Lien & { total: number }>`
    select e.id, e.titre, count(*) over ()::int as total
    from etagere e, lateral (select concat_ws(e'\n', e.titre, e.sous_titre, e.introduction,
      (select string_agg(concat_ws(e'\n', s.titre, s.introduction), e'\n') from etagere_section s where s.etagere = e.id),
      (select string_agg(t.note, e'\n') from etagere_entree t where t.etagere = e.id)) offset 0) t (texte)
    where e.etat = 'publique' and e.supprimee_le is null and ${holds(sql`t.texte`, noms, sigle)}
    order by e.modifiee_le desc limit ${MONTRES}`.execute(ctx.db)
  return rows
}

async function listCitants(ctx: Ctx, e: Entree, noms: readonly string[]) {
  const { rows } = await sql<{ slug: string; terme: string }>`
    select g.slug, g.terme from glossaire g
    where g.supprime_le is null and g.id <> ${e.id} and exists (
      select from glossaire_definition d where d.terme = g.id and ${holds(sql`d.texte`, noms, e.sigle)})
    order by g.slug`.execute(ctx.db)
  return rows
}
