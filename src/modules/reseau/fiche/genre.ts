import type { Child } from 'hono/jsx'
import type { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import type { Brut } from '#core/saisie.ts'
import type { Crumb } from '#ui/layout.tsx'
import type { PropsChamps } from '../structure/champs.tsx'
import type { ObjetEdite } from './champs.ts'
import type { CibleFiche } from './fiche.ts'

/** A stored sheet as edition knows it: its own fields, and what rights are judged on. */
export type FicheEditee<F extends object> = F & CibleFiche & { id: number; nom: string; revision: number }

/** What makes editing an organisme, a structure or a service each its own: everything else is done once for the three. */
export interface Genre<F extends object, S, C extends object> {
  objet: ObjetEdite
  /** « la structure », « une structure » */
  le: string
  un: string
  /** Where it is created: its path, below which the form is at `nouveau`. */
  chemin: string
  nouveau: string
  /** Begins the paths of one sheet. */
  base: '/organismes' | '/structures' | '/services'
  charger(ctx: Ctx, id: number, verrou?: boolean): Promise<FicheEditee<F> | null>
  schema: z.ZodType<S>
  /** What only the base can tell. @throws ErreurSaisie */
  check(ctx: Ctx, saisie: S, avant: FicheEditee<F> | null): Promise<C>
  formatSaisie(ctx: Ctx, fiche: FicheEditee<F>): Promise<Brut>
  Champs: (props: PropsChamps) => Child
  fil(fiche: FicheEditee<F> | null, suite: Crumb[]): Crumb[]
  adresse(fiche: FicheEditee<F>): string
}
