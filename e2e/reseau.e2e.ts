import { existsSync, readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'

const DONNEES = '../shared/donnees'
const FINESS = `${DONNEES}/finess/etalab-cs1100502-excerpt-20260512.csv`
const NOM = 'CPTS d’essai Alpes Bléone Durance'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

/** Names of the communes of a real CPTS, as the official list writes them. */
function readNoms(): string[] {
  const { communes } = JSON.parse(readFileSync(`${DONNEES}/territoire-04/cpts-alpes-bleone-durance.json`, 'utf8')) as {
    communes: string[]
  }
  const paquet = JSON.parse(
    readFileSync('node_modules/@etalab/decoupage-administratif/data/communes.json', 'utf8'),
  ) as { code: string; nom: string; type: string }[]
  return paquet.filter((c) => c.type === 'commune-actuelle' && communes.includes(c.code)).map((c) => c.nom)
}

const formatEspaces = (texte: string): string => texte.replace(/\s+/g, ' ')

it.skipIf(!existsSync(FINESS))(
  'a network is drawn: FINESS comes in, a CPTS takes its territory, a second is told, a suggestion is taken, help is found, the guide and data.inclusion leave',
  async () => {
    const m = await PageMaillage.open(navigateur, { javaScriptEnabled: true, acceptDownloads: true })
    const { page } = m
    const read = async () => formatEspaces(await page.locator('main').innerText())

    // The directory: what the file holds is seen before it is taken.
    await m.login('administrateur')
    await m.go('/annuaire/imports')
    await page.locator('input[type=file]').setInputFiles(FINESS)
    await m.click(page.getByRole('button', { name: 'Lire le fichier' }))
    expect(await read()).toContain('Relire avant d’importer')
    await m.click(page.getByRole('button', { name: /^Importer/ }))
    expect(await read()).toContain('Compte rendu d’import')

    // A CPTS on 44 pasted names, its size told by its population.
    const creer = async (nom: string, communes: string) => {
      await m.go('/dispositifs/nouveau?type=cpts')
      await page.locator('textarea[name=texte]').fill(communes)
      await page.locator('input[name=nom]').fill(nom)
      await m.click(page.getByRole('button', { name: 'Ajouter ce dispositif' }))
    }
    const noms = readNoms()
    expect(noms).toHaveLength(44)
    await creer(NOM, noms.map((nom) => `${nom} (04)`).join('\n'))
    const cpts = new URL(page.url()).pathname
    expect(cpts).toMatch(/^\/dispositifs\/\d+$/)
    const fiche = await read()
    expect(fiche).toContain('44 communes')
    expect(fiche).toMatch(/Taille 2/)

    // A second one that takes two of these communes is told, and does not stand.
    await creer('CPTS d’essai voisine', 'Digne-les-Bains (04)\nSisteron (04)\nManosque (04)')
    const conflit = await read()
    expect(conflit).toContain('Ce territoire en recouvre un autre')
    expect(conflit).toContain(NOM)
    expect(await page.locator('input[name=nom]').inputValue()).toBe('CPTS d’essai voisine')
    await m.go('/dispositifs?q=voisine')
    expect(await read()).toContain('Aucun dispositif ne répond')

    // The fictitious territory: who should meet. A suggestion becomes something to do.
    await m.go('/articulation?zone=territoire-1')
    const raison = formatEspaces(await page.locator('.suggestion p').first().innerText())
    await m.click(page.getByRole('link', { name: /^Répondre/ }).first())
    expect(await read()).toContain(raison)
    await page.locator('[name=intitule]').fill('Réunion de présentation, fictive')
    await page.locator('[name=echeance]').fill('2027-03-01')
    await m.click(page.getByRole('button', { name: 'Prévoir cette démarche' }))
    await m.go('/articulation?zone=territoire-1')
    expect(formatEspaces(await page.locator('ol.suggestions').first().innerText())).not.toContain(raison)

    // Help for a resident, in two actions from the home page.
    await m.go('/')
    const aide = page.locator('form[action="/trouver"]')
    await aide.locator('[name=q]').fill('arrêter de boire')
    await aide.locator('[name=ou]').fill('Barcelonnette')
    await m.follow(() => aide.getByRole('button').click())
    expect(await read()).toContain('CSAPA')

    // The guide, printed.
    await m.go('/trouver/guide?zone=territoire-1')
    expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(10_000)
    const [pdf] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'PDF', exact: true }).click(),
    ])
    expect(readFileSync(await pdf.path(), 'latin1')).toMatch(/^%PDF-/)

    // The directory for other tools.
    const structures = await page.request.get('/api/v1/exports/data-inclusion/structures.json')
    expect(structures.status()).toBe(200)
    const lues = (await structures.json()) as { id: string; nom: string; source: string }[]
    expect(lues.length).toBeGreaterThan(20)
    expect(lues.every((s) => s.id.startsWith(`${s.source}--`))).toBe(true)
  },
  300_000,
)
