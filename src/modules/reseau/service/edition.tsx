import { filStructures } from '../fiche/cadre.tsx'
import { createRoutesEdition } from '../fiche/edition.pages.tsx'
import type { Genre } from '../fiche/genre.ts'
import { createRoutesGestes } from '../fiche/gestes.pages.tsx'
import { getServiceEdite } from '../fiche/objet.queries.ts'
import { formatAdresseStructure } from '../structure/structure.ts'
import { ChampsService } from './champs.tsx'
import { checkService, formatSaisieService, type SaisieService, schemaService } from './saisie.ts'
import { getNomsZones } from './service.queries.ts'
import { type ContenuService, formatAdresseService, type Service } from './service.ts'

const genreService: Genre<Service, SaisieService, ContenuService> = {
  objet: 'service',
  le: 'le service',
  un: 'un service',
  base: '/services',
  chemin: '/structures/:id/services',
  nouveau: '/structures/:id/services/nouveau',
  charger: getServiceEdite,
  schema: schemaService,
  check: checkService,
  formatSaisie: async (ctx, s) => formatSaisieService(s, await getNomsZones(ctx, s.zoneEligibilite), ctx.maintenant),
  Champs: ChampsService,
  fil: (s, suite) =>
    filStructures([...(s ? [{ label: 'Structure', href: formatAdresseStructure(s.structure) }] : []), ...suite]),
  adresse: formatAdresseService,
}

export const routesEditionService = [...createRoutesEdition(genreService), ...createRoutesGestes(genreService)]
