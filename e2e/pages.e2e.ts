import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

const PUBLIQUES = [
  '/',
  '/documentation',
  '/documentation?q=CPTS&theme=parcours&tri=recent',
  '/documentation?q=zzzzzz',
  '/documentation/export?q=CPTS',
  '/documentation/notices/3',
  '/etageres',
  '/etageres/1',
  '/territoires',
  '/territoires?q=digne',
  '/territoires?q=zzzzzz',
  '/glossaire',
  '/glossaire?q=soins&theme=acces-soins',
  '/glossaire/communaute-professionnelle-territoriale-de-sante',
  '/indicateurs',
  '/indicateurs/population',
  '/indicateurs/population?zone=departement-04',
  '/indicateurs/apl-mg-65',
  '/donnees',
  '/veille',
  '/veille/alertes/nouvelle?q=CPTS',
  '/veille/demande',
  '/veille/lettres',
  '/veille/lettres/1',
  '/vocabulaires',
  '/vocabulaires/theme',
  '/territoires/composer',
  '/territoires/composer?communes=04070,04001&autour=epci-200067437',
  '/territoires/1',
  '/territoires/1/versions',
  '/territoires/1/versions/1',
  '/territoires/1/comparer?avec=departement-04',
  '/simulations',
  '/simulations/1',
  '/simulations/nouvelle',
  '/simulations/nouvelle?zones=departement-04',
  '/simulations/parametres',
  '/simulations/temps',
  '/territoires/communes/04070',
  '/territoires/epci/200067437',
  '/territoires/portrait',
  '/territoires/portrait?communes=04001,04009,99999',
  '/territoires/1/portrait',
  '/territoires/1/notes',
  '/territoires/comparer?z=commune-04070&z=epci-200067437&z=departement-04&z=france-FR',
  '/territoires/comparer?z=commune-04070&q=manosque',
  '/typologies',
  '/connexion',
  '/a-propos',
  '/api',
  '/accessibilite',
  '/donnees-personnelles',
  '/style',
  '/adresse-inconnue',
]
const RESERVEES: Record<string, string[]> = {
  documentaliste: [
    '/documentation/nouvelle-notice',
    '/documentation/notices/3/modifier',
    '/documentation/notices/3/historique',
    '/documentation/notices/3/supprimer',
    '/documentation/imports',
    '/indicateurs/imports',
    '/indicateurs/nouveau',
    '/indicateurs/apl-mg-65/modifier',
    '/compte/cles',
    '/compte/cles/nouvelle',
    '/glossaire/nouveau',
    '/glossaire/propositions',
    '/glossaire/suggestions',
    '/glossaire/import',
    '/glossaire/agence-regionale-de-sante/modifier',
    '/glossaire/agence-regionale-de-sante/historique',
    '/glossaire/agence-regionale-de-sante/fusionner',
    '/documentation/moissons',
    '/documentation/moissons/nouvelle',
    '/documentation/entretien',
    '/documentation/entretien/notices/sans-resume',
    '/documentation/entretien/notices/sans-date/3',
    '/documentation/entretien/liens?etat=jamais',
    '/documentation/entretien/doublons?vue=a-juger',
    '/veille',
    '/veille/lettres/nouvelle',
    '/veille/lettres/:lettre/composer',
    '/veille/lettres/:lettre/modifier',
    '/veille/lettres/:lettre/envoi',
    '/compte',
  ],
  contributeur: [
    '/territoires/miens',
    '/typologies/nouvelle',
    '/typologies/nouvelle?maille=epci&zone=region-93',
    '/veille',
    '/veille/abonnements/1',
    '/veille/abonnements/1/apercu',
    '/veille/abonnements/1/retrait',
  ],
  administrateur: ['/comptes'],
}

describe.each([1280, 360])('at %i px', (width) => {
  it.each(PUBLIQUES)('%s', async (chemin) => {
    const m = await PageMaillage.open(navigateur, { viewport: { width, height: 800 } })
    const reponse = await m.go(chemin)
    expect(reponse?.status()).toBe(chemin === '/adresse-inconnue' ? 404 : 200)
    await m.page.context().close()
  })

  describe.each(Object.entries(RESERVEES))('to a person who is %s', (role, chemins) => {
    let m: PageMaillage
    /** A letter of this run: another journey sends the one of the demonstration. */
    let lettre = ''
    beforeAll(async () => {
      m = await PageMaillage.open(navigateur, { viewport: { width, height: 800 } })
      await m.login(role)
      if (!chemins.some((chemin) => chemin.includes(':lettre'))) return
      await m.go('/veille/lettres/nouvelle')
      await m.page.locator('input[name=titre]').fill('Lettre fictive')
      await m.follow(() => m.page.locator('input[name=titre]').press('Enter'))
      lettre = /lettres\/(\d+)/.exec(m.page.url())?.[1] ?? ''
    })
    afterAll(() => m.page.context().close())

    it.each(chemins)('%s', async (chemin) => {
      expect((await m.go(chemin.replace(':lettre', lettre)))?.status()).toBe(200)
    })
  })
})

it.each(['/', '/documentation?q=littératie', '/documentation/notices/3', '/glossaire'])(
  'a first visit of %s weighs less than 60 KB of HTML, styles and fonts, and 30 KB of scripts, compressed',
  async (chemin) => {
    const m = await PageMaillage.open(navigateur)
    const poids = { reste: 0, scripts: 0 }
    const mesures: Promise<void>[] = []
    m.page.on('requestfinished', (demande) => {
      const cle = demande.resourceType() === 'script' ? 'scripts' : 'reste'
      mesures.push(
        demande.sizes().then((t) => {
          poids[cle] += t.responseBodySize
        }),
      )
    })
    await m.page.goto(chemin, { waitUntil: 'networkidle' })
    await Promise.all(mesures)
    expect(poids.reste).toBeGreaterThan(5_000)
    expect(poids.reste).toBeLessThan(60_000)
    expect(poids.scripts).toBeLessThan(30_000)
    await m.page.context().close()
  },
)
