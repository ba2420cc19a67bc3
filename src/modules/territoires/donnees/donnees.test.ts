import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeAction } from '#core/action.ts'
import { parseCsv } from '#core/csv.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import { ecrireSerie } from '../indicateur/serie.actions.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  const ctx = createCtx(base.db)
  await importIndicateursReference(ctx)
  await executeAction(ecrireSerie, ctx, {
    ...{ indicateur: 'revenu-median', millesime: 2021, parametres: {}, fichier: 'fictif.csv', sha256: null },
    valeurs: [
      [
        { commune: '04001', valeur: 20_000.5, poids: null, motif: null },
        { commune: '04070', valeur: null, poids: null, motif: 'secret' },
      ],
    ],
    publiees: [{ maille: 'departement', zone: '04', valeur: 21_000 }],
  })
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

async function read(nom: string): Promise<{ octets: Buffer; lignes: string[][] }> {
  const reponse = await client.get(`/donnees/${nom}`)
  expect(reponse.status).toBe(200)
  const octets = Buffer.from(await reponse.arrayBuffer())
  return { octets, lignes: parseCsv(gunzipSync(octets), 100_000).map((l) => l.cellules) }
}

describe('open data', () => {
  it('lists its files with source, licence and date', async () => {
    const html = await (await client.get('/donnees')).text()
    for (const attendu of ['communes.csv.gz', 'revenu-median-2021.csv.gz', 'Insee, Filosofi', 'Licence Ouverte 2.0'])
      expect(html).toContain(attendu)
  })

  it('gives every commune', async () => {
    const { lignes } = await read('communes.csv.gz')
    expect(lignes).toHaveLength(1 + 34_969 + 45)
    const digne = lignes.find(([code]) => code === '04070') ?? []
    expect(digne.slice(0, 6)).toEqual(['04070', 'Digne-les-Bains', '', '04', '93', '200067437'])
  })

  it('gives a series, what is hidden being no zero', async () => {
    const { lignes } = await read('revenu-median-2021.csv.gz')
    expect(lignes).toEqual([
      ['commune', 'nom', 'millesime', 'valeur', 'poids', 'motif'],
      ['04001', 'Aiglun', '2021', '20000.5', '', ''],
      ['04070', 'Digne-les-Bains', '2021', '', '', 'secret'],
    ])
    const zones = await read('revenu-median-2021-territoires.csv.gz')
    expect(zones.lignes.find(([maille, zone]) => maille === 'departement' && zone === '04')?.slice(3, 5)).toEqual([
      '21000',
      'publie',
    ])
  })

  it('gives a file larger than a lot whole, in the order of codes', async () => {
    const { lignes } = await read('population-2023.csv.gz')
    const codes = lignes.slice(1).map(([code]) => code ?? '')
    expect(codes.length).toBeGreaterThan(34_000)
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('gives a checksum that is that of the file', async () => {
    const { octets } = await read('revenu-median-2021.csv.gz')
    const empreinte = await (await client.get('/donnees/revenu-median-2021.csv.gz.sha256')).text()
    expect(empreinte).toBe(`${createHash('sha256').update(octets).digest('hex')}  revenu-median-2021.csv.gz\n`)
  })

  it('gives definitions, with their vintages', async () => {
    const { indicateurs } = await (await client.get('/donnees/indicateurs.json')).json()
    expect(indicateurs.find((i: { code: string }) => i.code === 'revenu-median')).toMatchObject({
      agregation: 'aucune',
      millesimes: [2021],
    })
    expect((await read('indicateurs.csv.gz')).lignes[0]?.[0]).toBe('code')
  })

  it('has no other file', async () => {
    for (const nom of ['inconnu-2021.csv.gz', 'revenu-median-1999.csv.gz', 'compte.csv.gz', 'x.csv.gz.sha256'])
      expect((await client.get(`/donnees/${nom}`)).status).toBe(404)
  })
})

describe('values for programs', () => {
  const call = async (suite: string) => (await client.call('GET', `/api/v1/indicateurs/${suite}`, {})).json()

  it('go by pages', async () => {
    const zone = 'population/valeurs?zone=departement-04&taille=150'
    const premiere = await call(zone)
    expect(premiere.valeurs).toHaveLength(150)
    const seconde = await call(`${zone}&apres=${premiere.suite}`)
    expect(seconde.suite).toBeNull()
    expect(premiere.valeurs.length + seconde.valeurs.length).toBe(198)
    expect(seconde.valeurs[0].code > premiere.valeurs[149].code).toBe(true)
  })

  it('tell who computed what, and why there is nothing', async () => {
    const { valeurs } = await call('revenu-median/valeurs')
    expect(valeurs).toMatchObject([
      { code: '04001', valeur: 20_000.5, calcul: 'publie', motif: null },
      { code: '04070', valeur: null, calcul: null, motif: 'secret' },
    ])
    const departements = (await call('revenu-median/valeurs?maille=departement&taille=10')).valeurs
    expect(departements.find((v: { code: string }) => v.code === '04')).toMatchObject({
      valeur: 21_000,
      calcul: 'publie',
    })
  })

  it('refuse what means nothing', async () => {
    for (const suite of [
      'population/valeurs?zone=n-importe',
      'population/valeurs?maille=epci&zone=region-93',
      'population/valeurs?x=1',
    ])
      expect((await client.call('GET', `/api/v1/indicateurs/${suite}`, {})).status).toBe(422)
    expect((await client.call('GET', '/api/v1/indicateurs/inconnu', {})).status).toBe(404)
  })
})
