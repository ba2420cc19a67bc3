import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addIndicateurInvente } from '../../../testing/indicateurs.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import { createTerritoire } from '../territoire/territoire.queries.ts'

let base: BaseDeTest
let client: Client
let prive = 0

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  const ctx = createCtx(base.db)
  await importIndicateursReference(ctx)
  await addIndicateurInvente(
    ctx,
    { code: 'moyenne-fictive', agregation: 'moyenne', libelle: 'Moyenne "fictive"; à lire' },
    [
      {
        millesime: 2021,
        valeurs: [
          { commune: '04001', valeur: 2, poids: 100 },
          { commune: '04070', valeur: 4.25, poids: 300 },
        ],
      },
    ],
  )
  prive =
    (await createTerritoire(ctx, { nom: 'Gardé fictif', description: null, etat: 'prive', communes: ['04001'] })) ?? 0
}, 120_000)
afterAll(async () => {
  await client.app.close()
  await base.close()
})

async function read(chemin: string): Promise<string> {
  const reponse = await client.get(chemin)
  expect([chemin, reponse.status]).toEqual([chemin, 200])
  return (await reponse.text()).replace(/^[\s\S]*<main/, '<main')
}
const formatTexte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ')

describe('comparing territories', () => {
  it('asks for a first one, then for a second one, by a search without script', async () => {
    expect(formatTexte(await read('/territoires/comparer'))).toContain('Aucun territoire choisi')
    const une = await read('/territoires/comparer?z=commune-04070&q=digne')
    expect(une).toContain('name="z" value="commune-04070"')
    const trouve = await read('/territoires/comparer?z=commune-04070&q=manosque')
    expect(trouve).toContain('href="/territoires/comparer?z=commune-04070&amp;z=commune-04112"')
  })

  it('shows the same vintage of each, and says who computed it and what is missing', async () => {
    const texte = formatTexte(
      await read('/territoires/comparer?z=commune-04001&z=commune-04070&z=departement-04&z=france-FR&z=region-93'),
    )
    expect(texte).toContain('2,0 valeur publiée 4,3 valeur publiée pas de valeur 12 % couverts')
    // Four at most.
    expect(texte).not.toContain('Côte d')
    expect(texte).not.toContain('Ajouter un territoire')
  })

  it('removes one, and leaves out what is unknown or may not be read', async () => {
    const html = await read(
      `/territoires/comparer?z=commune-04001&z=commune-99999&z=territoire-${prive}&z=commune-04070`,
    )
    expect(html).toContain('href="/territoires/comparer?z=commune-04070"')
    expect(formatTexte(html)).toContain(`laissé de côté commune-99999, territoire-${prive}.`)
    expect(html).not.toContain('Gardé')
    expect(await read('/territoires/comparer?q=Gardé')).not.toContain('Gardé fictif')
  })
})

describe('files', () => {
  const SUITE = 'communes=04001,04070'

  it('CSV: every vintage, numbers as they are', async () => {
    const reponse = await client.get(`/territoires/portrait.csv?${SUITE}`)
    expect(reponse.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const texte = await reponse.text()
    const ligne = texte.split('\r\n').find((l) => l.includes('moyenne-fictive'))
    expect(ligne).toContain('"Moyenne ""fictive""; à lire";2021;3.6875;points;Calcul Maillage;')
    expect(ligne).toMatch(/;2;2;1;2;4.25;Source fictive;/)
    expect(texte.split('\r\n')[0]).toContain('Département\u00a0: Alpes-de-Haute-Provence')
  })

  it('XLSX: numbers are numbers, with a sheet that tells how to read them', async () => {
    const reponse = await client.get(`/territoires/portrait.xlsx?${SUITE}`)
    expect(reponse.headers.get('content-disposition')).toContain('Portrait%20Aiglun%20et%20Digne-les-Bains.xlsx')
    const fichiers = unzipSync(new Uint8Array(await reponse.arrayBuffer()))
    const lire = (nom: string) => new TextDecoder().decode(fichiers[nom])
    expect(lire('xl/workbook.xml')).toMatch(/name="Indicateurs".*name="Lecture"/)
    expect(lire('xl/worksheets/sheet1.xml')).toContain('<v>3.6875</v>')
    expect(Object.values(fichiers).some((f) => new TextDecoder().decode(f).includes('Population municipale'))).toBe(
      true,
    )
  })

  it('JSON: the answer of the API', async () => {
    const fichier = await (await client.get(`/territoires/portrait.json?${SUITE}`)).json()
    expect(fichier).toEqual(await (await client.call('GET', `/api/v1/territoires/portrait?${SUITE}`, {})).json())
    await client.connecter('administrateur')
    expect((await client.get(`/territoires/portrait.json?zones=territoire-${prive}`)).status).toBe(200)
    await client.connecter(null)
  })

  it('nothing of what is unknown or may not be read', async () => {
    for (const suite of ['communes=99999', `zones=territoire-${prive}`, '']) {
      for (const format of ['csv', 'xlsx', 'json']) {
        const { status } = await client.get(`/territoires/portrait.${format}?${suite}`)
        expect([format, suite, status]).toEqual([format, suite, 404])
      }
    }
  })
})
