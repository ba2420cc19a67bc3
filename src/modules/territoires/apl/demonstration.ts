import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { GESTES, type NatureGeste } from './simulation.ts'

const texte = z.string().min(1)
const code = z.string().length(5)

const schemaDemo = z.strictObject({
  /** Stable and unique: a simulation that was loaded is not loaded again. */
  cle: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** Key of its territory, in `demo/territoires.json`. */
  territoire: texte,
  nom: z.string().startsWith('Simulation fictive'),
  description: texte,
  fictif: z.literal(true),
  temps: z.strictObject({ nom: texte, source: texte, fichier: z.string().regex(/^[a-z-]+\.csv$/) }),
  offre: z.array(z.tuple([code, z.number().positive()])),
  sourceOffre: texte,
  gestes: z.array(
    z.strictObject({
      nature: z.enum(Object.keys(GESTES) as [NatureGeste, ...NatureGeste[]]),
      nombre: z.number().positive(),
      commune: code,
      vers: code.nullable(),
    }),
  ),
})
export type DemoSimulation = z.infer<typeof schemaDemo>

const DEMO = new URL('../../../../demo/', import.meta.url)

/** The simulations of `demo/simulations.json`. @throws ZodError when the file has not the shape above. */
export const readDemoSimulations = (): DemoSimulation[] =>
  z.array(schemaDemo).parse(JSON.parse(readFileSync(new URL('simulations.json', DEMO), 'utf8')))

/** The invented matrix of one of them. */
export const readDemoTemps = ({ temps }: DemoSimulation): Uint8Array => readFileSync(new URL(temps.fichier, DEMO))
