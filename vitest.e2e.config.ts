import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Journeys in a real browser, against the real process. One after the other: a browser and two servers fill two cores. */
export default defineConfig({
  resolve: { alias: { request: fileURLToPath(new URL('./e2e/requete.ts', import.meta.url)) } },
  test: {
    server: { deps: { inline: ['oai-pmh'] } },
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: ['e2e/depart.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
