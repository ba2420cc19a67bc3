import { describe, expect, it } from 'vitest'
import { type Acteur, ROLES, type Role } from '#core/acteur.ts'
import { propositionPolicy } from './proposition.policy.ts'

const acteur = (role: Role): Acteur => ({ compte: role === 'visiteur' ? null : 'moi', nom: null, role, session: null })
const PROPOSITIONS = {
  autre: { compte: 'autre', coordonnee: false },
  mienne: { compte: 'moi', coordonnee: false },
  confiee: { compte: 'autre', coordonnee: true },
  /** By a link, or of an account that is gone: nobody’s, a visitor’s neither. */
  sansCompte: { compte: null, coordonnee: false },
}
type Nom = keyof typeof PROPOSITIONS
const TOUTES = Object.keys(PROPOSITIONS) as Nom[]

const DROITS: ['lire' | 'decider', Record<Role, Nom[]>][] = [
  [
    'lire',
    {
      visiteur: [],
      contributeur: ['mienne'],
      documentaliste: ['mienne'],
      coordinateur: ['mienne', 'confiee'],
      administrateur: TOUTES,
    },
  ],
  [
    'decider',
    { visiteur: [], contributeur: [], documentaliste: [], coordinateur: ['confiee'], administrateur: TOUTES },
  ],
]

describe('rights on proposals', () => {
  it.each(DROITS.flatMap(([geste, roles]) => ROLES.map((role) => ({ geste, role, attendu: roles[role] }))))(
    '$geste, $role',
    ({ geste, role, attendu }) => {
      const permis = TOUTES.filter((nom) => propositionPolicy.peut(acteur(role), geste, PROPOSITIONS[nom]))
      expect(permis).toEqual(attendu)
    },
  )
})
