import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { listItems, parseTout } from '../../../testing/echange.ts'
import { createMoissonneur, getTexte } from '../../../testing/oai.ts'
import { createGestes } from '../etagere/testing/gestes.ts'

let base: BaseDeTest
let client: Client
/** Numbers of the four invented notices. */
let notices: string[]

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db, { adresse: 'https://maillage.exemple.fr' })
  notices = await createGestes(client).creerNotices()
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const identifiant = (id: string | undefined) => `oai:maillage.exemple.fr:${id}`
const getRecord = (id: string | undefined, { metadataPrefix = 'oai_dc' } = {}) =>
  createMoissonneur(client).demander({ verb: 'GetRecord', identifier: identifiant(id), metadataPrefix })

describe('a record', () => {
  it('in Dublin Core', async () => {
    const [record] = (await getRecord(notices[1])).records
    const valeurs = (nom: string) => record?.contenu?.enfants.filter((e) => e.nom === nom).map((e) => e.texte)
    expect(record?.ensembles).toEqual(['theme:litteratie'])
    expect(valeurs('title')).toEqual(['Rapport fictif deuxième sur les <marges>'])
    expect(valeurs('creator')).toEqual(['Dupont, Ana'])
    expect(valeurs('date')).toEqual(['2022-05'])
    expect(valeurs('subject')).toEqual(['Littératie et information en santé'])
    expect(valeurs('description')).toEqual(['Résumé fictif deuxième.'])
    expect(valeurs('identifier')).toEqual([
      'https://exemple.fr/1.pdf',
      `https://maillage.exemple.fr/documentation/notices/${notices[1]}`,
    ])
  })

  it.each([
    ['marcxml', 'marcxml'],
    ['pmb_xml_unimarc', 'pmbxml'],
  ] as const)('in %s is read back', async (prefixe, format) => {
    const xml = await (
      await client.get(`/oai?verb=GetRecord&metadataPrefix=${prefixe}&identifier=${identifiant(notices[1])}`)
    ).text()
    const [item] = listItems(await parseTout(format, xml))
    expect(item).toMatchObject({
      ...{ id: notices[1], type: 'report', title: 'Rapport fictif deuxième sur les <marges>' },
      ...{ abstract: 'Résumé fictif deuxième.', URL: 'https://exemple.fr/1.pdf' },
      author: [{ family: 'Dupont', given: 'Ana' }],
    })
    expect(item?.custom).toMatchObject({ themes: ['litteratie'] })
  })

  it('in marcxml obeys the schema whatever the record it was read from', async () => {
    const zones = {
      famille: 'unimarc',
      tete: '     n|m*|22     %  450 ',
      champs: [
        [
          '200',
          '1|',
          [
            ['a', 'Titre fictif'],
            ['@', 'suite'],
          ],
        ],
        ['100', 'sans sous-zone'],
        ['300', '##', []],
        ['005', '  ', [['a', '2020']]],
        ['009', 'fin'],
      ],
    }
    await sql`update notice set csl = csl || jsonb_build_object('custom', jsonb_build_object('zones', ${JSON.stringify(zones)}::jsonb))
      where id = ${Number(notices[0])}`.execute(base.db)
    const contenu = (await getRecord(notices[0], { metadataPrefix: 'marcxml' })).records[0]?.contenu
    expect(getTexte(contenu, 'leader')).toHaveLength(19)
    expect(contenu?.enfants.map((e) => e.nom).join(' ')).toMatch(/^leader( controlfield)+( datafield)+$/)
    for (const { nom, attributs, enfants } of contenu?.enfants ?? []) {
      if (nom === 'controlfield') expect(attributs.tag).toMatch(/^00[1-9]$/)
      if (nom !== 'datafield') continue
      expect([attributs.ind1, attributs.ind2].join('')).toMatch(/^[\da-z ]{2}$/)
      expect(attributs.tag).not.toMatch(/^00/)
      expect(enfants.length).toBeGreaterThan(0)
    }
  })

  it('that holds what XML forbids stays well formed', async () => {
    await sql`update notice set csl = csl || jsonb_build_object('title', ${'Fictif \u0001\u000b & ]]> <b>'}::text)
      where id = ${Number(notices[2])}`.execute(base.db)
    for (const metadataPrefix of ['oai_dc', 'marcxml', 'pmb_xml_unimarc']) {
      const [record] = (await getRecord(notices[2], { metadataPrefix })).records
      expect(record?.contenu).toBeDefined()
    }
    const [record] = (await getRecord(notices[2])).records
    expect(getTexte(record?.contenu, 'title')).toBe('Fictif  & ]]> <b>')
  })
})
