import { parseDate } from './dates.ts'
import { formatSimple } from './prenoms.ts'

/** What a column of a table of references holds. */
type Colonne = 'auteurs' | 'titre' | 'source' | 'date' | 'lien' | 'autre'

const ENTETES: [RegExp, Colonne][] = [
  [/^(?:auteurs?|auteur\(s\)|auteur·?e?·?s?|autrices?.*|responsabilite)$/, 'auteurs'],
  [/^(?:titres?|intitule|document|ouvrage|nom)$/, 'titre'],
  [
    /^(?:sources?|revues?|editeurs?|editeur\(s\)|references?|edition|adresse|publication|revue ou editeur|editeur ou revue|lieu)$/,
    'source',
  ],
  [/^(?:annees?|dates?|annee de publication|date de publication|parution)$/, 'date'],
  [/^(?:liens?|url|acces|en ligne|adresse internet)$/, 'lien'],
  [/^(?:n[°o]|type|resume|commentaires?|public|theme|pages|cote|mots[- ]cles|remarques?|support)$/, 'autre'],
]

/** Reads the rows of tables of references: the heading row tells which cell is what. One instance per document. */
export class LecteurTableau {
  #colonnes: Colonne[] = []

  /**
   * The lines that a source line stands for: itself, or the parts of a row in the order of a reference (authors, title,
   * source with its date, the rest) after an empty line.
   */
  splitLigne(texte: string): string[] {
    if (!/^\s*\|.*\|\s*$/.test(texte)) {
      this.#colonnes = []
      return texte.includes('\n') ? texte.split('\n') : [texte]
    }
    if (/^[\s|:-]+$/.test(texte)) return []
    const cellules = texte
      .trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/)
    const brutes = cellules.map((c) => c.replace(/<br\s*\/?>/gi, ' ').trim())
    const entete = brutes.map((c) => searchColonne(c))
    if (brutes.length > 1 && entete.every((c) => c !== null) && entete.includes('titre')) {
      this.#colonnes = entete
      return []
    }
    return this.#colonnes.length === brutes.length ? this.#splitRangee(brutes) : splitSansEntete(brutes)
  }

  #splitRangee(cellules: readonly string[]): string[] {
    const get = (colonne: Colonne): string[] => cellules.filter((c, i) => c !== '' && this.#colonnes[i] === colonne)
    const titres = get('titre').map((t) => (/^[*[«<]/.test(t) ? t : `**${t}**`))
    const auteurs = get('auteurs').map((a) => `Auteur : ${a}`)
    const adresse = [...get('source'), ...get('date')].map((c) => c.replace(/[.,;\s]+$/, '')).join(', ')
    return ['', ...auteurs, ...titres, adresse, ...get('lien'), ...get('autre')]
  }
}

/** No heading row: a cell that is only a date goes with the cell before it. */
function splitSansEntete(brutes: readonly string[]): string[] {
  const cellules: string[] = []
  for (const c of brutes) {
    if (c === '') continue
    const dernier = cellules.length - 1
    if (cellules.length > 1 && parseDate(c) !== null) cellules[dernier] = `${cellules[dernier]}, ${c}`
    else cellules.push(c)
  }
  // A row of a table of contents: title and page.
  return /^\d{1,3}$/.test(cellules.at(-1) ?? '') ? [cellules.join(' ')] : cellules
}

function searchColonne(cellule: string): Colonne | null {
  const nu = formatSimple(cellule.replace(/[*_]/g, '').trim())
  if (nu === '') return 'autre'
  return ENTETES.find(([motif]) => motif.test(nu))?.[1] ?? null
}
