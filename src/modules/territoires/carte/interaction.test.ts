import { describe, expect, it } from 'vitest'
import { computeCadrage, computeVoisin, isDansTrace, type Lieu } from './interaction.ts'

describe('what part of the picture is shown', () => {
  const entier = { x: 0, y: 0, largeur: 800, hauteur: 600, zoom: 1 }

  it('enlarges around a place', () => {
    expect(computeCadrage(entier, 2, { x: 400, y: 300 })).toEqual({ ...entier, zoom: 2, x: 200, y: 150 })
  })

  it.each([
    [{ x: 0, y: 0 }, 0, 0],
    [{ x: 9999, y: 9999 }, 600, 450],
  ])('never leaves the picture (%o)', (centre, x, y) => {
    expect(computeCadrage(entier, 4, centre)).toMatchObject({ x, y })
  })

  it('neither smaller than whole nor larger than useful', () => {
    expect(computeCadrage(entier, 0.5, { x: 10, y: 10 })).toEqual(entier)
    expect(computeCadrage(entier, 1000, { x: 400, y: 300 }).zoom).toBe(24)
  })
})

describe('arrows', () => {
  const lieux: Lieu[] = [
    [0, 0],
    [10, 1],
    [4, 9],
    [30, 0],
    [0, -10],
  ]

  it.each([
    ['ArrowRight', 1],
    ['ArrowDown', 2],
    ['ArrowUp', 4],
    ['ArrowLeft', null],
    ['Home', null],
  ])('%s goes to %s', (touche, rang) => expect(computeVoisin(lieux, 0, touche)).toBe(rang))
})

it.each<[string, Lieu, boolean]>([
  ['inside', [5, 5], true],
  ['outside', [15, 5], false],
  ['in the hollow', [9, 5], false],
  ['on a corner', [10, 10], true],
])('a place %s of what was drawn', (_nom, lieu, attendu) => {
  const sommets: Lieu[] = [
    [0, 0],
    [10, 0],
    [8, 5],
    [10, 10],
    [0, 10],
  ]
  expect(isDansTrace(lieu, sommets)).toBe(attendu)
})
