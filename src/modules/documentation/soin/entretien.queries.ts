import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { type LigneNotice, parseLigneNotice } from '../notice/notice.queries.ts'
import type { Notice } from '../notice/notice.ts'
import { listMots } from '../recherche/requete.ts'
import type { EtatAdresse } from './adresse.ts'
import { computeLimiteVerification, type Filtres, LISTES, type Liste, PAR_PAGE } from './entretien.ts'
import type { EtatPaire } from './paire.ts'

/** Written as the partial indexes of migration 0016 are: each list is read from its own index. */
const CONDITIONS: Record<Liste, (ctx: Ctx) => RawBuilder<boolean>> = {
  'sans-theme': () => sql`n.themes = '{}'`,
  'sans-resume': () => sql`n.resume is null`,
  'sans-auteur': () => sql`manque_auteur(n.nature, n.csl)`,
  'sans-date': () => sql`manque_date(n.nature, n.csl)`,
  'sans-source': () => sql`manque_source(n.nature, n.csl)`,
  'sans-adresse': () => sql`manque_adresse(n.en_ligne, n.csl)`,
  'jamais-verifiees': () => sql`n.verifiee_le is null`,
  // Each half by its own index: an OR of the two would read the whole table.
  'a-verifier': ({ maintenant }) => sql`n.id in (
    select m.id from notice m where m.supprimee_le is null and m.modifiee_le > m.verifiee_le
    union select m.id from notice m where m.supprimee_le is null and m.verifiee_le is not null
      and m.verifiee_le < ${computeLimiteVerification(maintenant)})`,
}

const formatDansListe = (ctx: Ctx, liste: Liste): RawBuilder<unknown> => sql`n.supprimee_le is null
  and ${CONDITIONS[liste](ctx)}
  and not exists (select from notice_sans_objet o where o.notice = n.id and o.liste = ${liste})`

/** The kind is asked of the index of words too, where it costs nothing: a common word alone gives half of the catalogue. */
const formatLexemeNature = (nature: string): RawBuilder<unknown> =>
  sql`select '(' || string_agg(quote_literal('f:' || code), ' | ') || ')' from facette
    where nom = 'nature' and valeur = ${nature}`

function formatFiltre(ctx: Ctx, liste: Liste, { nature, q }: Filtres): RawBuilder<unknown> {
  const mots = listMots(q)
  return sql`${formatDansListe(ctx, liste)}
    ${nature ? sql`and n.nature = ${nature}` : sql``}
    ${
      mots.length > 0
        ? sql`and n.id in (select id from notice_index where vecteur @@ (
            select string_agg(l, ' & ') from (
              select quote_literal(l) from unnest(${mots}::text[]) m, unnest(lexemes_cherches(m)) l
              ${nature ? sql`union all ${formatLexemeNature(nature)}` : sql``}) t (l))::tsquery)`
        : sql``
    }`
}

/** Beyond, a list that words narrow down is not counted: « plus de 2 000 ». */
export const COMPTE_MAX = 2000

/**
 * How many notices a list holds, by kind of document, the most frequent first; and how many the filters leave, up to
 * one more than `COMPTE_MAX` where words narrow it down.
 */
async function getCompte(
  ctx: Ctx,
  liste: Liste,
  filtres: Filtres,
): Promise<{ natures: { nature: string; nombre: number }[]; total: number }> {
  const { rows: natures } = await sql<{ nature: string; nombre: number }>`select n.nature, count(*)::int as nombre
    from notice n where ${formatDansListe(ctx, liste)} group by 1 order by 2 desc, 1`.execute(ctx.db)
  const voulues = natures.filter((n) => filtres.nature === undefined || n.nature === filtres.nature)
  if (listMots(filtres.q).length === 0) return { natures, total: voulues.reduce((somme, n) => somme + n.nombre, 0) }
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from (
    select from notice n where ${formatFiltre(ctx, liste, filtres)} limit ${COMPTE_MAX + 1}) t`.execute(ctx.db)
  return { natures, total: rows[0]?.total ?? 0 }
}

export interface PageNotices {
  notices: Notice[]
  natures: { nature: string; nombre: number }[]
  total: number
  page: number
}

/** One page of a list, the oldest notices first: what is entered meanwhile comes at its end. */
export async function listNoticesListe(
  ctx: Ctx,
  liste: Liste,
  filtres: Filtres,
  demandee: number,
): Promise<PageNotices> {
  const { natures, total } = await getCompte(ctx, liste, filtres)
  // The last notice of the last page may just have been completed.
  const page = Math.min(demandee, Math.max(1, Math.ceil(total / PAR_PAGE)))
  const { rows } = await sql<LigneNotice>`select n.* from notice n where n.id = any (array(
      select n.id from notice n where ${formatFiltre(ctx, liste, filtres)}
      order by n.id limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE}))
    order by n.id`.execute(ctx.db)
  return { notices: rows.map(parseLigneNotice), natures, total, page }
}

/** The notices before and after one in a list; null at its ends. The notice itself may have left the list. */
export async function getVoisines(
  ctx: Ctx,
  liste: Liste,
  filtres: Filtres,
  id: number,
): Promise<{ precedente: number | null; suivante: number | null }> {
  const filtre = formatFiltre(ctx, liste, filtres)
  const { rows } = await sql<{ precedente: number | null; suivante: number | null }>`select
    (select n.id from notice n where ${filtre} and n.id < ${id} order by n.id desc limit 1) as precedente,
    (select n.id from notice n where ${filtre} and n.id > ${id} order by n.id limit 1) as suivante`.execute(ctx.db)
  return rows[0] ?? { precedente: null, suivante: null }
}

export async function addSansObjet(ctx: Ctx, notice: number, liste: Liste): Promise<void> {
  await sql`insert into notice_sans_objet (notice, liste, compte, quand)
    values (${notice}, ${liste}, ${ctx.acteur.compte}, ${ctx.maintenant}) on conflict do nothing`.execute(ctx.db)
}

export interface Comptes {
  listes: Record<Liste, number>
  adresses: Record<EtatAdresse | 'ecartee', number>
  paires: Record<EtatPaire | 'certaines', number>
}

interface LigneComptes {
  listes: Partial<Comptes['listes']>
  adresses: Partial<Comptes['adresses']>
  paires: Partial<Comptes['paires']>
}

/** All numbers of the dashboard, in one statement. */
export async function getComptesEntretien(ctx: Ctx): Promise<Comptes> {
  const listes = (Object.keys(LISTES) as Liste[]).map(
    (liste) => sql`${sql.lit(liste)}, (select count(*) from notice n where ${formatDansListe(ctx, liste)})`,
  )
  const { rows } = await sql<LigneComptes>`select
    jsonb_build_object(${sql.join(listes)}) as listes,
    (select coalesce(jsonb_object_agg(etat, nombre), '{}') from (
      select etat, count(*) as nombre from adresse where ecartee_le is null group by 1
      union all select 'ecartee', count(*) from adresse where ecartee_le is not null) t) as adresses,
    (select coalesce(jsonb_object_agg(etat, nombre), '{}') from (
      select case when etat = 'a-juger' and sur = 'certain' then 'certaines' else etat end as etat, count(*) as nombre
      from doublon group by 1) t) as paires`.execute(ctx.db)
  const [l] = rows
  return {
    listes: { ...formatZeros(LISTES), ...l?.listes },
    adresses: {
      ...{ jamais: 0, bonne: 0, redirigee: 0, 'a-revoir': 0, 'en-panne': 0, rompue: 0, ecartee: 0 },
      ...l?.adresses,
    },
    paires: { ...{ certaines: 0, 'a-juger': 0, 'plus-tard': 0, distincts: 0, fusionnees: 0 }, ...l?.paires },
  }
}

const formatZeros = <C extends string>(cles: Record<C, unknown>): Record<C, number> =>
  Object.fromEntries(Object.keys(cles).map((cle) => [cle, 0])) as Record<C, number>
