import AxeBuilder from '@axe-core/playwright'
import sparticuz from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { config } from '#config'

/** The browser of the tests: the one that CHROMIUM_PATH names, or the one that comes from npm. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: config.chromium ?? (await sparticuz.executablePath()),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu', '--headless=new'],
  })
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const contexte = await browser.newContext({ baseURL: inject('adresse'), locale: 'fr-FR', ...options })
  const page = await contexte.newPage()
  page.setDefaultTimeout(15_000)
  return page
}

/**
 * What every page of the journeys goes through: WCAG 2.2 AA by axe, one main heading, no error of the console,
 * nothing wider than the window.
 */
export async function checkPage(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(violations.map((v) => `${page.url()} ${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
  expect(await page.locator('h1').count(), `${page.url()} : un seul titre`).toBe(1)
  const depasse = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(depasse, `${page.url()} : déborde en largeur`).toBeLessThanOrEqual(0)
}

/** Runs a check and returns what the browser complained of meanwhile (errors of scripts, refused by the policy). */
export function watchErrors(page: Page): string[] {
  const erreurs: string[] = []
  page.on('pageerror', (e) => erreurs.push(e.message))
  page.on('console', (m) => {
    if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) erreurs.push(m.text())
  })
  return erreurs
}
