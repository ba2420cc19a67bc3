import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatCle, listCodesConnus } from '#modules/territoires/index.ts'
import type { Communes } from '../lecture/lecture.ts'

/** The geography as readers of files need it. @param noms also by postal code and name */
export async function getCommunes(ctx: Ctx, noms: boolean): Promise<Communes> {
  const { codes, communes } = await listCodesConnus(ctx)
  const parCode = new Map(codes.map((code, i) => [code, communes[i] ?? code]))
  const parNom = noms ? await listParNom(ctx) : new Map<string, string | null>()
  return {
    getCommune: (code) => parCode.get(code) ?? null,
    searchCommune: (codePostal, nom) => parNom.get(`${codePostal} ${formatCle(nom)}`) ?? null,
  }
}

/** A postal code and a name that two communes share name none of them. */
async function listParNom(ctx: Ctx): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ cle: string; code: string | null }>`
    select p || ' ' || cle as cle, case when count(*) = 1 then min(code) end as code
    from commune, unnest(codes_postaux) p where ville is null group by 1`.execute(ctx.db)
  return new Map(rows.map(({ cle, code }) => [cle, code]))
}
