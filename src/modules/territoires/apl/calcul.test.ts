import { describe, expect, it } from 'vitest'
import { formatBilan } from './bilan.ts'
import { computeHorsFil } from './calcul.formats.ts'
import { computeBilan, computeResultat, type Entrees } from './calcul.ts'
import { createEchelleDifferences } from './echelle.ts'
import { REGLES_TEMPS } from './parametres.ts'

/** So many places on a line, two kilometres apart. */
function createEntrees(nombre: number): Entrees {
  return {
    lieux: Array.from({ length: nombre }, (_, n) => ({
      longitude: 2 + n * 0.025,
      latitude: 46,
      population: 100 + (n % 7) * 50,
      superficie: 12,
    })),
    zone: Int32Array.from({ length: nombre }, (_, n) => n),
    temps: null,
    regles: REGLES_TEMPS,
    parametres: {
      limite: 20,
      decroissance: {
        classes: [
          [10, 1],
          [20, 0.5],
        ],
      },
    },
    offre: Float64Array.from({ length: nombre }, (_, n) => (n % 5 === 0 ? 5400 : 0)),
    changements: [{ lieu: 10, quantite: 5400 }],
    unite: 1,
  }
}

describe('a computation', () => {
  it('in a thread of its own is the same as on the spot', async () => {
    const entrees = createEntrees(3200)
    expect(await computeHorsFil(entrees)).toEqual(computeResultat(entrees))
  })

  it('changes nothing out of reach of the change, to the bit', () => {
    const { avant, apres } = computeResultat(createEntrees(200))
    const changes = [...apres.keys()].filter((n) => apres[n] !== avant[n])
    expect(changes).toContain(10)
    expect(Math.max(...changes)).toBeLessThan(40)
  })

  it('adds what a change adds: Σ P (after − before)', () => {
    const entrees = createEntrees(200)
    const { avant, apres } = computeResultat(entrees)
    const gagne = entrees.lieux.reduce(
      (total, l, n) => total + (l.population ?? 0) * ((apres[n] ?? 0) - (avant[n] ?? 0)),
      0,
    )
    expect(gagne).toBeCloseTo(5400, 6)
  })
})

describe('who gains and who loses', () => {
  const lieux = [100, 200, 300, null].map((population) => ({ population }))
  const resultat = { avant: Float64Array.of(2, 3, 2.5, 1), apres: Float64Array.of(2.5, 2, 2.5, 9) }

  it('is counted in inhabitants, the threshold itself being above', () => {
    expect(computeBilan(resultat, lieux, [0, 1, 2, 3], 2.5)).toEqual({
      habitants: 600,
      gagnent: 100,
      perdent: 200,
      franchissent: { montent: 100, descendent: 200, sousSeuilAvant: 100, sousSeuilApres: 200 },
      moyenneAvant: (200 + 600 + 750) / 600,
      moyenneApres: (250 + 400 + 750) / 600,
    })
  })

  it('nobody has no mean', () => {
    const bilan = computeBilan(resultat, lieux, [3], null)
    expect(bilan).toMatchObject({ habitants: 0, moyenneAvant: null, moyenneApres: null, franchissent: null })
    const phrases = formatBilan({ zone: bilan, autour: bilan }, { mesure: 'consultations', seuil: null, gestes: [] })
    expect(phrases).toEqual(['Personne n’habite ce territoire\u00a0: il n’y a pas de moyenne.'])
  })
})

it('the colours of a map part what gains, what loses and what would read zero', () => {
  const { classes, index } = createEchelleDifferences([-2, -0.5, 0.004, 0, 0.7, 3], 'consultations')
  expect([-2, -0.5, 0.004, 0, 0.7, 3].map(index)).toEqual([0, 1, 2, 2, 3, 4])
  expect(classes.map((c) => [c.label, c.count])).toEqual([
    ['perd 1,55 ou plus', 1],
    ['perd moins de 1,55', 1],
    ['ne change pas', 2],
    ['gagne moins de 1,55', 1],
    ['gagne 1,55 ou plus', 1],
  ])
  expect(new Set(classes.map((c) => c.color)).size).toBe(5)
})
