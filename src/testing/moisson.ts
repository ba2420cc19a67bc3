import { sql } from 'kysely'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { createBaseDeTest } from '#core/testing/base.ts'
import { executeMoisson } from '../modules/documentation/moisson/moisson.actions.ts'
import { listMoissons } from '../modules/documentation/moisson/moisson.queries.ts'
import { createSource, getSource } from '../modules/documentation/moisson/source.queries.ts'
import { createReglagesDeTest, createServeurOai, formatDc, type RecordFictif } from './serveur-oai.ts'

const TITRES = [
  'Marcher au village',
  'Le sommeil des enfants',
  'Cuisine partagée et budget',
  'Un jardin pour tous',
  'Lectures à voix haute',
  'Apprendre la natation',
]

export type Atelier = Awaited<ReturnType<typeof openAtelier>>

/** An invented server, a database, and for each test a source of its own that harvests the one into the other. */
export async function openAtelier() {
  const base = await createBaseDeTest()
  const serveur = await createServeurOai()
  const ctx: Ctx = {
    db: base.db,
    acteur: SYSTEME,
    maintenant: new Date('2026-03-01T12:00:00Z'),
    origine: { requete: crypto.randomUUID(), ip: null },
  }
  const atelier = {
    base,
    serveur,
    ctx,
    source: 0,
    numero: 0,
    /** Seconds that the harvests of this test waited. */
    attentes: [] as number[],
    /** Milliseconds for one answer. */
    delai: 300,
    async begin(): Promise<void> {
      atelier.numero++
      atelier.attentes = []
      atelier.delai = 300
      Object.assign(serveur.etat, { records: [], pannes: [], demandes: [], date: '2026-03-01T12:00:00Z' })
      await sql`update moisson_source set supprimee_le = now()`.execute(base.db)
      // Records of one test are like those of another.
      await sql`update notice set supprimee_le = now()`.execute(base.db)
      const source = {
        nom: 'Base fictive',
        adresse: serveur.adresse,
        prefixe: 'oai_dc',
        ensemble: null,
        licence: 'Licence fictive',
        frequence: 'quotidienne',
      } as const
      atelier.source = await createSource(ctx, source, null)
    },
    createRecords: (nombre: number, date = '2026-01-01T00:00:00Z'): RecordFictif[] =>
      TITRES.slice(0, nombre).map((titre, i) => ({
        id: `oai:fictif:${atelier.numero}-${i + 1}`,
        date,
        description: formatDc(titre, { creator: 'Fictive, Ana', date: '2020' }),
      })),
    moissonner: (signal = new AbortController().signal) =>
      executeMoisson(ctx, atelier.source, createReglagesDeTest(atelier.attentes, atelier.delai), signal),
    getDerniere: async () => (await listMoissons(ctx, atelier.source, 1))[0],
    getEtat: async () => {
      const source = await getSource(ctx, atelier.source)
      if (!source) throw new Error('La source du test est là.')
      return source
    },
    async compterNotices(): Promise<number | undefined> {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from moisson_notice
        where source = ${atelier.source} and notice is not null`.execute(base.db)
      return rows[0]?.n
    },
    async close(): Promise<void> {
      serveur.close()
      await base.close()
    },
  }
  return atelier
}
