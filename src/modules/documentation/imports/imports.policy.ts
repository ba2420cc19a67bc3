import { definePolicy } from '#core/policy.ts'

/** Imports are a workshop of those who keep the catalogue: to all others they do not exist. */
export const importPolicy = definePolicy<'lire' | 'deposer' | 'traiter', never, object>({
  cas: {},
  droits: {
    lire: { documentaliste: true, administrateur: true },
    deposer: { documentaliste: true, administrateur: true },
    traiter: { documentaliste: true, administrateur: true },
  },
})
