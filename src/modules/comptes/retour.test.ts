import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseRetour, schemaRetour } from './retour.ts'

test('an absent address is home', () => {
  expect(z.object({ retour: schemaRetour }).parse({})).toEqual({ retour: '/' })
})

describe('address to go back to', () => {
  test.each([
    ['/', '/'],
    ['/documentation', '/documentation'],
    ['/documentation?q=sommeil&page=2', '/documentation?q=sommeil&page=2'],
    ['/documentation?q=littératie', '/documentation?q=litt%C3%A9ratie'],
    ['/documentation#notice', '/documentation'],
    ['/a/../b', '/b'],
    ['/connexions', '/connexions'],
  ])('%s is local and kept', (brut, attendu) => expect(parseRetour(brut)).toBe(attendu))

  test.each([
    'https://mechant.example/',
    '//mechant.example',
    '///mechant.example',
    '/\\mechant.example',
    '\\/mechant.example',
    '/\t/mechant.example',
    '/\n/mechant.example',
    '\t//mechant.example',
    ' //mechant.example',
    '/.//mechant.example',
    '/..//mechant.example',
    '/a/..//mechant.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'mechant.example',
    '@mechant.example',
    '/x\r\nSet-Cookie: a=b',
    '/connexion',
    '/connexion/code',
    '/deconnexion?x=1',
    `/${'a'.repeat(2000)}`,
    '',
    undefined,
    null,
    ['/documentation'],
    { toString: () => '/documentation' },
  ])('%j leads home', (brut) => expect(parseRetour(brut)).toBe('/'))
})
