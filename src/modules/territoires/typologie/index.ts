import { routesExport } from './export.pages.tsx'
import { routesGestion } from './gestion.pages.tsx'
import { routesListe } from './liste.pages.tsx'
import { routesNouvelle } from './nouvelle.pages.tsx'
import { routesApiTypologie } from './typologie.api.ts'
import { routesTypologie } from './typologie.pages.tsx'

export const routesTypologies = [
  ...routesListe,
  ...routesNouvelle,
  ...routesTypologie,
  ...routesGestion,
  ...routesExport,
  ...routesApiTypologie,
]
