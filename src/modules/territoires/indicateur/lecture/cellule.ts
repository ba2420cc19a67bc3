/** What a cell holds: a formula its last value, a date its ISO text, a faulty formula its mark (`#N/A`); null: empty. */
export type Cellule = string | number | null

/** A row of a table; `n` is its place in the file, from 1. */
export interface Ligne {
  n: number
  cellules: readonly Cellule[]
}

/** The text of a cell on one line, without spaces around nor double ones. */
export const formatTexte = (cellule: Cellule | undefined): string =>
  cellule === null || cellule === undefined
    ? ''
    : String(cellule)
        .replace(/[\s\u00a0\u202f]+/g, ' ')
        .trim()

/** How a heading is compared: lower case, no accents, one space. */
export const formatCleTitre = (cellule: Cellule | undefined): string =>
  formatTexte(cellule).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[’']/g, "'")

const SECRETS = new Set(['s', 'secret', 'secret statistique', 'ss', 'confidentiel'])
const ABSENTS = new Set([
  '',
  'nd',
  'n.d.',
  'n/d',
  'n/a',
  'na',
  'nc',
  'n.c.',
  'ns',
  '-',
  '–',
  '—',
  '..',
  '...',
  '…',
  'null',
  '#n/a',
])

export type Lu = { valeur: number } | { motif: 'secret' | 'absent' } | { faute: string }

/**
 * The number of a cell: French or English decimals, spaces between thousands, a percent sign left out. What hides the
 * value or says that it is missing is told as such; anything else is a fault, never a zero.
 */
export function parseNombre(cellule: Cellule | undefined): Lu {
  if (typeof cellule === 'number')
    return Number.isFinite(cellule) ? { valeur: cellule } : { faute: 'un nombre sans fin' }
  const texte = formatTexte(cellule)
  const cle = texte.toLowerCase()
  if (SECRETS.has(cle)) return { motif: 'secret' }
  if (ABSENTS.has(cle)) return { motif: 'absent' }
  if (texte.startsWith('#')) return { faute: `une formule en erreur (${texte.slice(0, 20)})` }
  const chiffres = texte.replace(/ ?%$/, '').replaceAll(' ', '').replace(/^−/, '-')
  // « 1.234,5 » and « 1,234.5 » have thousands too; « 1,234 » alone is a decimal, as French files write it.
  const simple = /^-?\d{1,3}(\.\d{3})+,\d+$/.test(chiffres)
    ? chiffres.replaceAll('.', '').replace(',', '.')
    : /^-?\d{1,3}(,\d{3})+\.\d+$/.test(chiffres)
      ? chiffres.replaceAll(',', '')
      : chiffres.replace(',', '.')
  if (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(simple)) {
    const valeur = Number(simple)
    if (Number.isFinite(valeur)) return { valeur }
  }
  return { faute: `un texte («\u00a0${texte.slice(0, 40)}\u00a0»)` }
}

/** The code of a commune as files write it: a number has lost its zeros, a text may have. Null: not of that form. */
export function parseCode(cellule: Cellule | undefined): string | null {
  const texte = formatTexte(cellule).toUpperCase()
  const code = /^\d{4,5}$/.test(texte) ? texte.padStart(5, '0') : texte
  return /^(\d{2}|2[AB])\d{3}$/.test(code) ? code : null
}

/** The year of a cell: `2022`, a date of it. Null: none. */
export function parseAnnee(cellule: Cellule | undefined): number | null {
  const annee = Number(/^(\d{4})(?:\.0+)?(?:-\d{2}-\d{2})?$/.exec(formatTexte(cellule))?.[1])
  return annee >= 1900 && annee <= 2100 ? annee : null
}
