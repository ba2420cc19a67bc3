import { type Acteur, ROLES, type Role } from './acteur.ts'

/** `true`: always; a list: in one of these cases; absent: never. */
type Droit<Cas extends string> = true | readonly Cas[]

export interface Policy<Geste extends string, Cas extends string, Cible> {
  /** May this actor make this gesture on this stored row? */
  peut(acteur: Acteur, geste: Geste, cible: Cible): boolean
  /** May this actor ever make this gesture, on some row? For menus and for routes without object. */
  peutParfois(acteur: Acteur, geste: Geste): boolean
  /** The same table for SQL: `true` = every row, else the cases that the query must join by OR ([] = nothing). */
  filtre(acteur: Acteur, geste: Geste): Droit<Cas>
}

/**
 * Builds a policy from one table role × gesture and named cases.
 * Closed by default: what the table does not name is refused.
 */
export function definePolicy<Geste extends string, Cas extends string, Cible>(definition: {
  cas: Record<Cas, (acteur: Acteur, cible: Cible) => boolean>
  droits: Record<Geste, Partial<Record<Role, Droit<Cas>>>>
}): Policy<Geste, Cas, Cible> {
  const filtre = (acteur: Acteur, geste: Geste): Droit<Cas> => definition.droits[geste][acteur.role] ?? []
  return {
    filtre,
    peut(acteur, geste, cible) {
      const droit = filtre(acteur, geste)
      return droit === true || droit.some((cas) => definition.cas[cas](acteur, cible))
    },
    peutParfois(acteur, geste) {
      const droit = filtre(acteur, geste)
      return droit === true || droit.length > 0
    },
  }
}

/** The same right for every role from `minimum` up, for the frequent rows of a table. */
export function fromRole<D>(minimum: Role, droit: D): Partial<Record<Role, D>> {
  return Object.fromEntries(ROLES.slice(ROLES.indexOf(minimum)).map((r) => [r, droit]))
}

/** Policy of what is public: says so by name instead of `() => true` scattered. */
export const publique = (): boolean => true
