import { definePolicy, fromRole } from '#core/policy.ts'
import type { Abonnement } from './abonnement.ts'

type Geste = 'creer' | 'tenir' | 'compter'

/** A subscription, and by what it was reached: `porteur` holds the token of a message sent to its address. */
interface Cible {
  abonnement: Pick<Abonnement, 'compte'>
  porteur: boolean
}

/**
 * Everyone may ask; each keeps his own, by his account or by the link in a message. Nobody reads those of others:
 * documentalists and administrators only see how many there are.
 */
export const abonnementPolicy = definePolicy<Geste, 'sien' | 'porteur', Cible>({
  cas: {
    sien: (acteur, { abonnement }) => acteur.compte !== null && abonnement.compte === acteur.compte,
    porteur: (_acteur, { porteur }) => porteur,
  },
  droits: {
    creer: fromRole('visiteur', true),
    tenir: fromRole('visiteur', ['sien', 'porteur']),
    compter: { documentaliste: true, administrateur: true },
  },
})
