import { describe, expect, test } from 'vitest'
import { type Acteur, ROLES, VISITEUR } from '#core/acteur.ts'
import { importPolicy } from './imports.policy.ts'
import { ETATS_LIGNE, type EtatLigne, formatLieu, type GesteLigne, getSuite, isSimple } from './imports.ts'

describe('states of a reference', () => {
  const GESTES: GesteLigne[] = ['accepter', 'fusionner', 'ecarter', 'reconnaitre', 'reprendre']
  const TABLE: Record<EtatLigne, (EtatLigne | null)[]> = {
    'a-relire': ['acceptee', 'fusionnee', 'ecartee', 'deja-la', null],
    'deja-la': ['acceptee', 'fusionnee', 'ecartee', null, null],
    acceptee: [null, null, null, null, null],
    fusionnee: [null, null, null, null, null],
    ecartee: [null, null, null, null, 'a-relire'],
  }
  test.each(Object.keys(ETATS_LIGNE) as EtatLigne[])('%s', (etat) => {
    expect(GESTES.map((geste) => getSuite(etat, geste))).toEqual(TABLE[etat])
  })
})

describe('rights', () => {
  const acteur = (role: Acteur['role']): Acteur => ({ ...VISITEUR, role })
  test.each(ROLES)('%s', (role) => {
    const attendu = role === 'documentaliste' || role === 'administrateur'
    for (const geste of ['lire', 'deposer', 'traiter'] as const) {
      expect(importPolicy.peut(acteur(role), geste, {}), geste).toBe(attendu)
      expect(importPolicy.peutParfois(acteur(role), geste), geste).toBe(attendu)
    }
  })
})

test.each([
  [{ debut: 4, fin: 4, page: null, lieu: null }, 'ligne 4'],
  [{ debut: 4, fin: 9, page: 2, lieu: null }, 'lignes 4 à 9, page 2'],
  [{ debut: 4, fin: 4, page: null, lieu: 'octet 4096' }, 'octet 4096'],
])('place in the file: %o', (lieu, attendu) => expect(formatLieu(lieu)).toBe(attendu))

test.each([
  ['a title and no likeness', 'Un titre fictif', [], true],
  ['no title', undefined, [], false],
  ['a blank title', '  ', [], false],
  ['a likeness', 'Un titre fictif', [{ rang: 1, sur: 'probable' as const, raison: 'même titre' }], false],
])('may enter without a look: %s', (_cas, title, doublons, attendu) => {
  expect(isSimple({ item: { id: '1', type: 'book', title }, doublons })).toBe(attendu)
})
