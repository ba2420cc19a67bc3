import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listSigles } from '../glossaire/glossaire.queries.ts'
import type { Sigle } from '../glossaire/glossaire.ts'
import { type LigneNotice, parseLigneNotice } from '../notice/notice.queries.ts'
import type { ContenuNotice, Notice } from '../notice/notice.ts'
import { type CodeCompte, formatCondition, getComptes, listCodes } from './facettes.queries.ts'
import { checkFiltres, createChoix, listNombres, type NomFacette, TERMES_CHERCHES } from './facettes.ts'
import { createExpression, createFormesSigles, createLibelles, type Expression, listUnites } from './formes.ts'
import { type Criteres, DEBUT_MARQUE, FIN_MARQUE, PAR_PAGE, type Tri } from './recherche.ts'
import { parseRequete } from './requete.ts'
import { formatTsquery, type Index } from './tsquery.ts'

/** A notice found; `extrait` is its abstract, or a part of it, with the words found between marks. */
export interface Trouvaille extends Notice {
  extrait: string | null
}

export interface Resultat {
  /** As they were applied: values that nobody knows are gone, the page exists. */
  criteres: Criteres
  total: number
  pages: number
  notices: Trouvaille[]
  /** Values and numbers of each facet; a number ignores the choices made in its own facet. */
  facettes: Record<NomFacette, { valeur: string; nombre: number }[]>
  /** Words were typed, all too common to be searched (« de la »). */
  motsTropCourants: boolean
}

/** The vocabularies do not change while the process lives. */
const LIBELLES = createLibelles(TERMES_CHERCHES)

/** Words and phrases of a question, as the index knows them. */
interface Question {
  expression: Expression
  index: Index
  /** The words themselves, as a `tsquery` for ranks and extracts; null without any. */
  mots: string | null
}

async function getQuestion(
  ctx: Ctx,
  q: string,
  sigles: readonly Sigle[],
  codes: readonly CodeCompte[],
): Promise<Question> {
  const termes = parseRequete(q)
  const expression = createExpression(termes, { ...createFormesSigles(sigles, q), libelles: LIBELLES })
  const unites = [...new Set(listUnites(expression))]
  const { rows } =
    unites.length > 0
      ? await sql<{ mots: string; lexemes: string[]; racines: string[] }>`
          select mots, lexemes_cherches(mots) as lexemes,
            tsvector_to_array(to_tsvector('maillage_fr', texte_cherchable(mots))) as racines
          from unnest(${unites}::text[]) mots`.execute(ctx.db)
      : { rows: [] }
  const lexemes = new Map(rows.map((r) => [r.mots, r.lexemes]))
  const racines = new Map(rows.map((r) => [r.mots, r.racines]))
  const index: Index = {
    getLexemes: (mots) => lexemes.get(mots) ?? [],
    getCodes: (facette, valeur) => codes.filter((c) => c.nom === facette && c.valeur === valeur).map((c) => c.code),
  }
  const voulues = new Set(listUnites(expression, true).flatMap((mots) => racines.get(mots) ?? []))
  const mots = [...voulues].map((r) => `'${r.replace(/['\\]/g, '$&$&')}'`).join('|')
  return { expression, index, mots: mots || null }
}

/** Notices that relevance compares: the newest with the words in the title, then the newest, up to that number. */
const CANDIDATS = 200
/** From this part of the catalogue on, as the planner expects it, following the order meets what is wanted sooner than gathering all of it. */
const PART_COURANTE = 0.25
/** Not further than this, since what is followed must be read. */
const SUITE_MAX = 1000

const ORDRES: Record<Exclude<Tri, 'pertinence'>, RawBuilder<unknown>> = {
  recents: sql`date_tri desc, id desc`,
  titre: sql`tri_titre, id`,
  auteur: sql`tri_auteur nulls last, tri_titre, id`,
  ajout: sql`id desc`,
}

interface Liste {
  condition: string | null
  /** The words in the title. */
  titres: string | null
  /** What the rank is computed from; null where no word is asked. */
  mots: string | null
  tri: Tri
  debut: number
  nombre: number
  /** A large part of the catalogue is met. */
  courante: boolean
}

/**
 * SQL of the first ids in order.
 * @param suivre the planner sees the `tsquery` and follows the index of the order; else what is found is gathered first
 * (`offset 0`), then sorted: following the order to rare notices reads the vectors of all the others.
 */
function formatIds(
  tsquery: string | null,
  ordre: RawBuilder<unknown>,
  { limite, debut, suivre }: { limite: number | RawBuilder<number>; debut: number; suivre: boolean },
): RawBuilder<{ id: number }> {
  const bornes = sql`order by ${ordre} limit ${limite} offset ${debut}`
  if (tsquery === null) return sql`select id from notice_index ${bornes}`
  return suivre
    ? sql`select id from notice_index where vecteur @@ ${tsquery}::tsquery ${bornes}`
    : sql`select id from (select * from notice_index where ${formatCondition(tsquery)} offset 0) trouvees ${bornes}`
}

/** In one row: a hundred thousand of them, each an object, weigh tens of megabytes. */
async function listIds(ctx: Ctx, requete: RawBuilder<{ id: number }>): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] }>`
    with trouvees as materialized (${requete}) select coalesce(array_agg(id), '{}') as ids from trouvees`.execute(
    ctx.db,
  )
  return rows[0]?.ids ?? []
}

/** Ids of a part of what is found. Relevance ranks the candidates; the others follow, the newest first. */
async function listPartie(
  ctx: Ctx,
  { condition, titres, mots, tri, debut, nombre, courante }: Liste,
): Promise<number[]> {
  if (tri !== 'pertinence' || mots === null) {
    const suivre = courante && debut < SUITE_MAX
    return listIds(
      ctx,
      formatIds(condition, ORDRES[tri === 'pertinence' ? 'recents' : tri], { limite: nombre, debut, suivre }),
    )
  }
  const premiers = { limite: CANDIDATS, debut: 0, suivre: courante }
  const reste = sql<number>`(select ${CANDIDATS} - count(*) from titres)`
  const candidats = sql`titres as materialized (${formatIds(titres, ORDRES.recents, premiers)}),
    candidats as materialized (
      select id from titres union (${formatIds(condition, ORDRES.recents, { ...premiers, limite: reste })}))`
  const classes = await listIds(
    ctx,
    sql`with ${candidats} select id from notice_index where id in (select id from candidats)
      order by ts_rank('{0.05, 0.15, 0.4, 1}', poids, ${mots}::tsquery, 1) desc, date_tri desc, id desc
      limit ${nombre} offset ${debut}`,
  )
  if (classes.length === nombre) return classes
  const suite = await listIds(
    ctx,
    sql`with ${candidats} select id from (
        select * from notice_index where ${formatCondition(condition)} and id not in (select id from candidats) offset 0
      ) autres
      order by ${ORDRES.recents} limit ${nombre - classes.length}
      offset greatest(0, ${debut} - (select count(*) from candidats))`,
  )
  return [...classes, ...suite]
}

/** The notices of a page in its order, with the passage of the abstract where the words stand. */
async function listTrouvailles(ctx: Ctx, ids: readonly number[], mots: string | null): Promise<Trouvaille[]> {
  if (ids.length === 0) return []
  const marques = `StartSel=${DEBUT_MARQUE}, StopSel=${FIN_MARQUE}`
  const extrait = mots
    ? sql`ts_headline('maillage_fr', n.resume, ${mots}::tsquery,
        case when length(n.resume) <= 300 then ${`${marques}, HighlightAll=true`}
        else ${`${marques}, MaxFragments=2, MaxWords=25, MinWords=12, FragmentDelimiter=" … "`} end)`
    : sql`n.resume`
  const { rows } = await sql<LigneNotice & { extrait: string | null }>`
    select n.*, ${extrait} as extrait
    from unnest(${ids}::integer[]) with ordinality p (id, rang) join notice n using (id)
    order by rang`.execute(ctx.db)
  return rows.map((l) => ({ ...parseLigneNotice(l), extrait: l.extrait }))
}

/**
 * How many lines the planner expects: enough to choose between two ways to one result, and known at once from the
 * statistics of the words, where a count would have to be waited for.
 */
async function getEstimation(ctx: Ctx, condition: string | null): Promise<number> {
  if (condition === null) return Number.POSITIVE_INFINITY
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select from notice_index where vecteur @@ ${condition}::tsquery`.execute(ctx.db)
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

/** One page of the catalogue: what is found, in its order, and the facets. */
export async function searchNotices(ctx: Ctx, demande: Criteres, parPage = PAR_PAGE): Promise<Resultat> {
  const [codes, sigles] = await Promise.all([listCodes(ctx), demande.q ? listSigles(ctx) : []])
  const { expression, index, mots } = await getQuestion(ctx, demande.q, sigles, codes)
  const filtres = checkFiltres(demande.filtres, codes)
  const voulu = [expression, createChoix(filtres)]
  const condition = formatTsquery({ et: voulu }, index)
  const tout = codes.reduce((total, c) => total + (c.nom === 'nature' ? c.nombre : 0), 0)
  const liste = {
    condition,
    titres: formatTsquery({ et: voulu }, index, true),
    ...{ mots, tri: demande.tri, nombre: parPage },
    courante: (await getEstimation(ctx, condition)) > tout * PART_COURANTE,
  }
  const listTrouvees = async (page: number) =>
    listTrouvailles(ctx, await listPartie(ctx, { ...liste, debut: (page - 1) * parPage }), mots)
  // Side by side, on two connections: each takes about half of the time.
  const [comptes, trouvees] = await Promise.all([
    getComptes(ctx, { expression, index, filtres }, codes),
    listTrouvees(demande.page),
  ])
  const pages = Math.max(1, Math.ceil(comptes.total / parPage))
  const page = Math.min(demande.page, pages)
  return {
    criteres: { ...demande, filtres, page },
    total: comptes.total,
    pages,
    // The address of a page that is no more shows the last one.
    notices: page === demande.page ? trouvees : await listTrouvees(page),
    facettes: listNombres(comptes, codes),
    motsTropCourants: demande.q !== '' && formatTsquery(expression, index) === null,
  }
}

/** All that a search finds, or its first ones, in order, as they stand at one moment. */
export interface Releve {
  /** As they were applied. */
  criteres: Criteres
  ids: number[]
  /** Version of each notice at that moment. */
  versions: number[]
}

/** @param nombre of notices at most */
export async function listReleve(ctx: Ctx, demande: Criteres, nombre = 2_147_483_647): Promise<Releve> {
  const transaction = ctx.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return transaction.execute(async (db) => {
    const dans = { ...ctx, db }
    const codes = await listCodes(dans)
    const sigles = demande.q ? await listSigles(dans) : []
    const { expression, index, mots } = await getQuestion(dans, demande.q, sigles, codes)
    const filtres = checkFiltres(demande.filtres, codes)
    const voulu = [expression, createChoix(filtres)]
    const trouves = await listPartie(dans, {
      condition: formatTsquery({ et: voulu }, index),
      titres: formatTsquery({ et: voulu }, index, true),
      ...{ mots, tri: demande.tri, debut: 0, nombre, courante: false },
    })
    const { rows } = await sql<{ ids: number[]; versions: number[] }>`
      select coalesce(array_agg(n.id order by rang), '{}') as ids,
        coalesce(array_agg(n.version order by rang), '{}') as versions
      from unnest(${trouves}::integer[]) with ordinality p (id, rang) join notice n using (id)`.execute(db)
    const { ids = [], versions = [] } = rows[0] ?? {}
    return { criteres: { ...demande, filtres, page: 1 }, ids, versions }
  })
}

const LOT = 200

/**
 * The notices of a list, read by lots: memory does not grow with it, and no transaction stays open while they leave.
 * Each is given as it stood when the list was made: one that changed since, from its history.
 */
export async function* listNoticesReleve(ctx: Ctx, { ids, versions }: Releve): AsyncGenerator<Notice> {
  for (let debut = 0; debut < ids.length; debut += LOT) {
    const { rows } = await sql<LigneNotice & { ancien: ContenuNotice | null }>`
      select n.*, v.contenu as ancien
      from unnest(${ids.slice(debut, debut + LOT)}::integer[], ${versions.slice(debut, debut + LOT)}::integer[])
          with ordinality p (id, vue, rang)
        join notice n using (id)
        left join notice_version v on v.notice = n.id and v.version = vue and n.version <> vue
      order by rang`.execute(ctx.db)
    for (const { ancien, ...ligne } of rows) yield { ...parseLigneNotice(ligne), ...ancien }
  }
}

/** What a search asks of `notice_index.vecteur`, as a `tsquery`; null where it lets everything in. */
export async function getTsquery(ctx: Ctx, { q, filtres }: Criteres): Promise<string | null> {
  const [codes, sigles] = await Promise.all([listCodes(ctx), q ? listSigles(ctx) : []])
  const { expression, index } = await getQuestion(ctx, q, sigles, codes)
  return formatTsquery({ et: [expression, createChoix(checkFiltres(filtres, codes))] }, index)
}

/** The notices that came in last. */
export async function listNouveautes(ctx: Ctx, nombre: number): Promise<Notice[]> {
  const { rows } = await sql<LigneNotice>`
    select n.* from notice n where n.supprimee_le is null order by n.id desc limit ${nombre}`.execute(ctx.db)
  return rows.map(parseLigneNotice)
}
