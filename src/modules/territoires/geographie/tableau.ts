import { formatCle } from './commune.ts'
import { type EntreeListe, parseEntree, parseNombre } from './entree.ts'

export interface LigneBrute {
  ligne: number
  cellules: string[]
}

/** What a title says that its column holds; the first that agrees. */
const TITRES = [
  ['postal', /^(?:code postal|codes postaux|cp)$/],
  ['departement', /^(?:code )?(?:dep|dept|departement)$/],
  [
    'nombre',
    /^(?:(?:code )?insee|code(?: de la)? commune(?: insee)?|code|codgeo|com|depcom|code insee commune|insee com)$/,
  ],
  ['nom', /^(?:nom|commune|communes|ville|libelle|libgeo|nom de la commune|nom commune|libelle commune|nom com)$/],
] as const
type Role = (typeof TITRES)[number][0]

const getRole = (titre: string): Role | null => TITRES.find(([, forme]) => forme.test(formatCle(titre)))?.[0] ?? null

/** A first line of column titles: one of them is known, and none is a code. */
export const isLigneDeTitres = (cellules: readonly string[]): boolean =>
  cellules.some((c) => getRole(c) !== null) && !cellules.some((c) => parseNombre(c) !== null)

/** Reads rows as a table of places; null where they are none, having not all as many cells. */
export function parseTableau(lignes: readonly LigneBrute[]): EntreeListe[] | null {
  const largeur = lignes[0]?.cellules.length ?? 0
  if (lignes.length < 2 || largeur < 2 || lignes.some((l) => l.cellules.length !== largeur)) return null
  const titres = lignes[0] && isLigneDeTitres(lignes[0].cellules) ? lignes[0].cellules : null
  const corps = titres ? lignes.slice(1) : lignes
  const roles = titres ? titres.map(getRole) : guessRoles(corps, largeur)
  const [nombre, postal, nom, departement] = (['nombre', 'postal', 'nom', 'departement'] as const).map((role) =>
    roles.indexOf(role),
  ) as [number, number, number, number]
  if (nombre < 0 && nom < 0) return null
  return corps.flatMap(({ ligne, cellules }) => {
    const lu = cellules[nombre] ? parseNombre(cellules[nombre]) : null
    const nomme = cellules[nom] ? parseEntree(cellules[nom], ligne) : null
    const code = lu ?? nomme?.nombre ?? (cellules[postal] ? parseNombre(cellules[postal]) : null)
    // A faulty code is told as it stands, rather than passed over for the name beside it.
    const faute = lu === null && cellules[nombre] ? { nombre: null, nom: cellules[nombre] } : null
    if (!code && !nomme && !faute) return []
    return {
      ligne,
      texte: [cellules[nombre], cellules[nom]].filter(Boolean).join(' '),
      nombre: code,
      nom: nomme?.nom ?? null,
      departement: cellules[departement] || (nomme?.departement ?? null),
      ...faute,
    }
  })
}

/** Without titles, codes and names side by side; anything else is a list laid out in columns. */
function guessRoles(corps: readonly LigneBrute[], largeur: number): (Role | null)[] {
  const colonnes = Array.from({ length: largeur }, (_, i) => corps.map((l) => l.cellules[i] ?? ''))
  const nombre = colonnes.findIndex((c) => c.every((v) => parseNombre(v) !== null))
  const nom = colonnes.findIndex((c) => c.every((v) => /\p{L}/u.test(v)))
  return colonnes.map((_, i) => (nombre < 0 || nom < 0 ? null : i === nombre ? 'nombre' : i === nom ? 'nom' : null))
}
