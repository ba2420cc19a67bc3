import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'
import { getSite } from './site.ts'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

it('all of it works without JavaScript: search, filter, log in, create, correct, delete', async () => {
  const contexte = await navigateur.newContext({ javaScriptEnabled: false, locale: 'fr-FR' })
  const page = await contexte.newPage()
  const aller = (chemin: string) => page.goto(getSite().adresse + chemin)

  await aller('/documentation')
  await page.locator('#recherche').fill('maison de santé')
  await page.getByRole('button', { name: 'Rechercher' }).click()
  expect(await page.locator('main article').count()).toBeGreaterThan(1)
  await page.getByRole('link', { name: 'Plus récents' }).click()
  expect(page.url()).toContain('tri=')

  await aller('/connexion?retour=/documentation/nouvelle-notice')
  await page.getByRole('button', { name: /documentaliste/ }).click()
  expect(await page.locator('h1').innerText()).toBe('Nouvelle notice')
  await page.getByRole('button', { name: 'Créer la notice' }).click()
  expect(await page.getByRole('alert').innerText()).toContain('Écrivez le titre.')
  await page.getByRole('alert').getByRole('link', { name: 'Écrivez le titre.' }).click()
  expect(page.url()).toContain('#champ-title')

  await page.getByLabel('Type de document').selectOption('guide')
  await page.getByLabel('Titre').fill('Guide fictif pour essayer sans script')
  await page.getByLabel('Date de parution').fill('2025')
  await page.getByRole('button', { name: 'Créer la notice' }).click()
  expect(await page.locator('h1').innerText()).toBe('Guide fictif pour essayer sans script')
  expect(await page.locator('main').innerText()).toContain('La notice est au catalogue.')

  await page.getByRole('link', { name: 'Modifier' }).click()
  await page.getByLabel('Éditeur').fill('Éditeur fictif')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  expect(await page.locator('#citation').innerText()).toContain('Éditeur fictif')

  await page.getByRole('link', { name: 'Retirer du catalogue' }).click()
  await page.getByRole('button', { name: 'Retirer du catalogue' }).click()
  await aller('/documentation?q="Guide+fictif+pour+essayer"')
  expect(await page.locator('main article').count()).toBe(0)
  await contexte.close()
})

it('the keyboard alone suffices: skip to the content, search, open the first hit', async () => {
  const m = await PageMaillage.open(navigateur)
  const { page } = m
  await m.go('/documentation')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Contenu')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await m.champ.focus()
  await page.keyboard.type('littératie')
  await m.follow(() => page.keyboard.press('Enter'))
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement?.matches('main article :is(h2, h3) a'))) break
  }
  await m.follow(() => page.keyboard.press('Enter'))
  expect(page.url()).toContain('/documentation/notices/')
  await page.context().close()
})
