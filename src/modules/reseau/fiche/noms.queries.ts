import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Noms } from './champs.ts'
import type { Valeurs } from './fiche.ts'

const list = (valeurs: readonly (Valeurs | null)[], champs: readonly string[]): string[] =>
  valeurs.flatMap((v) =>
    champs.flatMap((champ) =>
      [v?.[champ]]
        .flat()
        .filter((x) => x !== null && x !== undefined)
        .map(String),
    ),
  )

/** Names of the communes, départements, EPCI and organismes that these values hold as codes and numbers. */
export async function getNoms(ctx: Ctx, ...valeurs: (Valeurs | null)[]): Promise<Noms> {
  const codes = list(valeurs, ['commune', 'zoneEligibilite', 'communesAjoutees', 'communesRetirees'])
  const ids = list(valeurs, ['organisme', 'parent']).map(Number)
  const [communes, organismes] = await Promise.all([
    codes.length === 0
      ? []
      : sql<{ code: string; nom: string }>`
          select code, nom from commune where code = any (${codes}::text[])
          union all select code, nom from departement where code = any (${codes}::text[])
          union all select code, nom from epci where code = any (${codes}::text[])`
          .execute(ctx.db)
          .then((r) => r.rows),
    ids.length === 0 ? [] : ctx.db.selectFrom('organisme').select(['id', 'nom']).where('id', 'in', ids).execute(),
  ])
  return {
    communes: new Map([['france', 'Toute la France'], ...communes.map((c): [string, string] => [c.code, c.nom])]),
    organismes: new Map(organismes.map((o) => [o.id, o.nom])),
  }
}
