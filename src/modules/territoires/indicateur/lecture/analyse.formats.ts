import { ErreurLecture } from '#core/encodage.ts'
import { computePlanApl, getMillesimeApl, isFeuilleParametres } from './apl.ts'
import { formatTexte, type Ligne, parseCode } from './cellule.ts'
import { parsePlansJson } from './json.formats.ts'
import { type Analyse, isTitreCode, searchMillesime, type TableVue } from './lecture.ts'
import { isJson, openTables, type Tables } from './tables.formats.ts'

/** Rows looked at to find what a table is. */
const VUES = 150
const EXEMPLES = 3
const PARAMETRES_MAX = 40

async function readDebut(tables: Tables, table: number): Promise<Ligne[]> {
  const lignes: Ligne[] = []
  for await (const lot of tables.lignes(table)) {
    lignes.push(...lot)
    if (lignes.length >= VUES) break
  }
  return lignes.slice(0, VUES)
}

/** The column of the codes: the one whose cells look like codes most often, a heading that says so before all. */
function searchColonneCode(lignes: readonly Ligne[]): number | null {
  const largeur = Math.max(0, ...lignes.map((l) => l.cellules.length))
  const notes = Array.from({ length: largeur }, (_, j) => {
    const pleines = lignes.filter((l) => formatTexte(l.cellules[j]) !== '')
    const codes = pleines.filter((l) => parseCode(l.cellules[j]) !== null).length
    // A title and headings stand above: a short table has more of them than of codes.
    if (codes === 0 || codes < 0.5 * (pleines.length - 12)) return 0
    // Populations of five digits look like codes as well, but numbers seldom begin with a zero.
    const nomme = pleines.some((l) => isTitreCode(l.cellules[j]))
    return (nomme ? 10 : 0) + codes / pleines.length
  })
  const meilleure = notes.indexOf(Math.max(...notes))
  return meilleure === -1 || notes[meilleure] === 0 ? null : meilleure
}

const formatColonne = (i: number): string =>
  i < 26 ? String.fromCharCode(65 + i) : formatColonne(Math.floor(i / 26) - 1) + formatColonne(i % 26)

/** What a person needs to see of a table: its headings, found by what stands under them. */
export function computeVue(lignes: readonly Ligne[], feuille: number, nom: string | null, fichier: string): TableVue {
  const code = searchColonneCode(lignes)
  const premiere = code === null ? -1 : lignes.findIndex((l) => parseCode(l.cellules[code]) !== null)
  // The headings: the nearest row above that names the column of codes, else the first row.
  const rangEntete =
    code === null
      ? lignes.length > 0
        ? 0
        : -1
      : lignes.findLastIndex((l, i) => i < premiere && formatTexte(l.cellules[code]) !== '')
  const entete = lignes[rangEntete]
  const donnees = code === null ? lignes.slice(rangEntete + 1) : lignes.slice(premiere)
  const largeur = Math.max(0, ...lignes.map((l) => l.cellules.length))
  const vus = new Map<string, number>()
  const colonnes = Array.from({ length: largeur }, (_, j) => {
    const brut = formatTexte(entete?.cellules[j]).slice(0, 300) || `Colonne ${formatColonne(j)}`
    const deja = vus.get(brut) ?? 0
    vus.set(brut, deja + 1)
    const unite = lignes
      .slice(rangEntete + 1, Math.max(premiere, rangEntete + 1))
      .map((l) => formatTexte(l.cellules[j]))
      .find((texte) => texte !== '')
    return {
      titre: deja === 0 ? brut : `${brut} (${deja + 1})`,
      unite: unite?.slice(0, 100) ?? null,
      exemples: donnees
        .map((l) => formatTexte(l.cellules[j]))
        .filter((texte) => texte !== '')
        .slice(0, EXEMPLES)
        .map((texte) => texte.slice(0, 60)),
    }
  })
  const titres = lignes
    .slice(0, Math.max(rangEntete, 0))
    .map((l) => l.cellules.map(formatTexte).filter(Boolean).join(' '))
    .filter(Boolean)
    .map((texte) => texte.slice(0, 300))
  const noms = colonnes.map((c) => c.titre)
  const millesime = searchMillesime([nom ?? '', fichier]) ?? searchMillesime(noms) ?? searchMillesime(titres)
  return { feuille, nom, entete: entete?.n ?? 0, colonnes, code, millesime, titres }
}

/** Labels and values of a sheet of parameters, as they are written. */
function parseParametres(lignes: readonly Ligne[]): Record<string, string> {
  const parametres: Record<string, string> = {}
  for (const { cellules } of lignes) {
    const [nom, ...valeurs] = cellules.map(formatTexte).filter(Boolean)
    if (nom === undefined || valeurs.length === 0 || Object.keys(parametres).length >= PARAMETRES_MAX) continue
    parametres[nom.slice(0, 100)] = valeurs.join(' ; ').slice(0, 200)
  }
  return parametres
}

/**
 * What a file holds: the workbook of the APL and the JSON that is known are read by themselves, another table waits
 * for someone to say what its columns are.
 * @param fichier its name, whose year is a hint
 * @throws ErreurLecture
 */
export async function parseAnalyse(fichier: string, octets: Uint8Array): Promise<Analyse> {
  if (isJson(octets)) {
    const { plans, remarques } = parsePlansJson(octets)
    return { nature: 'json', tables: [], plans, remarques }
  }
  const tables = openTables(octets)
  const vues: TableVue[] = []
  let parametres: Record<string, string> = {}
  for (const [i, nom] of tables.noms.entries()) {
    const debut = await readDebut(tables, i)
    if (nom !== null && isFeuilleParametres(nom)) parametres = parseParametres(debut)
    else if (debut.length > 0) vues.push(computeVue(debut, i, nom, fichier))
  }
  const apl = vues.filter((vue) => getMillesimeApl(vue) !== null)
  const lues = apl.map((vue) => computePlanApl(vue, parametres))
  const plans = lues.flatMap(({ plan }) => plan ?? [])
  const remarques = lues.flatMap((lue) => lue.remarques)
  if (plans.length > 0) return { nature: 'apl', tables: apl, plans, remarques }
  const lisibles = vues.filter((vue) => vue.code !== null)
  if (lisibles.length === 0)
    throw new ErreurLecture(
      'Aucune colonne de ce fichier ne porte des codes de communes (04070, 2A004…). Les noms ne suffisent pas : plusieurs communes ont le même.',
    )
  return { nature: 'tableau', tables: lisibles, plans: [], remarques }
}
