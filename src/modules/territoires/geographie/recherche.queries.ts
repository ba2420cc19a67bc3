import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { COLONNES_COMMUNE, listActuelles } from './commune.queries.ts'
import { type Commune, formatCle } from './commune.ts'
import { parseEntree } from './entree.ts'
import type { AncienneTrouvee, CommuneTrouvee, CriteresCommunes, Lieux, RegionListe, ZoneComptee } from './recherche.ts'

const VRAI = sql<boolean>`true`
/** From this length on, a word inside a name or a near name is sought too. */
const CLE_LONGUE = 3

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

/** Which rows of alias `t` answer, and in which order, the best first. */
interface Reponse {
  trouve: RawBuilder<boolean>
  rang: RawBuilder<number>
}
const AUCUNE: Reponse = { trouve: sql<boolean>`false`, rang: sql<number>`0` }

/** By name: the whole of it, then but for its article, then its beginning, then a word of it. */
function matchCle(cle: string): Reponse {
  if (cle === '') return AUCUNE
  const [debut, mot] = [`${escapeLike(cle)}%`, `% ${escapeLike(cle)}%`]
  return {
    trouve:
      cle.length < CLE_LONGUE
        ? sql<boolean>`t.cle like ${debut}`
        : sql<boolean>`(t.cle like ${debut} or t.cle like ${mot})`,
    rang: sql<number>`case when t.cle = ${cle} then 1
      when t.cle in (${sql.join(['l', 'le', 'la', 'les'].map((article) => `${article} ${cle}`))}) then 2
      when t.cle like ${debut} then 3 else 4 end`,
  }
}

/** By near names, for where nothing else answers. */
const matchProche = (cle: string): Reponse =>
  cle.length < CLE_LONGUE
    ? AUCUNE
    : { trouve: sql<boolean>`t.cle % ${cle}`, rang: sql<number>`1 - similarity(t.cle, ${cle})` }

/** By number, where an arrondissement comes before its city, which has its postal code too; or by name. */
function matchCommune({ nombre, cle, departements }: Question, pres: boolean): Reponse {
  if (nombre !== null) {
    if (pres) return AUCUNE
    return {
      trouve: sql<boolean>`(t.code = ${nombre} or t.codes_postaux @> array[${nombre}])`,
      rang: sql<number>`case when t.code = ${nombre} then 1 when t.cle = ${cle} then 2 when t.ville is not null then 3
        else 4 end`,
    }
  }
  const nom = pres ? matchProche(cle) : matchCle(cle)
  if (departements === null) return nom
  return { ...nom, trouve: sql<boolean>`${nom.trouve} and t.departement = any (${departements}::text[])` }
}

/** Communes and arrondissements by name (also near), INSEE code or postal code: the likeliest first, then the largest. */
export async function searchCommunes(ctx: Ctx, q: string, { limite }: { limite: number }): Promise<CommuneTrouvee[]> {
  return (await listCommunesTrouvees(ctx, { q, limite })).communes
}

/** The same with filters and pages, and how many there are in all. */
export async function listCommunesTrouvees(
  ctx: Ctx,
  criteres: CriteresCommunes,
): Promise<{ communes: CommuneTrouvee[]; total: number }> {
  if (criteres.q === undefined) return listReponses(ctx, { trouve: VRAI, rang: sql<number>`t.code` }, criteres)
  const question = await getQuestion(ctx, criteres.q)
  if (!question) return { communes: [], total: 0 }
  const lues = await listReponses(ctx, matchCommune(question, false), criteres)
  return lues.total > 0 ? lues : listReponses(ctx, matchCommune(question, true), criteres)
}

async function listReponses(
  ctx: Ctx,
  { trouve, rang }: Reponse,
  { departement, region, epci, codePostal, limite, debut = 0 }: CriteresCommunes,
): Promise<{ communes: CommuneTrouvee[]; total: number }> {
  const filtres = [
    trouve,
    departement === undefined ? VRAI : sql<boolean>`t.departement = ${departement}`,
    region === undefined ? VRAI : sql<boolean>`t.region = ${region}`,
    epci === undefined ? VRAI : sql<boolean>`t.epci = ${epci}`,
    codePostal === undefined ? VRAI : sql<boolean>`t.codes_postaux @> array[${codePostal}]`,
  ]
  const trouvees = sql`from commune t where ${sql.join(filtres, sql` and `)}`
  const { rows } = await sql<CommuneTrouvee & { total: number }>`
    select ${COLONNES_COMMUNE}, d.nom as "nomDepartement", total
    from (select t.*, ${rang} as rang, count(*) over () as total ${trouvees}) c
    join departement d on d.code = c.departement
    order by rang, c.population desc nulls last, c.code limit ${limite} offset ${debut}`.execute(ctx.db)
  if (rows[0]) return { communes: rows.map(({ total: _, ...commune }) => commune), total: rows[0].total }
  if (debut === 0) return { communes: [], total: 0 }
  // After the last page.
  const { rows: compte } = await sql<{ total: number }>`select count(*) as total ${trouvees}`.execute(ctx.db)
  return { communes: [], total: compte[0]?.total ?? 0 }
}

/** Former codes, and names of communes that are part of another one, by code or by name. */
async function searchAnciennes(ctx: Ctx, { nombre, cle, departements }: Question, limite: number) {
  // A code that is in force is not a former one.
  const parCode = sql<boolean>`t.code = ${nombre} and not exists (select from commune where code = t.code)`
  const { trouve, rang } = nombre === null ? matchCle(cle) : { trouve: parCode, rang: sql<number>`0` }
  const { rows } = await sql<Commune & { nomDepartement: string } & Record<'a_code' | 'a_nom' | 'a_nature', string>>`
    with trouvees as (
      select distinct on (t.code) t.code, t.nom, t.nature, t.commune,
        ${rang} as rang
      from commune_ancienne t where ${trouve} order by t.code, t.nature = 'ancienne', t.nature
    )
    select ${COLONNES_COMMUNE}, d.nom as "nomDepartement", t.code as a_code, t.nom as a_nom, t.nature as a_nature
    from trouvees t join commune c on c.code = t.commune join departement d on d.code = c.departement
    where (t.nom is null or t.nom <> c.nom)
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

async function searchZones(
  ctx: Ctx,
  maille: MailleComptee,
  q: string,
  { pres, limite }: { pres: boolean; limite: number },
): Promise<ZoneComptee[]> {
  const cle = formatCle(q)
  const { rang, trouve } = pres ? matchProche(cle) : matchCle(cle)
  // People know the codes of départements; those of régions would answer « 93 » twice.
  const code = maille === 'region' ? '' : q.trim().toUpperCase()
  const { rows } = await sql<{ code: string }>`
    select t.code from ${sql.table(ZONES[maille].table)} t where t.code = ${code} or ${trouve}
    order by t.code = ${code} desc, ${rang}, t.code limit ${limite}`.execute(ctx.db)
  const codes = rows.map((r) => r.code)
  if (codes.length === 0) return []
  const zones = await listZonesComptees(ctx, maille, codes)
  return zones.sort((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code))
}

/**
 * Everything of the official geography that answers a text: a name, or a code, even a former one. Near names help where
 * nothing answers, and would only clutter what does.
 */
export async function searchLieux(ctx: Ctx, q: string, { limite }: { limite: number }): Promise<Lieux> {
  const question = await getQuestion(ctx, q)
  if (!question) return { communes: [], total: 0, anciennes: [], zones: [] }
  const search = async (pres: boolean): Promise<Lieux> => {
    const [lues, anciennes, ...zones] = await Promise.all([
      listReponses(ctx, matchCommune(question, pres), { limite }),
      pres ? [] : searchAnciennes(ctx, question, limite),
      ...(['region', 'departement', 'epci'] as const).map((maille) => searchZones(ctx, maille, q, { pres, limite })),
    ])
    return { ...lues, anciennes, zones: zones.flat() }
  }
  const lieux = await search(false)
  return lieux.total + lieux.anciennes.length + lieux.zones.length > 0 ? lieux : search(true)
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
