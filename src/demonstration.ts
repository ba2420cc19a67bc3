import type { Ctx } from '#core/context.ts'
import { createComptesDemo } from '#modules/comptes/index.ts'
import { importDemonstrationDocumentation } from '#modules/documentation/index.ts'

/** Loads the demonstration data once: running it again, or in two processes at once, adds nothing. */
export async function importDemonstration(ctx: Ctx): Promise<void> {
  await createComptesDemo(ctx)
  await importDemonstrationDocumentation(ctx)
}
