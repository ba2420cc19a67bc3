import { readFile } from 'node:fs/promises'
import mammoth from 'mammoth'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ItemCsl } from '#modules/documentation/csl.ts'
import { FORMATS, type NomFormat } from '#modules/documentation/echange/echange.ts'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

const TITRE = 'Étagère fictive du premier recours'

async function* listMorceaux(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets
}

/** Reads a file of a library format, and writes what was read in the same format. */
async function readBack(format: NomFormat, octets: Uint8Array): Promise<{ items: ItemCsl[]; rendus: Buffer }> {
  const items: ItemCsl[] = []
  for await (const lu of FORMATS[format].parse(listMorceaux(octets))) {
    if ('erreur' in lu) throw new Error(`${lu.lieu} : ${lu.erreur}`)
    items.push(lu.item)
  }
  const morceaux: Uint8Array[] = []
  for await (const morceau of FORMATS[format].format(items)) morceaux.push(morceau)
  return { items, rendus: Buffer.concat(morceaux) }
}

async function readPdf(octets: Uint8Array): Promise<string[]> {
  const lecture = getDocument({ data: new Uint8Array(octets), verbosity: 0 })
  const document = await lecture.promise
  const pages: string[] = []
  for (let n = 1; n <= document.numPages; n++) {
    const { items } = await (await document.getPage(n)).getTextContent()
    pages.push(items.map((i) => ('str' in i ? i.str : '')).join(' '))
  }
  await lecture.destroy()
  return pages
}

/** Letters and digits only: a line break or a hyphen is no difference. */
const formatNu = (texte: string): string => texte.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()

it('a shelf is arranged from a search by the keyboard, printed, taken in Word, and read back by library tools', async () => {
  const m = await PageMaillage.open(navigateur, { javaScriptEnabled: true, acceptDownloads: true })
  const { page } = m
  await m.login('documentaliste')
  await m.go('/etageres')
  await m.click(page.getByRole('link', { name: 'Nouvelle étagère' }))
  await page.locator('input[name=titre]').fill(TITRE)
  await page.locator('input[name=auteurs]').fill('Ana Fictif')
  await m.click(page.getByRole('button', { name: 'Créer l’étagère' }))
  const adresse = /\/etageres\/\d+/.exec(page.url())?.[0] ?? ''

  // From a search, without the mouse.
  await m.go(`${adresse}/ajouter`)
  await page.locator('#recherche-notices').fill('littératie')
  await m.follow(() => page.locator('#recherche-notices').press('Enter'))
  const cases = page.locator('.trouvailles').getByRole('checkbox')
  for (const rang of [0, 1, 2, 3]) await cases.nth(rang).press('Space')
  await m.follow(() => page.getByRole('button', { name: 'Ajouter à l’étagère' }).press('Enter'))

  await m.go(`${adresse}/plan`)
  await page.locator('input[name=titre]').fill('Comprendre')
  await m.follow(() => page.locator('input[name=titre]').press('Enter'))
  await m.go(`${adresse}/plan`)
  const coches = page.locator('.plan input[type=checkbox]')
  await coches.nth(0).press('Space')
  await coches.nth(1).press('Space')
  await page.locator('.plan-choix select').selectOption({ index: 1 })
  await m.follow(() => page.getByRole('button', { name: 'Ranger', exact: true }).press('Enter'))
  const listOrdre = () => page.locator('.plan label > span').allInnerTexts()
  const avant = await listOrdre()
  expect(avant).toHaveLength(4)
  const descendre = page.getByRole('button', { name: /^Descendre/, disabled: false }).first()
  await m.follow(() => descendre.press('Enter'))
  const apres = await listOrdre()
  expect(apres).toEqual([avant[1], avant[0], avant[2], avant[3]])
  expect(await page.evaluate(() => document.activeElement?.id)).toMatch(/-(descendre|monter)$/)

  await m.go(`${adresse}/versions`)
  await m.click(page.getByRole('button', { name: 'Rendre publique' }))

  await m.go(adresse)
  const csl = await readBack('csl-json', await download(m, 'CSL-JSON', true))
  const titres = csl.items.map((item) => String(item.title))
  expect(titres).toHaveLength(4)

  const papier = await readPdf(await page.pdf({ format: 'A4' }))
  const word = await mammoth.extractRawText({ buffer: Buffer.from(await download(m, 'Word (télécharger)')) })
  for (const titre of [TITRE, 'Comprendre', ...titres]) {
    expect(formatNu(papier.join(' '))).toContain(formatNu(titre))
    expect(formatNu(word.value)).toContain(formatNu(titre))
  }
  // What serves on the screen only stays there.
  expect(papier.join(' ')).not.toMatch(/Télécharger|Copier dans mes étagères|Aller au contenu/)

  for (const [lien, format] of [
    ['CSL-JSON', 'csl-json'],
    ['RIS', 'ris'],
    ['BibTeX', 'bibtex'],
    ['UNIMARC (ISO 2709)', 'unimarc'],
  ] as const) {
    const octets = await download(m, lien, true)
    const { items, rendus } = await readBack(format, octets)
    // In JSON the order of keys says nothing.
    if (format === 'csl-json') expect(JSON.parse(rendus.toString())).toEqual(JSON.parse(Buffer.from(octets).toString()))
    else expect([lien, rendus.equals(Buffer.from(octets))]).toEqual([lien, true])
    expect(items.map((item) => formatNu(String(item.title)))).toEqual(titres.map(formatNu))
  }
  await page.context().close()
})

/** @param range the link is in the closed list of other formats */
async function download({ page }: PageMaillage, lien: string, range = false): Promise<Uint8Array> {
  const autres = page.locator('details.autres-formats')
  if (range && (await autres.getAttribute('open')) === null) await autres.locator('summary').press('Enter')
  const [fichier] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: lien, exact: true }).click(),
  ])
  return readFile(await fichier.path())
}
