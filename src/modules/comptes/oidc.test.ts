import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deleteDebitsPasses } from '#core/limits.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { addCompte, getCompteParCourriel, updateRole } from './compte.queries.ts'
import { createCompteDeTest } from './demonstration.actions.ts'
import { ADRESSE } from './testing/fournisseur.ts'
import { createFournisseurs, type Fournisseurs } from './testing/fournisseurs.ts'
import {
  countSessions,
  createCtx,
  createSite,
  formatAdresseDepart,
  getAvis,
  login,
  Navigateur,
  obtainRetour,
  type Site,
} from './testing/navigateur.ts'

let base: BaseDeTest
let fournisseurs: Fournisseurs
let site: Site

beforeAll(async () => {
  base = await createBaseDeTest()
  fournisseurs = await createFournisseurs()
  const { psc, proconnect, autre } = fournisseurs
  site = createSite(base.db, { oidc: [psc.config, proconnect.config, autre.config] })
})

afterAll(async () => {
  await fournisseurs.close()
  await base.close()
})

// The rate limit has its own tests: here one address makes every login.
beforeEach(() => deleteDebitsPasses(base.db, new Date(Date.now() + 86_400_000)))

const ctx = () => createCtx(base.db)
const countComptes = async () => (await base.db.selectFrom('compte').select('id').execute()).length

describe('whole login', () => {
  test('Pro Santé Connect: an account of visitor, proved, named; the session is new', async () => {
    const nav = new Navigateur(site)
    const retour = await obtainRetour(nav, 'psc', 'soignant')
    const avant = nav.session
    expect(avant).toMatch(/^[\w-]{43}$/)
    const page = await nav.open(retour.href)
    expect(page.url.pathname + page.url.search).toBe('/compte?avis=compte-cree')
    expect(page.texte).toContain('Votre compte est créé')
    expect(page.texte).toContain('99700000001')
    expect(page.texte).toContain('CABINET FICTIF')
    expect(page.texte).toContain('Firefox sur Windows')
    expect(page.texte).toContain('Professionnel de santé identifié')
    expect(page.texte).toContain('value="Soignant"')
    expect(nav.session).not.toBe(avant)
    const ancien = new Navigateur(site)
    ancien.session = avant ?? ''
    expect((await ancien.open('/compte')).url.pathname).toBe('/connexion')
    const identite = await base.db
      .selectFrom('identite')
      .selectAll()
      .where('sujet', '=', 'soignant')
      .executeTakeFirstOrThrow()
    expect(identite.emetteur).toBe(fournisseurs.psc.config.emetteur)
    expect(identite.profil).toEqual({
      rpps: '99700000001',
      organisation: 'CABINET FICTIF',
      exercices: [{ profession: '10', savoirFaire: 'SM26' }],
    })
    const compte = await base.db
      .selectFrom('compte')
      .selectAll()
      .where('id', '=', identite.compte)
      .executeTakeFirstOrThrow()
    expect(compte).toMatchObject({ role: 'visiteur', preuve: 'professionnel', prenom: 'Camille', courriel: null })
  })

  test('the second login finds the account of the first, and its role', async () => {
    const { compte } = await base.db
      .selectFrom('identite')
      .select('compte')
      .where('sujet', '=', 'soignant')
      .executeTakeFirstOrThrow()
    await updateRole(ctx(), compte, 'contributeur')
    const avant = await countComptes()
    const page = await login(new Navigateur(site), formatAdresseDepart('psc', '/compte?x=é'), 'soignant')
    expect(getAvis(page)).toBe('connecte')
    expect(page.url.searchParams.get('x')).toBe('é')
    expect(page.texte).toContain('Contributeur')
    expect(await countComptes()).toBe(avant)
  })

  test('ProConnect: signed userinfo, name in use, an address that is not vouched for stays a claim', async () => {
    const page = await login(new Navigateur(site), formatAdresseDepart('proconnect'), 'agent')
    expect(getAvis(page)).toBe('compte-cree')
    expect(page.texte).toContain('value="Agent"')
    expect(page.texte).toContain('Pôle prévention')
    expect(page.texte).toContain('Aucune adresse vérifiée')
    expect(await getCompteParCourriel(ctx(), 'claude.agent@agence.example')).toBeUndefined()
  })

  test('a vouched address opens the account that holds it', async () => {
    const compte = await addCompte(ctx(), {
      prenom: null,
      nom: null,
      courriel: 'dominique.sure@exemple.example',
      role: 'documentaliste',
      preuve: 'declaree',
    })
    const page = await login(new Navigateur(site), formatAdresseDepart('autre'), 'sure')
    expect(getAvis(page)).toBe('connecte')
    expect(page.texte).toContain('Documentaliste')
    const identite = await base.db
      .selectFrom('identite')
      .select('compte')
      .where('sujet', '=', 'sure')
      .executeTakeFirst()
    expect(identite?.compte).toBe(compte?.id)
  })

  test('an address merely said does not open the account that holds it', async () => {
    await addCompte(ctx(), {
      prenom: null,
      nom: null,
      courriel: 'sacha.dite@exemple.example',
      role: 'administrateur',
      preuve: 'courriel',
    })
    const avant = await countSessions(base.db)
    const page = await login(new Navigateur(site), formatAdresseDepart('autre'), 'dite')
    expect(page.url.pathname).toBe('/connexion')
    expect(getAvis(page)).toBe('connexion-adresse-prise')
    expect(await countSessions(base.db)).toBe(avant)
  })

  test('two first logins at once make one account', async () => {
    const navs = [new Navigateur(site), new Navigateur(site)]
    const retours = await Promise.all(navs.map((nav) => obtainRetour(nav, 'psc', 'jumeau')))
    const avant = await countComptes()
    const pages = await Promise.all(navs.map((nav, i) => nav.open(retours[i]?.href ?? '')))
    expect(pages.map((p) => p.url.pathname)).toEqual(['/compte', '/compte'])
    expect(await countComptes()).toBe(avant + 1)
  })

  test('the login page names every provider, and keeps where to go back', async () => {
    const page = await new Navigateur(site).open('/connexion?retour=/compte')
    expect(page.texte).toContain('href="/connexion/oidc/psc?retour=%2Fcompte"')
    expect(page.texte).toContain('Se connecter avec PROCONNECT')
  })
})

describe('one account, several means', () => {
  test('an identity is tied from one’s own page only', async () => {
    const { compte, jeton } = await createCompteDeTest(base.db, 'documentaliste')
    const nav = new Navigateur(site)
    nav.session = jeton
    expect((await nav.open(formatAdresseDepart('autre'))).url.pathname).toBe('/compte')
    expect((await nav.open('/connexion/oidc/autre?session=x')).url.pathname).toBe('/compte')
    const lien = /href="(\/connexion\/oidc\/autre\?session=[^"]+)"/.exec((await nav.open('/compte')).texte)?.[1]
    const page = await login(nav, lien ?? '', 'nouvelle')
    expect(page.url.pathname).toBe('/compte')
    expect(getAvis(page)).toBe('identite-rattachee')
    const identite = await base.db
      .selectFrom('identite')
      .select('compte')
      .where('sujet', '=', 'nouvelle')
      .executeTakeFirst()
    expect(identite?.compte).toBe(compte)
    expect(page.texte).toContain('Documentaliste')
  })

  test('an identity of another account is not taken from it', async () => {
    const { compte, jeton } = await createCompteDeTest(base.db, 'visiteur')
    const nav = new Navigateur(site)
    nav.session = jeton
    const lien = /href="(\/connexion\/oidc\/psc\?session=[^"]+)"/.exec((await nav.open('/compte')).texte)?.[1]
    const page = await login(nav, lien ?? '', 'soignant')
    expect(getAvis(page)).toBe('connexion-identite-prise')
    const liees = await base.db.selectFrom('identite').select('id').where('compte', '=', compte).execute()
    expect(liees).toEqual([])
  })
})

test('logging out goes on at the provider, with the ID token, and comes back', async () => {
  const nav = new Navigateur(site)
  await login(nav, formatAdresseDepart('psc'), 'soignant')
  const jeton = nav.session ?? ''
  const etape = await nav.send('/deconnexion')
  expect(etape.url.pathname).toBe('/deconnexion')
  expect(etape.texte).toContain('url=/deconnexion/fournisseur')
  const ancien = new Navigateur(site)
  ancien.session = jeton
  expect((await ancien.open('/compte')).url.pathname).toBe('/connexion')
  const page = await nav.open('/deconnexion/fournisseur')
  expect(page.url.origin).toBe(fournisseurs.psc.config.emetteur)
  expect(page.url.searchParams.get('id_token_hint')).toMatch(/^ey/)
  expect(nav.session).toBeUndefined()
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.texte)?.[1] ?? ''
  const fin = await nav.sendFormulaire(page, { xsrf, logout: 'yes' })
  expect(fin.url.href).toMatch(`${ADRESSE}/connexion`)
  expect((await nav.open('/deconnexion/fournisseur')).url.pathname).toBe('/connexion')
})

test('neither log nor trace holds a name, an address, a token or a claim', async () => {
  await site.traces.flush()
  const traces = await base.db.selectFrom('trace').selectAll().execute()
  expect(traces.filter((t) => t.evenement === 'comptes.connexion' && t.issue === 'fait').length).toBeGreaterThan(5)
  expect(site.journal.length).toBeGreaterThan(20)
  const ecrit = JSON.stringify(traces) + site.journal.join('')
  for (const secret of [
    'Soignant',
    'Camille',
    'exemple.example',
    'agence.example',
    '9970000',
    'eyJ',
    'FICTIF',
    'code=',
  ]) {
    expect(ecrit, secret).not.toContain(secret)
  }
})
