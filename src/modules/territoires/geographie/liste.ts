import { type Commune, formatCle } from './commune.ts'
import { type EntreeListe, parseEntree } from './entree.ts'
import { isLigneDeTitres, parseTableau } from './tableau.ts'

/**
 * Reads a pasted text: a table (one place a row, its columns found by their titles or by what they hold) where all rows
 * have as many cells, else places between line ends, tabs, semicolons and commas. Titles and empty cells are left out.
 */
export function parseListe(texte: string): EntreeListe[] {
  const lignes = texte
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .map((l, i) => ({ ligne: i + 1, cellules: splitCellules(l) }))
    .filter(({ cellules }) => cellules.some((c) => c !== ''))
  const tableau = parseTableau(lignes)
  if (tableau) return tableau
  return lignes
    .filter(({ cellules }, i) => i > 0 || !isLigneDeTitres(cellules))
    .flatMap(({ ligne, cellules }) => cellules.flatMap((c) => parseEntree(c, ligne) ?? []))
}

const splitCellules = (ligne: string): string[] =>
  ligne.split(/[\t;,]/).map((c) =>
    c
      .trim()
      .replace(/^(["«“])\s*(.*?)\s*(["»”])$/, '$2')
      .trim(),
  )

/** What a place of a pasted list is, of the geography of today. */
export interface LigneLue {
  entree: EntreeListe
  /**
   * `trouvee`: one commune or arrondissement of today. `ancienne`: a code or name of another time, read as the commune of
   * today that it belongs to. `double`: the same one as an earlier line. `comprise`: an arrondissement whose city is in
   * the list. `ambigue`: several, to choose from. `inconnue`: none; near names may be proposed.
   */
  etat: 'trouvee' | 'ancienne' | 'double' | 'comprise' | 'ambigue' | 'inconnue'
  /** The commune meant; null where it is for people to say. */
  commune: Commune | null
  /** Former code or name, where the line is read through it. */
  ancienne: { code: string; nom: string | null } | null
  /** To choose from, the likeliest first. */
  candidates: Commune[]
  /** Code of the one candidate in the département of most of the list: proposed, never chosen. */
  proposee: string | null
  /** The name beside the code is not that of the commune found. */
  nomDiffere: boolean
  /** The line read was a postal code. */
  postal: boolean
  /** Line of the first one, for a double or an arrondissement of a city. */
  premiere: number | null
}

/** A pasted list, read. */
export interface ListeLue {
  lignes: LigneLue[]
  /** Codes found, each once, sorted, without arrondissements of a city that is there whole. */
  communes: string[]
}

/** What the geography has for the entries of a list. */
export interface Repertoire {
  parCode: ReadonlyMap<string, Commune>
  parCle: ReadonlyMap<string, readonly Commune[]>
  parPostal: ReadonlyMap<string, readonly Commune[]>
  anciennes: { parCode: ReadonlyMap<string, readonly Ancienne[]>; parCle: ReadonlyMap<string, readonly Ancienne[]> }
  /** Code of each département by its code and by its searched name. */
  departements: ReadonlyMap<string, string>
}

/** A former name or code, with its commune of today. */
export interface Ancienne {
  code: string
  nom: string | null
  commune: Commune
}

const NEANT = {
  commune: null,
  ancienne: null,
  candidates: [],
  proposee: null,
  nomDiffere: false,
  postal: false,
  premiere: null,
} satisfies Omit<LigneLue, 'entree' | 'etat'>

/** Says what each entry is; guesses nothing: what may be two things is left to choose. */
export function computeListe(entrees: readonly EntreeListe[], repertoire: Repertoire): ListeLue {
  const postaux = isListePostale(entrees, repertoire)
  const lues = entrees.map((e) => readEntree(e, repertoire, postaux))
  const majoritaire = getDepartement(lues)
  const premieres = new Map<string, number>()
  const lignes = lues.map((lue): LigneLue => {
    if (lue.etat === 'ambigue') return { ...lue, proposee: getProposee(lue.candidates, majoritaire) }
    if (!lue.commune) return lue
    const premiere = premieres.get(lue.commune.code)
    if (premiere !== undefined) return { ...lue, etat: 'double', premiere }
    premieres.set(lue.commune.code, lue.entree.ligne)
    return lue
  })
  const comprises = lignes.map((l): LigneLue => {
    const ville = l.commune?.ville ? premieres.get(l.commune.ville) : undefined
    return ville === undefined || l.etat === 'double' ? l : { ...l, etat: 'comprise', premiere: ville }
  })
  const gardees = comprises.filter((l) => l.etat === 'trouvee' || l.etat === 'ancienne')
  return { lignes: comprises, communes: gardees.flatMap((l) => l.commune?.code ?? []).sort() }
}

/** A list of postal codes: where most bare numbers are no INSEE codes, the others are not read as such in silence. */
function isListePostale(entrees: readonly EntreeListe[], { parCode }: Repertoire): boolean {
  const nus = entrees.flatMap((e) => (e.nombre && !e.nom ? e.nombre : []))
  return nus.filter((n) => parCode.has(n)).length < nus.length / 2
}

function readEntree(entree: EntreeListe, r: Repertoire, postaux: boolean): LigneLue {
  const lue = entree.nombre ? readNombre(entree, entree.nombre, r, postaux) : readNom(entree, r)
  return { ...NEANT, entree, ...lue }
}

type Lue = Pick<LigneLue, 'etat'> & Partial<LigneLue>

const choose = (candidates: readonly Commune[]): Lue => {
  const [seule, ...autres] = candidates
  if (!seule) return { etat: 'inconnue' }
  return autres.length === 0
    ? { etat: 'trouvee', commune: seule }
    : { etat: 'ambigue', candidates: sortCommunes(candidates) }
}

const sortCommunes = (communes: readonly Commune[]): Commune[] =>
  communes.toSorted((a, b) => (b.population ?? 0) - (a.population ?? 0) || a.code.localeCompare(b.code))

function readNombre({ nom }: EntreeListe, nombre: string, r: Repertoire, postaux: boolean): Lue {
  const cle = nom === null ? null : formatCle(nom)
  const isNommee = (c: { nom: string | null }) => c.nom !== null && formatCle(c.nom) === cle
  const parInsee = r.parCode.get(nombre)
  const parPostal = r.parPostal.get(nombre) ?? []
  const anciennes = parInsee ? [] : listAnciennes(nombre, parPostal.length > 0, r)
  if (cle === null && postaux && parPostal.length > 0) {
    const autres = parInsee ?? anciennes[0]?.commune
    return { ...choose([...new Set([...parPostal, ...(autres ? [autres] : [])])]), postal: true }
  }
  const nommees = parPostal.filter(isNommee)
  if (cle !== null && nommees.length > 0 && !(parInsee && isNommee(parInsee)))
    return { ...choose(nommees), postal: true }
  if (parInsee) {
    const connus = [parInsee, ...(r.anciennes.parCode.get(nombre) ?? [])]
    return { etat: 'trouvee', commune: parInsee, nomDiffere: cle !== null && !connus.some(isNommee) }
  }
  const ancienne = anciennes.find(isNommee) ?? anciennes[0]
  if (ancienne) {
    const nomDiffere = cle !== null && !isNommee(ancienne) && !isNommee(ancienne.commune) && ancienne.nom !== null
    return { etat: 'ancienne', commune: ancienne.commune, ancienne: { code: nombre, nom: ancienne.nom }, nomDiffere }
  }
  return { ...choose(parPostal), postal: parPostal.length > 0, nomDiffere: cle !== null && parPostal.length === 1 }
}

/**
 * Former communes of a code. One that changed département with the reforms of the Seine (1968) and of Corsica (1976)
 * is not thought of where a postal code of today is the same: 75012 is in Paris, not Boulogne-Billancourt.
 */
function listAnciennes(code: string, postal: boolean, { anciennes }: Repertoire): readonly Ancienne[] {
  const toutes = anciennes.parCode.get(code) ?? []
  return postal ? toutes.filter((a) => code.startsWith(a.commune.departement)) : toutes
}

function readNom({ texte, nom, departement }: EntreeListe, r: Repertoire): Lue {
  // What stands in brackets may be of the name: « Castillon (Canton de Lembeye) ».
  const entieres = r.parCle.get(formatCle(texte)) ?? []
  if (entieres.length > 0) return choose(entieres)
  const cle = formatCle(nom ?? '')
  const voulu = departement === null ? null : listDepartements(departement, r)
  const isVoulue = (c: Commune) => voulu === null || voulu.includes(c.departement)
  const actuelles = (r.parCle.get(cle) ?? []).filter(isVoulue)
  if (actuelles.length > 0) return choose(actuelles)
  const anciennes = (r.anciennes.parCle.get(cle) ?? []).filter((a) => isVoulue(a.commune))
  const communes = [...new Map(anciennes.map((a) => [a.commune.code, a.commune])).values()]
  const [ancienne] = anciennes
  if (communes.length !== 1 || !ancienne) return choose(communes)
  return { etat: 'ancienne', commune: ancienne.commune, ancienne: { code: ancienne.code, nom: ancienne.nom } }
}

/** Codes of the département that these words name; a wrong one narrows to nothing rather than being passed over. */
function listDepartements(texte: string, { departements }: Repertoire): string[] {
  const cle = formatCle(texte)
  // Corsica until 1976.
  if (cle === '20') return ['2A', '2B']
  return [departements.get(cle) ?? departements.get(cle.padStart(2, '0')) ?? '']
}

/** Département of more than half of the communes that are sure. */
function getDepartement(lues: readonly LigneLue[]): string | null {
  const sures = lues.flatMap((l) => l.commune?.departement ?? [])
  const [premier] = [...Map.groupBy(sures, (d) => d)].sort(([, a], [, b]) => b.length - a.length)
  return premier && premier[1].length > sures.length / 2 ? premier[0] : null
}

function getProposee(candidates: readonly Commune[], departement: string | null): string | null {
  const [seule, ...autres] = candidates.filter((c) => c.departement === departement)
  return seule && autres.length === 0 ? seule.code : null
}
