import { parseDate } from './dates.ts'
import type { Ligne } from './modele.ts'
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
    return this.#colonnes.length === brutes.length ? splitRangee(brutes, this.#colonnes) : splitSansEntete(brutes)
  }
}

function splitRangee(cellules: readonly string[], colonnes: readonly Colonne[]): string[] {
  const get = (colonne: Colonne): string[] => cellules.filter((c, i) => c !== '' && colonnes[i] === colonne)
  const titres = get('titre').map((t) => (/^[*[«<]/.test(t) ? t : `**${t}**`))
  const auteurs = get('auteurs').map((a) => `Auteur : ${a}`)
  const adresse = [...get('source'), ...get('date')].map((c) => c.replace(/[.,;\s]+$/, '')).join(', ')
  return ['', ...auteurs, ...titres, adresse, ...get('lien'), ...get('autre')]
}

/**
 * The same for a table given one cell a line, rows between empty lines, as web pages and Word files are read. The lines
 * of a row keep its first number, the last of them its last.
 */
export function formatRangees(lignes: readonly Ligne[]): Ligne[] {
  const sortie: Ligne[] = []
  let colonnes: Colonne[] = []
  for (let i = 0; i < lignes.length; ) {
    // A heading stands alone, even right over the table.
    const titre = /^#/.test(lignes[i]?.texte ?? '')
    let fin = titre ? i + 1 : i
    while (!titre && fin < lignes.length && fin - i < 12 && !/^(?:#|\s*$)/.test(lignes[fin]?.texte ?? '')) fin++
    const bloc = lignes.slice(i, fin)
    const entete = bloc.length > 1 && bloc.length < 12 ? bloc.map((l) => searchColonne(l.texte)) : []
    if (entete.every((c) => c !== null) && entete.includes('titre')) colonnes = entete
    else if (bloc.length > 1 && bloc.length === colonnes.length) {
      const [premiere, derniere] = [bloc[0] as Ligne, bloc.at(-1) as Ligne]
      const textes = splitRangee(
        bloc.map((l) => l.texte.trim()),
        colonnes,
      )
      sortie.push(
        ...textes.map((texte, k) => ({ ...premiere, n: k < textes.length - 1 ? premiere.n : derniere.n, texte })),
      )
    } else {
      if (bloc.length > 0) colonnes = []
      sortie.push(...bloc)
    }
    i = fin
    while (i < lignes.length && lignes[i]?.texte.trim() === '') sortie.push(lignes[i++] as Ligne)
  }
  return sortie
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
