import type { Ctx } from '#core/context.ts'
import { getDispositif } from '../dispositif/dispositif.queries.ts'
import { getOrganisme } from '../organisme/organisme.queries.ts'
import { getService } from '../service/service.queries.ts'
import { getStructure } from '../structure/structure.queries.ts'
import type { ObjetPropose } from './champs.ts'
import type { CibleFiche } from './fiche.ts'
import type { FicheEditee } from './genre.ts'

/** A service with the rights of its structure. @param verrou locks it for a change */
export async function getServiceEdite(ctx: Ctx, id: number, verrou = false) {
  const service = await getService(ctx, id, verrou)
  const structure = service && (await getStructure(ctx, service.structure))
  if (!service || !structure) return null
  const { publication, coordonnee } = structure
  return { ...service, publication, coordonnee, supprimeLe: service.supprimeLe ?? structure.supprimeLe }
}

/** Any sheet that people edit, with what rights are judged on. @param verrou locks it for a change */
export async function getFiche(
  ctx: Ctx,
  objet: ObjetPropose,
  id: number,
  verrou = false,
): Promise<FicheEditee<CibleFiche> | null> {
  if (objet === 'structure') return getStructure(ctx, id, verrou)
  if (objet === 'dispositif') {
    const d = await getDispositif(ctx, id, verrou)
    return d && { ...d, coordonnee: d.coordonne }
  }
  return objet === 'organisme' ? getOrganisme(ctx, id, verrou) : getServiceEdite(ctx, id, verrou)
}
