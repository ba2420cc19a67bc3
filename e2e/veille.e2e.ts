import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** The path of the first link of that kind in a message written by the process, soft line breaks undone. */
async function getLien(debut: string): Promise<string> {
  const dossier = join(getSite().donnees, 'courriels')
  let lien = ''
  const chercher = (): string => {
    const fichiers = existsSync(dossier) ? readdirSync(dossier) : []
    for (const fichier of fichiers) {
      const texte = readFileSync(join(dossier, fichier), 'utf8').replaceAll('=\r\n', '')
      lien ||= new RegExp(`${debut}[\\w-]{43}`).exec(texte)?.[0] ?? ''
    }
    return lien
  }
  await expect.poll(chercher, { timeout: 30_000, interval: 500 }).not.toBe('')
  return lien
}

it('someone without account asks for the letter, confirms, receives it and withdraws', async () => {
  const m = await PageMaillage.open(navigateur)
  await m.go('/veille')
  await m.page.getByLabel('Adresse de courriel').fill('ana@exemple.example')
  await m.click(m.page.getByRole('button', { name: 'Recevoir la lettre' }))
  expect(await m.page.locator('h1').innerText()).toBe('Regardez votre boîte aux lettres')
  await m.go(await getLien('/veille/confirmation/'))
  await m.click(m.page.getByRole('button', { name: 'Confirmer' }))
  expect(await m.page.locator('main').innerText()).toContain('Votre inscription est confirmée.')

  const d = await PageMaillage.open(navigateur)
  await d.login('documentaliste')
  await d.go('/veille/lettres')
  await d.click(d.page.getByRole('link', { name: /brouillon fictif/ }))
  const titres = () => d.page.locator('.lettre-choix h3').allInnerTexts()
  const avant = await titres()
  await d.page.getByLabel('Pourquoi le lire').first().fill('Un commentaire gardé.')
  await d.click(d.page.getByRole('button', { name: /^Descendre/ }).first())
  expect(await titres()).toEqual([...avant].reverse())
  expect(await d.page.getByLabel('Pourquoi le lire').last().inputValue()).toBe('Un commentaire gardé.')
  await d.click(d.page.getByRole('link', { name: 'Aperçu et envoi' }).first())
  expect(await d.page.locator('main').innerText()).toMatch(/1\s+personne la recevra/)
  await d.click(d.page.getByRole('button', { name: 'Envoyer maintenant' }))
  await d.page.context().close()

  const retrait = await getLien('/veille/retrait/')
  await m.go('/veille/lettres')
  expect(await m.listTitres()).toContain('Littératie en santé\u00a0: par où commencer (brouillon fictif)')
  await m.go(retrait)
  await m.click(m.page.getByRole('button', { name: 'Ne plus recevoir' }))
  expect(await m.page.locator('h1').innerText()).toBe('C’est fait')
  expect((await m.go(retrait))?.status()).toBe(404)
  await m.page.context().close()
})

it('a contributor keeps an alert of a search', async () => {
  const m = await PageMaillage.open(navigateur)
  const { page } = m
  await m.login('contributeur')
  await m.go('/documentation?q=aller-vers')
  await m.click(page.getByRole('link', { name: 'Recevoir les nouveautés de cette recherche' }))
  await page.getByLabel('Chaque jour').check()
  await page.getByLabel('Nom de l’alerte').fill('')
  await m.click(page.getByRole('button', { name: 'Recevoir les nouveautés' }))
  expect(await page.title()).toMatch(/^Erreur/)
  await page.getByLabel('Nom de l’alerte').fill('Aller vers')
  await m.click(page.getByRole('button', { name: 'Recevoir les nouveautés' }))
  expect(await page.locator('h1').innerText()).toBe('Aller vers')
  await m.click(page.getByRole('button', { name: 'Mettre en pause' }))
  expect(await page.locator('main').innerText()).toContain('En pause')
  await m.click(page.getByRole('link', { name: 'Ne plus recevoir' }))
  await m.click(page.getByRole('button', { name: 'Ne plus recevoir' }))
  expect(await page.locator('main').innerText()).not.toContain('Aller vers')
  await page.context().close()
})
