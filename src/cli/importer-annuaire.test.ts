import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import type { FormatAnnuaire } from '#modules/reseau/imports/imports.ts'
import { type AtelierCli, createAtelierCli, executeEcoute } from '../testing/cli.ts'
import { executeImporterAnnuaire } from './importer-annuaire.ts'

const RPPS = '../shared/donnees/rpps/ps-libreacces-pseudonymise.txt'
const FINESS_PLUS = '../shared/donnees/finess/finess-structures-20260309-excerpt.json'

let atelier: AtelierCli
let ctx: Ctx
beforeAll(async () => {
  atelier = await createAtelierCli()
  ctx = atelier.ctx
})
afterAll(() => atelier.close())

function execute(chemin: string, formats: FormatAnnuaire[], rppsNoms = false) {
  return executeEcoute((sorties) => executeImporterAnnuaire([chemin], sorties, ctx, { formats, rppsNoms }))
}

const STRUCTURE = {
  source: 'dora',
  id: 'dora--1',
  nom: 'Point d’accueil fictif',
  date_maj: '2026-01-02',
  code_insee: '04070',
}
const SERVICE = {
  ...{ source: 'dora', id: 'dora--2', structure_id: 'dora--1', nom: 'Aide fictive', date_maj: '2026-01-02' },
  ...{ description: 'Une aide inventée.', thematiques: ['sante--acces-aux-soins'], publics: ['jeunes'] },
}

describe('other files of the directory', () => {
  it('data.inclusion: structures, then their services; the same again changes nothing', async () => {
    const services = atelier.write('services.json', JSON.stringify([SERVICE]))
    expect((await execute(services, ['data-inclusion'])).erreur).toContain('importez d’abord le fichier des structures')
    const structures = atelier.write('structures.json', JSON.stringify([STRUCTURE]))
    expect((await execute(structures, ['data-inclusion'])).ecrit).toContain('Créées\u00a0: 1\n')
    expect((await execute(services, ['data-inclusion'])).ecrit).toContain('Créées\u00a0: 1\n')
    expect((await execute(services, ['data-inclusion'])).ecrit).toContain('Inchangées\u00a0: 1\n')
    const { rows } = await sql`select x.themes, x.publics, x.thematiques_di, x.publics_di, s.nom as structure, s.source
      from service x join structure s on s.id = x.structure`.execute(ctx.db)
    expect(rows).toEqual([
      {
        themes: ['acces-soins'],
        publics: [expect.any(String)],
        thematiques_di: ['sante--acces-aux-soins'],
        publics_di: ['jeunes'],
        structure: 'Point d’accueil fictif',
        source: 'dora',
      },
    ])
  })

  it('RPPS: each person counts once a place; names only where they are kept, at known places, for coordination', async () => {
    const entete =
      "Identification nationale PP|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Numéro FINESS site|Code postal (coord. structure)|Bureau cedex (coord. structure)|Code commune (coord. structure)|"
    const ligne = (id: string, finess = '') =>
      `${id}|FICTIF|Alix|10|Médecin|SM54|Médecine générale|L|${finess}|04000|04000 DIGNE|04070|`
    const lignes = [ligne('810107592585', '049000011'), ligne('810107592585'), ligne('810002909371')]
    const fichier = atelier.write('PS_20260512.txt', `${[entete, ...lignes].join('\n')}\n`)
    await sql`insert into structure (nom, finess, cree_le, modifie_le)
      values ('Cabinet fictif', '049000011', now(), now())`.execute(ctx.db)
    expect((await execute(fichier, ['rpps'])).ecrit).toContain('Créées\u00a0: 1\n')
    const effectifs = sql`select commune, profession, savoir_faire, mode_exercice, nombre, millesime from effectif_profession`
    expect((await effectifs.execute(ctx.db)).rows).toEqual([
      {
        commune: '04070',
        profession: '10',
        savoir_faire: 'SM54',
        mode_exercice: 'L',
        nombre: 2,
        millesime: '2026-05-12',
      },
    ])
    const contacts = sql`select prenom, nom, rpps, fonction, visible from contact`
    expect((await contacts.execute(ctx.db)).rows).toEqual([])
    await execute(fichier, ['rpps'], true)
    await execute(fichier, ['rpps'], true)
    expect((await contacts.execute(ctx.db)).rows).toEqual([
      { prenom: 'Alix', nom: 'FICTIF', rpps: '10107592585', fonction: 'Médecine générale', visible: 'coordination' },
    ])
    await sql`delete from effectif_profession`.execute(ctx.db)
    await sql`delete from contact`.execute(ctx.db)
  })

  it('says that a file is of another kind than the command', async () => {
    const chemin = atelier.write('structures.json', JSON.stringify([STRUCTURE]))
    expect(await execute(chemin, ['finess'])).toMatchObject({ code: 1, erreur: expect.stringContaining('autre chose') })
  })
})

describe.skipIf(!existsSync(RPPS))('files of shared/donnees (skipped where they are absent)', () => {
  it('FINESS+: the legal body, its place, and the link between them', async () => {
    expect((await execute(FINESS_PLUS, ['finess-plus'])).ecrit).toContain('Créées\u00a0: 2\n')
    const { rows } = await sql`select s.nom, o.nom as organisme, s.longitude from structure s
      join organisme o on o.id = s.organisme where s.finess = '010780195'`.execute(ctx.db)
    expect(rows).toEqual([{ nom: 'CLINIQUE DOCTEUR CONVERT', organisme: 'CLINIQUE CONVERT', longitude: 5.254203 }])
    expect((await execute(FINESS_PLUS, ['finess-plus'])).ecrit).toContain('Inchangées\u00a0: 2\n')
  })

  it('RPPS: counts by commune and profession, each person once, no name', async () => {
    const { code, ecrit } = await execute(RPPS, ['rpps'])
    expect(code).toBe(0)
    const { rows } = await sql<{ n: number; personnes: number }>`
      select count(*) as n, sum(nombre)::integer as personnes from effectif_profession`.execute(ctx.db)
    expect(ecrit).toContain(`Créées\u00a0: ${rows[0]?.n}\n`)
    expect(rows[0]?.personnes).toBeGreaterThan(5)
    expect((await execute(RPPS, ['rpps'])).ecrit).toContain(`Inchangées\u00a0: ${rows[0]?.n}\n`)
    expect((await sql`select 1 from contact`.execute(ctx.db)).rows).toEqual([])
  })
})
