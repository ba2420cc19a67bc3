import { parseArrondissement } from './commune.ts'

/** One place of a pasted list, as its own words say it. */
export interface EntreeListe {
  /** Line of the text, from 1. */
  ligne: number
  texte: string
  /** Five characters, which may be an INSEE code or a postal code. */
  nombre: string | null
  nom: string | null
  /** Département said beside the name: a code, or a name to be found. */
  departement: string | null
}

const NOMBRE = /^(?:\d{5}|2[ab]\d{3})$/i
/** Excel takes the first zero away. */
const SANS_ZERO = /^[1-9]\d{3}$/
const PUCE = /^\s*(?:[-–—•*·]|\d{1,3}[.)])\s+/
const ARTICLE = /^(?:le|la|les|l['’])$/i

/** Code or postal code as five characters; null where the text is none. */
export function parseNombre(texte: string): string | null {
  const nu = texte.replace(/\s/g, '')
  if (SANS_ZERO.test(nu)) return `0${nu}`
  return NOMBRE.test(nu) ? nu.toUpperCase() : null
}

/** « 04001 Aiglun », « Aiglun (04) », « Baume (La) », « Aiglun 04510 », « Marseille 3e »; null where nothing is said. */
export function parseEntree(brut: string, ligne: number): EntreeListe | null {
  const texte = brut.replace(PUCE, '').replace(/\s+/g, ' ').trim()
  if (!/[\p{L}\p{N}]/u.test(texte)) return null
  const entree = { ligne, texte, nombre: parseNombre(texte), nom: null, departement: null }
  if (entree.nombre) return entree
  const arrondissement = parseArrondissement(texte)
  if (arrondissement) return { ...entree, nombre: arrondissement }
  return { ...entree, ...parseNom(texte.replace(/^(?:commune|mairie) (?:de |d['’])/i, '')) }
}

function parseNom(texte: string): Pick<EntreeListe, 'nombre' | 'nom' | 'departement'> {
  const parentheses = /^(.+?)\s*\(([^()]*)\)$/.exec(texte)
  if (parentheses) {
    const [, avant = '', dedans = ''] = parentheses
    if (ARTICLE.test(dedans.trim())) return parseNom(`${dedans.trim()} ${avant}`)
    const nombre = parseNombre(dedans)
    return { ...parseNom(avant), ...(nombre ? { nombre } : { departement: dedans.trim() || null }) }
  }
  const devant = /^(\d{4,5}|2[AB]\d{3})[\s:–-]+(.+)$/i.exec(texte)
  if (devant) return { ...parseNom(devant[2] ?? ''), nombre: parseNombre(devant[1] ?? '') }
  const derriere = /^(.*\p{L}.*?)[\s:–-]+(\d{5}|2[AB]\d{3})$/iu.exec(texte)
  if (derriere) return { nombre: parseNombre(derriere[2] ?? ''), nom: derriere[1] ?? '', departement: null }
  const departement = /^(.*\p{L}.*?)[\s:–-]+(\d{2}|97\d|2[AB])$/iu.exec(texte)
  if (departement) return { nombre: null, nom: departement[1] ?? '', departement: (departement[2] ?? '').toUpperCase() }
  return { nombre: null, nom: texte, departement: null }
}
