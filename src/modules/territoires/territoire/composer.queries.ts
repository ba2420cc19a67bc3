import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatCle } from '../geographie/commune.ts'
import type { ZoneNommee } from '../geographie/zone.ts'

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
export async function listBlocs(ctx: Ctx): Promise<ZoneNommee[]> {
  const { rows } = await sql<ZoneNommee>`
    select 'region' as maille, code, nom from region
    union all select 'departement', code, nom from departement order by 1 desc, 2`.execute(ctx.db)
  return rows
}
