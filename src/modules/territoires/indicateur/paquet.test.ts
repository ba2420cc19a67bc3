import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addIndicateurInvente, type SerieInventee } from '../../../testing/indicateurs.ts'
import { listSeries } from './indicateur.queries.ts'
import { addAuxPaquets, listPaquets } from './paquet.queries.ts'
import { PLACES_PAR_PAQUET, parsePaquets } from './paquet.ts'
import { updateValeurs } from './serie.actions.ts'
import { deleteSerie } from './serie.queries.ts'

const COMMUNES = ['01001', '2A004', '97401']
const filtre = sql`c.code = any (${COMMUNES}::text[])`
const NOMBRE = PLACES_PAR_PAQUET + 8

/** « commune series value weight », in order: by packets, and by the rows that they were drawn from. */
async function readDeuxFois(ctx: Ctx): Promise<[string[], string[]]> {
  const { places, lignes } = await listPaquets(ctx, filtre)
  const lus: string[] = []
  parsePaquets(lignes, places, (ligne, serie, valeur, poids) =>
    lus.push([lignes[ligne]?.commune, places[serie]?.serie, valeur, poids].join(' ')),
  )
  const { rows } = await sql<{ commune: string; serie: number; valeur: number; poids: number | null }>`
    select commune, serie, valeur, poids from indicateur_valeur
    where valeur is not null and compte and commune = any (${COMMUNES}::text[])`.execute(ctx.db)
  const attendus = rows.map((r) => [r.commune, r.serie, r.valeur, r.poids ?? Number.NaN].join(' '))
  return [lus.sort(), attendus.sort()]
}

describe('packets hold what the values say', () => {
  let base: BaseDeTest
  let ctx: Ctx
  beforeAll(async () => {
    base = await createBaseGeographie()
    ctx = createCtx(base.db)
    const createSerie = (n: number): SerieInventee => ({
      millesime: 1950 + n,
      valeurs: [
        { commune: '01001', valeur: n / 3, poids: n % 2 === 0 ? null : 0.1 + n },
        { commune: '2A004', valeur: n % 5 === 0 ? null : -n * 1e9 },
        ...(n % 3 === 0 ? [{ commune: '97401', valeur: 0, poids: 0 }] : []),
      ],
    })
    await addIndicateurInvente(
      ctx,
      { code: 'invente', agregation: 'moyenne' },
      Array.from({ length: NOMBRE }, (_, n) => createSerie(n)),
    )
  })
  afterAll(() => base.close())

  const entete = { indicateur: 'invente', parametres: {}, fichier: null, sha256: null }

  it('over more than one packet, to the bit', async () => {
    const [lus, attendus] = await readDeuxFois(ctx)
    expect(lus).toEqual(attendus)
    expect(lus.length).toBeGreaterThan(NOMBRE)
  })

  it('and of some series only the packets where they stand', async () => {
    const derniere = (await listSeries(ctx)).find((s) => s.millesime === 1949 + NOMBRE) ?? expect.unreachable()
    const { places, lignes } = await listPaquets(ctx, filtre, [derniere.id])
    expect(places.map((p) => p.serie)).toEqual([derniere.id])
    expect(new Set(lignes.map((l) => l.paquet))).toEqual(new Set([1]))
    expect((await listPaquets(ctx, filtre, [])).lignes).toEqual([])
  })

  it('and after series are written again, several at once, with fewer communes', async () => {
    for (const valeur of [7, 8]) {
      await base.db.transaction().execute(async (db) => {
        const ids: number[] = []
        for (const millesime of [1951, 1953, 1985]) {
          const valeurs = [[{ commune: '01001', valeur, poids: 1, motif: null }]]
          ids.push(await updateValeurs({ ...ctx, db }, { ...entete, millesime, valeurs }))
        }
        await addAuxPaquets({ ...ctx, db }, ids)
      })
    }
    const [lus, attendus] = await readDeuxFois(ctx)
    expect(lus).toEqual(attendus)
    expect(lus.filter((l) => l.endsWith(' 8 1'))).toHaveLength(3)
    expect(lus.filter((l) => l.endsWith(' 7 1'))).toHaveLength(0)
  })

  it('and after one is taken away', async () => {
    const { id } = (await listSeries(ctx)).find((s) => s.millesime === 1960) ?? expect.unreachable()
    await deleteSerie(ctx, 'invente', 1960)
    const [lus, attendus] = await readDeuxFois(ctx)
    expect(lus).toEqual(attendus)
    expect(lus.some((l) => l.split(' ')[1] === String(id))).toBe(false)
  })
})
