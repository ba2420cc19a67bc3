import { describe, expect, test } from 'vitest'
import { type Acteur, ROLES } from '#core/acteur.ts'
import { formatCode, formatMessage, parseCode } from './code.ts'
import { politiqueCompte } from './compte.policy.ts'
import { computeNiveau, formatNomComplet, isDernierAdministrateur, schemaCourriel } from './compte.ts'

describe('policy of accounts: role × gesture × case', () => {
  const acteur = (role: Acteur['role'], compte: string | null): Acteur => ({ compte, nom: null, role, session: null })
  const table = ROLES.flatMap((role) => [
    { role, geste: 'tenir' as const, cas: 'own', compte: 'a', cible: 'a', attendu: true },
    { role, geste: 'tenir' as const, cas: 'of another', compte: 'a', cible: 'b', attendu: false },
    { role, geste: 'tenir' as const, cas: 'without account', compte: null, cible: null, attendu: false },
    { role, geste: 'administrer' as const, cas: 'own', compte: 'a', cible: 'a', attendu: role === 'administrateur' },
    {
      role,
      geste: 'administrer' as const,
      cas: 'of another',
      compte: 'a',
      cible: 'b',
      attendu: role === 'administrateur',
    },
  ])
  test.each(table)('$role, $geste, $cas: $attendu', ({ role, geste, compte, cible, attendu }) => {
    expect(politiqueCompte.peut(acteur(role, compte), geste, { compte: cible })).toBe(attendu)
  })
})

test.each([
  ['administrateur', true, 0, true],
  ['administrateur', true, 1, false],
  ['administrateur', false, 0, false],
  ['documentaliste', true, 0, false],
] as const)('%s, open %s, %s other administrators: the last one? %s', (role, actif, autres, attendu) => {
  expect(isDernierAdministrateur({ role, actif }, autres)).toBe(attendu)
})

test('a weaker login does not undo a stronger proof', () => {
  expect(computeNiveau('professionnel', 'courriel')).toBe('professionnel')
  expect(computeNiveau('declaree', 'courriel')).toBe('courriel')
  expect(computeNiveau('fournisseur', 'professionnel')).toBe('professionnel')
})

test('names and addresses', () => {
  expect(formatNomComplet({ prenom: 'Dominique', nom: 'Fictif' })).toBe('Dominique Fictif')
  expect(formatNomComplet({ prenom: null, nom: 'Fictif' })).toBe('Fictif')
  expect(formatNomComplet({ prenom: null, nom: null })).toBeNull()
  expect(schemaCourriel.parse('  Camille.Fictif@Exemple.FR ')).toBe('camille.fictif@exemple.fr')
  const fautifs = [
    '',
    'camille',
    'a@b',
    'a@b.fr\nBcc: x@y.fr',
    'a b@c.fr',
    'a@b.fr, c@d.fr',
    `${'a'.repeat(250)}@b.fr`,
    undefined,
  ]
  for (const faux of fautifs) {
    expect(schemaCourriel.safeParse(faux).success, String(faux)).toBe(false)
  }
})

test('codes are read as people type them', () => {
  expect(formatCode('01234567')).toBe('0123 4567')
  for (const saisie of [
    '01234567',
    '0123 4567',
    ' 0123\u00a04567\n',
    '0123-4567',
    '0123\u202f4567',
    '0123\u200b4567',
  ]) {
    expect(parseCode(saisie)).toBe('01234567')
  }
  for (const saisie of ['', '1234567', '123456789', '1234567a', '１２３４５６７８'])
    expect(parseCode(saisie)).toBeNull()
})

test('the subject of the message shows no code', () => {
  const { sujet, texte } = formatMessage('01234567', 'https://maillage.example')
  expect(sujet).not.toMatch(/\d/)
  expect(texte).toContain('0123 4567')
  expect(texte).toContain('https://maillage.example')
})
