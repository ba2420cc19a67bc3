import { formatCount, formatNumber } from '#ui/format.ts'
import { type Bilan, computeBilan, type Resultat } from './calcul.ts'
import type { Preparation } from './preparation.ts'
import { type ContenuSimulation, formatAcces, MESURES } from './simulation.ts'

/** A place of the working area with its access before and after. */
export interface LigneResultat {
  code: string
  nom: string
  population: number | null
  avant: number
  apres: number
}

/** Places of the working area, those that change most first, then by name. */
export function listLignes({ lieux, entrees }: Preparation, { avant, apres }: Resultat): LigneResultat[] {
  const lignes = Array.from(entrees.zone, (n): LigneResultat => {
    const { code = '', nom = '', population = null } = lieux[n] ?? {}
    return { code, nom, population, avant: avant[n] ?? 0, apres: apres[n] ?? 0 }
  })
  const ecart = (l: LigneResultat) => Math.abs(l.apres - l.avant)
  return lignes.sort((a, b) => ecart(b) - ecart(a) || a.nom.localeCompare(b.nom, 'fr'))
}

/** Who gains and loses in the working area, then around it. */
export function computeBilans(
  { entrees }: Preparation,
  resultat: Resultat,
  seuil: number | null,
): { zone: Bilan; autour: Bilan } {
  const dedans = new Set(entrees.zone)
  const autour = entrees.lieux.flatMap((_, n) => (dedans.has(n) ? [] : [n]))
  return {
    zone: computeBilan(resultat, entrees.lieux, entrees.zone, seuil),
    autour: computeBilan(resultat, entrees.lieux, autour, null),
  }
}

const formatHabitants = (nombre: number): string => formatCount(Math.round(nombre), 'habitant')
const accord = (nombre: number, un: string, plusieurs: string): string => (nombre >= 2 ? plusieurs : un)

/** The result in plain sentences. */
export function formatBilan(
  { zone, autour }: { zone: Bilan; autour: Bilan },
  { mesure, seuil, gestes }: Pick<ContenuSimulation, 'mesure' | 'seuil' | 'gestes'>,
): string[] {
  const { moyenneAvant: a, moyenneApres: b, franchissent, gagnent, perdent, habitants } = zone
  if (a === null || b === null) return ['Personne n’habite ce territoire\u00a0: il n’y a pas de moyenne.']
  const { unite } = MESURES[mesure]
  if (gestes.length === 0) {
    const phrases = [`Aujourd’hui, l’accès moyen est de ${formatAcces(a, mesure)} ${unite}.`]
    if (franchissent && seuil !== null) {
      const { sousSeuilAvant: n } = franchissent
      const part = formatNumber(n / habitants, { style: 'percent', maximumFractionDigits: 0 })
      phrases.push(
        `${formatHabitants(n)} (${part}) ${accord(n, 'vit', 'vivent')} sous le seuil de ${formatNumber(seuil)}.`,
      )
    }
    return phrases
  }
  const phrases = [
    gagnent + perdent === 0
      ? 'Ces changements ne déplacent l’accès d’aucun habitant du territoire.'
      : `${formatHabitants(gagnent)} ${accord(gagnent, 'gagne', 'gagnent')} en accès, ${formatHabitants(perdent)} en ${accord(perdent, 'perd', 'perdent')}.`,
  ]
  if (franchissent && seuil !== null) phrases.push(formatSeuil(franchissent, seuil))
  phrases.push(`L’accès moyen du territoire passe de ${formatAcces(a, mesure)} à ${formatAcces(b, mesure)} ${unite}.`)
  if (autour.gagnent + autour.perdent > 0) {
    const { gagnent: g, perdent: p } = autour
    phrases.push(
      `Autour du territoire, ${formatHabitants(g)} ${accord(g, 'gagne', 'gagnent')} aussi, ${formatHabitants(p)} ${accord(p, 'perd', 'perdent')}.`,
    )
  }
  return phrases
}

function formatSeuil(
  { montent, descendent, sousSeuilAvant, sousSeuilApres }: NonNullable<Bilan['franchissent']>,
  seuil: number,
): string {
  const marque = `le seuil de ${formatNumber(seuil)}`
  const mouvements = [
    montent > 0 ? `${formatHabitants(montent)} ${accord(montent, 'passe', 'passent')} au-dessus` : '',
    descendent > 0 ? `${formatHabitants(descendent)} ${accord(descendent, 'passe', 'passent')} au-dessous` : '',
  ].filter(Boolean)
  if (mouvements.length === 0)
    return `Personne ne franchit ${marque}\u00a0: ${formatHabitants(sousSeuilApres)} ${accord(sousSeuilApres, 'vit', 'vivent')} toujours au-dessous.`
  return `Au regard du seuil de ${formatNumber(seuil)}, ${mouvements.join(', ')}\u00a0: ${formatHabitants(sousSeuilAvant)} au-dessous avant, ${formatNumber(Math.round(sousSeuilApres))} après.`
}
