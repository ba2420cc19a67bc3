import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { ligneOuNull } from '#core/saisie.ts'
import { canRegler } from './dispositif.policy.ts'
import { removeReglage, updateReglage } from './reglage.queries.ts'
import type { TypeDispositif } from './type.ts'
import { getType } from './types.ts'

const chargerType = (_ctx: Ctx, { type }: { type: string }) => Promise.resolve(getType(type))
const objet = ({ type }: { type: string }) => ({ type: 'type-dispositif', id: type })

/** « 40 000 », « 12,5 »; empty = not known; undefined = no number. */
function parseMontant(texte: string): number | null | undefined {
  const compact = texte.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  if (compact === '') return null
  return /^\d{1,12}(\.\d{1,4})?$/.test(compact) ? Number(compact) : undefined
}

/** Corrects a reference value of a type, with who says so; it holds for every dispositif of that type. */
export const reglerType = defineAction({
  nom: 'reglerType',
  entree: z.object({
    type: z.string(),
    cle: z.string(),
    valeur: z.string().max(40).default(''),
    source: ligneOuNull(300),
    verifie: z.literal('1').optional().catch(undefined),
  }),
  charger: chargerType,
  politique: (acteur, _type: TypeDispositif) => canRegler(acteur),
  trace: 'dispositif.type.reglage',
  objet,
  executer: async (ctx, { cle, valeur: texte, source, verifie }, type) => {
    if (!type.reglages.some((r) => r.cle === cle)) throw new ErreurIntrouvable('réglage')
    const valeur = parseMontant(texte)
    if (valeur === undefined)
      throw new ErreurSaisie([{ field: 'valeur', message: 'Écrivez un nombre, ou laissez vide.' }])
    await updateReglage(ctx, type.slug, { cle, valeur, source, aVerifier: verifie === undefined })
    return type.slug
  },
})

/** Takes a value back to the one of the type’s file. */
export const oublierReglage = defineAction({
  nom: 'oublierReglage',
  entree: z.object({ type: z.string(), cle: z.string() }),
  charger: chargerType,
  politique: (acteur, _type: TypeDispositif) => canRegler(acteur),
  trace: 'dispositif.type.reglage.retrait',
  objet,
  executer: async (ctx, { cle }, type) => {
    await removeReglage(ctx, type.slug, cle)
    return type.slug
  },
})
