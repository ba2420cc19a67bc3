import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VISITEUR } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { listComptesDemo, updateActif, updateRole } from './compte.queries.ts'
import { createCompteDeTest, createComptesDemo } from './demonstration.actions.ts'
import { addSessionAnonyme, createSession, deleteSessionsPassees, getActeurDeSession } from './session.queries.ts'
import { formatAgent, isJeton } from './session.ts'

describe('device of a session', () => {
  test.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox sur Windows'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'Chrome sur Linux',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge sur Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15 Safari/604.1',
      'Safari sur iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
      'Chrome sur Android',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.0 Safari/605.1', 'Safari sur macOS'],
    ['curl/8.0', 'Navigateur inconnu'],
    ['', 'Navigateur inconnu'],
  ])('%s', (agent, attendu) => expect(formatAgent(agent)).toBe(attendu))
})

describe('limits of a session', () => {
  let base: BaseDeTest
  const debut = new Date('2026-03-02T09:00:00Z')
  const apres = (minutes: number) => new Date(debut.getTime() + minutes * 60_000)
  const lire = (jeton: string, minutes: number) => getActeurDeSession(base.db, jeton, apres(minutes))
  const ouvrir = (compte: string) =>
    createSession(base.db, compte, { maintenant: debut, moyen: 'courriel', agent: 'Firefox/1 Windows' })
  const ctx = (): Ctx => ({
    db: base.db,
    acteur: VISITEUR,
    maintenant: debut,
    origine: { requete: crypto.randomUUID(), ip: null },
  })

  beforeAll(async () => {
    base = await createBaseDeTest()
  })
  afterAll(() => base.close())

  test('a session is its account, with the role of the moment', async () => {
    const { compte } = await createCompteDeTest(base.db, 'documentaliste')
    const jeton = await ouvrir(compte)
    expect(isJeton(jeton)).toBe(true)
    expect(await lire(jeton, 1)).toMatchObject({ compte, nom: 'Dominique Essai', role: 'documentaliste' })
    await updateRole(ctx(), compte, 'contributeur')
    expect(await lire(jeton, 2)).toMatchObject({ compte, role: 'contributeur' })
  })

  test('the token is not in the database', async () => {
    const { compte } = await createCompteDeTest(base.db, 'visiteur')
    const jeton = await ouvrir(compte)
    const lignes = await base.db.selectFrom('session').selectAll().where('compte', '=', compte).execute()
    expect(lignes).toHaveLength(2)
    expect(JSON.stringify(lignes)).not.toContain(jeton)
    expect(lignes.map((l) => l.agent)).toContain('Firefox sur Windows')
  })

  test('thirty idle minutes end it; activity prolongs it, up to twelve hours', async () => {
    const { compte } = await createCompteDeTest(base.db, 'visiteur')
    const oisive = await ouvrir(compte)
    expect(await lire(oisive, 29)).not.toBeNull()
    expect(await lire(oisive, 58)).not.toBeNull()
    expect(await lire(oisive, 88)).toBeNull()
    const active = await ouvrir(compte)
    for (let minutes = 20; minutes < 720; minutes += 20)
      expect(await lire(active, minutes), `${minutes}`).not.toBeNull()
    expect(await lire(active, 719)).not.toBeNull()
    expect(await lire(active, 720)).toBeNull()
  })

  test('last activity is written at most once a minute', async () => {
    const { compte } = await createCompteDeTest(base.db, 'visiteur')
    const jeton = await ouvrir(compte)
    const vue = async () =>
      (await base.db.selectFrom('session').select('vue_le').where('compte', '=', compte).orderBy('vue_le').execute())[0]
        ?.vue_le
    await lire(jeton, 0.9)
    expect(await vue()).toEqual(debut)
    await lire(jeton, 1.1)
    expect(await vue()).toEqual(apres(1.1))
    await lire(jeton, 2)
    expect(await vue()).toEqual(apres(1.1))
  })

  test('a closed account has no session, an unknown or misshapen token neither', async () => {
    const { compte } = await createCompteDeTest(base.db, 'visiteur')
    const jeton = await ouvrir(compte)
    await updateActif(ctx(), compte, false)
    expect(await lire(jeton, 1)).toBeNull()
    for (const faux of ['', 'x', 'a'.repeat(43), `${jeton}=`, '\0', `${jeton.slice(0, 42)}!`]) {
      expect(await lire(faux, 1)).toBeNull()
    }
  })

  test('a session without account is a visitor whose session is known', async () => {
    const { id, jeton } = await addSessionAnonyme(ctx())
    expect(await lire(jeton, 1)).toEqual({ compte: null, nom: null, role: 'visiteur', session: id })
  })

  test('the sweep forgets what is over, and demonstration sessions when demonstration is off', async () => {
    await base.db.deleteFrom('session').execute()
    await createComptesDemo(ctx())
    await createComptesDemo(ctx())
    const demo = await listComptesDemo(ctx())
    expect(demo.map((c) => `${c.prenom} ${c.nom}, ${c.role}`)).toEqual([
      'Alex Fictif, visiteur',
      'Claude Fictif, contributeur',
      'Dominique Fictif, documentaliste',
      'Camille Fictif, coordinateur',
      'Sacha Fictif, administrateur',
    ])
    await ouvrir(demo[0]?.id ?? '')
    await addSessionAnonyme(ctx())
    expect(await deleteSessionsPassees(base.db, apres(19), { demo: true })).toBe(0)
    expect(await deleteSessionsPassees(base.db, apres(20), { demo: true })).toBe(1)
    expect(await deleteSessionsPassees(base.db, apres(20), { demo: false })).toBe(1)
    await ouvrir(demo[0]?.id ?? '')
    expect(await deleteSessionsPassees(base.db, apres(31), { demo: true })).toBe(1)
  })
})
