import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addIndicateurInvente } from '../../../testing/indicateurs.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import { createTerritoire } from '../territoire/territoire.queries.ts'

interface Reponse {
  communes: string[]
  population: number
  indicateurs: Record<string, unknown>[]
  avertissements: string[]
  erreurs?: { pointeur: string; message: string }[]
}

let base: BaseDeTest
let client: Client
/** Numbers of a private and of a public territory. */
let prive = 0
let publicTerritoire = 0
const ADRESSE = '/api/v1/territoires/portrait'

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  const ctx = createCtx(base.db)
  await importIndicateursReference(ctx)
  const mesures = [
    { commune: '04001', valeur: 2, poids: 1000 },
    { commune: '04009', valeur: 4, poids: 3000 },
  ]
  await addIndicateurInvente(ctx, { code: 'moyenne-fictive', agregation: 'moyenne', unite: 'points' }, [
    { millesime: 2021, valeurs: mesures },
    { millesime: 2023, valeurs: [...mesures, { commune: '04070', valeur: null }] },
  ])
  const territoire = { description: null, communes: ['04001', '04009'] }
  prive = (await createTerritoire(ctx, { ...territoire, nom: 'Gardé (fictif)', etat: 'prive' })) ?? 0
  publicTerritoire = (await createTerritoire(ctx, { ...territoire, nom: 'Ouvert (fictif)', etat: 'public' })) ?? 0
}, 120_000)
afterAll(async () => {
  await client.app.close()
  await base.close()
})

async function ask(suite: string): Promise<Reponse & { statut: number }> {
  const reponse = await client.call('GET', `${ADRESSE}?${suite}`, {})
  return { statut: reponse.status, ...((await reponse.json()) as Reponse) }
}

describe('the portrait, for programs', () => {
  it('answers codes, population and indicators, the newest vintage first', async () => {
    const { statut, communes, population, indicateurs, avertissements } = await ask('communes=04001,04009')
    expect([statut, communes, avertissements]).toEqual([200, ['04001', '04009'], []])
    const source = { source: 'Source fictive', unite: 'points', calcul: 'maillage' }
    expect(indicateurs.filter((i) => i.code === 'moyenne-fictive')).toEqual([
      expect.objectContaining({ ...source, millesime: 2023, valeur: 3.5, couverture: 1, minimum: 2, maximum: 4 }),
      expect.objectContaining({ ...source, millesime: 2021, valeur: 3.5 }),
    ])
    expect(indicateurs.find((i) => i.code === 'population')).toMatchObject({ valeur: population, unite: 'habitants' })
  })

  it('counts a commune named twice once, by any kind of separator', async () => {
    const une = await ask('communes=04001,04009')
    expect(await ask('communes=04009&communes=04001%2004001;04009')).toEqual(une)
  })

  it('gives the value of a lone commune as published', async () => {
    const { indicateurs } = await ask('communes=04001')
    expect(indicateurs.find((i) => i.code === 'moyenne-fictive')).toMatchObject({ valeur: 2, calcul: 'publie' })
  })

  it('computes nothing where too much is missing, and says so', async () => {
    const { indicateurs } = await ask('communes=04001,04070')
    expect(indicateurs.find((i) => i.code === 'moyenne-fictive')).toMatchObject({
      valeur: null,
      calcul: null,
      communesAvecValeur: 1,
      manque: expect.stringContaining('1 commune sur 2'),
    })
  })

  it('reads whole areas beside communes', async () => {
    const { statut, communes } = await ask('zones=departement-04&communes=05061')
    expect(statut).toBe(200)
    expect(communes).toHaveLength(199)
    expect(communes).toContain('05061')
  })

  it('reads an abolished code as today’s, and says so', async () => {
    // Châtillon-en-Michaille is a part of Valserhône since 2019.
    const { statut, communes, avertissements } = await ask('communes=01091,04001')
    expect([statut, communes]).toEqual([200, ['01033', '04001']])
    expect(avertissements.join()).toContain('01091')
  })

  it.each([
    ['', 'communes'],
    ['communes=99999', '99999'],
    ['communes=04001,licorne', 'licorne'],
    ['zones=departement-99', 'departement-99'],
    ['zones=licorne-3', 'licorne-3'],
    ['zones=commune-99999&communes=04001', 'commune-99999'],
    ['commune=04001', 'commune'],
  ])('refuses %s, naming what is wrong', async (suite, nom) => {
    const { statut, erreurs } = await ask(suite)
    expect(statut).toBe(422)
    expect(JSON.stringify(erreurs)).toContain(nom)
  })

  it('reads a public territory, and knows nothing of a private one', async () => {
    expect((await ask(`zones=territoire-${publicTerritoire}`)).communes).toEqual(['04001', '04009'])
    const refus = await ask(`zones=territoire-${prive}`)
    expect(refus.statut).toBe(422)
    expect(JSON.stringify(refus)).not.toContain('Gardé')
  })

  it('reads all of France', async () => {
    const { communes, population } = await ask('zones=france-FR')
    expect(communes.length).toBeGreaterThan(34_000)
    expect(population).toBeGreaterThan(60_000_000)
  })
})
