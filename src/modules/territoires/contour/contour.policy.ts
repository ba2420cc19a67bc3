import { definePolicy } from '#core/policy.ts'

/** Outlines are seen by all; who administers the installation puts them in place. */
export const politiqueContour = definePolicy<'importer', never, undefined>({
  cas: {},
  droits: { importer: { administrateur: true } },
})
