import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { getLues, getSelection } from '../territoire/selection.queries.ts'
import { formatSelection, schemaSelection } from '../territoire/selection.ts'

const refuse = (message: string): never => {
  throw new ErreurSaisie([{ field: 'communes', message }])
}

/** A long list of codes → the shortest address of its portrait. Changes nothing. */
export const ouvrirPortrait = defineAction({
  nom: 'ouvrirPortrait',
  entree: z.object(schemaSelection),
  politique: publique,
  trace: 'portrait.ouverture',
  executer: async (ctx, selection): Promise<string> => {
    const { communes, inconnues } = await getLues(ctx, selection)
    const nommees = inconnues.slice(0, 20).join(', ')
    if (inconnues.length > 0) refuse(`Ces codes ne sont pas connus\u00a0: ${nommees}.`)
    if (communes.length === 0) refuse('Donnez au moins un code de commune.')
    const suite = formatSelection(await getSelection(ctx, communes))
    return (
      suite ??
      refuse(
        'Cette liste est trop longue pour une adresse\u00a0: enregistrez-la comme territoire, puis ouvrez son portrait.',
      )
    )
  },
})
