import { lireGlossaire } from './glossaire.pages.tsx'
import { lireTerme } from './terme.pages.tsx'

/** A term's page comes last: addresses of other pages are not slugs. */
export const routesGlossaire = [lireGlossaire, lireTerme]
