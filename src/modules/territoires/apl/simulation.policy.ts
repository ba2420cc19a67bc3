import { definePolicy } from '#core/policy.ts'

export { gardePolicy as simulationPolicy } from '../garde.policy.ts'

/** Whether this actor brings in travel times and parameter sets: as for indicators. */
export const reglagesPolicy = definePolicy<'importer', never, null>({
  cas: {},
  droits: { importer: { documentaliste: true, coordinateur: true, administrateur: true } },
})
