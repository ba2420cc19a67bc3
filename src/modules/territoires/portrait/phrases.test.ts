import { describe, expect, it } from 'vitest'
import { CLASSES_EPCI, type Indicateur, type Parts, type Serie } from '../indicateur/indicateur.ts'
import { listComparees } from './comparaison.ts'
import { formatNomListe } from './demande.ts'
import { addParts, createPartsVides } from './parts.ts'
import {
  computeEcart,
  formatComparaison,
  formatCouverture,
  formatDecile,
  formatEtendue,
  formatPartDe,
  formatPhrase,
  formatSousSeuil,
  formatTaux,
} from './phrases.ts'
import { chooseReperes, createMesure, getManque, getRupture, type LigneSimple } from './portrait.ts'
import { computePyramide } from './pyramide.ts'

const plat = (texte: string | null) => texte?.replace(/[\u00a0\u202f]/g, ' ') ?? null
const PARTS: Parts = {
  ...{ publiee: null, numerateur: 6, denominateur: 2, avecValeur: 2, total: 3, populationAvec: 950, population: 1000 },
  ...{ populationSousSeuil: 190, minimum: 2, maximum: 4 },
}

describe('parts of two areas', () => {
  it('add up, what is published does not', () => {
    expect(addParts({ ...PARTS, publiee: 3 }, PARTS)).toEqual({
      ...{ publiee: null, numerateur: 12, denominateur: 4, avecValeur: 4, total: 6 },
      ...{ populationAvec: 1900, population: 2000, populationSousSeuil: 380, minimum: 2, maximum: 4 },
    })
  })

  it('an area without value counts its inhabitants and adds nothing else', () => {
    expect(addParts(PARTS, createPartsVides(5, 200))).toEqual({ ...PARTS, total: 8, population: 1200 })
    expect(addParts(createPartsVides(5, 200), createPartsVides(1, 1))).toEqual(createPartsVides(6, 201))
  })
})

describe('sentences', () => {
  it.each([
    [3.4, 3.4, 'proche'],
    [3.44, 3.4, 'proche'],
    [3.5, 3.4, 'haut'],
    [3.3, 3.4, 'bas'],
    // Read the same with one decimal.
    [0.11, 0.1, 'proche'],
    [0, 0, 'proche'],
    [-2, -1, 'bas'],
  ] as const)('%d beside %d: %s', (valeur, repere, ecart) =>
    expect(computeEcart(valeur, repere, { decimales: 1 })).toBe(ecart),
  )

  it.each([
    [
      [
        ['epci', 1],
        ['departement', 2],
        ['region', 3],
        ['france', 4],
      ],
      'Plus élevé que dans l’intercommunalité; plus bas que dans la région et qu’en France; proche de la valeur du département.',
    ],
    [[['france', 1]], 'Plus élevé qu’en France.'],
    [
      [
        ['epci', null],
        ['france', 2],
      ],
      'Proche de la valeur de la France.',
    ],
    [[['epci', null]], null],
    [[], null],
  ] as const)('compares 2 with %o', (reperes, phrase) => {
    const cotes = reperes.map(([maille, valeur]) => ({ maille, valeur }))
    expect(plat(formatComparaison(2, cotes, { decimales: 1 }))?.replaceAll(' ;', ';') ?? null).toBe(phrase)
  })

  it.each([
    [{ phrase: 'On compte {valeur} lits.', agregation: 'somme' }, 'On compte 12 lits.'],
    [{ phrase: null, agregation: 'somme' }, 'Au total ici : 12 lits.'],
    [{ phrase: null, agregation: 'moyenne' }, 'En moyenne ici : 12 lits.'],
    [{ phrase: null, agregation: 'part' }, 'La part est ici de 12 lits.'],
    [{ phrase: null, agregation: 'aucune' }, 'Valeur publiée pour ce territoire : 12 lits.'],
  ] as const)('%o', (i, phrase) => expect(plat(formatPhrase(12, { ...i, unite: 'lits', decimales: 0 }))).toBe(phrase))

  it('tells coverage, threshold, both ends, place and rate', () => {
    expect(plat(formatCouverture(PARTS))).toBe('2 communes sur 3 avec une valeur, 95 % de la population')
    const seuil = { seuil: 2.5, seuilLibelle: 'Repère fictif', decimales: 1 }
    expect(plat(formatSousSeuil(PARTS, seuil))).toBe(
      '20 % des habitants vivent dans une commune sous 2,5. Repère fictif.',
    )
    expect(formatSousSeuil(PARTS, { ...seuil, seuil: null })).toBeNull()
    const communes = [
      { code: '1', nom: 'A' },
      { code: '2', nom: 'B' },
    ]
    expect(
      plat(formatEtendue({ valeur: 0, communes, nombre: 5 }, { valeur: 3, communes: [], nombre: 0 }, { decimales: 0 })),
    ).toBe('De 0 (A, B et 3 autres) à 3')
    const classe = CLASSES_EPCI[2]
    expect(plat(formatDecile({ dixieme: 1, classe, nombre: 320 }, true))).toBe(
      'Parmi les 320 intercommunalités de 20 000 à 50 000 habitants, rangées de la valeur la plus basse à la plus élevée, ce territoire est dans le premier dixième.',
    )
    expect(formatDecile({ dixieme: 3, classe, nombre: 320 }, false)).toContain('serait dans le 3e dixième')
    expect(plat(formatTaux(3, 4000))).toBe('7,5')
    expect(formatTaux(3, 0)).toBe('')
  })

  it('tells a share of a larger area only from within', () => {
    const repere = { maille: 'departement', code: '04', nom: 'D', population: 1, part: 1 } as const
    expect(plat(formatPartDe(5, repere, 20))).toBe('25 % du département')
    expect(formatPartDe(5, { ...repere, part: 0.8 }, 20)).toBeNull()
    expect(formatPartDe(5, repere, null)).toBeNull()
  })

  it.each([
    [['A', 'B'], 2, 'A et B'],
    [['A', 'B', 'C'], 3, 'A, B et C'],
    [['A', 'B', 'C'], 44, 'A, B et 42 autres communes'],
  ])('names %o of %d', (noms, nombre, nom) => expect(plat(formatNomListe(noms, nombre))).toBe(nom))
})

describe('what stands beside', () => {
  const parente = (maille: 'epci' | 'departement' | 'region', code: string, part: number) => ({
    zone: { maille, code, nom: code },
    part,
  })
  const PARENTES = [parente('epci', 'E', 0.4), parente('departement', 'D', 1), parente('region', 'R', 1)]

  it.each([
    ['liste', '', ['D', 'R', 'FR']],
    ['commune', '04001', ['D', 'R', 'FR']],
    ['departement', 'D', ['R', 'FR']],
    ['region', 'R', ['FR']],
    ['france', 'FM', ['FR']],
    ['france', 'FR', []],
  ] as const)('%s %s', (maille, code, attendus) => {
    const parentes = maille === 'france' ? [] : PARENTES
    expect(chooseReperes({ maille, code }, parentes).map((r) => r.zone.code)).toEqual(attendus)
  })
})

const serie = (millesime: number, id = millesime): Serie => ({
  ...{ id, indicateur: 'x', millesime, parametres: {}, fichier: null, sha256: null },
  importeeLe: new Date(0),
})

describe('why there is no value', () => {
  it.each([
    ['moyenne', PARTS, null],
    ['moyenne', { ...PARTS, populationAvec: 100 }, 'couverture'],
    ['aucune', PARTS, 'agregation'],
    ['moyenne', createPartsVides(3, 10), 'absente'],
    ['aucune', createPartsVides(3, 10), 'absente'],
  ] as const)('%s', (agregation, parts, manque) =>
    expect(
      getManque({ agregation }, createMesure({ agregation }, serie(2020), parts, { nombre: 3, population: 10 })),
    ).toBe(manque),
  )

  it('knows where a series breaks', () => {
    expect(getRupture('apl-mg-65')?.annee).toBe(2015)
    expect(getRupture('population')).toBeNull()
  })
})

describe('areas side by side', () => {
  const indicateur = { code: 'x', agregation: 'somme' } as Indicateur
  const ligne = (...numerateurs: (number | null)[]): LigneSimple => ({
    indicateur,
    mesures: numerateurs.map((numerateur, i) =>
      createMesure(indicateur, serie(2023 - i), numerateur === null ? undefined : { ...PARTS, numerateur }, {
        nombre: 3,
        population: 1000,
      }),
    ),
  })

  it.each([
    ['the newest that all have', [ligne(1, 2), ligne(null, 4)], 2022, [2, 4]],
    ['else the newest that one has', [ligne(1, null), ligne(null, 4)], 2023, [1, null]],
  ])('%s', (_nom, lignes, millesime, valeurs) => {
    const [comparee] = listComparees(lignes.map((l) => [l]))
    expect([comparee?.serie.millesime, comparee?.mesures.map((m) => m.valeur.valeur)]).toEqual([millesime, valeurs])
  })

  it('leaves out what says nothing of any', () => expect(listComparees([[ligne(null)], [ligne(null)]])).toEqual([]))
})

describe('the pyramid', () => {
  const bandes = (valeur: number | null) =>
    Array.from({ length: 40 }, (_, i) => {
      const indicateur = {
        code: `age-${i % 2 ? 'h' : 'f'}-${String(5 * Math.floor(i / 2)).padStart(2, '0')}`,
        agregation: 'somme',
      } as Indicateur
      const valeurs = i === 7 ? valeur : 10
      const parts = valeurs === null ? undefined : { ...PARTS, numerateur: valeurs }
      return {
        indicateur,
        mesures: [createMesure(indicateur, serie(2021), parts, { nombre: 1, population: 1 })],
        reperes: [{ valeur: 30, calcul: 'publie' as const, couverture: 1 }, null],
      }
    })

  it('needs every band', () => {
    expect(computePyramide(bandes(null))).toBeNull()
    expect(computePyramide([])).toBeNull()
  })

  it('tells the share of the young and of the old, here and beside', () => {
    const pyramide = computePyramide(bandes(10))
    expect(pyramide?.bandes).toHaveLength(20)
    expect(pyramide?.parts.map((p) => [p.part, p.reperes])).toEqual([
      [4 / 20, [4 / 20, null]],
      [7 / 20, [7 / 20, null]],
      [4 / 20, [4 / 20, null]],
    ])
  })
})
