import type { Ctx } from '#core/context.ts'
import { getFond } from '../carte/fond.queries.ts'
import { computeMailleCarte } from '../carte/fond.ts'
import type { CarteLue } from '../carte/lecture.queries.ts'
import { listCodesZones, listValeurs } from '../carte/valeurs.queries.ts'
import { getDerniere, type Portrait } from './portrait.ts'

/** The map of one indicator of a portrait, at the vintage that it shows; null where it has none or for one commune. */
export async function getCartePortrait(ctx: Ctx, { zone, lignes }: Portrait, code: string): Promise<CarteLue | null> {
  const ligne = lignes.find((l) => l.indicateur.code === code)
  if (!ligne || zone.communes.length < 2) return null
  const { indicateur } = ligne
  const { serie } = getDerniere(ligne)
  const maille = computeMailleCarte(zone.communes.length)
  const codes = maille === 'commune' ? zone.communes : await listCodesZones(ctx, maille, zone.communes)
  const [fond, valeurs] = await Promise.all([
    getFond(ctx, maille, codes),
    listValeurs(ctx, indicateur, serie.id, maille, codes),
  ])
  return { zone, maille, fond, indicateur, serie, valeurs }
}
