import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import type { Db } from '#core/db.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createReglagesDeTest } from '../../../testing/serveur-oai.ts'
import { createNotice, getNotice, updateNotice, updatePresence } from '../notice/notice.queries.ts'
import type { ContenuNotice } from '../notice/notice.ts'
import { executeMoisson } from './moisson.actions.ts'
import { listMoissons } from './moisson.queries.ts'
import { createSource } from './source.queries.ts'

/** Our own provider, over HTTP, harvested into another base. */
let la: BaseDeTest
let ici: BaseDeTest
let client: Client
let serveur: ServerType
let adresse: string
const createCtx = (db: Db): Ctx => ({
  db,
  acteur: SYSTEME,
  maintenant: new Date(),
  origine: { requete: crypto.randomUUID(), ip: null },
})

const createContenu = (titre: string, champs: Partial<ContenuNotice['csl']> = {}): ContenuNotice => ({
  nature: 'rapport',
  csl: {
    id: '',
    type: 'report',
    title: titre,
    author: [{ family: 'Fictive', given: 'Ana' }],
    issued: { 'date-parts': [[2021, 5]] },
    publisher: 'Éditions fictives',
    URL: `https://fictif.example/${encodeURIComponent(titre)}`,
    language: 'fr',
    ...champs,
  },
  resume: `Résumé inventé de « ${titre} ».`,
  resumeSource: 'Auteur',
  themes: [],
  publics: [],
  determinants: [],
  milieux: [],
  enLigne: true,
  prets: [],
  provenance: null,
})
const TITRES = [
  'Marcher au village',
  'Le sommeil des enfants',
  'Cuisine partagée et budget',
  'Un jardin pour tous',
  'Lectures à voix haute',
]

beforeAll(async () => {
  la = await createBaseDeTest()
  ici = await createBaseDeTest()
  client = createClientDeTest(la.db, { oaiParPage: 2 })
  for (const titre of TITRES) await createNotice(createCtx(la.db), createContenu(titre))
  serveur = serve({ fetch: client.app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(serveur, 'listening')
  adresse = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}/oai`
})
afterAll(async () => {
  serveur.close()
  await client.app.close()
  await la.close()
  await ici.close()
})

const declarer = (prefixe: string) =>
  createSource(
    createCtx(ici.db),
    { nom: `Voisine fictive ${prefixe}`, adresse, prefixe, ensemble: null, licence: null, frequence: 'manuelle' },
    null,
  )
const moissonner = (source: number) =>
  executeMoisson(createCtx(ici.db), source, createReglagesDeTest([], 20_000), new AbortController().signal)
const getDerniere = async (source: number) => (await listMoissons(createCtx(ici.db), source, 1))[0]
const listRecoltees = async (source: number) => {
  const { rows } = await sql<{ notice: number }>`select notice from moisson_notice where source = ${source}
    and notice is not null order by identifiant`.execute(ici.db)
  return Promise.all(rows.map((r) => getNotice(createCtx(ici.db), r.notice)))
}

describe('our own provider', () => {
  it.each(['oai_dc', 'marcxml', 'pmb_xml_unimarc'])('is harvested in whole in %s', async (prefixe) => {
    await sql`update notice set supprimee_le = now()`.execute(ici.db)
    const source = await declarer(prefixe)
    expect(await moissonner(source)).toBe('faite')
    expect(await getDerniere(source)).toMatchObject({ pages: 3, lues: 5, creees: 5, refusees: 0 })
    const notices = await listRecoltees(source)
    expect(notices.map((n) => n?.csl.title).sort()).toEqual(TITRES.toSorted())
    for (const notice of notices) {
      expect(notice).toMatchObject({
        csl: {
          type: 'report',
          author: [{ family: 'Fictive', given: 'Ana' }],
          publisher: 'Éditions fictives',
          language: 'fr',
          URL: expect.stringContaining('https://fictif.example/'),
        },
        resume: expect.stringContaining('Résumé inventé'),
      })
      expect(notice?.csl.issued?.['date-parts']?.[0]?.[0]).toBe(2021)
    }
  })

  it('then what changed and what was taken out', async () => {
    await sql`update notice set supprimee_le = now()`.execute(ici.db)
    await sql`update moisson_source set supprimee_le = now()`.execute(ici.db)
    const source = await declarer('marcxml')
    await moissonner(source)
    const premiere = await getNotice(createCtx(la.db), 1)
    const seconde = await getNotice(createCtx(la.db), 2)
    if (!premiere || !seconde) throw new Error('Les notices du test sont là.')
    await updateNotice(createCtx(la.db), 1, premiere.version, createContenu('Marcher au village et en ville'))
    await updatePresence(createCtx(la.db), seconde, 'suppression')
    await createNotice(createCtx(la.db), createContenu('Apprendre la natation'))
    expect(await moissonner(source)).toBe('faite')
    expect(await getDerniere(source)).toMatchObject({ creees: 1, modifiees: 1, retirees: 1, refusees: 0, aJuger: 0 })
    expect((await listRecoltees(source)).map((n) => n?.csl.title).sort()).toEqual(
      [...TITRES.slice(1), 'Apprendre la natation', 'Marcher au village et en ville'].sort(),
    )
  })
})
