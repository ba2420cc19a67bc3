import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deleteDebitsPasses } from '#core/limits.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { updateActif } from './compte.queries.ts'
import { ADRESSE, createFournisseur } from './testing/fournisseur.ts'
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
  type Page,
  type Site,
} from './testing/navigateur.ts'

let base: BaseDeTest
let fournisseurs: Fournisseurs
let site: Site

beforeAll(async () => {
  base = await createBaseDeTest()
  fournisseurs = await createFournisseurs()
  const { psc, proconnect, autre } = fournisseurs
  const panne = { ...autre.config, slug: 'panne', emetteur: 'http://127.0.0.1:9' }
  site = createSite(base.db, { oidc: [psc.config, proconnect.config, autre.config, panne] })
})

afterAll(async () => {
  await fournisseurs.close()
  await base.close()
})

// The rate limit has its own tests: here one address makes every login.
beforeEach(() => deleteDebitsPasses(base.db, new Date(Date.now() + 86_400_000)))

const ctx = () => createCtx(base.db)
const countComptes = async () => (await base.db.selectFrom('compte').select('id').execute()).length

describe('a login that does not hold opens nothing', () => {
  const expectRefus = async (page: Page, avis: string, sessions: number) => {
    expect(page.url.pathname).toBe('/connexion')
    expect(getAvis(page)).toBe(avis)
    expect(page.statut).toBe(200)
    expect(page.texte).toContain('alert-')
    expect(await countSessions(base.db)).toBe(sessions)
  }

  test('wrong, missing or repeated state', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions(base.db)
    const faux = new URL(url)
    faux.searchParams.set('state', 'x'.repeat(43))
    await expectRefus(await nav.open(faux.href), 'connexion-expiree', avant)
    faux.searchParams.delete('state')
    await expectRefus(await nav.open(faux.href), 'connexion-expiree', avant)
    faux.searchParams.append('state', url.searchParams.get('state') ?? '')
    faux.searchParams.append('state', 'y')
    await expectRefus(await nav.open(faux.href), 'connexion-expiree', avant)
    expect(getAvis(await nav.open(url.href))).toMatch(/^(connecte|compte-cree)$/)
  })

  test('a state taken to another provider', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions(base.db)
    await expectRefus(await nav.open(url.href.replace('/psc/', '/autre/')), 'connexion-expiree', avant)
  })

  test('a code used again, by the same address or under a new state', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    expect(getAvis(await nav.open(url.href))).toMatch(/^(connecte|compte-cree)$/)
    expect((await nav.open(url.href)).url.pathname + getAvis(await nav.open(url.href))).toBe('/compteconnexion-expiree')
    await nav.send('/deconnexion')
    const avant = await countSessions(base.db)
    const suivant = await obtainRetour(nav, 'psc', 'soignant')
    suivant.searchParams.set('code', url.searchParams.get('code') ?? '')
    await expectRefus(await nav.open(suivant.href), 'connexion-invalide', avant)
  })

  test.each(['nonce', 'verifieur'] as const)('another %s', async (champ) => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions(base.db)
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
    const avant = await countSessions(base.db)
    url.searchParams.set('iss', fournisseurs.autre.config.emetteur)
    await expectRefus(await nav.open(url.href), 'connexion-invalide', avant)
  })

  test('the return of another browser; the one that began still succeeds', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions(base.db)
    const victime = new Navigateur(site)
    await expectRefus(await victime.open(url.href), 'connexion-expiree', avant)
    await victime.open(formatAdresseDepart('psc'))
    await expectRefus(await victime.open(url.href), 'connexion-expiree', avant)
    expect(getAvis(await nav.open(url.href))).toMatch(/^(connecte|compte-cree)$/)
  })

  test('more than ten minutes', async () => {
    const nav = new Navigateur(site)
    const url = await obtainRetour(nav, 'psc', 'soignant')
    const avant = await countSessions(base.db)
    await base.db
      .updateTable('connexion_oidc')
      .set({ expire_le: new Date(Date.now() - 1) })
      .execute()
    await expectRefus(await nav.open(url.href), 'connexion-expiree', avant)
  })

  test('a level below the one asked for', async () => {
    const avant = await countSessions(base.db)
    const comptes = await countComptes()
    await expectRefus(
      await login(new Navigateur(site), formatAdresseDepart('psc'), 'faible'),
      'connexion-niveau',
      avant,
    )
    expect(await countComptes()).toBe(comptes)
  })

  test('given up at the provider', async () => {
    const nav = new Navigateur(site)
    const avant = await countSessions(base.db)
    const page = await nav.open(formatAdresseDepart('psc', '/compte?a=1'))
    const rendu = await nav.open(`${page.url.href}/abort`)
    await expectRefus(rendu, 'connexion-refus', avant)
    expect(rendu.url.searchParams.get('retour')).toBe('/compte?a=1')
  })

  test('a closed account', async () => {
    const nav = new Navigateur(site)
    await login(nav, formatAdresseDepart('autre'), 'fermee')
    const { compte } = await base.db
      .selectFrom('identite')
      .select('compte')
      .where('sujet', '=', 'fermee')
      .executeTakeFirstOrThrow()
    await updateActif(ctx(), compte, false)
    expect((await nav.open('/compte')).url.pathname).toBe('/connexion')
    const avant = await countSessions(base.db)
    await expectRefus(
      await login(new Navigateur(site), formatAdresseDepart('autre'), 'fermee'),
      'connexion-ferme',
      avant,
    )
  })

  test('a provider that does not answer: said clearly, the others work', async () => {
    const nav = new Navigateur(site)
    const avant = await countSessions(base.db)
    await expectRefus(await nav.open(formatAdresseDepart('panne')), 'connexion-indisponible', avant)
    expect(getAvis(await login(nav, formatAdresseDepart('psc'), 'soignant'))).toMatch(/^(connecte|compte-cree)$/)
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
    const avant = await countSessions(base.db)
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
        formatAdresseDepart('psc', decodeURIComponent(retour)),
        'soignant',
        `${ADRESSE}/?`,
      )
      expect(page.url.href).toBe(`${ADRESSE}/?avis=connecte`)
    },
  )
})

test('neither log nor trace holds a name, an address, a token or a claim', async () => {
  await site.traces.flush()
  const traces = await base.db.selectFrom('trace').selectAll().execute()
  expect(traces.filter((t) => t.evenement === 'comptes.connexion' && t.issue === 'fait').length).toBeGreaterThan(3)
  expect(traces.filter((t) => t.evenement === 'comptes.connexion' && t.issue === 'refus').length).toBeGreaterThan(3)
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
