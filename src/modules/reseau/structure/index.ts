import { routesOrganisme } from '../organisme/organisme.pages.tsx'
import { lireStructures } from './liste.pages.tsx'
import { lireStructure } from './structure.pages.tsx'

/** Sheets of structures and organismes; a sheet’s own address comes last, after the pages beside it. */
export const routesStructures = [lireStructures, ...routesOrganisme, lireStructure]
