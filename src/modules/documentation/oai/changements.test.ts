import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createHasard, type Hasard } from '../../../testing/notices.ts'
import { createMoissonneur, getTexte, type RecordRecu } from '../../../testing/oai.ts'
import {
  createEtagere,
  getEtagere,
  updateEtagere,
  updateEtat,
  updatePresence as updatePresenceEtagere,
} from '../etagere/etagere.queries.ts'
import type { ContenuEtagere, Etagere } from '../etagere/etagere.ts'
import { addEntrees, deleteEntrees, listPlaces } from '../etagere/plan.queries.ts'
import { createNotice, getNotice, updateNotice, updatePresence } from '../notice/notice.queries.ts'
import type { ContenuNotice } from '../notice/notice.ts'
import { getReleve } from './oai.queries.ts'

const THEMES = ['parcours', 'litteratie', 'tabac']

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db, { oaiParPage: 7, proxy: true })
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const createCtx = (): Ctx => ({
  db: base.db,
  acteur: SYSTEME,
  maintenant: new Date(),
  origine: { requete: crypto.randomUUID(), ip: null },
})
/** As an action does: in one transaction. */
const change = <R>(faire: (ctx: Ctx) => Promise<R>): Promise<R> =>
  base.db.transaction().execute((db) => faire({ ...createCtx(), db }))

const createContenu = (title: string, themes: string[]): ContenuNotice => ({
  nature: 'rapport',
  csl: { id: '', type: 'report', title },
  ...{ resume: null, resumeSource: null, themes, publics: [], determinants: [], milieux: [] },
  ...{ enLigne: false, prets: [], provenance: null },
})

const contenuEtagere: ContenuEtagere = {
  ...{ titre: 'Étagère fictive', sousTitre: null, introduction: null, auteurs: null, couverture: null, date: null },
  ...{ licence: null, presentation: 'ireps-bfc' as const, avecResumes: true, avecLiens: true, avecNumeros: true },
  ...{ planNumerote: true, recherche: null },
}

/** One change of those that people make, on notices and shelves drawn by the seed. */
async function changeAuHasard(h: Hasard, ids: { notices: number[]; etageres: number[] }, rang: number): Promise<void> {
  const themes = () => THEMES.filter(() => h.rarement(2))
  const notice = h.parmi(ids.notices)
  const etagere = h.parmi(ids.etageres)
  const gestes: ((ctx: Ctx) => Promise<unknown>)[] = [
    async (ctx) => {
      const id = await createNotice(ctx, createContenu(`Notice fictive ${rang}`, themes()))
      if (id !== null) ids.notices.push(id)
    },
    async (ctx) => {
      const n = await getNotice(ctx, notice, true)
      if (n) await updateNotice(ctx, notice, n.version, createContenu(`Notice fictive ${rang}`, themes()))
    },
    async (ctx) => {
      const n = await getNotice(ctx, notice, true)
      if (n) await updatePresence(ctx, n, n.supprimeeLe ? 'restauration' : 'suppression')
    },
    async (ctx) => {
      const [n, autre] = [await getNotice(ctx, notice, true), h.parmi(ids.notices)]
      if (n && !n.supprimeeLe && autre !== notice) await updatePresence(ctx, n, 'fusion', autre)
    },
    (ctx) => addEntrees(ctx, etagere, null, [{ notice }, { notice: h.parmi(ids.notices) }]),
    async (ctx) => {
      const places = await listPlaces(ctx, etagere)
      const place = places[h.entier(Math.max(1, places.length))]
      if (place) await deleteEntrees(ctx, etagere, [place.id])
    },
    async (ctx) => {
      const e = await getEtagere(ctx, etagere, true)
      if (e) await changeEtagere(ctx, h, e)
    },
  ]
  const geste = h.parmi(gestes)
  // Now and then two in one transaction.
  await change(async (ctx) => {
    await geste(ctx)
    if (h.rarement(4)) await h.parmi(gestes.slice(4))(ctx)
  })
}

async function changeEtagere(ctx: Ctx, h: Hasard, e: Etagere): Promise<void> {
  if (h.rarement(3)) await updatePresenceEtagere(ctx, e.id, e.supprimeeLe !== null)
  else if (h.rarement(4)) await updateEtagere(ctx, e.id, e.revision, { ...e, recherche: e.recherche ? null : 'q=x' })
  else await updateEtat(ctx, e.id, e.etat === 'publique' ? 'partagee' : 'publique')
}

/** What a harvester holds: titles by number. */
function store(copie: Map<number, string>, records: readonly RecordRecu[]): void {
  for (const { id, supprime, contenu } of records) {
    if (supprime) copie.delete(id)
    else copie.set(id, getTexte(contenu, 'title'))
  }
}

/** What it should hold, asked of the tables themselves. */
async function listAttendues(ensemble: string): Promise<Map<number, string>> {
  const [genre, nom = ''] = ensemble.split(':')
  let requete = base.db
    .selectFrom('notice')
    .select(['id', (eb) => eb.ref('csl', '->>').key('title').as('titre')])
    .where('supprimee_le', 'is', null)
    .orderBy('id')
  if (genre === 'theme') requete = requete.where((eb) => eb(eb.val(nom), '=', eb.fn.any('themes')))
  if (genre === 'etagere')
    requete = requete.where('id', 'in', (eb) =>
      eb
        .selectFrom('etagere_entree')
        .innerJoin('etagere', 'etagere.id', 'etagere_entree.etagere')
        .select('notice')
        .where('etagere.id', '=', Number(nom))
        .where('etagere.etat', '=', 'publique')
        .where('etagere.supprimee_le', 'is', null)
        .where('etagere.recherche', 'is', null),
    )
  return new Map((await requete.execute()).map((l) => [l.id, String(l.titre)]))
}

const trier = (copie: Map<number, string>) => [...copie].sort(([a], [b]) => a - b)

describe('changes between the pages of a harvest', () => {
  it.each([1, 2])(
    'full, then incremental: the copy is the catalogue, seed %i',
    { timeout: 120_000 },
    async (graine) => {
      const h = createHasard(graine)
      const moisson = createMoissonneur(client)
      const ids = { notices: [] as number[], etageres: [] as number[] }
      for (let i = 0; i < 30; i++)
        ids.notices.push((await change((ctx) => createNotice(ctx, createContenu(`Notice fictive ${i}`, THEMES)))) ?? 0)
      for (let i = 0; i < 3; i++)
        ids.etageres.push((await change((ctx) => createEtagere(ctx, contenuEtagere, { etat: 'publique' }))) ?? 0)
      for (const e of ids.etageres)
        await change((ctx) =>
          addEntrees(
            ctx,
            e,
            null,
            ids.notices.slice(e % 5, 20).map((notice) => ({ notice })),
          ),
        )

      const ensembles = ['', 'theme:tabac', `etagere:${ids.etageres[0]}`]
      const copies = new Map(ensembles.map((e) => [e, { depuis: '', copie: new Map<number, string>() }]))
      let rang = 100
      const bousculer = async () => {
        for (let n = 2 + h.entier(5); n > 0; n--) await changeAuHasard(h, ids, rang++)
      }
      let reprises = 0
      for (let tour = 0; tour < 6; tour++) {
        for (const [ensemble, copie] of copies) {
          // A list to whose end as much is added as is read would not end.
          let bousculades = 0
          // The last time, nothing moves: the copy must then be exact.
          const { date, pages, records } = await moisson.moissonner(
            {
              ...{ verb: 'ListRecords', metadataPrefix: 'oai_dc' },
              ...(ensemble && { set: ensemble }),
              ...(copie.depuis && { from: copie.depuis }),
            },
            async () => {
              if (tour < 5 && bousculades++ < 8) await bousculer()
            },
          )
          reprises += pages.length - 1
          expect(pages.flatMap((p) => p.erreurs).filter((e) => e !== 'noRecordsMatch')).toEqual([])
          store(copie.copie, records)
          copie.depuis = date
          if (tour < 5) await bousculer()
          else expect([ensemble, trier(copie.copie)]).toEqual([ensemble, trier(await listAttendues(ensemble))])
        }
      }
      expect(rang).toBeGreaterThan(200)
      expect(reprises).toBeGreaterThan(20)
    },
  )

  it('a change that is committed late is dated late', async () => {
    const moisson = createMoissonneur(client)
    const criteres = { verb: 'ListIdentifiers', metadataPrefix: 'oai_dc' }
    let avant = ''
    const id = await change(async (ctx) => {
      const cree = await createNotice(ctx, createContenu('Notice fictive lente', []))
      // Someone harvests while the transaction is open, then a second passes.
      avant = (await moisson.moissonner(criteres)).date
      await new Promise((r) => setTimeout(r, 1100))
      return cree
    })
    const { records } = await moisson.moissonner({ ...criteres, from: avant })
    expect(records.map((r) => r.id)).toContain(id)
    expect(records.find((r) => r.id === id)?.date).not.toBe(avant)
  })

  it('what changes nothing of the record leaves its date', async () => {
    const id = (await change((ctx) => createNotice(ctx, createContenu('Notice fictive stable', [])))) ?? 0
    const brouillon = (await change((ctx) => createEtagere(ctx, contenuEtagere))) ?? 0
    const getDate = async () => (await getReleve(createCtx(), id))?.rang
    const avant = await getDate()
    await change(async (ctx) => {
      const notice = await getNotice(ctx, id)
      if (notice) await updateNotice(ctx, id, notice.version, notice, 'verification')
      await addEntrees(ctx, brouillon, null, [{ notice: id }])
    })
    expect(await getDate()).toEqual(avant)
    await change((ctx) => updateEtat(ctx, brouillon, 'publique'))
    expect(Number(await getDate())).toBeGreaterThan(Number(avant))
  })
})
