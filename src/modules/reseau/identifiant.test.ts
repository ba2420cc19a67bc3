import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isIdentifiant, isLuhn, type NatureIdentifiant, parseIdentifiant } from './identifiant.ts'

const VECTEURS = '../shared/donnees/identifiants/vectors.json'
const SAE = '../shared/donnees/finess/sae-ID_2023r.csv'

describe('numbers of registers', () => {
  it.each<[NatureIdentifiant, string, boolean]>([
    ['finess', '010780054', true],
    ['finess', '2A0000030', true],
    ['finess', '2a0000030', true],
    ['finess', '2B0000030', false],
    ['finess', '970300026', true],
    ['finess', '010000025', false],
    ['finess', '01078005', false],
    ['finess', 'A10780054', false],
    ['siret', '26010004500012', true],
    ['siret', '260 100 045 00012', true],
    ['siret', '13000323900014', true],
    ['siret', '13000323900015', false],
    ['siret', '35600000000048', true],
    ['siren', '356000000', true],
    ['siren', '356000001', false],
    ['rpps', '10107592585', true],
    ['rpps', '810107592585', true],
    ['rpps', '10102727017', false],
    ['rpps', '1010272701', false],
    ['commune', '04070', true],
    ['commune', '2A004', true],
    ['commune', '2C004', false],
    ['commune', '4070', false],
    ['finess', '', false],
  ])('%s %s: %s', (nature, texte, juste) => {
    expect(isIdentifiant(nature, texte)).toBe(juste)
  })

  it('refuses a key that is wrong where somebody typed it, says it where a register gave it', () => {
    expect(parseIdentifiant('finess', '010000025')).toMatchObject({ erreur: expect.stringContaining('mal recopié') })
    expect(parseIdentifiant('finess', '010000025', true)).toMatchObject({
      valeur: '010000025',
      avertissement: expect.stringContaining('vérifiez-le'),
    })
    expect(parseIdentifiant('finess', '01000002', true)).toHaveProperty('erreur')
  })

  it('only warns about an RPPS: official examples have wrong keys', () => {
    expect(parseIdentifiant('rpps', '10102727017')).toMatchObject({ valeur: '10102727017' })
    expect(parseIdentifiant('rpps', 'dix')).toHaveProperty('erreur')
  })

  it('counts places of La Poste by fives, and never refuses them', () => {
    // Its digits add up to 15, and its key of Luhn is wrong.
    expect(isLuhn('35600000000010')).toBe(false)
    expect(parseIdentifiant('siret', '35600000000010')).toEqual({ valeur: '35600000000010', avertissement: null })
    expect(parseIdentifiant('siret', '35600000000011')).toMatchObject({ avertissement: expect.any(String) })
  })
})

const listes = z.object({
  valid: z.array(z.string()),
  failing_in_official_ANS_examples: z.array(z.string()).optional(),
})
const schemaVecteurs = z.object({ finess: listes, siret: listes, rpps: listes })

describe.skipIf(!existsSync(VECTEURS))('the numbers of shared/donnees (skipped where they are absent)', () => {
  it('agree with what was computed apart', () => {
    const vecteurs = schemaVecteurs.parse(JSON.parse(readFileSync(VECTEURS, 'utf8')))
    for (const nature of ['finess', 'siret', 'rpps'] as const) {
      for (const valeur of vecteurs[nature].valid)
        expect([valeur, isIdentifiant(nature, valeur)]).toEqual([valeur, true])
      for (const valeur of vecteurs[nature].failing_in_official_ANS_examples ?? [])
        expect([valeur, isIdentifiant(nature, valeur)]).toEqual([valeur, false])
    }
  })

  it('hold for every establishment of the SAE', () => {
    const lignes = readFileSync(SAE, 'latin1').trim().split('\n').slice(1)
    const faux = lignes.map((l) => l.split(';')[2] ?? '').filter((finess) => !isIdentifiant('finess', finess))
    expect(faux).toEqual([])
    expect(lignes.length).toBeGreaterThan(3900)
  })
})
