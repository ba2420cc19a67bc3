import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { identifiant, rangs } from '#core/saisie.ts'
import { hasTerme } from '#modules/vocabulaires/index.ts'
import { updateChoix, updateToutARecomparer } from './correspondances.queries.ts'
import { type Choix, plierMot, searchTerme } from './correspondances.ts'
import { schemaBase } from './imports.actions.ts'
import { importPolicy } from './imports.policy.ts'
import { getImport } from './imports.queries.ts'
import type { Import } from './imports.ts'
import { checkOuvert, lockVersement } from './ligne.actions.ts'
import { startComparaison } from './versement.actions.ts'

const texte = z.string().max(300)

const schemaCorrespondances = z.object({
  id: identifiant,
  base: schemaBase,
  natures: rangs(
    z.object({ type: texte, nature: texte.refine((n) => hasTerme('nature', n), 'Choisissez le type de document.') }),
  ),
  termes: rangs(
    z.object({
      mot: texte,
      terme: texte.refine(
        (nom) => nom.trim() === '' || searchTerme(nom) !== null,
        'Ce n’est ni un de nos thèmes, ni un de nos publics\u00a0: choisissez dans la liste, ou laissez vide.',
      ),
    }),
  ),
})

/**
 * Says what types and keywords of a file become, and which base it comes from; remembered for the next file of that
 * base. What is in the catalogue already does not change.
 */
export const enregistrerCorrespondances = defineAction({
  nom: 'enregistrerCorrespondances',
  entree: schemaCorrespondances,
  charger: async (ctx, { id }) => {
    await lockVersement(ctx)
    const imp = await getImport(ctx, id, true)
    return imp?.choix ? imp : null
  },
  politique: (acteur, imp: Import) => importPolicy.peut(acteur, 'traiter', imp),
  trace: 'import.correspondances',
  objet: ({ id }) => ({ type: 'import', id }),
  executer: async (ctx, { id, base, natures, termes }, imp) => {
    checkOuvert(imp)
    const choix: Choix = {
      natures: { ...imp.choix?.natures, ...Object.fromEntries(natures.map((n) => [n.type, n.nature])) },
      termes: {
        ...imp.choix?.termes,
        ...Object.fromEntries(termes.map((t) => [plierMot(t.mot), searchTerme(t.terme) ?? ''])),
      },
    }
    await updateChoix(ctx, id, base, choix)
    if (base !== imp.base) {
      await updateToutARecomparer(ctx, id)
      await startComparaison(ctx, { id, base })
    }
    return id
  },
})
