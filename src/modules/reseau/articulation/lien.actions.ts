import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { identifiant } from '#core/saisie.ts'
import { getSuggestionPaire } from './cible.queries.ts'
import { createLien, getLien, removeLien, updateLien } from './lien.queries.ts'
import { type Lien, schemaLien } from './lien.ts'
import { type Deux, getDeux } from './paire.queries.ts'
import { revision } from './saisie.ts'
import { peutAgir } from './suggestion.actions.ts'
import { addReponse } from './suggestion.queries.ts'

const objetPaire = ({ a, b }: { a: number; b: number }) => ({ type: 'paire', id: `${a}-${b}` })

/** Declares a link; where the pair was suggested, that is the answer. */
export const declarerLien = defineAction({
  nom: 'declarerLien',
  entree: z.intersection(z.object({ a: identifiant, b: identifiant }), schemaLien),
  charger: getDeux,
  politique: peutAgir,
  trace: 'articulation.lien.creation',
  objet: objetPaire,
  executer: async (ctx, { a: _a, b: _b, ...saisie }, deux: Deux) => {
    const [a, b] = [deux.a.id, deux.b.id]
    const suggestion = await getSuggestionPaire(ctx, deux)
    const lien = await createLien(ctx, { a, b }, saisie)
    if (suggestion) await addReponse(ctx, suggestion, { reponse: 'prise', lien })
    return { a, b }
  },
})

export interface CibleLien {
  lien: Lien
  deux: Deux
  coordinateurs: string[]
}

/** A link and its two dispositifs. @returns null where one of them is not there any more */
export async function chargerLien(ctx: Ctx, { id }: { id: number }): Promise<CibleLien | null> {
  const lien = await getLien(ctx, id, true)
  const deux = lien && (await getDeux(ctx, lien))
  return deux ? { lien, deux, coordinateurs: deux.coordinateurs } : null
}
const objet = ({ id }: { id: number }) => ({ type: 'lien', id })

export const modifierLien = defineAction({
  nom: 'modifierLien',
  entree: z.intersection(z.object({ id: identifiant, revision }), schemaLien),
  charger: chargerLien,
  politique: peutAgir,
  trace: 'articulation.lien.modification',
  objet,
  executer: async (ctx, { id, revision: vue, ...saisie }, { lien }) => {
    await updateLien(ctx, { id, revision: vue }, saisie)
    return lien
  },
})

export const retirerLien = defineAction({
  nom: 'retirerLien',
  entree: z.object({ id: identifiant }),
  charger: chargerLien,
  politique: peutAgir,
  trace: 'articulation.lien.retrait',
  objet,
  executer: async (ctx, { id }, { lien }) => {
    await removeLien(ctx, id)
    return lien
  },
})
