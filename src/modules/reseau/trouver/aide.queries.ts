import type { Ctx } from '#core/context.ts'
import { listServicesDesIds } from '../service/service.queries.ts'
import type { Service } from '../service/service.ts'
import { computeOuverture } from '../structure/horaires.ts'
import { listStructures } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'
import { type Aide, type CriteresAide, searchAides } from './trouver.queries.ts'

/** A structure that answers, with what is shown of it. */
export interface AideLue extends Omit<Aide, 'services'> {
  structure: Structure
  /** Those of its services that answer, by name. */
  services: Service[]
}

/** Whether it is open is asked of that many, the nearest that say hours. */
export const OUVERTES_MAX = 200

/** The sheets behind the answers, in the same order. */
export async function listAidesLues(ctx: Ctx, aides: readonly Aide[]): Promise<AideLue[]> {
  const [structures, services] = await Promise.all([
    listStructures(
      ctx,
      aides.map((a) => a.id),
    ),
    listServicesDesIds(
      ctx,
      aides.flatMap((a) => a.services),
    ),
  ])
  const parId = new Map(structures.map((s) => [s.id, s]))
  const parStructure = Map.groupBy(services, (s) => s.structure)
  return aides.flatMap(({ services: _, ...aide }) => {
    const structure = parId.get(aide.id)
    const siens = (parStructure.get(aide.id) ?? []).sort((a, b) => a.nom.localeCompare(b.nom, 'fr'))
    return structure ? [{ ...aide, structure, services: siens }] : []
  })
}

/** Open at this instant: one of its services by hours of its own, or the place. */
async function isOuverte(ctx: Ctx, { structure, services }: AideLue): Promise<boolean> {
  if (structure.etat !== 'ouverte') return false
  const valeurs = new Set([structure.horaires, ...services.map((s) => s.horaires)].filter((h) => h !== null))
  for (const valeur of valeurs) {
    const ouverture = await computeOuverture(valeur, structure, ctx.maintenant)
    if (ouverture?.etat === 'ouvert') return true
  }
  return false
}

/** Those that are open now, among the nearest that say their hours. */
export async function listAidesOuvertes(ctx: Ctx, criteres: CriteresAide): Promise<AideLue[]> {
  const { aides } = await searchAides(ctx, { ...criteres, horaires: true }, { limite: OUVERTES_MAX })
  const lues = await listAidesLues(ctx, aides)
  const ouvertes = await Promise.all(lues.map((aide) => isOuverte(ctx, aide)))
  return lues.filter((_, i) => ouvertes[i])
}
