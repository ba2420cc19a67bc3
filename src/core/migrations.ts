import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, DatabaseError } from 'pg'
import { ErreurBase, withClient } from './db.ts'

/** A migration file: `0001_socle.sql` is number 1, name `socle`. */
export interface Migration {
  numero: number
  nom: string
  /** SHA-256 of the text, line ends made alike. */
  empreinte: string
}

interface Fichier extends Migration {
  fichier: string
  texte: string
}

const DOSSIER = join(import.meta.dirname, '../../db/migrations')
/** Key of the advisory lock that a change of schema takes; a backup takes it shared. */
export const VERROU_MIGRATIONS = 7_203_911

/**
 * Applies the migrations of `dossier` that the database lacks, in order, each in its transaction, and resolves with
 * the names of the files applied. Any number of processes may call it at once: one works, the others wait.
 * @param jusqua number of the last migration to apply; all by default.
 * @throws ErreurBase when a file applied before has changed or is gone, or a migration fails (none of it is kept).
 */
export async function migrate(
  url: string,
  { dossier = DOSSIER, jusqua = Number.POSITIVE_INFINITY } = {},
): Promise<string[]> {
  const fichiers = readMigrations(dossier)
  return withClient(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [VERROU_MIGRATIONS])
    await client.query(`create table if not exists migration (
      numero integer primary key, nom text not null, empreinte text not null,
      appliquee_le timestamptz not null default now())`)
    const appliquees = await getApplied(client)
    checkApplied(appliquees, fichiers)
    const nouvelles = fichiers.slice(appliquees.length).filter((m) => m.numero <= jusqua)
    for (const migration of nouvelles) await applyOne(client, migration)
    return nouvelles.map((m) => m.fichier)
  })
}

/** The migrations that the code knows, in order. */
export function listMigrations(): Migration[] {
  return readMigrations(DOSSIER).map(({ numero, nom, empreinte }) => ({ numero, nom, empreinte }))
}

/** The migrations that the database has had, in order; none when it never had any. */
export async function getApplied(client: Client): Promise<Migration[]> {
  const table = await client.query<{ connue: boolean }>(`select to_regclass('migration') is not null as connue`)
  if (!table.rows[0]?.connue) return []
  return (await client.query<Migration>('select numero, nom, empreinte from migration order by numero')).rows
}

function readMigrations(dossier: string): Fichier[] {
  const fichiers = readdirSync(dossier)
    .filter((fichier) => fichier.endsWith('.sql'))
    .sort()
    .map((fichier) => {
      const parties = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(fichier)
      if (!parties?.[1] || !parties[2]) throw new ErreurBase(`Nom de migration inattendu : ${fichier} (NNNN_nom.sql).`)
      const texte = readFileSync(join(dossier, fichier), 'utf8').replaceAll('\r\n', '\n')
      const empreinte = createHash('sha256').update(texte).digest('hex')
      return { fichier, texte, empreinte, numero: Number(parties[1]), nom: parties[2] }
    })
  const double = fichiers.find((m, i) => m.numero === fichiers[i - 1]?.numero)
  if (double) throw new ErreurBase(`Deux migrations portent le numéro ${double.numero}, dont ${double.fichier}.`)
  return fichiers
}

/** Forward only: what the database has had must be the beginning of what the code knows, unchanged. */
function checkApplied(appliquees: Migration[], fichiers: Fichier[]): void {
  for (const [i, appliquee] of appliquees.entries()) {
    const fichier = fichiers[i]
    const nom = `${String(appliquee.numero).padStart(4, '0')}_${appliquee.nom}`
    if (!fichiers.some((m) => m.numero === appliquee.numero)) {
      throw new ErreurBase(
        `La base a reçu la migration ${nom}, que cette version de Maillage ne connaît pas : installez une version plus récente.`,
      )
    }
    if (fichier?.numero !== appliquee.numero) {
      throw new ErreurBase(
        `La migration ${fichier?.fichier} arrive après ${nom}, déjà appliquée : donnez-lui un numéro plus grand.`,
      )
    }
    if (fichier.empreinte !== appliquee.empreinte) {
      throw new ErreurBase(
        `La migration ${nom} a changé depuis qu’elle a été appliquée : remettez le fichier en l’état et écrivez le changement dans une nouvelle migration.`,
      )
    }
  }
}

async function applyOne(client: Client, { fichier, texte, numero, nom, empreinte }: Fichier): Promise<void> {
  await client.query('begin')
  try {
    await client.query(texte)
    await client.query('insert into migration (numero, nom, empreinte) values ($1, $2, $3)', [numero, nom, empreinte])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    if (!(error instanceof DatabaseError)) throw error
    const ligne = texte.slice(0, Number(error.position ?? 0)).split('\n').length
    throw new ErreurBase(`La migration ${fichier} a échoué, ligne ${ligne} : ${error.message}`, { cause: error })
  }
}
