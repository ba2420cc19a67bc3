import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { formatCount } from '#ui/format.ts'
import { listIndicateurs, listSeries } from '../indicateur/indicateur.queries.ts'
import type { Indicateur, Serie } from '../indicateur/indicateur.ts'
import { computePartitionsEnFil } from './calcul/partition.formats.ts'
import type { Partition } from './calcul/partition.ts'
import { K_MIN } from './calcul/partition.ts'
import { computePreparation, computeValeurEchelle, type Preparation, type Tableau } from './calcul/preparation.ts'
import { computeMoyenne, listCorrelations } from './calcul/qualite.ts'
import { getEtendue, isTropGrande } from './etendue.queries.ts'
import { createGroupes, formatCourt } from './groupe.ts'
import {
  type IndicateurChoisi,
  listMesures,
  type Qualite,
  type Reglages,
  type Resultat,
  TERRITOIRES_MAX,
  type Variable,
} from './typologie.ts'
import { getTableau } from './valeurs.queries.ts'

/** Two indicators beyond this correlation say nearly the same, and weigh twice. */
export const CORRELATION_FORTE = 0.9

const refuse = (field: string, message: string): never => {
  throw new ErreurSaisie([{ field, message }])
}

interface Choisi extends IndicateurChoisi {
  indicateur: Indicateur
  serie: Serie
}

/** @throws ErreurSaisie where an indicator has no such vintage, or is not told by this measure */
async function listChoisis(ctx: Ctx, choix: readonly IndicateurChoisi[]): Promise<Choisi[]> {
  const [indicateurs, series] = await Promise.all([listIndicateurs(ctx), listSeries(ctx)])
  return choix.map((choisi) => {
    const indicateur = indicateurs.find((i) => i.code === choisi.code)
    const serie = series.find((s) => s.indicateur === choisi.code && s.millesime === choisi.millesime)
    if (!indicateur || !serie)
      return refuse(
        'indicateur',
        `«\u00a0${indicateur?.libelle ?? choisi.code}\u00a0» n’a pas de valeurs de ${choisi.millesime}.`,
      )
    if (!listMesures(indicateur.agregation).includes(choisi.mesure))
      return refuse('indicateur', `«\u00a0${indicateur.libelle}\u00a0» ne se rapporte pas aux habitants.`)
    return { ...choisi, indicateur, serie }
  })
}

const isLog = ({ mesure }: Pick<IndicateurChoisi, 'mesure'>): boolean => mesure === 'log'

/** @throws ErreurSaisie where the logarithm of a value means nothing, or too few areas can be compared */
function checkTableau(tableau: Tableau, choisis: readonly Choisi[]): void {
  for (const [c, choisi] of choisis.entries()) {
    const valeurs = tableau.valeurs.map((ligne) => ligne[c] ?? null)
    const { libelle } = choisi.indicateur
    if (valeurs.every((v) => v === null))
      refuse('indicateur', `«\u00a0${libelle}\u00a0» n’a aucune valeur pour ces territoires\u00a0: décochez-le.`)
    if (isLog(choisi) && valeurs.some((v) => v !== null && v < 0))
      refuse('indicateur', `«\u00a0${libelle}\u00a0» a des valeurs négatives\u00a0: son logarithme n’a pas de sens.`)
  }
}

function checkPreparation({ retenus, ecartes, utiles }: Preparation, choisis: readonly Choisi[]): void {
  if (utiles.length === 0 && retenus.length > K_MIN)
    refuse('indicateur', 'Ces indicateurs ont la même valeur partout\u00a0: rien ne distingue ces territoires.')
  if (retenus.length > K_MIN) return
  const absences = choisis.map((c, v) => ({ ...c, n: ecartes.filter((e) => e.manquantes.includes(v)).length }))
  const pire = absences.toSorted((a, b) => b.n - a.n)[0]
  const cause =
    pire && pire.n > 0 ? ` «\u00a0${pire.indicateur.libelle}\u00a0» manque à ${formatCount(pire.n, 'territoire')}.` : ''
  refuse(
    'indicateur',
    `Trop peu de territoires ont ces valeurs\u00a0: ${retenus.length} sur ${retenus.length + ecartes.length}.${cause}`,
  )
}

function listQualite(partitions: readonly Partition[], totale: number): Qualite[] {
  return partitions.map(({ k, silhouettes, inertie }) => ({
    k,
    silhouette: formatCourt(computeMoyenne(silhouettes)),
    intra: totale > 0 ? formatCourt(inertie / totale) : 0,
  }))
}

/** The first of the numbers of groups with the best silhouette. */
export const computePropose = (qualite: readonly Qualite[]): number =>
  qualite.toSorted((a, b) => b.silhouette - a.silhouette || a.k - b.k)[0]?.k ?? K_MIN

function listVariables(choisis: readonly Choisi[], { colonnes, utiles }: Preparation): Variable[] {
  return choisis.map((choisi, c) => {
    const { code, millesime, mesure, indicateur, serie } = choisi
    const colonne = colonnes[c] ?? { moyenne: 0, asymetrie: 0, remplacees: 0 }
    return {
      ...{ code, millesime, mesure },
      libelle: indicateur.libelle,
      unite: indicateur.unite,
      decimales: indicateur.decimales,
      source: indicateur.source,
      importeeLe: serie.importeeLe.toISOString(),
      moyenne: formatCourt(computeValeurEchelle(colonne.moyenne, isLog(choisi))),
      asymetrie: formatCourt(colonne.asymetrie),
      remplacees: colonne.remplacees,
      constante: !utiles.includes(c),
    }
  })
}

/**
 * Reads the values of today and groups the areas.
 * @returns the result, and whether one of its indicators is invented
 * @throws ErreurSaisie, in French, where these settings give no groups
 */
export async function createResultat(ctx: Ctx, reglages: Reglages): Promise<{ resultat: Resultat; fictif: boolean }> {
  const etendue = await getEtendue(ctx, reglages)
  if (!etendue) return refuse('zone', 'Choisissez où prendre ces territoires.')
  if (isTropGrande(etendue))
    refuse(
      'zone',
      `Cette zone a ${formatCount(etendue.codes.length, 'territoire')}\u00a0: ${formatCount(TERRITOIRES_MAX, 'territoire')} au plus.`,
    )
  const choisis = await listChoisis(ctx, reglages.indicateurs)
  const choix = choisis.map(({ serie, indicateur, mesure }) => ({
    serie: serie.id,
    agregation: indicateur.agregation,
    mesure,
  }))
  const tableau = await getTableau(ctx, etendue, choix)
  checkTableau(tableau, choisis)
  const logs = choisis.map(isLog)
  const preparation = computePreparation(tableau, { logs, part: reglages.manquantes })
  checkPreparation(preparation, choisis)
  const { matrice, utiles, ecartes } = preparation
  const partitions = await computePartitionsEnFil({ matrice, methode: reglages.methode, graine: reglages.graine })
  // Standardised rows: their inertia around the mean is what they hold, squared.
  const qualite = listQualite(
    partitions,
    matrice.x.reduce((somme, v) => somme + v * v, 0),
  )
  const propose = computePropose(qualite)
  const partition = partitions.find((p) => p.k === (reglages.k ?? propose))
  if (!partition)
    return refuse(
      'k',
      `Ces ${formatCount(matrice.n, 'territoire')} ne font pas ${reglages.k ?? propose} groupes différents\u00a0: demandez-en moins.`,
    )
  const resultat: Resultat = {
    calculeLe: ctx.maintenant.toISOString(),
    k: partition.k,
    propose,
    variables: listVariables(choisis, preparation),
    qualite,
    correlations: listCorrelations(matrice, CORRELATION_FORTE).map(({ a, b, r }) => ({
      a: utiles[a] ?? a,
      b: utiles[b] ?? b,
      r: formatCourt(r),
    })),
    ecartes: ecartes.map(({ rang, manquantes }) => ({ code: tableau.codes[rang] ?? '', manquantes })),
    groupes: createGroupes({ tableau, preparation, partition, logs }),
  }
  return { resultat, fictif: choisis.some((c) => c.indicateur.fictif) }
}

/** Why the values of today may give other groups; empty where nothing moved. */
export async function listChangements(ctx: Ctx, reglages: Reglages, resultat: Resultat): Promise<string[]> {
  const [etendue, series] = await Promise.all([getEtendue(ctx, reglages), listSeries(ctx)])
  const raisons = resultat.variables.flatMap(({ code, millesime, libelle, importeeLe }) => {
    const serie = series.find((s) => s.indicateur === code && s.millesime === millesime)
    if (!serie) return [`«\u00a0${libelle}\u00a0» n’a plus de valeurs de ${millesime}.`]
    return serie.importeeLe.toISOString() === importeeLe
      ? []
      : [`«\u00a0${libelle}\u00a0» a de nouvelles valeurs de ${millesime}.`]
  })
  const avant = [...resultat.groupes.flatMap((g) => g.membres), ...resultat.ecartes].map((m) => m.code)
  if (etendue && etendue.codes.toSorted().join() !== avant.toSorted().join())
    raisons.push('La liste des territoires n’est plus la même.')
  return raisons
}
