import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPieces } from '../testing/echange.ts'
import { executeConvertir } from './convertir.ts'
import { ErreurUsage } from './usage.ts'

let dossier: string
beforeAll(() => {
  dossier = mkdtempSync(join(tmpdir(), 'maillage-convertir-'))
})
afterAll(() => rmSync(dossier, { recursive: true, force: true }))

const RIS =
  'TY  - BOOK\nTI  - Un\nRP  - IN FILE\nY2  - 2020/01/02/\nER  - \nTexte égaré\nTY  - BOOK\nTI  - Deux\nRP  - x\nER  - \n'

/** Runs the command; unbreakable spaces read as plain ones. */
async function run(args: string[], entree = '') {
  const sortie: string[] = []
  const erreur: string[] = []
  const code = await executeConvertir(
    args,
    { erreur: (texte) => void erreur.push(texte.replaceAll(/[\u00a0\u202f]/g, ' ')) },
    createPieces(Buffer.from(entree)),
    async (octets) => void sortie.push(Buffer.from(octets).toString()),
  )
  return { code, sortie: sortie.join(''), erreur: erreur.join('') }
}

describe('convertir', () => {
  test('guesses the format, keeps the number of the file, says what is not carried', async () => {
    const chemin = join(dossier, 'liste.txt')
    writeFileSync(chemin, RIS)
    const { code, sortie, erreur } = await run([chemin, '--vers', 'bibtex'])
    expect(code).toBe(1)
    expect(sortie.match(/^@book/gm)).toHaveLength(2)
    expect(erreur.split('\n')).toEqual([
      'notice 1, RP : sans équivalent en CSL « IN FILE »',
      'notice 2 (ligne 6) : Texte hors d’une notice : il manque la zone TY.',
      'notice 3, RP : sans équivalent en CSL « x »',
      '',
    ])
  })

  test('CSL-JSON keeps apart what it has no key for, and the way back restores it', async () => {
    const bon = RIS.replace('Texte égaré\n', '')
    const aller = await run(['-', '--vers', 'csl-json'], bon)
    expect(aller).toMatchObject({
      code: 0,
      erreur: expect.stringContaining('notice 1, RP : sans équivalent en CSL, gardé dans custom.zones'),
    })
    const retour = await run(['-', '--de', 'csl-json', '--vers', 'ris'], aller.sortie)
    expect(retour).toMatchObject({ code: 0, erreur: '' })
    for (const ligne of bon.trim().split('\n')) expect(retour.sortie).toContain(ligne)
  })

  test('what cannot be read is told: exit code 1', async () => {
    expect(await run([join(dossier, 'absent'), '--vers', 'ris'])).toEqual({
      code: 1,
      sortie: '',
      erreur: `${join(dossier, 'absent')} : Ce fichier n’existe pas.\n`,
    })
    expect((await run([dossier, '--vers', 'ris'])).erreur).toContain('C’est un dossier.')
    expect(await run(['-', '--vers', 'ris'], 'Une bibliographie')).toMatchObject({
      code: 1,
      erreur: 'entrée standard : Format non reconnu. Nommez-le par --de.\n',
    })
    expect(await run(['-', '--de', 'ris', '--vers', 'ris'], '')).toMatchObject({
      code: 1,
      erreur: 'entrée standard : Aucune notice dans ce fichier.\n',
    })
  })

  test.each([
    [[]],
    [['a']],
    [['a', '--vers', 'docx']],
    [['a', '--de', 'xml', '--vers', 'ris']],
    [['a', 'b', '--vers', 'ris']],
    [['a', '--vers', 'ris', '--quoi']],
  ])('wrong arguments: %j', async (args) => expect(run(args)).rejects.toThrow(ErreurUsage))
})
