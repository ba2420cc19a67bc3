import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { formatVariante } from '../testing/imports.ts'
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

async function run(...args: string[]): Promise<{ code: number; dit: string; erreur: string }> {
  const ctx: Ctx = {
    db: base.db,
    acteur: SYSTEME,
    maintenant: new Date(),
    origine: { requete: crypto.randomUUID(), ip: null },
  }
  const recu = { dit: '', erreur: '' }
  const code = await executeImporter(
    args,
    {
      ecrire: (texte) => {
        recu.dit += texte
      },
      erreur: (texte) => {
        recu.erreur += texte
      },
    },
    ctx,
  )
  return { code, ...recu }
}

describe('importer', () => {
  const fichier = join(dossier, 'fictive.md')
  writeFileSync(fichier, formatVariante('Commande'))

  test('deposits, then accepts, and says what was done', async () => {
    expect(await run(fichier)).toMatchObject({ code: 0, dit: expect.stringMatching(/à relire +3/) })
    const accepte = await run(fichier, '--accepter')
    expect(accepte.dit).toMatch(/rien n’a été ajouté/)
    expect(accepte.dit).toMatch(/au catalogue +3/)
    const encore = await run(fichier, '--accepter')
    expect(encore.dit).toMatch(/au catalogue +3/)
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
