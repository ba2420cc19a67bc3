import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { getIndicateur } from '../indicateur/indicateur.queries.ts'
import { getTerritoire } from '../territoire/territoire.queries.ts'
import type { Territoire } from '../territoire/territoire.ts'
import { notePolicy } from './note.policy.ts'
import { createNote, deleteNote, getNote } from './note.queries.ts'
import { NOTE_MAX, type Note } from './note.ts'

const texte = z
  .string({ error: 'Écrivez la note.' })
  .max(NOTE_MAX, `Cette note est trop longue\u00a0: ${NOTE_MAX} caractères au plus.`)
  .transform((v) => v.replace(/\r\n?/g, '\n').trim())
  .refine((v) => v !== '', 'Écrivez la note.')

const objetTerritoire = ({ id }: { id: number }) => ({ type: 'territoire', id })

export const ecrireNote = defineAction({
  nom: 'ecrireNote',
  entree: z.object({ id: identifiant, texte, indicateur: z.string().max(100).default('') }),
  charger: (ctx, { id }) => getTerritoire(ctx, id, true),
  politique: (acteur, territoire: Territoire) => notePolicy.peut(acteur, 'ecrire', territoire),
  trace: 'territoire.note.ecriture',
  objet: objetTerritoire,
  executer: async (ctx, { id, texte, indicateur }) => {
    if (indicateur && !(await getIndicateur(ctx, indicateur)))
      throw new ErreurSaisie([{ field: 'indicateur', message: 'Choisissez un indicateur de la liste.' }])
    await createNote(ctx, { territoire: id, texte, indicateur: indicateur || null, remplace: null })
    return id
  },
})

interface Cible {
  territoire: Territoire
  note: Note
}

export async function chargerNote(ctx: Ctx, { id, note }: { id: number; note: number }): Promise<Cible | null> {
  const territoire = await getTerritoire(ctx, id, true)
  const ecrite = territoire && (await getNote(ctx, id, note))
  return ecrite ? { territoire, note: ecrite } : null
}

export const politiqueNote = (acteur: Ctx['acteur'], { territoire }: Cible): boolean =>
  notePolicy.peut(acteur, 'ecrire', territoire)

/** Another text takes the place of the first, which stays in the history. */
export const reecrireNote = defineAction({
  nom: 'reecrireNote',
  entree: z.object({ id: identifiant, note: identifiant, texte }),
  charger: chargerNote,
  politique: politiqueNote,
  trace: 'territoire.note.modification',
  objet: objetTerritoire,
  executer: async (ctx, { id, texte }, { note }) => {
    if (texte === note.texte) return id
    await deleteNote(ctx, note.id)
    await createNote(ctx, { territoire: id, texte, indicateur: note.indicateur, remplace: note.id })
    return id
  },
})

export const retirerNote = defineAction({
  nom: 'retirerNote',
  entree: z.object({ id: identifiant, note: identifiant }),
  charger: chargerNote,
  politique: politiqueNote,
  trace: 'territoire.note.retrait',
  objet: objetTerritoire,
  executer: async (ctx, { id, note }) => {
    await deleteNote(ctx, note)
    return id
  },
})
