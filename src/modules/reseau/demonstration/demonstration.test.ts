import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createComptesDemo } from '#modules/comptes/index.ts'
import { importDemonstrationDocumentation } from '#modules/documentation/index.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { listDispositifs } from '../dispositif/dispositif.queries.ts'
import { listModifications } from '../fiche/modification.queries.ts'
import { searchStructures } from '../structure/structure.queries.ts'
import { importDemonstrationReseau } from './demonstration.actions.ts'
import { checkDemoReseau, readDemoReseau } from './demonstration.ts'
import { type DemoReseau, schemaDemoReseau } from './schema.ts'

const { documents, ...demo } = readDemoReseau()

test('the files hold together', () => {
  expect(checkDemoReseau(demo, documents)).toEqual([])
})

describe('what is wrong is told', () => {
  const dernier = <T>(liste: readonly T[]): T => liste.at(-1) as T
  const fautes: [string, (d: DemoReseau) => unknown, RegExp][] = [
    ['two of one key', (d) => d.organismes.push(dernier(d.organismes)), /paraît plusieurs fois/],
    ['a fact without source', (d) => Object.assign(d.organismes[0] ?? {}, { source: undefined }), /pas de source/],
    [
      'an invented name that does not say so',
      (d) => Object.assign(dernier(d.organismes), { nom: 'Clinique' }),
      /ne dit pas/,
    ],
    [
      'a real number',
      (d) => Object.assign(dernier(d.dispositifs), { telephone: '04 92 00 00 00' }),
      /pourrait être à quelqu’un/,
    ],
    [
      'a real address',
      (d) => Object.assign(dernier(d.dispositifs), { courriel: 'a@b.fr' }),
      /pourrait être à quelqu’un/,
    ],
    [
      'an unknown parent',
      (d) => Object.assign(dernier(d.organismes), { parent: 'rien' }),
      /« rien » n’est pas parmi les organismes/,
    ],
    ['an unknown theme', (d) => dernier(d.dispositifs).themes.push('astrologie'), /astrologie/],
    [
      'help from afar for nobody',
      (d) => Object.assign(d.structures[0]?.services[1] ?? {}, { zoneEligibilite: [] }),
      /ne dit pas à qui/,
    ],
    ['an unknown type', (d) => Object.assign(dernier(d.dispositifs), { type: 'club' }), /le type « club »/],
    [
      'a stage of another type',
      (d) => dernier(d.dispositifs).etapes.push({ etape: 'emergence', date: '2025-01-01', contenus: [] }),
      /l’étape « emergence »/,
    ],
    [
      'a seat of nobody',
      (d) => dernier(d.dispositifs).instances.push({ type: 'gouvernance', nom: 'X', sieges: [99] }),
      /n’est à personne/,
    ],
    [
      'a member who leaves before arriving',
      (d) => Object.assign(dernier(d.dispositifs).membres[0] ?? {}, { debut: '2025-02-01', fin: '2025-01-01' }),
      /avant d’arriver/,
    ],
  ]
  test.each(fautes)('%s', (_nom, change, message) => {
    const copie = structuredClone(demo)
    change(copie)
    expect(checkDemoReseau(copie, documents)).toContainEqual(expect.stringMatching(message))
  })

  test('a member is one thing exactly', () => {
    const copie = structuredClone(demo)
    copie.dispositifs.at(-1)?.membres.push({ role: 'membre', contact: 'a', structure: 'b' })
    expect(schemaDemoReseau.safeParse(copie).success).toBe(false)
  })
})

describe('loaded', () => {
  let base: BaseDeTest
  beforeAll(async () => {
    base = await createBaseGeographie()
    const ctx = createCtx(base.db)
    await createComptesDemo(ctx)
    await importDemonstrationDocumentation(ctx)
    await importDemonstrationReseau(ctx)
    await importDemonstrationReseau(ctx)
  })
  afterAll(() => base.close())

  const count = async (table: string) =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(base.db)).rows[0]?.n

  it('everything of the files is there, once', async () => {
    expect(await count('organisme')).toBe(demo.organismes.length)
    expect(await count('structure')).toBe(demo.structures.length)
    expect(await count('service')).toBe(demo.structures.flatMap((s) => s.services).length)
    expect(await count('contact')).toBe(demo.organismes.flatMap((o) => o.contacts).length)
    expect(await count('dispositif')).toBe(demo.dispositifs.length)
    expect(await count('lien_dispositif')).toBe(demo.liens.length)
  })

  it('the invented CPTS has its territory, stages, members and seats', async () => {
    const ctx = createCtx(base.db)
    const { dispositifs } = await listDispositifs(ctx, { types: ['cpts'] })
    const cpts = dispositifs.find((d) => d.fictif)
    expect(cpts).toMatchObject({ nom: 'CPTS fictive de la Haute-Vallée', etape: 'signature-aci' })
    expect(cpts?.communes).toContain('04019')
    const attendu = demo.dispositifs.find((d) => d.cle === 'fictif-cpts')
    const { rows: membres } = await sql<{ role: string }>`
      select role from membre where dispositif = ${cpts?.id} order by id`.execute(base.db)
    expect(membres.map((m) => m.role)).toEqual(attendu?.membres.map((m) => m.role))
    const { rows: bureau } = await sql<{ cle: string }>`
      select k.cle from instance_siege s join instance i on i.id = s.instance join membre m on m.id = s.membre
      join contact k on k.id = m.contact where i.nom = 'Bureau fictif de la CPTS' order by m.id`.execute(base.db)
    expect(bureau.map((b) => b.cle)).toEqual(['fictif-claire-fontaine', 'fictif-yanis-dorel', 'fictif-paule-genepi'])
    expect(await listModifications(ctx, 'dispositif', cpts?.id ?? 0)).toMatchObject([{ geste: 'import' }])
    const coordonnes = await base.db
      .selectFrom('coordination')
      .innerJoin('dispositif as d', 'd.id', 'dispositif')
      .select('d.cle')
      .orderBy('d.cle')
      .execute()
    expect(coordonnes.map((d) => d.cle)).toEqual(['fictif-cls', 'fictif-cpts'])
  })

  it('every commune is one of today', async () => {
    const { rows } = await sql<{ code: string }>`
      select code from (select unnest(communes) as code from dispositif_version union select commune from dispositif
        union select commune from structure union select commune from organisme) d
      where code is not null and not exists (select from commune c where c.code = d.code)`.execute(base.db)
    expect(rows).toEqual([])
  })

  it('what a source does not say is said so, and has no territory', async () => {
    const cls = await base.db
      .selectFrom('dispositif')
      .selectAll()
      .where('cle', '=', 'cls-pays-martigues')
      .executeTakeFirstOrThrow()
    expect(cls.communes).toEqual([])
    expect(cls.description).toContain('À vérifier\u00a0:')
    expect(cls.source_url).toMatch(/^https:/)
  })

  it('what people deleted does not come back with newer files', async () => {
    const ctx = createCtx(base.db)
    await base.db
      .updateTable('structure')
      .set({ supprime_le: ctx.maintenant })
      .where('cle', '=', 'fictif-gem')
      .execute()
    await sql`delete from reglage where cle = 'demonstration.reseau'`.execute(base.db)
    await importDemonstrationReseau(ctx)
    expect(await count('structure')).toBe(demo.structures.length)
    expect((await searchStructures(ctx, { q: 'marmottes', limite: 5 })).total).toBe(0)
    expect(await count('lien_dispositif')).toBe(demo.liens.length)
  })
})

const SOURCES = '../shared/seeds'
test.skipIf(!existsSync(SOURCES))(`no sentence is carried over from ${SOURCES} (skipped where it is absent)`, () => {
  const LONGUEUR = 7
  const listSuites = (texte: string): string[] => {
    const mots =
      texte
        .normalize('NFKD')
        .replace(/[\u0300-\u036f*_#]/g, '')
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? []
    return mots.slice(LONGUEUR - 1).map((_, debut) => mots.slice(debut, debut + LONGUEUR).join(' '))
  }
  const suites = new Set(
    readdirSync(SOURCES).flatMap((fichier) => listSuites(readFileSync(`${SOURCES}/${fichier}`, 'utf8'))),
  )
  expect(suites.size).toBeGreaterThan(10_000)
  const textes = [...demo.organismes, ...demo.structures, ...demo.dispositifs].map((fiche) => fiche.description ?? '')
  expect(textes.flatMap(listSuites).filter((suite) => suites.has(suite))).toEqual([])
})
