import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createDispositifFictif } from '../../../testing/dispositifs.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

let base: BaseDeTest
let client: Client
const lire = async (adresse: string) =>
  (await (await client.get(adresse)).text()).replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/<[^>]+>/g, '|')

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  await createDispositifFictif(base.db, { type: 'cpts', nom: 'CPTS fictive', communes: ['04070', '04001'] })
  await createDispositifFictif(base.db, { type: 'msp', nom: 'MSP fictive', commune: '04070' })
  await createDispositifFictif(base.db, {
    type: 'cls',
    nom: 'CLS proposé fictif',
    communes: ['04070'],
    publication: 'propose',
  })
  const structure = { cree_le: new Date(), modifie_le: new Date(), commune: '04070' }
  await base.db
    .insertInto('structure')
    .values([
      { ...structure, nom: 'CMP fictif', type: 'cmp' },
      { ...structure, nom: 'CMP fictif fermé', type: 'cmp', etat: 'fermee' },
      { ...structure, nom: 'CMP proposé fictif', type: 'cmp', publication: 'propose' },
      { ...structure, nom: 'Sans type fictif' },
    ])
    .execute()
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

it('gathers who acts in a place: dispositifs by their territory or their seat, open structures by type', async () => {
  const texte = await lire('/reseau?zone=commune-04070')
  expect(texte).toContain('2 dispositifs et 2 structures')
  expect(texte).toContain('son équipe y travaille')
  expect(texte).not.toContain('CLS proposé')
  expect(texte).toMatch(/\(CMP\)[|\s]+1\|/)
  expect(texte).toContain('Type non précisé')
})

it('understands a place as people write it, and says when there is none', async () => {
  expect(await lire('/reseau?q=digne')).toContain('Qui agit ici : Digne-les-Bains')
  expect(await lire('/reseau?q=zzzzzz')).toContain('Aucun lieu ne s’appelle')
  expect(await lire('/reseau?zone=commune-04001')).toContain('1 dispositif et 0 structure')
})
