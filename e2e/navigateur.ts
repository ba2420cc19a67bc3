import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'
import { config } from '#config'

/** The browser of the tests: the one that CHROMIUM_PATH names, or the one that comes from npm. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: config.chromium ?? (await sparticuz.executablePath()),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  })
}

/** What the browser complains of from now on: errors of scripts, refusals by the content policy. */
export function watchErreurs(page: Page): string[] {
  const erreurs: string[] = []
  page.on('pageerror', (e) => erreurs.push(e.message))
  page.on('console', (m) => {
    if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) erreurs.push(m.text())
  })
  return erreurs
}
