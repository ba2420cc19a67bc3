import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { executeEcoute } from '../testing/cli.ts'
import { formatRisFictif, formatVariante } from '../testing/imports.ts'
import { executeImporter } from './importer.ts'
import { ErreurUsage } from './usage.ts'

const dossier = mkdtempSync(join(tmpdir(), 'maillage-importer-'))
let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseDeTest()
})
afterAll(async () => {
  await base.close()
  rmSync(dossier, { recursive: true })
})

const run = (...args: string[]) => {
  const ctx: Ctx = {
    db: base.db,
    acteur: SYSTEME,
    maintenant: new Date(),
    origine: { requete: crypto.randomUUID(), ip: null },
  }
  return executeEcoute((sorties) => executeImporter(args, sorties, ctx))
}

describe('importer', () => {
  const fichier = join(dossier, 'fictive.md')
  writeFileSync(fichier, formatVariante('Commande'))

  test('deposits, then accepts, and says what was done', async () => {
    expect(await run(fichier)).toMatchObject({ code: 0, ecrit: expect.stringMatching(/à relire +3/) })
    const accepte = await run(fichier, '--accepter')
    expect(accepte.ecrit).toMatch(/rien n’a été ajouté/)
    expect(accepte.ecrit).toMatch(/au catalogue +3/)
    const encore = await run(fichier, '--accepter')
    expect(encore.ecrit).toMatch(/au catalogue +3/)
    const notices = await base.db.selectFrom('notice').select('id').execute()
    expect(notices).toHaveLength(3)
  })

  test('a file that cannot be read is told, exit 1', async () => {
    const vide = join(dossier, 'vide.txt')
    writeFileSync(vide, '')
    expect(await run(vide)).toMatchObject({ code: 1, erreur: expect.stringContaining('vide.txt') })
    expect(await run(join(dossier, 'absent.md'))).toMatchObject({
      code: 1,
      erreur: expect.stringContaining('n’existe pas'),
    })
  })

  test.each([[[]], [[fichier, 'autre']], [[fichier, '--tout']]])('wrong arguments %o', async (args) => {
    await expect(run(...args)).rejects.toThrow(ErreurUsage)
  })
})

describe('importer, a file of records', () => {
  const write = (nom: string, ...notices: string[]): string => {
    const chemin = join(dossier, nom)
    writeFileSync(chemin, notices.join(''))
    return chemin
  }
  const horsNotice = 'AU  - Personne\r\n\r\n'
  const un = formatRisFictif('r1', 'Premier titre imaginaire de la base fictive')
  const deux = formatRisFictif('r2', 'Autre chose tout à fait, pour la base fictive', 'C8  - Rayon fictif\r\n')
  const compter = async () => (await base.db.selectFrom('notice').select('id').execute()).length

  test('comes in as a stream: what is refused and what is not taken are told, the rest is accepted', async () => {
    const avant = await compter()
    const { code, ecrit, erreur } = await run(
      write('un.ris', horsNotice, un, deux),
      '--base',
      'Base fictive',
      '--accepter',
    )
    expect(code).toBe(0)
    expect(ecrit).toMatch(/références +2, et 1 refusées\n +au catalogue +2\n +déjà au catalogue 0\n +à relire +0/)
    expect(erreur).toMatch(/^notice 1 \(ligne 1\)\u00a0: Texte hors d’une notice/)
    expect(erreur).toMatch(/zone C8, 1 fois\u00a0: sans équivalent en CSL, gardée avec la notice\n$/)
    expect(await compter()).toBe(avant + 2)
  })

  test('the next file of its base proposes what changed, and finds the rest again', async () => {
    const avant = await compter()
    const change = un.replace('Premier', 'Tout premier')
    const { code, ecrit } = await run(write('deux.ris', change, deux), '--base', 'Base fictive', '--accepter')
    expect(code).toBe(0)
    expect(ecrit).toMatch(
      /au catalogue +0\n +déjà au catalogue 1\n +à relire +1, dont doublons probables 0\n +mises à jour +1, à relire/,
    )
    expect(await compter()).toBe(avant)
  })

  test('none that can be read: told, exit 1, nothing is kept', async () => {
    const imports = await base.db.selectFrom('import').select('id').execute()
    const { code, erreur } = await run(write('coupe.bib', '@book{a, title = {Fictif'))
    expect([code, erreur]).toEqual([1, expect.stringMatching(/Aucune notice n’a pu être lue. Notice 1/)])
    expect(await base.db.selectFrom('import').select('id').execute()).toHaveLength(imports.length)
  })
})
