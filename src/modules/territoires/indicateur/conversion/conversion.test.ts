import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../../testing/client.ts'
import { createCtx } from '../../../../testing/geographie.ts'
import type { Decoupage } from '../../geographie/decoupage.formats.ts'
import { importDecoupage } from '../../geographie/geographie.actions.ts'
import { importIndicateursReference } from '../derive.actions.ts'
import type { Agregation } from '../indicateur.ts'
import { ecrireSerie } from '../serie.actions.ts'
import type { ValeurCommune } from '../serie.ts'
import { getConversion } from './conversion.queries.ts'
import { type CodesGeographie, computeMouvements } from './conversion.ts'
import { computeFusion, type Partie } from './fusion.ts'

const codes = (carte: Record<string, string>): CodesGeographie => ({
  codes: Object.keys(carte),
  communes: Object.values(carte),
})

describe('what became of communes', () => {
  it.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    ['nothing', { a: 'a', b: 'b' }, { a: 'a', b: 'b' }, []],
    ['a merger', { a: 'a', b: 'b' }, { a: 'a', b: 'a' }, ['fusion a < a+b']],
    ['a merger under a new code', { a: 'a', b: 'b' }, { a: 'c', b: 'c', c: 'c' }, ['fusion c < a+b']],
    ['a new code', { a: 'a' }, { a: 'b', b: 'b' }, ['code b < a']],
    ['a seat that moves to a former commune', { a: 'a', b: 'a' }, { a: 'b', b: 'b' }, ['code b < a']],
    ['a split', { a: 'a', b: 'a' }, { a: 'a', b: 'b' }, ['scission a < a', 'scission b < a']],
    ['a new commune without a past', { a: 'a' }, { a: 'a', z: 'z' }, []],
    ['one that is gone', { a: 'a', b: 'b' }, { a: 'a' }, ['disparition b < b']],
  ])('%s', (_nom, avant, apres, attendus) =>
    expect(
      computeMouvements(codes(avant), codes(apres)).map((m) => `${m.nature} ${m.commune} < ${m.sources.join('+')}`),
    ).toEqual(attendus),
  )
})

describe('one value of several', () => {
  const partie = (valeur: number | null, poids: number | null = null, motif: Partie['motif'] = null): Partie => ({
    valeur,
    poids,
    motif: valeur === null ? (motif ?? 'absent') : null,
  })
  it.each<[string, Agregation, Partie[], Partie]>([
    ['a sum adds', 'somme', [partie(2), partie(3)], partie(5)],
    ['a mean goes by its weights', 'moyenne', [partie(2, 10), partie(5, 30)], partie(4.25, 40)],
    ['a share too', 'part', [partie(10, 1), partie(20, 3)], partie(17.5, 4)],
    ['a mean without one weight is none', 'moyenne', [partie(2, 10), partie(5)], partie(null)],
    ['a sum of a part is none', 'somme', [partie(2), partie(null)], partie(null)],
    ['what is hidden stays hidden', 'somme', [partie(2), partie(null, null, 'secret')], partie(null, null, 'secret')],
    ['a median is never computed', 'aucune', [partie(2, 10), partie(2, 10)], partie(null, 20)],
  ])('%s', (_nom, agregation, parties, attendue) => expect(computeFusion(agregation, parties)).toEqual(attendue))
})

/** An invented département of four communes, then of what becomes of them. */
const createDecoupage = (
  communes: readonly string[],
  anciennes: readonly (readonly [string, string])[],
): Decoupage => ({
  regions: [{ code: '93', nom: 'Fictive', cle: 'fictive', zone: 'metro' }],
  departements: [{ code: '04', nom: 'Fictif', cle: 'fictif', region: '93' }],
  epci: [{ code: '200000001', nom: 'CC fictive', cle: 'cc fictive', nature: 'CC' }],
  communes: communes.map((code) => ({
    ...{ code, nom: `Commune ${code}`, cle: `commune ${code}`, ville: null, departement: '04', region: '93' },
    ...{ epci: '200000001', ept: null, siren: null, codes_postaux: [], population: 100 },
  })),
  anciennes: anciennes.map(([code, commune]) => ({ code, nom: null, cle: null, nature: 'ancienne', commune })),
})

describe('series under a new geography', () => {
  let base: BaseDeTest
  let ctx: Ctx
  let client: Client
  beforeAll(async () => {
    base = await createBaseDeTest()
    ctx = createCtx(base.db)
    client = createClientDeTest(base.db)
    // 04005 is a former part of 04004.
    await importDecoupage(ctx, 'fictive-1', () =>
      createDecoupage(['04001', '04002', '04003', '04004'], [['04005', '04004']]),
    )
    await importIndicateursReference(ctx)
  })
  afterAll(async () => {
    await client.app.close()
    await base.close()
  })

  const ecrire = (indicateur: string, valeurs: (readonly [string, number | null, number?])[]) =>
    executeAction(ecrireSerie, ctx, {
      ...{ indicateur, millesime: 2020, parametres: {}, fichier: 'fictif.csv', sha256: null },
      valeurs: [
        valeurs.map(
          ([commune, valeur, poids = null]): ValeurCommune => ({
            ...{ commune, valeur, poids },
            motif: valeur === null ? 'secret' : null,
          }),
        ),
      ],
    })
  const list = async (serie: number) => {
    const { rows } = await sql<{ commune: string; valeur: number | null }>`
      select commune, valeur from indicateur_valeur where serie = ${serie} order by commune`.execute(base.db)
    return Object.fromEntries(rows.map((r) => [r.commune, r.valeur]))
  }
  const getDepartement = async (serie: number) => {
    const { rows } = await sql<{ numerateur: number; denominateur: number; avec: number; total: number }>`
      select numerateur, denominateur, avec_valeur as avec, total from indicateur_zone
      where serie = ${serie} and maille = 'departement'`.execute(base.db)
    return rows[0]
  }

  let somme = 0
  let moyenne = 0
  let intacte = 0
  it('are converted with it: merged, renamed, split', async () => {
    somme = await ecrire('bpe-infirmier', [
      ['04001', 2],
      ['04002', 3],
      ['04003', 7],
      ['04004', 11],
    ])
    moyenne = await ecrire('apl-mg-65', [
      ['04001', 2, 10],
      ['04002', null],
      ['04003', 4, 5],
    ])
    intacte = await ecrire('bpe-kine', [])
    await importDecoupage(ctx, 'fictive-2', () =>
      createDecoupage(
        ['04001', '04004', '04005', '04009'],
        [
          ['04002', '04001'],
          ['04003', '04009'],
        ],
      ),
    )
    expect(await list(somme)).toEqual({ '04001': 5, '04004': null, '04005': null, '04009': 7 })
    // A part of the merged commune is hidden: so is the whole.
    expect(await list(moyenne)).toEqual({ '04001': null, '04009': 4 })
    expect(await getDepartement(somme)).toEqual({ numerateur: 12, denominateur: 2, avec: 2, total: 4 })
    expect(await getDepartement(moyenne)).toMatchObject({ numerateur: 20, denominateur: 5, avec: 1 })
    expect(await getConversion(ctx, intacte)).toBeNull()
  })

  it('say what was done, and keep what was read', async () => {
    const page = (await (await client.get('/indicateurs/bpe-infirmier')).text()).replaceAll(/[\u00a0\u202f]/g, ' ')
    expect(page).toContain('1 commune fusionnée ; 1 code changé ; 2 communes issues d’une scission, sans valeur')
    expect(page).toContain('04001 + 04002 → 04001')
    const { rows } = await sql`select commune, valeur, motif from indicateur_valeur_origine
      where serie = ${moyenne} order by commune`.execute(base.db)
    expect(rows).toEqual([
      { commune: '04001', valeur: 2, motif: null },
      { commune: '04002', valeur: null, motif: 'secret' },
      { commune: '04003', valeur: 4, motif: null },
    ])
  })

  it('are converted anew from what was read where the history is corrected', async () => {
    await importDecoupage(ctx, 'fictive-3', () =>
      createDecoupage(
        ['04001', '04004', '04009'],
        [
          ['04002', '04009'],
          ['04003', '04009'],
          ['04005', '04004'],
        ],
      ),
    )
    expect(await list(somme)).toEqual({ '04001': 2, '04004': 11, '04009': 10 })
    expect(await list(moyenne)).toEqual({ '04001': 2, '04009': null })
    expect((await getConversion(ctx, somme))?.conversions).toEqual([
      { commune: '04009', sources: ['04002', '04003'], nature: 'fusion', valuee: true },
    ])
  })

  it('come back as they were with the first geography', async () => {
    await importDecoupage(ctx, 'fictive-1', () =>
      createDecoupage(['04001', '04002', '04003', '04004'], [['04005', '04004']]),
    )
    expect(await list(somme)).toEqual({ '04001': 2, '04002': 3, '04003': 7, '04004': 11 })
    expect(await getConversion(ctx, somme)).toBeNull()
  })

  it('that are imported again are of the geography of the day', async () => {
    await importDecoupage(ctx, 'fictive-2', () =>
      createDecoupage(
        ['04001', '04004', '04005', '04009'],
        [
          ['04002', '04001'],
          ['04003', '04009'],
        ],
      ),
    )
    await ecrire('bpe-infirmier', [
      ['04001', 6],
      ['04009', 8],
    ])
    expect(await getConversion(ctx, somme)).toBeNull()
    expect(await list(somme)).toEqual({ '04001': 6, '04009': 8 })
  })
})
