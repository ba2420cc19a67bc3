import { routesGuide } from '../guide/guide.pages.tsx'
import { lireTrouver } from './trouver.pages.tsx'

/** Who can help with what, near where; and the guide that a territory prints of it. */
export const routesTrouver = [lireTrouver, ...routesGuide]
