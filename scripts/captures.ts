/**
 * `npm run captures`: screenshots of the pages, wide (1280) and narrow (360), in `captures/`; the first one is README's.
 * With addresses as arguments (`npm run captures -- /glossaire`), only those.
 */
import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../e2e/navigateur.ts'
import { startServeur } from '../e2e/serveur.ts'

const PAGES = [
  '/',
  '/documentation?q=littératie',
  '/documentation/notices/12',
  '/glossaire',
  '/vocabulaires',
  '/connexion',
  '/a-propos',
]
const LARGEURS = [1280, 360] as const

async function capture(navigateur: Browser, base: string, chemins: readonly string[]): Promise<void> {
  for (const width of LARGEURS) {
    const page = await navigateur.newPage({ viewport: { width, height: 800 }, baseURL: base, locale: 'fr-FR' })
    for (const chemin of chemins) {
      await page.goto(chemin)
      const nom = chemin.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'accueil'
      await page.screenshot({ path: `captures/${nom}-${width}.png`, fullPage: true })
    }
    if (width === 1280 && chemins === PAGES) {
      await page.goto('/documentation?q=littératie')
      await page.screenshot({ path: 'docs/capture.png' })
    }
    await page.close()
  }
}

mkdirSync('captures', { recursive: true })
const demandes = process.argv.slice(2)
const serveur = await startServeur()
const navigateur = await openBrowser()
await capture(navigateur, serveur.adresse, demandes.length > 0 ? demandes : PAGES)
await navigateur.close()
await serveur.close()
