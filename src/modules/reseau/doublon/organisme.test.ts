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

  it('are looked for in a département, not in a région: it would take too long', async () => {
    await client.connecter('administrateur')
    const lire = async (ou: string) => (await client.get(`/annuaire/doublons/organismes?ou=${ou}`)).text()
    expect(await lire('departement-04')).toContain('/annuaire/doublons/organismes/1/2')
    const region = await lire('region-84')
    expect(region).toContain('Ce lieu est trop large')
    expect(region).not.toContain('Aucun doublon')
  })

  it('are not proposed again where somebody said that they are two', async () => {
    await client.connecter('administrateur')
    expect((await client.post('/annuaire/doublons/organismes/10/9/ecarter')).headers.get('location')).toContain(
      '/annuaire/doublons/organismes?avis=',
    )
    expect(await list(null)).toEqual([[3, 4, 'nom']])
    expect(await listDoublonsOrganisme(ctx, 9)).toEqual([])
  })
})
