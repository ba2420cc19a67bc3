import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createProgramme, type Programme } from '../../../testing/api.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { importDemonstrationReseau } from '../demonstration/demonstration.actions.ts'

let base: BaseDeTest
let client: Client
let programme: Programme
beforeAll(async () => {
  base = await createBaseGeographie()
  await importDemonstrationReseau(createCtx(base.db))
  client = createClientDeTest(base.db)
  programme = await createProgramme(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const getId = async (table: string, cle: string): Promise<number> =>
  (await sql<{ id: number }>`select id from ${sql.table(table)} where cle = ${cle}`.execute(base.db)).rows[0]?.id ?? 0

const proposer = (chemin: string, corps: object, cle = programme.cle) =>
  client.call('POST', `/api/v1/${chemin}/propositions`, { cle, corps })

interface Proposee {
  id: number
  objet: string
  objet_id: number | null
  structure: number | null
  valeurs: Record<string, unknown>
  avant: Record<string, unknown> | null
}
/** What a sending left to be read. */
async function getProposee(chemin: string, corps: object, cle?: string): Promise<Proposee> {
  const reponse = await proposer(chemin, corps, cle)
  const texte = await reponse.text()
  expect([chemin, reponse.status, texte]).toEqual([chemin, 201, expect.stringContaining('a-relire')])
  const { id } = JSON.parse(texte) as { id: number }
  const { rows } = await sql<Proposee>`select id, objet, objet_id, structure, valeurs, avant from proposition
    where id = ${id} and etat = 'a-relire' and origine = 'compte'`.execute(base.db)
  if (!rows[0]) throw new Error('no proposal')
  return rows[0]
}

async function listRefus(chemin: string, corps: object): Promise<[number, string | undefined]> {
  const reponse = await proposer(chemin, corps)
  expect(reponse.headers.get('content-type')).toContain('application/problem+json')
  return [reponse.status, (await programme.listPointeurs(reponse))[0]]
}

const lireLigne = async (table: string, id: number) =>
  (await sql<Record<string, unknown>>`select * from ${sql.table(table)} where id = ${id}`.execute(base.db)).rows[0] ??
  {}

describe('corrections: only what is given is proposed, beside what stands', () => {
  it('of a service', async () => {
    const id = await getId('service', 'fictif-msp-barcelonnette-3')
    const avant = await lireLigne('service', id)
    const proposee = await getProposee(`services/${id}`, {
      ...{ frais: 'payant', themes: ['sante-mentale'], zoneEligibilite: ['04019', '05'], horaires: 'Mo 09:00-12:00' },
      ageMin: 3,
    })
    expect(proposee).toMatchObject({ objet: 'service', objet_id: id, structure: null })
    expect(proposee.valeurs).toEqual({
      ...{ frais: 'payant', themes: ['sante-mentale'], zoneEligibilite: ['04019', '05'], horaires: 'Mo 09:00-12:00' },
      ageMin: 3,
    })
    expect(proposee.avant).toMatchObject({ frais: avant.frais, ageMin: avant.age_min })
    expect(await lireLigne('service', id)).toEqual(avant)
  })

  it('of an organisme', async () => {
    const [id, parent] = [await getId('organisme', 'fictif-caisse'), await getId('organisme', 'fictif-departement')]
    // 13001 is the postal code of a part of Marseille, and the INSEE code of Aix-en-Provence.
    const proposee = await getProposee(`organismes/${id}`, { commune: '13001', parent, sigle: 'CFAM' })
    expect(proposee).toMatchObject({ objet: 'organisme', objet_id: id })
    expect(proposee.valeurs).toEqual({ commune: '13001', parent, sigle: 'CFAM' })
    expect(proposee.avant).toEqual({ commune: '04070', parent: null, sigle: null })
    expect((await getProposee(`organismes/${id}`, { telephone: null })).valeurs).toEqual({ telephone: null })
  })

  it('of a structure, its place too', async () => {
    const id = await getId('structure', 'fictif-pharmacie-marche')
    const organisme = await getId('organisme', 'fictif-caisse')
    const corps = { commune: '04070', organisme, longitude: 6.236, latitude: 44.092, langues: ['oc'] }
    expect((await getProposee(`structures/${id}`, corps)).valeurs).toEqual(corps)
  })

  it('of a dispositif: fields, answers, and what its territory gains and loses', async () => {
    const id = await getId('dispositif', 'fictif-cls')
    const { communes, valeurs } = (await lireLigne('dispositif', id)) as { communes: string[]; valeurs: object }
    const [sortie, ...reste] = communes
    const organisme = await getId('organisme', 'fictif-ville')
    const proposee = await getProposee(`dispositifs/${id}`, {
      ...{ site_web: 'https://exemple.fr/cls', organisme, commune: '04070', fin: '2031-12-31' },
      ...{ communes: [...reste, '05061'], depuis: '2026-01-01', valeurs: { generation: 2 } },
    })
    expect(proposee).toMatchObject({ objet: 'dispositif', objet_id: id })
    expect(proposee.valeurs).toMatchObject({
      ...{ siteWeb: 'https://exemple.fr/cls', commune: '04070', fin: '2031-12-31', 'valeurs.generation': 2 },
      ...{ communesAjoutees: ['05061'], communesRetirees: [sortie], depuis: '2026-01-01' },
    })
    expect(
      Object.keys(proposee.valeurs).filter((c) => !['organisme', 'siteWeb', 'commune', 'fin'].includes(c)),
    ).toEqual(expect.arrayContaining(['valeurs.generation', 'communesAjoutees', 'communesRetirees', 'depuis']))
    expect(proposee.avant).toMatchObject({ communes })
    expect(await lireLigne('dispositif', id)).toMatchObject({ communes, valeurs })
    expect((await getProposee(`dispositifs/${id}`, { message: 'Un mot' })).valeurs).toEqual({})
  })

  it('wait to be read whoever holds the key', async () => {
    const id = await getId('dispositif', 'fictif-cls')
    const { cle, compte } = await programme.enter('coordinateur')
    await sql`insert into coordination values (${id}, ${compte}, now())`.execute(base.db)
    const organisme = await getId('organisme', 'fictif-ecole')
    for (const k of [cle, (await programme.enter('administrateur')).cle, (await programme.enter('contributeur')).cle]) {
      await getProposee(`dispositifs/${id}`, { telephone: '04 92 00 00 09' }, k)
      await getProposee(`organismes/${organisme}`, { telephone: '04 92 00 00 09' }, k)
    }
    expect(await lireLigne('organisme', organisme)).toMatchObject({ telephone: null, revision: 1 })
    const etroite = (await programme.enter('contributeur', ['notices:ecrire'])).cle
    expect((await proposer(`dispositifs/${id}`, { nom: 'X' }, etroite)).status).toBe(403)
    await sql`update dispositif set publication = 'propose' where id = ${id}`.execute(base.db)
    await sql`update organisme set publication = 'propose' where id = ${organisme}`.execute(base.db)
    expect((await proposer(`dispositifs/${id}`, { nom: 'X' })).status).toBe(404)
    expect((await proposer(`organismes/${organisme}`, { nom: 'X' })).status).toBe(404)
    await sql`update dispositif set publication = 'publie' where id = ${id}`.execute(base.db)
  })
})

describe('what is missing', () => {
  const accepter = async (id: number, suite = {}) => {
    await client.connecter('administrateur')
    const reponse = await client.post(`/annuaire/propositions/${id}/accepter`, { revision: '0', ...suite })
    expect(reponse.status).toBe(303)
    const { rows } = await sql<{ objet_id: number }>`select objet_id from proposition where id = ${id}`.execute(base.db)
    return rows[0]?.objet_id ?? 0
  }

  it('a structure, once somebody agreed', async () => {
    const corps = {
      ...{ nom: 'Lieu fictif d’écoute', type: 'cmp', commune: '04070', siret: null, telephone: '04 92 00 00 01' },
      ...{ horaires: 'Mo-Fr 09:00-12:00', longitude: 6.236, latitude: 44.092, message: 'Vu sur place' },
    }
    const proposee = await getProposee('structures', corps)
    expect(proposee).toMatchObject({ objet: 'structure', objet_id: null, avant: null })
    const { message: _, siret: __, ...dits } = corps
    expect(await lireLigne('structure', await accepter(proposee.id))).toMatchObject({ ...dits, publication: 'publie' })
  })

  it('a service of a structure', async () => {
    const structure = await getId('structure', 'fictif-clic')
    const corps = { nom: 'Permanence fictive', themes: ['acces-soins'], ageMin: 12, ageMax: 25, langues: ['fsl'] }
    const proposee = await getProposee(`structures/${structure}/services`, corps)
    expect(proposee).toMatchObject({ objet: 'service', objet_id: null, structure })
    const { ageMin, ageMax, ...dits } = corps
    const service = await lireLigne('service', await accepter(proposee.id))
    expect(service).toMatchObject({ ...dits, age_min: ageMin, age_max: ageMax, structure })
  })

  it('fields that go together are not kept apart', async () => {
    const id = await getId('service', 'fictif-msp-barcelonnette-3')
    const { id: p } = await getProposee(`services/${id}`, { ageMin: 10, ageMax: 15 })
    await client.connecter('administrateur')
    const choix = { revision: '1', champs: 'ageMax', motif: 'Un seul.' }
    const refus = await client.post(`/annuaire/propositions/${p}/accepter`, choix)
    expect([refus.status, await refus.text()]).toEqual([422, expect.stringContaining('ne vont qu’ensemble')])
    expect(await lireLigne('service', id)).toMatchObject({ age_min: 18, age_max: null })
    expect(await lireLigne('proposition', p)).toMatchObject({ etat: 'a-relire' })
  })

  it('an organisme', async () => {
    const parent = await getId('organisme', 'fictif-departement')
    const corps = { nom: 'Association fictive du Val', type: 'association', commune: '04070', parent }
    const proposee = await getProposee('organismes', corps)
    expect(await lireLigne('organisme', await accepter(proposee.id))).toMatchObject(corps)
  })
})

describe('faults are told where they stand', () => {
  const CIBLES: Record<string, [string, string]> = {
    services: ['service', 'fictif-msp-barcelonnette-3'],
    organismes: ['organisme', 'fictif-departement'],
    structures: ['structure', 'fictif-clic'],
    dispositifs: ['dispositif', 'fictif-cls'],
  }
  it.each<[string, object, string]>([
    ['services', { couleur: 'bleu' }, '/couleur'],
    ['services', { themes: ['rien'] }, '/themes'],
    ['services', { horaires: 'quand on veut' }, '/horaires'],
    ['services', { zoneEligibilite: ['04019', 'Nulle-Part-Fictive'] }, '/zoneEligibilite'],
    ['services', { ageMax: 12 }, '/ageMax'],
    ['services', { nom: '' }, '/nom'],
    ['services', {}, ''],
    ['organismes', { siren: '123456789' }, '/siren'],
    ['organismes', { commune: '04999' }, '/commune'],
    ['organismes', { commune: 'Digne' }, '/commune'],
    ['organismes', { parent: 999_999 }, '/parent'],
    ['organismes', { revision: 3 }, '/revision'],
    ['organismes', { message: 'Rien d’autre' }, ''],
    ['structures', { organisme: 999_999 }, '/organisme'],
    ['structures', { longitude: 6 }, '/latitude'],
    ['structures', { longitude: 6, latitude: null }, '/latitude'],
    ['structures', { longitude: 400, latitude: 44 }, '/longitude'],
    ['dispositifs', { site_web: 'exemple' }, '/site_web'],
    ['dispositifs', { siteWeb: 'https://exemple.fr' }, '/siteWeb'],
    ['dispositifs', { organisme: 999_999 }, '/organisme'],
    ['dispositifs', { commune: '04999' }, '/commune'],
    ['dispositifs', { communes: ['04070', '04999'] }, '/communes'],
    ['dispositifs', { themes: ['rien'] }, '/themes'],
    ['dispositifs', { valeurs: { couleur: 'bleu' } }, '/valeurs/couleur'],
    ['dispositifs', { valeurs: { generation: 'deux' } }, '/valeurs/generation'],
    ['dispositifs', { fin: 'demain' }, '/fin'],
    ['dispositifs', {}, ''],
  ])('%s %j: %s', async (sorte, corps, pointeur) => {
    const [table, cle] = CIBLES[sorte] ?? ['', '']
    expect(await listRefus(`${sorte}/${await getId(table, cle)}`, corps)).toEqual([422, pointeur])
  })

  it('of one that stands above it: a circle', async () => {
    const [haut, bas] = [await getId('organisme', 'fictif-communaute'), await getId('organisme', 'fictif-ccas')]
    expect(await listRefus(`organismes/${haut}`, { parent: bas })).toEqual([422, '/parent'])
  })

  it('of what is new: a name is needed', async () => {
    expect(await listRefus('structures', { commune: '04070' })).toEqual([422, '/nom'])
    expect(await listRefus('organismes', {})).toEqual([422, '/nom'])
    const clic = await getId('structure', 'fictif-clic')
    expect(await listRefus(`structures/${clic}/services`, { nom: 'X', ageMin: 9, ageMax: 3 })).toEqual([422, '/ageMax'])
    expect((await proposer('structures/999999/services', { nom: 'X' })).status).toBe(404)
    expect((await proposer('dispositifs/999999', { nom: 'X' })).status).toBe(404)
  })
})
