import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCsv } from '#core/csv.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createProgramme } from '../../../testing/api.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { importDemonstrationReseau } from '../demonstration/demonstration.actions.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  await importDemonstrationReseau(createCtx(base.db))
  await sql`update structure set publication = 'propose' where cle = 'fictif-mda'`.execute(base.db)
  await sql`update structure set nom = 'Lieu fictif ; dit "le Bon"' where cle = 'fictif-clic'`.execute(base.db)
  client = createClientDeTest(base.db)
})
afterAll(() => base.close())

const json = async <T>(chemin: string): Promise<T> => {
  const reponse = await client.get(chemin)
  expect([chemin, reponse.status]).toEqual([chemin, 200])
  return (await reponse.json()) as T
}
const getId = async (table: string, cle: string): Promise<number> =>
  (await sql<{ id: number }>`select id from ${sql.table(table)} where cle = ${cle}`.execute(base.db)).rows[0]?.id ?? 0

describe('files of a search', () => {
  const table = async (chemin: string) => {
    const reponse = await client.get(chemin)
    expect(reponse.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/)
    const [tete, ...lignes] = parseCsv(new Uint8Array(await reponse.arrayBuffer()), 10_000)
    return lignes.map(({ cellules }) =>
      Object.fromEntries((tete?.cellules ?? []).map((t, i) => [t, cellules[i] ?? ''])),
    )
  }

  it('structures: what the page shows for the same address, with its sheet', async () => {
    const lignes = await table('/structures.csv?type=pharmacie')
    expect(lignes.map((l) => l.nom)).toEqual(['Pharmacie fictive de la Blanche', 'Pharmacie fictive du Marché'])
    const id = await getId('structure', 'fictif-pharmacie-marche')
    expect(lignes[1]).toMatchObject({
      ...{ type: 'Pharmacie d’officine', commune: 'Barcelonnette', code_insee: '04019', departement: '04' },
      ...{ telephone: '01 99 00 20 20', fictif: 'oui', fiche: `http://localhost:3000/structures/${id}` },
    })
  })

  it('a name with quotes and semicolons comes back whole; what is not published is not there', async () => {
    const noms = (await table('/structures.csv')).map((l) => l.nom)
    expect(noms).toContain('Lieu fictif ; dit "le Bon"')
    expect(noms.join()).not.toContain('adolescents')
  })

  it('services: with the place and the means of their structure where they have none', async () => {
    const lignes = await table('/services.csv?theme=soins-palliatifs')
    expect(lignes).toMatchObject([{ structure: 'Hospitalisation à domicile fictive', commune: 'Barcelonnette' }])
    expect(lignes[0]?.themes).toContain('Soins palliatifs')
  })

  it('GeoJSON: a point each, and how many have none', async () => {
    const carte = await json<{ features: { geometry: { coordinates: number[] } }[]; sans_point: number }>(
      '/structures.geojson',
    )
    expect(carte.sans_point).toBe(4)
    expect(carte.features).toHaveLength(31)
    expect(carte.features.every(({ geometry }) => geometry.coordinates.length === 2)).toBe(true)
    expect(await json('/structures.geojson?ou=nulle+part')).toEqual({
      type: 'FeatureCollection',
      features: [],
      sans_point: 0,
    })
  })
})

describe('the page of exchanges', () => {
  it('counts what leaves, says what does not, and gives all of it as a table', async () => {
    await sql`update service set description = null, themes = '{}' where cle = 'fictif-cmpp-21'`.execute(base.db)
    await sql`update service set description = null, themes = '{}' where id = (
      select min(id) from service where structure = ${await getId('structure', 'fictif-cmp')})`.execute(base.db)
    const page = await (await client.get('/annuaire/echanges')).text()
    expect(page).toContain('35\u00a0structures')
    expect(page).toContain('Accueil et consultations de psychiatrie')
    expect(page).toContain('sans place dans ce format')
    const csv = await (await client.get('/annuaire/echanges/ecarts.csv')).text()
    expect(csv).toMatch(/service;\d+;Accueil et consultations de psychiatrie;non;Description/)
    expect(csv).toContain('Langues')
  })
})

describe('the API', () => {
  interface Structures {
    total: number
    structures: { id: number; nom: string; commune: { nom: string } | null; services?: unknown[] }[]
  }
  interface Services {
    total: number
    services: { id: number; nom: string; structure: { id: number } }[]
  }

  it.each<[string, string[]]>([
    ['type=pharmacie&commune=04019', ['Pharmacie fictive du Marché']],
    ['q=palliatifs', ['Hospitalisation à domicile fictive']],
    ['type=gem&departement=04', ['Groupe d’entraide mutuelle fictif Les Marmottes']],
    ['type=gem&departement=05', []],
    ['type=mda', []],
  ])('structures?%s', async (demande, noms) => {
    const { structures, total } = await json<Structures>(`/api/v1/structures?${demande}`)
    expect(structures.map((s) => s.nom)).toEqual(noms)
    expect(total).toBe(noms.length)
  })

  it('pages do not overlap, and a page after the last is empty', async () => {
    const [une, deux] = [
      await json<Structures>('/api/v1/structures?taille=20'),
      await json<Structures>('/api/v1/structures?taille=20&page=2'),
    ]
    const ids = [...une.structures, ...deux.structures].map((s) => s.id)
    expect(new Set(ids).size).toBe(une.total)
    expect((await json<Structures>('/api/v1/structures?page=99')).structures).toEqual([])
  })

  it('a structure with its services, a service with its structure', async () => {
    const id = await getId('structure', 'fictif-hopital')
    const lue = await json<{ services: { id: number; nom: string }[]; organisme: { nom: string } }>(
      `/api/v1/structures/${id}`,
    )
    expect(lue.services).toHaveLength(3)
    expect(lue.organisme.nom).toBe('Hôpital public fictif des Deux-Vallées')
    const service = lue.services[0]
    expect(await json(`/api/v1/services/${service?.id}`)).toEqual(service)
    const siens = await json<Services>(`/api/v1/services?structure=${id}`)
    expect(siens.services.map((s) => s.id).sort()).toEqual(lue.services.map((s) => s.id).sort())
  })

  it('a broader theme finds what is under it; a public finds what is for all', async () => {
    const soins = await json<Services>('/api/v1/services?theme=acces-soins')
    expect(soins.services.map((s) => s.nom)).toContain('Soins non programmés')
    const seniors = await json<Services>('/api/v1/services?public=seniors&taille=100')
    expect(seniors.services.map((s) => s.nom)).toContain('Démarches en ligne accompagnées')
  })

  it('what is not published, deleted or merged: nowhere, or where it went', async () => {
    const [propose, cmp, double] = [
      await getId('structure', 'fictif-mda'),
      await getId('structure', 'fictif-cmp'),
      await getId('structure', 'fictif-cmp-double'),
    ]
    expect((await client.get(`/api/v1/structures/${propose}`)).status).toBe(404)
    const { rows } = await sql<{ id: number }>`select id from service where structure = ${propose}`.execute(base.db)
    expect((await client.get(`/api/v1/services/${rows[0]?.id}`)).status).toBe(404)
    await sql`update structure set remplace_par = ${cmp}, supprime_le = now() where id = ${double}`.execute(base.db)
    const reponse = await client.get(`/api/v1/structures/${double}`)
    expect([reponse.status, reponse.headers.get('location')]).toEqual([301, `/api/v1/structures/${cmp}`])
  })

  it.each([
    'structures?type=chateau',
    'structures?thme=x',
    'services?commune=4019',
    'structures?taille=101',
    'structures/abc',
  ])('%s is refused', async (demande) => {
    expect([404, 422]).toContain((await client.get(`/api/v1/${demande}`)).status)
  })

  it('an answer that a client holds is not sent again', async () => {
    const id = await getId('structure', 'fictif-hopital')
    const etag = (await client.get(`/api/v1/structures/${id}`)).headers.get('etag') ?? ''
    expect((await client.get(`/api/v1/structures/${id}`, { 'if-none-match': etag })).status).toBe(304)
  })
})

describe('a correction by a program', () => {
  it('waits to be read: the sheet stays as it is, and only what is given is proposed', async () => {
    const { cle, listPointeurs } = await createProgramme(base.db)
    const id = await getId('structure', 'fictif-pharmacie-marche')
    const proposer = (corps: object) => client.call('POST', `/api/v1/structures/${id}/propositions`, { cle, corps })
    const reponse = await proposer({
      telephone: '01 99 00 99 99',
      nom: 'Pharmacie fictive du Marché',
      message: 'Appel',
    })
    expect(reponse.status).toBe(201)
    const { rows } =
      await sql`select valeurs, revision, message, origine, etat from proposition where objet_id = ${id}`.execute(
        base.db,
      )
    expect(rows).toEqual([
      { valeurs: { telephone: '01 99 00 99 99' }, revision: 1, message: 'Appel', origine: 'compte', etat: 'a-relire' },
    ])
    expect((await json<{ telephone: string }>(`/api/v1/structures/${id}`)).telephone).toBe('01 99 00 20 20')
    for (const [corps, pointeur] of [
      [{ horaires: 'quand on veut' }, '/horaires'],
      [{ siret: '12345678901234' }, '/siret'],
      [{ couleur: 'bleu' }, '/couleur'],
      [{ nom: 'Pharmacie fictive du Marché' }, ''],
    ] as const) {
      const refus = await proposer(corps)
      expect([corps, refus.status, (await listPointeurs(refus))[0]]).toEqual([corps, 422, pointeur])
    }
    const propose = await getId('structure', 'fictif-mda')
    expect(
      (await client.call('POST', `/api/v1/structures/${propose}/propositions`, { cle, corps: { nom: 'X' } })).status,
    ).toBe(404)
  })
})
