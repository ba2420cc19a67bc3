import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { addCompte, getCompteParCourriel, updateActif, updateRole } from './compte.queries.ts'
import { createCompteDeTest } from './demonstration.actions.ts'
import { ADRESSE, createFournisseur, type FournisseurDeTest } from './testing/fournisseur.ts'
import { createSite, login, Navigateur, type Page, type Site } from './testing/navigateur.ts'

const PSC_SCOPE = ['given_name', 'family_name', 'SubjectNameID', 'SubjectRole', 'SubjectOrganization', 'SubjectRefPro']
const soignant = (numero: string, acr?: string) => ({
  given_name: 'Camille',
  family_name: 'Soignant',
  SubjectNameID: `8${numero}`,
  SubjectOrganization: 'CABINET FICTIF',
  SubjectRefPro: { exercices: [{ codeProfession: '10', codeSavoirFaire: 'SM26' }] },
  ...(acr && { acr }),
})

let base: BaseDeTest
let psc: FournisseurDeTest
let proconnect: FournisseurDeTest
let autre: FournisseurDeTest
let site: Site

beforeAll(async () => {
  base = await createBaseDeTest()
  psc = await createFournisseur({
    slug: 'psc',
    profil: 'psc',
    scope: 'openid scope_all',
    claims: { scope_all: PSC_SCOPE },
    personnes: {
      soignant: soignant('99700000001', 'eidas1'),
      faible: soignant('99700000002'),
      jumeau: soignant('99700000003', 'eidas1'),
    },
  })
  const agence = ['given_name', 'usual_name', 'email', 'siret', 'organizational_unit']
  proconnect = await createFournisseur({
    slug: 'proconnect',
    profil: 'proconnect',
    scope: `openid ${agence.join(' ')}`,
    claims: Object.fromEntries(agence.map((claim) => [claim, [claim]])),
    userinfoSigne: true,
    personnes: {
      agent: {
        given_name: 'Claude',
        usual_name: 'Agent',
        email: 'claude.agent@agence.example',
        siret: '11000101300017',
        organizational_unit: 'Pôle prévention',
      },
    },
  })
  autre = await createFournisseur({
    slug: 'autre',
    profil: 'standard',
    scope: 'openid profile email',
    claims: { profile: ['given_name', 'family_name'], email: ['email', 'email_verified'] },
    personnes: {
      sure: { given_name: 'Dominique', email: 'dominique.sure@exemple.example', email_verified: true },
      dite: { given_name: 'Sacha', email: 'sacha.dite@exemple.example', email_verified: false },
      fermee: { given_name: 'Alex' },
    },
  })
  const panne = { ...autre.config, slug: 'panne', emetteur: 'http://127.0.0.1:9' }
  const oidc = [psc.config, proconnect.config, autre.config, panne]
  site = createSite(base.db, { oidc })
})

afterAll(async () => {
  await Promise.all([psc, proconnect, autre].map((f) => f.close()))
  await base.close()
})

// The rate limit has its own tests: here one address makes every login.
beforeEach(() => base.db.deleteFrom('debit' as never).execute())

const ctx = (): Ctx => ({
  db: base.db,
  acteur: SYSTEME,
  maintenant: new Date(),
  origine: { requete: crypto.randomUUID(), ip: null },
})
const countComptes = async () => (await base.db.selectFrom('compte').select('id').execute()).length
const countSessions = async () =>
  (await base.db.selectFrom('session').select('id').where('compte', 'is not', null).execute()).length
const getAvis = (page: Page) => page.url.searchParams.get('avis')
const depart = (slug: string, retour = '/compte') => `/connexion/oidc/${slug}?retour=${encodeURIComponent(retour)}`
/** The address at which the provider sends the browser back, not yet opened. */
const obtainRetour = async (nav: Navigateur, slug: string, personne: string): Promise<URL> =>
  (await login(nav, depart(slug), personne, `${ADRESSE}/connexion/oidc/`)).url

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
    expect(identite.emetteur).toBe(psc.config.emetteur)
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
    const page = await login(new Navigateur(site), depart('psc', '/compte?x=é'), 'soignant')
    expect(getAvis(page)).toBe('connecte')
    expect(page.url.searchParams.get('x')).toBe('é')
    expect(page.texte).toContain('Contributeur')
    expect(await countComptes()).toBe(avant)
  })

  test('ProConnect: signed userinfo, name in use, an address that is not vouched for stays a claim', async () => {
    const page = await login(new Navigateur(site), depart('proconnect'), 'agent')
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
    const page = await login(new Navigateur(site), depart('autre'), 'sure')
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
    const avant = await countSessions()
    const page = await login(new Navigateur(site), depart('autre'), 'dite')
    expect(page.url.pathname).toBe('/connexion')
    expect(getAvis(page)).toBe('connexion-adresse-prise')
    expect(await countSessions()).toBe(avant)
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

describe('a login that does not hold opens nothing', () => {
  const expectRefus = async (page: Page, avis: string, sessions: number) => {
    expect(page.url.pathname).toBe('/connexion')
    expect(getAvis(page)).toBe(avis)
    expect(page.statut).toBe(200)
    expect(page.texte).toContain('alert-')
    expect(await countSessions()).toBe(sessions)
  }

  test('wrong, missing or repeated state', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions()
    const faux = new URL(url)
    faux.searchParams.set('state', 'x'.repeat(43))
    await expectRefus(await nav.open(faux.href), 'connexion-expiree', avant)
    faux.searchParams.delete('state')
    await expectRefus(await nav.open(faux.href), 'connexion-expiree', avant)
    faux.searchParams.append('state', url.searchParams.get('state') ?? '')
    faux.searchParams.append('state', 'y')
    await expectRefus(await nav.open(faux.href), 'connexion-expiree', avant)
    expect(getAvis(await nav.open(url.href))).toBe('connecte')
  })

  test('a state taken to another provider', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions()
    await expectRefus(await nav.open(url.href.replace('/psc/', '/autre/')), 'connexion-expiree', avant)
  })

  test('a code used again, by the same address or under a new state', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    expect(getAvis(await nav.open(url.href))).toBe('connecte')
    expect((await nav.open(url.href)).url.pathname + getAvis(await nav.open(url.href))).toBe('/compteconnexion-expiree')
    await nav.send('/deconnexion')
    const avant = await countSessions()
    const suivant = await obtainRetour(nav, 'psc', 'soignant')
    suivant.searchParams.set('code', url.searchParams.get('code') ?? '')
    await expectRefus(await nav.open(suivant.href), 'connexion-invalide', avant)
  })

  test.each(['nonce', 'verifieur'] as const)('another %s', async (champ) => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions()
    const valeur = 'z'.repeat(43)
    await base.db
      .updateTable('connexion_oidc')
      .set(champ === 'nonce' ? { nonce: valeur } : { verifieur: valeur })
      .where('etat', '=', url.searchParams.get('state') ?? '')
      .execute()
    await expectRefus(await nav.open(url.href), 'connexion-invalide', avant)
  })

  test('another issuer in the answer', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions()
    url.searchParams.set('iss', autre.config.emetteur)
    await expectRefus(await nav.open(url.href), 'connexion-invalide', avant)
  })

  test('the return of another browser; the one that began still succeeds', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions()
    const victime = new Navigateur(site)
    await expectRefus(await victime.open(url.href), 'connexion-expiree', avant)
    await victime.open(depart('psc'))
    await expectRefus(await victime.open(url.href), 'connexion-expiree', avant)
    expect(getAvis(await nav.open(url.href))).toBe('connecte')
  })

  test('more than ten minutes', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions()
    await base.db
      .updateTable('connexion_oidc')
      .set({ expire_le: new Date(Date.now() - 1) })
      .execute()
    await expectRefus(await nav.open(url.href), 'connexion-expiree', avant)
  })

  test('a level below the one asked for', async () => {
    const avant = await countSessions()
    const comptes = await countComptes()
    await expectRefus(await login(new Navigateur(site), depart('psc'), 'faible'), 'connexion-niveau', avant)
    expect(await countComptes()).toBe(comptes)
  })

  test('given up at the provider', async () => {
    const nav = new Navigateur(site)
    const avant = await countSessions()
    const page = await nav.open(depart('psc', '/compte?a=1'))
    const rendu = await nav.open(`${page.url.href}/abort`)
    await expectRefus(rendu, 'connexion-refus', avant)
    expect(rendu.url.searchParams.get('retour')).toBe('/compte?a=1')
  })

  test('a closed account', async () => {
    const nav = new Navigateur(site)
    await login(nav, depart('autre'), 'fermee')
    const { compte } = await base.db
      .selectFrom('identite')
      .select('compte')
      .where('sujet', '=', 'fermee')
      .executeTakeFirstOrThrow()
    await updateActif(ctx(), compte, false)
    expect((await nav.open('/compte')).url.pathname).toBe('/connexion')
    const avant = await countSessions()
    await expectRefus(await login(new Navigateur(site), depart('autre'), 'fermee'), 'connexion-ferme', avant)
  })

  test('a provider that does not answer: said clearly, the others work', async () => {
    const nav = new Navigateur(site)
    const avant = await countSessions()
    await expectRefus(await nav.open(depart('panne')), 'connexion-indisponible', avant)
    expect(getAvis(await login(nav, depart('psc'), 'soignant'))).toBe('connecte')
  })

  test('a provider that falls between the two steps', async () => {
    const ephemere = await createFournisseur({
      slug: 'autre',
      profil: 'standard',
      scope: 'openid',
      claims: {},
      personnes: { x: {} },
    })
    const local = createSite(base.db, { oidc: [ephemere.config] })
    const nav = new Navigateur(local)
    const url = await obtainRetour(nav, 'autre', 'x')
    const avant = await countSessions()
    await ephemere.close()
    await expectRefus(await nav.open(url.href), 'connexion-indisponible', avant)
  })

  test('an undeclared provider is not found', async () => {
    expect((await new Navigateur(site).open('/connexion/oidc/inconnu')).statut).toBe(404)
    expect((await new Navigateur(site).open('/connexion/oidc/inconnu/retour?state=a')).statut).toBe(404)
  })

  test.each(['https://mechant.example/', '//mechant.example', '/\\mechant.example', '/%09/mechant.example'])(
    'going back to %s leads home',
    async (retour) => {
      const page = await login(
        new Navigateur(site),
        depart('psc', decodeURIComponent(retour)),
        'soignant',
        `${ADRESSE}/?`,
      )
      expect(page.url.href).toBe(`${ADRESSE}/?avis=connecte`)
    },
  )
})

describe('one account, several means', () => {
  test('an identity is tied from one’s own page only', async () => {
    const { compte, jeton } = await createCompteDeTest(base.db, 'documentaliste')
    const nav = new Navigateur(site)
    nav.session = jeton
    expect((await nav.open(depart('autre'))).url.pathname).toBe('/compte')
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
  await login(nav, depart('psc'), 'soignant')
  const jeton = nav.session ?? ''
  const etape = await nav.send('/deconnexion')
  expect(etape.url.pathname).toBe('/deconnexion')
  expect(etape.texte).toContain('url=/deconnexion/fournisseur')
  const ancien = new Navigateur(site)
  ancien.session = jeton
  expect((await ancien.open('/compte')).url.pathname).toBe('/connexion')
  const page = await nav.open('/deconnexion/fournisseur')
  expect(page.url.origin).toBe(psc.config.emetteur)
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
  expect(traces.filter((t) => t.evenement === 'comptes.connexion' && t.issue === 'refus').length).toBeGreaterThan(5)
  expect(site.journal.length).toBeGreaterThan(10)
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
