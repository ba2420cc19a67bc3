/** What makes documentation circulate, walked through by the keyboard alone, in a browser without script. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formatRisFictif } from '../src/testing/imports.ts'
import { createServeurOai, formatDc } from '../src/testing/serveur-oai.ts'
import { Clavier } from './clavier.ts'
import { openBrowser } from './navigateur.ts'

let navigateur: Browser
beforeAll(async () => {
  navigateur = await openBrowser()
})
afterAll(() => navigateur.close())

const open = (role: string): Promise<Clavier> => Clavier.open(navigateur, role)

it('an alert is asked for, put to another rhythm, withdrawn', async () => {
  const c = await open('contributeur')
  await c.page.goto('/veille')
  await c.press(c.lien('Suivre tout le catalogue'))
  await c.write(c.champ('Nom de l’alerte'), 'Alerte fictive du clavier')
  await c.press(c.bouton('Recevoir les nouveautés'))
  expect(await c.titre()).toBe('Alerte fictive du clavier')
  await c.press(c.bouton('Mettre en pause'))
  expect(await c.texte()).toContain('En pause')
  await c.press(c.lien('Ne plus recevoir'))
  await c.press(c.bouton('Ne plus recevoir'))
  expect(await c.texte()).not.toContain('Alerte fictive du clavier')
  await c.close()
})

it('a letter is begun, filled, looked at, thrown away', async () => {
  const c = await open('documentaliste')
  await c.page.goto('/veille/lettres')
  await c.press(c.lien('Nouvelle lettre'))
  await c.press(c.bouton('Choisir les documents'))
  expect(await c.page.getByRole('alert').innerText()).toContain('titre')
  await c.write(c.champ('Titre'), 'Lettre fictive du clavier')
  await c.press(c.bouton('Choisir les documents'))
  await c.check(c.page.locator('input[name=ajouter]').first())
  await c.press(c.bouton('Ajouter à la lettre'))
  await c.write(c.champ('Pourquoi le lire').first(), 'Parce que.')
  await c.press(c.bouton('Enregistrer'))
  expect(await c.champ('Pourquoi le lire').first().inputValue()).toBe('Parce que.')
  await c.press(c.lien('Aperçu et envoi'))
  expect(await c.texte()).toContain('Parce que.')
  await c.page.goto(c.page.url().replace('/envoi', '/modifier'))
  await c.press(c.bouton(/Supprimer/))
  expect(await c.texte()).not.toContain('Lettre fictive du clavier')
  await c.close()
})

it('a key of the API is created, shown once, revoked', async () => {
  const c = await open('documentaliste')
  await c.page.goto('/compte/cles')
  await c.press(c.lien(/clé/).and(c.page.locator('[href$="/nouvelle"]')))
  await c.press(c.bouton('Créer la clé'))
  expect(await c.page.getByRole('alert').count()).toBe(1)
  await c.write(c.champ('Nom de la clé'), 'Clé fictive du clavier')
  await c.check(c.page.locator('input[name=portees]').first())
  await c.press(c.bouton('Créer la clé'))
  expect(await c.texte()).toMatch(/mlg_[\w-]{43}/)
  await c.page.goto('/compte/cles')
  expect(await c.texte()).not.toMatch(/mlg_[\w-]{20}/)
  await c.press(c.lien('Clé fictive du clavier'))
  await c.press(c.bouton('Révoquer cette clé'))
  expect(await c.texte()).toContain('Révoquée')
  await c.close()
})

it('a source is checked, declared, harvested, paused, taken away', async () => {
  const serveur = await createServeurOai()
  serveur.etat.records = [
    {
      id: 'oai:fictif:clavier',
      date: '2026-01-01T00:00:00Z',
      description: formatDc('Rapport fictif moissonné au clavier'),
    },
  ]
  try {
    const c = await open('documentaliste')
    await c.page.goto('/documentation/moissons')
    await c.press(c.lien('Déclarer une source'))
    await c.write(c.champ('Adresse du serveur OAI-PMH'), serveur.adresse)
    await c.press(c.bouton('Vérifier le serveur'))
    expect(await c.texte()).toContain('Base fictive')
    await c.press(c.bouton('Déclarer la source'))
    expect(await c.titre()).toBe('Base fictive')
    await c.press(c.bouton('Moissonner maintenant'))
    const finie = async () => {
      await c.page.reload()
      return c.texte()
    }
    await expect.poll(finie, { timeout: 60_000, interval: 1000 }).toMatch(/1 ajoutée|Terminée|Faite/)
    await c.press(c.bouton('Mettre en pause'))
    await c.press(c.lien(/Retirer/))
    await c.press(c.bouton('Retirer la source'))
    expect(await c.texte()).not.toContain('Base fictive')
    await c.close()
  } finally {
    serveur.close()
  }
})

it('a list of care is worked through', async () => {
  const c = await open('documentaliste')
  await c.page.goto('/documentation/entretien')
  await c.press(c.page.locator('a[href*="/entretien/notices/sans-resume"]'))
  await c.press(c.page.locator('main a[href*="/entretien/notices/sans-resume"][class*="button"]'))
  const avant = await c.titre()
  await c.write(c.page.locator('textarea[name=resume]'), 'Un résumé fictif, écrit au clavier.')
  await c.press(c.bouton('Enregistrer et continuer'))
  expect(await c.texte()).not.toContain('Un résumé fictif, écrit au clavier.')
  expect(avant).not.toBe('')
  await c.close()
})

it('a file of records is read, its types chosen, a reference corrected, the rest accepted, an update judged', async () => {
  const c = await open('documentaliste')
  const deposer = async (ris: string) => {
    await c.page.goto('/documentation/imports')
    // A file is chosen in a window of the system: text is pasted instead.
    await c.reach(c.page.getByText('Coller un texte à la place'))
    await c.page.keyboard.press('Enter')
    await c.write(c.champ('Base d’origine'), 'Base fictive du clavier')
    await c.reach(c.champ('Texte de la bibliographie ou de l’export'))
    await c.page.keyboard.insertText(ris)
    await c.press(c.bouton('Lire le fichier'))
    expect(await c.titre()).toBe('Correspondances')
    await c.press(c.bouton('Enregistrer et relire les notices'))
  }
  const deux = formatRisFictif('k2', 'Guide imaginaire des allées cavalières')
  await deposer(formatRisFictif('k1', 'Les bancs publics du bourg inventé') + deux)
  await c.press(c.lien(/^Corriger/))
  await c.write(c.champ('Titre').first(), 'Les bancs publics du bourg inventé, corrigés')
  await c.press(c.bouton('Créer la notice'))
  await c.press(c.bouton('Tout accepter'))
  expect(await c.texte()).toMatch(/au catalogue/i)
  await deposer(deux.replace('PY  - 2021', 'PY  - 2022'))
  await c.press(c.lien(/^Comparer la référence/))
  await c.press(c.bouton('Mettre la notice à jour'))
  expect(await c.texte()).not.toContain('Comparer')
  await c.close()
})
