import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createValidateurFhir } from '../../../testing/fhir.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { importDemonstrationReseau } from '../demonstration/demonstration.actions.ts'
import { computeHorairesFhir } from './horaires.ts'
import type { Bundle, HealthcareService, Location, Organization, PractitionerRole } from './modele.ts'

const listFautes = createValidateurFhir()
const RACINE = '/api/v1/fhir'
/** The standard has no empty value; the validator lets them through. */
const hasVide = (v: unknown): boolean =>
  v === null ||
  v === '' ||
  (typeof v === 'object' && (Object.keys(v).length === 0 || Object.values(v).some((w) => hasVide(w))))

describe('the validator', () => {
  const juste = { resourceType: 'Organization', name: 'Lieu fictif', active: true }
  test.each([
    ['an unknown element', { ...juste, couleur: 'bleu' }],
    ['a false type', { ...juste, active: 'oui' }],
    ['an element too many times', { ...juste, name: ['a', 'b'] }],
    ['a reference that is a word', { ...juste, partOf: 'Organization/o-1' }],
    ['a broken invariant: a total outside a search', { resourceType: 'Bundle', type: 'collection', total: 3 }],
    [
      'hours that are none',
      { resourceType: 'Location', hoursOfOperation: [{ daysOfWeek: ['mon'], openingTime: '9 h' }] },
    ],
  ])('sees %s', (_nom, ressource) => {
    expect(listFautes(ressource)).not.toEqual([])
  })
  it('lets a right one through', () => expect(listFautes(juste)).toEqual([]))
})

describe('hours', () => {
  const lieu = { departement: '04', nomRegion: null }
  const lundi = new Date('2026-03-02T10:00:00Z')
  test.each([
    [
      'Mo-Fr 09:00-12:00,14:00-17:00',
      [
        { jours: ['mon', 'tue', 'wed', 'thu', 'fri'], debut: '09:00:00', fin: '12:00:00' },
        { jours: ['mon', 'tue', 'wed', 'thu', 'fri'], debut: '14:00:00', fin: '17:00:00' },
      ],
      null,
    ],
    ['24/7', [{ jours: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], debut: null, fin: '23:59:59' }], null],
    [
      'Fr 20:00-02:00',
      [
        { jours: ['fri'], debut: '20:00:00', fin: '23:59:59' },
        { jours: ['sat'], debut: '00:00:00', fin: '02:00:00' },
      ],
      null,
    ],
    ['We 14:00-18:00; PH off', [{ jours: ['wed'], debut: '14:00:00', fin: '18:00:00' }], 'Fermé les jours fériés'],
    ['We[1] 18:00-20:00', [], 'We[1] 18:00-20:00'],
    ['quand on veut', [], 'quand on veut'],
    [null, [], null],
  ])('%s', async (osm, plages, exceptions) => {
    expect(await computeHorairesFhir(osm, lieu, lundi)).toEqual({ plages, exceptions })
  })
})

describe('the server', () => {
  let base: BaseDeTest
  let client: Client
  beforeAll(async () => {
    base = await createBaseGeographie()
    await importDemonstrationReseau(createCtx(base.db))
    await sql`update structure set finess = '010780054', siret = '26010004500012' where cle = 'fictif-hopital'`.execute(
      base.db,
    )
    await sql`update structure set publication = 'propose' where cle = 'fictif-gem'`.execute(base.db)
    client = createClientDeTest(base.db)
  })
  afterAll(() => base.close())

  const get = async <T>(chemin: string): Promise<T> => {
    const reponse = await client.get(`${RACINE}/${chemin}`)
    expect([chemin, reponse.status]).toEqual([chemin, 200])
    expect(reponse.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8')
    return (await reponse.json()) as T
  }
  const getId = async (table: string, cle: string): Promise<number> =>
    (await sql<{ id: number }>`select id from ${sql.table(table)} where cle = ${cle}`.execute(base.db)).rows[0]?.id ?? 0

  it('says what it does, without fault', async () => {
    const capacites = await get<{ fhirVersion: string }>('metadata')
    expect(listFautes(capacites)).toEqual([])
    expect(capacites.fhirVersion).toBe('4.0.1')
  })

  it.each(['Organization', 'Location', 'HealthcareService', 'PractitionerRole'])(
    '%s: every resource of the demonstration is without fault, page after page, and is read alone as it is found',
    async (type) => {
      const trouves: { resource: { id: string } }[] = []
      let suite: string | undefined = `${type}?_count=30`
      let total = 0
      while (suite) {
        const bundle: Bundle = await get<Bundle>(suite)
        expect(listFautes(bundle)).toEqual([])
        for (const { resource } of bundle.entry ?? [])
          expect([resource.id, listFautes(resource), hasVide(resource)]).toEqual([resource.id, [], false])
        trouves.push(...(bundle.entry ?? []))
        total = bundle.total
        suite = bundle.link.find((l) => l.relation === 'next')?.url.split(`${RACINE}/`)[1]
      }
      expect(total).toBeGreaterThan(9)
      expect(trouves).toHaveLength(total)
      expect(new Set(trouves.map((t) => t.resource.id)).size).toBe(total)
      const premier = trouves[0]?.resource
      expect(await get(`${type}/${premier?.id}`)).toEqual(premier)
    },
  )

  it('an Organization carries its numbers as FR Core tells them, and what it belongs to', async () => {
    const id = await getId('structure', 'fictif-hopital')
    const porteur = await getId('organisme', 'fictif-hopital')
    const lu = await get<Organization>(`Organization/s-${id}`)
    expect(lu).toMatchObject({
      meta: {
        profile: ['https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-organization'],
        security: [{ code: 'HTEST' }],
      },
      type: [{ coding: [{ code: 'GEOGRAPHICAL-ENTITY' }] }, { coding: [{ code: 'hopital' }] }],
      identifier: [
        { type: { coding: [{ code: 'FINEG' }] }, system: 'https://finess.esante.gouv.fr', value: '010780054' },
        { type: { coding: [{ code: 'SIRET' }] }, system: 'https://sirene.fr', value: '26010004500012' },
      ],
      address: [{ city: 'Barcelonnette', postalCode: '04400', country: 'FRA' }],
      partOf: { reference: `Organization/o-${porteur}` },
    })
    expect(lu.address?.[0]?.extension?.[0]?.valueCoding?.code).toBe('04019')
    const legale = await get<Organization>(`Organization/o-${porteur}`)
    expect(legale.type[0]?.coding?.[0]?.code).toBe('LEGAL-ENTITY')
  })

  it('a Location stands on its point, with its hours; a HealthcareService is offered there', async () => {
    const id = await getId('structure', 'fictif-msp-barcelonnette')
    const lieu = await get<Location>(`Location/s-${id}`)
    expect(lieu.hoursOfOperation).toContainEqual({
      daysOfWeek: ['sat'],
      openingTime: '08:30:00',
      closingTime: '12:00:00',
    })
    expect(lieu.position?.latitude).toBeCloseTo(44.387, 1)
    const offres = await get<Bundle>(`HealthcareService?organization=Organization/s-${id}`)
    expect(offres.total).toBe(3)
    const atelier = offres.entry?.map((e) => e.resource as HealthcareService).find((s) => s.name.startsWith('Atelier'))
    expect(atelier).toMatchObject({
      location: [{ reference: `Location/s-${id}` }],
      serviceProvisionCode: [{ coding: [{ code: 'free' }] }],
      availableTime: [{ daysOfWeek: ['tue'], availableStartTime: '14:00:00', availableEndTime: '16:00:00' }],
    })
  })

  it('a PractitionerRole is of who agreed to be shown, and of nobody else', async () => {
    const [montree, cachee] = [
      await getId('contact', 'fictif-claire-fontaine'),
      await getId('contact', 'fictif-paule-genepi'),
    ]
    const role = await get<PractitionerRole>(`PractitionerRole/${montree}`)
    expect(role.contained[0]?.name[0]?.given).toEqual(['Claire'])
    expect(role.practitioner.reference).toBe('#personne')
    expect((await client.get(`${RACINE}/PractitionerRole/${cachee}`)).status).toBe(404)
    await client.connecter('administrateur')
    expect((await client.get(`${RACINE}/PractitionerRole/${cachee}`)).status).toBe(404)
    await client.connecter(null)
  })

  it('what is not published is nowhere', async () => {
    const id = await getId('structure', 'fictif-gem')
    expect((await client.get(`${RACINE}/Organization/s-${id}`)).status).toBe(404)
    expect((await client.get(`${RACINE}/Location/s-${id}`)).status).toBe(404)
    expect((await get<Bundle>(`HealthcareService?organization=s-${id}`)).total).toBe(0)
    expect((await get<Bundle>('Organization?name=marmottes')).total).toBe(0)
  })

  it.each([
    ['Organization?identifier=010780054', 1],
    ['Organization?identifier=https://finess.esante.gouv.fr|010780054', 1],
    ['Organization?identifier=https://sirene.fr|26010004500012', 1],
    ['Organization?identifier=https://sirene.fr|247100589', 1],
    ['Organization?identifier=https://autre.example|010780054', 0],
    ['Organization?identifier=999999999', 0],
    ['Organization?type=LEGAL-ENTITY&commune=71076', 1],
    ['Organization?type=pharmacie', 2],
    ['Organization?address-postalcode=13500', 1],
    ['Organization?_id=x-1', 0],
    ['Location?_id=o-1', 0],
    ['HealthcareService?service-type=sante-mentale&commune=04205', 1],
    ['PractitionerRole?role=documentaliste', 0],
    ['Organization?_count=0', 0],
  ])('%s finds %i', async (demande, nombre) => {
    const bundle = await get<Bundle>(demande)
    expect(bundle.entry?.length ?? 0).toBe(nombre)
    expect(listFautes(bundle)).toEqual([])
  })

  it.each([
    'Organization?nom=x',
    'Organization?_count=101',
    'Location?address-postalcode=abc',
    'HealthcareService?_offset=-1',
  ])('%s is refused', async (demande) => {
    expect((await client.get(`${RACINE}/${demande}`)).status).toBe(422)
  })

  it.each([
    'Organization/s-999999',
    'Organization/12',
    'Location/o-1',
    'HealthcareService/999999',
    'PractitionerRole/abc',
  ])('%s is not there', async (chemin) => {
    expect((await client.get(`${RACINE}/${chemin}`)).status).toBe(404)
  })

  it('an answer that a client holds is not sent again', async () => {
    const etag = (await client.get(`${RACINE}/Organization?_count=1`)).headers.get('etag') ?? ''
    expect((await client.get(`${RACINE}/Organization?_count=1`, { 'if-none-match': etag })).status).toBe(304)
  })
})
