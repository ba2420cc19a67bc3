import type { ZoneParente } from '../geographie/zone.queries.ts'
import { FRANCE, type Zone, type ZoneNommee } from '../geographie/zone.ts'
import {
  type ClasseEpci,
  computeValeur,
  FAMILLES,
  type Famille,
  type Indicateur,
  type Parts,
  type SerieDatee,
  type Valeur,
} from '../indicateur/indicateur.ts'
import type { MailleZone } from '../indicateur/serie.ts'
import { createPartsVides, type Extreme } from './parts.ts'

/** One vintage of an indicator in an area. */
export interface Mesure {
  serie: SerieDatee
  parts: Parts
  valeur: Valeur
}

/** Where a value falls among the EPCI of the same class of population. */
export interface Rang {
  /** From 1 to 10, from the lowest values. */
  dixieme: number
  classe: ClasseEpci
  /** EPCI compared. */
  nombre: number
}

export interface LigneSimple {
  indicateur: Indicateur
  /** The newest vintage first; never empty. */
  mesures: readonly Mesure[]
}

/** All that is known of one indicator in one area. */
export interface Ligne extends LigneSimple {
  /** The newest vintage in the areas beside, in the order of `Portrait.reperes`. */
  reperes: readonly (Valeur | null)[]
  minimum: Extreme | null
  maximum: Extreme | null
  rang: Rang | null
}

/** An area that stands beside, and what it has of the inhabitants of the portrait's (0 to 1). */
export interface Repere extends ZoneNommee {
  part: number
  population: number
}

export interface Portrait {
  zone: Zone
  population: number
  /** Communes and arrondissements. */
  nombre: number
  reperes: readonly Repere[]
  lignes: readonly Ligne[]
  /** Defined, without any series. */
  sansSerie: readonly Indicateur[]
}

/** Share of the inhabitants that a larger area must hold to stand beside. */
const PART_REPERE = 0.5

/**
 * The areas that stand beside a portrait: the EPCI, the département and the région that hold most of its inhabitants,
 * then France. Never the area itself, nor one that it contains.
 */
export function chooseReperes(
  zone: Pick<Zone, 'maille' | 'code'>,
  parentes: readonly ZoneParente[],
): { zone: ZoneNommee & { maille: MailleZone }; part: number }[] {
  const rangs = ['commune', 'epci', 'departement', 'region', 'france']
  const rang = rangs.indexOf(zone.maille)
  const choisies = (['epci', 'departement', 'region'] as const).flatMap((maille) => {
    const premiere = parentes.find((p) => p.zone.maille === maille)
    const retenue = premiere && premiere.part >= PART_REPERE && rangs.indexOf(maille) > rang
    return retenue ? [{ part: premiere.part, zone: { ...premiere.zone, maille } }] : []
  })
  if (zone.maille === 'france' && zone.code === FRANCE) return []
  return [...choisies, { zone: { maille: 'france', code: FRANCE, nom: 'France' }, part: 1 }]
}

export const createMesure = (
  { agregation }: Pick<Indicateur, 'agregation'>,
  serie: SerieDatee,
  parts: Parts | undefined,
  vide: { nombre: number; population: number },
): Mesure => {
  const siennes = parts ?? createPartsVides(vide.nombre, vide.population)
  return { serie, parts: siennes, valeur: computeValeur(agregation, siennes) }
}

/** Why an area has no value. */
export type Manque = 'absente' | 'couverture' | 'agregation' | null

export function getManque({ agregation }: Pick<Indicateur, 'agregation'>, { parts, valeur }: Mesure): Manque {
  if (valeur.valeur !== null) return null
  if (parts.avecValeur === 0) return 'absente'
  return agregation === 'aucune' ? 'agregation' : 'couverture'
}

/** The newest vintage that has a value, else the newest. */
export const getDerniere = (ligne: Pick<LigneSimple, 'mesures'>): Mesure => {
  const mesure = ligne.mesures.find((m) => m.valeur.valeur !== null) ?? ligne.mesures[0]
  if (!mesure) throw new Error('une ligne a au moins une série')
  return mesure
}

/** Sections of the portrait, in order, without those that have nothing. */
export function listSections(lignes: readonly Ligne[]): { famille: Famille; lignes: Ligne[] }[] {
  return (Object.keys(FAMILLES) as Famille[]).flatMap((famille) => {
    const siennes = lignes.filter((l) => l.indicateur.famille === famille)
    return siennes.length > 0 ? [{ famille, lignes: siennes }] : []
  })
}

const CHANGEMENTS_DE_METHODE = [
  {
    prefixe: 'apl-',
    annee: 2015,
    texte: 'La méthode de l’APL a été refondue en 2015\u00a0: les valeurs d’avant et d’après ne se comparent pas.',
  },
] as const

/** A vintage from which values do not compare with those of before. Source for APL: domaine/observation.md, § 8. */
export const getRupture = (code: string) => CHANGEMENTS_DE_METHODE.find((c) => code.startsWith(c.prefixe)) ?? null

/** A count that only compares once related to inhabitants. */
export const hasTaux = ({ agregation, famille }: Pick<Indicateur, 'agregation' | 'famille'>): boolean =>
  agregation === 'somme' && famille === 'offre'

/** For 10,000 inhabitants; null where nobody lives. */
export const computeTaux = (valeur: number, population: number): number | null =>
  population > 0 ? (valeur * 10_000) / population : null
