import { sql } from 'kysely'
import type { Db } from '#core/db.ts'
import type { Champs, Client } from './client.ts'

/** What tests of sheets of the directory do with a browser and a base. */
export function createAtelier(db: Db, client: Client) {
  let numero = 0
  /** A page, its special spaces as plain ones. */
  const lire = async (chemin: string): Promise<string> => formatEspaces(await (await client.get(chemin)).text())
  const envoyer = async (chemin: string, champs: Champs = {}) => {
    const reponse = await client.post(chemin, champs)
    const page = formatEspaces(await reponse.text())
    return { statut: reponse.status, vers: reponse.headers.get('location') ?? '', page }
  }
  return {
    lire,
    envoyer,
    /** Name of the last structure made. */
    getNom: () => `Structure fictive ${numero}`,
    /** Row of a table, as stored. */
    getLigne: async (table: string, id: number): Promise<Record<string, unknown>> => {
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} where id = ${id}`.execute(
        db,
      )
      return rows[0] ?? {}
    },
    /** A structure of its own for a test, at Digne, made as an administrator. @returns its id */
    creer: async (champs: Champs = {}): Promise<number> => {
      await client.connecter('administrateur')
      const { vers } = await envoyer('/structures', {
        nom: `Structure fictive ${++numero}`,
        commune: '04070',
        ...champs,
      })
      return Number(/structures\/(\d+)/.exec(vers)?.[1])
    },
    /** Logs in as somebody who coordinates a dispositif on these communes. */
    connecterCoordinateur: async (...communes: string[]): Promise<void> => {
      const compte = await client.connecter('coordinateur')
      await sql`with d as (insert into dispositif (type, nom, cree_le, modifie_le)
          values ('cpts', 'CPTS fictive', now(), now()) returning id),
        k as (insert into coordination select id, ${compte}, now() from d)
        insert into dispositif_commune select id, c, 'cpts' from d, unnest(${communes}::text[]) c`.execute(db)
    },
  }
}

const formatEspaces = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ')
