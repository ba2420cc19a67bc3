import type { TestProject } from 'vitest/node'
import { startServeur } from './serveur.ts'

declare module 'vitest' {
  interface ProvidedContext {
    adresse: string
    donnees: string
  }
}

/** One server for all journeys. */
export default async function depart(project: TestProject): Promise<() => Promise<void>> {
  const { adresse, donnees, close } = await startServeur()
  project.provide('adresse', adresse)
  project.provide('donnees', donnees)
  return close
}
