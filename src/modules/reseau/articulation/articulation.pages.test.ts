import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createDispositifFictif } from '../../../testing/dispositifs.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { listSuggestions } from './index.ts'

let base: BaseDeTest
let client: Client
let ids: Record<'cpts' | 'cls' | 'clsm' | 'msp' | 'propose' | 'finie', number>

const TROIS = ['04001', '04009', '04070']

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  const creer = (d: Parameters<typeof createDispositifFictif>[1]) => createDispositifFictif(base.db, d)
  ids = {
    cpts: await creer({ type: 'cpts', nom: 'CPTS fictive', communes: TROIS, themes: ['sante-mentale', 'tabac'] }),
    cls: await creer({ type: 'cls', nom: 'CLS fictif', communes: ['04070'], themes: ['sante-mentale'] }),
    clsm: await creer({ type: 'clsm', nom: 'CLSM des arrondissements fictif', communes: ['13201', '13202'] }),
    msp: await creer({ type: 'msp', nom: 'MSP fictive', commune: '04070' }),
    propose: await creer({ type: 'dac', nom: 'DAC proposé fictif', communes: TROIS, publication: 'propose' }),
    finie: await creer({ type: 'asv', nom: 'ASV finie fictive', communes: TROIS, fin: '2020-01-01' }),
  }
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const lire = async (adresse: string) => {
  const reponse = await client.get(adresse)
  return { statut: reponse.status, texte: (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ') }
}
interface Lue {
  dispositifs: { id: number; type: string; implantation: boolean }[]
  paires: {
    a: number
    b: number
    population: number
    communes: number
    part_a: number | null
    part_b: number | null
    themes: string[]
    liens: unknown[]
  }[]
  lacunes: { type: string; communes: string[]; population: number }[]
  suggestions: { cle: string; raison: string }[]
}
const appeler = async (suite: string): Promise<Lue> =>
  (await client.call('GET', `/api/v1/articulation?${suite}`, {})).json() as Promise<Lue>

describe('the API of articulation', () => {
  it('gives pairs with shares, gaps and suggestions of a set of communes', async () => {
    const { dispositifs, paires, lacunes, suggestions } = await appeler(`communes=${TROIS.join()}`)
    expect(dispositifs.map((d) => d.id)).toEqual([ids.cls, ids.cpts, ids.msp])
    const paire = paires.find((p) => p.a === ids.cpts && p.b === ids.cls)
    const { rows } = await base.db
      .selectFrom('commune')
      .select(['code', 'population'])
      .where('code', 'in', TROIS)
      .execute()
      .then((lignes) => ({ rows: new Map(lignes.map((l) => [l.code, l.population ?? 0])) }))
    const digne = rows.get('04070') ?? 0
    const toute = [...rows.values()].reduce((x, y) => x + y, 0)
    expect(paire).toMatchObject({ population: digne, communes: 1, part_b: 1, themes: ['sante-mentale'], liens: [] })
    expect(paire?.part_a).toBeCloseTo(digne / toute, 5)
    expect(lacunes.find((l) => l.type === 'cls')).toEqual({
      type: 'cls',
      communes: ['04001', '04009'],
      population: toute - digne,
    })
    expect(lacunes.map((l) => l.type)).toEqual(expect.arrayContaining(['dac', 'ptsm', 'clsm']))
    expect(lacunes.map((l) => l.type)).not.toContain('cpts')
    expect(suggestions.map((s) => s.cle)).toEqual(
      expect.arrayContaining([`paire-${ids.cpts}-${ids.cls}`, `paire-${ids.cpts}-${ids.msp}`]),
    )
  })

  it('counts arrondissements inside their city', async () => {
    const { dispositifs, lacunes } = await appeler('communes=13055')
    expect(dispositifs.map((d) => d.id)).toEqual([ids.clsm])
    expect(lacunes.find((l) => l.type === 'clsm')?.communes).toHaveLength(14)
    expect(lacunes.find((l) => l.type === 'dac')?.communes).toEqual(['13055'])
    expect((await appeler('communes=13203')).dispositifs).toEqual([])
  })

  it('says what it does not know', async () => {
    for (const suite of ['', 'communes=99999', 'zone=epci-1', 'zone=territoire-999'])
      expect([suite, (await client.call('GET', `/api/v1/articulation?${suite}`, {})).status]).toEqual([suite, 422])
  })

  it('gives the same in pages and files, without what is proposed or ended', async () => {
    const page = await lire('/articulation?zone=epci-200067437')
    expect(page.statut).toBe(200)
    expect(page.texte).toContain('La CPTS fictive et le CLS fictif couvrent')
    expect(page.texte).not.toMatch(/DAC proposé|ASV finie/)
    const paires = await lire(`/articulation/paires.csv?communes=${TROIS.join()}`)
    expect(paires.texte.split('\r\n').filter((l) => l.includes('CLS fictif'))).toHaveLength(2)
    expect(paires.texte).not.toMatch(/DAC proposé|ASV finie/)
    const lacunes = await lire(`/articulation/lacunes.csv?communes=${TROIS.join()}`)
    expect(lacunes.texte).toMatch(/Contrat local de santé;CLS;04001;Aiglun;\d+/)
  })
})

describe('the entry', () => {
  it('finds areas by name, and says what it does not know', async () => {
    expect((await lire('/articulation?q=digne')).texte).toContain('/articulation?zone=commune-04070')
    expect((await lire('/articulation?q=zzzzzz')).texte).toContain('Rien ne répond')
    expect((await lire('/articulation?communes=99999')).texte).toContain('99999')
    expect((await lire('/articulation?communes=99999,04070')).texte).toContain('laissé de côté')
  })
})

describe('the matrix and the graph', () => {
  it('show who shares what, of the kinds asked for', async () => {
    const matrice = await lire(`/articulation/matrice?communes=${TROIS.join()}`)
    expect(matrice.texte).toMatch(/sans lien/)
    expect(matrice.texte.match(/<th scope="row">/g)).toHaveLength(3)
    const deux = await lire(`/articulation/matrice?communes=${TROIS.join()}&type=cpts&type=cls`)
    expect(deux.texte.match(/<th scope="row">/g)).toHaveLength(2)
    const graphe = await lire(`/articulation/graphe?communes=${TROIS.join()}`)
    expect(graphe.texte.match(/<circle/g)).toHaveLength(3)
    expect(graphe.texte.match(/class="graphe-partage"/g)).toHaveLength(3)
    expect(graphe.texte).not.toMatch(/ style=/)
    expect((await lire('/articulation/graphe?communes=04001')).texte).toContain('Il faut deux dispositifs')
    expect((await lire('/articulation/graphe')).statut).toBe(404)
  })
})

describe('the page of a pair', () => {
  it('has one address, and none for what everybody may not read', async () => {
    const { cpts, cls, propose } = ids
    expect((await client.get(`/articulation/paire/${cls}/${cpts}`)).headers.get('location')).toBe(
      `/articulation/paire/${cpts}/${cls}`,
    )
    const { texte } = await lire(`/articulation/paire/${cpts}/${cls}`)
    expect(texte).toContain('Digne-les-Bains')
    expect(texte).toContain('Santé mentale')
    expect(texte).toContain('Aucun lien n’est déclaré.')
    for (const autre of [propose, cpts, 9999])
      expect((await lire(`/articulation/paire/${cpts}/${autre}`)).statut).toBe(404)
  })

  it('says of a team without territory that it stands there', async () => {
    const { texte } = await lire(`/articulation/paire/${ids.cpts}/${ids.msp}`)
    expect(texte).toContain('son territoire n’est pas renseigné')
    expect(texte).toContain('se côtoient sur le même territoire')
  })
})

describe('suggestions of given dispositifs', () => {
  it('are those that concern them', async () => {
    const trouvees = await listSuggestions(createCtx(base.db), { dispositifs: [ids.msp] }, { limite: 10 })
    expect(trouvees.map((s) => s.cle)).toEqual([`paire-${ids.cpts}-${ids.msp}`])
  })
})
