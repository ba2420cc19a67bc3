import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SYSTEME } from './acteur.ts'
import type { Ctx } from './context.ts'
import { openDb } from './db.ts'
import { addTache, computeAttente, defineTache, deleteTachesAbandonnees, executeTaches, startTaches } from './jobs.ts'
import { type BaseDeTest, createBaseDeTest } from './testing/base.ts'

let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseDeTest()
})
afterAll(() => base.close())
beforeEach(() => sql`delete from tache`.execute(base.db))

const MIDI = new Date('2026-03-02T12:00:00Z')
const plus = (secondes: number) => new Date(MIDI.getTime() + secondes * 1000)
const ctxA = (maintenant: Date): Ctx => ({
  db: base.db,
  acteur: SYSTEME,
  maintenant,
  origine: { requete: '00000000-0000-4000-8000-000000000000', ip: null },
})
const journal = pino({ level: 'silent' })
const listTaches = async () =>
  (
    await sql<
      Record<string, unknown>
    >`select nom, cle, donnees, pour_le, echecs, abandonnee_le from tache order by id`.execute(base.db)
  ).rows

const creerEssai = (suite: (mot: string, ctx: Ctx) => Promise<void> = async () => undefined) => {
  const faits: string[] = []
  const tache = defineTache({
    nom: 'essai',
    donnees: z.object({ mot: z.string() }),
    essais: 3,
    async executer(ctx, { mot }) {
      await suite(mot, ctx)
      faits.push(mot)
    },
  })
  return { tache, faits }
}

describe('a task asked for', () => {
  it('runs once, when it is due, in the order of time', async () => {
    const { tache, faits } = creerEssai()
    await addTache(ctxA(MIDI), tache, { mot: 'tard' }, { le: plus(60) })
    await addTache(ctxA(MIDI), tache, { mot: 'tôt' })
    expect(await executeTaches(ctxA(plus(59)), [tache])).toBe(1)
    expect(await executeTaches(ctxA(plus(60)), [tache])).toBe(1)
    expect(await executeTaches(ctxA(plus(61)), [tache])).toBe(0)
    expect(faits).toEqual(['tôt', 'tard'])
    expect(await listTaches()).toEqual([])
  })

  it('in a transaction rolled back was never asked for', async () => {
    const { tache } = creerEssai()
    const echec = base.db.transaction().execute(async (db) => {
      await addTache({ ...ctxA(MIDI), db }, tache, { mot: 'non' })
      throw new Error('renoncé')
    })
    await expect(echec).rejects.toThrow('renoncé')
    expect(await listTaches()).toEqual([])
  })

  it('twice under one key waits once, for the earlier date', async () => {
    const { tache, faits } = creerEssai()
    for (const le of [plus(50), plus(10), plus(90)]) await addTache(ctxA(MIDI), tache, { mot: 'un' }, { le, cle: 'c' })
    expect((await listTaches()).map((t) => t.pour_le)).toEqual([plus(10)])
    await executeTaches(ctxA(plus(10)), [tache])
    expect(faits).toEqual(['un'])
  })

  it.each([
    ['at once', 0, ['un', 'un'], 0],
    ['later', 300, ['un'], 1],
  ])('again under its key while it runs, %s, runs once more then', async (_quand, secondes, attendus, restent) => {
    const { tache, faits } = creerEssai(async (mot, ctx) => {
      if (faits.length === 0) await addTache(ctx, tache, { mot }, { cle: 'c', le: plus(secondes) })
    })
    await addTache(ctxA(MIDI), tache, { mot: 'un' }, { cle: 'c' })
    await executeTaches(ctxA(MIDI), [tache])
    expect(faits).toEqual(attendus)
    expect((await listTaches()).map((t) => t.pour_le)).toEqual(Array(restent).fill(plus(secondes)))
  })

  it('asked for again once its process is gone runs once', async () => {
    const arret = new AbortController()
    const { tache, faits } = creerEssai(async () => {
      if (arret.signal.aborted) return
      arret.abort()
      arret.signal.throwIfAborted()
    })
    await addTache(ctxA(MIDI), tache, { mot: 'un' }, { cle: 'c' })
    await executeTaches(ctxA(MIDI), [tache], arret.signal)
    await addTache(ctxA(plus(1)), tache, { mot: 'un' }, { cle: 'c' })
    expect([await executeTaches(ctxA(plus(1)), [tache]), faits]).toEqual([1, ['un']])
    expect(await listTaches()).toEqual([])
  })

  it('that fails waits longer each time, then is given up, and forgotten in the end', async () => {
    const { tache } = creerEssai(() => Promise.reject(new Error('panne fictive')))
    await addTache(ctxA(MIDI), tache, { mot: 'x' })
    let quand = MIDI
    for (const echecs of [1, 2, 3]) {
      await expect(executeTaches(ctxA(quand), [tache])).rejects.toThrow('panne fictive')
      const attendu = new Date(quand.getTime() + computeAttente(echecs) * 1000)
      expect(await listTaches()).toMatchObject([
        { echecs, pour_le: attendu, abandonnee_le: echecs === 3 ? quand : null },
      ])
      quand = attendu
    }
    expect(await executeTaches(ctxA(plus(1e6)), [tache])).toBe(0)
    await deleteTachesAbandonnees(base.db, plus(1e6))
    expect(await listTaches()).toEqual([])
  })

  it('of a kind that this process does not know is left to others', async () => {
    const { tache } = creerEssai()
    await addTache(ctxA(MIDI), tache, { mot: 'x' })
    expect(await executeTaches(ctxA(MIDI), [{ ...tache, nom: 'autre' }])).toBe(0)
    expect(await listTaches()).toHaveLength(1)
  })
})

it.each([
  [1, 30],
  [2, 120],
  [3, 480],
  [6, 30_720],
  [7, 86_400],
  [20, 86_400],
])('after %i failures in a row: %i seconds', (echecs, secondes) => {
  expect(computeAttente(echecs)).toBe(secondes)
})

describe('several processes', () => {
  it('share the tasks, and never run one twice', async () => {
    const { tache, faits } = creerEssai(() => setTimeout(20))
    for (let i = 0; i < 30; i++) await addTache(ctxA(MIDI), tache, { mot: String(i) })
    const bases = [openDb(base.url, { max: 3 }), openDb(base.url, { max: 3 }), openDb(base.url, { max: 3 })]
    const ateliers = bases.map((db) => startTaches({ db, taches: [tache], journal }))
    await expect.poll(listTaches, { timeout: 20_000 }).toEqual([])
    await Promise.all(ateliers.map((a) => a.close()))
    await Promise.all(bases.map((db) => db.destroy()))
    expect(faits.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i))
  })

  it('a task whose process dies is run by another, at once', async () => {
    const mort = new AbortController()
    const debut = Promise.withResolvers<void>()
    const { tache, faits } = creerEssai(async (_mot, ctx) => {
      if (ctx.db !== premiere) return
      debut.resolve()
      await setTimeout(60_000, undefined, { signal: mort.signal })
    })
    const premiere = openDb(base.url, { max: 3 })
    await addTache(ctxA(MIDI), tache, { mot: 'un' })
    const atelier = startTaches({ db: premiere, taches: [tache], journal })
    await debut.promise
    expect(await executeTaches(ctxA(new Date()), [tache])).toBe(0)
    // What the server sees of a kill -9.
    await sql`select pg_terminate_backend(pid) from pg_locks l join pg_database d on d.oid = l.database
      where locktype = 'advisory' and datname = current_database()`.execute(base.db)
    await expect.poll(() => executeTaches(ctxA(new Date()), [tache])).toBe(1)
    expect(faits).toEqual(['un'])
    mort.abort()
    await atelier.close()
    await premiere.destroy()
    expect(faits).toEqual(['un'])
  })

  it('a process that stops tells its tasks, and leaves them to the next', async () => {
    const debut = Promise.withResolvers<void>()
    const tache = defineTache({
      nom: 'longue',
      donnees: z.object({}),
      async executer(_ctx, _donnees, signal) {
        debut.resolve()
        await setTimeout(60_000, undefined, { signal })
      },
    })
    await addTache(ctxA(MIDI), tache, {})
    const atelier = startTaches({ db: base.db, taches: [tache], journal })
    await debut.promise
    await atelier.close()
    expect(await listTaches()).toMatchObject([{ nom: 'longue', echecs: 0, abandonnee_le: null }])
  })
})

it('a periodic task is there once, and comes back after each run, failed or not', async () => {
  let fois = 0
  const tache = defineTache({
    nom: 'ronde',
    donnees: z.object({}),
    chaque: 3600,
    async executer() {
      if (++fois === 1) throw new Error('panne fictive')
    },
  })
  const ateliers = [1, 2].map(() => startTaches({ db: base.db, taches: [tache], journal }))
  await expect.poll(() => fois, { timeout: 10_000 }).toBe(1)
  await Promise.all(ateliers.map((a) => a.close()))
  expect(await listTaches()).toMatchObject([{ nom: 'ronde', echecs: 1 }])
  const demain = new Date(Date.now() + 86_400_000)
  await executeTaches(ctxA(demain), [tache])
  expect(fois).toBe(2)
  expect(await listTaches()).toMatchObject([
    { nom: 'ronde', echecs: 0, pour_le: new Date(demain.getTime() + 3_600_000) },
  ])
  // Brought forward, not doubled.
  await addTache(ctxA(demain), tache, {})
  await executeTaches(ctxA(demain), [tache])
  expect([fois, (await listTaches()).length]).toEqual([3, 1])
})
