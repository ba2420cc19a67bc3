import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createServerTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWebClient } from '#core/web-client.ts'
import type { Motif, Observation } from './adresse.ts'
import { createVisiteur } from './visite.formats.ts'

interface Demande {
  methode: string
  chemin: string
  quand: number
  agent: string
}

interface Site {
  base: string
  hote: string
  demandes: Demande[]
  close(): void
}

/** A site on this machine, which notes what it is asked and when. */
async function startSite(repondre: RequestListener, serveur: Server = createServer()): Promise<Site> {
  const demandes: Demande[] = []
  serveur.on('request', (demande, reponse) => {
    const note = { methode: demande.method ?? '', chemin: demande.url ?? '', quand: performance.now() }
    const notee: Demande = { ...note, agent: String(demande.headers['user-agent']) }
    demandes.push(notee)
    repondre(demande, reponse)
  })
  serveur.listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  const { port } = serveur.address() as AddressInfo
  const close = () => {
    serveur.closeAllConnections()
    serveur.close()
  }
  return { base: `http://127.0.0.1:${port}`, hote: `127.0.0.1:${port}`, demandes, close }
}

const PAGES: Record<string, RequestListener> = {
  '/robots.txt': (_d, r) => r.end('User-agent: *\nDisallow: /\n\nUser-agent: maillage\nDisallow: /prive\n'),
  '/bonne': (_d, r) => r.end('bonjour'),
  '/retiree': (_d, r) => r.writeHead(410).end(),
  '/tete-refusee': (d, r) => r.writeHead(d.method === 'HEAD' ? 405 : 200).end(),
  '/tete-absente': (d, r) => r.writeHead(d.method === 'HEAD' ? 404 : 200).end(),
  '/tete-coupee': (d, r) => (d.method === 'HEAD' ? d.socket.destroy() : r.end('bonjour')),
  '/demenagee': (_d, r) => r.writeHead(301, { location: '/demenagee-2' }).end(),
  '/demenagee-2': (_d, r) => r.writeHead(308, { location: '/bonne' }).end(),
  '/puis-passagere': (_d, r) => r.writeHead(301, { location: '/passagere' }).end(),
  '/passagere': (_d, r) => r.writeHead(302, { location: '/bonne' }).end(),
  '/vers-accueil': (_d, r) => r.writeHead(301, { location: '/' }).end(),
  '/': (_d, r) => r.end('accueil'),
  '/boucle': (_d, r) => r.writeHead(302, { location: '/boucle' }).end(),
  '/longue': (_d, r) => r.writeHead(302, { location: `/longue?${Math.random()}` }).end(),
  '/vers-prive': (_d, r) => r.writeHead(302, { location: 'http://10.0.0.1/secret' }).end(),
  '/vers-fichier': (_d, r) => r.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/vers-interdite': (_d, r) => r.writeHead(302, { location: '/prive' }).end(),
  '/muette': () => undefined,
  '/coupee': (d, r) => {
    if (d.method === 'HEAD') return d.socket.destroy()
    r.writeHead(200, { 'content-length': 1000 }).write('début')
    setTimeout(() => r.destroy(), 20)
  },
  '/immense': (d, r) => {
    if (d.method === 'HEAD') return r.writeHead(501).end()
    const ecrire = () => {
      while (!r.destroyed && r.write(Buffer.alloc(65_536)));
    }
    r.on('drain', ecrire)
    ecrire()
  },
  '/attendre': (_d, r) => r.writeHead(429, { 'retry-after': '3600' }).end(),
  '/refus': (_d, r) => r.writeHead(403).end(),
  '/panne': (_d, r) => r.writeHead(503).end(),
  '/prive': (_d, r) => r.end('jamais lue'),
}

/** Made for this test, signed by itself, for a name that does not exist. */
const CLE = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxW+eUdz+QXgY8dhG
fiIBEpQ4ummSzHKyJVOWhYigPqGhRANCAATQOLmqEZUtIQxBIdlkLup4Xhl7/Vlt
TULiLdV6w62DrtDL0yNIR95Qf5Ya46B7yIC0KhFELuou8AGOSYI2kPZ7
-----END PRIVATE KEY-----
`
const CERTIFICAT = `-----BEGIN CERTIFICATE-----
MIIBjDCCATGgAwIBAgIUZz+wIoO7Ug4RGSRpmXymJrfGvI0wCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPZXhlbXBsZS5pbnZhbGlkMCAXDTI2MTEyMjA3NDMwMloYDzIx
MjYxMDI5MDc0MzAyWjAaMRgwFgYDVQQDDA9leGVtcGxlLmludmFsaWQwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAATQOLmqEZUtIQxBIdlkLup4Xhl7/VltTULiLdV6
w62DrtDL0yNIR95Qf5Ya46B7yIC0KhFELuou8AGOSYI2kPZ7o1MwUTAdBgNVHQ4E
FgQUvsO+3gaOmxQ3D15+tHbSVy9LBTUwHwYDVR0jBBgwFoAUvsO+3gaOmxQ3D15+
tHbSVy9LBTUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAtUOp
UtaR5AAcIcsJqC8yR0SNlMWATf+t7YnWd7J+GCYCIQDC47/FE5w1X218HQ8q1vfr
QCprXTS3lER2Az8MhfKycQ==
-----END CERTIFICATE-----
`

let site: Site
beforeAll(async () => {
  site = await startSite((demande, reponse) => {
    const page = PAGES[(demande.url ?? '').split('?')[0] ?? '']
    if (page) page(demande, reponse)
    else reponse.writeHead(404).end()
  })
})
afterAll(() => site.close())

const visit = (adresse: string, hotes = [site.hote], delai = 400): Promise<Observation> =>
  createVisiteur({
    client: createWebClient({ adresse: 'https://maillage.example', hotesInternes: hotes }),
    pause: 0,
    delai,
  })(adresse)

describe('a visit', () => {
  it.each<[string, Motif | null, Partial<Observation>?]>([
    ['/bonne', null, { statut: 200 }],
    ['/absente', 'absente', { statut: 404, issue: 'panne' }],
    ['/retiree', 'retiree', { statut: 410, issue: 'panne' }],
    ['/tete-refusee', null],
    ['/tete-absente', null],
    ['/tete-coupee', null],
    ['/passagere', null, { vers: null }],
    ['/vers-accueil', 'accueil', { issue: 'incertaine' }],
    ['/boucle', 'redirections', { issue: 'panne' }],
    ['/longue', 'redirections'],
    ['/vers-prive', 'interdite', { issue: 'incertaine' }],
    ['/vers-fichier', 'adresse'],
    ['/muette', 'delai', { issue: 'panne' }],
    ['/coupee', 'coupee', { issue: 'panne' }],
    ['/immense', null],
    ['/attendre', 'debit', { statut: 429, issue: 'incertaine', attente: 3600 }],
    ['/refus', 'refus', { statut: 403, issue: 'incertaine' }],
    ['/panne', 'serveur', { statut: 503, issue: 'panne' }],
    ['/prive', 'robots', { issue: 'incertaine', statut: null }],
    ['/vers-interdite', 'robots'],
  ])('%s: %s', async (chemin, motif, reste = {}) => {
    expect(await visit(site.base + chemin)).toMatchObject({ motif, ...reste })
  })

  it('follows permanent redirections and proposes where they lead, up to the first temporary one', async () => {
    expect((await visit(`${site.base}/demenagee`)).vers).toBe(`${site.base}/bonne`)
    expect((await visit(`${site.base}/puis-passagere`)).vers).toBe(`${site.base}/passagere`)
  })

  it('asks for the headers alone, and for the page where a server knows no HEAD; says who asks', async () => {
    site.demandes.length = 0
    await visit(`${site.base}/bonne`)
    await visit(`${site.base}/tete-refusee`)
    expect(site.demandes.map((d) => `${d.methode} ${d.chemin}`)).toEqual([
      'GET /robots.txt',
      'HEAD /bonne',
      'GET /robots.txt',
      'HEAD /tete-refusee',
      'GET /tete-refusee',
    ])
    expect(new Set(site.demandes.map((d) => d.agent))).toEqual(new Set(['Maillage (+https://maillage.example)']))
  })

  it('asks nothing of a private network', async () => {
    site.demandes.length = 0
    expect(await visit(`${site.base}/bonne`, [])).toMatchObject({ motif: 'interdite', issue: 'incertaine' })
    expect(site.demandes).toEqual([])
  })

  it.each<[string, Motif]>([
    ['http://nulle-part.invalid/page', 'dns'],
    ['http://qui:secret@exemple.invalid/', 'adresse'],
    ['https://', 'adresse'],
  ])('%s: %s', async (adresse, motif) => {
    expect((await visit(adresse)).motif).toBe(motif)
  })

  it('a certificate that nobody trusts', async () => {
    const sur = await startSite((_d, r) => r.end('bonjour'), createServerTls({ key: CLE, cert: CERTIFICAT }))
    const vu = await visit(`https://${sur.hote}/`, [sur.hote])
    sur.close()
    expect(vu).toMatchObject({ motif: 'tls', issue: 'panne' })
  })
})

describe('the pace', () => {
  it('one thing at a time of each server, with its pause; several servers together', async () => {
    const [lent, vif] = await Promise.all([
      startSite((d, r) => r.end(d.url === '/robots.txt' ? 'User-agent: *\nCrawl-delay: 0.3' : 'bonjour')),
      startSite((_d, r) => r.end('bonjour')),
    ])
    const visiter = createVisiteur({
      client: createWebClient({ adresse: 'https://maillage.example', hotesInternes: [lent.hote, vif.hote] }),
      pause: 120,
    })
    const pages = [1, 2, 3].flatMap((n) => [`${lent.base}/${n}`, `${vif.base}/${n}`])
    expect((await Promise.all(pages.map(visiter))).every((vu) => vu.issue === 'bonne')).toBe(true)
    const listEcarts = ({ demandes }: Site) =>
      demandes.slice(1).map((d, i) => d.quand - (demandes[i]?.quand ?? Number.NaN))
    // A timer may come a millisecond early; a busy machine only makes all of it later.
    for (const ecart of listEcarts(vif)) expect(ecart).toBeGreaterThan(118)
    for (const ecart of listEcarts(lent).slice(1)) expect(ecart).toBeGreaterThan(298)
    expect([lent.demandes.length, vif.demandes.length]).toEqual([4, 4])
    // Neither had to wait until the other was done.
    const first = ({ demandes }: Site) => demandes[0]?.quand ?? Number.NaN
    const last = ({ demandes }: Site) => demandes.at(-1)?.quand ?? Number.NaN
    expect(first(vif)).toBeLessThan(last(lent))
    expect(first(lent)).toBeLessThan(last(vif))
    lent.close()
    vif.close()
  })
})
