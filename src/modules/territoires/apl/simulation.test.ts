import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Champs, Client } from '../../../testing/client.ts'
import { BARRAS, type Bac, createBac, DIGNE, readPage, THOARD } from '../../../testing/simulations.ts'

let bac: Bac
let client: Client
beforeAll(async () => {
  bac = await createBac()
  client = bac.client
})
afterAll(() => bac.close())

const FORMULAIRE: Champs = {
  communes: `${DIGNE},${THOARD},${BARRAS}`,
  mesure: 'consultations',
  actesParEtp: '5\u202f400',
  seuil: '2,5',
  parametres: 'apl-2015',
  offre: `code;etp\n${DIGNE};10\n${BARRAS};0,5`,
  temps: 'Fictifs',
}

async function getPopulations(): Promise<Record<string, number>> {
  const lignes = await bac.base.db
    .selectFrom('commune')
    .select(['code', 'population'])
    .where('code', 'in', [DIGNE, THOARD, BARRAS])
    .execute()
  return Object.fromEntries(lignes.map((l) => [l.code, l.population ?? 0]))
}

describe('a trial, without account', () => {
  beforeAll(() => bac.importTemps())

  it('begins with an area', async () => {
    expect(await readPage(client.get('/simulations/nouvelle'))).toContain('04 Alpes-de-Haute-Provence')
    const page = await readPage(client.get('/simulations/nouvelle?zones=departement-04'))
    expect(page).toContain('Et si… – Alpes-de-Haute-Provence')
    expect(page).toContain('<option value="04070 Digne-les-Bains">')
    expect(await readPage(client.get('/simulations/nouvelle?communes=99999'))).toContain('inconnu : 99999')
  })

  it('tells access by hand-computed figures, and that it is no official one', async () => {
    const reponse = await client.post('/simulations/essai', FORMULAIRE)
    expect(reponse.status).toBe(200)
    const page = await readPage(reponse)
    const p = await getPopulations()
    const [digne = 0, thoard = 0, barras = 0] = [p[DIGNE], p[THOARD], p[BARRAS]]
    const rDigne = 54_000 / (digne + (2 / 3) * barras)
    const rBarras = 2700 / (barras + (2 / 3) * digne + thoard)
    const attendus = {
      Thoard: rBarras,
      Barras: (2 / 3) * rDigne + rBarras,
      'Digne-les-Bains': rDigne + (2 / 3) * rBarras,
    }
    for (const [nom, valeur] of Object.entries(attendus)) {
      const cellule = new RegExp(`>${nom}</a></th><td class="numeric">[\\d ]+</td><td class="numeric">([\\d,]+)<`)
      expect([nom, cellule.exec(page)?.[1]]).toEqual([nom, valeur.toFixed(2).replace('.', ',')])
    }
    expect(page).toContain('Simulation, pas le chiffre de la DREES')
    expect(page).toContain('10,5 équivalents temps plein dans le territoire')
    expect(page).toContain('« Fictifs », 9 paires')
  })

  it('says who gains, who loses and who crosses the threshold', async () => {
    const page = await readPage(
      client.post('/simulations/essai', {
        ...FORMULAIRE,
        'gestes.0.nature': 'deplacer',
        'gestes.0.nombre': '2,5',
        'gestes.0.commune': 'digne les bains',
        'gestes.0.vers': `${THOARD} Thoard`,
        'gestes.1.nature': 'ouvrir',
        'gestes.1.nombre': '',
        'gestes.1.commune': '',
      }),
    )
    const p = await getPopulations()
    const nombre = (n = 0) => n.toLocaleString('fr-FR').replaceAll('\u202f', ' ')
    expect(page).toContain(
      `${nombre((p[THOARD] ?? 0) + (p[BARRAS] ?? 0))} habitants gagnent en accès, ${nombre(p[DIGNE])} habitants en perdent`,
    )
    expect(page).toContain(`${nombre((p[THOARD] ?? 0) + (p[BARRAS] ?? 0))} habitants passent au-dessus`)
    expect(page).toContain('Digne-les-Bains : 2,5 équivalents temps plein se déplacent (vers Thoard)')
    expect(page).toContain('passe au-dessus</td>')
  })

  it.each([
    [
      { 'gestes.0.nature': 'retirer', 'gestes.0.nombre': '11', 'gestes.0.commune': DIGNE },
      'gestes-0-nombre',
      /Il n’y a que 10/,
    ],
    [
      {
        'gestes.0.nature': 'ajouter',
        'gestes.1.nature': 'ajouter',
        'gestes.1.nombre': '1',
        'gestes.1.commune': '75056',
      },
      'gestes-1-commune',
      /trop loin/,
    ],
    [
      { 'gestes.0.nature': 'ajouter', 'gestes.0.nombre': '1', 'gestes.0.commune': 'Nulleparville' },
      'gestes-0-commune',
      /Aucune commune/,
    ],
    [
      { 'gestes.0.nature': 'ajouter', 'gestes.0.nombre': '1', 'gestes.0.commune': 'Sainte-Colombe' },
      'gestes-0-commune',
      /Plusieurs communes/,
    ],
    [{ 'gestes.0.nature': 'ajouter', 'gestes.0.nombre': '', 'gestes.0.commune': DIGNE }, 'gestes-0-nombre', /combien/],
    [
      { 'gestes.0.nature': 'deplacer', 'gestes.0.nombre': '1', 'gestes.0.commune': DIGNE },
      'gestes-0-vers',
      /Écrivez une commune/,
    ],
    [{ offre: `${DIGNE};deux` }, 'offre', /Ligne 1/],
    [{ offre: `${DIGNE};2\n${DIGNE};3` }, 'offre', /déjà à la ligne 1/],
    [{ offre: '99999;2' }, 'offre', /inconnus/],
    [{ parametres: 'apl-1900' }, 'parametres', /Choisissez un jeu/],
    [{ temps: 'Perdus' }, 'temps', /ne sont plus là/],
    [{ temps: '' }, 'temps', /ne peuvent pas être estimés/],
    [{ indicateur: 'rien@2024' }, 'indicateur', /Choisissez un indicateur/],
    [{ mesure: 'etp' }, 'seuil', /en consultations/],
    [{ actesParEtp: 'beaucoup' }, 'actesParEtp', /Écrivez un nombre/],
  ] as [Champs, string, RegExp][])(
    '%j comes back with its fault and what was typed',
    async (champs, champ, message) => {
      const reponse = await client.post('/simulations/essai', { ...FORMULAIRE, ...champs })
      expect(reponse.status).toBe(422)
      const page = await readPage(reponse)
      expect(page).toContain(`href="#champ-${champ}"`)
      expect(page).toMatch(message)
      for (const [nom, valeur] of Object.entries(champs))
        if (!['parametres', 'indicateur', 'temps'].includes(nom) && valeur !== '') expect(page).toContain(`${valeur}`)
    },
  )

  it('keeps nothing, and gives its table', async () => {
    const fichier = await client.post('/simulations/essai.csv', FORMULAIRE)
    const lignes = (await fichier.text()).trim().split('\r\n')
    expect(lignes).toHaveLength(4)
    expect(lignes[1]).toContain('Simulation, pas le chiffre de la DREES')
    expect(await bac.base.db.selectFrom('simulation').select('id').execute()).toEqual([])
    expect((await client.post('/simulations', { ...FORMULAIRE, nom: 'x', etat: 'public' })).status).toBe(404)
  })

  it('takes a file of supply', async () => {
    const fichier = new File([`code,quantite\n"${THOARD}","3.5"\n`], 'offre.csv')
    const page = await readPage(client.post('/simulations/essai', { ...FORMULAIRE, fichier }))
    expect(page).toContain('3,5 équivalents temps plein dans le territoire')
    expect(page).toContain(`${THOARD};3,5</textarea>`)
  })
})

describe('a kept simulation', () => {
  const GARDEE: Champs = {
    ...FORMULAIRE,
    nom: 'Une MSP à Thoard',
    description: 'Pour la réunion',
    etat: 'prive',
    'gestes.0.nature': 'ouvrir',
    'gestes.0.nombre': '2',
    'gestes.0.commune': THOARD,
  }
  let adresse: string
  let proprietaire: string | null
  beforeAll(async () => {
    await bac.importTemps()
    proprietaire = await client.connecter('contributeur')
    adresse = (await client.post('/simulations', GARDEE)).headers.get('location')?.split('?')[0] ?? ''
  })

  it('is read, changed, shared, copied, put away and back', async () => {
    expect(adresse).toMatch(/^\/simulations\/\d+$/)
    expect(await readPage(client.get(adresse))).toContain(
      'Thoard : 2 équivalents temps plein exercent dans une MSP qui ouvre',
    )
    expect(await readPage(client.get('/simulations?qui=moi'))).toContain('Une MSP à Thoard')
    const formulaire = await readPage(client.get(`${adresse}/modifier`))
    expect(formulaire).toContain(`value="${THOARD} Thoard"`)
    const champs = { ...GARDEE, etat: 'public', revision: '1' }
    expect((await client.post(`${adresse}/modifier`, champs)).status).toBe(303)
    expect((await client.post(`${adresse}/modifier`, champs)).status).toBe(409)
    await client.connecter(null)
    expect((await client.get(adresse)).status).toBe(200)
    expect(await readPage(client.get(`${adresse}/reprendre`))).toContain('3 communes')
    await client.connecter('contributeur')
    const copie = (await client.post(`${adresse}/copie`)).headers.get('location')?.split('?')[0] ?? ''
    expect(await readPage(client.get(copie))).toContain('Une MSP à Thoard (copie)')
    await client.post(`${copie}/supprimer`)
    expect(await readPage(client.get(copie))).toContain('Rétablir')
    await client.post(`${copie}/retablir`)
    expect(await readPage(client.get(copie))).not.toContain('Rétablir')
    await client.connecter('coordinateur')
    expect((await client.get(copie)).status).toBe(404)
  })

  it('is exported, whole', async () => {
    await client.connecter(null)
    const json = await (await client.get(`${adresse}/export.json`)).json()
    expect(json).toMatchObject({
      nature: 'Simulation, pas le chiffre de la DREES',
      nom: 'Une MSP à Thoard',
      entrees: { parametres: { code: 'apl-2015' }, gestes: [{ nature: 'ouvrir', nombre: 2, commune: THOARD }] },
      temps: { nom: 'Fictifs' },
    })
    const thoard = json.communes.find((c: { code: string }) => c.code === THOARD)
    expect(thoard.apres).toBeGreaterThan(thoard.avant)
    // All the supply reaches people of the area: what they get is what there is.
    const servie = json.communes.reduce(
      (total: number, c: { apres: number; population: number }) => total + c.apres * c.population,
      0,
    )
    expect(servie).toBeCloseTo(12.5 * 5400, 6)
    expect((await (await client.get(`${adresse}/export.csv`)).text()).split('\r\n')[1]).toContain('apl-2015')
  })

  it('says when its times are gone', async () => {
    await client.connecter('administrateur')
    expect((await client.post('/simulations/temps/supprimer', { nom: 'Fictifs' })).status).toBe(303)
    expect(await readPage(client.get(adresse))).toContain('ne se calcule plus')
    expect((await client.get(`${adresse}/export.csv`)).status).toBe(404)
    expect(proprietaire).not.toBeNull()
  })
})

describe('estimated times', () => {
  it('stand where communes have a place', async () => {
    await bac.base.db
      .updateTable('commune')
      .set({ longitude: 6.23, latitude: 44.09 })
      .where('code', '=', DIGNE)
      .execute()
    await bac.base.db
      .updateTable('commune')
      .set({ longitude: 6.14, latitude: 44.14 })
      .where('code', '=', THOARD)
      .execute()
    await client.connecter(null)
    const page = await readPage(client.post('/simulations/essai', { ...FORMULAIRE, temps: '' }))
    expect(page).toContain('1 commune du territoire sans position connue')
    expect(page).toContain('Estimés par Maillage, à vérifier')
    expect(page).toContain('2 communes dans le calcul')
  })
})
