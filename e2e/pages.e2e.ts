import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'
import { PREPARATIONS } from './preparations.ts'

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
  '/dispositifs/types',
  '/dispositifs/types/cpts',
  '/dispositifs/1',
  '/dispositifs/4',
  '/dispositifs',
  '/dispositifs?type=cpts&region=93',
  '/dispositifs?q=zzzzzz',
  '/dispositifs/couverture',
  '/dispositifs/couverture?departement=04',
  '/dispositifs/evolution?type=cpts',
  '/dispositifs/integrer',
  '/dispositifs/integrer/mode-d-emploi?type=cpts',
  '/reseau',
  '/reseau?zone=territoire-1',
  '/structures',
  '/trouver',
  '/trouver?q=addictions&ou=barcelonnette&distance=20',
  '/trouver?q=zzzzzz&ou=04019&ouvert=1',
  '/trouver/guide',
  '/trouver/guide?zone=territoire-1&theme=addictions&theme=sante-mentale&editeur=Ville+fictive',
  '/structures?q=zzzzzz&type=cmp',
  '/organismes',
  '/organismes/1',
  '/structures/1',
  '/annuaire/echanges',
  '/donnees',
  '/veille',
  '/veille/alertes/nouvelle?q=CPTS',
  '/veille/demande',
  '/veille/lettres',
  '/veille/lettres/1',
  '/vocabulaires',
  '/vocabulaires/theme',
  '/annuaire/professionnels?zone=commune-04070',
  '/territoires/carte?zone=departement-04',
  '/territoires/carte?zone=region-94&par=epci',
  '/territoires/carte?zone=france-FR',
  '/typologies/1',
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
  '/territoires/departements/04',
  '/territoires/regions/93',
  '/territoires/france',
  '/articulation',
  '/articulation?q=digne',
  '/articulation?zone=territoire-1',
  '/articulation/matrice?zone=territoire-1',
  '/articulation/graphe?zone=territoire-1',
  '/articulation/paire/10/13',
  '/articulation/paire/10/13/rencontre',
  '/articulation/rencontre',
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
    '/indicateurs/imports/:table',
    '/indicateurs/imports/:releve',
    '/indicateurs/imports/:releve/colonnes',
    '/indicateurs/nouveau',
    '/indicateurs/apl-mg-65/modifier',
    '/documentation/imports/:import',
    '/documentation/imports/:import/correspondances',
    '/documentation/imports/:import/lignes/1/corriger',
    '/documentation/imports/:misajour',
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
    '/dispositifs/1/corriger',
    '/structures/1/modifier',
    '/annuaire/propositions',
    '/annuaire/propositions/:correction',
    '/territoires/miens',
    '/typologies/nouvelle',
    '/typologies/nouvelle?maille=epci&zone=region-93',
    '/veille',
    '/veille/abonnements/1',
    '/veille/abonnements/1/apercu',
    '/veille/abonnements/1/retrait',
  ],
  administrateur: [
    '/comptes',
    '/annuaire/propositions/:correction',
    '/annuaire/propositions/:proposition',
    '/annuaire/propositions',
    '/structures/1/liens',
    '/annuaire/doublons?ou=Barcelonnette',
    '/annuaire/doublons/organismes?ou=Barcelonnette',
    '/annuaire/doublons/organismes/61/69',
    '/contribuer/:lien',
    '/contribuer/:lien/services/1',
    '/contribuer/:lien/services/nouveau',
    '/annuaire/propositions/:service',
    '/structures/1/contacts/nouveau',
    '/organismes/1/contacts/nouveau',
    '/dispositifs/10/membres?genre=contact&q=Inconnue',
    '/articulation/paire/10/16',
    '/articulation/paire/10/16/liens/nouveau',
    '/articulation/suggestions/paire-10-16',
    '/articulation/suggestions/lacune-dac-territoire-1',
    '/articulation/demarches',
  ],
}

const LARGEURS = [1280, 360]
const openLarge = () => PageMaillage.open(navigateur, { viewport: { width: 1280, height: 800 } })

// A page is loaded once, then looked at in each width.
describe.each(PUBLIQUES)('%s', (chemin) => {
  let m: PageMaillage
  let statut: number | undefined
  beforeAll(async () => {
    m = await openLarge()
    statut = (await m.page.goto(chemin))?.status()
  })
  afterAll(() => m.page.context().close())

  it.each(LARGEURS)('at %i px', async (largeur) => {
    expect(statut).toBe(chemin === '/adresse-inconnue' ? 404 : 200)
    await m.resize(largeur)
    await m.check()
  })
})

describe.each(Object.entries(RESERVEES))('to a person who is %s', (role, chemins) => {
  let m: PageMaillage
  const prepares: Record<string, string> = {}
  beforeAll(async () => {
    m = await openLarge()
    await m.login(role)
    for (const [nom, preparer] of Object.entries(PREPARATIONS))
      if (chemins.some((chemin) => chemin.includes(nom))) prepares[nom] = await preparer(m)
  })
  afterAll(() => m.page.context().close())

  describe.each(chemins)('%s', (chemin) => {
    let statut: number | undefined
    beforeAll(async () => {
      await m.resize(1280)
      statut = (await m.page.goto(chemin.replace(/:\w+/, (nom) => prepares[nom] ?? nom)))?.status()
    })

    it.each(LARGEURS)('at %i px', async (largeur) => {
      expect(statut).toBe(200)
      await m.resize(largeur)
      await m.check()
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
