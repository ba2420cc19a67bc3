import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { importDemonstrationReseau } from '../demonstration/demonstration.actions.ts'
import type { ServiceDi, StructureDi } from './schema.ts'

const exporter = async (client: Client, quoi: string): Promise<string> =>
  (await client.get(`/api/v1/exports/data-inclusion/${quoi}.json`)).text()

async function importer(client: Client, texte: string, nom: string): Promise<string> {
  const depot = await client.post('/annuaire/imports', { fichier: new File([texte], nom) })
  const adresse = depot.headers.get('location') ?? ''
  expect([nom, depot.status]).toEqual([nom, 303])
  expect((await client.post(`${adresse}/valider`)).status).toBe(303)
  return (await client.get(adresse)).text()
}

/** What a sheet says, without the numbers that each installation gives. */
const listDites = (texte: string): object[] =>
  (JSON.parse(texte) as (StructureDi & Partial<ServiceDi>)[])
    .map(({ id: _, structure_id: __, source: ___, lien_source: ____, ...dite }) => dite)
    .toSorted((a, b) => `${a.nom} ${a.description}`.localeCompare(`${b.nom} ${b.description}`))

it('a directory exported then imported elsewhere says the same there, and nothing changes the second time', async () => {
  const [ici, ailleurs] = [await createBaseGeographie(), await createBaseGeographie()]
  await importDemonstrationReseau(createCtx(ici.db))
  await sql`update structure set siret = '26010004500012' where cle = 'fictif-hopital'`.execute(ici.db)
  const depart = createClientDeTest(ici.db)
  const [structures, services] = [await exporter(depart, 'structures'), await exporter(depart, 'services')]

  const arrivee = createClientDeTest(ailleurs.db)
  await arrivee.connecter('administrateur')
  await importer(arrivee, structures, 'structures.json')
  await importer(arrivee, services, 'services.json')
  const [revenues, offertes] = [await exporter(arrivee, 'structures'), await exporter(arrivee, 'services')]
  expect(listDites(revenues)).toHaveLength(36)
  expect(listDites(revenues)).toEqual(listDites(structures))
  expect(listDites(offertes)).toHaveLength(43)
  expect(listDites(offertes)).toEqual(listDites(services))

  // Each service is still offered at the same place.
  const places = (texteStructures: string, texteServices: string) => {
    const noms = new Map((JSON.parse(texteStructures) as StructureDi[]).map((s) => [s.id, s.nom]))
    return (JSON.parse(texteServices) as ServiceDi[]).map((s) => `${s.nom}, ${noms.get(s.structure_id)}`).sort()
  }
  expect(places(revenues, offertes)).toEqual(places(structures, services))

  const compte = async () =>
    (await sql`select count(*) as n, sum(revision) as revisions from structure`.execute(ailleurs.db)).rows
  const avant = await compte()
  await importer(arrivee, structures, 'encore.json')
  expect(await compte()).toEqual(avant)
  await Promise.all([ici.close(), ailleurs.close()])
})
