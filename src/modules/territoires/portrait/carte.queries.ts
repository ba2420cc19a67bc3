import type { Ctx } from '#core/context.ts'
import { getFond } from '../carte/fond.queries.ts'
import { computeMailleCarte } from '../carte/fond.ts'
import type { CarteLue } from '../carte/lecture.queries.ts'
import { listCodesZones, listValeurs } from '../carte/valeurs.queries.ts'
import { getQuartiers } from '../contour/quartier.queries.ts'
import { getZone } from '../geographie/zone.queries.ts'
import { getDerniere, type Portrait } from './portrait.ts'

/** The map of one indicator of a portrait, at the vintage that it shows; null where it has none or for one commune. */
export async function getCartePortrait(
  ctx: Ctx,
  { zone: nommee, nombre, lignes }: Portrait,
  code: string,
  avecQuartiers: boolean,
): Promise<CarteLue | null> {
  const ligne = lignes.find((l) => l.indicateur.code === code)
  if (!ligne || nombre < 2) return null
  const { indicateur } = ligne
  const { serie } = getDerniere(ligne)
  const zone = nommee.maille === 'france' ? await getZone(ctx, 'france', nommee.code) : nommee
  if (!zone) return null
  const maille = computeMailleCarte(zone.communes.length)
  const codes = maille === 'commune' ? zone.communes : await listCodesZones(ctx, maille, zone.communes)
  const [fond, valeurs, quartiers] = await Promise.all([
    getFond(ctx, maille, codes),
    listValeurs(ctx, indicateur, serie.id, maille, codes),
    maille === 'commune' ? getQuartiers(ctx, codes, avecQuartiers) : null,
  ])
  return { zone, maille, fond, indicateur, serie, valeurs, quartiers }
}
