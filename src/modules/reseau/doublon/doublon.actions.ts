import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { updateFiche, updatePresence } from '../fiche/ecriture.queries.ts'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { addEcarte } from './doublon.queries.ts'
import { type FicheDouble, mergeFiches, type Paire } from './doublon.ts'
import type { GenreDoublon } from './genre.ts'

export const parametresPaire = z.object({ a: identifiant, b: identifiant }).refine(({ a, b }) => a !== b)

/** Both sheets, locked in the order of their numbers: two merges never wait for each other. */
export async function getPaire<F extends FicheDouble>(
  ctx: Ctx,
  genre: GenreDoublon<F>,
  { a, b }: { a: number; b: number },
  verrou = false,
): Promise<Paire<F> | null> {
  const [premiere, seconde] = [
    await genre.charger(ctx, Math.min(a, b), verrou),
    await genre.charger(ctx, Math.max(a, b), verrou),
  ]
  if (!premiere || !seconde) return null
  return a < b ? { a: premiere, b: seconde } : { a: seconde, b: premiere }
}

/** Who keeps both sheets. */
export const peutFusionner = (acteur: Ctx['acteur'], { a, b }: Paire<FicheDouble>): boolean =>
  fichePolicy.peut(acteur, 'modifier', a) && fichePolicy.peut(acteur, 'modifier', b)

const defineGeste = <F extends FicheDouble>(genre: GenreDoublon<F>) => ({
  charger: (ctx: Ctx, entree: { a: number; b: number }) => getPaire(ctx, genre, entree, true),
  politique: peutFusionner,
  objet: ({ a }: { a: number }) => ({ type: genre.objet, id: a }),
})

/** Two sheets become one: fields chosen one by one, all that hung on the other follows, its address leads on. */
export const defineFusion = <F extends FicheDouble>(genre: GenreDoublon<F>) =>
  defineAction({
    ...defineGeste(genre),
    nom: `fusionner-${genre.objet}s`,
    entree: z.intersection(
      parametresPaire,
      z.object({
        garde: z.enum(['a', 'b'], { error: 'Choisissez la fiche qui reste.' }),
        choix: z.record(z.string(), z.enum(['a', 'b'])).default({}),
        revisionA: z.coerce.number().int(),
        revisionB: z.coerce.number().int(),
      }),
    ),
    trace: `${genre.objet}.fusion`,
    executer: async (ctx, { garde, choix, revisionA, revisionB }, paire) => {
      const { a, b } = paire
      if (a.revision !== revisionA || b.revision !== revisionB)
        throw new ErreurSaisie([
          { field: '', message: 'L’une des fiches a changé depuis\u00a0: comparez-les de nouveau.' },
        ])
      const [reste, part] = garde === 'a' ? [a, b] : [b, a]
      const comparees = genre.computePaire(paire)
      const valeurs = { ...comparees[garde], ...mergeFiches(genre.champs, comparees, choix) }
      await genre.check(ctx, valeurs, paire)
      await genre.updateRattachements(ctx, { de: part.id, vers: reste.id })
      const note = `Fusion avec la fiche n°\u00a0${part.id}, ${part.nom}`
      await updateFiche(ctx, genre.objet, reste, valeurs, { geste: 'fusion', note })
      await updatePresence(ctx, genre.objet, part.id, 'fusion', reste.id)
      return reste.id
    },
  })

/** Somebody looked, and they are two. */
export const defineEcart = <F extends FicheDouble>(genre: GenreDoublon<F>) =>
  defineAction({
    ...defineGeste(genre),
    nom: `ecarter-doublon-${genre.objet}`,
    entree: parametresPaire,
    trace: `${genre.objet}.doublon.ecarte`,
    executer: async (ctx, _entree, { a, b }) => {
      await addEcarte(ctx, genre.objet, a.id, b.id)
    },
  })
