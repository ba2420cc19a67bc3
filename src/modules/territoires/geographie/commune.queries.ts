import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Commune } from './commune.ts'
import type { MailleOfficielle } from './zone.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    region: { code: string; nom: string; cle: string; zone: 'metro' | 'drom' | 'com' }
    departement: { code: string; nom: string; cle: string; region: string }
    epci: { code: string; nom: string; cle: string; nature: string }
    commune: {
      code: string
      nom: string
      cle: string
      ville: string | null
      departement: string
      region: string
      epci: string | null
      ept: string | null
      siren: string | null
      codes_postaux: string[]
      population: number | null
      longitude: number | null
      latitude: number | null
      superficie: number | null
    }
    commune_ancienne: {
      code: string
      nom: string | null
      cle: string | null
      nature: 'deleguee' | 'associee' | 'ancienne'
      commune: string
    }
  }
}

/** Columns of a `Commune`, of the table or alias `c`. */
export const COLONNES_COMMUNE = sql`c.code, c.nom, c.ville, c.departement, c.region, c.epci, c.ept,
  c.codes_postaux as "codesPostaux", c.population, c.longitude, c.latitude, c.superficie`

/** Communes and arrondissements of today that have these codes, in the order of the codes; unknown codes are left out. */
export async function listCommunes(ctx: Ctx, codes: readonly string[]): Promise<Commune[]> {
  const { rows } = await sql<Commune>`
    select ${COLONNES_COMMUNE} from unnest(${codes}::text[]) with ordinality u (code, rang)
    join commune c using (code) order by rang`.execute(ctx.db)
  return rows
}

/** Rows of `commune c` that stand in an official area: cities whole, without their arrondissements. */
export function filterMaille(maille: MailleOfficielle, code: string) {
  switch (maille) {
    case 'commune':
      return sql<boolean>`c.code = ${code}`
    case 'epci':
      return sql<boolean>`c.epci = ${code} and c.ville is null`
    case 'departement':
      return sql<boolean>`c.departement = ${code} and c.ville is null`
    case 'region':
      return sql<boolean>`c.departement = any (array(select code from departement where region = ${code})) and c.ville is null`
    case 'france':
      return sql<boolean>`c.ville is null and c.region = any (array(select code from region
        where case ${code} when 'FR' then zone <> 'com' when 'FM' then zone = 'metro' else false end))`
  }
}

/** Communes of an official area by code; of a commune or an arrondissement, itself. Empty where it does not exist. */
export async function listCommunesDe(ctx: Ctx, maille: MailleOfficielle, code: string): Promise<Commune[]> {
  const { rows } = await sql<Commune>`
    select ${COLONNES_COMMUNE} from commune c where ${filterMaille(maille, code)} order by c.code`.execute(ctx.db)
  return rows
}

/** Communes of today of codes that are not in force any more; a code that stands, or that nobody knows, is left out. */
export async function listActuelles(ctx: Ctx, codes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; commune: string }>`
    select distinct on (a.code) a.code, a.commune from commune_ancienne a
    where a.code = any (${codes}::text[]) and not exists (select from commune c where c.code = a.code)
    order by a.code, a.nature = 'ancienne' desc`.execute(ctx.db)
  return new Map(rows.map((r) => [r.code, r.commune]))
}
