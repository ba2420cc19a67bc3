import { expect, test } from 'vitest'
import { formatTypographie } from './typographie.ts'

test.each([
  ["l'accès aux soins d'ici", 'l’accès aux soins d’ici'],
  ['Quoi ?', 'Quoi\u202f?'],
  ['Quoi?', 'Quoi\u202f?'],
  ['Bougez ! Vite', 'Bougez\u202f! Vite'],
  ['un ; deux', 'un\u202f; deux'],
  ['CPTS : agir', 'CPTS\u00a0: agir'],
  ['CPTS: agir', 'CPTS\u00a0: agir'],
  ['« Ma santé »', '«\u00a0Ma santé\u00a0»'],
  ['«Ma santé ?»', '«\u00a0Ma santé\u202f?\u00a0»'],
  ['La "bonne" santé', 'La «\u00a0bonne\u00a0» santé'],
  ['un " seul', 'un " seul'],
  ['à 10:30, voir https://exemple.fr/?a=1;b', 'à 10:30, voir https://exemple.fr/?a=1;b'],
  ['Loi n°2021-502', 'Loi n°\u00a02021-502'],
  ['  deux\n lignes ', 'deux lignes'],
])('%j', (texte, attendu) => {
  expect(formatTypographie(texte)).toBe(attendu)
  expect(formatTypographie(attendu)).toBe(attendu)
})

test('laisse les autres langues', () => {
  expect(formatTypographie("What's health? Part 1: views", 'en')).toBe("What's health? Part 1: views")
  expect(formatTypographie('Quoi ?', 'fr-CA')).toBe('Quoi\u202f?')
})
