import type { Ctx } from '#core/context.ts'
import type { EtatMission, MissionSuivie } from './echeance.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    mission: {
      dispositif: number
      mission: string
      etat: EtatMission
      debut: string | null
      deploiement: string | null
      note: string | null
    }
  }
}

/** Missions that somebody wrote the state of. */
export const listMissions = (ctx: Ctx, dispositif: number): Promise<MissionSuivie[]> =>
  ctx.db
    .selectFrom('mission')
    .select(['mission', 'etat', 'debut', 'deploiement', 'note'])
    .where('dispositif', '=', dispositif)
    .execute()

/** Writes the state of a mission. */
export async function updateMission(ctx: Ctx, dispositif: number, mission: MissionSuivie): Promise<void> {
  const { etat, debut, deploiement, note } = mission
  await ctx.db
    .insertInto('mission')
    .values({ dispositif, ...mission })
    .onConflict((c) => c.columns(['dispositif', 'mission']).doUpdateSet({ etat, debut, deploiement, note }))
    .execute()
}
