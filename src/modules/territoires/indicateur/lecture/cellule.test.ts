import { describe, expect, it } from 'vitest'
import { parseCode, parseNombre } from './cellule.ts'

describe('a cell', () => {
  it.each([
    [3.25, { valeur: 3.25 }],
    [0, { valeur: 0 }],
    ['3,25', { valeur: 3.25 }],
    ['3.25', { valeur: 3.25 }],
    ['12 430', { valeur: 12_430 }],
    ['12\u202f430,5', { valeur: 12_430.5 }],
    ['1.234,5', { valeur: 1234.5 }],
    ['1,234.5', { valeur: 1234.5 }],
    ['1,234', { valeur: 1.234 }],
    ['12,5 %', { valeur: 12.5 }],
    ['-2', { valeur: -2 }],
    ['1e3', { valeur: 1000 }],
    ['s', { motif: 'secret' }],
    ['nd', { motif: 'absent' }],
    ['N/A', { motif: 'absent' }],
    ['', { motif: 'absent' }],
    [null, { motif: 'absent' }],
    ['#DIV/0!', { faute: 'une formule en erreur (#DIV/0!)' }],
    ['environ 3', { faute: 'un texte («\u00a0environ 3\u00a0»)' }],
    ['3 ou 4', { faute: 'un texte («\u00a03 ou 4\u00a0»)' }],
  ])('%o is read as %o', (cellule, lu) => expect(parseNombre(cellule)).toEqual(lu))

  it.each([
    ['04070', '04070'],
    ['4070', '04070'],
    [4070, '04070'],
    ['2a004', '2A004'],
    [' 01001 ', '01001'],
    ['97411', '97411'],
    ['407', null],
    ['Digne', null],
    [null, null],
    ['200067437', null],
    [3.5, null],
  ])('%o is the code %o', (cellule, code) => expect(parseCode(cellule)).toBe(code))
})
