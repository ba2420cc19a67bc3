import { tacheCandidats } from './candidats.actions.ts'
import { routesCandidats } from './candidats.pages.tsx'
import { routesFormulaireTerme } from './formulaire.pages.tsx'
import { routesFusionTerme } from './fusion.pages.tsx'
import { lireGlossaire } from './glossaire.pages.tsx'
import { routesHistoriqueTerme } from './historique.pages.tsx'
import { routesEchangeTermes } from './import.pages.tsx'
import { routesPropositions } from './proposition.pages.tsx'
import { lireTerme } from './terme.pages.tsx'

/** A term's page comes last: addresses of other pages are not slugs. */
export const routesGlossaire = [
  lireGlossaire,
  ...routesEchangeTermes,
  ...routesFormulaireTerme,
  ...routesPropositions,
  ...routesCandidats,
  ...routesHistoriqueTerme,
  ...routesFusionTerme,
  lireTerme,
]

export const tachesGlossaire = [tacheCandidats]
