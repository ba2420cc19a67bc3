import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatCle } from '../geographie/commune.ts'
import type { ZoneNommee } from '../geographie/zone.ts'
import { listTerritoires } from './territoire.queries.ts'

/** Intercommunalités by name or SIREN: the one of that name alone where there is one, else those that have these words. */
export async function searchEpci(ctx: Ctx, q: string): Promise<ZoneNommee[]> {
  const mots = formatCle(q).split(' ').filter(Boolean)
  if (mots.length === 0) return []
  const { rows } = await sql<{ code: string; nom: string }>`
    select code, nom from epci where nature <> 'EPT' order by nom`.execute(ctx.db)
  const zones = rows.map(({ code, nom }) => ({ maille: 'epci' as const, code, nom, cle: formatCle(nom) }))
  const exactes = zones.filter((z) => z.code === q.trim() || z.cle === mots.join(' '))
  const trouvees = exactes.length > 0 ? exactes : zones.filter((z) => mots.every((mot) => z.cle.includes(mot)))
  return trouvees.map(({ cle: _, ...zone }) => zone)
}

/** Régions, then départements, by name. */
async function listBlocs(ctx: Ctx): Promise<ZoneNommee[]> {
  const { rows } = await sql<ZoneNommee>`
    select 'region' as maille, code, nom from region
    union all select 'departement', code, nom from departement order by 1 desc, 2`.execute(ctx.db)
  return rows
}

const TERRITOIRES_MAX = 100

/** Areas to choose from in a form: régions, départements, and the saved territories that the actor reads. */
export async function listBlocsEtTerritoires(ctx: Ctx): Promise<ZoneNommee[]> {
  const [blocs, { territoires }] = await Promise.all([
    listBlocs(ctx),
    listTerritoires(ctx, { quels: 'lus', limite: TERRITOIRES_MAX }),
  ])
  return [...blocs, ...territoires.map((t): ZoneNommee => ({ maille: 'territoire', code: String(t.id), nom: t.nom }))]
}
