import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { ADRESSE, addNotice, createCtx, formatPlat, getJeton, listCourriels } from '../../../testing/veille.ts'
import { deletePerimes } from './abonnement.queries.ts'
import { sendAlertes } from './envoi.actions.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})
beforeEach(async () => {
  await sql`truncate abonnement, abonnement_jeton, courriel, tache, notice, debit cascade`.execute(base.db)
  await client.connecter(null)
})

const ANA = 'ana@exemple.example'
const alerte = { genre: 'recherche', nom: 'Mon sommeil', recherche: 'q=sommeil', rythme: 'semaine', jour: '3' }
const demander = (champs: Record<string, string> = {}) =>
  client.post('/veille/abonnements', { ...alerte, adresse: ANA, ...champs })
const listAbonnements = async () =>
  (
    await sql<Record<string, unknown>>`
      select genre, nom, recherche, rythme, jour, adresse, etat from abonnement order by id`.execute(base.db)
  ).rows
const lire = async (chemin: string) => formatPlat(await (await client.get(chemin)).text())
/** The subscription of Ana, confirmed. @returns a token of her messages */
const abonner = async (champs: Record<string, string> = {}): Promise<string> => {
  await demander(champs)
  const jeton = getJeton((await listCourriels(base.db)).at(-1), 'confirmation')
  expect((await client.post(`/veille/confirmation/${jeton}`)).status).toBe(303)
  return jeton
}
/** As an account whose address is known. */
const connecterAvecAdresse = async (courriel = 'compte@exemple.example') => {
  const compte = await client.connecter('contributeur')
  await sql`update compte set courriel = null where courriel = ${courriel}`.execute(base.db)
  await sql`update compte set courriel = ${courriel} where id = ${compte}::uuid`.execute(base.db)
  return compte
}

describe('without account', () => {
  it('offers the search as it stands', async () => {
    await addNotice(createCtx(base.db), 'Sommeil fictif', ['litteratie'])
    const page = await lire('/documentation?q=sommeil&theme=litteratie')
    expect(page).toContain('href="/veille/alertes/nouvelle?q=sommeil&amp;theme=litteratie"')
    const formulaire = await lire('/veille/alertes/nouvelle?q=sommeil&theme=litteratie')
    expect(formulaire).toContain('name="recherche" value="q=sommeil&amp;theme=litteratie"')
    expect(formulaire).toContain('name="adresse"')
  })

  it('sends one message that says nothing typed, and nothing else before it is answered', async () => {
    const reponse = await demander({ nom: 'Achetez fictif', adresse: ' Ana@Exemple.example ' })
    expect([reponse.status, reponse.headers.get('location')]).toEqual([303, '/veille/demande'])
    const courriels = await listCourriels(base.db)
    expect(courriels.map((c) => c.destinataire)).toEqual([ANA])
    expect(JSON.stringify(courriels)).not.toMatch(/Achetez|sommeil/)
    expect(courriels[0]?.entetes).toEqual({ 'auto-submitted': 'auto-generated' })
    expect(await listAbonnements()).toMatchObject([{ etat: 'demande', recherche: 'q=sommeil', jour: 3 }])

    const jeton = getJeton(courriels[0], 'confirmation')
    for (const page of [`/veille/gerer/${jeton}`, `/veille/gerer/${jeton}/apercu`]) {
      expect((await client.get(page)).status).toBe(404)
    }
    // A scanner of mail follows the link: it confirms nothing.
    expect(await lire(`/veille/confirmation/${jeton}`)).toContain('Achetez fictif')
    expect(await listAbonnements()).toMatchObject([{ etat: 'demande' }])
    const confirmee = await client.post(`/veille/confirmation/${jeton}`)
    expect(confirmee.headers.get('location')).toBe(`/veille/gerer/${jeton}?avis=abonnement-confirme`)
    expect(await listAbonnements()).toMatchObject([{ etat: 'actif' }])
    expect((await client.post(`/veille/confirmation/${jeton}`)).status).toBe(303)
    expect((await client.get(`/veille/confirmation/${jeton}`)).headers.get('location')).toBe(`/veille/gerer/${jeton}`)
  })

  it('answers alike for an address that it knows, and sends it three messages a day at most', async () => {
    await abonner()
    const reponses = []
    for (const adresse of [ANA, 'autre@exemple.example', ANA, ANA, ANA]) {
      const r = await demander({ adresse })
      reponses.push(`${r.status} ${r.headers.get('location')}`)
    }
    expect(new Set(reponses)).toEqual(new Set(['303 /veille/demande']))
    const destinataires = (await listCourriels(base.db)).map((c) => c.destinataire)
    expect(destinataires.filter((d) => d === ANA)).toHaveLength(3)
    expect((await sql`select from abonnement where adresse = ${ANA}`.execute(base.db)).rows).toHaveLength(3)
  })

  it('limits the requests of one place', async () => {
    const statuts = []
    for (let i = 0; i < 21; i++) statuts.push((await demander({ adresse: `a${i}@exemple.example` })).status)
    expect(statuts.slice(0, 20).every((s) => s === 303)).toBe(true)
    expect(statuts[20]).toBe(429)
  })

  it('keeps one alert of a search, under the last settings', async () => {
    const premier = await abonner()
    const second = await abonner({ nom: 'Autre nom', rythme: 'jour' })
    expect(await listAbonnements()).toMatchObject([{ nom: 'Autre nom', rythme: 'jour', jour: null, etat: 'actif' }])
    for (const jeton of [premier, second]) expect((await client.get(`/veille/gerer/${jeton}`)).status).toBe(200)
    await abonner({ recherche: 'q=tabac' })
    expect(await listAbonnements()).toHaveLength(2)
  })

  it('erases a request after two days, and its link says so', async () => {
    await demander()
    const jeton = getJeton((await listCourriels(base.db))[0], 'confirmation')
    await sql`update abonnement set expire_le = now() - interval '1 second'`.execute(base.db)
    expect((await client.post(`/veille/confirmation/${jeton}`)).status).toBe(404)
    const page = await client.get(`/veille/confirmation/${jeton}`)
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('Ce lien ne sert plus')])
    await deletePerimes(createCtx(base.db))
    expect(await listAbonnements()).toEqual([])
  })

  it('is kept by the link of a message', async () => {
    const jeton = await abonner()
    const base_ = `/veille/gerer/${jeton}`
    expect(await lire(base_)).toContain('chaque mercredi')
    const fausse = await client.post(base_, { nom: ' ', rythme: 'mois', jour: '2' })
    expect(fausse.status).toBe(422)
    expect(await fausse.text()).toContain('Donnez un nom à cette alerte.')
    await client.post(base_, { nom: 'Nuits', rythme: 'semaine', jour: '5' })
    expect(await lire(base_)).toMatch(/Nuits[\s\S]*chaque vendredi/)
    await client.post(`${base_}/pause`, { etat: 'pause' })
    expect(await lire(base_)).toContain('En pause')
    await addNotice(createCtx(base.db), 'Sommeil pendant la pause')
    await client.post(`${base_}/pause`, { etat: 'actif' })
    expect(await lire(`${base_}/apercu`)).toContain('Rien de nouveau')
    await addNotice(createCtx(base.db), 'Sommeil <fictif> d’après')
    expect(await lire(`${base_}/apercu`)).toMatch(/1 nouveauté : Nuits[\s\S]*Sommeil &lt;fictif&gt; d’après/)
    const html = await client.get(`${base_}/apercu.html`)
    expect(html.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/)
    expect(await html.text()).toContain('Sommeil &lt;fictif&gt; d’après')
  })

  it('refuses what is no address', async () => {
    for (const adresse of ['', 'ana', 'a@b\nc@d.fr']) {
      const reponse = await demander({ adresse })
      expect(reponse.status).toBe(422)
      expect(await reponse.text()).toContain('href="#champ-adresse"')
    }
    expect((await client.post('/veille/abonnements', { genre: 'lettre' })).status).toBe(422)
    expect(await listCourriels(base.db)).toEqual([])
  })
})

describe('withdrawal by one click', () => {
  const envoyer = async () => {
    const jeton = await abonner()
    await addNotice(createCtx(base.db), 'Sommeil fictif')
    await sendAlertes(createCtx(base.db, new Date(Date.now() + 8 * 86_400_000)), ADRESSE, new AbortController().signal)
    const adresse = /<(.*)>/.exec((await listCourriels(base.db))[1]?.entetes['list-unsubscribe'] ?? '')?.[1] ?? ''
    return { jeton, chemin: new URL(adresse).pathname }
  }

  it('is a POST from anywhere, without cookie, in either form, that erases all', async () => {
    for (const multipart of [false, true]) {
      const { jeton, chemin } = await envoyer()
      // Only looked at, it stays.
      expect(await lire(chemin)).toContain('Ne plus recevoir')
      const corps = multipart ? new FormData() : new URLSearchParams()
      corps.append('List-Unsubscribe', 'One-Click')
      const demande = new Request(ADRESSE + chemin, { method: 'POST', body: corps })
      const reponse = await client.app.fetch(demande.clone())
      expect(reponse.status).toBe(200)
      expect(await reponse.text()).toContain('Plus aucun de ces messages')
      expect(await listAbonnements()).toEqual([])
      expect((await sql`select from abonnement_jeton`.execute(base.db)).rows).toEqual([])
      expect((await client.app.fetch(demande)).status).toBe(404)
      for (const page of [chemin, `/veille/gerer/${jeton}`]) expect((await client.get(page)).status).toBe(404)
      await sql`truncate courriel, debit, notice cascade`.execute(base.db)
    }
  })

  it('reads no session', async () => {
    const { chemin } = await envoyer()
    await client.connecter('documentaliste')
    await client.post(chemin, {}, { 'sec-fetch-site': 'cross-site' })
    const { rows } =
      await sql`select compte from trace where evenement = 'veille.retrait' order by id desc limit 1`.execute(base.db)
    expect(rows).toEqual([{ compte: null }])
  })
})

describe('with an account', () => {
  it('has its alerts at once, at its own address, which stays in the account', async () => {
    await connecterAvecAdresse()
    expect(await lire('/veille/alertes/nouvelle?q=sommeil')).not.toContain('name="adresse"')
    const creee = await client.post('/veille/abonnements', alerte)
    const page = creee.headers.get('location') ?? ''
    expect(page).toMatch(/^\/veille\/abonnements\/\d+\?avis=alerte-creee$/)
    expect((await client.post('/veille/abonnements', alerte)).headers.get('location')).toContain('alerte-deja')
    expect(await listAbonnements()).toMatchObject([{ adresse: null, etat: 'actif' }])
    expect(await listCourriels(base.db)).toEqual([])
    expect(await lire('/veille')).toContain('Mon sommeil')
    expect(await lire(page)).toContain('L’alerte est enregistrée.')
    await addNotice(createCtx(base.db), 'Sommeil fictif')
    await sendAlertes(createCtx(base.db, new Date(Date.now() + 8 * 86_400_000)), ADRESSE, new AbortController().signal)
    expect((await listCourriels(base.db)).map((c) => c.destinataire)).toEqual(['compte@exemple.example'])
  })

  it('sends nothing to a closed account', async () => {
    const compte = await connecterAvecAdresse()
    await client.post('/veille/abonnements', alerte)
    await addNotice(createCtx(base.db), 'Sommeil fictif')
    await sql`update compte set actif = false where id = ${compte}::uuid`.execute(base.db)
    const tard = createCtx(base.db, new Date(Date.now() + 8 * 86_400_000))
    expect(await sendAlertes(tard, ADRESSE, new AbortController().signal)).toBe(0)
  })

  it('keeps its own, and sees no other’s', async () => {
    await connecterAvecAdresse()
    const page = ((await client.post('/veille/abonnements', alerte)).headers.get('location') ?? '').replace(/\?.*/, '')
    const gestes = async () => [
      (await client.get(page)).status,
      (await client.get(`${page}/apercu`)).status,
      (await client.get(`${page}/retrait`)).status,
      (await client.post(page, { nom: 'Pris', rythme: 'jour' })).status,
      (await client.post(page, { nom: '' })).status,
      (await client.post(`${page}/pause`, { etat: 'pause' })).status,
      (await client.post(`${page}/retrait`)).status,
    ]
    const siens = await gestes()
    expect(siens).toEqual([200, 200, 200, 303, 422, 303, 303])
    expect(await listAbonnements()).toEqual([])
    await client.post('/veille/abonnements', alerte)
    for (const role of [null, 'contributeur', 'administrateur'] as const) {
      await client.connecter(role)
      const autre = page.replace(/\d+$/, (n) => String(Number(n) + 1))
      expect((await client.get(autre)).status).toBe(404)
      expect((await client.post(`${autre}/retrait`)).status).toBe(404)
      expect((await client.post(autre, { nom: '' })).status).toBe(404)
      expect(await lire('/veille')).not.toContain('Mon sommeil')
    }
    expect(await listAbonnements()).toMatchObject([{ nom: 'Mon sommeil', etat: 'actif' }])
  })

  it('without a known address, answers a message first', async () => {
    await client.connecter('contributeur')
    await demander()
    expect(await listAbonnements()).toMatchObject([{ adresse: ANA, etat: 'demande' }])
    expect(await lire('/veille')).toContain('À confirmer')
    await client.post(`/veille/confirmation/${getJeton((await listCourriels(base.db))[0], 'confirmation')}`)
    expect(await lire('/veille')).toContain('Active')
  })

  it('has the letter too', async () => {
    await connecterAvecAdresse()
    await client.post('/veille/abonnements', { genre: 'lettre' })
    expect(await listAbonnements()).toMatchObject([{ genre: 'lettre', etat: 'actif', recherche: null }])
    expect(await lire('/veille')).toContain('Vous la recevez')
  })
})

it('traces no address', async () => {
  await abonner()
  const { rows } = await sql<{ t: string }>`select trace::text as t from trace where evenement like 'veille.%'`.execute(
    base.db,
  )
  expect(rows.length).toBeGreaterThan(1)
  expect(rows.filter((r) => r.t.includes('ana@'))).toEqual([])
})
