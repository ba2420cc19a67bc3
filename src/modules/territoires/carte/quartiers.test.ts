import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createCarre, formatGeojson, TROIS_COMMUNES } from '../../../testing/contours.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { createContours, importerContours } from '../contour/import.actions.ts'
import { getQuartiers } from '../contour/quartier.queries.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'

const OFFICIEL = '../shared/donnees/qpv/qpv-2024-dep04.geojson'
const SOURCE = { source: 'Source fictive', licence: null, millesime: '2024', fichier: 'f.geojson', sha256: 'abc' }

/** In the middle of Digne-les-Bains as tests draw it; over the border of Aiglun; in Marseille, by its arrondissement. */
const QUARTIERS = formatGeojson([
  {
    proprietes: { code_qp: 'QN00401M', lib_qp: 'Quartier fictif A', insee_com: '04070' },
    anneaux: [createCarre(6.25, 44.05, 0.01)],
  },
  { proprietes: { code_qp: 'QN00402M', lib_qp: 'Quartier fictif B' }, anneaux: [createCarre(6.195, 44.05, 0.01)] },
  {
    proprietes: { code_qp: 'QN01301M', lib_qp: 'Quartier fictif C', insee_com: '13201, 13202' },
    anneaux: [createCarre(5.37, 43.3, 0.01)],
  },
  {
    proprietes: { code_qp: 'QN01302M', lib_qp: 'Quartier fictif D', com: ['13055'] },
    anneaux: [createCarre(5.38, 43.3, 0.01)],
  },
  { proprietes: { code_qp: 'QN09901M', lib_qp: 'Quartier fictif E' }, anneaux: [createCarre(2, 48, 0.01)] },
])

let base: BaseDeTest
let client: Client
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseGeographie()
  ctx = createCtx(base.db)
  await importIndicateursReference(ctx)
  client = createClientDeTest(base.db)
  const { prets } = await createContours(ctx, 'commune', TROIS_COMMUNES, SOURCE)
  await executeAction(importerContours, ctx, prets)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const importer = async (texte: string) => {
  const preparation = await createContours(ctx, 'qpv', texte, SOURCE)
  await executeAction(importerContours, ctx, preparation.prets)
  return preparation
}
const lire = async (adresse: string) => {
  const reponse = await client.get(adresse)
  expect(reponse.status).toBe(200)
  return (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ')
}
const lister = async (codes: readonly string[]) =>
  (await getQuartiers(ctx, codes, false))?.quartiers.map((q) => `${q.nom.at(-1)} ${q.communes.map((c) => c.code)}`)

it('where none were imported, nothing is said and nothing offered', async () => {
  expect(await getQuartiers(ctx, ['04070'], true)).toBeNull()
  for (const page of ['carte?zone=departement-04&quartiers=oui', 'departements/04', 'communes/04070'])
    expect(await lire(`/territoires/${page}`)).not.toMatch(/quartiers? prioritaire/i)
})

describe('once imported', () => {
  it('communes are those of the file, else those whose outline holds a part; what stands nowhere is told', async () => {
    const { problemes } = await importer(QUARTIERS)
    expect(problemes).toMatchObject([{ n: 5, code: 'QN09901M', garde: true }])
    expect(await lister(['04070'])).toEqual(['A 04070', 'B 04070'])
    expect(await lister(['04001', '04047'])).toEqual(['B 04001'])
    expect(await lister(['04047'])).toEqual([])
  })

  it('a city has those of its arrondissements; an arrondissement those of the city that say no more, and tells it', async () => {
    expect(await lister(['13055'])).toEqual(['C 13201,13202', 'D 13055'])
    expect(await lister(['13202'])).toEqual(['C 13202', 'D 13055'])
    const lus = await getQuartiers(ctx, ['13202'], false)
    expect(lus?.quartiers.map((q) => q.parVille)).toEqual([false, true])
  })

  it('importing twice changes nothing', async () => {
    await importer(QUARTIERS)
    expect(await lister(['04070'])).toHaveLength(2)
  })

  it('a map offers them, draws them when asked, and lists them with their source', async () => {
    const sans = await lire('/territoires/carte?zone=departement-04&vue=contours&classes=egales')
    expect(sans).toContain('Montrer les quartiers prioritaires (2)')
    expect(sans).toContain('<input type="hidden" name="classes" value="egales"/>')
    expect(sans).toContain('<input type="hidden" name="quartiers" value="oui"/>')
    expect(sans).not.toContain('qpv-QN00401M')
    const avec = await lire('/territoires/carte?zone=departement-04&quartiers=oui')
    expect(avec).toMatch(
      /<a class="shape" href="#qpv-QN00401M"><title>Quartier fictif A : quartier prioritaire, Digne-les-Bains<\/title>/,
    )
    expect(avec).toMatch(/<li id="qpv-QN00402M">Quartier fictif B \(QN00402M\), .*Aiglun.*Digne-les-Bains/)
    expect(avec).toContain('fill="url(#carte-dessus)"')
    expect(avec).toContain('id="carte-legende-dessus"')
    expect(avec).toContain('<span>2 quartiers prioritaires</span>')
    expect(avec).toContain('Quartiers prioritaires : Source fictive, 2024.')
    expect(avec).toContain('Cacher les quartiers prioritaires')
  })

  it('circles and larger areas show none', async () => {
    expect(await lire('/territoires/carte?zone=departement-04&quartiers=oui&vue=cercles')).not.toContain('qpv-QN00401M')
    expect(await lire('/territoires/carte?zone=region-93&par=departement&quartiers=oui')).not.toContain('prioritaires')
  })

  it('a portrait says how many there are, and leads to the map; a commune to that of its département', async () => {
    const epci = await lire('/territoires/portrait?communes=04070,04047')
    expect(epci).toContain('2 quartiers prioritaires de la politique de la ville (QPV) touchent ce territoire')
    const [, adresse = ''] = /href="([^"]*#qpv-QN00401M)"/.exec(epci) ?? []
    expect(await lire(adresse.replaceAll('&amp;', '&').split('#')[0] ?? '')).toContain('<li id="qpv-QN00401M">')
    expect(await lire('/territoires/communes/04001')).toContain(
      '/territoires/carte?zone=departement-04&amp;indicateur=population&amp;quartiers=oui#qpv-QN00402M',
    )
    expect(await lire('/territoires/communes/04047')).toContain('Aucun quartier prioritaire ici (Source fictive, 2024)')
  })

  it('files draw them too, without link', async () => {
    const svg = await lire('/territoires/carte.svg?zone=departement-04&quartiers=oui')
    expect(svg).toContain('<title>Quartier fictif A : quartier prioritaire, Digne-les-Bains</title>')
    expect(svg).toContain('Quartiers prioritaires : Source fictive, 2024.')
    expect(svg).toContain('2 quartiers prioritaires</text>')
    expect(svg).not.toMatch(/<a |href=/)
  })

  it.skipIf(!existsSync(OFFICIEL))('the file of ANCT as others give it', async () => {
    const { problemes } = await importer(readFileSync(OFFICIEL, 'utf8'))
    expect(problemes).toEqual([])
    expect(await getQuartiers(ctx, ['04070', '04112'], false)).toMatchObject({
      quartiers: [{ communes: [{ code: '04070' }] }, { communes: [{ code: '04112' }] }],
    })
  })
})
