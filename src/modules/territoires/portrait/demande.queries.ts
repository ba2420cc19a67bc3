import type { Ctx } from '#core/context.ts'
import { listCommunes } from '../geographie/commune.queries.ts'
import { getZone } from '../geographie/zone.queries.ts'
import { parseRefZone, type Zone } from '../geographie/zone.ts'
import { getLues, getZoneDeRef, type Lues } from '../territoire/selection.queries.ts'
import type { Selection } from '../territoire/selection.ts'
import { formatNomListe } from './demande.ts'

/** The area that an address asks for, and what of it could not be read as it was written. */
export interface Demande {
  /** Null where nothing of it is known. */
  zone: Zone | null
  remplacees: Lues['remplacees']
  inconnues: string[]
}

/**
 * Codes and references → one area. A lone area stays what it is, with its name; several are a list of communes, and a
 * list of one commune is that commune.
 */
export async function getDemande(ctx: Ctx, selection: Selection): Promise<Demande> {
  const [ref] = selection.zones
  if (ref !== undefined && selection.zones.length === 1 && selection.communes.length === 0 && !selection.sauf?.length) {
    const zone = await getZoneDeRef(ctx, ref)
    if (!zone) return { zone, remplacees: [], inconnues: [ref] }
    const { maille, code } = parseRefZone(ref) ?? zone
    const remplacees = maille === 'commune' && code !== zone.code ? [{ code, commune: zone.code }] : []
    return { zone, remplacees, inconnues: [] }
  }
  const { communes, remplacees, inconnues } = await getLues(ctx, selection)
  const [premiere] = communes
  if (premiere === undefined) return { zone: null, remplacees, inconnues }
  if (communes.length === 1) return { zone: await getZone(ctx, 'commune', premiere), remplacees, inconnues }
  const nommees = await listCommunes(ctx, communes.slice(0, 3))
  const nom = formatNomListe(
    nommees.map((c) => c.nom),
    communes.length,
  )
  return { zone: { maille: 'liste', code: '', nom, communes, fictif: false }, remplacees, inconnues }
}
