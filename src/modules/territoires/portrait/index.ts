import type { Route } from '#core/route.ts'
import { routesComparerPortraits } from './comparaison.pages.tsx'
import { routesExportPortrait } from './export.pages.tsx'
import { routesNotes } from './note.pages.tsx'
import { routesApiPortrait } from './portrait.api.ts'
import { routesPortrait } from './portrait.pages.tsx'

export const routesPortraits: readonly Route[] = [
  ...routesApiPortrait,
  ...routesPortrait,
  ...routesExportPortrait,
  ...routesComparerPortraits,
  ...routesNotes,
]
