import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROLES } from '#core/acteur.ts'
import { formatJour } from '#core/jour.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../testing/client.ts'
import { politiqueCle } from './cle.policy.ts'
import { addUsage, deleteUsagesPasses, getActeurDeCle, listCles } from './cle.queries.ts'
import { CLES_MAX, createSecret, formatRepere, getEtat, isSecret } from './cle.ts'
import { createComptesDemo } from './demonstration.actions.ts'
import { createCtx } from './testing/navigateur.ts'

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

const ctx = () => createCtx(base.db)
const getActeur = (secret: string, maintenant = new Date(), demo = true) =>
  getActeurDeCle(base.db, secret, maintenant, { demo })

/** Makes a key by its form. @returns the secret that the page shows, once. */
async function creer(champs: Record<string, string | string[]> = {}): Promise<string> {
  const reponse = await client.post('/compte/cles', { nom: 'Clé fictive', ...champs })
  expect(reponse.status).toBe(200)
  expect(reponse.headers.get('cache-control')).toBe('no-store')
  return /mlg_[\w-]{43}/.exec(await reponse.text())?.[0] ?? ''
}
const getDerniere = async () => {
  const cle = (await listCles(ctx(), null))[0]
  if (!cle) throw new Error('Aucune clé')
  return cle
}

describe('the rules of keys', () => {
  test('a secret is recognised by its shape, and shown by its end', () => {
    const secret = createSecret()
    expect(isSecret(secret)).toBe(true)
    expect(createSecret()).not.toBe(secret)
    for (const faux of [
      '',
      'mlg_',
      secret.slice(4),
      `${secret}x`,
      secret.replace('mlg_', 'MLG_'),
      `mlg_${'é'.repeat(43)}`,
    ])
      expect(isSecret(faux)).toBe(false)
    expect(formatRepere('k3Zq')).toBe('mlg_…k3Zq')
  })

  test.each([
    ['2026-03-10T12:00:00Z', { expireLe: null, revoqueeLe: null }, 'active'],
    ['2026-03-10T12:00:00Z', { expireLe: '2026-03-10', revoqueeLe: null }, 'active'],
    // Half past midnight in Paris.
    ['2026-03-10T23:30:00Z', { expireLe: '2026-03-10', revoqueeLe: null }, 'expiree'],
    ['2026-03-10T12:00:00Z', { expireLe: '2026-03-09', revoqueeLe: null }, 'expiree'],
    ['2026-03-10T12:00:00Z', { expireLe: '2026-03-09', revoqueeLe: new Date() }, 'revoquee'],
  ] as const)('at %s, %o is %s', (instant, cle, etat) => expect(getEtat(cle, new Date(instant))).toBe(etat))

  test.each(ROLES)('%s: one’s own keys, and all of them for who administers', (role) => {
    const acteur = { compte: 'a', nom: null, role, session: null }
    for (const geste of ['lire', 'creer', 'revoquer'] as const) {
      expect(politiqueCle.peut(acteur, geste, { compte: 'a' })).toBe(true)
      expect(politiqueCle.peut(acteur, geste, { compte: 'b' })).toBe(role === 'administrateur' && geste !== 'creer')
      expect(politiqueCle.peut({ ...acteur, compte: null, role: 'visiteur' }, geste, { compte: null })).toBe(false)
    }
    expect(politiqueCle.peutParfois(acteur, 'administrer')).toBe(role === 'administrateur')
  })
})

describe('making a key', () => {
  test('its secret is shown once; the base holds a hash, its end, its rights', async () => {
    const compte = await client.connecter('documentaliste')
    const secret = await creer({ nom: '  PMB du centre fictif ', portees: ['notices:ecrire'] })
    expect(isSecret(secret)).toBe(true)
    const page = await (await client.get('/compte/cles')).text()
    expect(page).toContain('PMB du centre fictif')
    expect(page).toContain(formatRepere(secret.slice(-4)))
    expect(page).not.toContain(secret)
    const stockee = JSON.stringify(await base.db.selectFrom('cle_api').selectAll().execute())
    expect(stockee).not.toContain(secret)
    expect(stockee).not.toContain(secret.slice(4, 40))
    expect(await getActeur(secret)).toMatchObject({
      compte,
      role: 'documentaliste',
      session: null,
      cle: { portees: ['notices:ecrire'] },
    })
  })

  test.each([
    [{ nom: '' }, 'Donnez un nom à cette clé'],
    [{ nom: 'a'.repeat(81) }, 'trop long'],
    [{ portees: 'tout' }, 'Choisissez des droits de la liste.'],
    [{ expireLe: '2020-01-01' }, 'Cette date est passée.'],
    [{ expireLe: '31/12/2099' }, 'Écrivez la date'],
    [{ expireLe: '2099-02-30' }, 'Écrivez la date'],
  ])('%o is given back with its fault', async (champs, message) => {
    await client.connecter('contributeur')
    const reponse = await client.post('/compte/cles', { nom: 'Outil fictif', ...champs } as Record<string, string>)
    expect(reponse.status).toBe(422)
    const page = await reponse.text()
    expect(page).toContain(message)
    if (!('nom' in champs)) expect(page).toContain('value="Outil fictif"')
  })

  test('a visitor is invited to log in; a number of keys is enough', async () => {
    await client.connecter(null)
    expect((await client.get('/compte/cles')).headers.get('location')).toMatch(/^\/connexion/)
    expect((await client.post('/compte/cles', { nom: 'x' })).status).toBe(404)
    await client.connecter('visiteur')
    const statuts = await Promise.all(
      Array.from({ length: CLES_MAX + 3 }, async () => (await client.post('/compte/cles', { nom: 'x' })).status),
    )
    expect(statuts.filter((s) => s === 200)).toHaveLength(CLES_MAX)
    expect(statuts.filter((s) => s === 422)).toHaveLength(3)
  })
})

describe('what a key is worth', () => {
  test('its owner’s role of the moment; nothing once the account is closed', async () => {
    const compte = (await client.connecter('documentaliste')) ?? ''
    const secret = await creer()
    await base.db.updateTable('compte').set({ role: 'visiteur' }).where('id', '=', compte).execute()
    expect((await getActeur(secret))?.role).toBe('visiteur')
    await base.db.updateTable('compte').set({ actif: false }).where('id', '=', compte).execute()
    expect(await getActeur(secret)).toBeNull()
  })

  test('nothing after its last day, in Paris', async () => {
    await client.connecter('contributeur')
    const demain = formatJour(new Date(Date.now() + 86_400_000))
    const secret = await creer({ expireLe: demain })
    expect(await getActeur(secret)).not.toBeNull()
    expect(await getActeur(secret, new Date(Date.now() + 3 * 86_400_000))).toBeNull()
  })

  test('nothing once revoked, at once; revoking twice changes nothing', async () => {
    await client.connecter('contributeur')
    const secret = await creer()
    const { id } = await getDerniere()
    expect(await getActeur(secret)).not.toBeNull()
    const reponse = await client.post(`/compte/cles/${id}/revocation`)
    expect(reponse.headers.get('location')).toBe('/compte/cles?avis=cle-revoquee')
    expect(await getActeur(secret)).toBeNull()
    const { revoqueeLe } = await getDerniere()
    expect((await client.post(`/compte/cles/${id}/revocation`)).status).toBe(303)
    expect((await getDerniere()).revoqueeLe).toEqual(revoqueeLe)
    const traces = await base.db.selectFrom('trace').select('issue').where('objet_id', '=', id).execute()
    expect(traces.map((t) => t.issue)).toEqual(['fait', 'fait', 'fait'])
  })

  test('nothing, for a demonstration account where there is no demonstration', async () => {
    await createComptesDemo(ctx())
    const { id } = await base.db.selectFrom('compte').select('id').where('demo', '=', true).executeTakeFirstOrThrow()
    await client.connecter('contributeur')
    const secret = await creer()
    await base.db
      .updateTable('cle_api')
      .set({ compte: id })
      .where('id', '=', (await getDerniere()).id)
      .execute()
    expect(await getActeur(secret, new Date(), true)).not.toBeNull()
    expect(await getActeur(secret, new Date(), false)).toBeNull()
  })

  test('an unknown one, or one of another shape, is nobody', async () => {
    for (const faux of [createSecret(), '', 'Bearer', '\0', "' or 1=1 --"]) expect(await getActeur(faux)).toBeNull()
  })
})

describe('keys of others', () => {
  test('do not exist for a colleague; the administrator sees and revokes them', async () => {
    await client.connecter('documentaliste')
    const secret = await creer({ nom: 'Clé d’une autre' })
    const { id } = await getDerniere()
    await client.connecter('documentaliste')
    expect((await client.get(`/compte/cles/${id}`)).status).toBe(404)
    expect((await client.post(`/compte/cles/${id}/revocation`)).status).toBe(404)
    expect((await client.get('/comptes/cles')).status).toBe(404)
    expect(await (await client.get('/compte/cles')).text()).not.toContain('Clé d’une autre')
    await client.connecter('administrateur')
    expect(await (await client.get('/comptes/cles')).text()).toContain('Clé d’une autre')
    expect((await client.get(`/compte/cles/${id}`)).status).toBe(200)
    const reponse = await client.post(`/compte/cles/${id}/revocation`)
    expect(reponse.headers.get('location')).toBe('/comptes/cles?avis=cle-revoquee')
    expect(await getActeur(secret)).toBeNull()
  })
})

describe('the use of a key', () => {
  test('is counted by day, shown to its owner, and forgotten after thirteen months', async () => {
    await client.connecter('contributeur')
    await creer({ nom: 'Clé qui sert' })
    const { id } = await getDerniere()
    const maintenant = new Date()
    const appels = [
      { ecriture: true, refus: false },
      { ecriture: false, refus: true },
      { ecriture: false, refus: false },
    ]
    await Promise.all(appels.map((appel) => addUsage(base.db, id, maintenant, appel)))
    await addUsage(base.db, id, new Date(maintenant.getTime() - 500 * 86_400_000), { ecriture: false, refus: false })
    expect(await getDerniere()).toMatchObject({ appels: 3, refus: 1, dernier: maintenant })
    const page = await (await client.get(`/compte/cles/${id}`)).text()
    expect(page.match(/<td class="numeric">\d+<\/td>/g)).toEqual(
      ['3', '1', '1', '1', '0', '0'].map((n) => `<td class="numeric">${n}</td>`),
    )
    await deleteUsagesPasses(base.db, maintenant)
    const restes = await base.db.selectFrom('cle_api_usage').select('appels').where('cle', '=', id).execute()
    expect(restes).toEqual([{ appels: 3 }])
  })
})
