import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemaItemCsl } from '#modules/documentation/csl.ts'
import { executeEcoute } from '../testing/cli.ts'
import { p, renderDocx, run } from '../testing/documents.ts'
import { executeBibliographie } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/** Two invented references (« fictif »). */
const LIGNES = [
  ['Rapport'],
  ['MARTIN Léa, DURAND Paul'],
  ['La prévention fictive dans les quartiers', '<w:b/>'],
  ['Agence fictive de santé, 2021-03, 45 p.', '<w:i/>'],
  ['https://exemple.fr/rapport-fictif.pdf'],
  [],
  ['Article'],
  ['PETIT Anne (et al.)'],
  ['Un second titre fictif', '<w:b/>'],
  ['Revue fictive, n° 12, 2020-05, pp. 4-9', '<w:i/>'],
  ['https://exemple.fr/article-fictif'],
]

let dossier = ''
beforeAll(async () => {
  dossier = await mkdtemp(join(tmpdir(), 'maillage-bibliographie-'))
})
afterAll(() => rm(dossier, { recursive: true }))

const execute = (...args: string[]) => executeEcoute((sorties) => executeBibliographie(args, sorties))

async function writeFichier(nom: string, contenu: string | Uint8Array): Promise<string> {
  const chemin = join(dossier, nom)
  await writeFile(chemin, contenu)
  return chemin
}

describe('maillage bibliographie', () => {
  it('prints the references of a text and of a Word file as the same CSL-JSON', async () => {
    const texte = LIGNES.map(([t = '', allure]) => (allure === '<w:b/>' ? `**${t}**` : allure ? `*${t}*` : t)).join(
      '\n',
    )
    const docx = renderDocx(LIGNES.map(([t, allure]) => p(t ? run(t, allure) : '')).join(''))
    const lus = [await execute(await writeFichier('a.txt', texte)), await execute(await writeFichier('a.docx', docx))]
    for (const { code, ecrit } of lus) {
      expect(code).toBe(0)
      expect(schemaItemCsl.array().parse(JSON.parse(ecrit))).toMatchObject([
        { title: 'La prévention fictive dans les quartiers', URL: 'https://exemple.fr/rapport-fictif.pdf' },
        { title: 'Un second titre fictif', 'container-title': 'Revue fictive', custom: { etAl: true } },
      ])
    }
    expect(lus[1]?.ecrit).toBe(lus[0]?.ecrit)
  })

  it('says in French what is wrong with a file, and where', async () => {
    expect(await execute(join(dossier, 'absent.txt'))).toMatchObject({ code: 1, ecrit: '' })
    expect((await execute(join(dossier, 'absent.txt'))).erreur).toContain('absent.txt\u00a0: Ce fichier n’existe pas.')
    expect((await execute(dossier)).erreur).toContain('C’est un dossier.')
    const { code, erreur } = await execute(await writeFichier('nul.txt', 'fictif\0'))
    expect(code).toBe(1)
    expect(erreur).toContain('nul.txt (octet 7)\u00a0: Ce fichier n’est pas un texte\u00a0:')
  })

  it.each([[[]], [['a', 'b']], [['--tout']]])('refuses the arguments %j', async (args) => {
    await expect(execute(...args)).rejects.toThrow(ErreurUsage)
  })
})
