import { ErreurLecture } from '#core/encodage.ts'
import { computePlanApl, getMillesimeApl, isFeuilleParametres } from './apl.ts'
import { formatTexte, type Ligne } from './cellule.ts'
import { parsePlansJson } from './json.formats.ts'
import { type Analyse, searchMillesime, type TableVue } from './lecture.ts'
import { parseCodeMaille, searchCodes } from './maille.ts'
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

const formatColonne = (i: number): string =>
  i < 26 ? String.fromCharCode(65 + i) : formatColonne(Math.floor(i / 26) - 1) + formatColonne(i % 26)

/** What a person needs to see of a table: its headings, found by what stands under them. */
export function computeVue(lignes: readonly Ligne[], feuille: number, nom: string | null, fichier: string): TableVue {
  const codes = searchCodes(lignes)
  const code = codes?.colonne ?? null
  const maille = codes?.maille ?? 'commune'
  const premiere = code === null ? -1 : lignes.findIndex((l) => parseCodeMaille(maille, l.cellules[code]) !== null)
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
  return { feuille, nom, entete: entete?.n ?? 0, colonnes, code, maille, millesime, titres }
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
      'Aucune colonne de ce fichier ne porte des codes de communes (04070, 2A004…), d’intercommunalités (numéro Siren), de départements ou de régions. Les noms ne suffisent pas : plusieurs communes ont le même.',
    )
  return { nature: 'tableau', tables: lisibles, plans: [], remarques }
}
