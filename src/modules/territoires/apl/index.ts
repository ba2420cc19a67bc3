import type { Route } from '#core/route.ts'
import { routesEssai } from './essai.pages.tsx'
import { routesListe } from './liste.pages.tsx'
import { routesModification } from './modification.pages.tsx'
import { routesReglages } from './reglages.pages.tsx'
import { routesSimulations } from './simulation.pages.tsx'

export const routesApl: readonly Route[] = [
  ...routesListe,
  ...routesSimulations,
  ...routesEssai,
  ...routesModification,
  ...routesReglages,
]
