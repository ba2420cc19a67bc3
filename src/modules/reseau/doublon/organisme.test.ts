import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import type { Organisme } from '../organisme/organisme.ts'
import { computePaireOrganismes, computeRaisonOrganismes, type Repere } from './doublon.ts'
import { listDoublonsOrganisme, listDoublonsOrganismes } from './organisme.queries.ts'

const S = '260100045'
const F = '010780054'
const rien: Repere = { siren: null, finess: null, sirensDits: [], finessDits: [], communes: [], departements: [] }
const digne = { communes: ['04070'], departements: ['04'] }
const sisteron = { communes: ['04209'], departements: ['04'] }

describe('why two organismes may be one', () => {
  it.each<[string, Partial<Repere>, Partial<Repere>, number, string | null]>([
    [
      'one SIREN, whatever the names and FINESS numbers',
      { siren: S, finess: F },
      { siren: S, finess: '2' },
      0,
      'siren',
    ],
    ['two SIREN, of one name at one place', { siren: S, ...digne }, { siren: '1', ...digne }, 1, null],
    ['two FINESS, of one name at one place', { finess: F, ...digne }, { finess: '2', ...digne }, 1, null],
    ['the SIREN of one, in the SIRET of a structure of the other', { siren: S }, { sirensDits: ['9', S] }, 0, 'siren'],
    ['the same, the other way round', { sirensDits: [S] }, { siren: S }, 0, 'siren'],
    ['a structure that is housed by another body', { siren: S }, { siren: '1', sirensDits: [S] }, 0, null],
    ['the FINESS of one, said by a structure of the other', { finess: F }, { finessDits: [F] }, 0, 'finess'],
    ['near names in one commune', digne, digne, 0.6, 'commune'],
    ['further names in one commune', digne, digne, 0.59, null],
    ['a number on one side only', { siren: S, ...digne }, digne, 0.7, 'commune'],
    ['near names in one département', digne, sisteron, 0.79, null],
    ['nearly the same name in one département', digne, sisteron, 0.8, 'departement'],
    ['one name in two départements', digne, { communes: ['13055'], departements: ['13'] }, 1, null],
    ['one name, one of them nowhere', digne, {}, 1, 'nom'],
    ['near names, one of them nowhere', digne, {}, 0.99, null],
    ['nothing', {}, {}, 0, null],
  ])('%s', (_cas, a, b, noms, raison) => {
    expect(computeRaisonOrganismes({ ...rien, ...a }, { ...rien, ...b }, noms)).toBe(raison)
    expect(computeRaisonOrganismes({ ...rien, ...b }, { ...rien, ...a }, noms)).toBe(raison)
  })

  it('where one stood above the other, what is above it stands above both', () => {
    const parents = (a: number | null, b: number | null) => {
      const paire = { a: { id: 1, parent: a }, b: { id: 2, parent: b } } as { a: Organisme; b: Organisme }
      const lue = computePaireOrganismes(paire)
      return [lue.a.parent, lue.b.parent]
    }
    expect(parents(2, 9)).toEqual([9, 9])
    expect(parents(9, 1)).toEqual([9, 9])
    expect(parents(2, null)).toEqual([null, null])
    expect(parents(8, 9)).toEqual([8, 9])
    expect(parents(2, 1)).toEqual([null, null])
  })
})

/** What may still name a sheet that was merged: where it went, and links that are closed. */
const RESTE = ['organisme.remplace_par', 'structure.remplace_par', 'lien_contribution.structure']

interface Cle {
  table: string
  colonne: string
}
/** Every column that points at this table, also those that nobody thought of here. */
const listCles = async (base: BaseDeTest, table: string): Promise<Cle[]> =>
  (
    await sql<Cle>`select k.conrelid::regclass::text as table, a.attname as colonne from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      where k.contype = 'f' and k.confrelid = ${table}::regclass order by 1, 2`.execute(base.db)
  ).rows
const listNommant = async (base: BaseDeTest, table: string, id: number): Promise<string[]> => {
  const noms: string[] = []
  for (const c of await listCles(base, table)) {
    const { rows } = await sql`select from ${sql.table(c.table)} where ${sql.ref(c.colonne)} = ${id} limit 1`.execute(
      base.db,
    )
    if (rows.length > 0) noms.push(`${c.table}.${c.colonne}`)
  }
  return noms
}

describe('doubles of organismes', () => {
  let base: BaseDeTest
  let client: Client
  let ctx: Ctx
  beforeAll(async () => {
    base = await createBaseGeographie()
    client = createClientDeTest(base.db)
    ctx = createCtx(base.db)
    await sql`insert into organisme (nom, commune, siren, finess, source, cree_le, modifie_le) values
      ('Association fictive des Amandiers', '04070', null, null, 'saisie', now(), now()),
      ('ASSOCIATION FICTIVE LES AMANDIERS', '04070', ${S}, ${F}, 'finess', now(), now()),
      ('Union fictive sans siège', null, null, null, 'saisie', now(), now()),
      ('Union fictive sans siege', '13055', null, null, 'saisie', now(), now()),
      ('Clinique fictive du Lac', '04070', '100000009', null, 'finess', now(), now()),
      ('Clinique fictive du Lac', '04070', '200000008', null, 'finess', now(), now()),
      ('Ligue fictive du Verdon', '04112', null, null, 'saisie', now(), now()),
      ('Ligue fictive, Verdon', '04209', null, null, 'saisie', now(), now()),
      ('Mutuelle fictive Horizon', null, '300000007', null, 'finess', now(), now()),
      ('Horizon fictif', null, null, null, 'saisie', now(), now()),
      ('Réseau fictif', '13055', null, null, 'saisie', now(), now())`.execute(base.db)
    await sql`insert into structure (nom, commune, organisme, siret, cree_le, modifie_le) values
      ('Lieu fictif Horizon', '13201', 10, '30000000700011', now(), now()),
      ('Lieu fictif des Amandiers', '04070', 1, null, now(), now())`.execute(base.db)
  })
  afterAll(async () => {
    await client.app.close()
    await base.close()
  })
  const list = async (communes: string[] | null) =>
    (await listDoublonsOrganismes(ctx, communes)).map((d) => [d.a, d.b, d.raison])

  it('have one number or one name, or near names at one place', async () => {
    expect(await list(null)).toEqual([
      [9, 10, 'siren'],
      [3, 4, 'nom'],
    ])
    expect(await list(['04070'])).toEqual([[1, 2, 'commune']])
    expect(await list(['04209'])).toEqual([[7, 8, 'departement']])
    // A city is where its arrondissements are, and the structures of a body that has no seat.
    expect(await list(['13201'])).toEqual([
      [9, 10, 'siren'],
      [3, 4, 'nom'],
    ])
    expect(await list(['05061'])).toEqual([])
  })

  it('of one sheet are found from it', async () => {
    const de = async (id: number) => (await listDoublonsOrganisme(ctx, id)).map((d) => [d.a, d.b, d.raison])
    expect(await de(2)).toEqual([[1, 2, 'commune']])
    expect(await de(7)).toEqual([[7, 8, 'departement']])
    expect(await de(10)).toEqual([[9, 10, 'siren']])
    expect(await de(5)).toEqual([])
  })

  it('are shown to who keeps both sheets', async () => {
    for (const role of [null, 'contributeur', 'documentaliste'] as const) {
      await client.connecter(role)
      expect((await client.get('/annuaire/doublons/organismes')).status).toBe(role ? 404 : 303)
      for (const chemin of ['/annuaire/doublons/organismes/1/2', '/organismes/1/doublons'])
        expect([chemin, (await client.get(chemin)).status]).toEqual([chemin, 404])
      expect((await client.post('/annuaire/doublons/organismes/1/2/fusionner')).status).toBe(404)
    }
    const compte = await client.connecter('coordinateur')
    await sql`insert into dispositif (type, nom, cree_le, modifie_le) values ('cpts', 'CPTS fictive', now(), now())`.execute(
      base.db,
    )
    await sql`insert into coordination values (1, ${compte}, now())`.execute(base.db)
    await sql`insert into dispositif_commune values (1, '04070', 'cpts'), (1, '04112', 'cpts')`.execute(base.db)
    const page = await (await client.get('/annuaire/doublons/organismes')).text()
    expect(page).toContain('/annuaire/doublons/organismes/1/2')
    expect(page).not.toContain('/annuaire/doublons/organismes/7/8')
    expect((await client.get('/annuaire/doublons/organismes/7/8')).status).toBe(404)
    expect((await client.post('/annuaire/doublons/organismes/7/8/ecarter')).status).toBe(404)
    expect((await client.get('/annuaire/doublons/organismes/1/2')).status).toBe(200)
    expect((await client.get('/organismes/1/doublons')).status).toBe(200)
    expect(await (await client.get('/organismes/1')).text()).toContain('/organismes/1/doublons')
  })

  it('become one: what pointed at the one that goes points at the one that stays', async () => {
    await client.connecter('administrateur')
    await sql`update structure set organisme = 1 where id = 2`.execute(base.db)
    await sql`update organisme set parent = 1 where id in (2, 11)`.execute(base.db)
    await sql`update organisme set parent = 7 where id = 1`.execute(base.db)
    await sql`update dispositif set organisme = 1 where id = 1`.execute(base.db)
    await sql`insert into contact (nom, organisme, cree_le, modifie_le) values ('Fictive', 1, now(), now())`.execute(
      base.db,
    )
    await sql`insert into membre (dispositif, role, organisme, debut, note, cree_le) values
      (1, 'membre', 2, '2024-01-01', null, now()), (1, 'membre', 1, '2023-01-01', 'Depuis le début', now()),
      (1, 'partenaire', 1, null, null, now())`.execute(base.db)
    await sql`insert into instance (dispositif, type, nom, cree_le) values (1, 'copil', 'Comité fictif', now())`.execute(
      base.db,
    )
    await sql`insert into instance_siege values (1, 2)`.execute(base.db)
    await sql`insert into doublon_organisme_ecarte (a, b, quand) values (1, 7, now()), (1, 11, now())`.execute(base.db)
    await sql`insert into proposition (objet, objet_id, valeurs, avant, revision, origine, quand) values
      ('organisme', 1, '{"nom": "X"}', '{"nom": "Y"}', 1, 'compte', now()),
      ('structure', 1, '{"organisme": 1}', '{"organisme": 10}', 1, 'compte', now()),
      ('dispositif', 1, '{"organisme": null}', '{"organisme": 1}', null, 'compte', now()),
      ('organisme', 2, '{"parent": 1, "sigle": "AFA"}', '{"parent": null, "sigle": null}', 1, 'compte', now())`.execute(
      base.db,
    )
    const cles = (await listCles(base, 'organisme')).map((c) => `${c.table}.${c.colonne}`)
    // Every column is tried: a later one fails here until a merge moves it.
    expect([...(await listNommant(base, 'organisme', 1)), 'organisme.remplace_par'].toSorted()).toEqual(
      cles.filter((c) => c !== 'doublon_organisme_ecarte.b').toSorted(),
    )

    const page = await (await client.get('/annuaire/doublons/organismes/1/2')).text()
    expect(page).toContain('name="choix.nom"')
    // Both stand under 7 once they are one: there is nothing to choose.
    expect(page).not.toContain('name="choix.parent"')
    const champs = { garde: 'b', 'choix.nom': 'a', revisionA: '1', revisionB: '1' }
    const envoyer = (suite: object) =>
      client.post('/annuaire/doublons/organismes/1/2/fusionner', { ...champs, ...suite })
    expect((await envoyer({ garde: '' })).status).toBe(422)
    // Two at once: one is done, the other is told.
    const statuts = (await Promise.all([envoyer({}), envoyer({})])).map((r) => r.status)
    expect(statuts.toSorted()).toEqual([303, 404])

    expect(await listNommant(base, 'organisme', 1)).toEqual([])
    const { rows } = await sql`select o.nom, o.siren, o.finess, o.parent,
        (select organisme from structure where id = 2) as structure, (select parent from organisme where id = 11) as enfant,
        (select organisme from dispositif where id = 1) as porteur, (select organisme from contact) as contact,
        (select array_agg(array[m.role, m.debut::text, m.note, i.instance::text] order by m.role)
          from membre m left join instance_siege i on i.membre = m.id where m.organisme = 2) as membres,
        (select array_agg(array[a, b] order by b) from doublon_organisme_ecarte) as ecartes,
        (select array_agg(valeurs::text || coalesce(avant::text, '') order by id) from proposition) as propositions
      from organisme o where id = 2`.execute(base.db)
    expect(rows).toEqual([
      {
        ...{ nom: 'Association fictive des Amandiers', siren: S, finess: F, parent: 7 },
        ...{ structure: 2, enfant: 2, porteur: 2, contact: 2 },
        membres: [
          ['membre', '2023-01-01', 'Depuis le début', '1'],
          ['partenaire', null, null, null],
        ],
        ecartes: [
          [2, 7],
          [2, 11],
        ],
        propositions: [
          '{"nom": "X"}',
          '{"organisme": 2}{"organisme": 10}',
          '{"organisme": null}{"organisme": 2}',
          '{"sigle": "AFA"}{"sigle": null}',
        ],
      },
    ])
    expect((await client.get('/organismes/1')).headers.get('location')).toBe('/organismes/2')
    expect(await (await client.get('/organismes/2/historique')).text()).toContain('Fusion avec la fiche n°\u00a01')
    const gestes = await sql<{ objet: string }>`select objet from modification where geste = 'fusion'
      order by 1`.execute(base.db)
    expect(gestes.rows.map((r) => r.objet)).toEqual(['dispositif', 'organisme', 'organisme', 'organisme', 'structure'])
    expect(await list(['04070'])).toEqual([])
  })

  it('never turn round: a parent that stands under one of them is refused', async () => {
    // 8 stands under 11, which stands under 7: once 7 and 8 are one, nothing of it may be under 11.
    await sql`update organisme set parent = 11 where id = 8`.execute(base.db)
    await sql`update organisme set parent = 7 where id = 11`.execute(base.db)
    await sql`update organisme set parent = 5 where id = 7`.execute(base.db)
    const { rows } = await sql<{
      revision: number
    }>`select revision from organisme where id in (7, 8) order by id`.execute(base.db)
    const [revisionA, revisionB] = rows.map((r) => String(r.revision))
    const champs = { garde: 'b', revisionA: revisionA ?? '', revisionB: revisionB ?? '' }
    const envoyer = (parent: string) =>
      client.post('/annuaire/doublons/organismes/7/8/fusionner', { ...champs, 'choix.parent': parent })
    const refus = await envoyer('b')
    expect(refus.status).toBe(422)
    const page = await refus.text()
    expect(page).toContain('tournerait en rond')
    expect(page).toContain('href="#champ-choix-parent"')
    expect(page).toContain('id="champ-choix-parent"')
    expect((await envoyer('a')).status).toBe(303)
    const apres = await sql`select id, parent from organisme where id in (8, 11) order by id`.execute(base.db)
    expect(apres.rows).toEqual([
      { id: 8, parent: 5 },
      { id: 11, parent: 8 },
    ])
    // Its address goes on through two merges.
    expect((await client.get('/organismes/7')).headers.get('location')).toBe('/organismes/8')
  })

  it('are not proposed again where somebody said that they are two', async () => {
    expect((await client.post('/annuaire/doublons/organismes/10/9/ecarter')).headers.get('location')).toContain(
      '/annuaire/doublons/organismes?avis=',
    )
    expect(await list(null)).toEqual([[3, 4, 'nom']])
    expect(await listDoublonsOrganisme(ctx, 9)).toEqual([])
  })
})

describe('structures', () => {
  it('are merged whole: no column that points at one is forgotten', async () => {
    const base = await createBaseGeographie()
    const client = createClientDeTest(base.db)
    try {
      await sql`insert into structure (nom, commune, cree_le, modifie_le) values ('Lieu fictif', '04070', now(), now()),
        ('Lieu fictif', '04070', now(), now()), ('Autre lieu fictif', '04070', now(), now())`.execute(base.db)
      await sql`insert into dispositif (type, nom, cree_le, modifie_le) values ('cpts', 'CPTS fictive', now(), now())`.execute(
        base.db,
      )
      await sql`insert into service (structure, nom, cree_le, modifie_le) values (2, 'Service fictif', now(), now())`.execute(
        base.db,
      )
      await sql`insert into contact (nom, structure, cree_le, modifie_le) values ('Fictive', 2, now(), now())`.execute(
        base.db,
      )
      await sql`insert into membre (dispositif, role, structure, cree_le) values (1, 'membre', 2, now())`.execute(
        base.db,
      )
      await sql`insert into proposition (objet, structure, valeurs, origine, quand)
        values ('service', 2, '{"nom": "X"}', 'compte', now())`.execute(base.db)
      await sql`insert into lien_contribution (empreinte, structure, cree_le, expire_le)
        values ('x', 2, now(), now())`.execute(base.db)
      await sql`insert into doublon_ecarte (a, b, quand) values (2, 3, now())`.execute(base.db)
      const cles = (await listCles(base, 'structure')).map((c) => `${c.table}.${c.colonne}`)
      expect([...(await listNommant(base, 'structure', 2)), 'structure.remplace_par'].toSorted()).toEqual(
        cles.filter((c) => c !== 'doublon_ecarte.b').toSorted(),
      )
      await client.connecter('administrateur')
      const champs = { garde: 'a', revisionA: '1', revisionB: '1' }
      expect((await client.post('/annuaire/doublons/1/2/fusionner', champs)).status).toBe(303)
      expect((await listNommant(base, 'structure', 2)).filter((c) => !RESTE.includes(c))).toEqual([])
      const { rows } = await sql`select a, b from doublon_ecarte`.execute(base.db)
      expect(rows).toEqual([{ a: 1, b: 3 }])
    } finally {
      await client.app.close()
      await base.close()
    }
  })
})
