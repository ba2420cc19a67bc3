import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'
import { startProcessus } from './processus.ts'
import { getSite } from './site.ts'

const CONTOURS = '../shared/donnees/contours/communes-1000m.geojson.gz'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

const formatEspaces = (texte: string): string => texte.replace(/\s+/g, ' ')

it.skipIf(!existsSync(CONTOURS))(
  'a coordinator chooses communes on the map: by click, by key, by drawing around them, then saves',
  async () => {
    await startProcessus(['src/cli/main.ts', 'importer', 'contours', CONTOURS], {
      MAILLAGE_DONNEES: getSite().donnees,
    }).fin
    const m = await PageMaillage.open(navigateur, { viewport: { width: 1280, height: 1100 } })
    const { page } = m
    await m.login('coordinateur')
    await m.go('/territoires/composer?communes=04070,05061&autour=departement-04')

    const bilan = page.locator('#autour output')
    const count = async () => Number(/: (\d+) communes/.exec(formatEspaces(await bilan.innerText()))?.[1])
    const isCochee = (code: string) => page.locator(`#autour-${code}`).isChecked()
    const forme = (code: string) => page.locator(`[data-box="autour-${code}"]`)
    const envois: string[] = []
    page.on('request', (r) => envois.push(r.url()))

    // By click: in, and out again; the count follows, nothing is asked of the server.
    expect(await count()).toBe(2)
    await forme('04001').click()
    expect([await isCochee('04001'), await count()]).toEqual([true, 3])
    expect(await forme('04001').getAttribute('aria-checked')).toBe('true')
    const plein = await forme('04001').locator('path').getAttribute('fill')
    expect(plein).toBe(await forme('04070').locator('path').getAttribute('fill'))
    await forme('04001').click()
    expect([await isCochee('04001'), await count()]).toEqual([false, 2])

    // By key: arrows lead to a neighbour, the space bar takes it.
    await forme('04070').focus()
    await page.keyboard.press('ArrowLeft')
    const voisine = await page.evaluate(() => document.activeElement?.getAttribute('data-box') ?? '')
    await page.keyboard.press('Space')
    expect(await page.locator(`#${voisine}`).isChecked()).toBe(true)
    expect(await count()).toBe(3)
    await page.keyboard.press('Space')
    expect(await count()).toBe(2)

    // A rectangle by the mouse, all around: every commune whose central point it holds.
    const image = page.locator('#selection .map-image')
    await page.getByRole('button', { name: 'Entourer pour ajouter' }).click()
    await image.scrollIntoViewIfNeeded()
    const cadre = await image.boundingBox()
    if (!cadre) throw new Error('map without a frame')
    await page.mouse.move(cadre.x + 2, cadre.y + 2)
    await page.mouse.down()
    await page.mouse.move(cadre.x + cadre.width - 4, cadre.y + cadre.height - 4, { steps: 4 })
    await page.mouse.up()
    expect(formatEspaces(await page.locator('#selection [role=status]').innerText())).toBe('197 communes ajoutées.')
    expect(await count()).toBe(199)

    // An outline of three corners by the keyboard, to take some out: those of its corners at least.
    await page.getByRole('button', { name: 'Entourer pour retirer' }).click()
    const coins: string[] = []
    for (const touche of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
      for (let i = 0; i < 3; i++) await page.keyboard.press(touche)
      await page.keyboard.press('Space')
      coins.push(await page.evaluate(() => document.activeElement?.getAttribute('data-box') ?? ''))
    }
    await page.keyboard.press('Enter')
    expect(new Set(coins).size).toBe(3)
    for (const coin of coins) expect(await page.locator(`#${coin}`).isChecked()).toBe(false)
    const reste = await count()
    expect(reste).toBeLessThan(197)
    await m.check()
    expect(envois).toEqual([])

    // Saved straight away, without « Mettre à jour »: what was chosen goes along.
    const dit = formatEspaces(await bilan.innerText())
    const [, habitants = ''] = /, ([\d ]+ habitants)/.exec(dit) ?? []
    await page.getByText('Enregistrer ce territoire').click()
    await page.locator('input[name=nom]').fill('Territoire d’essai choisi sur la carte')
    await m.click(page.getByRole('button', { name: 'Enregistrer', exact: true }))
    const lu = formatEspaces(await page.locator('main').innerText())
    expect(lu).toContain(`${reste} communes`)
    expect(lu).toContain(habitants)
    await page.context().close()
  },
  // Outlines of all France are imported on the way.
  300_000,
)

it.skipIf(!existsSync(CONTOURS))('without script a shape still takes its commune in', async () => {
  const m = await PageMaillage.open(navigateur, { javaScriptEnabled: false, viewport: { width: 1280, height: 1100 } })
  await m.page.goto('/territoires/composer?communes=04070&autour=departement-04')
  await m.page.goto((await m.page.locator('[data-box="autour-04001"]').getAttribute('href')) ?? '')
  expect(await m.page.locator('#autour-04001').isChecked()).toBe(true)
  await m.page.context().close()
})
