import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addIndicateurInvente } from '../../../testing/indicateurs.ts'
import { getZone } from '../geographie/zone.queries.ts'
import type { MailleOfficielle } from '../geographie/zone.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import { listSeries } from '../indicateur/indicateur.queries.ts'
import type { Parts } from '../indicateur/indicateur.ts'
import { getAire, getDecoupe } from './bloc.queries.ts'
import { getEnsemble } from './ensemble.queries.ts'
import { listPartsCommunes, listPartsZones } from './parts.queries.ts'

let base: BaseDeTest
let ctx: Ctx
/** Series by the code of their indicator. */
let series: Map<string, number>

beforeAll(async () => {
  base = await createBaseGeographie()
  ctx = createCtx(base.db)
  await importIndicateursReference(ctx)
  const { rows } = await sql<{ code: string; rang: number; ville: string | null }>`
    select code, ville, row_number() over (order by code)::int as rang from commune`.execute(base.db)
  // Marseille and Lyon by their arrondissements, Paris as a whole.
  const valeurs = rows
    .filter((r) => !r.ville || r.ville !== '75056')
    .map(({ code, rang }) => ({
      commune: code,
      valeur: rang % 7 === 0 ? null : (rang % 50) / 10,
      // Some weigh nothing in the mean, though they have a value.
      poids: rang % 11 === 0 ? null : 10 + (rang % 13),
    }))
  await addIndicateurInvente(ctx, { code: 'moyenne-fictive', agregation: 'moyenne', seuil: 2.5 }, [
    { millesime: 2021, valeurs },
  ])
  await addIndicateurInvente(ctx, { code: 'somme-fictive', agregation: 'somme' }, [
    { millesime: 2021, valeurs: valeurs.map((v) => ({ ...v, poids: null })) },
  ])
  await addIndicateurInvente(ctx, { code: 'mediane-fictive', agregation: 'aucune' }, [
    {
      millesime: 2021,
      valeurs: valeurs.map((v) => ({ ...v, poids: null })),
      publiees: [{ maille: 'departement', zone: '04', valeur: 7 }],
    },
  ])
  series = new Map((await listSeries(ctx)).map((s) => [s.indicateur, s.id]))
}, 120_000)
afterAll(() => base.close())

const listCodes = async (maille: MailleOfficielle, code: string) => [
  ...((await getZone(ctx, maille, code))?.communes ?? []),
]
const getSerie = (code: string) => series.get(code) ?? 0

/** Sums of floating numbers depend on their order. */
function checkMemes(parts: Parts | undefined, attendues: Parts | undefined): void {
  for (const [champ, valeur] of Object.entries(attendues ?? {})) {
    const lue = parts?.[champ as keyof Parts]
    if (typeof valeur === 'number') expect([champ, lue]).toEqual([champ, expect.closeTo(valeur, 6)])
    else expect([champ, lue]).toEqual([champ, valeur])
  }
  expect(attendues).toBeDefined()
}

describe('cutting a set in whole areas', () => {
  it.each<[string, [MailleOfficielle, string][], string[], string[], string[]]>([
    ['an EPCI', [['epci', '200067437']], [], ['epci-200067437'], []],
    ['a département and a neighbour', [['departement', '04']], ['05061'], ['departement-04'], ['05061']],
    ['a région', [['region', '93']], [], ['region-93'], []],
    ['France', [['france', 'FR']], [], ['france-FR'], []],
    ['métropole', [['france', 'FM']], [], ['france-FM'], []],
    ['France and a collectivity', [['france', 'FR']], ['97502'], ['france-FR'], ['97502']],
    ['a part of a city', [], ['13201', '13202'], [], ['13201', '13202']],
    // A commune alone is a whole of nothing.
    ['a commune', [], ['04070'], [], ['04070']],
    ['an unknown code', [], ['04070', '99999'], [], ['04070']],
  ])('%s', async (_nom, zones, autres, blocs, communes) => {
    const codes = (await Promise.all(zones.map((z) => listCodes(...z)))).flat()
    const decoupe = await getDecoupe(ctx, [...codes, ...autres])
    expect(decoupe.blocs.map((b) => `${b.maille}-${b.code}`)).toEqual(blocs)
    expect(decoupe.communes).toEqual(communes)
  })

  it('loses and doubles no commune, where EPCI cross départements', async () => {
    const codes = [...(await listCodes('departement', '04')), ...(await listCodes('departement', '05'))].slice(0, -3)
    const { blocs, communes } = await getDecoupe(ctx, codes)
    expect(blocs.reduce((somme, b) => somme + b.nombre, 0) + communes.length).toBe(codes.length)
    const { rows } = await sql<{ population: number }>`
      select sum(population) as population from commune where code = any (${codes}::text[])`.execute(base.db)
    const { rows: restes } = await sql<{ population: number }>`
      select coalesce(sum(population), 0) as population from commune where code = any (${communes}::text[])`.execute(
      base.db,
    )
    expect(blocs.reduce((somme, b) => somme + b.population, 0) + (restes[0]?.population ?? 0)).toBe(rows[0]?.population)
  })
})

describe('the area that a short list is', () => {
  it.each<[string, [MailleOfficielle, string][], string[], string[], string | null]>([
    ['an EPCI', [['epci', '200067437']], [], [], 'epci-200067437'],
    ['an EPCI and a neighbour', [['epci', '200067437']], ['05061'], [], null],
    ['an EPCI without one of its communes', [['epci', '200067437']], [], ['04070'], null],
    ['a département', [['departement', '04']], [], [], 'departement-04'],
    ['a département that is a région', [['departement', '974']], [], [], 'region-04'],
    ['a région of two départements', [['region', '94']], [], [], 'region-94'],
    [
      'two départements of a larger région',
      [
        ['departement', '04'],
        ['departement', '05'],
      ],
      [],
      [],
      null,
    ],
    ['a city and one of its arrondissements', [], ['75056', '75101'], [], null],
    ['communes without EPCI', [], ['29155', '85113'], [], null],
  ])('%s', async (_nom, zones, plus, moins, attendue) => {
    const codes = (await Promise.all(zones.map((z) => listCodes(...z)))).flat().concat(plus)
    const retires = new Set(moins)
    const aire = await getAire(
      ctx,
      codes.filter((c) => !retires.has(c)),
    )
    expect(aire && `${aire.maille}-${aire.code}`).toBe(attendue)
  })
})

describe('what the series say of a set', () => {
  it.each<[MailleOfficielle, string]>([
    ['epci', '200067437'],
    ['departement', '04'],
    ['departement', '13'],
    ['departement', '69'],
    ['departement', '75'],
    ['region', '94'],
  ])('%s %s: its communes one by one are counted as the area is', async (maille, code) => {
    if (maille === 'commune' || maille === 'france') throw new Error('no area of communes')
    const parCommune = await listPartsCommunes(ctx, await listCodes(maille, code))
    const [kept] = await listPartsZones(ctx, [{ maille, code }])
    for (const indicateur of ['population', 'moyenne-fictive', 'somme-fictive', 'mediane-fictive']) {
      const serie = getSerie(indicateur)
      const attendues = kept?.get(serie)
      // Paris alone is a lone code, whose value is published.
      const publiee = code === '75' ? (parCommune.get(serie)?.publiee ?? null) : null
      if (code === '75') expect(publiee).not.toBeNull()
      checkMemes(parCommune.get(serie), attendues && { ...attendues, publiee })
    }
  })

  it('adds blocks and what is left as if all were communes', async () => {
    const codes = [...(await listCodes('departement', '04')), '05061', '13201', '13202', '69123', '01004']
    const { parts, nombre } = await getEnsemble(ctx, { maille: 'liste', code: '', communes: codes })
    expect(nombre).toBe(codes.length)
    const attendues = await listPartsCommunes(ctx, codes)
    for (const [serie, siennes] of attendues) checkMemes(parts.get(serie), siennes)
    expect(parts.size).toBe(attendues.size)
  })

  it('gives the published value of an area to who names all of its communes, and to nobody else', async () => {
    const codes = await listCodes('departement', '04')
    const lire = async (communes: string[]) =>
      (await getEnsemble(ctx, { maille: 'liste', code: '', communes })).parts.get(getSerie('mediane-fictive'))?.publiee
    expect(await lire(codes)).toBe(7)
    expect(await lire(codes.slice(1))).toBeNull()
  })

  it('of a lone commune gives its own value, be it a city whose arrondissements count', async () => {
    await sql`update indicateur_valeur set valeur = 4.2, motif = null
      where commune = '13055' and serie = ${getSerie('moyenne-fictive')}`.execute(base.db)
    const { parts } = await getEnsemble(ctx, { maille: 'commune', code: '13055', communes: ['13055'] })
    expect(parts.get(getSerie('moyenne-fictive'))).toMatchObject({ publiee: 4.2, total: 16 })
  })
})
