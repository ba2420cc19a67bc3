import { existsSync, readFileSync } from 'node:fs'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from './navigateur.ts'
import { PageMaillage } from './page.ts'
import { startProcessus } from './processus.ts'
import { getSite } from './site.ts'

const DONNEES = '../shared/donnees'
const CONTOURS = `${DONNEES}/contours/communes-1000m.geojson.gz`
const INDICATEURS = ['apl-mg-2022-2024-dep04', 'bpe-2025-sante-cpts-abd', 'revenus-filosofi-2023-dep04']
const NOM = 'Territoire d’essai Alpes Bléone Durance'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

interface CommuneDuPaquet {
  code: string
  nom: string
  type: string
  population?: number
}

/** The communes of a real CPTS, with the official names and populations, read from where we did not write them. */
function readCommunes(): CommuneDuPaquet[] {
  const { communes } = JSON.parse(readFileSync(`${DONNEES}/territoire-04/cpts-alpes-bleone-durance.json`, 'utf8')) as {
    communes: string[]
  }
  const paquet = JSON.parse(
    readFileSync('node_modules/@etalab/decoupage-administratif/data/communes.json', 'utf8'),
  ) as CommuneDuPaquet[]
  return paquet.filter((c) => c.type === 'commune-actuelle' && communes.includes(c.code))
}

/** Whatever their width. */
const formatEspaces = (texte: string): string => texte.replace(/\s+/g, ' ')

async function countPages(pdf: Uint8Array): Promise<number> {
  const lecture = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
  const { numPages } = await lecture.promise
  await lecture.destroy()
  return numPages
}

it.skipIf(!existsSync(CONTOURS))(
  'a coordinator pastes 44 names, imports outlines and indicators, reads the portrait, places two doctors, compares, prints',
  async () => {
    const communes = readCommunes()
    expect(communes).toHaveLength(44)
    const population = communes.reduce((somme, c) => somme + (c.population ?? 0), 0)
    const habitants = formatEspaces(population.toLocaleString('fr-FR'))

    const m = await PageMaillage.open(navigateur, { javaScriptEnabled: true, acceptDownloads: true })
    const { page } = m
    const read = async () => formatEspaces(await page.locator('main').innerText())
    await m.login('coordinateur')

    // 44 names, as they stand in a spreadsheet.
    await m.go('/territoires/composer')
    await page.locator('textarea[name=texte]').fill(communes.map((c) => `${c.nom} (04)`).join('\n'))
    await m.click(page.getByRole('button', { name: 'Ajouter' }))
    expect(await read()).toContain('44 communes')
    expect(await read()).toContain(habitants)
    await page.getByText('Enregistrer ce territoire').click()
    await page.locator('input[name=nom]').fill(NOM)
    await m.click(page.getByRole('button', { name: 'Enregistrer', exact: true }))
    const adresse = /\/territoires\/\d+/.exec(page.url())?.[0] ?? ''
    expect(adresse).not.toBe('')
    expect(await read()).toContain(habitants)

    // Outlines by the command line, indicators by the pages.
    const contours = await startProcessus(['src/cli/main.ts', 'importer', 'contours', CONTOURS], {
      MAILLAGE_DONNEES: getSite().donnees,
    }).fin
    expect(contours.erreur).toBe('')
    expect(formatEspaces(contours.sortie)).toContain('34 868')
    for (const nom of INDICATEURS) {
      await m.go('/indicateurs/imports')
      await page.locator('input[type=file]').setInputFiles(`${DONNEES}/territoire-04/${nom}.json`)
      await m.click(page.getByRole('button', { name: 'Lire le fichier' }))
      await m.click(page.getByRole('button', { name: 'Importer ces séries' }))
    }

    await m.go(`${adresse}/portrait`)
    const portrait = await read()
    expect(portrait).toContain(habitants)
    expect(portrait).toContain('2,5')

    // Two doctors more, where the supply is what was imported.
    await m.click(page.getByRole('link', { name: 'Simuler l’accès aux soins' }))
    await page.locator('[name="gestes.0.nombre"]').fill('2')
    await page.locator('[name="gestes.0.commune"]').fill('04070')
    await m.click(page.getByRole('button', { name: 'Calculer' }).first())
    const simulation = await read()
    expect(simulation).toContain('Simulation, pas le chiffre de la DREES.')
    expect(simulation).toMatch(/[1-9][\d ]* habitants gagnent en accès/)
    expect(simulation).toContain('Temps de trajet Estimés')

    // Beside its département: the number that the source publishes for it, and ours for the territory.
    const numero = adresse.split('/').pop()
    await m.go(`/territoires/comparer?z=territoire-${numero}&z=departement-04`)
    const comparaison = await read()
    expect(comparaison).toContain(NOM)
    expect(comparaison).toContain(`${habitants} calcul Maillage`)
    expect(comparaison).toContain('24 240 valeur publiée')

    await m.go(`${adresse}/portrait`)
    const pages = await countPages(await page.pdf({ format: 'A4' }))
    expect(pages).toBeGreaterThan(1)
    expect(pages).toBeLessThan(16)
  },
  300_000,
)
