import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addTache, executeTaches } from '#core/jobs.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type ClientWeb, createWebClient } from '#core/web-client.ts'
import { ErreurUsage } from '../../../cli/usage.ts'
import { executeVerifierLiens } from '../../../cli/verifier-liens.ts'
import { addNotice, createCtx } from '../../../testing/catalogue.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createTacheVerification, executeVerification } from './adresse.actions.ts'
import { getAdresse, listAdresses, listAdressesNotice, listResultats } from './adresse.queries.ts'
import type { EtatAdresse } from './adresse.ts'

let base: BaseDeTest
let client: Client
let serveur: Server
let site: string
let web: ClientWeb
let demandes: string[] = []
/** Status of each page; 200 where nothing is said. */
let pages: Record<string, number> = {}

const JOUR = 86_400_000

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
  serveur = createServer((demande, reponse) => {
    demandes.push(demande.url ?? '')
    const statut = pages[demande.url ?? ''] ?? (demande.url === '/robots.txt' ? 404 : 200)
    reponse.writeHead(statut, statut === 301 ? { location: '/nouvelle' } : {}).end()
  }).listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  const hote = `127.0.0.1:${(serveur.address() as AddressInfo).port}`
  site = `http://${hote}`
  web = createWebClient({ adresse: 'https://maillage.example', hotesInternes: [hote] })
})
afterAll(async () => {
  serveur.close()
  await client.app.close()
  await base.close()
})
beforeEach(async () => {
  demandes = []
  pages = {}
  await sql`update notice set supprimee_le = now()`.execute(base.db)
  await client.connecter('documentaliste')
})

const verifier = (le: Date, reste: { max?: number; tout?: boolean } = {}) =>
  executeVerification(createCtx(base.db, le), { client: web, pause: 0, delai: 2000, ...reste })
const getLien = async (notice: number) => {
  const [lien] = await listAdressesNotice(createCtx(base.db), notice)
  if (!lien) throw new Error('Cette notice ne donne pas d’adresse.')
  return lien
}
const getEtat = async (notice: number): Promise<EtatAdresse> => (await getLien(notice)).etat
const lire = async (chemin: string): Promise<string> => (await client.get(chemin)).text()
const lePlusTard = (jours: number) => new Date(Date.now() + jours * JOUR)

describe('a run', () => {
  it('asks each address once, however many notices give it, and not before its time', async () => {
    const [a, b] = [await addNotice(base.db, { URL: `${site}/a` }), await addNotice(base.db, { URL: `${site}/a#part` })]
    await addNotice(base.db, { URL: 'pas une adresse' })
    expect(await verifier(lePlusTard(0))).toEqual({ verifiees: 1, bonne: 1 })
    expect(demandes).toEqual(['/robots.txt', '/a'])
    expect([await getEtat(a), await getEtat(b)]).toEqual(['bonne', 'bonne'])
    expect(await verifier(lePlusTard(29))).toEqual({ verifiees: 0 })
    expect(await verifier(lePlusTard(41))).toEqual({ verifiees: 1, bonne: 1 })
    expect(await verifier(lePlusTard(42), { tout: true })).toEqual({ verifiees: 1, bonne: 1 })
    expect((await listResultats(createCtx(base.db), (await getLien(a)).cle)).length).toBe(3)
  })

  it('says broken after failures on three days, and keeps each result', async () => {
    pages = { '/partie': 404 }
    await addNotice(base.db, { URL: `${site}/la` })
    const id = await addNotice(base.db, { URL: `${site}/partie` })
    const etats: EtatAdresse[] = []
    for (const jours of [0, 0.3, 1.5, 3]) {
      await verifier(lePlusTard(jours))
      etats.push(await getEtat(id))
    }
    expect(etats).toEqual(['en-panne', 'en-panne', 'en-panne', 'rompue'])
    const resultats = await listResultats(createCtx(base.db), (await getLien(id)).cle)
    expect(resultats.map((r) => [r.etat, r.statut, r.motif])).toEqual([
      ['rompue', 404, 'absente'],
      ['en-panne', 404, 'absente'],
      ['en-panne', 404, 'absente'],
    ])
    await client.connecter(null)
    expect(await lire(`/documentation/notices/${id}`)).toMatch(/Lien rompu le [\s\S]*web\.archive\.org/)
  })

  it('without network, no address is said to fail; with one that answers, it is', async () => {
    await addNotice(base.db, { URL: `${site}/temoin` })
    await verifier(lePlusTard(0))
    const perdue = await addNotice(base.db, { URL: 'http://perdue.invalid/page' })
    expect(await verifier(lePlusTard(1))).toEqual({ verifiees: 1, 'en-panne': 1 })
    expect(demandes.filter((d) => d === '/temoin')).toHaveLength(2)
    // Nothing has answered any more, and this is all that is due.
    await sql`update adresse set etat = 'en-panne' where hote not like 'perdue%'`.execute(base.db)
    expect(await verifier(lePlusTard(3))).toEqual({ verifiees: 0 })
    expect((await listResultats(createCtx(base.db), (await getLien(perdue)).cle)).length).toBe(1)
  })

  it('runs as a task, within bounds, and tells the dashboard', async () => {
    for (const n of [1, 2, 3]) await addNotice(base.db, { URL: `${site}/borne-${n}` })
    const ctx = createCtx(base.db)
    expect(await verifier(ctx.maintenant, { max: 1 })).toMatchObject({ verifiees: 1 })
    expect(await lire('/documentation/entretien')).toMatch(/Dernier passage le .*1 adresse ouverte/)
    expect((await listAdresses(ctx, 'jamais', '', 1)).total).toBe(2)
    const tache = createTacheVerification(web)
    await addTache(ctx, tache, {})
    expect(await executeTaches(ctx, [tache])).toBe(1)
    expect(demandes.filter((d) => d.startsWith('/borne'))).toHaveLength(3)
    expect((await listAdresses(ctx, 'jamais', '', 1)).total).toBe(0)
  })

  it('never twice at once, and from the command line', async () => {
    for (const n of [1, 2]) await addNotice(base.db, { URL: `${site}/commande-${n}` })
    const bilans = await Promise.all([verifier(new Date()), verifier(new Date())])
    expect(bilans.map((b) => b?.verifiees ?? null).toSorted()).toEqual([2, null])
    const dit: string[] = []
    const sorties = { ecrire: (t: string) => dit.push(t), erreur: (t: string) => dit.push(t) }
    const ctx = createCtx(base.db, lePlusTard(1))
    expect(await executeVerifierLiens([], sorties, ctx, web)).toBe(0)
    expect(await executeVerifierLiens(['--tout', '--max', '1'], sorties, ctx, web)).toBe(0)
    expect(dit.map((t) => t.split('\n')[0])).toEqual(['Adresses vérifiées\u00a0: 0', 'Adresses vérifiées\u00a0: 1'])
    for (const args of [['--max', '0'], ['--max'], ['fichier'], ['--autre']]) {
      await expect(executeVerifierLiens(args, sorties, ctx, web)).rejects.toThrow(ErreurUsage)
    }
  })

  it('a DOI is asked of its resolver', async () => {
    const id = await addNotice(base.db, { DOI: 'https://doi.org/10.1000/a?b' })
    expect(await getLien(id)).toMatchObject({ adresse: 'https://doi.org/10.1000/a%3Fb', hote: 'doi.org', champ: 'DOI' })
  })
})

describe('what one does of a link', () => {
  const rompre = async (chemin: string): Promise<{ id: number; cle: string }> => {
    const id = await addNotice(base.db, { title: `Notice de ${chemin}`, URL: `${site}${chemin}` })
    await verifier(lePlusTard(0))
    const { cle } = await getLien(id)
    return { id, cle }
  }

  it('a permanent move is proposed, and taken in the notices by one gesture, through their history', async () => {
    pages = { '/ancienne': 301 }
    const { id, cle } = await rompre('/ancienne')
    const autre = await addNotice(base.db, { URL: `${site}/ancienne` })
    expect(await lire('/documentation/entretien/liens?etat=redirigee')).toContain(`Mène à ${site}/nouvelle`)
    const page = await lire(`/documentation/entretien/liens/${cle}?etat=redirigee`)
    expect(page).toContain(`name="adresse" value="${site}/nouvelle"`)
    const envoi = { etat: 'redirigee', adresse: `${site}/nouvelle`, [`versions.${id}`]: '1' }
    // A notice that one has not seen: nothing is changed.
    expect((await client.post(`/documentation/entretien/liens/${cle}/corriger`, envoi)).status).toBe(409)
    const reponse = await client.post(`/documentation/entretien/liens/${cle}/corriger`, {
      ...envoi,
      [`versions.${autre}`]: '1',
    })
    expect(reponse.headers.get('location')).toBe('/documentation/entretien/liens?etat=redirigee&avis=lien-corrige')
    expect((await getLien(id)).adresse).toBe(`${site}/nouvelle`)
    expect(await getEtat(autre)).toBe('jamais')
    expect(await lire(`/documentation/notices/${id}/historique`)).toContain('nouvelle')
  })

  it('a wrong correction comes back with what was typed', async () => {
    pages = { '/fautive': 404 }
    const { id, cle } = await rompre('/fautive')
    for (const [adresse, message] of [
      ['', 'Écrivez la nouvelle adresse.'],
      ['ftp://a', 'Écrivez une adresse complète'],
      [`${site}/fautive`, 'Cette adresse est celle de la notice.'],
    ] as const) {
      const reponse = await client.post(`/documentation/entretien/liens/${cle}/corriger`, {
        etat: 'en-panne',
        adresse,
        [`versions.${id}`]: '1',
      })
      expect(reponse.status).toBe(422)
      expect(await reponse.text()).toContain(message)
    }
  })

  it('a DOI is corrected by a DOI', async () => {
    const id = await addNotice(base.db, { DOI: '10.1000/faux' })
    const { cle } = await getLien(id)
    const versions = { [`versions.${id}`]: '1' }
    const refus = await client.post(`/documentation/entretien/liens/${cle}/corriger`, {
      ...versions,
      adresse: 'https://exemple.invalid/',
    })
    expect(await refus.text()).toContain('donne cette adresse par son DOI')
    await client.post(`/documentation/entretien/liens/${cle}/corriger`, {
      ...versions,
      adresse: 'https://doi.org/10.1000/juste',
    })
    expect((await getLien(id)).adresse).toBe('https://doi.org/10.1000/juste')
  })

  it('found good by a person, set aside, taken back', async () => {
    pages = { '/robot': 403, '/autre': 403 }
    const { id, cle } = await rompre('/robot')
    const { cle: autre } = await rompre('/autre')
    expect(await getEtat(id)).toBe('a-revoir')
    const vers = async (geste: string, champs: Record<string, string> = {}) =>
      (
        await client.post(`/documentation/entretien/liens/${cle}/${geste}`, { etat: 'a-revoir', ...champs })
      ).headers.get('location')
    expect(await vers('confirmer')).toBe(`/documentation/entretien/liens/${autre}?etat=a-revoir&avis=lien-confirme`)
    expect(await getEtat(id)).toBe('bonne')
    expect(await lire(`/documentation/notices/${id}`)).toContain('Lien vérifié le ')
    await verifier(lePlusTard(60))
    expect(await getEtat(id)).toBe('bonne')
    const refus = await client.post(`/documentation/entretien/liens/${cle}/ecarter`, { etat: 'bonne', raison: ' ' })
    expect(await refus.text()).toContain('Dites pourquoi ce lien est mis de côté.')
    expect(await vers('ecarter', { raison: 'Réservé aux abonnés' })).toContain('avis=lien-ecarte')
    expect(await lire('/documentation/entretien/liens?etat=ecartee')).toContain('Réservé aux abonnés')
    demandes = []
    await verifier(lePlusTard(400), { tout: true })
    expect(demandes).not.toContain('/robot')
    await vers('reprendre')
    await verifier(lePlusTard(401))
    expect(demandes).toContain('/robot')
    expect((await getAdresse(createCtx(base.db), cle))?.ecarteeLe).toBeNull()
  })

  it.each([null, 'contributeur'] as const)('is nothing to %s', async (role) => {
    const { cle } = await rompre('/secrete')
    await client.connecter(role)
    for (const geste of ['corriger', 'confirmer', 'ecarter', 'reprendre']) {
      const champs = { adresse: `${site}/x`, raison: 'x' }
      expect((await client.post(`/documentation/entretien/liens/${cle}/${geste}`, champs)).status).toBe(404)
    }
    expect((await client.get(`/documentation/entretien/liens/${cle}`)).status).toBe(404)
  })
})
