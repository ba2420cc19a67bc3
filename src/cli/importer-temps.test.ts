import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../testing/geographie.ts'
import { executeImporterTemps } from './importer-temps.ts'
import { ErreurUsage } from './usage.ts'

let base: BaseDeTest
let dossier: string
beforeAll(async () => {
  base = await createBaseGeographie()
  dossier = mkdtempSync(join(tmpdir(), 'maillage-temps-'))
})
afterAll(async () => {
  rmSync(dossier, { recursive: true, force: true })
  await base.close()
})

async function run(...args: string[]) {
  const [ecrits, erreurs]: [string[], string[]] = [[], []]
  const sorties = { ecrire: (t: string) => void ecrits.push(t), erreur: (t: string) => void erreurs.push(t) }
  const code = await executeImporterTemps(args, sorties, createCtx(base.db))
  const simple = (textes: string[]) =>
    textes
      .join('')
      .replaceAll(/[\u00a0\u202f]/g, ' ')
      .replaceAll(`${dossier}/`, '')
  return { code, ecrit: simple(ecrits), erreur: simple(erreurs) }
}

it('brings a matrix in once, and tells the lines left aside', async () => {
  const chemin = join(dossier, 'voiture.csv')
  writeFileSync(chemin, 'origine,destination,minutes\n04070,04070,0.1\n04070,04217,22\n00000,04217,3\n')
  expect(await run(chemin, '--source', 'Essai fictif')).toEqual({
    code: 0,
    ecrit: 'Temps « voiture » : 2 paires.\n',
    erreur: '1 ligne écartée :\nligne 4 : « 00000 » n’est pas le code d’une commune d’aujourd’hui.\n',
  })
  expect((await run(chemin)).ecrit).toContain('déjà là')
  expect((await run(chemin, '--nom', 'Autre nom')).ecrit).toContain('« Autre nom » : 2 paires')
})

it('a file that is no matrix changes nothing', async () => {
  const chemin = join(dossier, 'voiture.csv')
  writeFileSync(chemin, 'origine,destination,minutes\n04070,04070,zéro\n')
  expect(await run(chemin)).toMatchObject({
    code: 1,
    erreur: expect.stringContaining('voiture.csv : Ligne 2 : minutes n’est pas'),
  })
  expect((await run(join(dossier, 'absent.csv'))).erreur).toBe('absent.csv : ce fichier n’existe pas.\n')
  await expect(run()).rejects.toThrow(ErreurUsage)
})
