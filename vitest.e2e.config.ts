import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const DEMARRAGE = 'e2e/demarrage.e2e.ts'

/** Journeys in a real browser, against real processes: two files at a time, each on a site of its own. */
export default defineConfig({
  resolve: { alias: { request: fileURLToPath(new URL('./e2e/requete.ts', import.meta.url)) } },
  test: {
    server: { deps: { inline: ['oai-pmh'] } },
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'parcours',
          include: ['e2e/**/*.e2e.ts'],
          exclude: [DEMARRAGE],
          globalSetup: ['e2e/depart.ts'],
        },
      },
      // `npm start` builds again what the other sites serve: it waits until they have ended.
      { extends: true, test: { name: 'demarrage', include: [DEMARRAGE], sequence: { groupOrder: 1 } } },
    ],
  },
})
