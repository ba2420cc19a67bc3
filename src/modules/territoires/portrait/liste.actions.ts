import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { getLues, getSelection } from '../territoire/selection.queries.ts'
import { formatSelection, schemaChangee } from '../territoire/selection.ts'

const refuse = (message: string): never => {
  throw new ErreurSaisie([{ field: 'communes', message }])
}

/** A long list of codes → the set, and the shortest address of its portrait, or null where none holds it. Changes nothing. */
export const ouvrirPortrait = defineAction({
  nom: 'ouvrirPortrait',
  entree: z.object(schemaChangee),
  politique: publique,
  trace: 'portrait.ouverture',
  executer: async (ctx, selection): Promise<{ communes: string[]; suite: string | null }> => {
    const { communes, inconnues } = await getLues(ctx, selection)
    const nommees = inconnues.slice(0, 20).join(', ')
    if (inconnues.length > 0) refuse(`Ces codes ne sont pas connus\u00a0: ${nommees}.`)
    if (communes.length === 0) refuse('Donnez au moins un code de commune.')
    return { communes, suite: formatSelection(await getSelection(ctx, communes)) }
  },
})
