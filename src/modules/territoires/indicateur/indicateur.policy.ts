import { definePolicy } from '#core/policy.ts'

type Geste = 'lire' | 'definir' | 'importer'

const tenants = { documentaliste: true, coordinateur: true, administrateur: true } as const

/** Everyone reads indicators; those who keep the common data define them and bring their values. */
export const indicateurPolicy = definePolicy<Geste, never, object>({
  cas: {},
  droits: {
    lire: { visiteur: true, contributeur: true, ...tenants },
    definir: tenants,
    importer: tenants,
  },
})
