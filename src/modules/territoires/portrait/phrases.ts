import { formatCount, formatNumber } from '#ui/format.ts'
import { SOURCE_GEOGRAPHIE } from '../geographie/commune.ts'
import { LIBELLES_MAILLE, type Maille } from '../geographie/zone.ts'
import {
  AGREGATIONS,
  COUVERTURE_MIN,
  formatValeur,
  type Indicateur,
  isApproche,
  type Parts,
  type Serie,
  type Valeur,
} from '../indicateur/indicateur.ts'
import type { Extreme } from './parts.ts'
import { computeTaux, type Manque, type Portrait, type Rang, type Repere } from './portrait.ts'

const FINE = '\u202f'

/** Two values as near as this are told to be close (Maillage's own choice). */
export const PROCHE = 0.02

/** Unit beside a number: none for a bare count. */
export const formatUnite = ({ unite }: Pick<Indicateur, 'unite'>): string => (unite === 'nombre' ? '' : unite)

/** « 3,4 consultations par an et par habitant », « 18,6 % ». */
export const formatMesure = (valeur: number, i: Pick<Indicateur, 'unite' | 'decimales'>): string =>
  [formatValeur(valeur, i), formatUnite(i)].filter(Boolean).join('\u00a0')

const PHRASES = {
  somme: (texte: string) => `Au total ici\u00a0: ${texte}.`,
  moyenne: (texte: string) => `En moyenne ici\u00a0: ${texte}.`,
  part: (texte: string) => `La part est ici de ${texte}.`,
  aucune: (texte: string) => `Valeur publiée pour ce territoire\u00a0: ${texte}.`,
} as const

/** What a resident reads under the number: the indicator's own sentence (with its unit in it), else one made from how it adds up. */
export function formatPhrase(
  valeur: number,
  i: Pick<Indicateur, 'phrase' | 'agregation' | 'unite' | 'decimales'>,
): string {
  return i.phrase
    ? i.phrase.replaceAll('{valeur}', formatValeur(valeur, i))
    : PHRASES[i.agregation](formatMesure(valeur, i))
}

const LIEUX: Partial<Record<Maille, { dans: string; de: string }>> = {
  epci: { dans: 'que dans l’intercommunalité', de: 'de l’intercommunalité' },
  departement: { dans: 'que dans le département', de: 'du département' },
  region: { dans: 'que dans la région', de: 'de la région' },
  france: { dans: 'qu’en France', de: 'de la France' },
}

export type Ecart = 'haut' | 'bas' | 'proche'

/** How a value stands beside another: close where they differ by 2 % at most, or read the same. */
export function computeEcart(valeur: number, repere: number, i: Pick<Indicateur, 'decimales'>): Ecart {
  const proche =
    Math.abs(valeur - repere) <= PROCHE * Math.abs(repere) || formatValeur(valeur, i) === formatValeur(repere, i)
  return proche ? 'proche' : valeur > repere ? 'haut' : 'bas'
}

const joinMots = (mots: readonly string[]): string =>
  mots.length < 2 ? (mots[0] ?? '') : `${mots.slice(0, -1).join(', ')} et ${mots.at(-1)}`

/**
 * « Plus élevé que dans le département et qu’en France. » It says what is higher and lower, never what is better.
 * @param reperes official areas with their value; null where it has none
 * @returns null where there is nothing to compare with
 */
export function formatComparaison(
  valeur: number,
  reperes: readonly { maille: Maille; valeur: number | null }[],
  i: Pick<Indicateur, 'decimales'>,
): string | null {
  const groupes = Map.groupBy(
    reperes.flatMap((r) => {
      const lieu = LIEUX[r.maille]
      return lieu && r.valeur !== null ? [{ lieu, ecart: computeEcart(valeur, r.valeur, i) }] : []
    }),
    (r) => r.ecart,
  )
  const lieux = (ecart: Ecart, forme: 'dans' | 'de') => joinMots((groupes.get(ecart) ?? []).map((r) => r.lieu[forme]))
  const morceaux = [
    groupes.has('haut') && `plus élevé ${lieux('haut', 'dans')}`,
    groupes.has('bas') && `plus bas ${lieux('bas', 'dans')}`,
    groupes.has('proche') && `proche de la valeur ${lieux('proche', 'de')}`,
  ].filter((m) => m !== false)
  if (morceaux.length === 0) return null
  const texte = morceaux.join(`${FINE}; `)
  return `${texte.charAt(0).toUpperCase()}${texte.slice(1)}.`
}

/** « 27 % » of a whole, with a decimal under 10 %; a share that is not nothing never reads as zero. */
export const formatPart = (part: number): string =>
  part > 0 && part < 0.001
    ? 'moins de 0,1\u00a0%'
    : `${formatNumber(part * 100, { maximumFractionDigits: part < 0.1 ? 1 : 0 })}\u00a0%`

/** Communes with and without value, and the inhabitants of the first. */
export function formatCouverture(parts: Parts): string {
  const { avecValeur, total, population, populationAvec } = parts
  const communes = `${formatNumber(avecValeur)} commune${avecValeur > 1 ? 's' : ''} sur ${formatNumber(total)} avec une valeur`
  return population > 0 ? `${communes}, ${formatPart(populationAvec / population)} de la population` : communes
}

/** Why there is no number. */
export function formatManque(manque: Exclude<Manque, null>, parts: Parts): string {
  switch (manque) {
    case 'absente':
      return 'La source ne donne aucune valeur ici.'
    case 'agregation':
      return 'Ne se calcule pas à partir des communes, et la source ne publie rien pour ce territoire.'
    case 'couverture':
      return `Trop de valeurs manquent pour calculer\u00a0: ${formatCouverture(parts)}, il en faut ${formatPart(COUVERTURE_MIN)}.`
  }
}

/** The same in a cell. */
export function formatManqueCourt(manque: Exclude<Manque, null>, { couverture }: Pick<Valeur, 'couverture'>): string {
  if (manque === 'couverture') return couverture === null ? 'incomplet' : `${formatPart(couverture)} couverts`
  return manque === 'absente' ? 'absent de la source' : 'ne se calcule pas'
}

/** The rule of our own computation. */
export function formatRegle(i: Pick<Indicateur, 'agregation' | 'poids'>, serie: Pick<Serie, 'parametres'>): string {
  const { agregation, poids } = i
  const suite = isApproche(i, serie)
    ? ` Ce qui pèse\u00a0: la population municipale, à défaut de ${poids}. C’est une approximation.`
    : poids
      ? ` Ce qui pèse\u00a0: ${poids}.`
      : ''
  const seuil = ` Aucune valeur si les communes renseignées ont moins de ${formatPart(COUVERTURE_MIN)} de la population.`
  return `${AGREGATIONS[agregation].regle}${suite}${seuil}`
}

/** « De 0,7 (Aiglun) à 4,1 (Digne-les-Bains) ». */
export function formatEtendue(
  minimum: Extreme | null,
  maximum: Extreme | null,
  i: Pick<Indicateur, 'decimales'>,
): string | null {
  if (!minimum || !maximum) return null
  const dire = ({ valeur, communes, nombre }: Extreme) => {
    const noms = communes.map((c) => c.nom)
    const reste = nombre - noms.length
    const qui = [...noms, ...(reste > 0 ? [formatCount(reste, 'autre')] : [])]
    return qui.length > 0 ? `${formatValeur(valeur, i)} (${joinMots(qui)})` : formatValeur(valeur, i)
  }
  return `De ${dire(minimum)} à ${dire(maximum)}`
}

/** Inhabitants of the communes under the threshold; null without threshold, or where nothing is known. */
export function formatSousSeuil(
  { populationSousSeuil, populationAvec }: Parts,
  i: Pick<Indicateur, 'seuil' | 'seuilLibelle' | 'decimales'>,
): string | null {
  if (i.seuil === null || populationSousSeuil === null || populationAvec === 0) return null
  const combien = formatPart(populationSousSeuil / populationAvec)
  const texte = `${combien} des habitants vivent dans une commune sous ${formatValeur(i.seuil, i)}.`
  return i.seuilLibelle ? `${texte} ${i.seuilLibelle.replace(/\.?$/, '.')}` : texte
}

const formatRangMot = (rang: number): string => (rang === 1 ? 'premier' : rang === 10 ? 'dernier' : `${rang}e`)

/** @param estEpci the area is one of those compared; else its value is placed among theirs */
export function formatDecile({ dixieme, classe, nombre }: Rang, estEpci: boolean): string {
  const ou = `dans le ${formatRangMot(dixieme)} dixième`
  const parmi = `Parmi les ${formatNumber(nombre)} intercommunalités ${classe.libelle.startsWith('de ') ? classe.libelle : `de ${classe.libelle}`}`
  return `${parmi}, rangées de la valeur la plus basse à la plus élevée, ce territoire ${estEpci ? 'est' : 'serait'} ${ou}.`
}

/** « 27 % de l’intercommunalité »: only where the area lies within. */
export function formatPartDe(valeur: number, repere: Repere, total: number | null): string | null {
  const lieu = LIEUX[repere.maille]
  if (!lieu || total === null || total <= 0 || repere.part < 0.9999) return null
  return `${formatPart(valeur / total)} ${lieu.de}`
}

/** « 8,2 » for 10,000 inhabitants. */
export function formatTaux(valeur: number, population: number): string {
  const taux = computeTaux(valeur, population)
  return taux === null ? '' : formatNumber(taux, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}

/** « Intercommunalité, 46 communes, 48 000 habitants (2023) ». */
export function formatTaille({ zone, nombre, population }: Pick<Portrait, 'zone' | 'nombre' | 'population'>): string {
  return [
    LIBELLES_MAILLE[zone.maille],
    zone.maille !== 'commune' && formatCount(nombre, 'commune'),
    `${formatCount(population, 'habitant')} (population municipale ${SOURCE_GEOGRAPHIE.population}, Insee)`,
  ]
    .filter(Boolean)
    .join(', ')
}
