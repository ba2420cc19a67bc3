import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Clavier } from './clavier.ts'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'
import { getSite } from './site.ts'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

const formatEspaces = (texte: string): string => texte.replace(/\s+/g, ' ')
const read = async (page: Page): Promise<string> => formatEspaces(await page.locator('main').innerText())

it('the network works without JavaScript: find help, correct a sheet, answer a suggestion, read the guide', async () => {
  const contexte = await navigateur.newContext({ javaScriptEnabled: false, locale: 'fr-FR' })
  const page = await contexte.newPage()
  page.setDefaultTimeout(20_000)
  const aller = (chemin: string) => page.goto(getSite().adresse + chemin)
  const choisir = (nom: string | RegExp) => page.locator('main').getByRole('button', { name: nom }).first().click()
  const suivre = (nom: string | RegExp) => page.locator('main').getByRole('link', { name: nom }).first().click()

  // A resident: need and place, one filter, the sheet.
  await aller('/')
  const aide = page.locator('form[action="/trouver"]')
  await aide.locator('[name=q]').fill('arrêter de boire')
  await aide.locator('[name=ou]').fill('Barcelonnette')
  await aide.getByRole('button').click()
  const avant = await page.locator('main article').count()
  expect(avant).toBeGreaterThan(0)
  await page.getByLabel('Gratuit', { exact: true }).check()
  await choisir('Chercher')
  expect(page.url()).toContain('gratuit=')
  await page.locator('main article h3 a, main article h2 a').first().click()
  expect(page.url()).toMatch(/\/structures\/\d+/)
  const fiche = new URL(page.url()).pathname

  // A coordinator of the fictitious territory corrects that sheet; a fault comes back with what was typed.
  await aller(`/connexion?retour=${fiche}`)
  await choisir(/coordinat/)
  await aller(`${fiche}/modifier`)
  await page.locator('[name=nom]').fill('')
  await page.locator('[name=telephone]').fill('01 99 00 20 99')
  await choisir('Enregistrer')
  expect(await page.getByRole('alert').innerText()).toContain('nom')
  expect(await page.locator('[name=telephone]').inputValue()).toBe('01 99 00 20 99')
  await page.locator('[name=nom]').fill('Centre fictif corrigé sans script')
  await choisir('Enregistrer')
  expect(await read(page)).toContain('01 99 00 20 99')

  // A suggestion becomes a task, which waits on the page of the day.
  await aller('/articulation?zone=territoire-1')
  await suivre(/^Répondre/)
  await page.locator('[name=intitule]').fill('Appel fictif sans script')
  await page.locator('[name=echeance]').fill('2027-04-02')
  await choisir('Prévoir cette démarche')
  await aller('/aujourdhui')
  expect(await read(page)).toContain('Appel fictif sans script')

  // The guide of the place, and the matrix.
  await aller('/trouver/guide?zone=territoire-1')
  expect(await read(page)).toContain('Centre fictif corrigé sans script')
  await aller('/articulation/matrice?zone=territoire-1')
  expect(await page.locator('main table').count()).toBeGreaterThan(0)
  await contexte.close()
})

it('the keyboard alone finds help and reads an articulation', async () => {
  const m = await PageMaillage.open(navigateur)
  const { page } = m
  /** Tab until what has the focus answers to this selector. */
  const tabulerA = async (selecteur: string): Promise<void> => {
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate((s) => document.activeElement?.matches(s), selecteur)) return
    }
    throw new Error(`Le clavier n’atteint pas ${selecteur} sur ${page.url()}`)
  }
  await m.go('/')
  await tabulerA('form[action="/trouver"] [name=q]')
  await page.keyboard.type('arrêter de boire')
  await tabulerA('form[action="/trouver"] [name=ou]')
  await page.keyboard.type('Barcelonnette')
  await m.follow(() => page.keyboard.press('Enter'))
  // From the point of the map to the answer that it numbers.
  await tabulerA('.carte-aides a.point')
  await page.keyboard.press('Enter')
  expect(page.url()).toMatch(/#reponse-\d+$/)
  await page.keyboard.press('Shift+Tab')
  await m.go('/articulation?zone=territoire-1')
  await tabulerA('main a[href^="/articulation/paire/"]')
  await m.follow(() => page.keyboard.press('Enter'))
  expect(await read(page)).toMatch(/habitants/)
  await page.context().close()
})

it('the keyboard alone corrects a dispositif, has it read and accepted, and adds a person to reach', async () => {
  const c = await Clavier.open(navigateur, 'contributeur')
  await c.page.goto('/dispositifs/10')
  await c.press(c.lien('Proposer une correction'))
  await c.write(c.champ('Téléphone'), '01 99 00 10 77')
  // What is folded opens with the keys, and is sent whether it was opened or not.
  await c.reach(c.page.locator('summary', { hasText: /habitants$/ }))
  await c.page.keyboard.press('Enter')
  expect(await c.champ('Depuis quand').isVisible()).toBe(true)
  await c.write(c.champ('Un mot pour la personne'), 'Relevé fictif au clavier')
  await c.press(c.bouton('Envoyer la proposition'))
  expect(await c.texte()).toContain('Elle attend d’être relue')
  const proposition = new URL(c.page.url()).pathname

  await c.login('coordinateur')
  await c.page.goto('/dispositifs/10')
  await c.press(c.page.locator(`main a[href="${proposition}"]`))
  expect(await c.texte()).toContain('Relevé fictif au clavier')
  expect(await c.page.locator('input[name=champs]').count()).toBe(1)
  await c.press(c.bouton('Accepter ce qui est coché'))
  expect(formatEspaces(await c.texte())).toContain('01 99 00 10 77')

  await c.press(c.lien('Membres'))
  await c.reach(c.page.locator('input[name=genre]:checked'))
  await c.page.keyboard.press('ArrowUp')
  await c.page.keyboard.press('ArrowUp')
  await c.write(c.champ(/^Nom/), 'Anémone Claviérine')
  await c.press(c.bouton(/^Chercher$/))
  await c.press(c.lien(/^Ajouter un contact à l’organisme porteur/))
  await c.press(c.bouton('Enregistrer'))
  expect(await c.page.getByRole('alert').innerText()).toContain('nom')
  await c.write(c.champ(/^Nom/), 'Claviérine')
  await c.write(c.champ('Fonction'), 'Secrétaire (personne fictive)')
  await c.press(c.bouton('Enregistrer'))
  expect(await c.texte()).toContain('Claviérine, Secrétaire (personne fictive)')
  await c.close()
})
