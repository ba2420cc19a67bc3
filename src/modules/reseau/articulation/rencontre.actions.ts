import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { identifiant } from '#core/saisie.ts'
import { type Deux, getDeux } from './paire.queries.ts'
import { createRencontre, getRencontre, updateRencontre } from './rencontre.queries.ts'
import { type Rencontre, schemaRencontre } from './rencontre.ts'
import { revision } from './saisie.ts'
import { peutAgir } from './suggestion.actions.ts'

export const preparerRencontre = defineAction({
  nom: 'preparerRencontre',
  entree: z.object({ a: identifiant, b: identifiant }),
  charger: getDeux,
  politique: peutAgir,
  trace: 'articulation.rencontre.creation',
  objet: ({ a, b }) => ({ type: 'paire', id: `${a}-${b}` }),
  executer: (ctx, _entree, deux: Deux) => createRencontre(ctx, { a: deux.a.id, b: deux.b.id }),
})

export interface CibleRencontre {
  rencontre: Rencontre
  deux: Deux
  coordinateurs: string[]
}

/** A meeting and its two dispositifs. */
export async function chargerRencontre(ctx: Ctx, { id }: { id: number }): Promise<CibleRencontre | null> {
  const rencontre = await getRencontre(ctx, id, true)
  const deux = rencontre && (await getDeux(ctx, rencontre))
  return deux ? { rencontre, deux, coordinateurs: deux.coordinateurs } : null
}

export const ecrireRencontre = defineAction({
  nom: 'ecrireRencontre',
  entree: z.object({ id: identifiant, revision, ...schemaRencontre.shape }),
  charger: chargerRencontre,
  politique: peutAgir,
  trace: 'articulation.rencontre.modification',
  objet: ({ id }) => ({ type: 'rencontre', id }),
  executer: async (ctx, { id, revision: vue, ...saisie }) => {
    await updateRencontre(ctx, { id, revision: vue }, saisie)
    return id
  },
})
