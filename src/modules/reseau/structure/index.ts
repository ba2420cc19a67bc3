import { routesContact } from '../contact/contact.pages.tsx'
import { routesDoublon } from '../doublon/doublon.pages.tsx'
import { routesContribution } from '../fiche/contribution.pages.tsx'
import { routesLien } from '../fiche/lien.pages.tsx'
import { routesPropositions } from '../fiche/proposition.pages.tsx'
import { routesEditionOrganisme } from '../organisme/edition.tsx'
import { routesOrganisme } from '../organisme/organisme.pages.tsx'
import { routesEditionService } from '../service/edition.tsx'
import { routesEditionStructure } from './edition.tsx'
import { lireStructures } from './liste.pages.tsx'
import { lireStructure, routesEtat } from './structure.pages.tsx'

/** Sheets of structures and organismes; a sheet’s own address comes last, after the pages beside it. */
export const routesStructures = [
  lireStructures,
  ...routesPropositions,
  ...routesDoublon,
  ...routesEditionOrganisme,
  ...routesOrganisme,
  ...routesEditionStructure,
  ...routesEditionService,
  ...routesContact,
  ...routesLien,
  ...routesContribution,
  ...routesEtat,
  lireStructure,
]
