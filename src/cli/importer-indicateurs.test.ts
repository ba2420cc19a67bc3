import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import { listSeries } from '#modules/territoires/indicateur/indicateur.queries.ts'
import { type AtelierCli, createAtelierCli, executeEcoute } from '../testing/cli.ts'
import { executeImporterIndicateurs } from './importer-indicateurs.ts'
import { ErreurUsage } from './usage.ts'

let atelier: AtelierCli
let ctx: Ctx
beforeAll(async () => {
  atelier = await createAtelierCli()
  ctx = atelier.ctx
})
afterAll(() => atelier.close())

const execute = (nom: string, contenu: string, ...args: string[]) =>
  executeEcoute((sorties) => executeImporterIndicateurs([atelier.write(nom, contenu), ...args], sorties, ctx))

const CSV = 'CODGEO;LIBGEO;TP6021\n04070;Digne;18,5\n04001;Aiglun;s\n99999;Ailleurs;3\n'

it('tells what it would write, and writes nothing', async () => {
  const { code, ecrit, erreur } = await execute('t.csv', CSV, '--verifier')
  expect(code).toBe(0)
  expect(ecrit).toContain('taux-pauvrete 2021\u00a0: 1 valeurs, 1 secrètes')
  expect(erreur).toContain('ligne 4\u00a0: code inconnu\u00a0: 99999')
  expect(await listSeries(ctx, 'taux-pauvrete')).toEqual([])
})

it('writes the series of a table whose headings say what they are', async () => {
  expect((await execute('t.csv', CSV)).ecrit).toContain('Séries importées\u00a0: 1')
  expect(await listSeries(ctx, 'taux-pauvrete')).toMatchObject([{ millesime: 2021, fichier: 't.csv' }])
})

it('takes what is published for larger areas as it is', async () => {
  const { ecrit, erreur } = await execute('dep.csv', 'DEP;TP6021\n04;18,5\n2A;20\n99;3\n')
  expect(ecrit).toContain('taux-pauvrete 2021 (publié, départements)\u00a0: 2 valeurs')
  expect(erreur).toContain('code inconnu\u00a0: 99')
  // The communes of the series are those of before.
  expect(await listSeries(ctx, 'taux-pauvrete')).toMatchObject([{ millesime: 2021, fichier: 't.csv' }])
})

it('says what to do where nobody said what the columns are', async () => {
  const { code, erreur } = await execute('u.csv', 'CODGEO;X\n04070;3\n', '--millesime', '2020')
  expect(code).toBe(1)
  expect(erreur).toContain('/indicateurs/imports')
  expect((await execute('u.csv', 'CODGEO;X\n04070;3\n', '--lecture', 'Inconnue')).code).toBe(1)
  await expect(executeImporterIndicateurs([], { ecrire: () => {}, erreur: () => {} }, ctx)).rejects.toThrow(ErreurUsage)
})
