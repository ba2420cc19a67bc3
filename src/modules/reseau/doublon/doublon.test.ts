import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import type { Structure } from '../structure/structure.ts'
import { listDoublons, listDoublonsDe } from './doublon.queries.ts'
import { CHAMPS_STRUCTURE, computeGardee, listChoix, mergeFiches } from './doublon.ts'

describe('choosing field by field', () => {
  const vide = { langues: [], reseauxPorteurs: [] } as unknown as Structure
  const a = {
    ...vide,
    nom: 'A',
    telephone: null as string | null,
    finess: null as string | null,
    verifieLe: null,
    source: 'saisie',
    longitude: 1,
    latitude: 2,
    positionSource: 'adresse',
  }
  const b = {
    ...vide,
    nom: 'B',
    telephone: '04',
    finess: '010780054',
    verifieLe: null,
    source: 'finess',
    longitude: 3,
    latitude: 4,
    positionSource: 'source',
  }
  it('proposes what is said over nothing', () =>
    expect(listChoix(CHAMPS_STRUCTURE, { a, b })).toEqual([
      { champ: 'nom', cote: 'a' },
      { champ: 'finess', cote: 'b' },
      { champ: 'longitude', cote: 'a' },
      { champ: 'telephone', cote: 'b' },
    ]))
  it('keeps the sheet that is better known', () =>
    expect([computeGardee({ a, b }), computeGardee({ a: b, b: a })]).toEqual(['b', 'a']))
  it('moves a position whole', () =>
    expect(mergeFiches(CHAMPS_STRUCTURE, { a, b }, { nom: 'b', longitude: 'b' })).toEqual({
      nom: 'B',
      finess: '010780054',
      telephone: '04',
      longitude: 3,
      latitude: 4,
      positionSource: 'source',
    }))
})

describe('doubles of the directory', () => {
  let base: BaseDeTest
  let client: Client
  let ctx: Ctx
  beforeAll(async () => {
    base = await createBaseGeographie()
    client = createClientDeTest(base.db)
    ctx = createCtx(base.db)
    await sql`insert into structure (nom, commune, siret, finess, telephone, longitude, latitude, cree_le, modifie_le) values
      ('Centre de santé fictif des Alpes', '04070', null, '010780054', null, 6.2360, 44.0920, now(), now()),
      ('Centre de sante fictif des Alpes', '04070', null, null, '0492000000', 6.2361, 44.0921, now(), now()),
      ('Pharmacie fictive du Bourg', '04070', null, null, null, null, null, now(), now()),
      ('Pharmacie fictive de la Gare', '04070', null, null, null, null, null, now(), now()),
      ('Maison fictive Alpha', '13201', '26010004500012', null, null, null, null, now(), now()),
      ('Tout autre nom fictif', '04001', '26010004500012', null, null, null, null, now(), now()),
      ('Foyer fictif Bleuet', '04001', null, null, null, 6.2400, 44.1000, now(), now()),
      ('Foyer fictif Bleuet', '04009', null, null, null, 6.2410, 44.1010, now(), now()),
      ('Foyer fictif Bleuet', '04112', null, null, null, 5.8000, 43.8000, now(), now()),
      ('Centre médico-psychologique fictif de Seyne', '04205', null, null, '04 92 00 00 01', null, null, now(), now()),
      ('C.M.P. fictif Seyne', '04205', null, null, '+33492000001', null, null, now(), now()),
      ('Mairie fictive', '04205', null, null, '0492000001', null, null, now(), now())`.execute(base.db)
    await sql`insert into service (structure, nom, cree_le, modifie_le) values (2, 'Service fictif', now(), now())`.execute(
      base.db,
    )
    await sql`insert into contact (nom, structure, cree_le, modifie_le) values ('Fictive', 2, now(), now())`.execute(
      base.db,
    )
    await sql`insert into dispositif (type, nom, cree_le, modifie_le) values ('cpts', 'CPTS fictive', now(), now())`.execute(
      base.db,
    )
    await sql`insert into membre (dispositif, role, structure, cree_le) values (1, 'membre', 2, now())`.execute(base.db)
    await sql`insert into proposition (objet, objet_id, valeurs, revision, origine, quand)
      values ('structure', 2, '{"nom": "X"}', 1, 'lien', now())`.execute(base.db)
  })
  afterAll(async () => {
    await client.app.close()
    await base.close()
  })
  const list = async (communes: string[] | null) => (await listDoublons(ctx, communes)).map((d) => [d.a, d.b, d.raison])
  const alpes = ['04070', '04001', '04009', '04112']

  it('are of one number, or of near names at one place', async () => {
    expect(await list(null)).toEqual([[5, 6, 'siret']])
    expect(await list(['04070'])).toEqual([[1, 2, 'commune']])
    expect(await list(alpes)).toEqual([
      [1, 2, 'commune'],
      [7, 8, 'position'],
    ])
    expect(await list(['13055'])).toEqual([])
    expect(await list(['04205'])).toEqual([[10, 11, 'telephone']])
  })

  it('of one sheet are found from it', async () => {
    expect((await listDoublonsDe(ctx, 2)).map((d) => d.b)).toEqual([1])
    expect((await listDoublonsDe(ctx, 10)).map((d) => [d.b, d.raison])).toEqual([[11, 'telephone']])
    expect((await listDoublonsDe(ctx, 6)).map((d) => [d.b, d.raison])).toEqual([[5, 'siret']])
  })

  it('are shown to who keeps sheets', async () => {
    for (const role of [null, 'contributeur', 'documentaliste'] as const) {
      await client.connecter(role)
      expect((await client.get('/annuaire/doublons')).status).toBe(role ? 404 : 303)
      expect((await client.get('/annuaire/doublons/1/2')).status).toBe(404)
    }
    const compte = await client.connecter('coordinateur')
    expect(await (await client.get('/annuaire/doublons')).text()).toContain('Aucun doublon')
    await sql`insert into coordination values (1, ${compte}, now())`.execute(base.db)
    await sql`insert into dispositif_commune values (1, '04070', 'cpts')`.execute(base.db)
    expect(await (await client.get('/annuaire/doublons')).text()).toContain('/annuaire/doublons/1/2')
    expect((await client.get('/annuaire/doublons/7/8')).status).toBe(404)
    expect((await client.post('/annuaire/doublons/7/8/ecarter')).status).toBe(404)
  })

  it('become one: chosen fields, all that hung on the other, its address', async () => {
    await client.connecter('administrateur')
    const page = await (await client.get('/annuaire/doublons/1/2')).text()
    expect(page).toContain('name="choix.telephone"')
    const champs = { garde: 'a', 'choix.telephone': 'b', 'choix.nom': 'a', revisionA: '1', revisionB: '1' }
    expect((await client.post('/annuaire/doublons/1/2/fusionner', { ...champs, revisionB: '9' })).status).toBe(422)
    expect((await client.post('/annuaire/doublons/1/2/fusionner', { ...champs, garde: '' })).status).toBe(422)
    const fusion = await client.post('/annuaire/doublons/1/2/fusionner', champs)
    expect(fusion.headers.get('location')).toContain('/structures/1?')
    expect((await client.get('/structures/2')).headers.get('location')).toBe('/structures/1')
    const { rows } = await sql`select s.nom, s.telephone, s.finess,
        (select structure from service) as service, (select structure from contact) as contact,
        (select structure from membre) as membre, (select objet_id from proposition) as proposition
      from structure s where id = 1`.execute(base.db)
    expect(rows).toEqual([
      {
        nom: 'Centre de santé fictif des Alpes',
        telephone: '0492000000',
        finess: '010780054',
        service: 1,
        contact: 1,
        membre: 1,
        proposition: 1,
      },
    ])
    const historique = await (await client.get('/structures/1/historique')).text()
    expect(historique).toContain('Fusion')
    expect(historique).toContain('Centre de sante fictif des Alpes')
    expect(await list(['04070'])).toEqual([])
  })

  it('are not proposed again where somebody said that they are two', async () => {
    await client.post('/annuaire/doublons/8/7/ecarter')
    expect(await list(alpes)).toEqual([])
    expect(await listDoublonsDe(ctx, 7)).toEqual([])
  })
})
