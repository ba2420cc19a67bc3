import { formatCsv } from '#core/csv.ts'
import { formatNomMembre, formatUnite, type Noms } from './presentation.ts'
import { formatNomGroupe, type Typologie } from './typologie.ts'

const formatDecimal = (v: number | null | undefined): string =>
  v === null || v === undefined ? '' : String(v).replace('.', ',')

/**
 * One line an area, those left out at the end without group: code, name, group, distance to its centre, then the values
 * that were compared; an empty cell where one misses. Numbers have a decimal comma, as French spreadsheets read them.
 */
export function formatCsvTypologie({ reglages, resultat }: Typologie, noms: Noms): string {
  const { maille } = reglages
  const { variables, groupes, ecartes } = resultat
  const entete = [
    ...['code', 'nom', 'numero_groupe', 'groupe', 'distance_au_centre'],
    ...variables.map((v) => `${v.libelle}, ${v.millesime} (${formatUnite(v)})`),
  ]
  const lignes = groupes.flatMap((groupe, rang) =>
    groupe.membres.map(({ code, distance, valeurs }) => [
      ...[code, formatNomMembre(noms, maille, code), String(rang + 1), formatNomGroupe(groupe, rang)],
      ...[formatDecimal(distance), ...valeurs.map(formatDecimal)],
    ]),
  )
  const restes = ecartes.map(({ code, manquantes }) => [
    ...[
      code,
      formatNomMembre(noms, maille, code),
      '',
      `laissé de côté\u00a0: ${manquantes.map((v) => variables[v]?.libelle).join(', ')}`,
    ],
    ...['', ...variables.map(() => '')],
  ])
  // A saved territory that the reader may not read has no name for him.
  return formatCsv([entete, ...[...lignes, ...restes].filter(([, nom]) => nom !== null)])
}
