import type { Route } from '#core/route.ts'
import { routesApiPortrait } from './portrait.api.ts'
import { routesPortrait } from './portrait.pages.tsx'

export const routesPortraits: readonly Route[] = [...routesApiPortrait, ...routesPortrait]
