import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { SYSTEME } from './acteur.ts'
import type { Ctx } from './context.ts'
import { executeTaches } from './jobs.ts'
import type { Courriel } from './mail.ts'
import { addCourriel, createTacheCourriel, deleteCourrielsAnciens } from './outbox.ts'
import { type BaseDeTest, createBaseDeTest } from './testing/base.ts'

let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseDeTest()
})
afterAll(() => base.close())
beforeEach(async () => {
  await sql`delete from tache`.execute(base.db)
  await sql`delete from courriel`.execute(base.db)
})

const MIDI = new Date('2026-03-02T12:00:00Z')
const ctxA = (maintenant: Date): Ctx => ({
  db: base.db,
  acteur: SYSTEME,
  maintenant,
  origine: { requete: '00000000-0000-4000-8000-000000000000', ip: null },
})
const MESSAGE: Courriel = { a: 'anne@exemple.test', sujet: 'Fictif', texte: 'Bonjour', entetes: { 'list-id': '<l>' } }
const listCourriels = async () =>
  (
    await sql<
      Record<string, unknown>
    >`select destinataire, sujet, texte, html, entetes, envoye_le, refuse_le from courriel`.execute(base.db)
  ).rows
const VIDE = { destinataire: null, sujet: null, texte: null, html: null, entetes: {} }

it('sends what a transaction wrote, under a Message-ID that does not change, and forgets whom and what', async () => {
  const partis: Courriel[] = []
  let pannes = 1
  const tache = createTacheCourriel(async (courriel) => {
    partis.push(courriel)
    if (pannes-- > 0) throw new Error('450 anne@exemple.test plus tard')
  }, 'maillage.test')
  await base.db.transaction().execute((db) => addCourriel({ db, maintenant: MIDI }, MESSAGE))
  await expect(executeTaches(ctxA(MIDI), [tache])).rejects.toThrow(/^Le serveur de courriel n’a pas pris le message.$/)
  const { rows } = await sql`select 1 from tache where erreur like '%@%'`.execute(base.db)
  expect(rows).toEqual([])
  await executeTaches(ctxA(new Date(MIDI.getTime() + 30_000)), [tache])
  expect(partis).toHaveLength(2)
  expect(partis[0]).toEqual(partis[1])
  expect(partis[1]).toMatchObject({ ...MESSAGE, entetes: { 'list-id': '<l>' } })
  expect(partis[1]?.entetes?.['message-id']).toMatch(/^<courriel-\d+-\d+@maillage\.test>$/)
  expect(await listCourriels()).toEqual([{ ...VIDE, envoye_le: new Date(MIDI.getTime() + 30_000), refuse_le: null }])
})

it('writes nothing where the transaction is rolled back', async () => {
  const echec = base.db.transaction().execute(async (db) => {
    await addCourriel({ db, maintenant: MIDI }, MESSAGE)
    throw new Error('renoncé')
  })
  await expect(echec).rejects.toThrow('renoncé')
  expect(await listCourriels()).toEqual([])
})

it('does not insist on an address that the server refuses for good', async () => {
  const tache = createTacheCourriel(
    () => Promise.reject(Object.assign(new Error('550 inconnu'), { responseCode: 550 })),
    'm.test',
  )
  await addCourriel(ctxA(MIDI), MESSAGE)
  expect(await executeTaches(ctxA(MIDI), [tache])).toBe(1)
  expect(await listCourriels()).toEqual([{ ...VIDE, envoye_le: null, refuse_le: MIDI }])
  expect(await executeTaches(ctxA(new Date('2027-01-01')), [tache])).toBe(0)
})

it('forgets a message that nobody took', async () => {
  await addCourriel(ctxA(MIDI), MESSAGE)
  await deleteCourrielsAnciens(base.db, MIDI)
  expect(await listCourriels()).toHaveLength(1)
  await deleteCourrielsAnciens(base.db, new Date('2026-04-03'))
  expect(await listCourriels()).toEqual([])
  expect(
    await executeTaches(ctxA(MIDI), [createTacheCourriel(() => Promise.reject(new Error('jamais')), 'm.test')]),
  ).toBe(1)
})
