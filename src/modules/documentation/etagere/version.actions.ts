import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { identifiant, texteOuNull } from '#core/saisie.ts'
import { parseDateIso } from '../dates.ts'
import { getComposition } from './composition.queries.ts'
import { computeNombre } from './composition.ts'
import { chargerEtagere, objetEtagere, politiqueModifier } from './etagere.actions.ts'
import { addVersion } from './version.queries.ts'

const jour = z
  .string({ error: 'Dites quel jour les adresses ont été consultées.' })
  .refine((v) => v.length === 10 && parseDateIso(v) !== undefined, 'Écrivez la date sous la forme 2023-05-31.')

/** Freezes the shelf as it stands, with the day when its addresses were last opened. */
export const figerVersion = defineAction({
  nom: 'figerVersion',
  entree: z.object({ id: identifiant, consulteeLe: jour, note: texteOuNull(2000) }),
  charger: chargerEtagere,
  politique: politiqueModifier,
  trace: 'etagere.version',
  objet: objetEtagere,
  executer: async (ctx, { id, consulteeLe, note }, etagere) => {
    if (consulteeLe > formatJour(ctx.maintenant))
      throw new ErreurSaisie([{ field: 'consulteeLe', message: 'Cette date n’est pas encore passée.' }])
    const composition = await getComposition(ctx, etagere)
    if (computeNombre(composition) === 0)
      throw new ErreurSaisie([{ field: '', message: 'L’étagère est vide\u00a0: ajoutez-lui des notices.' }])
    return { id, numero: await addVersion(ctx, id, { composition, consulteeLe, note }) }
  },
})
