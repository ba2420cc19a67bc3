import { Kysely, PostgresDialect, sql } from 'kysely'
import { Client, Pool, TypeOverrides, types } from 'pg'
import type { Base } from './base-tables.ts'
import { formatEspaces } from './db-errors.ts'

export { ErreurBase, isDatabaseLost } from './db-errors.ts'

/** The database, or a transaction on it: queries take either. */
export type Db = Kysely<Base>

const STATEMENT_MS = 30_000
const IDLE_TRANSACTION_MS = 60_000
const CONNECT_MS = 5_000
/**
 * How PostgreSQL weighs plans. A page reads a few hundred rows of tables that are in memory or on a solid disk: an index
 * costs little more than a scan (the setting of the server, 4, is that of a spinning disk), and compiling a statement
 * costs more than it saves.
 */
const PLANS = '-c random_page_cost=1.1 -c jit=off'

function parseEntier(texte: string): number {
  const nombre = Number(texte)
  if (!Number.isSafeInteger(nombre)) throw new RangeError(`Entier trop grand pour un nombre exact : ${texte}`)
  return nombre
}

function parseTableau<T>(parse: (texte: string) => T): (texte: string) => (T | null)[] {
  const textes: (brut: string) => (string | null)[] = types.getTypeParser(TEXT_ARRAY, 'text')
  return (brut) => textes(brut).map((texte) => (texte === null ? null : parse(texte)))
}

// Absent from the enumeration of the type package, hence the wider type.
const TEXT_ARRAY: number = 1009
const texte = (brut: string) => brut

// Type numbers of PostgreSQL (pg_type.dat). int8 is a number while exact, else an error rather than a false value;
// numeric is a number (15 significant digits); a date has no hour, hence no Date, whose zone would move it.
const lecteurs = new TypeOverrides()
lecteurs.setTypeParser(20, parseEntier)
lecteurs.setTypeParser(1016, parseTableau(parseEntier))
lecteurs.setTypeParser(1700, Number)
lecteurs.setTypeParser(1231, parseTableau(Number))
lecteurs.setTypeParser(1082, texte)
lecteurs.setTypeParser(1182, parseTableau(texte))

/**
 * Opens a pool on a PostgreSQL. No connection is made before the first query; a connection that breaks is replaced,
 * so that the pool recovers by itself. A statement may last 30 s.
 * @param max connections at most. Close with `db.destroy()`.
 */
export function openDb(url: string, { max = 10 }: { max?: number } = {}): Db {
  const pool = new Pool({
    connectionString: url,
    max,
    application_name: `maillage:${process.pid}`,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    connectionTimeoutMillis: CONNECT_MS,
    options: PLANS,
    keepAlive: true,
    types: lecteurs,
  })
  // An idle connection that breaks has left the pool already; whoever asks next gets a new one, or the error.
  pool.on('error', () => undefined)
  // A connection lent out and idle between two statements has no other listener: its loss would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely<Base>({ dialect: new PostgresDialect({ pool }) })
}

/** One connection for a long work (migration, backup): no time limit on its statements. Closed in every case. */
export async function withClient<T>(url: string, faire: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: `maillage:${process.pid}`,
    connectionTimeoutMillis: CONNECT_MS,
    types: lecteurs,
  })
  // The statement under way reports the loss; without a listener, a loss between two would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await faire(client)
  } finally {
    await client.end()
  }
}

const VERSION_MIN = 160_000
const EXTENSIONS = ['unaccent', 'pg_trgm']

interface Etat {
  numero: number
  version: string
  encodage: string
  replique: boolean
  schema: string | null
  creer_tables: boolean
  creer_base: boolean
  base: string
  role: string
}

interface Extension {
  name: string
  installee: boolean
  creable: boolean
}

/** What keeps Maillage from working on this database, each with what to do; empty when all is well. */
export async function checkDb(db: Db): Promise<string[]> {
  const etats = await sql<Etat>`
    select current_setting('server_version_num')::int as numero, current_setting('server_version') as version,
      pg_encoding_to_char(encoding) as encodage, pg_is_in_recovery() as replique, current_schema() as schema,
      coalesce(has_schema_privilege(current_schema(), 'create'), false) as creer_tables,
      has_database_privilege(datname, 'create') as creer_base, datname as base, current_user as role
    from pg_database where datname = current_database()`.execute(db)
  const extensions = await sql<Extension>`
    select name, installed_version is not null as installee,
      exists (select from pg_available_extension_versions v
        where v.name = e.name and (v.trusted or not v.superuser)
          or (select rolsuper from pg_roles where rolname = current_user)) as creable
    from pg_available_extensions e where name = any(${EXTENSIONS})`.execute(db)
  const etat = etats.rows[0]
  const problemes = etat ? listProblemes(etat, extensions.rows) : ['La base ne répond pas comme un PostgreSQL.']
  return problemes.map(formatEspaces)
}

function listProblemes(etat: Etat, extensions: Extension[]): string[] {
  const problemes: string[] = []
  if (etat.numero < VERSION_MIN) {
    problemes.push(`PostgreSQL ${etat.version} est trop ancien : il faut la version 16 ou une version plus récente.`)
  }
  if (etat.encodage !== 'UTF8') {
    problemes.push(
      `La base « ${etat.base} » est encodée en ${etat.encodage} : créez-en une avec « CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 ».`,
    )
  }
  if (etat.replique) {
    problemes.push('Ce serveur est une réplique en lecture seule : indiquez le serveur principal dans DATABASE_URL.')
  }
  if (!etat.creer_tables) {
    problemes.push(
      `Le rôle « ${etat.role} » ne peut pas créer de tables : exécutez « GRANT CREATE ON SCHEMA ${etat.schema ?? 'public'} TO ${etat.role} ».`,
    )
  }
  for (const nom of EXTENSIONS) {
    const extension = extensions.find((e) => e.name === nom)
    if (!extension) {
      problemes.push(`L’extension « ${nom} » manque sur le serveur : installez le paquet « postgresql-contrib ».`)
    } else if (!extension.installee && !(extension.creable && etat.creer_base)) {
      problemes.push(
        `Le rôle « ${etat.role} » ne peut pas créer l’extension « ${nom} » : exécutez « CREATE EXTENSION ${nom} » en administrateur.`,
      )
    }
  }
  return problemes
}
