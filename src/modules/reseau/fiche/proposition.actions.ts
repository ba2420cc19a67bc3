import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligne, liste } from '#core/saisie.ts'
import { createFiche, updateFiche } from './ecriture.queries.ts'
import type { Valeurs } from './fiche.ts'
import { getFiche } from './objet.queries.ts'
import { propositionPolicy } from './proposition.policy.ts'
import { getProposition, updateDecision } from './proposition.queries.ts'
import { formatAuteur, type Proposition } from './proposition.ts'

const charger = (ctx: Ctx, { id }: { id: number }) => getProposition(ctx, id, true)
const politique = (acteur: Ctx['acteur'], p: Proposition) => propositionPolicy.peut(acteur, 'decider', p)
const objet = ({ id }: { id: number }) => ({ type: 'proposition', id })

const faute = (message: string) => new ErreurSaisie([{ field: '', message }])

/** The chosen fields of a proposal are written; the others are left as they are. */
export const accepterProposition = defineAction({
  nom: 'accepterPropositionFiche',
  // The revision is that of the sheet that was compared: nothing newer is written over.
  entree: z.object({ id: identifiant, champs: liste(z.string().max(60)), revision: z.coerce.number().int().catch(0) }),
  charger,
  politique,
  trace: 'annuaire.proposition.accord',
  objet,
  executer: async (ctx, { id, champs, revision }, p) => {
    const note = `Proposition n°\u00a0${id}. ${formatAuteur(p)}`
    if (p.objetId === null) {
      const fixe: Valeurs = p.structure === null ? {} : { structure: p.structure }
      const objetId = await createFiche(ctx, p.objet, p.valeurs, { note, fixe })
      await updateDecision(ctx, id, { etat: 'acceptee', objetId })
      return { objet: p.objet, id: objetId, structure: p.structure }
    }
    const choisis = Object.fromEntries(Object.entries(p.valeurs).filter(([champ]) => champs.includes(champ)))
    if (Object.keys(choisis).length === 0)
      throw new ErreurSaisie([{ field: 'champs', message: 'Cochez au moins un champ à garder, ou refusez.' }])
    const fiche = await getFiche(ctx, p.objet, p.objetId, true)
    if (!fiche || fiche.supprimeLe !== null) throw faute('La fiche a été retirée depuis\u00a0: refusez la proposition.')
    if (fiche.revision !== revision)
      throw faute('La fiche a changé pendant que vous lisiez\u00a0: relisez les différences, puis décidez.')
    await updateFiche(ctx, p.objet, fiche, choisis, { note, tenir: p.origine !== 'import' })
    await updateDecision(ctx, id, { etat: 'acceptee' })
    return { objet: p.objet, id: p.objetId, structure: p.structure }
  },
})

export const refuserProposition = defineAction({
  nom: 'refuserPropositionFiche',
  entree: z.object({ id: identifiant, motif: ligne('Dites pourquoi, en une phrase.', 500) }),
  charger,
  politique,
  trace: 'annuaire.proposition.refus',
  objet,
  executer: async (ctx, { id, motif }) => {
    await updateDecision(ctx, id, { etat: 'refusee', motif })
    return id
  },
})
