import type { TestProject } from 'vitest/node'
import { startServeur } from './serveur.ts'

declare module 'vitest' {
  interface ProvidedContext {
    sites: { adresse: string; donnees: string }[]
  }
}

/** One server for each file that runs at the same time as others: what a journey writes is not read by its neighbour. */
export default async function depart(project: TestProject): Promise<() => Promise<void>> {
  const serveurs = await Promise.all(Array.from({ length: project.config.maxWorkers }, startServeur))
  project.provide(
    'sites',
    serveurs.map(({ adresse, donnees }) => ({ adresse, donnees })),
  )
  return async () => {
    await Promise.all(serveurs.map(({ close }) => close()))
  }
}
