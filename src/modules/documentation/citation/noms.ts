import type { ItemCsl, NomCsl } from '../csl.ts'

/**
 * How a person is written. `nom-prenom`: « Durand Anne »; `capitales`: « DURAND Anne »;
 * `prenom-nom`: « Anne Durand »; `virgule`: « Durand, Anne ».
 */
export type FaconNom = 'nom-prenom' | 'capitales' | 'prenom-nom' | 'virgule'

/** Beyond this number the bibliographies of the field print as many names, then « (et al.) ». */
const NOMBRE_IMPRIME = 3

/**
 * Family name in mixed case. Many French bibliographies type it in capitals, which is a layout and not the name;
 * a short one ("LY", "NG") is kept, since nothing tells it from initials.
 */
function formatFamille(famille: string): string {
  if (famille.length < 3 || famille !== famille.toLocaleUpperCase('fr') || /[.\d]/.test(famille)) return famille
  return famille
    .toLocaleLowerCase('fr')
    .replace(/(?<=^|[\s\-'’])\p{L}/gu, (initiale) => initiale.toLocaleUpperCase('fr'))
}

/** Family name in capitals, its leading particle left as written: « de GAULLE », « d’IVERNOIS », but « DOS SANTOS ». */
function formatCapitales(famille: string): string {
  const particule = /^(?:\p{Ll}+[\s]+|d['’])*/u.exec(famille)?.[0] ?? ''
  return particule + famille.slice(particule.length).toLocaleUpperCase('fr')
}

/**
 * The same name with its family part in mixed case and apostrophes curled, ready for any writer of citations.
 * A name that has nothing to print gives undefined.
 */
export function formatNomCsl(nom: NomCsl): NomCsl | undefined {
  const literal = nom.literal?.trim()
  if (literal) return { literal }
  const family = nom.family?.trim()
  const given = nom.given?.trim()
  // A lone forename (a pen name, a first name alone) is the whole name.
  if (!family) return given ? { literal: given } : undefined
  const propre: NomCsl = { ...nom, family: formatFamille(family).replaceAll("'", '’') }
  if (given) propre.given = given
  else delete propre.given
  return propre
}

/** Persons and organisations of a list that have something to print, in order. */
export function listNoms(noms: NomCsl[] | undefined): NomCsl[] {
  return (noms ?? []).map(formatNomCsl).filter((nom) => nom !== undefined)
}

/** Family name with the particle that never leaves it (« de Gaulle »). */
export function getFamille(nom: NomCsl): string {
  const particule = nom['non-dropping-particle']?.trim()
  const famille = nom.family ?? ''
  if (!particule) return famille
  return /['’]$/.test(particule) ? particule.replace("'", '’') + famille : `${particule} ${famille}`
}

/** Forename with what follows it when the family name comes first: dropped particle, suffix (« Alexander von »). */
export function getPrenom(nom: NomCsl): string {
  return [nom.given, nom['dropping-particle'], nom.suffix].filter(Boolean).join(' ')
}

/** One person or organisation; an organisation (`literal`) is written as it is whatever the way. */
export function formatNom(nom: NomCsl, facon: FaconNom): string {
  if (nom.literal) return nom.literal.replaceAll("'", '’')
  const famille = getFamille(nom)
  const prenom = getPrenom(nom)
  switch (facon) {
    case 'nom-prenom':
      return [famille, prenom].filter(Boolean).join(' ')
    case 'capitales':
      return [formatCapitales(famille), prenom].filter(Boolean).join(' ')
    case 'virgule':
      return [famille, prenom].filter(Boolean).join(', ')
    case 'prenom-nom': {
      const particule = nom['dropping-particle']
      const nomComplet = particule ? `${particule}${/['’]$/.test(particule) ? '' : ' '}${famille}` : famille
      return [nom.given, nomComplet, nom.suffix].filter(Boolean).join(' ')
    }
  }
}

/**
 * A list of names for a layout, separated by commas.
 * @param etAl the source itself ends with « et al. »; more than three names are also cut to three.
 * @returns an empty text when there is no name.
 */
export function formatNoms(noms: NomCsl[] | undefined, facon: FaconNom, etAl = false): string {
  const propres = listNoms(noms)
  if (propres.length === 0) return ''
  const liste = propres
    .slice(0, NOMBRE_IMPRIME)
    .map((nom) => formatNom(nom, facon))
    .join(', ')
  return etAl || propres.length > NOMBRE_IMPRIME ? `${liste} (et al.)` : liste
}

/** True when the source printed « et al. » after the authors of the item. */
export function hasEtAl(item: ItemCsl): boolean {
  return item.custom?.etAl === true
}
