import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addIndicateurInvente } from '../../../testing/indicateurs.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import { createTerritoire } from '../territoire/territoire.queries.ts'

let base: BaseDeTest
let client: Client
let prive = 0
let ouvert = 0

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  const ctx = createCtx(base.db)
  await importIndicateursReference(ctx)
  const territoire = { description: null, communes: ['04001', '04009'] }
  prive = (await createTerritoire(ctx, { ...territoire, nom: 'Gardé fictif', etat: 'prive' })) ?? 0
  ouvert = (await createTerritoire(ctx, { ...territoire, nom: 'Ouvert fictif', etat: 'public' }, { fictif: true })) ?? 0
}, 120_000)
afterAll(async () => {
  await client.app.close()
  await base.close()
})

/** Text of a page as it is read, no-break spaces made plain. */
async function read(chemin: string): Promise<{ statut: number; texte: string; vers: string | null }> {
  const reponse = await client.get(chemin)
  const html = (await reponse.text()).replace(/^[\s\S]*<main/, '<main')
  const texte = html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', '’')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
  return { statut: reponse.status, texte, vers: reponse.headers.get('location') }
}

describe('with the population alone', () => {
  it('says who may bring more', async () => {
    const { statut, texte } = await read('/territoires/epci/200067437')
    expect(statut).toBe(200)
    expect(texte).toContain('46 communes')
    expect(texte).toContain('Seule la population est connue')
    expect(texte).not.toContain('Importer des indicateurs')
    await client.connecter('documentaliste')
    expect((await read('/territoires/epci/200067437')).texte).toContain('Importer des indicateurs')
    await client.connecter(null)
  })
})

describe('with indicators', () => {
  beforeAll(async () => {
    const ctx = createCtx(base.db)
    const valeurs = ['04001', '04009', '04070', '04049'].map((commune, i) => ({ commune, valeur: i + 1, poids: 100 }))
    await addIndicateurInvente(
      ctx,
      {
        code: 'apl-fictive',
        agregation: 'moyenne',
        famille: 'acces',
        seuil: 1.5,
        seuilLibelle: 'Repère fictif',
        phrase: 'On compte {valeur} points fictifs.',
      },
      [
        { millesime: 2010, valeurs: valeurs.slice(0, 2) },
        { millesime: 2022, valeurs, publiees: [{ maille: 'france', zone: 'FR', valeur: 0.5 }] },
      ],
    )
    await addIndicateurInvente(ctx, { code: 'mediane-fictive', agregation: 'aucune', famille: 'revenus' }, [
      { millesime: 2022, valeurs, publiees: [{ maille: 'departement', zone: '04', valeur: 7.5 }] },
    ])
  })

  it('shows the number, its sentence, its rule, both ends, the threshold and what stands beside', async () => {
    const { texte } = await read('/territoires/portrait?communes=04001,04009')
    expect(texte).toContain('1,5 points 2022, calcul Maillage, fictif')
    expect(texte).toContain('On compte 1,5 points fictifs. Plus élevé qu’en France.')
    expect(texte).toContain('De 1,0 (Aiglun) à 2,0 (Archail) selon les communes.')
    expect(texte).toMatch(/\d+ % des habitants vivent dans une commune sous 1,5. Repère fictif./)
    expect(texte).toContain('Moyenne des communes, chacune selon son poids. Ce qui pèse : poids fictif.')
    expect(texte).toContain('2 communes sur 2 avec une valeur, 100 % de la population')
    expect(texte).toContain('refondue en 2015')
    expect(texte).toContain('ne dit rien des délais')
  })

  it('computes no median, and no mean of a part of the people', async () => {
    const { texte } = await read('/territoires/departements/04')
    expect(texte).toContain('7,5 points 2022, valeur publiée')
    expect(texte).toContain('Trop de valeurs manquent pour calculer')
    expect(texte).toContain('Pas de valeur pour l’ensemble : Indicateur fictif apl-fictive.')
    const epci = await read('/territoires/epci/200067437')
    expect(epci.texte).toContain('Ne se calcule pas à partir des communes')
    expect(epci.texte).toContain('De 1,0 (Aiglun) à 4,0 (')
  })

  it('draws the map of the indicator that the address names, of that one alone', async () => {
    const page = async (suite: string) => (await client.get(`/territoires/epci/200067437${suite}`)).text()
    const sans = await page('?vue=cercles')
    expect(sans).toContain('<form id="voir-carte" method="get" action="/territoires/epci/200067437"')
    expect(sans).toContain('<input type="hidden" name="vue" value="cercles"/>')
    expect(sans).toMatch(/<button[^>]*form="voir-carte"[^>]*formaction="#i-apl-fictive"[^>]*value="apl-fictive"/)
    const html = await page('?indicateur=apl-fictive&vue=cercles')
    expect(html).toContain('id="carte-apl-fictive"')
    expect(html).not.toContain('id="carte-mediane-fictive"')
    expect(await page('?indicateur=licorne&vue=licorne')).not.toContain('class="map"')
    // One commune is no map.
    const commune = await (await client.get('/territoires/communes/04001?indicateur=apl-fictive')).text()
    expect(commune).not.toContain('class="map"')
    expect(commune).not.toContain('Voir la carte')
  })

  it('of a commune shows what is published, without ends', async () => {
    const { texte } = await read('/territoires/communes/04001')
    expect(texte).toContain('1,0 points 2022, valeur publiée')
    expect(texte).not.toContain('selon les communes')
  })
})

describe('addresses', () => {
  it.each([
    ['/territoires/portrait?communes=04001', '/territoires/communes/04001'],
    ['/territoires/portrait?zones=region-93', '/territoires/regions/93'],
    ['/territoires/portrait?zones=france-FR', '/territoires/france'],
    ['/territoires/portrait?zones=france-FM', '/territoires/france-metropolitaine'],
    ['/territoires/communes/01091', '/territoires/communes/01033'],
    ['/territoires/communes/2a004', '/territoires/communes/2A004'],
  ])('%s leads to %s', async (de, vers) => expect(await read(de)).toMatchObject({ statut: 303, vers }))

  it.each([
    '/territoires/communes/99999',
    '/territoires/epci/999999999',
    '/territoires/departements/99',
    '/territoires/regions/99',
  ])('%s is not there', async (chemin) => expect((await read(chemin)).statut).toBe(404))

  it.each(['france', 'france-metropolitaine', 'communes/13055', 'communes/13201', 'departements/976'])(
    '/territoires/%s answers',
    async (chemin) => expect((await read(`/territoires/${chemin}`)).statut).toBe(200),
  )

  it('leaves out what is unknown, and says so; refuses where nothing is known', async () => {
    const { statut, texte } = await read('/territoires/portrait?communes=04001,99999,04009,01091')
    expect(statut).toBe(200)
    expect(texte).toContain('Non reconnu, laissé de côté 99999.')
    expect(texte).toContain('Le code 01091 n’est plus en vigueur : il est lu comme 01033.')
    const rien = await read('/territoires/portrait?communes=99999')
    expect(rien.statut).toBe(422)
    expect(rien.texte).toContain('Aucun de ces codes n’est connu : 99999.')
  })

  it('takes a long list by a form, and leads to the shortest address', async () => {
    const codes = (await (await client.call('GET', '/api/v1/territoires/portrait?zones=region-93', {})).json()) as {
      communes: string[]
    }
    const envoi = await client.post('/territoires/portrait', { texte: [...codes.communes, '05001'].join('\n') })
    expect([envoi.status, envoi.headers.get('location')]).toEqual([303, '/territoires/portrait?zones=region-93'])
  })

  it('takes names as well, and sends what is not sure to be chosen', async () => {
    const noms = await client.post('/territoires/portrait', { texte: 'Digne-les-Bains\n04001 04009, Aiglun (04)' })
    expect([noms.status, noms.headers.get('location')]).toEqual([
      303,
      '/territoires/portrait?communes=04001,04009,04070',
    ])
    const refus = await client.post('/territoires/portrait', { texte: '04001\nSaint-Martin\nzzzzzz' })
    expect(refus.status).toBe(422)
    const html = (await refus.text()).replaceAll(/[\u00a0\u202f]/g, ' ')
    expect(html).toContain('2 lignes à préciser : ligne 2, « Saint-Martin » : plusieurs communes,')
    expect(html).toContain('ligne 3, « zzzzzz » : aucune commune')
    expect(html).toMatch(/formaction="\/territoires\/composer"/)
    expect((await client.post('/territoires/portrait', { texte: ' ' })).status).toBe(422)
  })

  it('shows a public territory to all, a private one to its owner’s eyes only', async () => {
    expect((await read(`/territoires/${ouvert}/portrait`)).texte).toContain('Territoire fictif')
    expect((await read(`/territoires/${prive}/portrait`)).statut).toBe(404)
    expect((await read(`/territoires/portrait?zones=territoire-${prive}`)).texte).not.toContain('Gardé')
    await client.connecter('administrateur')
    expect((await read(`/territoires/${prive}/portrait`)).statut).toBe(200)
    await client.connecter(null)
  })
})
