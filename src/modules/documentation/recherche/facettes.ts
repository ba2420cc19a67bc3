import { hasTerme, listTermes } from '#modules/vocabulaires/index.ts'
import type { Expression, TermeVocabulaire } from './formes.ts'

/** The facets of the catalogue, in the order of the page and of its address; each is a parameter of that name. */
export const FACETTES = [
  'nature',
  'theme',
  'public',
  'determinant',
  'milieu',
  'annee',
  'langue',
  'en-ligne',
  'empruntable',
  'centre',
] as const
export type NomFacette = (typeof FACETTES)[number]

/** Values chosen in each facet: OR inside one, AND between them. */
export type Filtres = Partial<Record<NomFacette, readonly string[]>>

/** A value of the index and the code that stands for it. A value may have several codes. */
export interface Code {
  code: number
  nom: NomFacette
  valeur: string
}

/** The facets that say what a document is about: words of a question may stand for one of their terms. */
export const SUJETS = ['theme', 'public', 'determinant', 'milieu'] as const

export const TERMES_CHERCHES: readonly TermeVocabulaire[] = SUJETS.flatMap((facette) =>
  listTermes(facette).map((t) => ({
    facette,
    slug: t.slug,
    noms: [t.libelle, ...(t.sigle ? [t.sigle] : []), ...(t.synonymes ?? [])],
  })),
)

/** Leaves out the slugs that neither the vocabularies nor the catalogue know. */
export function checkFiltres(filtres: Filtres, codes: readonly Code[]): Filtres {
  const isConnue = (nom: NomFacette, valeur: string) =>
    !(nom === 'nature' || SUJETS.some((s) => s === nom)) ||
    hasTerme(nom, valeur) ||
    codes.some((c) => c.nom === nom && c.valeur === valeur)
  const gardes: Filtres = {}
  for (const nom of FACETTES) {
    const valeurs = filtres[nom]?.filter((v) => isConnue(nom, v)) ?? []
    if (valeurs.length > 0) gardes[nom] = valeurs
  }
  return gardes
}

/** The choices made: OR inside a facet, AND between facets. */
export function createChoix(filtres: Filtres): Expression {
  const et = FACETTES.flatMap((facette) => {
    const valeurs = filtres[facette]
    return valeurs ? [{ ou: valeurs.map((valeur) => ({ valeur, facette })) }] : []
  })
  return { et }
}

/** Numbers by value of each facet. */
export function listNombres(
  { parCode }: Comptes,
  codes: readonly Code[],
): Record<NomFacette, { valeur: string; nombre: number }[]> {
  const groupes = FACETTES.map((nom) => {
    const nombres = new Map<string, number>()
    for (const c of codes) {
      if (c.nom === nom) nombres.set(c.valeur, (nombres.get(c.valeur) ?? 0) + (parCode[c.code] ?? 0))
    }
    return [nom, [...nombres].map(([valeur, nombre]) => ({ valeur, nombre }))] as const
  })
  return Object.fromEntries(groupes) as Record<NomFacette, { valeur: string; nombre: number }[]>
}

export interface Comptes {
  total: number
  /** Notices by code. In a facet that has a choice, what one would find by choosing otherwise. */
  parCode: Uint32Array
}

const ESPACE = 32
const FIN = 10

/**
 * Counts facets over the lines of the index, end to end: each code is the character of that rank after the space, a
 * line feed ends the line. One pass counts everything: a line that meets every choice counts everywhere; a line
 * that misses the choice of one facet alone counts in that facet, since another choice there would let it in.
 */
export function computeComptes(lignes: string, codes: readonly Code[], filtres: Filtres): Comptes {
  const caracteres = new Uint32Array(ESPACE + Math.max(0, ...codes.map((c) => c.code)) + 1)
  const parCode = caracteres.subarray(ESPACE)
  const choisies = FACETTES.filter((nom) => filtres[nom]?.length)
  if (choisies.length === 0) {
    for (let i = 0; i < lignes.length; i++) increment(caracteres, lignes.charCodeAt(i))
    return { total: caracteres[FIN] ?? 0, parCode }
  }
  const facetteDe = new Uint8Array(parCode.length)
  const choisie = new Uint32Array(parCode.length)
  for (const { code, nom, valeur } of codes) {
    facetteDe[code] = FACETTES.indexOf(nom)
    if (filtres[nom]?.includes(valeur)) choisie[code] = 1 << FACETTES.indexOf(nom)
  }
  const attendu = choisies.reduce((bits, nom) => bits | (1 << FACETTES.indexOf(nom)), 0)
  let total = 0
  for (let debut = 0, fin = 0; debut < lignes.length; debut = fin + 1) {
    fin = lignes.indexOf('\n', debut)
    let remplies = 0
    for (let i = debut; i < fin; i++) remplies |= choisie[lignes.charCodeAt(i) - ESPACE] ?? 0
    const manque = attendu & ~remplies
    if (manque === 0) {
      total++
      for (let i = debut; i < fin; i++) increment(caracteres, lignes.charCodeAt(i))
    } else if ((manque & (manque - 1)) === 0) {
      const facette = 31 - Math.clz32(manque)
      for (let i = debut; i < fin; i++) {
        const caractere = lignes.charCodeAt(i)
        if (facetteDe[caractere - ESPACE] === facette) increment(caracteres, caractere)
      }
    }
  }
  return { total, parCode }
}

function increment(nombres: Uint32Array, rang: number): void {
  nombres[rang] = (nombres[rang] ?? 0) + 1
}
