import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligneOuNull } from '#core/saisie.ts'
import { getDemarche, updateDemarche } from './demarche.queries.ts'
import { ETATS_DEMARCHE, type EtatDemarche, schemaDemarche } from './demarche.ts'
import { revision } from './saisie.ts'
import { listResponsables, peutAgir } from './suggestion.actions.ts'

const charger = (ctx: Ctx, { id }: { id: number }) => getDemarche(ctx, id, true)
const objet = ({ id }: { id: number }) => ({ type: 'demarche', id })

export const modifierDemarche = defineAction({
  nom: 'modifierDemarche',
  entree: z.object({ id: identifiant, revision, ...schemaDemarche.shape }),
  charger,
  politique: peutAgir,
  trace: 'articulation.demarche.modification',
  objet,
  executer: async (ctx, { id, revision: vue, ...saisie }, demarche) => {
    if (saisie.responsable !== null && !listResponsables(ctx, demarche).includes(saisie.responsable))
      throw new ErreurSaisie([{ field: 'responsable', message: 'Choisissez une personne de la liste.' }])
    await updateDemarche(ctx, { id, revision: vue }, saisie)
    return id
  },
})

const etat = z.enum(Object.keys(ETATS_DEMARCHE) as [EtatDemarche, ...EtatDemarche[]])

/** Done, given up with a reason, or to do again. */
export const changerEtatDemarche = defineAction({
  nom: 'changerEtatDemarche',
  entree: z
    .object({ id: identifiant, revision, etat, motif: ligneOuNull(500) })
    .refine((e) => e.etat !== 'abandonnee' || e.motif !== null, {
      path: ['motif'],
      message: 'Dites pourquoi vous y renoncez.',
    }),
  charger,
  politique: peutAgir,
  trace: 'articulation.demarche.etat',
  objet,
  executer: async (ctx, { id, revision: vue, etat: voulu, motif }, demarche) => {
    // Asked twice (two tabs, a double click), the second time finds it done.
    if (demarche.etat !== voulu)
      await updateDemarche(ctx, { id, revision: vue }, { etat: voulu, motif: voulu === 'abandonnee' ? motif : null })
    return id
  },
})
