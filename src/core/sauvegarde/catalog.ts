import { type Client, escapeIdentifier } from 'pg'
import { to } from 'pg-copy-streams'
import { type Bilan, Releve, type Table } from './manifest.ts'

/** Name of a table, a sequence… quoted for SQL. */
export const formatNom = ({ schema, nom }: { schema: string; nom: string }) =>
  `${escapeIdentifier(schema)}.${escapeIdentifier(nom)}`

const formatColonnes = (table: Table) => table.colonnes.map((c) => escapeIdentifier(c)).join(', ')

export const formatCopyTo = (table: Table) => `copy ${formatNom(table)} (${formatColonnes(table)}) to stdout`
export const formatCopyFrom = (table: Table) => `copy ${formatNom(table)} (${formatColonnes(table)}) from stdin`

/** The text of a value must not depend on the session; a table filtered by row-level security is an error, not a part. */
export const REGLAGES = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local row_security = off`

const NOTRES = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
  and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')`

/** Every table with data, partitions included, but the record of migrations; generated columns left out. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as nom, array_agg(a.attname::text order by a.attnum) as colonnes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and ${NOTRES} and c.relname <> 'migration'
    group by 1, 2 order by 1, 2`)
  return rows
}

export async function listSequences(client: Client): Promise<Bilan['sequences']> {
  const { rows } = await client.query<Bilan['sequences'][number]>(`
    select s.schemaname as schema, s.sequencename as nom, coalesce(s.last_value, s.start_value)::text as valeur,
      s.last_value is not null as entamee
    from pg_sequences s join pg_namespace n on n.nspname = s.schemaname
      join pg_class c on c.relnamespace = n.oid and c.relname = s.sequencename
    where ${NOTRES} order by 1, 2`)
  return rows
}

/**
 * Statements that take down what forbids loading tables in any order (foreign keys, triggers), and that put it back.
 * Putting a key back checks every row. Unlike `session_replication_role`, the owner of the tables may do it.
 */
export async function listEntraves(client: Client): Promise<{ lever: string; remettre: string }[]> {
  const { rows } = await client.query<{ lever: string; remettre: string }>(`
    select format('alter table %s drop constraint %I', o.conrelid::regclass, o.conname) as lever,
      format('alter table %s add constraint %I %s', o.conrelid::regclass, o.conname, pg_get_constraintdef(o.oid)) as remettre
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
    where o.contype = 'f' and o.conparentid = 0 and ${NOTRES}
    union all
    select format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname),
      format('alter table %s enable %s trigger %I', t.tgrelid::regclass,
        case t.tgenabled when 'A' then 'always' when 'R' then 'replica' end, t.tgname)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'D' and ${NOTRES}`)
  return rows
}

/** Materialised views, which hold copies of what tables say. */
export async function listVues(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ schema: string; nom: string }>(`
    select n.nspname as schema, c.relname as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'm' and ${NOTRES} order by c.oid`)
  return rows.map(formatNom)
}

/** Counts and checksums of a table as the transaction under way sees it; `voir` is given each piece of text. */
export async function readTable(
  client: Client,
  table: Table,
  voir: (morceau: Buffer) => Promise<void> | void = () => undefined,
): Promise<Bilan['tables'][number]> {
  const releve = new Releve()
  const flux: AsyncIterable<Buffer> = client.query(to(formatCopyTo(table)))
  for await (const morceau of flux) {
    releve.add(morceau)
    await voir(morceau)
  }
  return releve.get()
}
