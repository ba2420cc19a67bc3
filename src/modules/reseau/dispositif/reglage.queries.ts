import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { ReglageLu } from './taille.ts'
import type { TypeDispositif } from './type.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    reglage_type: {
      type: string
      cle: string
      valeur: number | null
      source: string | null
      a_verifier: boolean
      compte: string | null
      quand: Date
    }
  }
}

/** The settings of a type: what its file says, unless somebody corrected it here. */
export async function listReglages(ctx: Ctx, type: TypeDispositif): Promise<ReglageLu[]> {
  if (type.reglages.length === 0) return []
  const lignes = await ctx.db
    .selectFrom('reglage_type')
    .select(['cle', 'valeur', 'source', 'a_verifier'])
    .where('type', '=', type.slug)
    .execute()
  const ecrits = new Map(lignes.map((l) => [l.cle, l]))
  return type.reglages.map(({ aVerifier, source, ...reglage }) => {
    const ecrit = ecrits.get(reglage.cle)
    const lu = ecrit
      ? { valeur: ecrit.valeur, source: ecrit.source, aVerifier: ecrit.a_verifier }
      : { valeur: reglage.valeur, source: source ?? null, aVerifier: aVerifier === true }
    return {
      ...reglage,
      valeur: lu.valeur,
      corrige: ecrit !== undefined,
      ...(lu.source !== null && { source: lu.source }),
      ...(lu.aVerifier && { aVerifier: true as const }),
    }
  })
}

/** Corrects a setting. */
export async function updateReglage(
  ctx: Ctx,
  type: string,
  { cle, valeur, source, aVerifier }: { cle: string; valeur: number | null; source: string | null; aVerifier: boolean },
): Promise<void> {
  await sql`insert into reglage_type (type, cle, valeur, source, a_verifier, compte, quand)
    values (${type}, ${cle}, ${JSON.stringify(valeur)}::jsonb, ${source}, ${aVerifier}, ${ctx.acteur.compte}, ${ctx.maintenant})
    on conflict (type, cle) do update set valeur = excluded.valeur, source = excluded.source,
      a_verifier = excluded.a_verifier, compte = excluded.compte, quand = excluded.quand`.execute(ctx.db)
}

/** Takes a setting back to what the type’s file says. */
export async function removeReglage(ctx: Ctx, type: string, cle: string): Promise<void> {
  await ctx.db.deleteFrom('reglage_type').where('type', '=', type).where('cle', '=', cle).execute()
}
