import { afterAll, beforeAll, expect, test } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createSource } from '#modules/documentation/moisson/source.queries.ts'
import { executeEcoute } from '../testing/cli.ts'
import { createReglagesDeTest, createServeurOai, formatDc } from '../testing/serveur-oai.ts'
import { executeMoissonner } from './moissonner.ts'
import { ErreurUsage } from './usage.ts'

let base: BaseDeTest
let serveur: Awaited<ReturnType<typeof createServeurOai>>
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseDeTest()
  serveur = await createServeurOai()
  ctx = { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
})
afterAll(async () => {
  serveur.close()
  await base.close()
})

const run = (...args: string[]) => {
  const config = { adresse: 'https://maillage.example', hotesInternes: [] }
  return executeEcoute((sorties) => executeMoissonner(args, sorties, ctx, config, createReglagesDeTest()))
}

test('harvests all sources, then one, and says what came', async () => {
  const commun = { prefixe: 'oai_dc', ensemble: null, licence: null, frequence: 'manuelle' } as const
  const bonne = await createSource(ctx, { ...commun, nom: 'Base fictive', adresse: serveur.adresse }, null)
  const perdue = await createSource(ctx, { ...commun, nom: 'Base perdue', adresse: 'http://127.0.0.1:9/' }, null)
  serveur.etat.records = [
    { id: 'oai:f:1', date: '2026-01-01T00:00:00Z', description: formatDc('Un titre fictif') },
    { id: 'oai:f:2', date: '2026-01-01T00:00:00Z', description: formatDc('Une autre chose inventée') },
    { id: 'oai:f:3', date: '2026-01-01T00:00:00Z', description: '<mods/>' },
  ]
  const toutes = await run()
  expect(toutes.code).toBe(1)
  expect(toutes.ecrit).toMatch(new RegExp(`^${bonne} Base fictive\u00a0: 3 lues, 2 ajoutées, .* 1 refusées$`, 'm'))
  expect(toutes.erreur).toMatch(new RegExp(`^${perdue} Base perdue\u00a0: Le serveur refuse la connexion`))
  expect(await run(String(bonne))).toMatchObject({ code: 0, erreur: '' })
  expect(await run('999')).toMatchObject({ code: 1, erreur: expect.stringContaining('999') })
})

test.each([[['abc']], [['1', '2']]])('wrong arguments %o', async (args) => {
  await expect(run(...args)).rejects.toThrow(ErreurUsage)
})
