import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { identifiant } from '#core/saisie.ts'
import { getStructure } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'
import { updateFiche, updatePresence, updateVerification } from './ecriture.queries.ts'
import { fichePolicy } from './fiche.policy.ts'
import type { Valeurs } from './fiche.ts'
import type { FicheEditee, Genre } from './genre.ts'

const parId = z.object({ id: identifiant })

type Chargeable<F extends object> = Pick<Genre<F, never, object>, 'objet' | 'charger'>

/** « J’ai vérifié » : a human act, with its date. */
export const defineVerification = <F extends object>(genre: Chargeable<F>) =>
  defineAction({
    nom: `verifier-${genre.objet}`,
    entree: parId,
    charger: (ctx, { id }) => genre.charger(ctx, id, true),
    politique: (acteur, fiche: FicheEditee<F>) => fichePolicy.peut(acteur, 'modifier', fiche),
    trace: `${genre.objet}.verification`,
    objet: ({ id }) => ({ type: genre.objet, id }),
    executer: async (ctx, { id }, fiche) => {
      await updateVerification(ctx, genre.objet, fiche as FicheEditee<F> & Valeurs)
      return id
    },
  })

export const definePresence = <F extends object>(genre: Chargeable<F>, geste: 'suppression' | 'restauration') =>
  defineAction({
    nom: `${geste}-${genre.objet}`,
    entree: parId,
    charger: (ctx, { id }) => genre.charger(ctx, id, true),
    politique: (acteur, fiche: FicheEditee<F>) => fichePolicy.peut(acteur, 'supprimer', fiche),
    trace: `${genre.objet}.${geste}`,
    objet: ({ id }) => ({ type: genre.objet, id }),
    executer: async (ctx, { id }, fiche) => {
      // Asked twice (two tabs, a double click), the second time finds it done.
      if ((fiche.supprimeLe !== null) !== (geste === 'suppression')) await updatePresence(ctx, genre.objet, id, geste)
      return id
    },
  })

const changer = (nom: string, entree: z.ZodType<{ id: number; etat: 'ouverte' | 'fermee' }>) =>
  defineAction({
    nom,
    entree,
    charger: (ctx: Ctx, { id }) => getStructure(ctx, id, true),
    politique: (acteur, s: Structure) => fichePolicy.peut(acteur, 'modifier', s),
    trace: 'structure.etat',
    objet: ({ id }) => ({ type: 'structure', id }),
    executer: async (ctx, { id, etat }, s) => {
      await updateFiche(ctx, 'structure', s, { etat }, { geste: 'fermeture' })
      return id
    },
  })

/** A place closes, or opens again. */
export const changerEtat = changer('changerEtat', parId.extend({ etat: z.enum(['ouverte', 'fermee']) }))
/** A closing that was to be confirmed is. */
export const fermer = changer(
  'fermer',
  parId.transform(({ id }) => ({ id, etat: 'fermee' as const })),
)
