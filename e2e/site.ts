import { inject } from 'vitest'

/** The site that this file has for itself as long as it runs. */
export function getSite(): { adresse: string; donnees: string } {
  const site = inject('sites')[Number(process.env.VITEST_POOL_ID) - 1]
  if (site === undefined) throw new Error(`No site for worker ${process.env.VITEST_POOL_ID}.`)
  return site
}
