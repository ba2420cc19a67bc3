import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { defineConfig } from 'vite'

/** Bundles what runs in the browser: each `x.island.ts` becomes /ilots/x.js. Nothing else is built. */
const ilots = Object.fromEntries(globSync('src/**/*.island.ts').map((f) => [basename(f, '.island.ts'), f]))

export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist/ilots',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: ilots,
      output: { entryFileNames: '[name].js', chunkFileNames: 'commun-[hash].js' },
    },
  },
})
