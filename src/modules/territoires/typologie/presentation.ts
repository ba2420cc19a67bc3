import { formatCount, formatNumber } from '#ui/format.ts'
import { formatAdresseZone } from '../geographie/zone.ts'
import { computeEcart, LIBELLES_ECART, listParlants } from './groupe.ts'
import { type Groupe, MAILLES, type MailleTypologie, type Typologie, type Variable } from './typologie.ts'

/** « 46 intercommunalités » */
export const formatNombre = (nombre: number, maille: MailleTypologie): string => formatCount(nombre, MAILLES[maille].un)

/** Unit of what is compared: « C./an/hab. », « pour 10 000 habitants ». */
export function formatUnite({ mesure, unite }: Pick<Variable, 'mesure' | 'unite'>): string {
  if (mesure !== 'habitants') return unite
  return unite === 'habitants' ? 'pour 10\u202f000 habitants' : `${unite} pour 10\u202f000 habitants`
}

/** The number alone, with the decimals of the indicator; one for a rate. */
export function formatMesure(valeur: number, { mesure, decimales }: Pick<Variable, 'mesure' | 'decimales'>): string {
  const d = mesure === 'habitants' ? Math.max(1, decimales) : decimales
  return formatNumber(valeur, { minimumFractionDigits: d, maximumFractionDigits: d })
}

/** « +1,3 », « −0,4 »: in standard deviations. */
export function formatEcart(ecart: number): string {
  const nombre = formatNumber(Math.abs(ecart), { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return Math.abs(ecart) < 0.05 ? nombre : `${ecart < 0 ? '−' : '+'}${nombre}`
}

/** What tells a group from the others, a sentence each, the strongest first; empty where it is like them. */
export function listPhrases(groupe: Pick<Groupe, 'ecarts' | 'moyennes'>, variables: readonly Variable[]): string[] {
  return listParlants(groupe).flatMap((v) => {
    const [variable, ecart, moyenne] = [variables[v], groupe.ecarts[v] ?? 0, groupe.moyennes[v] ?? null]
    if (!variable || moyenne === null) return []
    const { libelle } = LIBELLES_ECART[computeEcart(ecart)]
    const valeurs = `${formatMesure(moyenne, variable)} contre ${formatMesure(variable.moyenne, variable)}`
    const unite = formatUnite(variable)
    return [
      `${variable.libelle} (${variable.millesime})\u00a0: ${libelle}, ${valeurs} ${unite} dans l’ensemble (${formatEcart(ecart)}\u00a0écart-type).`,
    ]
  })
}

/** Marks for a mean silhouette (Kaufman and Rousseeuw, 1990). */
export function formatStructure(silhouette: number): string {
  if (silhouette > 0.7) return 'groupes nets'
  if (silhouette > 0.5) return 'groupes assez nets'
  if (silhouette > 0.25) return 'groupes peu nets'
  return 'pas de groupes nets'
}

/** How many areas the groups hold. */
export const countMembres = (groupes: readonly Pick<Groupe, 'membres'>[]): number =>
  groupes.reduce((somme, g) => somme + g.membres.length, 0)

/** Names by code of the areas that the reader may know. */
export type Noms = ReadonlyMap<string, string>

/**
 * The name of an area: of an official one that is no more, its code; null for a saved territory that the reader may
 * not read, be it written in the result from the time when he could.
 */
export const formatNomMembre = (noms: Noms, maille: MailleTypologie, code: string): string | null =>
  noms.get(code) ?? (maille === 'territoire' ? null : code)

export const formatAdresseMembre = (maille: MailleTypologie, code: string): string =>
  formatAdresseZone({ maille, code })

/** Codes of all that a result speaks of. */
export const listCodes = ({ resultat }: Pick<Typologie, 'resultat'>): string[] =>
  [...resultat.groupes.flatMap((g) => g.membres), ...resultat.ecartes].map((m) => m.code)
