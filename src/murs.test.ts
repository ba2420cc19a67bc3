import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '#app'
import { parseConfig } from '#config'
import { openDb } from '#core/db.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { importIndicateursReference } from '#modules/territoires/index.ts'
import { type Champs, type Client, createClientDeTest } from './testing/client.ts'
import { createBaseGeographie, createCtx } from './testing/geographie.ts'

/**
 * What a visitor without account may open. A new address that is not named here is expected to be closed to him:
 * naming it is the thought that opening it deserves.
 */
const PUBLIQUES = new Set([
  'GET /',
  'GET /robots.txt',
  'GET /sitemap.xml',
  'GET /sitemap/:partie',
  'GET /sante',
  'GET /sante/pret',
  'GET /a-propos',
  'GET /accessibilite',
  'GET /donnees-personnelles',
  'GET /style',
  'GET /connexion',
  'GET /connexion/code',
  'GET /deconnexion',
  'GET /vocabulaires',
  'GET /vocabulaires.ttl',
  'GET /vocabulaires.rdf',
  'GET /vocabulaires.csv',
  'GET /vocabulaires/:slug',
  'GET /territoires',
  'GET /territoires/suggestions',
  'GET /documentation',
  'GET /documentation/suggestions',
  'GET /documentation.atom',
  'GET /documentation/export',
  'GET /documentation/export.csl-json',
  'GET /documentation/export.ris',
  'GET /documentation/export.bibtex',
  'GET /documentation/export.unimarc',
  'GET /documentation/export.marcxml',
  'GET /documentation/export.pmbxml',
  'GET /documentation/export.docx',
  'GET /documentation/export.html',
  'GET /oai',
  'GET /documentation/notices/:id',
  'GET /glossaire',
  'GET /glossaire.csv',
  'GET /glossaire.ttl',
  'GET /etageres',
  'GET /veille',
  'GET /veille/alertes/nouvelle',
  'GET /veille/demande',
  'GET /veille/lettres',
  'GET /veille/lettres.atom',
  'POST /veille/abonnements',
  'GET /territoires/composer',
  'GET /territoires/carte',
  'GET /territoires/carte.svg',
  'GET /territoires/carte.png',
  'GET /api',
  'GET /api/v1/openapi.json',
  'GET /api/v1/communes',
  'GET /api/v1/epci',
  'GET /api/v1/departements',
  'GET /api/v1/regions',
  'GET /api/v1/notices',
  'GET /api/v1/etageres',
  'GET /api/v1/glossaire',
  'GET /api/v1/vocabulaires',
  'GET /api/v1/vocabulaires/:slug',
  'GET /api/v1/notices/:id',
  'GET /api/v1/territoires',
  'GET /api/v1/territoires/portrait',
  'GET /typologies',
  'GET /api/v1/typologies',
  'POST /territoires/composer',
  'GET /simulations',
  'GET /simulations/nouvelle',
  'GET /simulations/parametres',
  'GET /simulations/temps',
  'POST /simulations/essai',
  'POST /simulations/essai.csv',
  'GET /territoires/communes/:code',
  'GET /territoires/epci/:code',
  'GET /territoires/departements/:code',
  'GET /territoires/regions/:code',
  'GET /territoires/france',
  'GET /territoires/france-metropolitaine',
  'GET /territoires/portrait',
  'POST /territoires/portrait',
  'GET /indicateurs',
  'GET /indicateurs/:indicateur',
  'GET /territoires/portrait.csv',
  'GET /territoires/portrait.xlsx',
  'GET /territoires/portrait.json',
  'GET /territoires/comparer',
  'GET /structures',
  'GET /trouver',
  'GET /trouver/guide',
  'GET /trouver/guide.docx',
  'GET /trouver/guide.pdf',
  'GET /organismes',
  'GET /dispositifs/types',
  'GET /dispositifs/types/:type',
  'GET /donnees',
  'GET /donnees/indicateurs.json',
  'GET /api/v1/indicateurs',
  'GET /api/v1/indicateurs/:indicateur',
  'GET /api/v1/indicateurs/:indicateur/valeurs',
  'GET /reseau',
  'GET /dispositifs',
  'GET /dispositifs/couverture',
  'GET /dispositifs/evolution',
  'GET /dispositifs/integrer',
  'GET /dispositifs/integrer/mode-d-emploi',
  'GET /dispositifs.csv',
  'GET /dispositifs.geojson',
  'GET /api/v1/dispositifs',
  'GET /articulation',
  'GET /articulation/paires.csv',
  'GET /articulation/lacunes.csv',
  'GET /articulation/rencontre',
  'GET /articulation/matrice',
  'GET /articulation/graphe',
  'GET /api/v1/articulation',
  'GET /structures.csv',
  'GET /services.csv',
  'GET /structures.geojson',
  'GET /annuaire/echanges',
  'GET /annuaire/echanges/ecarts.csv',
  'GET /api/v1/structures',
  'GET /api/v1/services',
  'GET /api/v1/exports/data-inclusion/structures.json',
  'GET /api/v1/exports/data-inclusion/services.json',
  'GET /api/v1/fhir/metadata',
  'GET /api/v1/fhir/Organization',
  'GET /api/v1/fhir/Location',
  'GET /api/v1/fhir/HealthcareService',
  'GET /api/v1/fhir/PractitionerRole',
  'POST /connexion/demo',
  'POST /connexion/courriel',
  'POST /connexion/code',
  'POST /deconnexion',
])
/** Taken from anywhere: the token in its address is the right, and a mail program sends it (RFC 8058). */
const PARTOUT = new Set(['POST /veille/retrait/:jeton'])
/** What stands for each parameter of an address: of the right form, of nothing that exists but the vocabulary. */
const PARAMETRES: Record<string, string> = {
  slug: 'theme',
  id: '1',
  fournisseur: 'inconnu',
  fichier: '1.atom',
  partie: 'pages.xml',
  indicateur: 'population',
  type: 'cpts',
}
/** What an address needs after `?` to answer. */
const SUITES: Record<string, string> = {
  '/api/v1/territoires/portrait': '?communes=04070',
  '/api/v1/articulation': '?communes=04070',
  '/trouver/guide.docx': '?zone=04070',
  '/trouver/guide.pdf': '?zone=04070',
  '/articulation/paires.csv': '?communes=04070',
  '/articulation/matrice': '?communes=04070',
  '/articulation/graphe': '?communes=04070',
  '/articulation/lacunes.csv': '?communes=04070',
  '/territoires/portrait.csv': '?communes=04070',
  '/territoires/portrait.xlsx': '?communes=04070',
  '/territoires/portrait.json': '?communes=04070',
}
/** Codes of official areas. */
const CODES: Record<string, string> = { communes: '04070', epci: '200067437', departements: '04', regions: '93' }
const UUID = '00000000-0000-4000-8000-000000000000'

const formatChemin = (chemin: string): string =>
  chemin.replace(/:(\w+)(\{[^}]*\})?/g, (_, nom: string) =>
    /^\/compte/.test(chemin)
      ? UUID
      : nom === 'code'
        ? (CODES[chemin.split('/')[2] ?? ''] ?? '1')
        : (PARAMETRES[nom] ?? '1'),
  ) + (SUITES[chemin] ?? '')

let base: BaseDeTest
let client: Client
/** Titles of a shelf and of an import that nobody has published: no answer to a visitor may hold them. */
const SECRET = 'Titre gardé fictif'

beforeAll(async () => {
  base = await createBaseGeographie()
  await importIndicateursReference(createCtx(base.db))
  client = createClientDeTest(base.db)
  await client.connecter('documentaliste')
  const fichier = new File(
    [`# Biblio\n\nArticle\n\nFICTIF Anne\n\n**${SECRET}**\n\n*Revue fictive, n° 12, 2021*\n`],
    'f.md',
  )
  const notice = { nature: 'ouvrage', title: 'Ouvrage fictif', date: '2020' }
  const statuts = [
    await client.post('/documentation/imports', { fichier }),
    await client.post('/etageres', { titre: SECRET, presentation: 'ireps-bfc' }),
    await client.post('/documentation/notices', notice),
    await client.post('/etageres/1/sections', { titre: SECRET }),
    await client.get('/documentation/imports/1'),
    await client.get('/etageres/1'),
    await client.get('/documentation/notices/1'),
    await client.get('/etageres/1/sections/1'),
  ].map((r) => r.status)
  expect(statuts).toEqual([303, 303, 303, 303, 200, 200, 200, 200])
  await client.connecter(null)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

describe('every mounted address, to a visitor without account', () => {
  // A database that nothing asks: only the list of addresses is read.
  const db = openDb('postgres://personne@127.0.0.1:1/rien')
  const config = parseConfig({ NODE_ENV: 'test', MAILLAGE_DEMO: '1' })
  const { routes } = createApp({ db, config, journal: pino({ level: 'silent' }) })

  it.each(routes.filter((r) => r.methode === 'GET'))('$methode $chemin', async ({ methode, chemin }) => {
    const reponse = await client.get(formatChemin(chemin))
    if (PUBLIQUES.has(`${methode} ${chemin}`)) expect(reponse.status).toBeLessThan(400)
    else if (reponse.status === 303) expect(reponse.headers.get('location')).toMatch(/^\/connexion/)
    else expect(reponse.status).toBe(404)
    expect(await reponse.text()).not.toContain(SECRET)
    expect(reponse.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it.each(routes.filter((r) => r.methode !== 'GET' && !r.api))('$methode $chemin', async ({ methode, chemin }) => {
    const envois: Champs[] = [{}, { titre: '', version: 'x', 'a.b': '1' }, { titre: 'Pris', version: '1' }]
    for (const champs of envois) {
      const reponse = await client.post(formatChemin(chemin), champs)
      if (PUBLIQUES.has(`${methode} ${chemin}`)) expect(reponse.status).toBeLessThan(500)
      else expect([404, 422]).toContain(reponse.status)
      expect(await reponse.text()).not.toContain(SECRET)
      const ailleurs = await client.post(formatChemin(chemin), champs, { 'sec-fetch-site': 'cross-site' })
      expect(PARTOUT.has(`${methode} ${chemin}`) ? [404, 422] : [403]).toContain(ailleurs.status)
    }
  })

  it('no change by a program without a key, whoever has the cookie', async () => {
    await client.connecter('administrateur')
    for (const { methode, chemin, api } of routes.filter((r) => r.api && r.methode !== 'GET')) {
      expect([chemin, typeof api?.portee]).toEqual([chemin, 'string'])
      expect([chemin, (await client.call(methode, formatChemin(chemin), {})).status]).toEqual([chemin, 401])
    }
    await client.connecter(null)
  })

  it('nor to another who contributes, by the form given back with its faults', { timeout: 60_000 }, async () => {
    for (const { methode, chemin } of routes.filter((r) => !r.api)) {
      // Some of these addresses log out.
      await client.connecter('contributeur')
      const adresse = formatChemin(chemin)
      const reponse = await (methode === 'GET'
        ? client.get(adresse)
        : client.post(adresse, { titre: '', version: 'x' }))
      const texte = await reponse.text()
      expect([`${methode} ${chemin}`, reponse.status < 500, texte.includes(SECRET)]).toEqual([
        `${methode} ${chemin}`,
        true,
        false,
      ])
    }
  })
})
