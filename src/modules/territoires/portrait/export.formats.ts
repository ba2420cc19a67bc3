import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import { formatCsv } from '#core/csv.ts'
import { LIBELLES_MAILLE } from '../geographie/zone.ts'
import { FAMILLES } from '../indicateur/indicateur.ts'
import { formatManque, formatRegle, formatTaille } from './phrases.ts'
import { getDerniere, getManque, type Portrait } from './portrait.ts'

type Cellule = string | number | null

const COLONNES = [
  ['Territoire', 24],
  ['Famille', 18],
  ['Code', 18],
  ['Indicateur', 40],
  ['Millésime', 10],
  ['Valeur', 12],
  ['Unité', 24],
  ['Calcul', 18],
  ['Règle', 50],
  ['Pourquoi il n’y a pas de valeur', 40],
  ['Communes avec une valeur', 12],
  ['Communes', 10],
  ['Part de la population couverte', 12],
  ['Minimum', 12],
  ['Maximum', 12],
  ['Source', 40],
  ['Licence', 20],
  ['Fictif', 8],
] as const

const CALCULS = { publie: 'Valeur publiée', maillage: 'Calcul Maillage' } as const

/** The newest vintage in the areas beside, one column each. */
const formatEnteteReperes = ({ reperes }: Portrait): string[] =>
  reperes.map((r) => (r.maille === 'france' ? r.nom : `${LIBELLES_MAILLE[r.maille]}\u00a0: ${r.nom}`))

/** One row an indicator and vintage, every number as it is, without rounding. */
function listLignes(portrait: Portrait): Cellule[][] {
  return portrait.lignes.flatMap((ligne) => {
    const { indicateur: i } = ligne
    const derniere = getDerniere(ligne)
    return ligne.mesures.map((mesure): Cellule[] => {
      const { serie, valeur, parts } = mesure
      const manque = getManque(i, mesure)
      return [
        portrait.zone.nom,
        FAMILLES[i.famille],
        i.code,
        i.libelle,
        serie.millesime,
        valeur.valeur,
        i.unite,
        valeur.calcul && CALCULS[valeur.calcul],
        valeur.calcul === 'maillage' ? formatRegle(i, serie) : null,
        manque && formatManque(manque, parts),
        parts.avecValeur,
        parts.total,
        valeur.couverture,
        parts.minimum,
        parts.maximum,
        i.source,
        i.licence,
        i.fictif || portrait.zone.fictif ? 'fictif' : null,
        ...portrait.reperes.map((_, rang) => (mesure === derniere ? (ligne.reperes[rang]?.valeur ?? null) : null)),
      ]
    })
  })
}

/** Numbers keep their point: a decimal comma would be a text for most programs. */
export const formatPortraitCsv = (portrait: Portrait): string =>
  formatCsv([[...COLONNES.map(([nom]) => nom), ...formatEnteteReperes(portrait)], ...listLignes(portrait)])

const gras = (value: string) => ({ value, fontWeight: 'bold' as const, wrap: true })

/** A workbook: the numbers, then where they come from and how to read them. */
export function formatPortraitXlsx(portrait: Portrait, { adresse, quand }: { adresse: string; quand: string }) {
  const donnees: SheetData = [
    [...COLONNES.map(([nom]) => nom), ...formatEnteteReperes(portrait)].map(gras),
    ...listLignes(portrait),
  ]
  const lecture: SheetData = [
    [gras(portrait.zone.nom)],
    [formatTaille(portrait)],
    [`Extrait le ${quand} de ${adresse}`],
    ['Valeur publiée\u00a0: telle que la source la donne pour ce territoire.'],
    ['Calcul Maillage\u00a0: calculée à partir des communes, selon la règle de la ligne.'],
    ['Une cellule vide n’est pas un zéro\u00a0: la valeur manque.'],
    ['Sous 90\u00a0% de la population couverte, rien n’est calculé.'],
  ]
  return writeXlsxFile([
    {
      data: donnees,
      sheet: 'Indicateurs',
      stickyRowsCount: 1,
      columns: [...COLONNES.map(([, width]) => ({ width })), ...portrait.reperes.map(() => ({ width: 16 }))],
    },
    { data: lecture, sheet: 'Lecture', columns: [{ width: 90 }] },
  ]).toBuffer()
}
