import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createAtelier } from '../../../testing/annuaire.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'
import { loadTypes } from './types.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  await client.connecter('coordinateur')
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

it('a type in a folder of its own is there wherever a type shows', async () => {
  const { lire, envoyer } = createAtelier(base.db, client)
  const dossier = await mkdtemp(join(import.meta.dirname, 'essai-'))
  try {
    await writeFile(
      join(dossier, 'ronde.ts'),
      `import { defineTypeDispositif } from '../type.ts'
export default defineTypeDispositif({ slug: 'ronde', sigle: 'RDF', nom: 'Ronde fictive', definition: 'Une ronde.',
groupe: 'appui', territoire: 'communes', sources: [{ texte: 'Loi fictive' }], roles: ['membre'],
exclusif: { texte: 'Règle fictive' }, etapes: [{ slug: 'depart', libelle: 'Départ fictif', contenus: [] }] })`,
    )
    await loadTypes(dossier)
  } finally {
    await rm(dossier, { recursive: true })
  }
  expect(await lire('/dispositifs/nouveau')).toContain('RDF, Ronde fictive')
  expect(await lire('/dispositifs/nouveau?type=ronde')).toContain('Une ronde.')
  const ronde = { type: 'ronde', texte: '04070' }
  expect(await envoyer('/dispositifs/nouveau', { ...ronde, nom: 'Ronde fictive du Nord' })).toMatchObject({
    statut: 303,
  })
  expect(await envoyer('/dispositifs/nouveau', { ...ronde, nom: 'Ronde fictive du Sud' })).toMatchObject({
    statut: 422,
  })
  await client.connecter(null)
  expect(await lire('/dispositifs/types')).toContain('RDF, Ronde fictive')
  expect(await lire('/dispositifs/types/ronde')).toContain('Loi fictive')
  const { id } = await base.db
    .selectFrom('dispositif')
    .select('id')
    .where('type', '=', 'ronde')
    .executeTakeFirstOrThrow()
  expect(await lire(`/dispositifs/${id}`)).toContain('Prochaine étape : Départ fictif')
})
