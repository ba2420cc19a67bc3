import { definePolicy, fromRole } from '#core/policy.ts'
import type { Contact } from './contact.ts'

/** Names are personal: who did not agree to be shown is known to those who coordinate alone. */
export const contactPolicy = definePolicy<'lire', 'public' | 'present', Pick<Contact, 'visible' | 'supprimeLe'>>({
  cas: {
    public: (_acteur, c) => c.visible === 'public' && c.supprimeLe === null,
    present: (_acteur, c) => c.supprimeLe === null,
  },
  droits: {
    lire: {
      ...fromRole('visiteur', ['public'] as const),
      coordinateur: ['present'],
      administrateur: ['present'],
    },
  },
})
