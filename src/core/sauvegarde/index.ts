/**
 * Backup and restoration of the whole database, for a server without `pg_dump` (the embedded one) or with.
 * Copied: the rows of every table outside the system's schemas, and the state of sequences. Not copied: the schema,
 * which migrations make again, roles and their rights, large objects (Maillage has none).
 */
export { exportSauvegarde } from './export.ts'
export { importSauvegarde } from './import.ts'
