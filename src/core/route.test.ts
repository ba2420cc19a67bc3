import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Role } from './acteur.ts'
import { defineAction } from './action.ts'
import { definePolicy, fromRole, publique } from './policy.ts'
import { checkRoutes, defineRoute, type Route } from './route.ts'
import { liste, parseFormulaire, rangs } from './saisie.ts'
import { hasMemeOrigine } from './security.ts'

const lire = () => ({ vers: '/' })

describe('checkRoutes', () => {
  it('lets a closed set of routes start', () => {
    const action = defineAction({
      nom: 'a',
      entree: z.object({}),
      politique: publique,
      trace: 'a',
      executer: async () => 1,
    })
    const routes = [
      defineRoute({ methode: 'GET', chemin: '/a', politique: publique, trace: 'a', lire }),
      defineRoute({ methode: 'POST', chemin: '/a', action, reussir: lire }),
    ]
    expect(checkRoutes(routes)).toEqual([])
  })

  // What TypeScript forbids, JavaScript or a cast lets through: the process must see it too.
  const sans = (manque: object): Route =>
    defineRoute({ methode: 'GET', chemin: '/x', politique: publique, trace: 'x', lire, ...manque } as never)
  it.each([
    ['a policy', [sans({ politique: undefined })], /GET \/x.*politique/],
    ['a trace event', [sans({ trace: undefined })], /GET \/x.*trace/],
    ['a name for its trace event', [sans({ trace: '' })], /trace/],
    ['an address of its own', [sans({}), sans({})], /deux fois/],
    ['an action', [defineRoute({ methode: 'POST', chemin: '/x', reussir: lire } as never)], /politique/],
  ])('refuses a route without %s', (_quoi, routes, message) => {
    expect(checkRoutes(routes).join('\n')).toMatch(message)
  })
})

describe('definePolicy', () => {
  const policy = definePolicy<'lire' | 'ecrire', 'sien', { auteur: string }>({
    cas: { sien: (acteur, cible) => cible.auteur === acteur.compte },
    droits: { lire: fromRole('contributeur', true), ecrire: { contributeur: ['sien'], administrateur: true } },
  })
  const acteur = (role: Role) => ({ compte: 'moi', nom: null, role, session: null })
  it.each([
    ['visiteur', 'lire', 'moi', false, false],
    ['contributeur', 'lire', 'autre', true, true],
    ['contributeur', 'ecrire', 'moi', true, true],
    ['contributeur', 'ecrire', 'autre', false, true],
    ['documentaliste', 'ecrire', 'moi', false, false],
    ['administrateur', 'ecrire', 'autre', true, true],
  ] as const)('%s, %s, of %s: %s', (role, geste, auteur, permis, parfois) => {
    expect(policy.peut(acteur(role), geste, { auteur })).toBe(permis)
    expect(policy.peutParfois(acteur(role), geste)).toBe(parfois)
  })
  it('gives the same table to SQL', () => {
    expect(policy.filtre(acteur('contributeur'), 'ecrire')).toEqual(['sien'])
    expect(policy.filtre(acteur('administrateur'), 'ecrire')).toBe(true)
    expect(policy.filtre(acteur('visiteur'), 'ecrire')).toEqual([])
  })
})

describe('parseFormulaire', () => {
  it.each<[string, [string, string][], object]>([
    [
      'flat fields',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      { a: '1', b: '2' },
    ],
    [
      'repeated names',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      { a: ['1', '2'] },
    ],
    [
      'nested names',
      [
        ['n.0.x', '1'],
        ['n.1.x', '2'],
      ],
      { n: { 0: { x: '1' }, 1: { x: '2' } } },
    ],
    [
      'a name that is both a value and a parent',
      [
        ['a', '1'],
        ['a.b', '2'],
      ],
      { a: { b: '2' } },
    ],
    [
      'names that would reach prototypes',
      [
        ['__proto__.x', '1'],
        ['constructor', '1'],
        ['a.prototype.b', '1'],
        ['c', '1'],
      ],
      { c: '1' },
    ],
    ['names too deep', [['a.b.c.d.e.f', '1']], {}],
    ['texts without the NUL that PostgreSQL refuses', [['a', 'x\0y\0']], { a: 'xy' }],
  ])('reads %s', (_quoi, champs, attendu) => {
    expect(JSON.parse(JSON.stringify(parseFormulaire(champs)))).toEqual(attendu)
    expect(({} as { x?: string }).x).toBeUndefined()
  })
  it('refuses a form of more fields than any of ours, without a long work', () => {
    const repete = (nombre: number) => Array.from({ length: nombre }, (): [string, string] => ['a', '1'])
    // Of computing: what the machine does beside is not counted.
    const debut = process.cpuUsage()
    expect(parseFormulaire(repete(20_000)).a).toHaveLength(20_000)
    expect(() => parseFormulaire(repete(200_000))).toThrow('trop de champs')
    expect(process.cpuUsage(debut).user / 1000).toBeLessThan(1000)
  })
  it('an object where a text is awaited reads as an empty text, whatever its keys', () => {
    const { a } = parseFormulaire([
      ['a.b', '1'],
      ['a.toString', 'x'],
      ['a.valueOf', 'x'],
    ])
    expect(String(a)).toBe('')
  })
  it('one, several or no value make a list; numbered rows keep their order', () => {
    const schema = z.object({ l: liste(z.string()), r: rangs(z.object({ x: z.string() })) })
    expect(schema.parse({ l: 'a', r: { 10: { x: 'c' }, 2: { x: 'b' } } })).toEqual({
      l: ['a'],
      r: [{ x: 'b' }, { x: 'c' }],
    })
    expect(schema.parse({})).toEqual({ l: [], r: [] })
  })
})

it.each<[Record<string, string>, boolean]>([
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://ailleurs.fr' }, true],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ origin: 'https://maillage.fr', host: 'interne:3000' }, true],
  [{ origin: 'http://interne:3000', host: 'interne:3000' }, true],
  [{ origin: 'https://ailleurs.fr', host: 'maillage.fr' }, false],
  [{ origin: 'null', host: 'maillage.fr' }, false],
  [{ host: 'maillage.fr' }, false],
])('a post with %o is from our pages: %s', (entetes, oui) => {
  expect(hasMemeOrigine(new Headers(entetes), 'maillage.fr')).toBe(oui)
})
