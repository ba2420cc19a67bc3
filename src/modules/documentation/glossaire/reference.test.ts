import { afterAll, beforeAll, expect, it } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { updateReglage } from '#core/reglage.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createCompteDeTest } from '#modules/comptes/index.ts'
import { importGlossaire } from '../demonstration/demonstration.actions.ts'
import { updateEntree, updatePresence } from './ecriture.queries.ts'
import { getEntree, listEntrees } from './glossaire.queries.ts'
import { type Entree, getContenu } from './glossaire.ts'

let base: BaseDeTest
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseDeTest()
  ctx = { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
  await importGlossaire(ctx)
})
afterAll(() => base.close())

const get = async (slug: string): Promise<Entree> => (await getEntree(ctx, slug)) ?? expect.unreachable()

it('a new data file completes the terms that nobody touched, and leaves the others as people decided', async () => {
  const nombre = (await listEntrees(ctx)).length
  const { compte } = await createCompteDeTest(base.db, 'documentaliste')
  const elle: Ctx = { ...ctx, acteur: { ...SYSTEME, compte } }
  const [change, retire, intact] = await Promise.all(['aller-vers', 'non-recours', 'contrat-local-de-sante'].map(get))
  if (!change || !retire || !intact) return expect.unreachable()
  await updateEntree(elle, change.id, { ...getContenu(change), theme: 'tabac' }, { version: change.version })
  await updatePresence(elle, retire, 'suppression')
  // As an older file had left it.
  const avant = { ...getContenu(intact), definitions: getContenu(intact).definitions.slice(0, 1) }
  await updateEntree(ctx, intact.id, avant, { version: intact.version, geste: 'import' })
  await updateReglage(base.db, 'reference.glossaire', 'ancien fichier')
  await importGlossaire(ctx)
  expect((await get('aller-vers')).theme).toBe('tabac')
  expect((await get('non-recours')).supprimeLe).not.toBeNull()
  expect((await get('contrat-local-de-sante')).definitions.map((d) => d.texte)).toEqual(
    intact.definitions.map((d) => d.texte),
  )
  expect((await get('contrat-local-de-sante')).lies).toEqual(intact.lies)
  expect(await listEntrees(ctx)).toHaveLength(nombre - 1)
})

it('the same file again changes nothing', async () => {
  const avant = await listEntrees(ctx)
  await updateReglage(base.db, 'reference.glossaire', 'autre')
  await importGlossaire(ctx)
  expect(await listEntrees(ctx)).toEqual(avant)
})
