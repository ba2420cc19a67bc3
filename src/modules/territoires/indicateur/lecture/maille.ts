import { type Cellule, formatCleTitre, formatTexte, type Ligne, parseCode } from './cellule.ts'

/** Larger areas for which a source may publish a table of their own. */
export type MaillePubliee = 'epci' | 'departement' | 'region'
/** What the rows of a table are. */
export type MailleLue = 'commune' | MaillePubliee

export const MAILLES_LUES: Readonly<Record<MailleLue, { libelle: string; code: string }>> = {
  commune: { libelle: 'Communes', code: 'code de commune' },
  epci: { libelle: 'Intercommunalités', code: 'numéro Siren d’intercommunalité' },
  departement: { libelle: 'Départements', code: 'code de département' },
  region: { libelle: 'Régions', code: 'code de région' },
}

export const CODES_MAILLES = Object.keys(MAILLES_LUES) as MailleLue[]

/** The régions of the official code: their numbers are those of départements too. Kept true by a test. */
export const CODES_REGIONS: ReadonlySet<string> = new Set(
  '01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94'.split(' '),
)

/** A code of that kind as files write it, with the zeros that a spreadsheet took away; null: not of that form. */
export function parseCodeMaille(maille: MailleLue, cellule: Cellule | undefined): string | null {
  if (maille === 'commune') return parseCode(cellule)
  const texte = formatTexte(cellule).toUpperCase()
  if (maille === 'epci') return /^2\d{8}$/.test(texte.replaceAll(' ', '')) ? texte.replaceAll(' ', '') : null
  const code = /^\d$/.test(texte) ? `0${texte}` : texte
  return (maille === 'region' ? /^\d{2}$/ : /^(\d{2}|2[AB]|9[78]\d)$/).test(code) ? code : null
}

const TITRES: Readonly<Record<MailleLue, RegExp>> = {
  commune:
    /^(codgeo|code ?geo(graphique)?|code ?(de la |officiel )?commune.*|code insee.*|insee.*|depcom|com|code|commune)$/,
  epci: /^(codgeo|code ?geo(graphique)?|.*\b(epci|siren)\b.*|code)$/,
  departement: /^(codgeo|code ?geo(graphique)?|dep|.*\b(code|numero|n°) .*departement.*|departement|code( insee)?)$/,
  region: /^(codgeo|code ?geo(graphique)?|reg|.*\b(code|numero|n°) .*region.*|region|code( insee)?)$/,
}

/** Does this heading name codes of that kind? */
export const isTitreMaille = (maille: MailleLue, titre: Cellule | undefined): boolean =>
  TITRES[maille].test(formatCleTitre(titre).replace(/[-_]/g, ' '))

export interface ColonneCodes {
  colonne: number
  maille: MailleLue
}

/** Share of the filled cells of a column that are codes of that kind; titles and headings stand above, a dozen at most. */
function computePart(lignes: readonly Ligne[], j: number, maille: MailleLue): number {
  const pleines = lignes.filter((l) => formatTexte(l.cellules[j]) !== '')
  const codes = pleines.filter((l) => parseCodeMaille(maille, l.cellules[j]) !== null).length
  return codes === 0 || codes < 0.5 * (pleines.length - 12) ? 0 : codes / pleines.length
}

/** The column that looks most like codes of that kind, the leftmost of those that are as good. */
function searchColonne(lignes: readonly Ligne[], maille: MailleLue): (ColonneCodes & { nommee: boolean }) | null {
  const largeur = Math.max(0, ...lignes.map((l) => l.cellules.length))
  let meilleure: (ColonneCodes & { nommee: boolean; note: number }) | null = null
  for (let colonne = 0; colonne < largeur; colonne++) {
    const part = computePart(lignes, colonne, maille)
    const nommee = lignes.some((l) => isTitreMaille(maille, l.cellules[colonne]))
    // A heading that says so goes before all: populations of five digits look like codes as well.
    const note = part === 0 ? 0 : part + (nommee ? 10 : 0)
    if (note > (meilleure?.note ?? 0)) meilleure = { colonne, maille, nommee, note }
  }
  return meilleure
}

/**
 * The column of the codes, and what they are codes of, by what stands in it. A table of communes may name their EPCI
 * and département too: it is one of communes as soon as a column is named so.
 */
export function searchCodes(lignes: readonly Ligne[]): ColonneCodes | null {
  const commune = searchColonne(lignes, 'commune')
  if (commune?.nommee) return commune
  const epci = searchColonne(lignes, 'epci')
  if (epci && isParLigne(lignes, epci)) return epci
  const departement = searchColonne(lignes, 'departement')
  const region = searchColonne(lignes, 'region')
  const petite = departement?.nommee ? departement : region
  if (petite?.nommee && isParLigne(lignes, petite)) return { ...petite, maille: getMaillePetite(lignes, petite) }
  return commune
}

/** Does nearly each row have a code of its own? A table of communes repeats that of their area; one by year, each a few times. */
function isParLigne(lignes: readonly Ligne[], { colonne, maille }: ColonneCodes): boolean {
  const codes = lignes.flatMap((l) => parseCodeMaille(maille, l.cellules[colonne]) ?? [])
  return new Set(codes).size >= codes.length / 3
}

/** Numbers of régions are those of départements too: under « code », they are of régions where all of them may be. */
function getMaillePetite(lignes: readonly Ligne[], { colonne, maille }: ColonneCodes): MailleLue {
  if (lignes.some((l) => /\bdep/.test(formatCleTitre(l.cellules[colonne])))) return 'departement'
  const codes = lignes.flatMap((l) => parseCodeMaille(maille, l.cellules[colonne]) ?? [])
  return codes.every((code) => CODES_REGIONS.has(code)) ? 'region' : 'departement'
}
