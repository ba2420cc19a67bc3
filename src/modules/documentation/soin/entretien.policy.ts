import { definePolicy } from '#core/policy.ts'

/** The care of the collection is a workshop of those who keep the catalogue: to all others it does not exist. */
export const entretienPolicy = definePolicy<'lire' | 'traiter', never, object>({
  cas: {},
  droits: {
    lire: { documentaliste: true, administrateur: true },
    traiter: { documentaliste: true, administrateur: true },
  },
})
