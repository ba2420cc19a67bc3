import { describe, expect, it, test } from 'vitest'
import {
  computeSuite,
  createObservation,
  type EtatAdresse,
  formatMotif,
  getMotifStatut,
  isAccueil,
  type Motif,
  type Observation,
  parseRetryAfter,
  type SuiviAdresse,
} from './adresse.ts'

test.each<[number, Motif | null]>([
  [200, null],
  [206, null],
  [404, 'absente'],
  [410, 'retiree'],
  [401, 'refus'],
  [451, 'refus'],
  [429, 'debit'],
  [500, 'serveur'],
  [304, 'reponse'],
])('status %i: %s', (statut, motif) => expect(getMotifStatut(statut)).toBe(motif))

test.each<[string, string, boolean]>([
  ['https://exemple.invalid/a/b.pdf', 'https://exemple.invalid/', true],
  ['https://exemple.invalid/a', 'https://ailleurs.invalid/index.html', true],
  ['https://exemple.invalid/a', 'https://exemple.invalid/?page=3', false],
  ['https://exemple.invalid/', 'https://www.exemple.invalid/', false],
  ['https://exemple.invalid/a', 'https://exemple.invalid/b', false],
])('%s leads to %s: the front page, %s', (de, vers, attendu) => expect(isAccueil(de, vers)).toBe(attendu))

test.each([
  ['120', 120],
  ['Sun, 22 Nov 2026 10:01:00 GMT', 60],
  ['Sun, 22 Nov 2020 10:00:00 GMT', 0],
  ['bientôt', null],
  [null, null],
])('Retry-After « %s »', (valeur, secondes) =>
  expect(parseRetryAfter(valeur, new Date('2026-11-22T10:00:00Z'))).toBe(secondes),
)

const NEUVE: SuiviAdresse = { etat: 'jamais', pannes: [], depuis: null, confirmeeLe: null }

describe('the state after visits', () => {
  const jour = (n: number, heure = 8) => new Date(Date.UTC(2026, 0, n, heure))
  const suivre = (vus: readonly (readonly [Motif | null, Date])[], avant: SuiviAdresse = NEUVE): SuiviAdresse =>
    vus.reduce<SuiviAdresse>((a, [motif, le]) => {
      const { prochaine, ...suite } = computeSuite(a, createObservation(motif), le, 0)
      expect(prochaine.getTime()).toBeGreaterThan(le.getTime())
      return { confirmeeLe: a.confirmeeLe, ...suite }
    }, avant)

  it.each<[string, (readonly [Motif | null, Date])[], EtatAdresse]>([
    ['one failure', [['absente', jour(1)]], 'en-panne'],
    [
      'three failures in one day',
      [
        ['absente', jour(1)],
        ['absente', jour(1, 12)],
        ['dns', jour(1, 20)],
      ],
      'en-panne',
    ],
    [
      'failures on three days',
      [
        ['absente', jour(1)],
        ['dns', jour(2)],
        ['serveur', jour(3)],
      ],
      'rompue',
    ],
    [
      'an answer between',
      [
        ['absente', jour(1)],
        ['absente', jour(2)],
        [null, jour(3)],
        ['absente', jour(4)],
      ],
      'en-panne',
    ],
    [
      'a refusal between',
      [
        ['absente', jour(1)],
        ['refus', jour(2)],
        ['absente', jour(3)],
        ['absente', jour(4)],
      ],
      'rompue',
    ],
    [
      'refused',
      [
        [null, jour(1)],
        ['refus', jour(2)],
      ],
      'a-revoir',
    ],
    [
      'back',
      [
        ['absente', jour(1)],
        ['absente', jour(2)],
        ['absente', jour(3)],
        [null, jour(9)],
      ],
      'bonne',
    ],
  ])('%s', (_cas, vus, etat) => expect(suivre(vus).etat).toBe(etat))

  it('keeps the day when it began, and what a person saw', () => {
    expect(
      suivre([
        ['absente', jour(1)],
        ['absente', jour(2)],
        ['absente', jour(3)],
        ['dns', jour(5)],
      ]).depuis,
    ).toEqual(jour(3))
    const crue = { etat: 'bonne' as const, pannes: [], depuis: jour(1), confirmeeLe: jour(1) }
    expect(suivre([['refus', jour(2)]], crue).etat).toBe('bonne')
    expect(suivre([['refus', jour(400)]], crue).etat).toBe('a-revoir')
    expect(suivre([['absente', jour(2)]], crue).etat).toBe('en-panne')
  })

  it('is asked again sooner when it fails, spread, and not before the site says', () => {
    const jours = (vu: Observation, hasard: number) =>
      (computeSuite(NEUVE, vu, jour(1), hasard).prochaine.getTime() - jour(1).getTime()) / 86_400_000
    expect([jours(createObservation(null), 0), jours(createObservation(null), 1)]).toEqual([30, 40])
    expect(jours(createObservation('absente'), 0)).toBe(1)
    expect(jours(createObservation('debit', { attente: 20 * 86_400 }), 0)).toBe(20)
  })
})

test('why, in words', () => {
  expect(formatMotif('absente', 404)).toBe('Le site répond, mais cette page n’y est plus (réponse 404)')
  expect(formatMotif('dns', null)).toBe('Le nom de ce site n’existe plus, ou ne répond pas')
  expect(formatMotif(null, 200)).toBe('')
})
