import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { importDemonstrationReseau } from '../demonstration/demonstration.actions.ts'
import { formatE164 } from '../echange/telephone.ts'
import type { Service } from '../service/service.ts'
import type { Structure } from '../structure/structure.ts'
import { formatServiceDi, formatStructureDi } from './data-inclusion.ts'
import { createSchemaService, createSchemaStructure, type ServiceDi, type StructureDi } from './schema.ts'

const AUJOURDHUI = '2026-03-02'
const envoi = { site: 'https://exemple.fr', maintenant: new Date(`${AUJOURDHUI}T10:00:00Z`) }
const LE_1ER = new Date('2026-01-01T00:00:00Z')

const suivi = {
  ...{ fictif: false, source: 'saisie', sourceId: null, sourceUrl: null, licence: null, revision: 1 },
  ...{ verifieLe: null, verifiePar: null, creeLe: LE_1ER, modifieLe: LE_1ER, supprimeLe: null },
  ...{ sourceMaj: null, origine: null, champsTenus: [] as string[] },
}
const structure: Structure = {
  ...suivi,
  ...{ id: 12, publication: 'publie', coordonnee: false, organisme: null, nomOrganisme: null, etat: 'ouverte' },
  ...{ nom: 'Lieu fictif', sigle: null, type: null, description: 'Un lieu inventé.', finess: null, finessEj: null },
  ...{ siret: null, categorie: null, categorieLibelle: null, adresse: '1 rue de l’Exemple', complement: null },
  ...{ codePostal: '04400', commune: '04019', departement: '04', nomCommune: 'Barcelonnette', nomRegion: null },
  ...{ longitude: 6.65, latitude: 44.38, positionSource: 'source', telephone: '01 99 00 20 01', courriel: null },
  ...{ siteWeb: null, horaires: null, accessibilite: null, accessibiliteUrl: null, langues: [], reseauxPorteurs: [] },
  ...{ dateOuverture: null, remplacePar: null },
}
const service: Service = {
  ...suivi,
  ...{ id: 31, structure: 12, nom: 'Accueil', description: 'Un accueil inventé.', type: 'accompagnement' },
  ...{ themes: [], publics: [], publicsPrecisions: null, ageMin: null, ageMax: null, frais: 'gratuit' },
  ...{ fraisPrecisions: null, conditionsAcces: null, modesAccueil: [], modesMobilisation: [], mobilisablePar: [] },
  ...{ mobilisationPrecisions: null, lienMobilisation: null, zoneEligibilite: [], telephone: null, courriel: null },
  ...{ contact: null, horaires: null, langues: [], thematiquesDi: [], publicsDi: [] },
}
const ecrire = (autre: Partial<Structure>) => formatStructureDi({ ...structure, ...autre }, envoi)
const offrir = (autre: Partial<Service>) => formatServiceDi({ ...service, ...autre }, structure, envoi)

describe('a structure', () => {
  const cas: [string, Partial<Structure>, Partial<StructureDi>][] = [
    [
      'has our source and number, and the address of its sheet',
      {},
      { source: 'maillage', id: 'maillage--structure-12', lien_source: 'https://exemple.fr/structures/12' },
    ],
    [
      'invented: has a source of its own',
      { fictif: true },
      { source: 'maillage-demonstration', id: 'maillage-demonstration--structure-12' },
    ],
    ['loses the full stop of its name', { nom: 'Lieu fictif.' }, { nom: 'Lieu fictif' }],
    ['keeps the points of an acronym cut short', { nom: 'Lieu fictif...' }, { nom: 'Lieu fictif...' }],
    ['a name too long is cut', { nom: 'a'.repeat(200) }, { nom: `${'a'.repeat(149)}…` }],
    ['is as fresh as its last verification', { verifieLe: '2026-02-01' }, { date_maj: '2026-02-01' }],
    ['is never of tomorrow', { sourceMaj: '2027-01-01' }, { date_maj: AUJOURDHUI }],
    ['its type is a network where they have one', { type: 'cmp' }, { reseaux_porteurs: ['cmp'] }],
    [
      'its networks as imported stay',
      { type: 'cmp', reseauxPorteurs: ['chu', 'cmp'] },
      { reseaux_porteurs: ['chu', 'cmp'] },
    ],
    ['a wrong postal code stays here', { codePostal: '4400' }, { code_postal: null }],
    ['a commune that is none stays here', { commune: '99999', nomCommune: null }, { commune: null, code_insee: null }],
    ['a site that is no address stays here', { siteWeb: 'www.exemple.fr' }, { site_web: null }],
    ['an e-mail that is none stays here', { courriel: 'écrire à Anne' }, { courriel: null }],
    ['its telephone is told to the whole world', {}, { telephone: '+33199002001' }],
  ]
  test.each(cas)('%s', (_nom, autre, attendu) => {
    const { valeur } = ecrire(autre)
    expect(valeur).toMatchObject(attendu)
    expect(createSchemaStructure(AUJOURDHUI).safeParse(valeur).error).toBeUndefined()
  })

  test.each([
    ['without commune, says so', { commune: null, nomCommune: null }, 'Commune'],
    ['languages have no place', { langues: ['fr'] }, 'Langues'],
    ['a description too short', { description: 'Lieu' }, 'Description'],
    ['a SIRET of another length', { siret: '123' }, 'SIRET'],
  ])('%s', (_nom, autre: Partial<Structure>, champ) => {
    const { valeur, ecarts } = ecrire(autre)
    expect(valeur).not.toBeNull()
    expect(ecarts.map((e) => e.champ)).toContain(champ)
  })

  it('with a name of two letters does not leave, and says why', () => {
    expect(ecrire({ nom: 'AB' })).toMatchObject({ valeur: null, ecarts: [{ champ: 'Nom' }, { champ: 'Nom' }] })
  })
})

describe('a service', () => {
  const cas: [string, Partial<Service>, Partial<ServiceDi>][] = [
    [
      'names its structure and the anchor of its sheet',
      {},
      { structure_id: 'maillage--structure-12', lien_source: 'https://exemple.fr/structures/12#service-31' },
    ],
    ['stands where its structure does', {}, { commune: 'Barcelonnette', longitude: 6.65 }],
    [
      'its themes become theirs',
      { themes: ['acces-soins', 'soins-non-programmes', 'sante-mentale'] },
      { thematiques: ['sante--acces-aux-soins', 'sante--sante-mentale'], description: 'Un accueil inventé.' },
    ],
    [
      'a theme that they have not is told in words',
      { themes: ['parcours'] },
      { thematiques: null, description: 'Un accueil inventé.\nThèmes\u00a0: Parcours et coordination.' },
    ],
    [
      'its themes as imported stay',
      { themes: ['acces-soins'], thematiquesDi: ['mobilite--louer-un-vehicule'] },
      { thematiques: ['mobilite--louer-un-vehicule'] },
    ],
    [
      'what people changed since the import is told',
      { themes: ['acces-soins'], thematiquesDi: ['sante--addictions'], champsTenus: ['themes'] },
      { thematiques: ['sante--acces-aux-soins'] },
    ],
    ['everybody is said alone', { publics: ['tous'] }, { publics: ['tous-publics'] }],
    ['everybody with others is the others', { publicsDi: ['tous-publics', 'seniors'] }, { publics: ['seniors'] }],
    ['ages are told in words', { ageMin: 12, ageMax: 25 }, { publics_precisions: 'De 12 à 25\u00a0ans.' }],
    [
      'a mode that they have not stays here',
      { modesMobilisation: ['telephoner', 'pigeon'] },
      { modes_mobilisation: ['telephoner'] },
    ],
  ]
  test.each(cas)('%s', (_nom, autre, attendu) => {
    const { valeur } = offrir(autre)
    expect(valeur).toMatchObject(attendu)
    expect(createSchemaService(AUJOURDHUI).safeParse(valeur).error).toBeUndefined()
  })

  it('without description does not leave, and says why', () => {
    expect(offrir({ description: null })).toMatchObject({ valeur: null, ecarts: [{ champ: 'Description' }] })
  })
})

describe('the schema', () => {
  const juste = ecrire({}).valeur
  const offre = offrir({}).valeur
  test.each<[string, Partial<Record<keyof StructureDi, unknown>>]>([
    ['an id without source', { id: '12' }],
    ['a name of two letters', { nom: 'AB' }],
    ['a name of 151', { nom: 'a'.repeat(151) }],
    ['a description of four letters', { description: 'abcd' }],
    ['a date before 2000', { date_maj: '1999-12-31' }],
    ['a date of tomorrow', { date_maj: '2026-03-03' }],
    ['a postal code of four digits', { code_postal: '4400' }],
    ['half a point', { longitude: null }],
    ['an address without scheme', { site_web: 'exemple.fr' }],
    ['a network twice', { reseaux_porteurs: ['cmp', 'cmp'] }],
    ['a field that it has not', { couleur: 'bleu' } as object],
  ])('refuses %s', (_nom, faute) => {
    expect(createSchemaStructure(AUJOURDHUI).safeParse(juste).success).toBe(true)
    expect(createSchemaStructure(AUJOURDHUI).safeParse({ ...juste, ...faute }).success).toBe(false)
  })
  test.each<[string, Partial<Record<keyof ServiceDi, unknown>>]>([
    ['no description', { description: null }],
    ['an unknown type', { type: 'consultation' }],
    ['everybody and others', { publics: ['tous-publics', 'femmes'] }],
    ['an unknown public', { publics: ['marcheurs'] }],
    ['an unknown way to ask', { modes_mobilisation: ['pigeon'] }],
    ['a zone that is none', { zone_eligibilite: ['Provence'] }],
  ])('refuses %s', (_nom, faute) => {
    expect(createSchemaService(AUJOURDHUI).safeParse(offre).success).toBe(true)
    expect(createSchemaService(AUJOURDHUI).safeParse({ ...offre, ...faute }).success).toBe(false)
  })
})

test.each([
  ['04 92 00 00 00', '+33492000000'],
  ['+33 (0)4.92.00.00.00', '+33492000000'],
  ['0033 4 92 00 00 00', '+33492000000'],
  ['0590 00 00 00', '+590590000000'],
  ['0692 00 00 00', '+262692000000'],
  ['06 39 98 10 02', '+33639981002'],
  ['3114', '3114'],
  [null, null],
])('the telephone %s is %s', (numero, attendu) => {
  expect(formatE164(numero)).toBe(attendu)
})

describe('the files', () => {
  let base: BaseDeTest
  let client: Client
  beforeAll(async () => {
    base = await createBaseGeographie()
    await importDemonstrationReseau(createCtx(base.db))
    await sql`update structure set etat = 'fermee' where cle = 'fictif-gem'`.execute(base.db)
    await sql`update structure set publication = 'propose' where cle = 'fictif-mda'`.execute(base.db)
    client = createClientDeTest(base.db)
  })
  afterAll(() => base.close())
  const lire = async <T>(quoi: string): Promise<T[]> => {
    const reponse = await client.get(`/api/v1/exports/data-inclusion/${quoi}.json`)
    expect(reponse.status).toBe(200)
    return (await reponse.json()) as T[]
  }

  it('hold every published, open structure of the demonstration, each one as the schema wants', async () => {
    const [structures, services] = [await lire<StructureDi>('structures'), await lire<ServiceDi>('services')]
    const jour = new Date().toISOString().slice(0, 10)
    expect(structures.flatMap((s) => createSchemaStructure(jour).safeParse(s).error ?? [])).toEqual([])
    expect(services.flatMap((s) => createSchemaService(jour).safeParse(s).error ?? [])).toEqual([])
    const noms = structures.map((s) => s.nom)
    expect(noms).toContain('Pharmacie fictive du Marché')
    expect(noms.join()).not.toMatch(/Marmottes|Maison fictive des adolescents/)
    const ids = new Set(structures.map((s) => s.id))
    expect(services.filter((s) => !ids.has(s.structure_id))).toEqual([])
    expect(services.length).toBeGreaterThan(35)
    expect(structures.filter((s) => s.source === 'maillage').map((s) => s.nom)).toContain('Pôle Santé de Chambéry')
  })

  it('are not sent again while nothing changes, and are when something does', async () => {
    const chemin = '/api/v1/exports/data-inclusion/structures.json'
    const etag = (await client.get(chemin)).headers.get('etag') ?? ''
    expect((await client.get(chemin, { 'if-none-match': etag })).status).toBe(304)
    await sql`update structure set nom = nom || ' bis', modifie_le = now() where cle = 'fictif-cmp'`.execute(base.db)
    expect((await client.get(chemin, { 'if-none-match': etag })).status).toBe(200)
  })

  it('are an empty list where nothing leaves', async () => {
    await sql`update structure set publication = 'propose'`.execute(base.db)
    expect(await lire('structures')).toEqual([])
    expect(await lire('services')).toEqual([])
  })
})
