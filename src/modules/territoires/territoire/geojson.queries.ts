import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { CommuneDessinee, Entite } from './geojson.formats.ts'
import { computeCadre, hasPoint, type Polygone, type Position } from './geometrie.ts'
import { listLues } from './selection.queries.ts'

/** What one feature stands for: communes, or why none. */
export interface EntiteLue {
  entite: Entite
  communes: string[]
  faute: string | null
}

/** Comparisons of a point with a side that one polygon may cost. */
const TRAVAIL_MAX = 300_000_000
const POINTS_PAR_LOT = 500

/**
 * The communes that features stand for: the one that a code names, the one whose outline holds a point, those whose
 * central point stands in a polygon (our own rule: a border drawn by hand never follows those of communes).
 */
export async function listEntites(ctx: Ctx, entites: readonly Entite[]): Promise<EntiteLue[]> {
  const { rows } = await sql<{ connus: boolean }>`
    select exists (select from commune where longitude is not null) as connus`.execute(ctx.db)
  const centres = rows[0]?.connus ?? false
  const communes = new Map(entites.map((e) => [e, new Set<string>()]))
  const fautes = new Map(entites.flatMap((e) => (e.faute ? [[e, e.faute] as const] : [])))
  const dessinees = entites.filter((e) => !e.faute && !e.code)
  if (centres) await addPoints(ctx, dessinees, communes)
  for (const entite of centres ? dessinees : []) {
    for (const polygone of entite.polygones) {
      const dedans = await listDansPolygone(ctx, polygone)
      if (dedans === null) fautes.set(entite, 'Ce polygone a trop de points : simplifiez-le.')
      for (const code of dedans ?? []) communes.get(entite)?.add(code)
    }
  }
  const codes = await listLues(
    ctx,
    entites.flatMap((e) => e.code ?? []),
  )
  const inconnus = new Set(codes.inconnues)
  const actuels = new Map(codes.remplacees.map((r) => [r.code, r.commune]))
  return entites.map((entite) => {
    const { code } = entite
    if (code !== null) {
      return inconnus.has(code)
        ? { entite, communes: [], faute: `Aucune commune ne porte le code « ${code} ».` }
        : { entite, communes: [actuels.get(code) ?? code], faute: null }
    }
    const trouvees = [...(communes.get(entite) ?? [])]
    const faute = fautes.get(entite) ?? (trouvees.length > 0 ? null : centres ? getRaison(entite) : SANS_CONTOUR)
    return { entite, communes: faute ? [] : trouvees, faute }
  })
}

const SANS_CONTOUR =
  'Les contours des communes ne sont pas importés : une forme ne peut pas être lue. Donnez plutôt les codes des communes.'

/** Nothing stands there: are longitude and latitude the wrong way round? */
function getRaison({ points, polygones }: Entite): string {
  const [x = 0, y = 0] = points[0] ?? polygones[0]?.[0]?.[0] ?? []
  return x > 41 && x < 51.5 && y > -5.5 && y < 10
    ? 'Aucune commune à cet endroit : la latitude est sans doute écrite avant la longitude.'
    : 'Aucune commune à cet endroit.'
}

/** Null where it would take too long. A city that is known by its arrondissements is read as these. */
async function listDansPolygone(ctx: Ctx, polygone: Polygone): Promise<string[] | null> {
  const { ouest, sud, est, nord } = computeCadre(polygone[0] ?? [])
  const { rows } = await sql<{ code: string; longitude: number; latitude: number }>`
    select code, longitude, latitude from commune c
    where longitude between ${ouest} and ${est} and latitude between ${sud} and ${nord}
      and not exists (select from commune a where a.ville = c.code and a.longitude is not null)`.execute(ctx.db)
  const cotes = polygone.reduce((somme, anneau) => somme + anneau.length, 0)
  if (cotes * rows.length > TRAVAIL_MAX) return null
  return rows.filter((c) => hasPoint([polygone], [c.longitude, c.latitude])).map((c) => c.code)
}

/** Adds the commune of each point. Outlines are read by lots of points, each outline once a lot. */
async function addPoints(ctx: Ctx, entites: readonly Entite[], communes: Map<Entite, Set<string>>): Promise<void> {
  const tous = entites.flatMap((entite) => entite.points.map((point) => ({ entite, point })))
  for (let i = 0; i < tous.length; i += POINTS_PAR_LOT) {
    const lot = tous.slice(i, i + POINTS_PAR_LOT)
    const contours = await listContours(
      ctx,
      lot.map((l) => l.point),
    )
    for (const { entite, point } of lot) {
      const [x, y] = point
      const trouve = contours.find(
        (c) => x >= c.ouest && x <= c.est && y >= c.sud && y <= c.nord && hasPoint(c.coordonnees, point),
      )
      if (trouve) communes.get(entite)?.add(trouve.code)
    }
  }
}

interface Contour {
  code: string
  coordonnees: Polygone[]
  ouest: number
  sud: number
  est: number
  nord: number
}

/** Finest outlines of communes whose frame holds one of the points; arrondissements before their city. */
async function listContours(ctx: Ctx, points: readonly Position[]): Promise<Contour[]> {
  const { rows } = await sql<Contour>`
    select code, coordonnees, ouest, sud, est, nord from contour c
    join commune using (code)
    where maille = 'commune' and niveau = (select min(niveau) from contour where maille = 'commune')
      and exists (select from unnest(${points.map((p) => p[0])}::float8[], ${points.map((p) => p[1])}::float8[]) u (x, y)
        where x between ouest and est and y between sud and nord)
    order by ville is null, code`.execute(ctx.db)
  return rows
}

/** Communes with their finest outline, in the order of the codes. */
export async function listDessinees(ctx: Ctx, communes: readonly string[]): Promise<CommuneDessinee[]> {
  const { rows } = await sql<CommuneDessinee>`
    select c.code, c.nom, c.population, (select coordonnees from contour o
      where o.maille = 'commune' and o.code = c.code order by niveau limit 1) as coordonnees
    from commune c where c.code = any (${communes}::text[]) order by c.code`.execute(ctx.db)
  return rows
}
