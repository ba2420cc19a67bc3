import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stopEphemeral } from '#core/postgres/index.ts'
import { createBaseDeTest } from '#core/testing/base.ts'

let dossier: string
beforeAll(() => {
  dossier = mkdtempSync(join(tmpdir(), `maillage-test-${process.pid}-`))
})
afterAll(async () => {
  await stopEphemeral(dossier)
  rmSync(dossier, { recursive: true, force: true })
})

const MAIN = join(import.meta.dirname, 'main.ts')

/** Runs the command line in a process of its own. */
function run(args: string[], variables: Record<string, string> = {}) {
  return new Promise<{ code: unknown; sortie: string; erreur: string }>((resolve) => {
    const env = { PATH: '/usr/bin:/bin', MAILLAGE_DONNEES: dossier, ...variables }
    execFile(process.execPath, ['--import', 'tsx', MAIN, ...args], { env }, (error, sortie, erreur) => {
      // Unbreakable spaces read as plain ones.
      const plain = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ')
      resolve({ code: error ? error.code : 0, sortie: plain(sortie), erreur: plain(erreur) })
    })
  })
}

test('help, and what is not a command', async () => {
  const aide = await run(['aide'])
  expect(aide).toMatchObject({ code: 0, erreur: '' })
  expect(aide.sortie).toMatch(/^ {2}restauration FICHIER \[--remplacer\]\n {8}remet une sauvegarde/m)
  expect(aide.sortie.split('\n').filter((ligne) => ligne.length > 100)).toEqual([])
  expect(await run([])).toEqual({ code: 2, sortie: '', erreur: aide.sortie })
  const inconnue = await run(['toString'])
  expect(inconnue.code).toBe(2)
  expect(inconnue.erreur).toContain('Commande inconnue : toString')
})

test('bad usage is told with the usage', async () => {
  for (const args of [
    ['sauvegarde', 'a', '--remplacer'],
    ['restauration', 'a', 'b'],
  ]) {
    const { code, erreur } = await run(args)
    expect(code).toBe(2)
    expect(erreur).toContain(`Usage : npm run -s maillage -- ${args[0]}`)
  }
})

test('migrates, backs up and restores the embedded database, started for it', async () => {
  const archive = join(dossier, 'copie.tar.gz')
  expect((await run(['migrate'])).sortie).toContain('appliquée : 0001_socle.sql')
  expect((await run(['migrate'])).sortie).toBe('La base est à jour.\n')
  expect(await run(['sauvegarde', archive])).toMatchObject({ code: 0, erreur: '' })
  const refus = await run(['sauvegarde', archive])
  expect(refus.code).toBe(1)
  expect(refus.erreur).toContain('existe déjà')
  const restauree = await run(['restauration', archive, '--remplacer'])
  expect(restauree).toMatchObject({ code: 0, erreur: '' })
  expect(restauree.sortie).toContain('relues et comparées')
})

test('a database of one’s own that fails is told in a sentence', async () => {
  const base = await createBaseDeTest({ vide: true })
  const adresse = new URL(base.url)
  adresse.password = 'faux'
  const refusee = await run(['migrate'], { DATABASE_URL: adresse.href })
  expect(refusee.erreur).toMatch(/^La base refuse la connexion.*\n$/)
  adresse.port = '1'
  expect(await run(['migrate'], { DATABASE_URL: adresse.href })).toMatchObject({
    code: 1,
    erreur: 'La base ne répond pas : vérifiez DATABASE_URL et que le serveur fonctionne.\n',
  })
  await base.close()
  expect((await run(['migrate'], { PORT: 'abc' })).erreur).toMatch(/^Configuration refusée/)
})
