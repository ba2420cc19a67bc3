import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AtelierCli, createAtelierCli, executeEcoute } from '../testing/cli.ts'
import { executeImporterTemps } from './importer-temps.ts'
import { ErreurUsage } from './usage.ts'

let atelier: AtelierCli
beforeAll(async () => {
  atelier = await createAtelierCli()
})
afterAll(() => atelier.close())

async function run(...args: string[]) {
  const { code, ecrit, erreur } = await executeEcoute((sorties) => executeImporterTemps(args, sorties, atelier.ctx))
  const simple = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(`${atelier.dossier}/`, '')
  return { code, ecrit: simple(ecrit), erreur: simple(erreur) }
}

it('brings a matrix in once, and tells the lines left aside', async () => {
  const chemin = atelier.write(
    'voiture.csv',
    'origine,destination,minutes\n04070,04070,0.1\n04070,04217,22\n00000,04217,3\n',
  )
  expect(await run(chemin, '--source', 'Essai fictif')).toEqual({
    code: 0,
    ecrit: 'Temps « voiture » : 2 paires.\n',
    erreur: '1 ligne écartée :\nligne 4 : « 00000 » n’est pas le code d’une commune d’aujourd’hui.\n',
  })
  expect((await run(chemin)).ecrit).toContain('déjà là')
  expect((await run(chemin, '--nom', 'Autre nom')).ecrit).toContain('« Autre nom » : 2 paires')
})

it('a file that is no matrix changes nothing', async () => {
  const chemin = atelier.write('voiture.csv', 'origine,destination,minutes\n04070,04070,zéro\n')
  expect(await run(chemin)).toMatchObject({
    code: 1,
    erreur: expect.stringContaining('voiture.csv : Ligne 2 : minutes n’est pas'),
  })
  expect((await run(join(atelier.dossier, 'absent.csv'))).erreur).toBe('absent.csv : ce fichier n’existe pas.\n')
  await expect(run()).rejects.toThrow(ErreurUsage)
})
