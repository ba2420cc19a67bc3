import { type Matrice, Paires } from './moteur/matrice.ts'
import { computeActiviteBornee, computePopulationStandardisee } from './moteur/normalisation.ts'
import type { Parametres } from './parametres.ts'
import { ErreurTableau, parseNombre, parseTableau } from './tableau.formats.ts'

type Octets = AsyncIterable<Uint8Array>

/** Codes in the order of their file, and a number for each. */
export interface Quantites {
  codes: string[]
  rangs: Map<string, number>
  quantites: Float64Array
}

interface OptionsQuantites {
  nom: string
  /** What a code that comes again does: a fault, unless lines add up. */
  cumul?: (quantite: number) => number
}

/**
 * Reads `code,<nom>`. A code given twice is a fault, but where each line is one professional: lines then add up.
 * @throws ErreurTableau
 */
export async function parseQuantites(octets: Octets, { nom, cumul }: OptionsQuantites): Promise<Quantites> {
  const lignes = new Map<string, number>()
  const rangs = new Map<string, number>()
  const valeurs: number[] = []
  await parseTableau(octets, {
    colonnes: ['code', nom],
    recevoir: ([code = '', cellule = ''], ligne) => {
      checkCode(code, ligne)
      const valeur = parseNombre(cellule, nom, ligne)
      const rang = rangs.get(code)
      if (rang === undefined) {
        rangs.set(code, valeurs.length)
        lignes.set(code, ligne)
        valeurs.push(cumul ? cumul(valeur) : valeur)
      } else if (cumul) valeurs[rang] = (valeurs[rang] ?? 0) + cumul(valeur)
      else throw new ErreurTableau(`${code} est déjà à la ligne ${lignes.get(code)}.`, ligne)
    },
  })
  return { codes: [...rangs.keys()], rangs, quantites: Float64Array.from(valeurs) }
}

/** The supply, bounded by professional where the parameters say so. @throws ErreurTableau */
export const parseOffre = (octets: Octets, { activite }: Pick<Parametres, 'activite'>): Promise<Quantites> =>
  parseQuantites(octets, {
    nom: 'quantite',
    ...(activite && { cumul: (quantite) => computeActiviteBornee(quantite, activite) }),
  })

/** The people, weighted by age where the parameters say so. @throws ErreurTableau */
export async function parseDemande(octets: Octets, { ages }: Pick<Parametres, 'ages'>): Promise<Quantites> {
  if (!ages) return parseQuantites(octets, { nom: 'population' })
  const colonnes = Object.keys(ages)
  const lignes = new Map<string, number>()
  const parAge: number[][] = colonnes.map(() => [])
  await parseTableau(octets, {
    colonnes: ['code', ...colonnes],
    recevoir: ([code = '', ...cellules], ligne) => {
      checkCode(code, ligne)
      const deja = lignes.get(code)
      if (deja !== undefined) throw new ErreurTableau(`${code} est déjà à la ligne ${deja}.`, ligne)
      lignes.set(code, ligne)
      cellules.forEach((cellule, a) => void parAge[a]?.push(parseNombre(cellule, colonnes[a] ?? '', ligne)))
    },
  })
  const codes = [...lignes.keys()]
  const quantites = computePopulationStandardisee(
    parAge.map((effectifs) => Float64Array.from(effectifs)),
    Object.values(ages),
  )
  return { codes, rangs: new Map(codes.map((code, n) => [code, n])), quantites }
}

export interface TempsLus {
  temps: Matrice
  /** Pairs left aside: one end is neither in the demand nor in the supply. */
  ecartees: number
}

/**
 * Reads `origine,destination,minutes`. A pair that is absent is out of reach, that of a place with itself too.
 * @throws ErreurTableau
 */
export async function parseTemps(
  octets: Octets,
  origines: ReadonlyMap<string, number>,
  destinations: ReadonlyMap<string, number>,
): Promise<TempsLus> {
  const paires = new Paires(1 << 16)
  const numeros: number[] = []
  let ecartees = 0
  await parseTableau(octets, {
    colonnes: ['origine', 'destination', 'minutes'],
    recevoir: ([origine = '', destination = '', cellule = ''], ligne) => {
      const minutes = parseNombre(cellule, 'minutes', ligne)
      const o = origines.get(origine)
      const d = destinations.get(destination)
      if (o === undefined || d === undefined) {
        checkCode(origine, ligne)
        checkCode(destination, ligne)
        ecartees++
        return
      }
      numeros.push(ligne)
      paires.add(o, d, minutes)
    },
  })
  const double = paires.getDouble(origines.size, destinations.size)
  if (double) {
    const [seconde, premiere] = double
    throw new ErreurTableau(`Cette paire est déjà à la ligne ${numeros[premiere]}.`, numeros[seconde] ?? null)
  }
  return { temps: paires.createMatrice(origines.size, destinations.size), ecartees }
}

function checkCode(code: string, ligne: number): void {
  if (code === '') throw new ErreurTableau('Le code manque.', ligne)
}
