import { z } from 'zod'
import type { Acteur } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import { type DispositifLu, getDispositif } from './dispositif.queries.ts'
import type { TypeDispositif } from './type.ts'
import { getType } from './types.ts'

/** What the pages of one dispositif have in common. */
export const requeteId = z.object({ id: identifiant })
export const objet = ({ id }: { id: number }) => ({ type: 'dispositif', id })
export const chargerLecture = (ctx: Ctx, { id }: { id: number }) => getDispositif(ctx, id)
export const politiqueLecture = (acteur: Acteur, d: DispositifLu) => dispositifPolicy.peut(acteur, 'lire', d)
export const politiqueModifier = (acteur: Acteur, d: DispositifLu) => dispositifPolicy.peut(acteur, 'modifier', d)

/**
 * The stored dispositif under a faulty form. Input is judged before the row is read: who may not change it learns nothing.
 * @throws ErreurIntrouvable
 */
export async function getModifiable(ctx: Ctx, brut: Brut): Promise<DispositifLu> {
  const d = await getDispositif(ctx, identifiant.catch(0).parse(brut.id))
  if (!d || !dispositifPolicy.peut(ctx.acteur, 'modifier', d)) throw new ErreurIntrouvable('dispositif')
  return d
}

/** The type of a stored dispositif. @throws ErreurIntrouvable where this installation does not have it */
export function getTypeDe({ type: slug }: Pick<DispositifLu, 'type'>): TypeDispositif {
  const type = getType(slug)
  if (!type) throw new ErreurIntrouvable('type de dispositif')
  return type
}
