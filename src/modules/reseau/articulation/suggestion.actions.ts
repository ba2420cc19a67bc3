import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { lockNom } from '#core/reglage.ts'
import { ligne } from '#core/saisie.ts'
import { articulationPolicy, type CibleArticulation } from './articulation.policy.ts'
import { type CibleSuggestion, getCible } from './cible.queries.ts'
import { createDemarche } from './demarche.queries.ts'
import { schemaDemarche } from './demarche.ts'
import { dateSaisie } from './saisie.ts'
import { addReponse } from './suggestion.queries.ts'

const cle = z.string().max(200)

export const peutAgir = (acteur: Ctx['acteur'], cible: CibleArticulation): boolean =>
  articulationPolicy.peut(acteur, 'agir', cible)

/** One answer at a time: whoever clicks twice waits for himself, and finds the suggestion answered. */
const charger = async (ctx: Ctx, entree: { cle: string }): Promise<CibleSuggestion | null> => {
  await lockNom(ctx.db, `suggestion ${entree.cle}`)
  return getCible(ctx, entree)
}
const objet = (entree: { cle: string }) => ({ type: 'suggestion', id: entree.cle })

/** @throws ErreurSaisie where the facts no longer call for anything */
function checkSuggestion({ suggestion }: CibleSuggestion): NonNullable<CibleSuggestion['suggestion']> {
  if (suggestion) return suggestion
  throw new ErreurSaisie([
    {
      field: '',
      message: 'Cette suggestion n’a plus lieu d’être\u00a0: un lien est déclaré, ou les faits ont changé.',
    },
  ])
}

/** @throws ErreurSaisie on `champ` for a day that is not after today */
function checkFutur(ctx: Ctx, jour: string, champ: string): void {
  if (jour <= formatJour(ctx.maintenant))
    throw new ErreurSaisie([{ field: champ, message: 'Choisissez une date à venir.' }])
}

/** Who may be in charge: those who coordinate, and who writes. */
export const listResponsables = ({ acteur }: Pick<Ctx, 'acteur'>, cible: CibleArticulation): string[] => [
  ...new Set([...cible.coordinateurs, ...(acteur.compte ? [acteur.compte] : [])]),
]

/** Something to do with a date; where something is suggested, that is the answer. */
export const prevoirDemarche = defineAction({
  nom: 'prevoirDemarche',
  entree: z.object({ cle, ...schemaDemarche.shape }),
  charger,
  politique: peutAgir,
  trace: 'articulation.demarche.creation',
  objet,
  executer: async (ctx, { cle: _cle, ...saisie }, cible) => {
    checkFutur(ctx, saisie.echeance, 'echeance')
    if (saisie.responsable !== null && !listResponsables(ctx, cible).includes(saisie.responsable))
      throw new ErreurSaisie([{ field: 'responsable', message: 'Choisissez une personne de la liste.' }])
    const sujet =
      cible.nature === 'paire'
        ? { a: cible.deux.a.id, b: cible.deux.b.id }
        : { type: cible.lacune.type, communes: cible.lacune.communes }
    const demarche = await createDemarche(ctx, sujet, saisie)
    if (cible.suggestion) await addReponse(ctx, cible.suggestion, { reponse: 'prise', demarche })
    return demarche
  },
})

export const reporterSuggestion = defineAction({
  nom: 'reporterSuggestion',
  entree: z.object({ cle, jusqu: dateSaisie }),
  charger,
  politique: peutAgir,
  trace: 'articulation.suggestion.report',
  objet,
  executer: async (ctx, { jusqu }, cible) => {
    checkFutur(ctx, jusqu, 'jusqu')
    await addReponse(ctx, checkSuggestion(cible), { reponse: 'reportee', jusqu })
    return cible
  },
})

export const ecarterSuggestion = defineAction({
  nom: 'ecarterSuggestion',
  entree: z.object({ cle, motif: ligne('Dites pourquoi, pour qui lira après vous.', 500) }),
  charger,
  politique: peutAgir,
  trace: 'articulation.suggestion.ecart',
  objet,
  executer: async (ctx, { motif }, cible) => {
    await addReponse(ctx, checkSuggestion(cible), { reponse: 'ecartee', motif })
    return cible
  },
})
