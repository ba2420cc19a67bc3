import type { Ctx } from '#core/context.ts'
import { getQuartiers, type Quartiers } from '../contour/quartier.queries.ts'
import { formatAdresseZone, formatRefZone, type Zone } from '../geographie/zone.ts'
import { getIndicateur, listIndicateurs, listSeries } from '../indicateur/indicateur.queries.ts'
import type { Indicateur, SerieDatee } from '../indicateur/indicateur.ts'
import { getZoneDeRef } from '../territoire/selection.queries.ts'
import type { DemandeCarte } from './demande.ts'
import { getFond } from './fond.queries.ts'
import { computeMailleCarte, type Fond, type MailleCarte } from './fond.ts'
import { listCodesZones, listValeurs, type Valeurs } from './valeurs.queries.ts'

/** Everything that a map of an indicator over an area shows. */
export interface CarteLue {
  zone: Zone
  maille: MailleCarte
  fond: Fond
  indicateur: Indicateur
  serie: SerieDatee
  valeurs: Valeurs
  /** Null on a map of larger areas, or where none were imported. */
  quartiers: Quartiers | null
}

/** What the map is made of: what one asked for, else communes, or EPCI where communes are too many to be seen. */
export const computeMaille = ({ par }: DemandeCarte, zone: Zone): MailleCarte =>
  par && !(par === 'commune' && computeMailleCarte(zone.communes.length) !== 'commune')
    ? par
    : computeMailleCarte(zone.communes.length)

/** Null where the area, the indicator or its values are not there. */
export async function getCarte(ctx: Ctx, demande: DemandeCarte): Promise<CarteLue | null> {
  const zone = await getZoneDeRef(ctx, formatRefZone(demande.zone))
  const indicateur = await getIndicateur(ctx, demande.indicateur)
  const [serie] = indicateur ? await listSeries(ctx, indicateur.code) : []
  if (!zone || !indicateur || !serie) return null
  const maille = computeMaille(demande, zone)
  const codes = maille === 'commune' ? zone.communes : await listCodesZones(ctx, maille, zone.communes)
  const [fond, valeurs, quartiers] = await Promise.all([
    getFond(ctx, maille, codes),
    listValeurs(ctx, indicateur, serie.id, maille, codes),
    maille === 'commune' ? getQuartiers(ctx, codes, demande.quartiers === 'oui') : null,
  ])
  return { zone, maille, fond, indicateur, serie, valeurs, quartiers }
}

/** Indicators that have values, for the list of choices. */
export async function listIndicateursACarter(ctx: Ctx): Promise<Indicateur[]> {
  const avec = new Set((await listSeries(ctx)).map((s) => s.indicateur))
  return (await listIndicateurs(ctx)).filter((i) => avec.has(i.code))
}

/** The page of a shape. */
export const formatLien =
  (maille: MailleCarte) =>
  (code: string): string =>
    formatAdresseZone({ maille, code })
