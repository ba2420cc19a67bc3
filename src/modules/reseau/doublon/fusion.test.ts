import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { listDoublonsOrganismes } from './organisme.queries.ts'

/** What may still name a sheet that was merged: where it went, and links that are closed. */
const RESTE = ['structure.remplace_par', 'lien_contribution.structure']

const S = '260100045'
const F = '010780054'

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

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  await client.connecter('administrateur')
  await sql`insert into dispositif (type, nom, cree_le, modifie_le) values ('cpts', 'CPTS fictive', now(), now())`.execute(
    base.db,
  )
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

describe('two organismes', () => {
  beforeAll(async () => {
    await sql`insert into organisme (nom, commune, siren, finess, cree_le, modifie_le) values
      ('Association fictive des Amandiers', '04070', null, null, now(), now()),
      ('ASSOCIATION FICTIVE LES AMANDIERS', '04070', ${S}, ${F}, now(), now()),
      ('Union fictive', '13055', null, null, now(), now()),
      ('Ligue fictive du Verdon', '04112', null, null, now(), now()),
      ('Ligue fictive, Verdon', '04209', null, null, now(), now()),
      ('Réseau fictif', '13055', null, null, now(), now())`.execute(base.db)
    await sql`insert into structure (nom, commune, organisme, cree_le, modifie_le)
      values ('Lieu fictif des Amandiers', '04070', 1, now(), now())`.execute(base.db)
  })

  it('become one: what pointed at the one that goes points at the one that stays', async () => {
    await sql`update organisme set parent = 1 where id in (2, 6)`.execute(base.db)
    await sql`update organisme set parent = 4 where id = 1`.execute(base.db)
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
    await sql`insert into doublon_organisme_ecarte (a, b, quand) values (1, 4, now()), (1, 6, now())`.execute(base.db)
    await sql`insert into proposition (objet, objet_id, valeurs, avant, revision, origine, quand) values
      ('organisme', 1, '{"nom": "X"}', '{"nom": "Y"}', 1, 'compte', now()),
      ('structure', 1, '{"organisme": 1}', '{"organisme": 3}', 1, 'compte', now()),
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
    // Both stand under 4 once they are one: there is nothing to choose.
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
        (select organisme from structure where id = 1) as structure, (select parent from organisme where id = 6) as enfant,
        (select organisme from dispositif where id = 1) as porteur, (select organisme from contact) as contact,
        (select array_agg(array[m.role, m.debut::text, m.note, i.instance::text] order by m.role)
          from membre m left join instance_siege i on i.membre = m.id where m.organisme = 2) as membres,
        (select array_agg(array[a, b] order by b) from doublon_organisme_ecarte) as ecartes,
        (select array_agg(valeurs::text || coalesce(avant::text, '') order by id) from proposition) as propositions
      from organisme o where id = 2`.execute(base.db)
    expect(rows).toEqual([
      {
        ...{ nom: 'Association fictive des Amandiers', siren: S, finess: F, parent: 4 },
        ...{ structure: 2, enfant: 2, porteur: 2, contact: 2 },
        membres: [
          ['membre', '2023-01-01', 'Depuis le début', '1'],
          ['partenaire', null, null, null],
        ],
        ecartes: [
          [2, 4],
          [2, 6],
        ],
        propositions: [
          '{"nom": "X"}',
          '{"organisme": 2}{"organisme": 3}',
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
    expect(await listDoublonsOrganismes(createCtx(base.db), ['04070'])).toEqual([])
  })

  it('never turn round: a parent that stands under one of them is refused', async () => {
    // 5 stands under 6, which stands under 4: once 4 and 5 are one, it may not stand under 6.
    await sql`update organisme set parent = 6 where id = 5`.execute(base.db)
    await sql`update organisme set parent = 4 where id = 6`.execute(base.db)
    await sql`update organisme set parent = 3 where id = 4`.execute(base.db)
    const { rows } = await sql<{
      revision: number
    }>`select revision from organisme where id in (4, 5) order by id`.execute(base.db)
    const [revisionA, revisionB] = rows.map((r) => String(r.revision))
    const champs = { garde: 'b', revisionA: revisionA ?? '', revisionB: revisionB ?? '' }
    const envoyer = (parent: string) =>
      client.post('/annuaire/doublons/organismes/4/5/fusionner', { ...champs, 'choix.parent': parent })
    const refus = await envoyer('b')
    expect(refus.status).toBe(422)
    const page = await refus.text()
    expect(page).toContain('tournerait en rond')
    expect(page).toContain('href="#champ-choix-parent"')
    expect(page).toContain('id="champ-choix-parent"')
    expect((await envoyer('a')).status).toBe(303)
    const apres = await sql`select id, parent from organisme where id in (5, 6) order by id`.execute(base.db)
    expect(apres.rows).toEqual([
      { id: 5, parent: 3 },
      { id: 6, parent: 5 },
    ])
    expect((await client.get('/organismes/4')).headers.get('location')).toBe('/organismes/5')
    // What was proposed before and would now turn round is refused when it is read.
    await sql`insert into proposition (objet, objet_id, valeurs, avant, revision, origine, quand)
      values ('organisme', 3, '{"parent": 6}', '{"parent": null}', 1, 'compte', now())`.execute(base.db)
    const { rows: attend } = await sql<{ id: number }>`select max(id) as id from proposition`.execute(base.db)
    const accord = await client.post(`/annuaire/propositions/${attend[0]?.id}/accepter`, {
      champs: 'parent',
      revision: '1',
    })
    expect([accord.status, await accord.text()]).toEqual([422, expect.stringContaining('tournerait en rond')])
  })
})

describe('two structures', () => {
  it('are merged whole: no column that points at one is forgotten', async () => {
    await sql`insert into structure (nom, commune, cree_le, modifie_le) values ('Lieu fictif', '04070', now(), now()),
        ('Lieu fictif', '04070', now(), now()), ('Autre lieu fictif', '04070', now(), now())`.execute(base.db)
    await sql`insert into service (structure, nom, cree_le, modifie_le) values (3, 'Service fictif', now(), now())`.execute(
      base.db,
    )
    await sql`insert into contact (nom, structure, cree_le, modifie_le) values ('Fictive', 3, now(), now())`.execute(
      base.db,
    )
    await sql`insert into membre (dispositif, role, structure, cree_le) values (1, 'membre', 3, now())`.execute(base.db)
    await sql`insert into proposition (objet, structure, valeurs, origine, quand)
        values ('service', 3, '{"nom": "X"}', 'compte', now())`.execute(base.db)
    await sql`insert into lien_contribution (empreinte, structure, cree_le, expire_le)
        values ('x', 3, now(), now())`.execute(base.db)
    await sql`insert into doublon_ecarte (a, b, quand) values (3, 4, now())`.execute(base.db)
    const cles = (await listCles(base, 'structure')).map((c) => `${c.table}.${c.colonne}`)
    expect([...(await listNommant(base, 'structure', 3)), 'structure.remplace_par'].toSorted()).toEqual(
      cles.filter((c) => c !== 'doublon_ecarte.b').toSorted(),
    )
    const champs = { garde: 'a', revisionA: '1', revisionB: '1' }
    expect((await client.post('/annuaire/doublons/2/3/fusionner', champs)).status).toBe(303)
    expect((await listNommant(base, 'structure', 3)).filter((c) => !RESTE.includes(c))).toEqual([])
    const { rows } = await sql`select a, b from doublon_ecarte`.execute(base.db)
    expect(rows).toEqual([{ a: 2, b: 4 }])
  })
})
