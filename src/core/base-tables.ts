/**
 * The tables of the database, for Kysely. Each module adds its own beside its queries:
 *
 *     declare module '#core/base-tables.ts' {
 *       interface Base { notice: { id: Generated<number>; titre: string } }
 *     }
 */
export interface Base {
  migration: { numero: number; nom: string; empreinte: string; appliquee_le: Date }
}
