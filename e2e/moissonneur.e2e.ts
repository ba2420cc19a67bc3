/**
 * The provider, harvested by a client that we did not write: npm `oai-pmh`. It is of 2018: its loader (`esm`) and its
 * HTTP (`request`) are no more, and are neither installed nor run. Vite loads its sources as they are, and `requete.ts`
 * stands for `request`; what speaks OAI-PMH and reads it is its own.
 */
import { OaiPmh } from 'oai-pmh/src/index.js'
import { expect, it } from 'vitest'
import { schemaItemCsl } from '#modules/documentation/csl.ts'
import { getSite } from './site.ts'

const ETAGERE = 1

async function collect<T>(liste: AsyncIterable<T>): Promise<T[]> {
  const tout: T[] = []
  for await (const chose of liste) tout.push(chose)
  return tout
}

const getNumero = ({ header }: { header: { identifier: string } }): string => header.identifier.split(':').at(-1) ?? ''

it('an outside client finds a shelf among the sets, and takes what the shelf holds', async () => {
  const client = new OaiPmh(`${getSite().adresse}/oai`)
  expect(await client.identify()).toMatchObject({ protocolVersion: '2.0', deletedRecord: 'persistent' })
  const prefixes = (await client.listMetadataFormats()).map((f) => f.metadataPrefix)
  expect(prefixes).toEqual(expect.arrayContaining(['oai_dc', 'marcxml', 'pmb_xml_unimarc']))
  const set = `etagere:${ETAGERE}`
  expect((await collect(client.listSets())).map((e) => e.setSpec)).toContain(set)

  const export_ = await fetch(`${getSite().adresse}/etageres/${ETAGERE}/export.csl-json`)
  const items = schemaItemCsl.array().parse(await export_.json())
  expect(items.length).toBeGreaterThan(5)
  // A notice may stand in several sections.
  const triees = [...new Set(items.map((i) => String(i.id)))].toSorted()
  for (const metadataPrefix of prefixes) {
    const records = await collect(client.listRecords({ metadataPrefix, set }))
    expect([metadataPrefix, records.map(getNumero).toSorted()]).toEqual([metadataPrefix, triees])
    expect(records.every((r) => r.metadata !== undefined)).toBe(true)
  }
})

it('an outside client reads the whole catalogue, page after page, once each', async () => {
  const client = new OaiPmh(`${getSite().adresse}/oai`)
  const numeros = (await collect(client.listRecords({ metadataPrefix: 'oai_dc' }))).map(getNumero)
  expect(numeros.length).toBeGreaterThan(100)
  expect(new Set(numeros).size).toBe(numeros.length)
  const entetes = await collect(client.listIdentifiers({ metadataPrefix: 'oai_dc' }))
  expect(entetes.map((header) => getNumero({ header })).toSorted()).toEqual(numeros.toSorted())
})

it('an outside client understands a refusal', async () => {
  const client = new OaiPmh(`${getSite().adresse}/oai`)
  await expect(client.getRecord('oai:fictif:0', 'oai_dc')).rejects.toMatchObject({ code: 'idDoesNotExist' })
})
