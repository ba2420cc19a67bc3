import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

it('a map by the keyboard and by the mouse: from shape to shape, closer, and to the page of a commune', async () => {
  const m = await PageMaillage.open(navigateur, { viewport: { width: 1280, height: 1000 } })
  await m.go('/territoires/carte?zone=departement-04')
  const { page } = m
  const image = page.locator('.map-image')
  const entiere = await image.getAttribute('viewBox')
  const getFoyer = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

  // One stop of the Tab key for all shapes; arrows go between them, and what has the focus is told.
  expect(await page.locator('.shape[tabindex="0"]').count()).toBe(1)
  await page.locator('.shape[tabindex="0"]').focus()
  const premiere = await getFoyer()
  for (const touche of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) await page.keyboard.press(touche)
  await page.keyboard.press('ArrowRight')
  expect(await getFoyer()).not.toBe(premiere)
  expect(await page.locator('.map-tip').innerText()).toBe(await getFoyer())

  await page.keyboard.press('+')
  expect(await image.getAttribute('viewBox')).not.toBe(entiere)
  await page.keyboard.press('0')
  expect(await image.getAttribute('viewBox')).toBe(entiere)
  await page.getByRole('button', { name: 'Agrandir la carte' }).click()
  await m.check()
  await page.getByRole('button', { name: 'Revoir toute la carte' }).click()

  const digne = page.getByRole('link', { name: /^Digne-les-Bains : / }).first()
  await digne.hover()
  expect(await page.locator('.map-tip').innerText()).toContain('Digne-les-Bains')
  await m.click(digne)
  expect(new URL(page.url()).pathname).toBe('/territoires/communes/04070')
  await page.context().close()
})
