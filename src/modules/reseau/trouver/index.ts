import { lireTrouver } from './trouver.pages.tsx'

/** Who can help with what, near where. */
export const routesTrouver = [lireTrouver]
