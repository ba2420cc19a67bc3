import { definePolicy, fromRole } from '#core/policy.ts'

/** Gestures on a key of the API. */
type GesteCle = 'lire' | 'creer' | 'revoquer' | 'administrer'

const sienne = fromRole('visiteur', ['sienne'] as const)

/** Whoever has an account keeps his own keys. An administrator sees and revokes all of them; nobody makes one for another. */
export const politiqueCle = definePolicy<GesteCle, 'sienne', { compte: string | null }>({
  cas: { sienne: (acteur, cible) => acteur.compte !== null && cible.compte === acteur.compte },
  droits: {
    lire: { ...sienne, administrateur: true },
    creer: sienne,
    revoquer: { ...sienne, administrateur: true },
    administrer: { administrateur: true },
  },
})
