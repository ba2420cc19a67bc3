import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { getLues } from '../territoire/selection.queries.ts'
import type { Entrees } from './calcul.ts'
import {
  getTempsAutour,
  type LieuLu,
  listArrondissements,
  listLieux,
  listLieuxAutour,
  listValeursOffre,
  type TempsLus,
} from './lieux.queries.ts'
import { REGLES_TEMPS } from './parametres.ts'
import { computePreparation, createCarte, type Preparation } from './preparation.ts'
import type { ContenuSimulation } from './simulation.ts'
import { getSourceTemps, type SourceTemps } from './temps.queries.ts'

/** What a simulation computes on today, and where its times come from (null: estimated). */
export interface Prete extends Preparation {
  temps: SourceTemps | null
}

/** Kilometres as the crow flies that nobody passes within these minutes, by our estimates. */
function computePortee(limite: number): number {
  const vitesse = Math.max(...REGLES_TEMPS.vitesses.map(([, v]) => v))
  return ((limite / 60) * vitesse) / REGLES_TEMPS.detour
}

/**
 * Reads everything that a simulation computes on: its area, the places around that change something to it, people,
 * times, supply.
 * @throws ErreurSaisie where times cannot be told, or a change cannot be made
 */
export async function getPreparation(ctx: Ctx, contenu: ContenuSimulation): Promise<Prete> {
  const { communes } = await getLues(ctx, contenu.zone)
  if (communes.length === 0) throw new ErreurSaisie([{ field: 'zone', message: 'Ce territoire n’a aucune commune.' }])
  const { limite } = contenu.parametres.valeurs
  const source = contenu.temps === null ? null : await getSourceTemps(ctx, contenu.temps)
  if (contenu.temps !== null && !source) {
    const message = `Les temps de trajet «\u00a0${contenu.temps}\u00a0» ne sont plus là\u00a0: choisissez-en d’autres.`
    throw new ErreurSaisie([{ field: 'temps', message }])
  }
  const arrondissements = await listArrondissements(ctx)
  const connus = source ? await getTempsAutour(ctx, source.nom, communes, limite) : null
  const lieux = connus
    ? await listLieux(ctx, [...new Set([...connus.origines, ...connus.destinations])])
    : // Twice: what they reach, and whoever also reaches it.
      await listLieuxAutour(ctx, communes, 2 * computePortee(limite))
  if (lieux.length === 0) throw new ErreurSaisie([{ field: 'temps', message: formatSansTemps(source) }])
  const carte = createCarte(lieux, arrondissements)
  const { indicateur, liste } = contenu.offre
  const offre = indicateur
    ? (await listValeursOffre(ctx, indicateur.code, indicateur.millesime)).map((v) => [v.commune, v.valeur] as const)
    : liste
  const temps = connus && computeTemps(connus, lieux)
  const preparation = computePreparation({ contenu, communes, carte, temps, offre })
  return { ...preparation, temps: source }
}

const formatSansTemps = (source: SourceTemps | null): string =>
  source
    ? 'Ces temps de trajet ne partent d’aucune commune du territoire.'
    : 'Les temps de trajet ne peuvent pas être estimés\u00a0: la position des communes n’est pas connue tant que leurs contours ne sont pas importés. Choisissez des temps importés.'

/** Pairs by rank; a commune that is not one any more has none. */
function computeTemps(connus: TempsLus, lieux: readonly LieuLu[]): NonNullable<Entrees['temps']> {
  const rangs = new Map(lieux.map(({ code }, rang) => [code, rang]))
  const paires = connus.minutes.flatMap((minutes, n) => {
    const origine = rangs.get(connus.origines[n] ?? '')
    const destination = rangs.get(connus.destinations[n] ?? '')
    return origine === undefined || destination === undefined ? [] : [{ origine, destination, minutes }]
  })
  return {
    origines: Int32Array.from(paires, (p) => p.origine),
    destinations: Int32Array.from(paires, (p) => p.destination),
    minutes: Float64Array.from(paires, (p) => p.minutes),
  }
}
