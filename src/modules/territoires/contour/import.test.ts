import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VISITEUR } from '#core/acteur.ts'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurRefus } from '#core/errors.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createCarre, formatGeojson, TROIS_COMMUNES } from '../../../testing/contours.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { listValeurs } from '../carte/valeurs.queries.ts'
import { listCommunes } from '../geographie/commune.queries.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import { listSeries } from '../indicateur/indicateur.queries.ts'
import { getCadre, getSourceContours, listContours } from './contour.queries.ts'
import { computeSuperficie, type MultiPolygone } from './contour.ts'
import { createContours, importerContours } from './import.actions.ts'
import { readTexte } from './lecture.formats.ts'

const FICHIER = '../shared/donnees/contours/communes-1000m.geojson.gz'
const QPV = '../shared/donnees/qpv/qpv-2024-dep04.geojson'
const SOURCE = { source: 'Source fictive', licence: null, millesime: '2026', fichier: 'f.geojson', sha256: 'abc' }
const carre = (x: number, y: number, cote?: number): MultiPolygone => [[createCarre(x, y, cote)]]

describe('import', () => {
  let base: BaseDeTest
  let ctx: Ctx
  beforeAll(async () => {
    base = await createBaseGeographie()
    ctx = createCtx(base.db)
  })
  afterAll(() => base.close())

  const importer = async (texte: string) => {
    const preparation = await createContours(ctx, 'commune', texte, SOURCE)
    await executeAction(importerContours, ctx, preparation.prets)
    return preparation
  }
  const lister = async () => (await listContours(ctx, 'commune', ['04070', '04001', '04047'], 3)).map((c) => c.code)

  it('stores outlines, points, areas, neighbours, and computes the density', async () => {
    await importIndicateursReference(ctx)
    const { manquantes } = await importer(TROIS_COMMUNES)
    expect(manquantes.length).toBeGreaterThan(34_000)
    expect(await lister()).toEqual(['04001', '04047', '04070'])
    expect(await listContours(ctx, 'departement', ['04'], 3)).toHaveLength(1)
    const [digne] = await listCommunes(ctx, ['04070'])
    expect(digne?.longitude).toBeCloseTo(6.25, 2)
    expect(digne?.superficie).toBeCloseTo(computeSuperficie(carre(6.2, 44)), 3)
    const voisines = await base.db
      .selectFrom('commune_voisine')
      .selectAll()
      .orderBy('commune')
      .orderBy('voisine')
      .execute()
    expect(voisines.map((v) => `${v.commune} ${v.voisine}`)).toEqual([
      '04001 04047',
      '04001 04070',
      '04047 04001',
      '04070 04001',
    ])
    expect(await getSourceContours(ctx, 'commune')).toMatchObject({ nombre: 3, source: 'Source fictive' })
    expect((await getCadre(ctx, 'commune', ['04070', '04047']))?.map((v) => Math.round(v * 10) / 10)).toEqual([
      6, 44, 6.3, 44.1,
    ])
    const [serie] = await listSeries(ctx, 'densite')
    const densites = await listValeurs(ctx, { agregation: 'moyenne' }, serie?.id ?? 0, 'commune', [
      '04070',
      '04001',
      '04047',
    ])
    expect(densites.size).toBe(3)
  })

  it('a second file takes the place of the first, all of it', async () => {
    await importer(formatGeojson([{ code: '04001', anneaux: [createCarre(6.1, 44)] }]))
    expect(await lister()).toEqual(['04001'])
    expect(await listCommunes(ctx, ['04070'])).toMatchObject([{ longitude: null, superficie: null }])
    expect(await base.db.selectFrom('commune_voisine').selectAll().execute()).toEqual([])
  })

  it('a fault in the middle leaves what was there', async () => {
    await importer(TROIS_COMMUNES)
    const { prets } = await createContours(ctx, 'commune', TROIS_COMMUNES, SOURCE)
    const coupees = function* () {
      for (const ligne of prets.lignes) {
        yield ligne
        throw new Error('coupure')
      }
    }
    await expect(executeAction(importerContours, ctx, { ...prets, lignes: coupees() })).rejects.toThrow('coupure')
    expect(await lister()).toHaveLength(3)
  })

  it('outlines of an older vintage are joined into the commune of today', async () => {
    const { code, commune } = await base.db
      .selectFrom('commune_ancienne')
      .selectAll()
      .where('code', 'not in', (e) => e.selectFrom('commune').select('code'))
      .orderBy('code')
      .executeTakeFirstOrThrow()
    const { reunies } = await importer(
      formatGeojson([
        { code, anneaux: [createCarre(6, 44)] },
        { code: commune, anneaux: [createCarre(6.1, 44)] },
      ]),
    )
    expect(reunies).toEqual([commune])
    const [contour] = await listContours(ctx, 'commune', [commune], 0)
    expect(computeSuperficie(contour?.coordonnees ?? [])).toBeCloseTo(2 * computeSuperficie(carre(6, 44)), 0)
  })

  it('is for who administers', async () => {
    const { prets } = await createContours(ctx, 'commune', TROIS_COMMUNES, SOURCE)
    for (const role of ['visiteur', 'contributeur', 'documentaliste', 'coordinateur'] as const) {
      const acteur = { ...VISITEUR, role }
      await expect(executeAction(importerContours, { ...ctx, acteur }, prets)).rejects.toThrow(ErreurRefus)
    }
  })

  it.skipIf(!existsSync(QPV))('QPV stand beside communes, with their names', async () => {
    await importer(TROIS_COMMUNES)
    const { prets } = await createContours(ctx, 'qpv', readFileSync(QPV, 'utf8'), SOURCE)
    await executeAction(importerContours, ctx, prets)
    expect(await listContours(ctx, 'qpv', ['QN00401M'], 3)).toMatchObject([{ nom: 'Centre Ville - Pigeonnier' }])
    expect(await lister()).toHaveLength(3)
  })

  it.skipIf(!existsSync(FICHIER))('the whole of France', { timeout: 300_000 }, async () => {
    async function* lire() {
      yield readFileSync(FICHIER)
    }
    const { problemes, manquantes } = await importer(await readTexte(lire()))
    expect(problemes).toEqual([])
    expect(manquantes).toHaveLength(101)
    const { communes, superficie } = await base.db
      .selectFrom('commune')
      .where('superficie', 'is not', null)
      .select((e) => [e.fn.countAll<number>().as('communes'), e.fn.sum<number>('superficie').as('superficie')])
      .executeTakeFirstOrThrow()
    expect(communes).toBe(34_868)
    // Official area of métropole and overseas départements: 632,734 km² (Insee); these outlines are simplified.
    expect(Math.abs(superficie / 632_734 - 1)).toBeLessThan(0.02)
    expect(await listContours(ctx, 'region', ['93', '11', '04'], 3)).toHaveLength(3)
  })
})
