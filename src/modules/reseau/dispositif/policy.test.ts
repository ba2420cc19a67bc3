import { describe, expect, it } from 'vitest'
import { type Acteur, ROLES, type Role } from '#core/acteur.ts'
import { type CibleDispositif, canCreer, canRegler, dispositifPolicy } from './dispositif.policy.ts'

const acteur = (role: Role): Acteur => ({ compte: role === 'visiteur' ? null : 'moi', nom: null, role, session: null })
const cible = (c: Partial<CibleDispositif>): CibleDispositif => ({
  publication: 'publie',
  creePar: 'autre',
  supprimeLe: null,
  coordonne: false,
  ...c,
})
const CIBLES: Record<string, CibleDispositif> = {
  publie: cible({}),
  propose: cible({ publication: 'propose' }),
  mienPropose: cible({ publication: 'propose', creePar: 'moi' }),
  mienPublie: cible({ creePar: 'moi' }),
  coordonne: cible({ coordonne: true }),
  supprime: cible({ supprimeLe: new Date() }),
  coordonneSupprime: cible({ coordonne: true, supprimeLe: new Date() }),
}
const tout = Object.keys(CIBLES)
const publies = ['publie', 'mienPublie', 'coordonne']
const presents = [...publies, 'propose', 'mienPropose']
const duContributeur = [...publies, 'mienPropose']
const duCoordinateur = [...duContributeur, 'coordonneSupprime']

type Geste = Parameters<typeof dispositifPolicy.peut>[1]
const DROITS: [Geste, Record<Role, string[]>][] = [
  ['lire', par(publies, duContributeur, duCoordinateur, tout)],
  ['historique', par([], duContributeur, duCoordinateur, tout)],
  ['modifier', par([], ['mienPropose'], ['coordonne'], presents)],
  ['corriger', par([], publies, ['publie', 'mienPublie'], [])],
  ['publier', par([], [], [], presents)],
  ['supprimer', par([], [], ['coordonne', 'coordonneSupprime'], tout)],
  ['administrer', par([], [], [], tout)],
]

function par(visiteur: string[], contributeur: string[], coordinateur: string[], administrateur: string[]) {
  return { visiteur, contributeur, documentaliste: contributeur, coordinateur, administrateur }
}

describe('rights on dispositifs', () => {
  it.each(DROITS.flatMap(([geste, roles]) => ROLES.map((role) => ({ geste, role, attendu: roles[role] }))))(
    '$geste, $role',
    ({ geste, role, attendu }) => {
      const permis = tout.filter((nom) => dispositifPolicy.peut(acteur(role), geste, cible(CIBLES[nom] ?? {})))
      expect(permis.toSorted()).toEqual(attendu.toSorted())
    },
  )

  it('who adds, and who corrects reference values', () => {
    expect(ROLES.filter((role) => canCreer(acteur(role)))).toEqual(ROLES.filter((role) => role !== 'visiteur'))
    expect(ROLES.filter((role) => canRegler(acteur(role)))).toEqual(['administrateur'])
  })
})
