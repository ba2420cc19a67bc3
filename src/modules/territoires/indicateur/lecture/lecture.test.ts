import { describe, expect, it } from 'vitest'
import { createXlsx, type FeuilleXlsx } from '../../../../testing/xlsx.ts'
import { INDICATEURS_REFERENCE } from '../donnees/donnees.ts'
import { type CodesConnus, ETATS_VALEUR, type SerieLue } from './accumulation.ts'
import { parseAnalyse } from './analyse.formats.ts'
import { type Correspondance, computePlan, type Plan } from './lecture.ts'
import { parseLecture } from './lire.formats.ts'

const CONNUS: CodesConnus = {
  codes: ['01001', '01015', '01340', '04070', '2A004', '69123', '69381'],
  communes: ['01001', '01015', '01015', '04070', '2A004', '69123', '69381'],
  populations: [800, 500, null, 16_000, 70_000, 500_000, 30_000],
}
const ZONES = { epci: ['200067437', '240500439'], departement: ['04', '2A', '974'], region: ['02', '93'] }
const agregations = Object.fromEntries(INDICATEURS_REFERENCE.map((i) => [i.code, i.agregation]))
const octets = (texte: string, encodage: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(texte, encodage)

const read = async (fichier: Uint8Array, plans?: readonly Plan[]) => {
  const analyse = await parseAnalyse('fichier', fichier)
  const lecture = await parseLecture({
    octets: fichier,
    nature: analyse.nature,
    plans: plans ?? analyse.plans,
    connus: CONNUS,
    zones: ZONES,
    agregations,
  })
  return { analyse, lecture }
}
const valeurs = (serie: SerieLue | undefined) =>
  Object.fromEntries(
    (serie?.communes ?? []).flatMap((c, i) => {
      const etat = serie?.etats[i]
      if (etat === ETATS_VALEUR.rien) return []
      return [
        [c, etat === ETATS_VALEUR.secret ? 'secret' : etat === ETATS_VALEUR.absent ? 'absent' : serie?.valeurs[i]],
      ]
    }),
  )

const ENTETES = [
  'Code commune INSEE',
  'Commune',
  'APL aux médecins généralistes',
  'APL aux médecins généralistes de 65 ans et moins',
  'Population standardisée 2021 pour la médecine générale',
  'Population totale 2021',
]
const apl = (nom: string, lignes: FeuilleXlsx['lignes'], entetes: readonly string[] = ENTETES): FeuilleXlsx => ({
  nom,
  lignes: [
    ['Accessibilité potentielle localisée (fictif)'],
    ...Array.from({ length: 7 }, () => []),
    entetes,
    [null, null, 'C./an/hab.', 'C./an/hab.', 'nombre', 'nombre'],
    ...lignes,
    ['Lecture : un exemple.'],
    ['Source : fictive.'],
  ],
  fusions: ['A1:F1'],
})
const PARAMETRES: FeuilleXlsx = {
  nom: 'Paramètres',
  lignes: [
    ['Rayon', '20 minutes'],
    ['Médecins', 65, 'ans'],
  ],
}

const listPoids = (serie: SerieLue | undefined) => [...(serie?.poids ?? [])].filter((p) => !Number.isNaN(p))

describe('the workbook of the APL', () => {
  it('is read with its parameters, weights, padded codes and missing values', async () => {
    const fichier = createXlsx([
      PARAMETRES,
      apl('APL 2023', [
        ['01001', 'A', 3.123456789, 2.5, 900.5, 800],
        [4070, 'B', 0, null, 15_000, 16_000],
        ['2A004', 'C', '4,5', { formule: 'C3*1', valeur: 4.25 }, 60_000, 70_000],
        ['99999', 'Nulle part', 1, 1, 1, 1],
      ]),
      apl('APL_2019', [['01001', 'A', 3, 3, 3, 3]]),
      { nom: 'Notes', lignes: [['Rien à lire']] },
    ])
    const { analyse, lecture } = await read(fichier)
    expect(analyse.nature).toBe('apl')
    expect(lecture.series.map((s) => [s.indicateur, s.millesime])).toEqual([
      ['apl-mg-65', 2019],
      ['apl-mg-65', 2023],
      ['apl-mg-tous', 2019],
      ['apl-mg-tous', 2023],
    ])
    const [, mg65, , tous] = lecture.series
    expect(valeurs(tous)).toEqual({ '01001': 3.123456789, '04070': 0, '2A004': 4.5 })
    expect(valeurs(mg65)).toEqual({ '01001': 2.5, '04070': 'absent', '2A004': 4.25 })
    expect(listPoids(tous)).toEqual([900.5, 15_000, 60_000])
    expect(mg65?.parametres).toEqual({
      Titre: 'Accessibilité potentielle localisée (fictif)',
      Poids: 'Population standardisée 2021 pour la médecine générale',
      Rayon: '20 minutes',
      Médecins: '65 ; ans',
      'Âge limite des médecins': '65 ans',
      'Unité du fichier': 'C./an/hab.',
    })
    expect(lecture.releve.comptes).toEqual({ 'code-inconnu': 1, absent: 1 })
    expect(lecture.releve.constats[0]).toMatchObject({ nature: 'absent', feuille: 'APL 2023', n: 12 })
    expect(analyse.remarques).toEqual([expect.stringContaining('de 2021, on attend 2017')])
  })

  it('of another profession is recognised, of an unknown one said', async () => {
    const titres = (qui: string) => ['Code commune INSEE', 'Commune', `APL aux ${qui}`, 'Population standardisée 2021']
    const lignes = [['01001', 'A', 80, 900]]
    const connue = await parseAnalyse('f', createXlsx([apl('APL 2023', lignes, titres('infirmières'))]))
    expect(connue.plans[0]?.valeurs[0]?.indicateur).toBe('apl-infirmiers')
    expect(connue.remarques).toEqual([expect.stringContaining('l’unité « C./an/hab. »')])
    const inconnue = await parseAnalyse('f', createXlsx([apl('APL 2023', lignes, titres('pédiatres'))]))
    expect(inconnue.nature).toBe('tableau')
    expect(inconnue.remarques).toEqual([expect.stringContaining('« APL aux pédiatres » n’est pas lue')])
  })

  it.each([
    [
      'apl-infirmiers',
      'APL aux infirmières',
      'Population standardisée 2021 pour les soins infirmiers',
      'ETP/100 000 hab.',
    ],
    ['apl-kines', 'APL aux masseurs-kinésithérapeutes', 'Population standardisée 2021', 'ETP pour 100 000'],
    ['apl-sages-femmes', 'APL aux sages-femmes', 'Population féminine standardisée 2021', 'ETP pour 100 000 femmes'],
    ['apl-dentistes', 'APL aux chirurgiens-dentistes', 'Population standardisée 2021', 'Équivalents temps plein'],
  ])('of %s is read by its headings, with its weights', async (code, titre, poids, unite) => {
    const feuille: FeuilleXlsx = {
      nom: 'APL 2023',
      lignes: [
        ['Accessibilité potentielle localisée (fictif)'],
        [],
        ['Code commune INSEE', 'Commune', titre, poids, 'Population totale 2021'],
        [null, null, unite, 'nombre', 'nombre'],
        ['01001', 'A', 80.5, 900, 800],
        [4070, 'B', '120,25', 15_000, 16_000],
      ],
    }
    const { analyse, lecture } = await read(createXlsx([PARAMETRES, feuille]))
    expect(analyse.remarques).toEqual([])
    expect(lecture.series).toMatchObject([{ indicateur: code, millesime: 2023, parametres: { Poids: poids } }])
    expect(valeurs(lecture.series[0])).toEqual({ '01001': 80.5, '04070': 120.25 })
    expect(listPoids(lecture.series[0])).toEqual([900, 15_000])
  })

  it('without weights says that no mean will follow', async () => {
    const titres = ['Code commune INSEE', 'Commune', 'APL aux médecins généralistes']
    const { analyse, lecture } = await read(createXlsx([apl('APL 2023', [['01001', 'A', 3]], titres)]))
    expect(analyse.remarques).toEqual([expect.stringContaining('pas de colonne « Population standardisée »')])
    expect(lecture.releve.comptes['poids-absent']).toBe(1)
  })
})

const plan = async (fichier: Uint8Array, roles: Record<string, string>, reste: Partial<Correspondance> = {}) => {
  const { tables } = await parseAnalyse('f', fichier)
  const colonnes = Object.entries(roles).map(([titre, role]) =>
    role === 'code' || role === 'annee' || role === 'poids'
      ? ({ titre, role, indicateur: null } as const)
      : ({ titre, role: 'valeur', indicateur: role } as const),
  )
  const table = tables[0]
  const fait = table ? computePlan(table, { colonnes, millesime: 2021, sansPoids: 'aucun', ...reste }) : 'aucune table'
  if (typeof fait === 'string') throw new Error(fait)
  return fait
}

describe('a table of INSEE', () => {
  const CSV =
    'Revenus et pauvreté en 2021;;;\nInsee (fictif);;;\n\nCode géographique;Libellé;Médiane (€);Taux\nCODGEO;LIBGEO;MED21;TP6021\n' +
    '01001;A;23 450,5;s\n04070;B;21000;18,5\n2A004;C;nd;\n69123;D;24000;15\nSource\u00a0: Insee;;;\n'

  it('is shown with its headings, found above the codes', async () => {
    const { nature, tables } = await parseAnalyse('FILO2021.csv', octets(CSV))
    expect(nature).toBe('tableau')
    expect(tables[0]).toMatchObject({ entete: 5, code: 0, millesime: 2021 })
    expect(tables[0]?.colonnes.map((c) => c.titre)).toEqual(['CODGEO', 'LIBGEO', 'MED21', 'TP6021'])
    expect(tables[0]?.titres[0]).toBe('Revenus et pauvreté en 2021')
  })

  it('is read, what is hidden or missing being told line by line', async () => {
    const fichier = octets(CSV, 'latin1')
    const choisi = await plan(fichier, { CODGEO: 'code', MED21: 'revenu-median', TP6021: 'taux-pauvrete' })
    const { lecture } = await read(fichier, [choisi])
    const [median, pauvrete] = lecture.series
    expect(valeurs(median)).toEqual({ '01001': 23_450.5, '04070': 21_000, '2A004': 'absent', '69123': 24_000 })
    expect(valeurs(pauvrete)).toEqual({ '01001': 'secret', '04070': 18.5, '2A004': 'absent', '69123': 15 })
    expect(lecture.releve).toMatchObject({ lignes: 4, comptes: { secret: 1, absent: 2, 'poids-absent': 2 } })
    expect(lecture.releve.constats.find((c) => c.nature === 'secret')).toMatchObject({ n: 6 })
  })
})

const coupe = (fichier: Uint8Array): Uint8Array => fichier.slice(0, fichier.length / 2)

describe('bad input', () => {
  const lire = async (csv: string, roles: Record<string, string>, reste?: Partial<Correspondance>) => {
    const fichier = octets(csv)
    return (await read(fichier, [await plan(fichier, roles, reste)])).lecture
  }

  it('doubled rows: the same once, different ones never', async () => {
    const lecture = await lire('code;v\n01001;1\n01001;1\n04070;2\n04070;3\n', { code: 'code', v: 'bpe-kine' })
    expect(valeurs(lecture.series[0])).toEqual({ '01001': 1 })
    expect(lecture.releve.comptes).toMatchObject({ double: 1, 'double-different': 1 })
    expect(lecture.releve.constats.find((c) => c.nature === 'double-different')).toMatchObject({
      n: 5,
      detail: '04070, bpe-kine 2021, déjà ligne 4',
    })
  })

  it('merged communes: sums add up, means go by weight, the rest is not told', async () => {
    const csv = 'code;somme;moyenne;autre;p\n01015;10;2;5;100\n01340;4;4;6;300\n'
    const roles = { code: 'code', somme: 'bpe-kine', moyenne: 'apl-infirmiers', autre: 'revenu-median', p: 'poids' }
    const { series, releve } = await lire(csv, roles)
    expect(series.map((s) => [s.indicateur, valeurs(s)])).toEqual([
      ['apl-infirmiers', { '01015': 3.5 }],
      ['bpe-kine', { '01015': 14 }],
      ['revenu-median', { '01015': 'absent' }],
    ])
    expect(listPoids(series[0])).toEqual([400])
    expect(releve.comptes).toMatchObject({ 'code-ancien': 1, fusion: 2, 'fusion-impossible': 1 })
  })

  it('merged communes of which one is hidden: never a part for the whole', async () => {
    const { series, releve } = await lire('code;v\n01015;10\n01340;s\n', { code: 'code', v: 'bpe-kine' })
    expect(valeurs(series[0])).toEqual({ '01015': 'secret' })
    expect(releve.comptes['fusion-impossible']).toBe(1)
  })

  it('an old code alone is that of its commune of today', async () => {
    const { series, releve } = await lire('code;v\n01340;7\n', { code: 'code', v: 'revenu-median' })
    expect(valeurs(series[0])).toEqual({ '01015': 7 })
    expect(releve.constats[0]).toMatchObject({ nature: 'code-ancien', detail: '01340 → 01015' })
  })

  it('a row of units in the middle, a text for a number, a code that is nowhere', async () => {
    const csv = 'code;v\n01001;1\n;ETP\n04070;beaucoup\n99998;3\n2A004;#REF!\n'
    const { series, releve } = await lire(csv, { code: 'code', v: 'bpe-kine' })
    expect(valeurs(series[0])).toEqual({ '01001': 1 })
    expect(releve.constats.map((c) => [c.nature, c.n])).toEqual([
      ['sans-code', 3],
      ['texte', 4],
      ['code-inconnu', 5],
      ['texte', 6],
    ])
  })

  it('a column of years gives a series a year', async () => {
    const csv = 'code,annee,v\n01001,2020,1\n01001,2021,2\n04070,,3\n'
    const { series, releve } = await lire(csv, { code: 'code', annee: 'annee', v: 'bpe-kine' }, { millesime: null })
    expect(series.map((s) => [s.millesime, valeurs(s)])).toEqual([
      [2020, { '01001': 1 }],
      [2021, { '01001': 2 }],
    ])
    expect(releve.comptes['annee-absente']).toBe(1)
  })

  it('without weights, the population where a person says so', async () => {
    const roles = { code: 'code', v: 'apl-infirmiers' }
    const { series } = await lire('code;v\n01001;1\n04070;2\n', roles, { sansPoids: 'population' })
    expect(listPoids(series[0])).toEqual([800, 16_000])
    expect(series[0]?.parametres.Poids).toBe('population municipale')
  })

  it.each<[string, Uint8Array, RegExp]>([
    ['empty', octets(''), /vide/],
    ['old .xls', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), /\.xls/],
    ['without codes', octets('commune;v\nDigne;3\n'), /codes de communes/],
    ['unknown JSON', octets('{"a": 1}'), /aucune des formes connues/],
    ['cut JSON', octets('{"a": '), /coupé ou abîmé/],
    ['an archive of something else', createXlsx([]).slice(0, 60), /abîmé|classeur/],
    [
      'a workbook cut in the middle',
      coupe(createXlsx([apl('APL 2023', [['01001', 'A', 3, 3, 3, 3]])])),
      /abîmé|classeur/,
    ],
    ['binary', Uint8Array.from([1, 0, 2, 3, 0, 5, 6, 7]), /nuls/],
  ])('a file that is %s is refused with what to do', async (_nom, fichier, message) => {
    await expect(parseAnalyse('f', fichier)).rejects.toThrow(message)
  })

  it('merged cells have their value once: the codes that they hide are reported', async () => {
    const lignes = [
      ['code', 'v'],
      ['01001', 1],
      [null, 2],
      ['04070', new Date('2021-03-01')],
    ] as const
    const fichier = createXlsx([{ nom: 'F', lignes, fusions: ['A2:A3'] }])
    const { lecture } = await read(fichier, [await plan(fichier, { code: 'code', v: 'bpe-kine' })])
    expect(valeurs(lecture.series[0])).toEqual({ '01001': 1 })
    expect(lecture.releve.constats.map((c) => [c.nature, c.n])).toEqual([
      ['sans-code', 3],
      ['texte', 4],
    ])
  })
})
