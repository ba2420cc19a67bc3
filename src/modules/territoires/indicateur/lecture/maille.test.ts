import { describe, expect, it } from 'vitest'
import { readDecoupage } from '../../geographie/decoupage.formats.ts'
import type { Cellule } from './cellule.ts'
import { CODES_REGIONS, type MailleLue, parseCodeMaille, searchCodes } from './maille.ts'

const lignes = (...cellules: Cellule[][]) => cellules.map((c, i) => ({ n: i + 1, cellules: c }))

it('knows the régions of the official geography', () =>
  expect([...CODES_REGIONS].toSorted()).toEqual(
    readDecoupage()
      .regions.map((r) => r.code)
      .filter((code) => code < '9' || code === '93' || code === '94')
      .toSorted(),
  ))

describe('codes', () => {
  it.each<[MailleLue, Cellule, string | null]>([
    ['epci', 200067437, '200067437'],
    ['epci', '200 067 437', '200067437'],
    ['epci', '100000001', null],
    ['departement', 4, '04'],
    ['departement', '2a', '2A'],
    ['departement', '974', '974'],
    ['departement', '04070', null],
    ['region', 2, '02'],
    ['region', '93', '93'],
    ['region', '2A', null],
    ['commune', 4070, '04070'],
  ])('of %s: %s', (maille, cellule, code) => expect(parseCodeMaille(maille, cellule)).toBe(code))

  it.each<[string, Cellule[][], MailleLue | null, number]>([
    [
      'EPCI by their Siren, beside numbers of five digits',
      [
        ['CODGEO', 'N'],
        ['200067437', 16000],
        ['240500439', 21000],
      ],
      'epci',
      0,
    ],
    [
      'communes that name their EPCI',
      [
        ['EPCI', 'CODGEO', 'V'],
        ['200067437', '04070', 3],
        ['200067437', '04001', 4],
      ],
      'commune',
      1,
    ],
    [
      'départements',
      [
        ['DEP', 'Taux'],
        ['04', 3],
        ['05', 4],
        ['2A', 3],
      ],
      'departement',
      0,
    ],
    [
      'départements under CODGEO',
      [
        ['CODGEO', 'Taux'],
        [4, 3],
        [5, 4],
        ['974', 3],
      ],
      'departement',
      0,
    ],
    [
      'régions under CODGEO',
      [
        ['CODGEO', 'Taux'],
        ['02', 3],
        ['93', 4],
      ],
      'region',
      0,
    ],
    [
      'régions by their heading',
      [
        ['Région', 'REG', 'Taux'],
        ['Sud', '93', 3],
        ['Martinique', '02', 4],
      ],
      'region',
      1,
    ],
    [
      'nothing',
      [
        ['Nom', 'Taux'],
        ['Ici', 3.5],
        ['Là', 4.5],
      ],
      null,
      0,
    ],
  ])('stand in a column: %s', (_nom, cellules, maille, colonne) => {
    const lue = searchCodes(lignes(...cellules))
    expect(lue && [lue.maille, lue.colonne]).toEqual(maille === null ? null : [maille, colonne])
  })
})
