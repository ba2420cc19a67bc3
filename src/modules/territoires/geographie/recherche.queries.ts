import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { COLONNES_COMMUNE, listActuelles } from './commune.queries.ts'
import { type Commune, formatCle } from './commune.ts'
import { parseEntree } from './entree.ts'
import type { AncienneTrouvee, CommuneTrouvee, CriteresCommunes, Lieux, RegionListe, ZoneComptee } from './recherche.ts'

const VRAI = sql<boolean>`true`
/** From this length on, a word inside a name or a near name is sought too. */
const CLE_LONGUE = 3
/** Rank of near names: shown only where nothing is better. */
const PROCHE = 5

const RIEN = { communes: [], total: 0 }

/** What a text asks for: a number, or a searched name in some départements. */
interface Question {
  nombre: string | null
  cle: string
  /** Null: everywhere. */
  departements: string[] | null
}

async function getQuestion(ctx: Ctx, q: string): Promise<Question | null> {
  const entree = parseEntree(q.slice(0, 200), 1)
  if (!entree) return null
  const { nombre, nom, departement } = entree
  const cle = formatCle(nom ?? '')
  if (departement === null) return { nombre, cle, departements: null }
  const dits = formatCle(departement)
  const { rows } = await sql<{ code: string }>`
    select code from departement where lower(code) = ${dits} or cle = ${dits}`.execute(ctx.db)
  // What stands in brackets may be of the name: « Castillon (Canton de Lembeye) ».
  if (rows.length === 0) return { nombre, cle: formatCle(q), departements: null }
  return { nombre, cle, departements: rows.map((r) => r.code) }
}

const escapeLike = (texte: string): string => texte.replace(/[\\%_]/g, '\\$&')

/** Rows whose `cle` answers, in alias `t`, and how well: 1 whole, 2 but for its article, 3 its beginning, 4 a word of it. */
function matchCle(cle: string): { trouve: RawBuilder<boolean>; rang: RawBuilder<number> } {
  const [debut, mot] = [`${escapeLike(cle)}%`, `% ${escapeLike(cle)}%`]
  const rang = sql<number>`case when t.cle = ${cle} then 1 when regexp_replace(t.cle, '^(l|le|la|les) ', '') = ${cle} then 2
    when t.cle like ${debut} then 3 when t.cle like ${mot} then 4 else ${PROCHE}::integer end`
  if (cle === '') return { trouve: sql<boolean>`false`, rang }
  const long = sql<boolean>`t.cle like ${debut} or t.cle like ${mot} or t.cle % ${cle}`
  return { trouve: cle.length < CLE_LONGUE ? sql<boolean>`t.cle like ${debut}` : long, rang }
}

/** A number, then the likeliest name; an arrondissement before its city, which has its postal code too. */
function matchCommune({ nombre, cle, departements }: Question) {
  const ici = departements === null ? VRAI : sql<boolean>`t.departement = any (${departements}::text[])`
  const nom = matchCle(cle)
  if (nombre === null) return { trouve: sql<boolean>`(${nom.trouve}) and ${ici}`, rang: nom.rang }
  return {
    trouve: sql<boolean>`t.code = ${nombre} or t.codes_postaux @> array[${nombre}]`,
    rang: sql<number>`case when t.code = ${nombre} then 1 when t.cle = ${cle} then 2 when t.ville is not null then 3
      else 4 end`,
  }
}

/** Communes and arrondissements by name (also near), INSEE code or postal code: the likeliest first, then the largest. */
export async function searchCommunes(ctx: Ctx, q: string, { limite }: { limite: number }): Promise<CommuneTrouvee[]> {
  return (await listCommunesTrouvees(ctx, { q, limite })).communes
}

/** The same with filters and pages, and how many there are in all. `proches`: only near names answer. */
export async function listCommunesTrouvees(
  ctx: Ctx,
  { q, departement, region, epci, codePostal, limite, debut = 0 }: CriteresCommunes,
): Promise<{ communes: CommuneTrouvee[]; total: number; proches: boolean }> {
  const question = q === undefined ? undefined : await getQuestion(ctx, q)
  if (question === null) return { ...RIEN, proches: false }
  const { trouve, rang } = question ? matchCommune(question) : { trouve: VRAI, rang: sql<number>`1` }
  const filtres = [
    departement === undefined ? VRAI : sql<boolean>`t.departement = ${departement}`,
    region === undefined ? VRAI : sql<boolean>`t.region = ${region}`,
    epci === undefined ? VRAI : sql<boolean>`t.epci = ${epci}`,
    codePostal === undefined ? VRAI : sql<boolean>`t.codes_postaux @> array[${codePostal}]`,
  ]
  const ordre = question
    ? sql`rang, case when rang = ${PROCHE} then similarity(c.cle, ${question.cle}) end desc, c.population desc nulls last, c.code`
    : sql`c.code`
  const gardees = sql`notees as (
      select t.*, ${rang} as rang from commune t where (${trouve}) and ${sql.join(filtres, sql` and `)}
    ), gardees as (
      select * from notees where rang < ${PROCHE} or not exists (select from notees where rang < ${PROCHE})
    )`
  const { rows } = await sql<CommuneTrouvee & { rang: number; total: number }>`with ${gardees}
    select ${COLONNES_COMMUNE}, d.nom as "nomDepartement", rang, (select count(*) from gardees) as total
    from gardees c join departement d on d.code = c.departement
    order by ${ordre} limit ${limite} offset ${debut}`.execute(ctx.db)
  if (rows[0]) {
    const communes = rows.map(({ total: _, rang: __, ...commune }) => commune)
    return { communes, total: rows[0].total, proches: rows[0].rang === PROCHE }
  }
  // After the last page.
  const { rows: compte } = await sql<{ total: number }>`with ${gardees} select count(*) as total from gardees`.execute(
    ctx.db,
  )
  return { communes: [], total: compte[0]?.total ?? 0, proches: false }
}

/** Former codes, and names of communes that are part of another one, by code or by name. */
async function searchAnciennes(ctx: Ctx, { nombre, cle, departements }: Question, limite: number) {
  const { trouve, rang } = matchCle(cle)
  const { rows } = await sql<Commune & { nomDepartement: string } & Record<'a_code' | 'a_nom' | 'a_nature', string>>`
    with trouvees as (
      select distinct on (t.code) t.code, t.nom, t.nature, t.commune,
        ${nombre === null ? rang : sql`1`} as rang
      from commune_ancienne t
      -- A code that is in force is not a former one.
      where ${nombre === null ? sql`(${trouve})` : sql`t.code = ${nombre} and not exists (select from commune where code = t.code)`}
      order by t.code, t.nature = 'ancienne', t.nature
    )
    select ${COLONNES_COMMUNE}, d.nom as "nomDepartement", t.code as a_code, t.nom as a_nom, t.nature as a_nature
    from trouvees t join commune c on c.code = t.commune join departement d on d.code = c.departement
    where rang < ${PROCHE} and (t.nom is null or t.nom <> c.nom)
      and (${departements}::text[] is null or c.departement = any (${departements}::text[]))
    order by rang, c.population desc nulls last, t.code limit ${limite}`.execute(ctx.db)
  return rows.map(({ a_code, a_nom, a_nature, ...commune }): AncienneTrouvee => {
    return { code: a_code, nom: a_nom, nature: a_nature as AncienneTrouvee['nature'], commune }
  })
}

const ZONES = {
  epci: { table: 'epci', nature: sql`z.nature`, limite: sql<boolean>`z.nature <> 'EPT'` },
  departement: { table: 'departement', nature: sql`null`, limite: VRAI },
  region: { table: 'region', nature: sql`null`, limite: VRAI },
} as const

type MailleComptee = ZoneComptee['maille']

/** All areas of a kind by code, or those of these codes, counted from their communes. */
export async function listZonesComptees(
  ctx: Ctx,
  maille: MailleComptee,
  codes: readonly string[] | null = null,
): Promise<ZoneComptee[]> {
  const { table, nature, limite } = ZONES[maille]
  const { rows } = await sql<ZoneComptee>`
    select ${maille} as maille, z.code, z.nom, ${nature} as nature, sum(c.population) as population,
      count(*) as "nombreCommunes", array_agg(distinct c.departement) as departements, array_agg(distinct c.region) as regions
    from ${sql.table(table)} z join commune c on c.${sql.ref(maille)} = z.code and c.ville is null
    where (${codes}::text[] is null or z.code = any (${codes}::text[])) and ${limite}
    group by z.code order by z.code`.execute(ctx.db)
  return rows
}

/** What is found; `proches`: by near names only. */
interface Proches<T> {
  trouves: T[]
  proches: boolean
}

async function searchZones(ctx: Ctx, maille: MailleComptee, q: string, limite: number): Promise<Proches<ZoneComptee>> {
  const { rang, trouve } = matchCle(formatCle(q))
  // People know the codes of départements; those of régions would answer « 93 » twice.
  const code = maille === 'region' ? '' : q.trim().toUpperCase()
  const { rows } = await sql<{ code: string; rang: number }>`
    with notees as (select t.code, case when t.code = ${code} then 0 else ${rang} end as rang
      from ${sql.table(ZONES[maille].table)} t where t.code = ${code} or ${trouve} or ${formatCle(q)} <% t.cle)
    select code, rang from notees where rang < ${PROCHE} or not exists (select from notees where rang < ${PROCHE})
    order by rang, code limit ${limite}`.execute(ctx.db)
  const codes = rows.map((r) => r.code)
  const zones = await listZonesComptees(ctx, maille, codes)
  zones.sort((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code))
  return { trouves: zones, proches: rows[0]?.rang === PROCHE }
}

/** Everything of the official geography that answers a text: a name, a near name, or a code, even a former one. */
export async function searchLieux(ctx: Ctx, q: string, { limite }: { limite: number }): Promise<Lieux> {
  const question = await getQuestion(ctx, q)
  if (!question) return { communes: [], total: 0, anciennes: [], zones: [] }
  const [lues, anciennes, ...parMaille] = await Promise.all([
    listCommunesTrouvees(ctx, { q, limite }),
    searchAnciennes(ctx, question, limite),
    ...(['region', 'departement', 'epci'] as const).map((maille) => searchZones(ctx, maille, q, limite)),
  ])
  // Near names help where nothing answers, and only clutter what does.
  const sur =
    anciennes.length > 0 || (lues.total > 0 && !lues.proches) || parMaille.some((z) => z.trouves[0] && !z.proches)
  const { communes, total } = sur && lues.proches ? RIEN : lues
  return { communes, total, anciennes, zones: parMaille.flatMap((z) => (sur && z.proches ? [] : z.trouves)) }
}

/** A commune by its code of today or of another time, which `ancien` then tells. */
export async function getCommuneParCode(
  ctx: Ctx,
  code: string,
): Promise<{ commune: CommuneTrouvee; ancien: string | null } | null> {
  const actuelle = (await listActuelles(ctx, [code])).get(code)
  const { rows } = await sql<CommuneTrouvee>`select ${COLONNES_COMMUNE}, d.nom as "nomDepartement"
    from commune c join departement d on d.code = c.departement where c.code = ${actuelle ?? code}`.execute(ctx.db)
  const [commune] = rows
  return commune ? { commune, ancien: actuelle === undefined ? null : code } : null
}

/** All régions and collectivities, by name. */
export async function listRegions(ctx: Ctx): Promise<RegionListe[]> {
  const { rows } = await sql<RegionListe>`
    select 'region' as maille, code, nom, zone from region order by nom collate "fr-x-icu"`.execute(ctx.db)
  return rows
}
