import type { Route } from '#core/route.ts'

export { importGeographie } from './geographie/geographie.actions.ts'
export { importIndicateursReference } from './indicateur/derive.actions.ts'

export const routesTerritoires: readonly Route[] = []
