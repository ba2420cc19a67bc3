import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { executeTaches } from '#core/jobs.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createReglagesDeTest, createServeurOai, formatDc } from '../../../testing/serveur-oai.ts'
import { createTachesMoisson } from './taches.ts'

let base: BaseDeTest
let client: Client
let serveur: Awaited<ReturnType<typeof createServeurOai>>
let ctx: Ctx

beforeAll(async () => {
  base = await createBaseDeTest()
  serveur = await createServeurOai(10)
  client = createClientDeTest(base.db, { hotesInternes: ['127.0.0.1'] })
  ctx = { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
  await client.connecter('documentaliste')
})
afterAll(async () => {
  serveur.close()
  await client.app.close()
  await base.close()
})

const lire = async (chemin: string) => {
  const reponse = await client.get(chemin)
  expect(reponse.status, chemin).toBe(200)
  return reponse.text()
}
/** Runs what is asked for, now and not at the test’s beginning. */
const travailler = () =>
  executeTaches(
    { ...ctx, maintenant: new Date(Date.now() + 1000) },
    createTachesMoisson(createReglagesDeTest().client, createReglagesDeTest()),
  )
const saisir = (champs: Record<string, string> = {}) => ({
  nom: 'Base fictive',
  adresse: serveur.adresse,
  prefixe: 'oai_dc',
  ensemble: '',
  licence: 'Licence fictive',
  frequence: 'hebdomadaire',
  ...champs,
})
const record = (n: number, titre: string, champs: Record<string, string> = {}, date = '2026-01-01T00:00:00Z') => ({
  id: `oai:fictif:${n}`,
  date,
  description: formatDc(titre, { creator: 'Fictive, Ana', date: '2020', ...champs }),
})

describe('a source', () => {
  it('is checked before it is declared: formats and sets become choices', async () => {
    expect(await lire('/documentation/moissons')).toContain('Aucune source n’est encore déclarée')
    const reponse = await client.post('/documentation/moissons/verifier', {
      adresse: `${serveur.adresse}&verb=Identify`,
    })
    const page = await reponse.text()
    expect(reponse.status).toBe(200)
    expect(page).toContain('Le serveur répond\u00a0: Base fictive')
    expect(page).toMatch(/<option value="pmb_xml_unimarc" selected[^>]*>/)
    expect(page).toContain('<option value="set_1">Panier fictif (set_1)</option>')
    expect(page).toContain('name="nom"')
    expect(page).not.toContain('verb=Identify')
  })

  it.each([
    ['http://127.0.0.1:9/', 'Le serveur refuse la connexion'],
    ['http://10.0.0.1/oai', 'réseau privé'],
    ['pas une adresse', 'http:// ou https://'],
  ])('%s cannot be checked: said, with what was typed', async (adresse, message) => {
    const reponse = await client.post('/documentation/moissons/verifier', saisir({ adresse, nom: 'Nom tapé' }))
    const page = await reponse.text()
    expect(reponse.status).toBe(422)
    expect(page).toContain(message)
    expect(page).toContain('value="Nom tapé"')
  })

  it('is declared, harvested on demand, and tells what came', async () => {
    expect((await client.post('/documentation/moissons', saisir({ nom: '', prefixe: '' }))).status).toBe(422)
    const creee = await client.post('/documentation/moissons', saisir())
    expect(creee.headers.get('location')).toMatch(/^\/documentation\/moissons\/1\?/)
    const double = await client.post('/documentation/moissons', saisir({ nom: 'La même' }))
    expect([double.status, await double.text()]).toEqual([
      422,
      expect.stringContaining('Une autre source demande déjà'),
    ])

    serveur.etat.records = [
      record(1, 'Marcher au village', { coverage: 'Lieu fictif' }),
      record(2, 'Un jardin pour tous'),
      record(3, 'Marcher au village', { creator: 'Autre, Personne' }),
      { id: 'oai:fictif:4', date: '2026-01-01T00:00:00Z', description: '<mods/>' },
    ]
    expect((await client.post('/documentation/moissons/1/lancer')).status).toBe(303)
    expect(await travailler()).toBe(1)
    const page = await lire('/documentation/moissons/1')
    expect(page).toContain('1\u00a0notice à examiner')
    expect(page).toContain('Faite')
    const rapport = await lire('/documentation/moissons/1/passages/1')
    expect(rapport).toContain('oai:fictif:4')
    expect(rapport).toContain('n’est pas de ceux qui sont lus')
    expect(rapport).toContain('Lieu fictif')
    expect(await lire('/documentation/moissons')).toContain('/documentation/moissons/1/attente')
  })

  it('tells its notices where they come from, and when they are gone from there', async () => {
    const { rows } = await sql<{
      notice: number
    }>`select notice from moisson_notice where identifiant = 'oai:fictif:2'`.execute(base.db)
    const adresse = `/documentation/notices/${rows[0]?.notice}`
    expect(await lire(adresse)).toContain('Base fictive, oai:fictif:2, Licence fictive')
    serveur.etat.records = [{ id: 'oai:fictif:2', date: '2026-09-09T00:00:00Z', description: null }]
    await client.post('/documentation/moissons/1/lancer')
    await travailler()
    expect(await lire(adresse)).toMatch(/retirée de la source le /)
  })
})

describe('a record that waits', () => {
  it('is another document: it becomes a notice', async () => {
    expect(await lire('/documentation/moissons/1/attente')).toContain('même titre')
    const page = await lire('/documentation/moissons/1/attente/comparer?oai=oai%3Afictif%3A3')
    expect(page).toContain('Est-ce le même document')
    expect(page).toContain('Personne Autre')
    const accepte = await client.post('/documentation/moissons/1/attente/accepter', { oai: 'oai:fictif:3' })
    expect(accepte.headers.get('location')).toMatch(/attente\?avis=recolte-acceptee/)
    expect(await lire('/documentation/moissons/1/attente')).toContain('Rien n’attend')
    expect((await client.post('/documentation/moissons/1/attente/accepter', { oai: 'oai:fictif:3' })).status).toBe(409)
  })

  it('changed on both sides: field by field into its notice', async () => {
    const { rows } = await sql<{
      notice: number
    }>`select notice from moisson_notice where identifiant = 'oai:fictif:1'`.execute(base.db)
    const notice = rows[0]?.notice ?? 0
    const corrigee = await client.post(`/documentation/notices/${notice}/modifier`, {
      version: '1',
      nature: 'dossier',
      title: 'Marcher au village, corrigé',
      auteurs: 'Fictive, Ana',
      date: '2020',
    })
    expect(corrigee.status).toBe(303)
    serveur.etat.records = [record(1, 'Marcher au village', { date: '2021', language: 'fre' }, '2026-09-10T00:00:00Z')]
    await client.post('/documentation/moissons/1/lancer')
    await travailler()
    const page = await lire('/documentation/moissons/1/attente/comparer?oai=oai%3Afictif%3A1')
    expect(page).toContain('Reprendre les changements de la source')
    const envoi = await client.post('/documentation/moissons/1/attente/fusionner', {
      oai: 'oai:fictif:1',
      avec: String(notice),
      version: '2',
      'choix.csl.issued': 'autre',
    })
    expect(envoi.status).toBe(303)
    const fiche = await lire(`/documentation/notices/${notice}`)
    expect(fiche).toContain('Marcher au village, corrigé')
    expect(fiche).toContain('2021')
  })

  it('is not wanted: never proposed again', async () => {
    serveur.etat.records = [record(5, 'Un jardin pour tous', { creator: 'Autre, Personne' }, '2026-09-11T00:00:00Z')]
    await client.post('/documentation/moissons/1/lancer')
    await travailler()
    expect((await client.post('/documentation/moissons/1/attente/ecarter', { oai: 'oai:fictif:5' })).status).toBe(303)
    serveur.etat.records = [record(5, 'Un jardin pour tous', { creator: 'Autre, Fictif' }, '2026-09-12T00:00:00Z')]
    await client.post('/documentation/moissons/1/lancer')
    await travailler()
    expect(await lire('/documentation/moissons/1/attente')).toContain('Rien n’attend')
  })
})

describe('a source goes on', () => {
  it('is changed, paused, read again in whole, taken away', async () => {
    expect(await lire('/documentation/moissons/1/modifier')).toContain('value="Base fictive"')
    const perime = await client.post('/documentation/moissons/1/modifier', saisir({ version: '7', nom: 'Nouveau nom' }))
    expect(perime.status).toBe(409)
    const change = await client.post(
      '/documentation/moissons/1/modifier',
      saisir({ version: '1', nom: 'Nouveau nom', frequence: 'manuelle' }),
    )
    expect(change.status).toBe(303)
    expect(await lire('/documentation/moissons/1')).toContain('Seulement à la demande')
    await client.post('/documentation/moissons/1/suspendre')
    expect(await lire('/documentation/moissons/1')).toContain('en pause')
    await client.post('/documentation/moissons/1/reprendre')
    await client.post('/documentation/moissons/1/lancer', { tout: '1' })
    expect(await lire('/documentation/moissons/1')).toContain('lira tout le catalogue')
    expect(await lire('/documentation/moissons/1/retirer')).toContain('Ses notices restent au catalogue')
    await client.post('/documentation/moissons/1/retirer')
    expect((await client.get('/documentation/moissons/1')).status).toBe(404)
    // Its harvest was asked for: it finds nothing to do.
    expect(await travailler()).toBe(1)
  })

  it.each(['contributeur', null] as const)('does not exist for %s', async (role) => {
    await client.connecter(role)
    for (const chemin of ['', '/nouvelle', '/1', '/1/attente']) {
      const { status } = await client.get(`/documentation/moissons${chemin}`)
      expect([303, 404], chemin).toContain(status)
    }
    expect((await client.post('/documentation/moissons/verifier', { adresse: serveur.adresse })).status).toBe(404)
  })
})
