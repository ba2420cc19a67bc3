import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { getStructure } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'
import { addEcarte, updateRattachements } from './doublon.queries.ts'
import { mergeStructures } from './doublon.ts'
import { updateFiche, updatePresence } from './ecriture.queries.ts'
import { fichePolicy } from './fiche.policy.ts'

export interface Paire {
  a: Structure
  b: Structure
}

export const parametresPaire = z.object({ a: identifiant, b: identifiant }).refine(({ a, b }) => a !== b)

/** Both sheets, locked in the order of their numbers: two merges never wait for each other. */
export async function getPaire(ctx: Ctx, { a, b }: { a: number; b: number }, verrou = false): Promise<Paire | null> {
  const [premiere, seconde] = [
    await getStructure(ctx, Math.min(a, b), verrou),
    await getStructure(ctx, Math.max(a, b), verrou),
  ]
  if (!premiere || !seconde) return null
  return a < b ? { a: premiere, b: seconde } : { a: seconde, b: premiere }
}

/** Who keeps both sheets. */
export const peutFusionner = (acteur: Ctx['acteur'], { a, b }: Paire): boolean =>
  fichePolicy.peut(acteur, 'modifier', a) && fichePolicy.peut(acteur, 'modifier', b)

const charger = (ctx: Ctx, entree: { a: number; b: number }) => getPaire(ctx, entree, true)
const objet = ({ a }: { a: number }) => ({ type: 'structure', id: a })

/** Two sheets become one: fields chosen one by one, all that hung on the other follows, its address leads on. */
export const fusionnerStructures = defineAction({
  nom: 'fusionnerStructures',
  entree: z.intersection(
    parametresPaire,
    z.object({
      garde: z.enum(['a', 'b'], { error: 'Choisissez la fiche qui reste.' }),
      choix: z.record(z.string(), z.enum(['a', 'b'])).default({}),
      revisionA: z.coerce.number().int(),
      revisionB: z.coerce.number().int(),
    }),
  ),
  charger,
  politique: peutFusionner,
  trace: 'structure.fusion',
  objet,
  executer: async (ctx, { garde, choix, revisionA, revisionB }, { a, b }) => {
    if (a.revision !== revisionA || b.revision !== revisionB)
      throw new ErreurSaisie([
        { field: '', message: 'L’une des fiches a changé depuis\u00a0: comparez-les de nouveau.' },
      ])
    const [reste, part] = garde === 'a' ? [a, b] : [b, a]
    await updateRattachements(ctx, part.id, reste.id)
    const note = `Fusion avec la fiche n°\u00a0${part.id}, ${part.nom}`
    await updateFiche(ctx, 'structure', reste, mergeStructures(a, b, choix), { geste: 'fusion', note })
    await updatePresence(ctx, 'structure', part.id, 'fusion', reste.id)
    return reste.id
  },
})

export const ecarterDoublon = defineAction({
  nom: 'ecarterDoublon',
  entree: parametresPaire,
  charger,
  politique: peutFusionner,
  trace: 'structure.doublon.ecarte',
  objet,
  executer: async (ctx, { a, b }) => {
    await addEcarte(ctx, a, b)
  },
})
