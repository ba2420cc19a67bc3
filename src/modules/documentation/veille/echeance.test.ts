import { describe, expect, it } from 'vitest'
import { computeEcheance, formatRythme, parseHeureParis } from './echeance.ts'

const chaque = (jour: number | null) =>
  jour === null ? ({ rythme: 'jour', jour } as const) : ({ rythme: 'semaine', jour } as const)

describe('the next digest', () => {
  it.each([
    // Winter: Paris is one hour ahead of UTC, in summer two.
    ['a day, before seven', null, '2026-01-12T05:59:59Z', '2026-01-12T06:00:00.000Z'],
    ['a day, at seven', null, '2026-01-12T06:00:00Z', '2026-01-13T06:00:00.000Z'],
    ['a day, in summer', null, '2026-07-12T05:00:00Z', '2026-07-13T05:00:00.000Z'],
    ['the evening is already tomorrow in Paris', null, '2026-07-12T22:30:00Z', '2026-07-13T05:00:00.000Z'],
    ['the morning when clocks go forward', null, '2026-03-28T12:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['the day before it', null, '2026-03-27T12:00:00Z', '2026-03-28T06:00:00.000Z'],
    ['in the hour that does not exist', null, '2026-03-29T01:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['the morning when clocks go back', null, '2026-10-24T12:00:00Z', '2026-10-25T06:00:00.000Z'],
    ['in the hour that comes twice', null, '2026-10-25T00:30:00Z', '2026-10-25T06:00:00.000Z'],
    ['Monday, asked on Sunday', 1, '2026-01-11T12:00:00Z', '2026-01-12T06:00:00.000Z'],
    ['Monday, asked on Monday after seven', 1, '2026-01-12T06:00:01Z', '2026-01-19T06:00:00.000Z'],
    ['Monday, asked on Sunday night', 1, '2026-07-12T22:10:00Z', '2026-07-13T05:00:00.000Z'],
    ['Sunday of the change, asked the Sunday before', 7, '2026-03-22T12:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['over the end of the year', 5, '2026-12-28T12:00:00Z', '2027-01-01T06:00:00.000Z'],
    ['over 29 February', 2, '2028-02-28T12:00:00Z', '2028-02-29T06:00:00.000Z'],
  ])('%s', (_cas, jour, apres, attendue) => {
    expect(computeEcheance(chaque(jour), new Date(apres)).toISOString()).toBe(attendue)
  })

  it('comes once a day all through two years, always at seven in Paris', () => {
    let instant = new Date('2026-01-01T00:00:00Z')
    for (let jour = 0; jour < 730; jour++) {
      const suivant = computeEcheance(chaque(null), instant)
      expect(suivant.toLocaleString('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit' })).toBe('07 h')
      if (jour > 0) expect([23, 24, 25]).toContain((suivant.getTime() - instant.getTime()) / 3_600_000)
      instant = suivant
    }
    expect(instant.toISOString()).toBe('2027-12-31T06:00:00.000Z')
  })
})

it.each([
  ['2026-03-29T02:30:00Z', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T02:30:00Z', '2026-10-25T00:30:00.000Z'],
  ['2026-06-01T09:15:00Z', '2026-06-01T07:15:00.000Z'],
])('a clock in Paris that shows %s', (horloge, instant) => {
  expect(parseHeureParis(Date.parse(horloge)).toISOString()).toBe(instant)
})

it('says the rhythm in words', () => {
  expect(formatRythme(chaque(null))).toBe('chaque jour')
  expect(formatRythme(chaque(3))).toBe('chaque mercredi')
})
