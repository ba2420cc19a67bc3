import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import { listModifications } from '#modules/reseau/fiche/modification.queries.ts'
import { type AtelierCli, createAtelierCli, executeEcoute } from '../testing/cli.ts'
import { createEtablissement, formatEtalab } from '../testing/finess.ts'
import { executeImporterAnnuaire } from './importer-annuaire.ts'
import { ErreurUsage } from './usage.ts'

const EXTRAIT = '../shared/donnees/finess/etalab-cs1100502-excerpt-20260512.csv'

let atelier: AtelierCli
let ctx: Ctx
beforeAll(async () => {
  atelier = await createAtelierCli()
  ctx = atelier.ctx
})
afterAll(() => atelier.close())
beforeEach(async () => {
  await sql`truncate structure, organisme, modification, proposition, import_annuaire restart identity cascade`.execute(
    ctx.db,
  )
})

async function execute(contenu: string | Uint8Array, ...args: string[]) {
  const chemin = atelier.write('finess.csv', contenu)
  const { code, ecrit, erreur } = await executeEcoute((sorties) =>
    executeImporterAnnuaire([chemin, ...args], sorties, ctx, { formats: ['finess', 'finess-plus'] }),
  )
  const comptes = Object.fromEntries(
    ecrit
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((l) => l.split('\u00a0: ') as [string, string]),
  )
  return { code, comptes, erreur }
}

const list = async () =>
  (await sql<Record<string, unknown>>`select * from structure order by finess`.execute(ctx.db)).rows
const trois = () => [1, 2, 3].map((rang) => createEtablissement(rang))

describe('a FINESS file', () => {
  it('brings structures in, with their address, commune, point and history', async () => {
    const { code, comptes } = await execute(formatEtalab(trois()))
    expect(code).toBe(0)
    expect(comptes).toEqual({
      Créées: '3',
      Modifiées: '0',
      Inchangées: '0',
      'Fermées, à confirmer': '0',
      'Proposées à relire': '0',
      Rejetées: '0',
    })
    const [premiere] = await list()
    expect(premiere).toMatchObject({
      nom: 'MAISON DE SANTE FICTIVE 1',
      commune: '04070',
      code_postal: '04000',
      adresse: '12 RUE DE LA GARE',
      categorie: '603',
      date_ouverture: '1979-02-13',
      source: 'finess',
      source_maj: '2026-01-15',
      licence: 'Licence Ouverte 2.0',
      position_source: 'source',
      longitude: expect.closeTo(6.15, 1),
      latitude: expect.closeTo(44.1, 1),
    })
    expect(await listModifications(ctx, 'structure', Number(premiere?.id))).toMatchObject([
      {
        geste: 'import',
        avant: null,
        apres: { codePostal: '04000', commune: '04070' },
        note: expect.stringContaining('12'),
      },
    ])
  })

  it('changes nothing the second time', async () => {
    await execute(formatEtalab(trois()))
    const avant = await list()
    const { comptes } = await execute(formatEtalab(trois()))
    expect(comptes).toMatchObject({ Créées: '0', Modifiées: '0', Inchangées: '3', Rejetées: '0' })
    expect(await list()).toEqual(avant)
  })

  it('writes what changed at the source, with the before and after', async () => {
    await execute(formatEtalab(trois()))
    const [un, ...reste] = trois()
    const { comptes } = await execute(
      formatEtalab([{ ...un, nom: 'AUTRE NOM', telephone: '0492111111' } as never, ...reste]),
    )
    expect(comptes).toMatchObject({ Modifiées: '1', Inchangées: '2' })
    const [premiere] = await list()
    expect(premiere).toMatchObject({ nom: 'AUTRE NOM', telephone: '0492111111', revision: 2 })
    const [derniere] = await listModifications(ctx, 'structure', Number(premiere?.id))
    expect(derniere).toMatchObject({
      avant: { nom: 'MAISON DE SANTE FICTIVE 1', telephone: '0492000000' },
      apres: { nom: 'AUTRE NOM', telephone: '0492111111' },
    })
    expect(Object.keys(derniere?.apres ?? {}).sort()).toEqual(['nom', 'telephone'])
  })

  it('proposes what people hold, and does not write over it', async () => {
    await execute(formatEtalab(trois()))
    await sql`update structure set telephone = '0499999999', champs_tenus = '{telephone}' where nom like '% 1'`.execute(
      ctx.db,
    )
    // Changed without a mark: kept all the same.
    await sql`update structure set nom = 'Nom que l’on dit' where nom like '% 2'`.execute(ctx.db)
    expect((await execute(formatEtalab(trois()))).comptes).toMatchObject({ Inchangées: '3', 'Proposées à relire': '0' })
    const change = trois().map((e) => ({ ...e, telephone: '0492222222', nom: `${e.nom} BIS` }))
    const { comptes } = await execute(formatEtalab(change))
    expect(comptes).toMatchObject({ Modifiées: '3', 'Proposées à relire': '2' })
    expect(await list()).toMatchObject([
      { nom: 'MAISON DE SANTE FICTIVE 1 BIS', telephone: '0499999999' },
      { nom: 'Nom que l’on dit', telephone: '0492222222' },
      { nom: 'MAISON DE SANTE FICTIVE 3 BIS', telephone: '0492222222' },
    ])
    const { rows } = await sql`select valeurs, origine, etat from proposition order by id`.execute(ctx.db)
    expect(rows).toEqual([
      { valeurs: { telephone: '0492222222' }, origine: 'import', etat: 'a-relire' },
      { valeurs: { nom: 'MAISON DE SANTE FICTIVE 2 BIS' }, origine: 'import', etat: 'a-relire' },
    ])
    // The same values again are not proposed twice.
    expect((await execute(formatEtalab(change))).comptes).toMatchObject({ 'Proposées à relire': '0' })
  })

  it('joins a sheet that people wrote, and fills in what they left empty', async () => {
    const [un] = trois()
    await sql`insert into structure (nom, finess, telephone, cree_le, modifie_le)
      values ('Écrite à la main', ${un?.finess}, '0400000000', now(), now())`.execute(ctx.db)
    const { comptes } = await execute(formatEtalab(trois()))
    expect(comptes).toMatchObject({ Créées: '2', Modifiées: '1', 'Proposées à relire': '1' })
    expect((await list())[0]).toMatchObject({
      nom: 'Écrite à la main',
      source: 'saisie',
      telephone: '0400000000',
      commune: '04070',
    })
    expect((await execute(formatEtalab(trois()))).comptes).toMatchObject({ Inchangées: '3', 'Proposées à relire': '0' })
  })

  it('closes what a whole file does not tell any more, where it speaks; and opens it again', async () => {
    const ailleurs = createEtablissement(9, { finess: '050000017', departement: '05', commune: '061' })
    const autre = createEtablissement(8, { categorie: '124' })
    await execute(formatEtalab([...trois(), ailleurs, autre]))
    expect((await execute(formatEtalab(trois().slice(0, 2)))).comptes).toMatchObject({ 'Fermées, à confirmer': '0' })
    const { comptes } = await execute(formatEtalab(trois().slice(0, 2)), '--complet')
    expect(comptes).toMatchObject({ Inchangées: '2', 'Fermées, à confirmer': '1' })
    expect((await list()).filter((s) => s.etat !== 'ouverte')).toMatchObject([
      { nom: 'MAISON DE SANTE FICTIVE 3', etat: 'ferme-a-confirmer' },
    ])
    expect((await execute(formatEtalab(trois()), '--complet')).comptes).toMatchObject({
      Modifiées: '1',
      Inchangées: '2',
    })
    expect((await list()).every((s) => s.etat === 'ouverte')).toBe(true)
  })

  it('leaves aside lines that are not sure, each with its reason, and does not close their structures', async () => {
    await execute(formatEtalab(trois()))
    const fausse = { ...createEtablissement(3), commune: '999' }
    const { comptes, erreur } = await execute(
      formatEtalab([...trois().slice(0, 2), fausse, createEtablissement(1), createEtablissement(4, { maj: 'hier' })]),
      '--complet',
    )
    expect(comptes).toMatchObject({ Inchangées: '2', Rejetées: '3', 'Fermées, à confirmer': '0' })
    expect(erreur).toContain('ligne 4, rejetée\u00a0: Aucune commune n’a le code 04999.')
    expect(erreur).toContain('ligne 5, rejetée\u00a0: Déjà donnée à la ligne 2')
    expect(erreur).toContain('ligne 6, rejetée\u00a0: Une date n’est pas')
  })

  it('tells each refused line once, however many there are', async () => {
    const { comptes, erreur } = await execute(formatEtalab(Array.from({ length: 2501 }, () => createEtablissement(1))))
    expect(comptes).toMatchObject({ Créées: '1', Rejetées: '2500' })
    const lignes = erreur.split('\n').flatMap((l) => /^ligne (\d+), rejetée/.exec(l)?.[1] ?? [])
    expect(new Set(lignes).size).toBe(2500)
    expect(lignes).toHaveLength(2500)
  })

  it('reads Windows-1252, quotes, separators in names, and every apostrophe', async () => {
    const nom = 'LIEU DE VIE "L\'ÉTÉ" ; ANNEXE'
    const { comptes } = await execute(Buffer.from(formatEtalab([createEtablissement(1, { nom })]), 'latin1'))
    expect(comptes).toMatchObject({ Créées: '1' })
    expect((await list())[0]?.nom).toBe(nom)
  })

  it.each<[string, (texte: string) => string, RegExp]>([
    ['cut in its last line', (t) => t.slice(0, t.indexOf('geolocalisation') - 40), /ligne 4.*coupé/],
    [
      'of another number of columns',
      (t) => t.replaceAll(/^structureet;/gm, 'structureet;;'),
      /ligne 2.*33 cellules au lieu de 32/,
    ],
    ['with a quote that never closes', (t) => t.replace(';MAISON', ';"MAISON'), /ligne 2.*guillemet/],
    ['of bytes that are no text', (t) => `${t}\0`, /octets nuls/],
    ['empty', () => '', /vide/],
    ['of another kind', () => 'nom;ville\nx;y\n', /autre chose.*Tableau/],
    ['without any line', () => 'finess;etalab;111;2026-05-12\n', /aucune ligne/],
  ])('refuses a file %s, and does nothing of it', async (_cas, spoil, attendu) => {
    const { code, erreur } = await execute(spoil(formatEtalab(trois())))
    expect(code).toBe(1)
    expect(erreur).toMatch(attendu)
    expect(await list()).toEqual([])
  })

  it('refuses a whole file whose points are missing, and one whose lines are mostly wrong', async () => {
    const texte = formatEtalab(trois())
    const sansPositions = texte.slice(0, texte.indexOf('geolocalisation'))
    expect(await execute(sansPositions, '--complet')).toMatchObject({
      code: 1,
      erreur: expect.stringContaining('0 positions pour 3'),
    })
    expect((await execute(sansPositions)).comptes).toMatchObject({ Créées: '3' })
    const fausses = Array.from({ length: 60 }, (_, i) =>
      createEtablissement(i + 10, i % 3 === 0 ? {} : { commune: 'XX' }),
    )
    expect(await execute(formatEtalab(fausses))).toMatchObject({
      code: 1,
      erreur: expect.stringContaining('Plus de la moitié'),
    })
    expect(await list()).toHaveLength(3)
    const { rows } = await sql`select etat, message is not null as dit from import_annuaire order by id`.execute(ctx.db)
    expect(rows).toEqual([
      { etat: 'echoue', dit: true },
      { etat: 'fait', dit: false },
      { etat: 'echoue', dit: true },
    ])
  })

  it('reads the shape that has a heading, whatever the order of its columns', async () => {
    const entete = 'rs;nofinesset;cog;coordx;coordy;sourcegeocod;categetab;libcategetab;ligneacheminement'
    const { finess } = createEtablissement(1)
    const { code, comptes } = await execute(
      `${entete}\nCABINET;${finess};04070;954000;6340000;;603;Maison de santé;04000 DIGNE\n`,
    )
    expect([code, comptes.Créées]).toEqual([0, '1'])
    expect((await list())[0]).toMatchObject({ nom: 'CABINET', commune: '04070', longitude: expect.closeTo(6.15, 1) })
    expect(
      await execute(`${entete.replace('categetab', 'categorie')}\nCABINET;${finess};04070;;;;603;;\n`),
    ).toMatchObject({
      code: 1,
      erreur: expect.stringContaining('la colonne categetab'),
    })
  })

  it('wants one file', async () => {
    const sorties = { ecrire: () => {}, erreur: () => {} }
    await expect(executeImporterAnnuaire([], sorties, ctx, { formats: ['finess'] })).rejects.toThrow(ErreurUsage)
    expect(await executeImporterAnnuaire(['/nulle/part'], sorties, ctx, { formats: ['finess'] })).toBe(1)
  })
})

describe.skipIf(!existsSync(EXTRAIT))('the extract of shared/donnees (skipped where it is absent)', () => {
  it('comes in whole: overseas codes, former codes, quotes', async () => {
    const { code, comptes, erreur } = await execute(readFileSync(EXTRAIT))
    expect(code).toBe(0)
    expect(comptes).toMatchObject({ Créées: '14', Rejetées: '0' })
    expect(erreur).toContain('0 positions pour 14')
    const parNumero = Object.fromEntries((await list()).map((s) => [s.finess, s]))
    expect(parNumero['970102018']).toMatchObject({
      commune: '97701',
      departement: '977',
      code_postal: '97133',
      type: 'pmi',
    })
    expect(parNumero['970100400']).toMatchObject({ commune: '97801', complement: 'CH LOUIS CONSTANT FLEMING, BP 381' })
    expect(parNumero['970210126']).toMatchObject({ commune: '97207', type: 'cmpp' })
    expect(parNumero['980600027']).toMatchObject({ commune: '98613', nom: 'HOPITAL DE SIA' })
    expect(parNumero['980501506']).toMatchObject({ nom: 'LIEU DE VIE ET D\'ACCUEIL "MAVOUNA MEMA 1"' })
    expect(parNumero['970405767']).toMatchObject({ adresse: '40 CHEMIN SAFER MORANGE' })
    expect((await execute(readFileSync(EXTRAIT))).comptes).toMatchObject({ Créées: '0', Inchangées: '14' })
  })
})
