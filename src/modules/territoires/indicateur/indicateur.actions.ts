import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { INDICATEURS_REFERENCE } from './donnees/donnees.ts'
import { indicateurPolicy } from './indicateur.policy.ts'
import { addIndicateurs, deleteIndicateur, getIndicateur, listSeries, updateIndicateur } from './indicateur.queries.ts'
import type { Indicateur } from './indicateur.ts'
import { schemaCode, schemaIndicateur, schemaNouvelIndicateur } from './saisie.ts'
import { updateCalculs } from './serie.actions.ts'

const charger = (ctx: Ctx, { indicateur }: { indicateur: string }) => getIndicateur(ctx, indicateur, true)
const objet = ({ indicateur }: { indicateur: string }) => ({ type: 'indicateur', id: indicateur })

export const creerIndicateur = defineAction({
  nom: 'creerIndicateur',
  entree: schemaNouvelIndicateur,
  politique: (acteur) => indicateurPolicy.peutParfois(acteur, 'definir'),
  trace: 'indicateur.creation',
  objet: ({ code }) => ({ type: 'indicateur', id: code }),
  executer: async (ctx, indicateur) => {
    if ((await addIndicateurs(ctx, [{ ...indicateur, fictif: false }])) === 0)
      throw new ErreurSaisie([{ field: 'code', message: 'Un autre indicateur a déjà ce code.' }])
    return indicateur.code
  },
})

/** Changes a definition. Where it adds up otherwise, or has another threshold, its series are computed anew at once. */
export const modifierIndicateur = defineAction({
  nom: 'modifierIndicateur',
  entree: schemaIndicateur,
  charger,
  politique: (acteur, cible: Indicateur) => indicateurPolicy.peut(acteur, 'definir', cible),
  trace: 'indicateur.modification',
  objet,
  executer: async (ctx, { indicateur: code, ...contenu }, avant) => {
    await updateIndicateur(ctx, code, contenu)
    if (contenu.agregation !== avant.agregation || contenu.seuil !== avant.seuil)
      for (const { id } of await listSeries(ctx, code)) await updateCalculs(ctx, id)
    return code
  },
})

export const isReference = (code: string): boolean => INDICATEURS_REFERENCE.some((i) => i.code === code)

/** Takes away a definition that has no values. Those of every installation would come back: they stay. */
export const supprimerIndicateur = defineAction({
  nom: 'supprimerIndicateur',
  entree: z.object({ indicateur: schemaCode }),
  charger,
  politique: (acteur, cible: Indicateur) => indicateurPolicy.peut(acteur, 'definir', cible),
  trace: 'indicateur.suppression',
  objet,
  executer: async (ctx, { indicateur: code }) => {
    if (isReference(code))
      throw new ErreurSaisie([{ field: '', message: 'Cet indicateur est fourni avec Maillage\u00a0: il reste.' }])
    if (!(await deleteIndicateur(ctx, code)))
      throw new ErreurSaisie([{ field: '', message: 'Cet indicateur a des valeurs ou des notes\u00a0: il reste.' }])
    return code
  },
})
