import { formatCodeAplMg, LIMITES_AGE } from '../donnees/acces.ts'
import { formatCleTitre } from './cellule.ts'
import type { Plan, TableVue } from './lecture.ts'
import { isTitreMaille } from './maille.ts'

/** Name of a sheet of values, with its vintage (domaine/observation.md §3). */
const FEUILLE = /^APL[ _]?(\d{4})$/i
export const isFeuilleParametres = (nom: string): boolean => /^param[eè]tres?$/i.test(nom.trim())

/** Professions by what their headings say; whoever is not here is refused by name, never taken for another. */
const PROFESSIONS: readonly (readonly [RegExp, string])[] = [
  [/\bmedecins? generalistes?\b/, 'apl-mg'],
  [/\binfirmi(er|ere)(e?s)?\b/, 'apl-infirmiers'],
  [/\bkinesitherapeutes?\b/, 'apl-kines'],
  [/\bdentistes?\b/, 'apl-dentistes'],
  [/\bsages?[- ]femmes?\b|\bmaieuticiens?\b/, 'apl-sages-femmes'],
]

/** Vintage of a sheet of APL values; null where the sheet is none. */
export function getMillesimeApl(table: Pick<TableVue, 'nom' | 'colonnes'>): number | null {
  const annee = Number(FEUILLE.exec(table.nom?.trim() ?? '')?.[1])
  return annee && isTitreMaille('commune', table.colonnes[0]?.titre) ? annee : null
}

const listProfessions = (cle: string): string[] =>
  PROFESSIONS.flatMap(([motif, profession]) => (motif.test(cle) ? [profession] : []))

/**
 * The indicator that a heading gives; null where it gives none that is known, or names two.
 * @param titres what stands above the table: a heading that is « APL » alone is of the one profession that they name
 */
export function getIndicateurApl(titre: string, titres: readonly string[] = []): string | null {
  const cle = formatCleTitre(titre).replace(/^accessibilite potentielle localisee( \(apl\))?/, 'apl')
  const lu = /^apl(?: (.+?))?(?:,? \(?(?:de|ages? de) (\d{2}) ans (?:et\/ou|et|ou) moins\)?)?$/.exec(cle)
  if (!lu) return null
  const qui = lu[1]?.replace(/\b(19|20)\d{2}\b/g, '').trim() ?? ''
  const nommees = qui === '' ? new Set(titres.flatMap((t) => listProfessions(formatCleTitre(t)))) : listProfessions(qui)
  const [profession, autre] = nommees
  if (profession === undefined || autre !== undefined) return null
  const limite = lu[2] === undefined ? null : Number(lu[2])
  if (profession === 'apl-mg') {
    const connue = LIMITES_AGE.find((l) => l === limite)
    return connue === undefined ? null : formatCodeAplMg(connue)
  }
  // The other workbooks are of all ages; a column with a limit would be another indicator.
  return limite === null ? profession : null
}

/** Does the unit of the file say what the indicator counts? Acts for general practitioners, posts for the others. */
const isUniteJuste = (indicateur: string, unite: string): boolean =>
  (indicateur.startsWith('apl-mg') ? /^c\b|c\.|consult|acte/ : /etp|temps plein/).test(formatCleTitre(unite))

/**
 * How a sheet of the workbook is read.
 * @param parametres what its sheet « Paramètres » says
 * @returns remarks on the columns that are left out; no plan where nothing of it is known
 */
export function computePlanApl(
  table: TableVue,
  parametres: Readonly<Record<string, string>>,
): { plan: Plan | null; remarques: string[] } {
  const millesime = getMillesimeApl(table)
  const remarques: string[] = []
  const cles = table.colonnes.map((c) => formatCleTitre(c.titre))
  const rangPoids = cles.findIndex((c) => /^population (feminine |des femmes )?standardisee/.test(c))
  const poids = rangPoids === -1 ? null : rangPoids
  if (poids === null)
    remarques.push(
      `${table.nom} : pas de colonne « Population standardisée ». Les valeurs n’ont pas de poids, aucune moyenne n’en sera tirée.`,
    )
  const attendue = millesime === null ? 0 : millesime - 2
  const annee = Number(/\d{4}/.exec(poids === null ? '' : (cles[poids] ?? ''))?.[0])
  if (poids !== null && annee !== attendue)
    remarques.push(
      `${table.nom} : la population qui pondère est ${annee ? `de ${annee}` : 'sans année'}, on attend ${attendue}.`,
    )
  const valeurs: Plan['valeurs'][number][] = []
  const parIndicateur: Record<string, Record<string, string>> = {}
  for (const [colonne, { titre, unite }] of table.colonnes.entries()) {
    if (!/^(apl|accessibilite potentielle)\b/.test(cles[colonne] ?? '')) continue
    const indicateur = getIndicateurApl(titre, table.titres)
    if (indicateur === null || valeurs.some((v) => v.indicateur === indicateur)) {
      remarques.push(`${table.nom} : la colonne « ${titre} » n’est pas lue, Maillage ne connaît pas cet indicateur.`)
      continue
    }
    if (unite && !isUniteJuste(indicateur, unite))
      remarques.push(`${table.nom} : l’unité « ${unite} » de la colonne « ${titre} » n’est pas celle de l’indicateur.`)
    valeurs.push({ colonne, titre, indicateur, poids })
    const limite = /(\d{2}) ans/.exec(titre)?.[1]
    parIndicateur[indicateur] = {
      ...(indicateur.startsWith('apl-mg') && {
        'Âge limite des médecins': limite === undefined ? 'aucun' : `${limite} ans`,
      }),
      ...(unite && { 'Unité du fichier': unite }),
    }
  }
  if (valeurs.length === 0) return { plan: null, remarques }
  const commun = {
    ...(table.titres[0] !== undefined && { Titre: table.titres[0] }),
    ...(poids !== null && { Poids: table.colonnes[poids]?.titre ?? '' }),
    ...parametres,
  }
  const { feuille, nom, entete } = table
  return {
    plan: {
      ...{ feuille, nom, entete, code: 0, annee: null, millesime, valeurs },
      sansPoids: 'aucun',
      parametres: { '': commun, ...parIndicateur },
    },
    remarques,
  }
}
