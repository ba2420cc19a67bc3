import type { Ctx } from '#core/context.ts'
import { createComptesDemo } from '#modules/comptes/index.ts'
import { importDemonstrationDocumentation, importGlossaire } from '#modules/documentation/index.ts'
import { importDemonstrationReseau, updateTerritoiresDispositifs } from '#modules/reseau/index.ts'
import {
  importGeographie,
  importIndicateursReference,
  importSimulationsDemo,
  importTerritoiresDemo,
  importTypologieDemo,
} from '#modules/territoires/index.ts'

/**
 * Loads what a start needs, once: the geography, its first indicators and the glossary everywhere, the demonstration where it
 * is wanted. Running it again, or in two processes at once, adds nothing.
 */
export async function importDonnees(ctx: Ctx, { demo }: { demo: boolean }): Promise<void> {
  await importGeographie(ctx)
  await updateTerritoiresDispositifs(ctx)
  await importIndicateursReference(ctx)
  if (demo) {
    await createComptesDemo(ctx)
    await importDemonstrationDocumentation(ctx)
    await importTerritoiresDemo(ctx)
    await importSimulationsDemo(ctx)
    await importTypologieDemo(ctx)
    await importDemonstrationReseau(ctx)
  }
  await importGlossaire(ctx)
}
