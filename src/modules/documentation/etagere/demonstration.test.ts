import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createClientDeTest } from '../../../testing/client.ts'
import { importDemonstrationDocumentation } from '../demonstration/demonstration.actions.ts'
import { readDemo } from '../demonstration/demonstration.ts'
import { listCles, readDemoEtageres } from './demonstration.ts'

const { notices } = readDemo()
const etageres = readDemoEtageres()
const getEtagere = (cle: string) => etageres.find((e) => e.cle === cle) ?? expect.unreachable()

describe('the demonstration shelves', () => {
  it('hold only notices of the catalogue', () => {
    const cles = new Set(notices.map((n) => n.cle))
    expect(etageres.flatMap(listCles).filter((cle) => !cles.has(cle))).toEqual([])
  })

  it.each([
    ['bibliographie-soins-primaires', 'ireps-bfc-2023-soins-primaires'],
    ['bibliographie-dynamiques-territoriales', 'ireps-occitanie-2022-dynamiques-territoriales'],
  ])('%s has every notice of its source, but the hosts of chapters', (cle, source) => {
    const rangees = new Set(listCles(getEtagere(cle)))
    const hotes = new Set(notices.flatMap((n) => n.liens.filter((l) => l.type === 'fait-partie-de').map((l) => l.cle)))
    const manquantes = notices
      .filter((n) => n.provenance.document === source && n.sections.length > 0)
      .filter((n) => !rangees.has(n.cle) && !hotes.has(n.cle))
    expect(manquantes.map((n) => n.cle)).toEqual([])
  })
})

describe('once loaded', () => {
  let base: BaseDeTest
  beforeAll(async () => {
    base = await createBaseDeTest()
  })
  afterAll(() => base.close())

  it('are read by all, whole, and never twice', async () => {
    const origine = { requete: crypto.randomUUID(), ip: null }
    const ctx = { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine }
    await importDemonstrationDocumentation(ctx)
    await importDemonstrationDocumentation(ctx)
    const client = createClientDeTest(base.db)
    const liste = await (await client.get('/etageres')).text()
    const adresses = [...liste.matchAll(/href="(\/etageres\/\d+)"/g)].map((m) => m[1] ?? '')
    expect(adresses).toHaveLength(etageres.length)
    for (const adresse of adresses) {
      const page = await (await client.get(adresse)).text()
      const etagere = etageres.find((e) => page.includes(`<h1>${e.titre}</h1>`)) ?? expect.unreachable()
      expect(page.match(/<li id="ref-/g)).toHaveLength(listCles(etagere).length)
    }
  })
})
