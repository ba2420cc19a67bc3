import type { Route } from '#core/route.ts'
import { routesApiAtlas } from './atlas.api.ts'
import { lireCouverture } from './couverture.pages.tsx'
import { lireEvolution } from './evolution.pages.tsx'
import { routesExportAtlas } from './export.pages.tsx'
import { lireIntegrable, lireModeEmploi } from './integrer.pages.tsx'
import { lireAtlas } from './liste.pages.tsx'

export const routesAtlas: readonly Route[] = [
  lireAtlas,
  lireCouverture,
  lireEvolution,
  ...routesExportAtlas,
  lireIntegrable,
  lireModeEmploi,
  ...routesApiAtlas,
]
