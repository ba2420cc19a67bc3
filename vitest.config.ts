import { defineConfig } from 'vitest/config'

/** Files that measure the memory or the processor of their own process, or add to what it knows. */
const SEULS = ['refus', 'sauvegarde', 'sigles', 'type-ajoute'].map((nom) => `src/**/${nom}.test.ts`)

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    globalSetup: ['src/core/testing/global-setup.ts'],
    // What never ends, not what a busy machine slows down.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      // Files that share a process share its loaded modules: a third of the time went in loading them again.
      {
        extends: true,
        test: { name: 'ensemble', include: ['src/**/*.test.{ts,tsx}'], exclude: SEULS, isolate: false },
      },
      { extends: true, test: { name: 'seuls', include: SEULS } },
    ],
  },
})
