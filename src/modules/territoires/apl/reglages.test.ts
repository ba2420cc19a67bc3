import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../testing/client.ts'
import { type Bac, createBac, DIGNE, readPage, TEMPS, THOARD } from '../../../testing/simulations.ts'

let bac: Bac
let client: Client
beforeAll(async () => {
  bac = await createBac()
  client = bac.client
})
afterAll(() => bac.close())

describe('imported travel times', () => {
  it('come in once, lines aside are told', async () => {
    const avec = `${TEMPS}\n99999,${DIGNE},3\n${DIGNE},${THOARD},1\n`
    expect((await bac.importTemps('Avec fautes', avec)).headers.get('location')).toContain('temps-importes')
    expect((await bac.importTemps('Avec fautes', avec)).headers.get('location')).toContain('temps-deja-la')
    const page = await readPage(client.get('/simulations/temps'))
    expect(page).toContain('9 paires')
    expect(page).toContain('Ligne 11 : « 99999 » n’est pas le code d’une commune')
    expect(page).toContain(`Ligne 12 : La paire ${DIGNE}, ${THOARD} est déjà donnée`)
  })
  it('replace those of the same name', async () => {
    await bac.importTemps('Avec fautes', `origine,destination,minutes\n${DIGNE},${DIGNE},0\n`)
    expect(await readPage(client.get('/simulations/temps'))).toContain('1 paire,')
  })
  it.each([
    ['a;b\n', /Colonne absente/],
    ['origine,destination,minutes\n04070,04217,douze\n', /Ligne 2 : minutes n’est pas un nombre/],
    ['origine,destination,minutes\n1,2,3\n', /Aucune ligne/],
  ])('%j is refused, what was there stays', async (texte, message) => {
    const reponse = await bac.importTemps('Avec fautes', texte)
    expect(reponse.status).toBe(422)
    expect(await readPage(reponse)).toMatch(message)
    expect(await readPage(client.get('/simulations/temps'))).toContain('1 paire,')
  })
  it('are brought in by those who keep indicators alone', async () => {
    await client.connecter('contributeur')
    const envoi = { nom: 'x', fichier: new File([TEMPS], 't.csv') }
    expect((await client.post('/simulations/temps', envoi)).status).toBe(404)
    await client.connecter(null)
  })
})

describe('parameter sets', () => {
  const JEU = { code: 'proche-2026', libelle: 'Proche', parametres: '{"limite": 9, "decroissance": {"gaussienne": 4}}' }
  it('are added by those who keep indicators, and never change', async () => {
    await client.connecter('coordinateur')
    expect((await client.post('/simulations/parametres', JEU)).status).toBe(303)
    expect(await readPage(client.get('/simulations/parametres'))).toContain('Au-delà de 9 minutes')
    const encore = await client.post('/simulations/parametres', JEU)
    expect([encore.status, (await readPage(encore)).includes('Ce code est pris')]).toEqual([422, true])
    const faux = await client.post('/simulations/parametres', { ...JEU, code: 'autre', parametres: '{"limite": 9}' })
    expect([faux.status, (await readPage(faux)).includes('« decroissance » doit être un objet')]).toEqual([422, true])
    const sansEffet = '{"limite": 9, "unite": 100, "decroissance": {"gaussienne": 4}}'
    const refus = await client.post('/simulations/parametres', { ...JEU, code: 'autre', parametres: sansEffet })
    expect([refus.status, (await readPage(refus)).includes('ligne de commande')]).toEqual([422, true])
    await client.connecter('contributeur')
    expect((await client.post('/simulations/parametres', JEU)).status).toBe(404)
  })
})
