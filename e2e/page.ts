import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Locator, Page, Response } from 'playwright-core'
import { expect } from 'vitest'
import { watchErreurs } from './navigateur.ts'
import { getSite } from './site.ts'

const REGLES: axe.RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  // What passes is not told: on a long page that is megabytes, carried out of the browser to be thrown away.
  resultTypes: ['violations'],
}

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** What axe finds wrong in a page, shown as it is now: the rule and the first element that breaks it. */
async function listViolations(page: Page): Promise<string[]> {
  // Axe runs in the page itself: it would not see into a frame, nor run where scripts are off.
  expect(page.frames()).toHaveLength(1)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate((regles) => window.axe.run(document, regles), REGLES)
  return violations.map((v) => `${v.id} : ${v.nodes[0]?.html}`)
}

/** A page of Maillage in the browser. Whatever a journey does, each page it meets is checked. */
export class PageMaillage {
  readonly page: Page
  private readonly erreurs: string[]

  constructor(page: Page) {
    this.page = page
    this.erreurs = watchErreurs(page)
    page.setDefaultTimeout(20_000)
  }

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<PageMaillage> {
    const contexte = await browser.newContext({ baseURL: getSite().adresse, locale: 'fr-FR', ...options })
    return new PageMaillage(await contexte.newPage())
  }

  async go(chemin: string): Promise<Response | null> {
    const reponse = await this.page.goto(chemin)
    await this.check()
    return reponse
  }

  /** Does what leads to another page, then checks that page. */
  async follow(geste: () => Promise<unknown>): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), geste()])
    await this.check()
  }

  click = (quoi: Locator): Promise<void> => this.follow(() => quoi.click())

  /**
   * WCAG 2.2 AA by axe, one main heading, no complaint of the browser, nothing wider than the window,
   * nothing asked of another site, no cookie but the session's.
   */
  async check(): Promise<void> {
    const { page } = this
    const { pathname, search } = new URL(page.url())
    const ou = `${pathname}${search} à ${page.viewportSize()?.width} px`
    expect(await listViolations(page), `${ou} : axe`).toEqual([])
    expect(await page.locator('h1').count(), `${ou} : un seul titre`).toBe(1)
    const depasse = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(depasse, `${ou} : déborde en largeur`).toBeLessThanOrEqual(0)
    const ailleurs = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((r) => r.name)
        .filter((n) => !n.startsWith(location.origin)),
    )
    expect(ailleurs, `${ou} : demande à un autre site`).toEqual([])
    const cookies = (await page.context().cookies()).map((c) => c.name).filter((n) => n !== '__Host-session')
    expect(cookies, `${ou} : un cookie de trop`).toEqual([])
    expect(this.erreurs.splice(0), `${ou} : erreurs du navigateur`).toEqual([])
  }

  /** The same page in a window of another width, as it is when the window is narrowed. */
  async resize(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: 800 })
  }

  /** The page's search field: a plain field without script, a combobox with it. */
  get champ(): Locator {
    return this.page.locator('#recherche')
  }

  async search(mots: string): Promise<void> {
    await this.champ.fill(mots)
    await this.follow(() => this.champ.press('Enter'))
  }

  /** Titles of the hits of a search, in order. */
  listTitres = (): Promise<string[]> => this.page.locator('main article :is(h2, h3) a').allInnerTexts()

  async login(role: string): Promise<void> {
    await this.go('/connexion')
    await this.click(this.page.getByRole('button', { name: new RegExp(`, ${role}$`) }))
  }
}
