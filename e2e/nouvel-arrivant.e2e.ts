import { existsSync, globSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

const graine = globSync('../shared/seeds/000_*.txt')[0]

it('a newcomer finds, narrows, opens and cites', async () => {
  const m = await PageMaillage.open(navigateur, { permissions: ['clipboard-read', 'clipboard-write'] })
  const { page } = m
  await m.go('/')
  await m.search('littératie')
  expect((await m.listTitres()).length).toBeGreaterThan(5)

  await m.search('aller-vers')
  const avant = await m.listTitres()
  expect(avant.length).toBeGreaterThan(0)
  const total = await page.locator('main .column-main [role=status]').innerText()

  const facette = page.getByRole('group', { name: 'Nature' }).getByRole('checkbox').first()
  const libelle = (await facette.evaluate((e: HTMLInputElement) => e.labels?.[0]?.textContent ?? '')).trim()
  await facette.check()
  await m.click(page.getByRole('button', { name: 'Appliquer les filtres' }))
  expect(new URL(page.url()).searchParams.get('q')).toBe('aller-vers')
  expect(page.url()).toContain('nature=')
  expect(await page.locator('main .column-main [role=status]').innerText(), `resserré par ${libelle}`).not.toBe(total)

  const premier = page.locator('main article :is(h2, h3) a').first()
  const titre = await premier.innerText()
  await m.click(premier)
  expect(await page.locator('h1').innerText()).toBe(titre)

  await page.getByRole('button', { name: 'Copier la citation' }).click()
  await page.getByText('Citation copiée.').waitFor()
  const copie = await page.evaluate(() => navigator.clipboard.readText())
  expect(copie).toBe((await page.locator('#citation').innerText()).trim())
  expect(copie).toContain(titre.slice(0, 20))
  await page.context().close()
})

it.skipIf(!graine || !existsSync(graine))(
  'a documentalist imports a seed, merges a duplicate and finds a notice of it',
  async () => {
    const m = await PageMaillage.open(navigateur)
    const { page } = m
    await m.login('documentaliste')
    await m.click(page.getByRole('link', { name: 'Importer', exact: true }))
    await page.getByLabel('Fichier', { exact: true }).setInputFiles(graine ?? '')
    await m.click(page.getByRole('button', { name: 'Lire le fichier' }))
    expect(await page.locator('main').innerText()).toMatch(/\d+\s+références de/)
    const adresse = page.url().split('?')[0] ?? ''

    // The demonstration holds this bibliography: nearly all of it is known.
    await m.click(page.getByRole('link', { name: /Déjà au catalogue/ }))
    await m.click(page.getByRole('link', { name: /^Comparer la référence 2 / }))
    await page
      .getByRole('radio', { name: /Dans l’import/ })
      .first()
      .check()
    await m.click(page.getByRole('button', { name: 'C’est le même : enregistrer ces choix' }))
    await m.go(adresse)
    await m.click(page.getByRole('link', { name: /^Acceptées/ }))
    const fusionnee = page.locator('main article a[href^="/documentation/notices/"]').first()
    await m.click(fusionnee)
    const titre = await page.locator('h1').innerText()
    await m.click(page.getByRole('link', { name: 'Historique' }))
    expect(await page.locator('main').innerText()).toMatch(/Fusion/)
    await m.search(`"${titre}"`)
    expect(await m.listTitres()).toContain(titre)

    // What the catalogue does not know yet goes in at once, and is found at once.
    await m.go(adresse)
    const nouvelle = await page.locator('main article :is(h2, h3)').first().innerText()
    await page.locator('summary', { hasText: 'Tout accepter' }).click()
    await m.click(page.getByRole('button', { name: 'Tout accepter' }))
    await m.search(`"${nouvelle}"`)
    expect(await m.listTitres()).toContain(nouvelle)

    // The same file again adds nothing.
    await m.go('/documentation/imports')
    await page.getByLabel('Fichier', { exact: true }).setInputFiles(graine ?? '')
    await m.click(page.getByRole('button', { name: 'Lire le fichier' }))
    expect(page.url().split('?')[0]).toBe(adresse)
    await page.context().close()
  },
)
