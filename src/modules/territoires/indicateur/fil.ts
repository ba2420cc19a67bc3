import type { Crumb } from '#ui/layout.tsx'

export const RACINE = '/indicateurs'

/** Breadcrumb of the indicators; the last item, without address, is the page itself. */
export const filIndicateurs = (suite: readonly Crumb[] = []): Crumb[] => [
  { label: 'Territoires', href: '/territoires' },
  { label: 'Indicateurs', ...(suite.length > 0 && { href: RACINE }) },
  ...suite,
]
