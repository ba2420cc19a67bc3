import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { type Cadre, getCadre, getSourceContours, listContours } from '../contour/contour.queries.ts'
import { computeNiveau } from '../contour/contour.ts'
import { type Fond, HAUTEUR_MAX, LARGEUR, type MailleCarte } from './fond.ts'

type LigneForme = Omit<Fond['formes'][number], 'contour'>

async function listFormes(ctx: Ctx, maille: MailleCarte, codes: readonly string[]): Promise<LigneForme[]> {
  if (maille === 'commune') {
    const { rows } = await sql<LigneForme>`
      select code, nom, population, array_remove(array[departement, epci], null) as groupes from commune
      where code = any (${codes}::text[]) order by nom, code`.execute(ctx.db)
    return rows
  }
  // An EPCI over several régions goes with most of its communes; a territorial one (EPT) is inside another.
  const colonnes = maille === 'epci' ? ['epci', 'ept'] : [maille]
  const membres = colonnes.map(
    (colonne) => sql`select ${sql.ref(colonne)} as code, population, region from commune
      where ville is null and ${sql.ref(colonne)} = any (${codes}::text[])`,
  )
  const { rows } = await sql<LigneForme>`
    select z.code, z.nom, sum(m.population)::integer as population,
      array_remove(array[${maille === 'region' ? sql`null` : sql`mode() within group (order by m.region)`}], null)
        as groupes
    from ${sql.table(maille)} z left join (${sql.join(membres, sql` union all `)}) m using (code)
    where z.code = any (${codes}::text[]) group by z.code, z.nom order by z.nom, z.code`.execute(ctx.db)
  return rows
}

/**
 * What a map of these areas is made of: names, populations, groups, and outlines with as much detail as can be seen.
 * Codes that do not exist are left out; areas without outline stay, with `contour: null`.
 */
export async function getFond(ctx: Ctx, maille: MailleCarte, codes: readonly string[]): Promise<Fond> {
  const formes = await listFormes(ctx, maille, codes)
  const source = await getSourceContours(ctx, 'commune')
  const cadre = source && (await getCadre(ctx, maille, codes))
  const contours = cadre ? await listContours(ctx, maille, codes, computeNiveau(computeMetres(cadre))) : []
  const parCode = new Map(contours.map((c) => [c.code, c.coordonnees]))
  return {
    maille,
    formes: formes.map((f) => ({ ...f, contour: parCode.get(f.code) ?? null })),
    groupes: await listNomsGroupes(ctx, maille, [...new Set(formes.flatMap((f) => f.groupes))]),
    source: contours.length > 0 ? source : null,
  }
}

async function listNomsGroupes(ctx: Ctx, maille: MailleCarte, codes: readonly string[]): Promise<Map<string, string>> {
  const table =
    maille === 'commune' ? sql`(select code, nom from departement union all select code, nom from epci)` : sql`region`
  const { rows } = await sql<{ code: string; nom: string }>`
    select g.code, g.nom from ${table} g where g.code = any (${codes}::text[])`.execute(ctx.db)
  return new Map(rows.map(({ code, nom }) => [code, nom]))
}

const METRES_PAR_DEGRE = 111_195

/** Ground under one unit of the picture. Overseas shapes, in insets, do not widen it. */
function computeMetres([ouest, sud, est, nord]: Cadre): number {
  const large = est - ouest > 25 || nord - sud > 15
  const [o, s, e, n] = large ? [-5, 41.3, 9.6, 51.1] : [ouest, sud, est, nord]
  const largeur = (e - o) * Math.cos((((s + n) / 2) * Math.PI) / 180)
  return Math.max(largeur / LARGEUR, (n - s) / HAUTEUR_MAX) * METRES_PAR_DEGRE
}
