import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { formatCount } from '#ui/format.ts'
import { computeEssai } from '../territoire/composer.actions.ts'
import { type Essai, schemaComposer } from '../territoire/composer.ts'
import { getLues, getSelection } from '../territoire/selection.queries.ts'
import { formatSelection, schemaChangee } from '../territoire/selection.ts'

const refuse = (message: string): never => {
  throw new ErreurSaisie([{ field: 'texte', message }])
}

/** Faulty lines told one by one. */
const LIGNES_MAX = 5

/** What stops a list from being read, in a sentence; null where every line is one commune. */
function formatDoutes({ aChoisir, remarques, nonLu }: Essai): string | null {
  const perdus = new Set(nonLu.split('\n').filter(Boolean))
  const dits = [
    ...aChoisir.map(({ entree, candidates, etat }) => {
      const proches = candidates.slice(0, 3).map((c) => `${c.nom} (${c.departement})`)
      return `ligne ${entree.ligne}, «\u00a0${entree.texte}\u00a0»\u00a0: ${etat === 'inconnue' ? 'inconnu, peut-être' : 'plusieurs communes,'} ${proches.join(', ')}`
    }),
    ...remarques
      .filter((r) => perdus.has(r.texte))
      .map((r) => `${r.lieu.toLowerCase()}, «\u00a0${r.texte}\u00a0»\u00a0: aucune commune de ce nom ni de ce code`),
  ]
  if (dits.length === 0) return null
  const reste = dits.length - LIGNES_MAX
  return `${formatCount(dits.length, 'ligne')} à préciser\u00a0: ${dits.slice(0, LIGNES_MAX).join('\u202f; ')}.${reste > 0 ? ` Et ${formatCount(reste, 'autre')}.` : ''}`
}

/**
 * A set that a page holds, or a pasted list of names and codes → its communes, and the shortest address of its portrait,
 * or null where none holds it. Changes nothing, chooses nothing.
 */
export const ouvrirPortrait = defineAction({
  nom: 'ouvrirPortrait',
  entree: z.object({ ...schemaChangee, texte: schemaComposer.shape.texte }),
  politique: publique,
  trace: 'portrait.ouverture',
  executer: async (ctx, { texte, ...selection }): Promise<{ communes: string[]; suite: string | null }> => {
    const essai = texte.trim() ? await computeEssai(ctx, schemaComposer.parse({ texte })) : null
    const doutes = essai && formatDoutes(essai)
    if (doutes) refuse(doutes)
    const { communes, inconnues } = essai ? { communes: essai.communes, inconnues: [] } : await getLues(ctx, selection)
    const nommees = inconnues.slice(0, 20).join(', ')
    if (inconnues.length > 0) refuse(`Ces codes ne sont pas connus\u00a0: ${nommees}.`)
    if (communes.length === 0) refuse('Donnez au moins une commune.')
    return { communes, suite: formatSelection(await getSelection(ctx, communes)) }
  },
})
