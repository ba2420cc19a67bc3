import { definePolicy } from '#core/policy.ts'

/** Harvests fill the catalogue: they are of those who keep it. To all others they do not exist. */
export const moissonPolicy = definePolicy<'lire' | 'declarer' | 'moissonner' | 'juger', never, object>({
  cas: {},
  droits: {
    lire: { documentaliste: true, administrateur: true },
    declarer: { documentaliste: true, administrateur: true },
    moissonner: { documentaliste: true, administrateur: true },
    juger: { documentaliste: true, administrateur: true },
  },
})
