import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { formatEspaces } from '#core/db-errors.ts'
import { parseDemande, parseOffre, parseTemps } from '#modules/territoires/apl/entrees.formats.ts'
import { computeApl } from '#modules/territoires/apl/moteur/apl.ts'
import { createMatricePoids } from '#modules/territoires/apl/moteur/decroissance.ts'
import { ErreurParametres, type Parametres, parseParametres } from '#modules/territoires/apl/parametres.ts'
import { ErreurTableau } from '#modules/territoires/apl/tableau.formats.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

const FICHIERS = ['offre', 'demande', 'temps', 'parametres'] as const
type Chemins = Record<(typeof FICHIERS)[number], string>

const AIDE = `Calcule l’accessibilité potentielle localisée. Aucune base n’est ouverte.

  --offre O.csv        colonnes code, quantite
  --demande D.csv      colonnes code, population
  --temps T.csv        colonnes origine, destination, minutes ; l’origine est le lieu où l’on habite
  --parametres P.json  { "limite": 30, "decroissance": { "classes": [[10, 1], [15, 0.667], [20, 0.333]] } }
                       ou { "exponentielle": 0.12 } : exp(-0,12 t) ; ou { "gaussienne": 8 } : exp(-t² / (2 × 8²))
                       « unite » (par exemple 100000) multiplie le résultat

Les colonnes viennent dans n’importe quel ordre ; les autres colonnes sont ignorées. Les bornes des classes et la limite
sont comprises. Une paire absente de T est hors d’atteinte, même d’un lieu à lui-même : donnez aussi les paires du lieu
avec lui-même (minutes 0, si le trajet n’y compte pas).
Avec « ages » dans P (colonne → poids), la demande se lit dans ces colonnes de D et reste de même total. Avec « activite »
(minimum, maximum), O a une ligne par professionnel. La sortie a les colonnes code et apl, dans l’ordre de D.
`

/** A fault told with the file that holds it. */
class ErreurFichier extends Error {}

/**
 * `maillage apl --offre O --demande D --temps T --parametres P`: prints `code,apl` for every code of D. Needs no
 * database. @returns 0 done, 1 a file could not be read (said on `erreur`, and nothing is printed). @throws ErreurUsage
 */
export async function executeApl(args: string[], sorties: Sorties): Promise<number> {
  const chemins = parseArguments(args)
  const dire = (texte: string): void => sorties.erreur(formatEspaces(`${texte}\n`))
  if (chemins === null) {
    sorties.ecrire(formatEspaces(AIDE))
    return 0
  }
  try {
    const parametres = await readParametres(chemins.parametres)
    const offre = await read(chemins.offre, (octets) => parseOffre(octets, parametres))
    const demande = await read(chemins.demande, (octets) => parseDemande(octets, parametres))
    const { temps, ecartees } = await read(chemins.temps, (octets) => parseTemps(octets, demande.rangs, offre.rangs))
    const poids = createMatricePoids(temps, parametres.decroissance, parametres.limite)
    const { apl, demandes } = computeApl(poids, demande.quantites, offre.quantites, parametres.unite)
    const lignes = demande.codes.map((code, n) => `${formatCode(code)},${apl[n]}\n`)
    sorties.ecrire(`code,apl\n${lignes.join('')}`)
    const perdues = offre.codes.filter((_, d) => (offre.quantites[d] ?? 0) > 0 && !((demandes[d] ?? 0) > 0))
    if (perdues.length > 0) dire(`Offre que personne n’atteint : ${formatListe(perdues)}.`)
    if (ecartees > 0 && temps.colonnes.length === 0)
      dire('Aucune paire de T ne joint un code de D à un code de O : les zéros de tête manquent peut-être.')
    return 0
  } catch (erreur) {
    if (!(erreur instanceof ErreurFichier)) throw erreur
    dire(erreur.message)
    return 1
  }
}

const MAX_NOMMES = 10
const formatListe = (codes: readonly string[]): string =>
  codes.length > MAX_NOMMES
    ? `${codes.slice(0, MAX_NOMMES).join(', ')} et ${codes.length - MAX_NOMMES} autres`
    : codes.join(', ')

const formatCode = (code: string): string => (/[",\n]/.test(code) ? `"${code.replaceAll('"', '""')}"` : code)

/** @returns null when help is asked. @throws ErreurUsage */
function parseArguments(args: string[]): Chemins | null {
  try {
    const texte = { type: 'string' } as const
    const { values } = parseArgs({
      args,
      options: { offre: texte, demande: texte, temps: texte, parametres: texte, aide: { type: 'boolean' } },
    })
    if (values.aide) return null
    const { offre, demande, temps, parametres } = values
    if (!offre || !demande || !temps || !parametres) throw new ErreurUsage()
    return { offre, demande, temps, parametres }
  } catch {
    throw new ErreurUsage()
  }
}

/** @throws ErreurFichier */
async function readParametres(chemin: string): Promise<Parametres> {
  const morceaux: Uint8Array[] = []
  for await (const morceau of await openFichier(chemin)) morceaux.push(morceau)
  try {
    return parseParametres(
      Buffer.concat(morceaux)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    )
  } catch (erreur) {
    if (!(erreur instanceof ErreurParametres)) throw erreur
    throw new ErreurFichier(erreur.fautes.map((faute) => `${chemin} : ${faute}`).join('\n'))
  }
}

/** @throws ErreurFichier with the file and the line */
async function read<T>(chemin: string, lire: (octets: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> {
  const octets = await openFichier(chemin)
  try {
    return await lire(octets)
  } catch (erreur) {
    if (!(erreur instanceof ErreurTableau)) throw erreur
    throw new ErreurFichier(`${chemin}${erreur.ligne === null ? '' : `, ligne ${erreur.ligne}`} : ${erreur.message}`)
  }
}

/** @throws ErreurFichier */
async function openFichier(chemin: string): Promise<AsyncIterable<Uint8Array>> {
  const infos = await stat(chemin).catch(() => null)
  if (!infos) throw new ErreurFichier(`${chemin} : ce fichier n’existe pas.`)
  if (infos.isDirectory()) throw new ErreurFichier(`${chemin} : c’est un dossier. Donnez un fichier.`)
  return createReadStream(chemin, { highWaterMark: 1 << 18 })
}
