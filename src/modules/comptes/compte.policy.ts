import { definePolicy } from '#core/policy.ts'

/** Gestures on an account. */
export type GesteCompte = 'tenir' | 'administrer'

/**
 * `tenir`: read and keep one's own account (name, sessions). `administrer`: list accounts, change roles, close, reopen.
 * An administrator does not read the sessions of others, nor rename them.
 */
export const politiqueCompte = definePolicy<GesteCompte, 'soi', { compte: string | null }>({
  cas: { soi: (acteur, cible) => acteur.compte !== null && cible.compte === acteur.compte },
  droits: {
    tenir: {
      visiteur: ['soi'],
      contributeur: ['soi'],
      documentaliste: ['soi'],
      coordinateur: ['soi'],
      administrateur: ['soi'],
    },
    administrer: { administrateur: true },
  },
})
