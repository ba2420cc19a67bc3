import { formatRisFictif } from '../src/testing/imports.ts'
import { PageMaillage } from './page.ts'

/** Deposits a file of records, the first time; the id of its import. */
async function depositRis({ page }: PageMaillage, texte: string): Promise<string> {
  const reponse = await page.request.post('/documentation/imports', {
    multipart: { texte, base: 'Base fictive des pages' },
    headers: { 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  })
  return /imports\/(\d+)/.exec(reponse.headers().location ?? '')?.[1] ?? ''
}

/** Deposits an invented table of départements; the id of its import. */
async function depositTable({ page }: PageMaillage, annee: number): Promise<string> {
  const texte = `DEP;TP60${annee % 100}\n04;17,5\n2A;s\n99;3\n`
  const reponse = await page.request.post('/indicateurs/imports', {
    multipart: { fichier: { name: `fictif-${annee}.csv`, mimeType: 'text/csv', buffer: Buffer.from(texte) } },
    headers: { 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  })
  return /imports\/(\d+)/.exec(reponse.headers().location ?? '')?.[1] ?? ''
}

/** Proposes as somebody who contributes, in a window of his own; the number of the proposal. */
async function propose(
  m: PageMaillage,
  chemin: string,
  bouton: string,
  champs: Record<string, string>,
): Promise<string> {
  const navigateur = m.page.context().browser()
  if (!navigateur) throw new Error('navigateur fermé')
  const autre = await PageMaillage.open(navigateur)
  await autre.login('contributeur')
  await autre.go(chemin)
  for (const [champ, valeur] of Object.entries(champs)) {
    const cible = autre.page.locator(champ)
    const volet = autre.page.locator('main details:not([open])', { has: cible })
    if ((await volet.count()) > 0) await volet.locator('summary').first().click()
    await cible.fill(valeur)
  }
  await autre.click(autre.page.getByRole('button', { name: bouton }))
  const numero = /propositions\/(\d+)/.exec(autre.page.url())?.[1] ?? ''
  await autre.page.context().close()
  return numero
}

/** Pages that need something made first: what stands in their address, and how it is made. */
export const PREPARATIONS: Record<string, (m: PageMaillage) => Promise<string>> = {
  /** A letter of this run: another journey sends the one of the demonstration. */
  ':lettre': async (m) => {
    await m.go('/veille/lettres/nouvelle')
    await m.page.locator('input[name=titre]').fill('Lettre fictive')
    await m.follow(() => m.page.locator('input[name=titre]').press('Enter'))
    return /lettres\/(\d+)/.exec(m.page.url())?.[1] ?? ''
  },
  /** Of the territory too, so that what it overlaps is told. */
  ':correction': (m) =>
    propose(m, '/dispositifs/1/corriger', 'Envoyer la proposition', {
      'input[name=telephone]': '04 92 00 00 01',
      'textarea[name=texte]': 'Barcelonnette',
      'textarea[name=message]': 'Relevé fictif des pages',
    }),
  ':proposition': (m) =>
    propose(m, '/structures/1/modifier', 'Proposer', { 'input[name=telephone]': '04 92 00 00 02' }),
  ':service': (m) => propose(m, '/services/1/modifier', 'Proposer', { 'input[name=telephone]': '04 92 00 00 03' }),
  ':lien': async (m) => {
    await m.go('/structures/1/liens')
    await m.click(m.page.getByRole('button', { name: 'Créer un lien' }))
    return (await m.page.locator('.lien-secret').innerText()).trim().split('/').at(-1) ?? ''
  },
  ':import': (m) => depositRis(m, formatRisFictif('p1', 'Les pages imaginaires', 'KW  - Tabac\r\nC8  - Rayon\r\n')),
  /** Its columns are to be said; its values are read. */
  ':table': (m) => depositTable(m, 2018),
  ':releve': async (m) => {
    const id = await depositTable(m, 2019)
    await m.page.request.post(`/indicateurs/imports/${id}/colonnes`, {
      form: {
        feuille: '0',
        maille: 'departement',
        millesime: '2019',
        sansPoids: 'aucun',
        'colonnes.0': 'code',
        'colonnes.1': 'i:taux-pauvrete',
      },
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    return id
  },
  ':misajour': async (m) => {
    const ris = formatRisFictif('p2', 'La cité imaginaire des pages mises à jour')
    const premier = await depositRis(m, ris)
    await m.page.request.post(`/documentation/imports/${premier}/accepter`, {
      form: { sortes: 'notice' },
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    const suivant = await depositRis(m, ris.replace('PY  - 2021', 'PY  - 2024'))
    await m.go(`/documentation/imports/${suivant}`)
    const lien = m.page.getByRole('link', { name: /^Comparer la référence/ })
    return (await lien.getAttribute('href'))?.replace('/documentation/imports/', '') ?? ''
  },
}
