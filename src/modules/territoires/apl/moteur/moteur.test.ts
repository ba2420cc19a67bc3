import { describe, expect, it } from 'vitest'
import { JEUX } from '../parametres.ts'
import { computeApl } from './apl.ts'
import { computePoids, createMatricePoids, type Decroissance } from './decroissance.ts'
import { Essai } from './essai.ts'
import { createTransposee, type Matrice, Paires } from './matrice.ts'
import { computeActiviteBornee, computePopulationStandardisee } from './normalisation.ts'

const getJeu = (code: string) => JEUX.find((jeu) => jeu.code === code)?.parametres ?? expect.unreachable()
const vecteur = (...valeurs: number[]) => Float64Array.from(valeurs)
const somme = (valeurs: Float64Array) => valeurs.reduce((a, b) => a + b, 0)

function createTemps(origines: number, destinations: number, triplets: readonly [number, number, number][]): Matrice {
  const paires = new Paires(1)
  for (const [o, d, minutes] of triplets) paires.add(o, d, minutes)
  return paires.createMatrice(origines, destinations)
}

/** Random numbers that are the same at each run (mulberry32). */
function createHasard(graine: number): () => number {
  let etat = graine
  return () => {
    etat = (etat + 0x6d2b79f5) | 0
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function createCas(graine: number) {
  const hasard = createHasard(graine)
  const [origines, destinations] = [1 + Math.floor(hasard() * 30), 1 + Math.floor(hasard() * 20)]
  const triplets: [number, number, number][] = []
  for (let o = 0; o < origines; o++) {
    for (let d = 0; d < destinations; d++) if (hasard() < 0.4) triplets.push([o, d, Math.round(hasard() * 250) / 10])
  }
  triplets.sort(() => hasard() - 0.5)
  const tirage = (nombre: number, max: number) =>
    Float64Array.from({ length: nombre }, () => (hasard() < 0.2 ? 0 : Math.round(hasard() * max)))
  return {
    hasard,
    triplets,
    temps: createTemps(origines, destinations, triplets),
    population: tirage(origines, 5000),
    offre: tirage(destinations, 20_000),
  }
}

describe('the constructed case: A-B 8 min, A-C 12, B-C 4', () => {
  const temps = createTemps(3, 3, [
    ...([0, 1, 2] as const).map((n): [number, number, number] => [n, n, 0]),
    ...(
      [
        [0, 1, 8],
        [0, 2, 12],
        [1, 2, 4],
      ] as const
    ).flatMap(([a, b, t]): [number, number, number][] => [
      [a, b, t],
      [b, a, t],
    ]),
  ])
  const population = vecteur(1000, 800, 2000)
  const offre = vecteur(5400, 0, 10_800)

  it.each([
    // R_A = 5400 / (1000 + 0.3 × 800 + 0.1 × 2000); R_C = 10800 / (0.1 × 1000 + 800 + 2000)
    ['apl-2012', 3.75, 3.7241, [4.1224, 4.8491, 4.0991]],
    // R_A = 5400 / (1000 + 800 + 2/3 × 2000); R_C = 10800 / (2/3 × 1000 + 800 + 2000)
    ['apl-2015', 1.7234, 3.1154, [3.8003, 4.8388, 4.2643]],
  ])('%s', (code, ratioA, ratioC, attendus) => {
    const { decroissance, limite } = getJeu(code)
    const { ratios, apl } = computeApl(createMatricePoids(temps, decroissance, limite), population, offre)
    expect(ratios[0]).toBeCloseTo(ratioA, 4)
    expect(ratios[2]).toBeCloseTo(ratioC, 4)
    attendus.forEach((attendu, n) => void expect(apl[n]).toBeCloseTo(attendu, 4))
    const moyenne = apl.reduce((total, valeur, n) => total + valeur * (population[n] ?? 0), 0) / somme(population)
    expect(moyenne).toBeCloseTo(16_200 / 3800, 12)
  })
})

describe('the weight of a travel time', () => {
  const classes: Decroissance = {
    classes: [
      [10, 1],
      [15, 0.667],
      [20, 0.333],
    ],
  }
  it.each([
    [classes, 30, 0, 1],
    [classes, 30, 10, 1],
    [classes, 30, 10.001, 0.667],
    [classes, 30, 15, 0.667],
    [classes, 30, 20, 0.333],
    [classes, 30, 20.001, 0],
    [classes, 12, 12, 0.667],
    [classes, 12, 12.001, 0],
    [{ exponentielle: 0.12 }, 30, 0, 1],
    [{ exponentielle: 0.12 }, 30, 10, Math.exp(-1.2)],
    [{ exponentielle: 0.12 }, 30, 30, Math.exp(-3.6)],
    [{ exponentielle: 0.12 }, 30, 30.001, 0],
    [{ gaussienne: 8 }, 30, 8, Math.exp(-0.5)],
    [{ gaussienne: 8 }, 5, 6, 0],
  ] as [Decroissance, number, number, number][])(
    '%j, limit %d: %d min weigh %d',
    (decroissance, limite, minutes, poids) => {
      const { valeurs } = createMatricePoids(createTemps(1, 1, [[0, 0, minutes]]), decroissance, limite)
      expect(valeurs[0]).toBeCloseTo(poids, 15)
    },
  )
})

describe('what is at the edge', () => {
  it('nobody and nothing', () => {
    const { apl, ratios } = computeApl(createTemps(0, 0, []), vecteur(), vecteur())
    expect([apl.length, ratios.length]).toEqual([0, 0])
  })
  it('a supply that only empty places reach gives nothing, and no infinity', () => {
    const { apl, ratios } = computeApl(createTemps(1, 1, [[0, 0, 1]]), vecteur(0), vecteur(100))
    expect([apl[0], ratios[0]]).toEqual([0, 0])
  })
  it('an empty place has the access of who would live there', () => {
    const { apl } = computeApl(
      createTemps(2, 1, [
        [0, 0, 1],
        [1, 0, 1],
      ]),
      vecteur(50, 0),
      vecteur(100),
    )
    expect([...apl]).toEqual([2, 2])
  })
  it('who reaches nothing has 0, and takes from nobody', () => {
    const { apl } = computeApl(createTemps(2, 1, [[0, 0, 1]]), vecteur(50, 1000), vecteur(100), 100_000)
    expect([...apl]).toEqual([200_000, 0])
  })
})

describe.each(Array.from({ length: 25 }, (_, n) => n + 1))('random case %i', (graine) => {
  const decroissance: Decroissance = {
    classes: [
      [10, 1],
      [15, 2 / 3],
      [20, 1 / 3],
    ],
  }

  it('is the double sum of the definition', () => {
    const { triplets, temps, population, offre } = createCas(graine)
    const computeUn = computePoids(decroissance)
    const ratios = Array.from(offre, (s, d) => {
      const demande = triplets
        .filter(([, destination]) => destination === d)
        .reduce((total, [o, , t]) => total + computeUn(t) * (population[o] ?? 0), 0)
      return demande > 0 ? s / demande : 0
    })
    const { apl } = computeApl(createMatricePoids(temps, decroissance, 25), population, offre, 100)
    apl.forEach((valeur, i) => {
      const attendu = triplets
        .filter(([origine]) => origine === i)
        .reduce((total, [, d, t]) => total + computeUn(t) * (ratios[d] ?? 0), 0)
      expect(valeur).toBeCloseTo(100 * attendu, 8)
    })
  })

  it('keeps the supply that is reached: Σ APL P = Σ S', () => {
    const { temps, population, offre } = createCas(graine)
    const { apl, demandes } = computeApl(createMatricePoids(temps, decroissance, 25), population, offre)
    const atteinte = offre.reduce((total, s, d) => total + ((demandes[d] ?? 0) > 0 ? s : 0), 0)
    const servie = apl.reduce((total, valeur, o) => total + valeur * (population[o] ?? 0), 0)
    expect(Math.abs(servie - atteinte)).toBeLessThanOrEqual(1e-9 * Math.max(1, atteinte))
  })

  it('followed change after change, is to the bit what it is computed anew', () => {
    const { hasard, temps, population, offre } = createCas(graine)
    const poids = createMatricePoids(temps, { gaussienne: 9 }, 25)
    const essai = new Essai(poids, population, offre, 100_000)
    for (let n = 0; n < 20; n++) {
      const quantite = hasard() < 0.2 ? 0 : hasard() * 9000
      if (hasard() < 0.5) {
        const d = Math.floor(hasard() * offre.length)
        offre[d] = quantite
        essai.updateOffre(d, quantite)
        expect(essai.getOffre(d)).toBe(quantite)
      } else {
        const o = Math.floor(hasard() * population.length)
        population[o] = quantite
        essai.updatePopulation(o, quantite)
      }
      expect(essai.apl).toEqual(computeApl(poids, population, offre, 100_000).apl)
    }
  })
})

describe('sparse rows', () => {
  it('turned twice are themselves, origins sorted', () => {
    const { temps } = createCas(7)
    const retour = createTransposee(createTransposee(createTransposee(createTransposee(temps))))
    expect(retour).toEqual(createTransposee(createTransposee(temps)))
    expect(createTransposee(temps).valeurs.toSorted()).toEqual(temps.valeurs.toSorted())
  })

  it('a pair given twice is found, the first in the order of the file', () => {
    const paires = new Paires(2)
    for (const [o, d] of [
      [1, 1],
      [0, 2],
      [0, 1],
      [1, 0],
      [0, 2],
      [1, 1],
    ] as const)
      paires.add(o, d, 3)
    expect(paires.getDouble(2, 3)).toEqual([4, 1])
  })
  it('and none where there is none', () => {
    const paires = new Paires(2)
    for (const [o, d] of [
      [1, 1],
      [0, 1],
      [1, 0],
      [0, 0],
    ] as const)
      paires.add(o, d, 3)
    expect(paires.getDouble(2, 2)).toBeNull()
  })
})

describe('people and professionals', () => {
  it('weights by age keep the total', () => {
    const standard = computePopulationStandardisee([vecteur(100, 0, 50), vecteur(100, 200, 50)], [1, 3])
    // 100 + 300, 0 + 600, 50 + 150, brought from 1200 back to 500
    standard.forEach((valeur, k) => void expect(valeur).toBeCloseTo([400 / 2.4, 250, 200 / 2.4][k] ?? 0, 10))
  })
  it.each([
    [0, 0],
    [100, 1500],
    [4000, 4000],
    [20_000, 9000],
  ])('an activity of %d between 1500 and 9000 counts for %d', (quantite, attendu) =>
    expect(computeActiviteBornee(quantite, { minimum: 1500, maximum: 9000 })).toBe(attendu),
  )
  it('without bounds counts as it is', () => expect(computeActiviteBornee(12, {})).toBe(12))
})
