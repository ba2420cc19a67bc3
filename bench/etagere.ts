import { sql } from 'kysely'
import { pino } from 'pino'
import { createApp } from '#app'
import { parseConfig } from '#config'
import { openDb } from '#core/db.ts'
import { computeDuree, computeQuantile, formatMs, type LigneMesure, sayTable } from './outils.ts'

const REFERENCES = 300
const SECTIONS = 12
const TOURS = 5
const BARRE_MS = 3000

/** A public shelf of the first notices that have an abstract, in sections. @returns its id. */
async function createEtagere(db: ReturnType<typeof openDb>, presentation: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`with e as (
      insert into etagere (titre, presentation, etat, creee_le, modifiee_le)
      values ('Étagère de mesure', ${presentation}, 'publique', now(), now()) returning id
    ), s as (
      insert into etagere_section (etagere, rang, titre)
      select e.id, n, 'Section ' || n from e, generate_series(1, ${SECTIONS}::int) n returning etagere, id, rang
    ), n as (
      select id, row_number() over (order by id) as rang from notice
      where resume is not null and supprimee_le is null order by id limit ${REFERENCES}
    ), entree as (
      insert into etagere_entree (etagere, section, notice, rang)
      select s.etagere, s.id, n.id, n.rang from n join s on s.rang = n.rang % ${SECTIONS}::int + 1
    )
    select id from e`.execute(db)
  return rows[0]?.id ?? 0
}

/** Files and page of a shelf of 300 references: the first export, which opens what it needs, then the usual one. */
export async function mesurer(url: string): Promise<boolean> {
  const db = openDb(url)
  const app = createApp({ db, config: parseConfig({ NODE_ENV: 'test' }), journal: pino({ level: 'silent' }) })
  const lignes: LigneMesure[] = []
  for (const presentation of ['ireps-bfc', 'apa']) {
    const id = await createEtagere(db, presentation)
    for (const [quoi, chemin] of [
      ['Word', '/export.docx'],
      ['HTML', '/export.html'],
      ['page', ''],
    ] as const) {
      const durees: number[] = []
      for (let i = 0; i <= TOURS; i++) {
        const demander = async () => {
          const reponse = await app.fetch(new Request(`http://localhost/etageres/${id}${chemin}`))
          if (!reponse.ok) throw new Error(`${chemin} : ${reponse.status}`)
          return reponse.arrayBuffer()
        }
        durees.push(await computeDuree(demander))
      }
      const [premiere = Number.NaN, ...suite] = durees
      const tenue = Math.max(...durees) < BARRE_MS
      lignes.push({
        quoi: `${quoi}, présentation ${presentation}`,
        mesure: `${formatMs(premiere)} / ${formatMs(computeQuantile(suite, 0.5))}`,
        ...(quoi === 'Word' && { barre: `< ${BARRE_MS} ms`, tenue }),
      })
    }
  }
  await app.close()
  await db.destroy()
  sayTable(`Étagère de ${REFERENCES} références (première fois / médiane)`, lignes)
  return lignes.every((l) => l.tenue !== false)
}
