import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { ligne } from '#core/saisie.ts'
import { addJeu } from './parametres.queries.ts'
import { ErreurParametres, JEUX, type Parametres, parseParametres } from './parametres.ts'
import { reglagesPolicy } from './simulation.policy.ts'

const schemaTexte = z
  .string({ error: 'Écrivez les paramètres.' })
  .max(20_000)
  .transform((texte, ctx): Parametres => {
    try {
      const parametres = parseParametres(texte)
      // The pages know neither ages nor single professionals, and have units of their own: nothing must stay without effect.
      if (parametres.ages === undefined && parametres.activite === undefined && parametres.unite === 1)
        return parametres
      const message =
        '«\u00a0ages\u00a0», «\u00a0activite\u00a0» et «\u00a0unite\u00a0» ne valent que pour la ligne de commande.'
      ctx.addIssue({ code: 'custom', message })
      return z.NEVER
    } catch (erreur) {
      if (!(erreur instanceof ErreurParametres)) throw erreur
      for (const message of erreur.fautes) ctx.addIssue({ code: 'custom', message })
      return z.NEVER
    }
  })

/** A set of one's own: as a version is never changed, another one takes another code. */
export const ajouterParametres = defineAction({
  nom: 'ajouterParametres',
  entree: z.object({
    code: z
      .string({ error: 'Donnez un code à ce jeu.' })
      .trim()
      .max(60)
      .regex(
        /^[a-z0-9]+(-[a-z0-9]+)*$/,
        'Le code est fait de lettres minuscules sans accent, de chiffres et de tirets.',
      ),
    libelle: ligne('Donnez un nom à ce jeu.', 200),
    parametres: schemaTexte,
  }),
  politique: (acteur) => reglagesPolicy.peutParfois(acteur, 'importer'),
  trace: 'simulation.parametres.ajout',
  executer: async (ctx, jeu) => {
    const pris = JEUX.some(({ code }) => code === jeu.code) || !(await addJeu(ctx, jeu))
    if (pris) {
      const message = 'Ce code est pris\u00a0: un jeu ne change jamais, une autre version prend un autre code.'
      throw new ErreurSaisie([{ field: 'code', message }])
    }
    return jeu.code
  },
})
