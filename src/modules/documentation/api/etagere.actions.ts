import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { checkSiCorrespond } from '#core/conditions.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { getPlan } from '../etagere/composition.queries.ts'
import { chargerEtagere, objetEtagere, politiqueModifier } from '../etagere/etagere.actions.ts'
import { etagerePolicy } from '../etagere/etagere.policy.ts'
import { createEtagere, updateEtagere } from '../etagere/etagere.queries.ts'
import { getEtagEtagere } from '../etagere/etagere.ts'
import { addPlan, deletePlan, listPresentes, type PlanSaisi } from '../etagere/plan.queries.ts'
import { listNoticesPlan, parseEtagere, schemaEtagereEcrite } from './etagere.ts'

/** @param connues already on the shelf: one that left the catalogue since keeps its place */
async function checkNotices(ctx: Ctx, plan: PlanSaisi, connues: readonly number[]): Promise<void> {
  const voulues = listNoticesPlan(plan)
  const admises = new Set([...connues, ...(await listPresentes(ctx, voulues))])
  const absente = voulues.find((id) => !admises.has(id))
  if (absente !== undefined)
    throw new ErreurSaisie([{ field: 'corps', message: `Aucune notice ne porte le numéro ${absente}.` }])
}

/** A shelf and its plan written at once by a program: a draft of the owner of the key. */
export const verserEtagere = defineAction({
  nom: 'verserEtagere',
  entree: z.object({ corps: schemaEtagereEcrite }),
  politique: (acteur) => etagerePolicy.peutParfois(acteur, 'creer'),
  trace: 'etagere.creation',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'etagere', id }),
  executer: async (ctx, { corps }) => {
    const { contenu, plan } = parseEtagere(corps)
    await checkNotices(ctx, plan, [])
    const id = await createEtagere(ctx, contenu)
    if (id === null) throw new Error('étagère sans clé refusée')
    await addPlan(ctx, id, plan)
    return id
  },
})

/** A shelf written again, whole. Its state (draft, shared, public) and its versions stay. */
export const remplacerEtagere = defineAction({
  nom: 'remplacerEtagere',
  entree: z.object({ id: identifiant, siCorrespond: z.string().optional(), corps: schemaEtagereEcrite }),
  charger: chargerEtagere,
  politique: politiqueModifier,
  trace: 'etagere.modification',
  objet: objetEtagere,
  executer: async (ctx, { id, siCorrespond, corps }, etagere) => {
    checkSiCorrespond(siCorrespond, getEtagEtagere(etagere))
    const { contenu, plan } = parseEtagere(corps)
    await checkNotices(ctx, plan, listNoticesPlan(await getPlan(ctx, id)))
    await updateEtagere(ctx, id, etagere.revision, contenu)
    await deletePlan(ctx, id)
    await addPlan(ctx, id, plan)
    return id
  },
})
