import type { z } from 'zod'
import type { Acteur } from './acteur.ts'
import { addTrace, type Objet } from './audit.ts'
import type { Ctx } from './context.ts'
import { ErreurIntrouvable, ErreurRefus, ErreurSaisie, formatErreurs } from './errors.ts'

/**
 * A change of state, declared. It checks its input, judges rights on the stored row, changes and writes the trace
 * in one transaction: either all of it stands, or nothing.
 */
export interface Action<E = unknown, C = undefined, R = unknown> {
  nom: string
  entree: z.ZodType<E>
  /** Reads (and locks) the row that the action bears on; null = not found. */
  charger?: (ctx: Ctx, entree: E) => Promise<C | null>
  politique: (acteur: Acteur, cible: C) => boolean
  /** Name of the event in the trace. */
  trace: string
  executer: (ctx: Ctx, entree: E, cible: C) => Promise<R>
  /** What the trace points at. Written after `executer`, so that TypeScript knows the result; undefined on a refusal. */
  objet?: (entree: E, resultat: R | undefined) => Objet | null
}

export function defineAction<E, R, C = undefined>(action: Action<E, C, R>): Action<E, C, R> {
  return action
}

/**
 * Runs an action on raw input.
 * @throws ErreurSaisie (input), ErreurIntrouvable, ErreurRefus (also traced), or what `executer` throws.
 */
export async function executeAction<E, C, R>(action: Action<E, C, R>, ctx: Ctx, brut: unknown): Promise<R> {
  const lu = action.entree.safeParse(brut)
  if (!lu.success) {
    // Who may never do it learns nothing of its form.
    if (!action.charger && !action.politique(ctx.acteur, undefined as C)) return refuse(action, ctx, null)
    throw new ErreurSaisie(formatErreurs(lu.error))
  }
  const entree = lu.data
  try {
    return await ctx.db.transaction().execute(async (db) => {
      const dans = { ...ctx, db }
      const cible = action.charger ? await action.charger(dans, entree) : (undefined as C)
      if (cible === null) throw new ErreurIntrouvable(action.nom)
      if (!action.politique(ctx.acteur, cible)) throw new ErreurRefus(action.nom)
      const resultat = await action.executer(dans, entree, cible)
      await addTrace(dans, { evenement: action.trace, objet: action.objet?.(entree, resultat) ?? null, issue: 'fait' })
      return resultat
    })
  } catch (erreur) {
    if (erreur instanceof ErreurRefus) return refuse(action, ctx, action.objet?.(entree, undefined) ?? null)
    throw erreur
  }
}

/** The refusal outlives the transaction that was rolled back. */
async function refuse<E, C, R>(action: Action<E, C, R>, ctx: Ctx, objet: Objet | null): Promise<never> {
  await addTrace(ctx, { evenement: action.trace, objet, issue: 'refus' })
  throw new ErreurRefus(action.nom)
}
