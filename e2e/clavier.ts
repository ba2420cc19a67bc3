import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { getSite } from './site.ts'

const TABULATIONS_MAX = 250

/** Someone who has a keyboard and nothing else, in a browser without script. */
export class Clavier {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  static async open(navigateur: Browser, role: string): Promise<Clavier> {
    const contexte = await navigateur.newContext({
      javaScriptEnabled: false,
      locale: 'fr-FR',
      baseURL: getSite().adresse,
    })
    const clavier = new Clavier(await contexte.newPage())
    clavier.page.setDefaultTimeout(20_000)
    await clavier.login(role)
    return clavier
  }

  /** Somebody else comes to the same keyboard. */
  async login(role: string): Promise<void> {
    await this.page.context().clearCookies()
    await this.page.goto('/connexion')
    await this.press(this.page.getByRole('button', { name: new RegExp(`, ${role}$`) }))
  }

  /** Goes on with Tab until it is there. */
  async reach(cible: Locator): Promise<void> {
    // Looked for once: asked anew at each Tab, it would take as long again.
    const but = await cible.first().elementHandle()
    for (let i = 0; i < TABULATIONS_MAX; i++) {
      if (await but?.evaluate((e) => e === document.activeElement)) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`Le clavier n’atteint pas ${cible} sur ${this.page.url()}`)
  }

  /** A link or a button; waits for the page that it leads to. */
  async press(cible: Locator): Promise<void> {
    await this.reach(cible)
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press('Enter')])
  }

  async write(cible: Locator, texte: string): Promise<void> {
    await this.reach(cible)
    await this.page.keyboard.press('Control+A')
    await this.page.keyboard.type(texte)
  }

  async check(cible: Locator): Promise<void> {
    await this.reach(cible)
    await this.page.keyboard.press('Space')
    expect(await cible.first().isChecked()).toBe(true)
  }

  bouton = (name: string | RegExp): Locator => this.page.getByRole('button', { name })
  lien = (name: string | RegExp): Locator => this.page.getByRole('link', { name })
  champ = (name: string | RegExp): Locator => this.page.getByLabel(name)
  titre = (): Promise<string> => this.page.locator('h1').innerText()
  texte = (): Promise<string> => this.page.locator('main').innerText()
  close = (): Promise<void> => this.page.context().close()
}
