import { readFileSync } from 'node:fs'
import { z } from 'zod'

const schemaDemo = z.strictObject({
  /** Stable and unique: a territory that was loaded is not loaded again. */
  cle: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  nom: z.string().startsWith('Territoire fictif'),
  description: z.string().min(1),
  fictif: z.literal(true),
  communes: z.array(z.string()).min(1),
})
export type DemoTerritoire = z.infer<typeof schemaDemo>

/** The territories of `demo/territoires.json`. @throws ZodError when the file has not the shape above. */
export const readDemoTerritoires = (): DemoTerritoire[] =>
  z
    .array(schemaDemo)
    .parse(JSON.parse(readFileSync(new URL('../../../../demo/territoires.json', import.meta.url), 'utf8')))
