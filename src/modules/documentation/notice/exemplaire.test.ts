import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { formatPret, isEmpruntable, schemaExemplaires } from './exemplaire.ts'

const VIDE = { centre: '', cote: '', support: '', statut: '', note: '', contact: '' }

describe('rules', () => {
  it.each([
    ['disponible', true],
    ['prete', true],
    ['consultation', false],
    ['perdu', false],
    [null, true],
    [undefined, true],
  ])('a copy in state %s: may be borrowed %s', (statut, oui) =>
    expect(isEmpruntable({ centre: 'Centre fictif', cote: null, note: null, statut })).toBe(oui),
  )

  it('a copy reads as a line', () => {
    expect(formatPret({ centre: 'Ireps fictive', cote: 'PS 12', note: null, statut: 'consultation' })).toBe(
      'Ireps fictive, cote PS 12, à consulter sur place',
    )
    expect(formatPret({ centre: 'Ireps fictive', cote: null, note: null })).toBe('Ireps fictive')
  })

  it('rows left empty, or to be taken off, are no copies', () => {
    const lu = schemaExemplaires.parse({
      0: { ...VIDE, centre: ' Ireps  fictive ', cote: 'A' },
      1: VIDE,
      2: { ...VIDE, centre: 'À retirer', retirer: '1' },
      10: { ...VIDE, centre: 'Dernier', statut: 'perdu' },
    })
    expect(lu.map((p) => [p.centre, p.cote, p.statut])).toEqual([
      ['Ireps fictive', 'A', null],
      ['Dernier', null, 'perdu'],
    ])
  })

  it('a copy without centre, or with a term of no list, is told at its row', () => {
    const lu = schemaExemplaires.safeParse({
      0: VIDE,
      1: { ...VIDE, cote: 'A 1' },
      2: { ...VIDE, centre: 'x', statut: 'z' },
    })
    expect(lu.error?.issues.map((i) => i.path.join('.'))).toEqual(['2.statut'])
    const sansCentre = schemaExemplaires.safeParse({ 0: VIDE, 1: { ...VIDE, cote: 'A 1' } })
    expect(sansCentre.error?.issues.map((i) => i.path.join('.'))).toEqual(['1.centre'])
  })
})

describe('over HTTP', () => {
  let base: BaseDeTest
  let client: Client
  beforeAll(async () => {
    base = await createBaseDeTest()
    client = createClientDeTest(base.db)
    await client.connecter('documentaliste')
  })
  afterAll(() => base.close())

  const notice = { nature: 'outil-pedagogique', title: 'Jeu fictif du marché', date: '2020' }
  const exemplaires = {
    'prets.0.centre': 'Ireps fictive',
    'prets.0.cote': 'JEU 4.2 MAR',
    'prets.0.support': 'jeu',
    'prets.0.statut': 'disponible',
    'prets.0.contact': 'pret@exemple.invalid',
    'prets.1.centre': 'Médiathèque fictive',
    'prets.1.statut': 'perdu',
    'prets.2.centre': '',
  }

  it('copies are written, shown, found by centre and shelf-mark, changed and taken off', async () => {
    const creee = await client.post('/documentation/notices', { ...notice, ...exemplaires })
    const adresse = creee.headers.get('location')?.split('?')[0] ?? ''
    const formulaire = await (await client.get(`${adresse}/modifier`)).text()
    expect(formulaire).toMatch(/name="prets.1.centre"[^>]*value="Médiathèque fictive"/)
    expect(formulaire).toMatch(/Retirer cet exemplaire/)
    await client.connecter(null)
    const page = await (await client.get(adresse)).text()
    expect(page).toContain('Où l’emprunter ou le consulter')
    expect(page).toMatch(/JEU 4\.2 MAR[\s\S]*Jeu · Disponible[\s\S]*pret@exemple\.invalid/)
    // What is lost is for who keeps the catalogue.
    expect(page).not.toContain('Médiathèque fictive')
    for (const suite of ['q=JEU+4.2+MAR', 'q="4.2+mar"', 'centre=Ireps+fictive', 'empruntable=oui']) {
      const trouvees = await (await client.get(`/documentation?${suite}`)).text()
      expect([suite, trouvees.includes('Jeu fictif du marché')]).toEqual([suite, true])
      expect(trouvees).toContain('à emprunter')
    }
    expect(await (await client.get('/documentation?centre=M%C3%A9diath%C3%A8que+fictive')).text()).not.toContain(
      'Jeu fictif du marché',
    )
    await client.connecter('documentaliste')
    const change = { ...notice, ...exemplaires, version: '1', 'prets.0.statut': 'consultation', 'prets.1.retirer': '1' }
    expect((await client.post(`${adresse}/modifier`, change)).status).toBe(303)
    const { prets } = await base.db.selectFrom('notice').select('prets').executeTakeFirstOrThrow()
    expect(prets.map((p) => [p.centre, p.statut])).toEqual([['Ireps fictive', 'consultation']])
    expect(await (await client.get('/documentation?empruntable=oui')).text()).not.toContain('Jeu fictif du marché')
    expect(await (await client.get(`${adresse}/historique`)).text()).toContain('Exemplaires')
  })

  it('a fault comes back beside what was typed', async () => {
    const reponse = await client.post('/documentation/notices', {
      ...notice,
      'prets.0.centre': '',
      'prets.1.cote': 'COTE SEULE',
    })
    expect(reponse.status).toBe(422)
    const page = await reponse.text()
    expect(page).toContain('Nommez le centre qui garde cet exemplaire.')
    expect(page).toContain('value="COTE SEULE"')
    expect(page).toMatch(/href="#champ-prets[.-]1[.-]centre"/)
  })
})
