import type { Ctx } from '#core/context.ts'
import { listContactsDesIds } from '../contact/contact.queries.ts'
import { listOrganismes } from '../organisme/organisme.queries.ts'
import { listServicesDesIds } from '../service/service.queries.ts'
import { listStructures } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'
import { computeHorairesFhir } from './horaires.ts'
import type { RessourceFhir, TypeFhir } from './modele.ts'
import type { Trouve } from './recherche.queries.ts'
import {
  type Envoi,
  formatLocation,
  formatOrganisme,
  formatRole,
  formatService,
  formatStructure,
} from './ressources.formats.ts'

const listIds = (trouves: readonly Trouve[], sorte: Trouve['sorte']): number[] =>
  trouves.filter((t) => t.sorte === sorte).map((t) => t.id)

const mapIds = <T extends { id: number }>(liste: readonly T[]): ReadonlyMap<number, T> =>
  new Map(liste.map((x) => [x.id, x]))

/** What was found, as resources, in its order. */
export async function listRessources(
  ctx: Ctx,
  type: TypeFhir,
  trouves: readonly Trouve[],
  envoi: Envoi,
): Promise<RessourceFhir[]> {
  switch (type) {
    case 'Organization': {
      const organismes = mapIds(await listOrganismes(ctx, listIds(trouves, 'organisme')))
      const structures = mapIds(await listStructures(ctx, listIds(trouves, 'structure')))
      return trouves.flatMap(({ sorte, id }) => {
        const [o, s] = [organismes.get(id), structures.get(id)]
        if (sorte === 'organisme') return o ? formatOrganisme(o, envoi) : []
        return s ? formatStructure(s, envoi) : []
      })
    }
    case 'Location': {
      const structures = mapIds(await listStructures(ctx, listIds(trouves, 'structure')))
      const lieux = trouves.flatMap(({ id }) => structures.get(id) ?? [])
      return Promise.all(
        lieux.map(async (s) => formatLocation(s, await computeHorairesFhir(s.horaires, s, ctx.maintenant))),
      )
    }
    case 'HealthcareService': {
      const services = mapIds(await listServicesDesIds(ctx, listIds(trouves, 'service')))
      const structures: ReadonlyMap<number, Structure> = mapIds(
        await listStructures(ctx, [...new Set([...services.values()].map((s) => s.structure))]),
      )
      const ecrits = trouves.map(async ({ id }) => {
        const s = services.get(id)
        const lieu = s && structures.get(s.structure)
        if (!lieu) return []
        return formatService(
          s,
          lieu,
          await computeHorairesFhir(s.horaires ?? lieu.horaires, lieu, ctx.maintenant),
          envoi,
        )
      })
      return (await Promise.all(ecrits)).flat()
    }
    case 'PractitionerRole': {
      const contacts = mapIds(await listContactsDesIds(ctx, listIds(trouves, 'contact')))
      return trouves.flatMap(({ id }) => {
        const c = contacts.get(id)
        return c ? formatRole(c, envoi) : []
      })
    }
  }
}
