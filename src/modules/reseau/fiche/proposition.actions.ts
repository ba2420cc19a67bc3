import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligne, ligneOuNull, liste } from '#core/saisie.ts'
import { updateParCorrection } from '../dispositif/correction.actions.ts'
import { dateOuNull } from '../dispositif/saisie.ts'
import { checkCercle } from '../organisme/saisie.ts'
import { computeComparaison } from './comparaison.queries.ts'
import { createFiche, updateFiche } from './ecriture.queries.ts'
import type { Valeurs } from './fiche.ts'
import { getFiche } from './objet.queries.ts'
import { propositionPolicy } from './proposition.policy.ts'
import { getProposition, updateDecision } from './proposition.queries.ts'
import { formatAuteur, type Proposition } from './proposition.ts'

const charger = (ctx: Ctx, { id }: { id: number }) => getProposition(ctx, id, true)
const politique = (acteur: Ctx['acteur'], p: Proposition) => propositionPolicy.peut(acteur, 'decider', p)
const objet = ({ id }: { id: number }) => ({ type: 'proposition', id })

const faute = (message: string, field = '') => new ErreurSaisie([{ field, message }])

/** @throws ErreurConflit where somebody decided already: what he decided stands */
function checkAttend(p: Proposition): void {
  if (p.etat !== 'a-relire') throw new ErreurConflit('Cette proposition a déjà sa réponse.')
}

const MOTIF = 'Dites pourquoi, en une phrase.'

/** The chosen fields of a proposal are written; the others are left as they are, with the reason. */
export const accepterProposition = defineAction({
  nom: 'accepterPropositionFiche',
  entree: z.object({
    id: identifiant,
    champs: liste(z.string().max(60)),
    // The revision is that of the sheet that was compared: nothing newer is written over.
    revision: z.coerce.number().int().catch(0),
    motif: ligneOuNull(500),
    /** Of the territory of a dispositif: from when it holds, and why its overlaps are agreed. */
    depuis: dateOuNull,
    exception: ligneOuNull(500),
  }),
  charger,
  politique,
  trace: 'annuaire.proposition.accord',
  objet,
  executer: async (ctx, { id, champs, revision, motif, depuis, exception }, p) => {
    checkAttend(p)
    const note = `Proposition n°\u00a0${id}. ${formatAuteur(p)}`
    if (p.objetId === null) {
      // A new dispositif is no proposal of this kind: it is written at once, and published later.
      if (p.objet === 'dispositif') throw new Error('proposition de dispositif sans dispositif')
      const fixe: Valeurs = p.structure === null ? {} : { structure: p.structure }
      const objetId = await createFiche(ctx, p.objet, p.valeurs, { note, fixe })
      await updateDecision(ctx, id, { etat: 'acceptee', champs: Object.keys(p.valeurs), objetId })
      return { objet: p.objet, id: objetId, structure: p.structure }
    }
    const fiche = await getFiche(ctx, p.objet, p.objetId, true)
    if (!fiche || fiche.supprimeLe !== null) throw faute('La fiche a été retirée depuis\u00a0: refusez la proposition.')
    if (fiche.revision !== revision)
      throw faute('La fiche a changé pendant que vous lisiez\u00a0: relisez les différences, puis décidez.')
    const { differences } = await computeComparaison(ctx, p)
    const ecartes = differences.map((d) => d.nom).filter((nom) => !champs.includes(nom))
    if (differences.length > 0 && ecartes.length === differences.length)
      throw faute('Cochez au moins un champ à garder, ou ne retenez pas la proposition.', 'champs')
    if (ecartes.length > 0 && motif === null)
      throw faute('Vous ne gardez pas tout\u00a0: dites pourquoi, en une phrase.', 'motif')
    const choisis = Object.fromEntries(Object.entries(p.valeurs).filter(([champ]) => !ecartes.includes(champ)))
    // It may have come under the other since it was proposed.
    const cercle =
      p.objet === 'organisme' && choisis.parent ? await checkCercle(ctx, fiche, Number(choisis.parent)) : null
    if (cercle) throw faute(cercle.message, 'champs')
    if (p.objet === 'dispositif') await updateParCorrection(ctx, p.objetId, choisis, { note, depuis, motif: exception })
    else await updateFiche(ctx, p.objet, fiche, choisis, { note, tenir: p.origine !== 'import' })
    const gardes = Object.keys(choisis).filter((champ) => champ !== 'depuis' || choisis.depuis === depuis)
    await updateDecision(ctx, id, { etat: 'acceptee', champs: gardes, motif: ecartes.length > 0 ? motif : null })
    return { objet: p.objet, id: p.objetId, structure: p.structure }
  },
})

export const refuserProposition = defineAction({
  nom: 'refuserPropositionFiche',
  entree: z.object({ id: identifiant, motif: ligne(MOTIF, 500) }),
  charger,
  politique,
  trace: 'annuaire.proposition.refus',
  objet,
  executer: async (ctx, { id, motif }, p) => {
    checkAttend(p)
    await updateDecision(ctx, id, { etat: 'refusee', motif })
    return id
  },
})
