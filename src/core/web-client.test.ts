import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWebClient, type DemandeExterne, ErreurExterne, isAdressePublique } from './web-client.ts'

const REPONSES: Record<string, RequestListener> = {
  '/page': (demande, reponse) => reponse.end(`${demande.method} ${demande.headers['user-agent']}`),
  '/gzip': (_demande, reponse) =>
    reponse.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(300_000, 'a'))),
  '/gzip-coupe': (_demande, reponse) =>
    reponse.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(300_000, 'a')).subarray(0, 100)),
  '/ailleurs': (_demande, reponse) => reponse.writeHead(301, { location: '/encore' }).end(),
  '/encore': (_demande, reponse) => reponse.writeHead(302, { location: '/page' }).end(),
  '/boucle': (_demande, reponse) => reponse.writeHead(302, { location: '/boucle' }).end(),
  '/prive': (_demande, reponse) => reponse.writeHead(302, { location: 'http://169.254.169.254/secret' }).end(),
  '/fichier': (_demande, reponse) => reponse.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/coupee': (_demande, reponse) => {
    reponse.writeHead(200, { 'content-length': 1000 }).write('début')
    setTimeout(() => reponse.destroy(), 20)
  },
  '/muette': (demande) => demande.socket.destroy(),
  '/lente': (_demande, reponse) => {
    const goutte = setInterval(() => reponse.write('.'), 20)
    reponse.on('close', () => clearInterval(goutte))
  },
  '/bavarde': (demande) => demande.socket.end('ceci n’est pas du HTTP\r\n\r\n'),
  '/trop': (_demande, reponse) => reponse.writeHead(429, { 'retry-after': '7' }).end(),
}

let serveur: Server
let base: string

beforeAll(async () => {
  serveur = createServer((demande, reponse) => {
    const repondre = REPONSES[demande.url ?? '']
    if (repondre) repondre(demande, reponse)
    else reponse.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  base = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`
})
afterAll(() => {
  serveur.closeAllConnections()
  serveur.close()
})

const ADRESSE = 'https://maillage.example'
const ouvert = createWebClient({ adresse: ADRESSE, hotesInternes: ['127.0.0.1'] })
const ferme = createWebClient({ adresse: ADRESSE, hotesInternes: [] })

/** Why a request fails, its body read. */
async function getMotif(chemin: string, demande?: DemandeExterne, client = ouvert): Promise<string> {
  try {
    const { corps } = await client(URL.canParse(chemin) ? chemin : base + chemin, demande)
    await buffer(corps)
  } catch (erreur) {
    if (erreur instanceof ErreurExterne) return erreur.motif
    throw erreur
  }
  return 'aucun'
}

describe('a request to an outside server', () => {
  it('says who asks', async () => {
    const reponse = await ouvert(`${base}/page`)
    expect(reponse).toMatchObject({ statut: 200, adresse: `${base}/page`, redirections: [] })
    expect((await buffer(reponse.corps)).toString()).toBe('GET Maillage (+https://maillage.example)')
  })

  it('can ask for the headers alone', async () => {
    const reponse = await ouvert(`${base}/gzip`, { methode: 'HEAD' })
    expect(reponse.entetes.get('content-encoding')).toBe('gzip')
    expect(await buffer(reponse.corps)).toHaveLength(0)
  })

  it('follows redirections and tells them', async () => {
    const reponse = await ouvert(`${base}/ailleurs`)
    reponse.fermer()
    expect(reponse.adresse).toBe(`${base}/page`)
    expect(reponse.redirections).toEqual([
      { statut: 301, vers: `${base}/encore` },
      { statut: 302, vers: `${base}/page` },
    ])
  })

  it('gives the redirection itself when none is to be followed', async () => {
    const reponse = await ouvert(`${base}/ailleurs`, { redirections: 0 })
    reponse.fermer()
    expect([reponse.statut, reponse.entetes.get('location')]).toEqual([301, '/encore'])
  })

  it('gives any status with its headers', async () => {
    const reponse = await ouvert(`${base}/trop`)
    reponse.fermer()
    expect([reponse.statut, reponse.entetes.get('retry-after')]).toEqual([429, '7'])
  })

  it('decompresses', async () => {
    const reponse = await ouvert(`${base}/gzip`)
    expect(await buffer(reponse.corps)).toHaveLength(300_000)
  })
})

describe('what goes wrong has one name', () => {
  const table: [string, string, DemandeExterne?][] = [
    ['taille', '/gzip', { tailleMax: 100_000 }],
    ['coupee', '/gzip-coupe'],
    ['coupee', '/coupee'],
    ['connexion', '/muette'],
    ['reponse', '/bavarde'],
    ['delai', '/lente', { delai: 150 }],
    ['arret', '/lente', { signal: AbortSignal.timeout(50) }],
    ['redirections', '/boucle'],
    ['adresse', '/fichier'],
    ['adresse', 'ftp://example.org/'],
    ['adresse', 'https://qui:secret@example.org/'],
    ['interdite', '/prive'],
    ['dns', 'http://nulle-part.invalid/'],
    ['aucun', '/page'],
  ]
  it.each(table)('%s: %s', async (motif, chemin, demande) => {
    expect(await getMotif(chemin, demande)).toBe(motif)
  })

  it('connexion: nobody listens', async () => {
    const vide = createServer().listen(0, '127.0.0.1')
    await once(vide, 'listening')
    const { port } = vide.address() as AddressInfo
    vide.close()
    await once(vide, 'close')
    expect(await getMotif(`http://127.0.0.1:${port}/`)).toBe('connexion')
  })
})

describe('private addresses', () => {
  it.each(['/page', 'http://localhost:1/', 'http://[::1]:1/', 'http://2130706433:1/', 'http://0x7f.1:1/'])(
    'refuses %s',
    async (adresse) => expect(await getMotif(adresse, {}, ferme)).toBe('interdite'),
  )

  it('asks a private server with the port that the configuration names, and no other port', async () => {
    const { host } = new URL(base)
    const precis = createWebClient({ adresse: ADRESSE, hotesInternes: [host] })
    expect(await getMotif('/page', {}, precis)).toBe('aucun')
    expect(await getMotif('http://127.0.0.1:1/', {}, precis)).toBe('interdite')
  })

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    'fe80::1',
    'fd00::1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
    '2001:db8::1',
    'x',
  ])('%s is not public', (ip) => expect(isAdressePublique(ip)).toBe(false))

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:660:3003::1', '2a01:e0a::1'])('%s is public', (ip) =>
    expect(isAdressePublique(ip)).toBe(true),
  )
})
