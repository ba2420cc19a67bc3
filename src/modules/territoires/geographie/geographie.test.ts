import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { updateGeographie } from './chargement.queries.ts'
import { listCommunes, listCommunesDe } from './commune.queries.ts'
import { SOURCE_GEOGRAPHIE } from './commune.ts'
import { readDecoupage, readVersion } from './decoupage.formats.ts'
import { importGeographie } from './geographie.actions.ts'
import { getZone, listZonesParentes } from './zone.queries.ts'

let base: BaseDeTest
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseGeographie()
  ctx = createCtx(base.db)
})
afterAll(() => base.close())

const codes = (communes: readonly { code: string }[]) => communes.map((c) => c.code)
const count = async (table: 'commune' | 'epci' | 'departement' | 'region' | 'commune_ancienne') =>
  (
    await base.db
      .selectFrom(table)
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n

describe('the official geography', () => {
  it('is that of the vintage that we say', () => expect(readVersion()).toBe(SOURCE_GEOGRAPHIE.version))

  it('is whole', async () => {
    expect(await Promise.all((['commune', 'epci', 'departement', 'region'] as const).map(count))).toEqual([
      34_969 + 45,
      1255 + 11,
      109,
      26,
    ])
  })

  it('is loaded once a version', async () => {
    await importGeographie(ctx)
    const traces = await base.db
      .selectFrom('trace')
      .where('evenement', '=', 'geographie.chargement')
      .select('id')
      .execute()
    expect(traces).toHaveLength(1)
  })

  it('gives communes in the order of the codes', async () => {
    const lues = await listCommunes(ctx, ['13203', '99999', '04070', '04001'])
    expect(codes(lues)).toEqual(['13203', '04070', '04001'])
    expect(lues[0]).toMatchObject({ nom: 'Marseille 3e Arrondissement', ville: '13055', epci: '200054807' })
    expect(lues[1]).toMatchObject({
      nom: 'Digne-les-Bains',
      ville: null,
      departement: '04',
      region: '93',
      epci: '200067437',
      codesPostaux: ['04000'],
      longitude: null,
    })
  })

  it.each([
    ['commune', '04070', 1],
    ['commune', '75112', 1],
    ['epci', '200054781', 130],
    ['departement', '75', 1],
    ['departement', '04', 198],
    ['region', '94', 360],
    ['france', 'FR', 34_875],
    ['france', 'FM', 34_746],
    ['departement', '00', 0],
  ] as const)('%s %s has %i communes, cities whole', async (maille, code, nombre) => {
    const communes = await listCommunesDe(ctx, maille, code)
    expect(communes).toHaveLength(nombre)
    expect((await getZone(ctx, maille, code))?.communes ?? []).toEqual(codes(communes))
  })

  it.each([
    ['commune', '14697', '14654', 'Saint-Pierre-en-Auge'],
    ['commune', '04070', '04070', 'Digne-les-Bains'],
    ['epci', '200067437', '200067437', 'CA Provence-Alpes-Agglomération'],
    ['departement', '2A', '2A', 'Corse-du-Sud'],
    ['region', '93', '93', "Provence-Alpes-Côte d'Azur"],
    ['france', 'FR', 'FR', 'France'],
  ] as const)('area %s %s is %s', async (maille, code, attendu, nom) => {
    expect(await getZone(ctx, maille, code)).toMatchObject({ maille, code: attendu, nom, fictif: false })
  })

  it.each([
    ['commune', '04000'],
    ['epci', '200057867'],
    ['france', 'XX'],
  ] as const)('has no area %s %s', async (maille, code) => expect(await getZone(ctx, maille, code)).toBeNull())

  it('names the larger areas of a set, with the share of its inhabitants', async () => {
    const parentes = await listZonesParentes(ctx, ['04070', '13203', '29155'])
    const total = (await listCommunes(ctx, ['04070', '13203', '29155'])).reduce((n, c) => n + (c.population ?? 0), 0)
    expect(parentes.map((p) => `${p.zone.maille} ${p.zone.code}`)).toEqual([
      'epci 200054807',
      'epci 200067437',
      'departement 13',
      'departement 04',
      'departement 29',
      'region 93',
      'region 53',
    ])
    const marseille = (await listCommunes(ctx, ['13203']))[0]?.population ?? 0
    expect(parentes[2]).toEqual({
      zone: { maille: 'departement', code: '13', nom: 'Bouches-du-Rhône' },
      part: marseille / total,
    })
    expect(await listZonesParentes(ctx, ['98412'])).toEqual([
      { zone: expect.objectContaining({ maille: 'departement', code: '984' }), part: 1 },
      { zone: expect.objectContaining({ maille: 'region', code: '984' }), part: 1 },
    ])
    expect(await listZonesParentes(ctx, [])).toEqual([])
  })
})

describe('another vintage', () => {
  let autre: BaseDeTest
  beforeAll(async () => {
    autre = await createBaseDeTest()
  })
  afterAll(() => autre.close())

  it('adds, changes and removes; what others wrote on a commune stays, and the name of one that went', async () => {
    const dans = createCtx(autre.db)
    const ain = (d: ReturnType<typeof readDecoupage>) => ({
      ...d,
      communes: d.communes.filter((c) => c.departement === '01').slice(0, 10),
      anciennes: [],
    })
    const avant = ain(readDecoupage())
    await updateGeographie(dans, avant)
    await autre.db.updateTable('commune').set({ superficie: 12, population: 1 }).where('code', '=', '01001').execute()
    const [reste, partie] = [avant.communes[0], avant.communes[1]]
    if (!reste || !partie) return expect.unreachable()
    await updateGeographie(dans, {
      ...avant,
      communes: avant.communes.filter((c) => c !== partie),
      anciennes: [{ code: partie.code, nom: null, cle: null, nature: 'ancienne', commune: reste.code }],
    })
    expect(await listCommunes(dans, [reste.code, partie.code])).toMatchObject([
      { code: '01001', superficie: 12, population: reste.population },
    ])
    expect(await autre.db.selectFrom('commune_ancienne').selectAll().execute()).toEqual([
      { code: partie.code, nom: partie.nom, cle: partie.cle, nature: 'ancienne', commune: reste.code },
    ])
  })
})
