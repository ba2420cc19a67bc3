import { definePolicy } from '#core/policy.ts'

type Geste = 'importer'

/** An import may change every sheet of the directory, of whatever territory: it belongs to who may change them all. */
export const importAnnuairePolicy = definePolicy<Geste, never, object>({
  cas: {},
  droits: { importer: { administrateur: true } },
})
