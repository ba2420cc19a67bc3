/** What placing needs to know of a run of text. */
interface Place {
  x0: number
  x1: number
  y: number
  corps: number
}

/**
 * The zones of a page in reading order: one for a plain page, one per column, one per cell where two columns are
 * the rows of a table. Lines that cross the columns (a title over them) part the page into bands.
 */
export function getZones<T extends Place>(segments: T[], profondeur = 0): T[][] {
  const tries = [...segments].sort((a, b) => a.y - b.y)
  // A page with thousands of runs is a drawing, not columns; and the search below costs the square of their number.
  const coupe = profondeur > 5 || tries.length > 2_000 ? null : getGouttiere(tries)
  if (!coupe) return tries.length > 0 ? [tries] : []
  const zones: T[][] = []
  for (const bande of getBandes(tries, coupe)) {
    const gauche = bande.filter((s) => s.x1 <= coupe)
    const droite = bande.filter((s) => s.x0 >= coupe)
    if (gauche.length + droite.length < bande.length || gauche.length === 0 || droite.length === 0) zones.push(bande)
    else if (isTableau(gauche, droite)) zones.push(...getCellules(gauche, droite))
    else zones.push(...getZones(gauche, profondeur + 1), ...getZones(droite, profondeur + 1))
  }
  return zones
}

const LARGEUR_MIN = 0.22
const COLONNE_MIN = 4

/** The abscissa that best parts the page in two columns of real text, or null. */
function getGouttiere(segments: Place[]): number | null {
  if (segments.length < 2 * COLONNE_MIN) return null
  const largeur = Math.max(...segments.map((s) => s.x1)) - Math.min(...segments.map((s) => s.x0))
  let meilleure: number | null = null
  let score = 0
  for (const x of new Set(segments.map((s) => Math.floor(s.x0)))) {
    const gauche = segments.filter((s) => s.x1 <= x)
    const droite = segments.filter((s) => s.x0 >= x)
    const traverse = segments.length - gauche.length - droite.length
    const points = Math.min(gauche.length, droite.length) - traverse
    if (points <= score || !isColonnes(gauche, droite, largeur)) continue
    score = points
    meilleure = x
  }
  return meilleure
}

/** Two columns are each wide enough to be read (page numbers of a table of contents are not) and stand side by side. */
function isColonnes(gauche: Place[], droite: Place[], largeur: number): boolean {
  if (gauche.length < COLONNE_MIN || droite.length < COLONNE_MIN) return false
  if (getMediane(gauche) < LARGEUR_MIN * largeur || getMediane(droite) < LARGEUR_MIN * largeur) return false
  const haut = Math.max(gauche[0]?.y ?? 0, droite[0]?.y ?? 0)
  const bas = Math.min(gauche.at(-1)?.y ?? 0, droite.at(-1)?.y ?? 0)
  const hauteur = Math.min(getHauteur(gauche), getHauteur(droite))
  return bas - haut >= 0.4 * hauteur
}

function getHauteur(places: Place[]): number {
  return (places.at(-1)?.y ?? 0) - (places[0]?.y ?? 0)
}

function getMediane(places: Place[]): number {
  const largeurs = places.map((s) => s.x1 - s.x0).sort((a, b) => a - b)
  return largeurs[Math.floor(largeurs.length / 2)] ?? 0
}

/** Runs of lines, from top to bottom, that all cross the abscissa or all leave it free. */
function getBandes<T extends Place>(segments: T[], x: number): T[][] {
  const bandes: T[][] = []
  let traversait: boolean | null = null
  for (const s of segments) {
    const traverse = s.x0 < x && s.x1 > x
    if (traverse !== traversait) bandes.push([])
    bandes.at(-1)?.push(s)
    traversait = traverse
  }
  return bandes
}

interface Blanc {
  haut: number
  bas: number
}

/** The empty strips of each column: where two lines stand further apart than lines of a paragraph do on this page. */
function getBlancs(colonnes: Place[][]): Blanc[][] {
  const ecarts = colonnes.map((colonne) => {
    const tries = colonne.flatMap((s, i) => (colonne[i + 1]?.y ?? s.y) - s.y).filter((e) => e > 1)
    return tries.sort((a, b) => a - b)[Math.floor(tries.length / 4)] ?? 0
  })
  const interligne = Math.min(...ecarts)
  return colonnes.map((colonne) =>
    colonne.flatMap((s, i): Blanc[] => {
      const suivant = colonne[i + 1]
      return suivant && suivant.y - s.y > 1.4 * interligne ? [{ haut: s.y, bas: suivant.y - suivant.corps }] : []
    }),
  )
}

/** The heights at which both columns are empty, and how many they could be. */
function getBlancsCommuns(gauche: Place[], droite: Place[]): { communs: number[]; nombre: number } {
  const [uns = [], autres = []] = getBlancs([gauche, droite])
  const communs = uns.flatMap(({ haut, bas }) => {
    const autre = autres.find((b) => b.haut < bas && haut < b.bas)
    return autre ? [(Math.max(haut, autre.haut) + Math.min(bas, autre.bas)) / 2] : []
  })
  return { communs, nombre: Math.min(uns.length, autres.length) }
}

/** In a table the empty strips of both columns fall together; in columns of text they do so by chance only. */
function isTableau(gauche: Place[], droite: Place[]): boolean {
  const { communs, nombre } = getBlancsCommuns(gauche, droite)
  return nombre >= 3 && communs.length >= 0.8 * nombre
}

/** The cells of a table of two columns, row by row. */
function getCellules<T extends Place>(gauche: T[], droite: T[]): T[][] {
  const cellules: T[][] = []
  let haut = Number.NEGATIVE_INFINITY
  for (const bas of [...getBlancsCommuns(gauche, droite).communs, Number.POSITIVE_INFINITY]) {
    for (const colonne of [gauche, droite]) {
      const cellule = colonne.filter((s) => s.y > haut && s.y <= bas)
      if (cellule.length > 0) cellules.push(cellule)
    }
    haut = bas
  }
  return cellules
}
