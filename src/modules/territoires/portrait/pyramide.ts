import { formatCodeAge, TRANCHES } from '../indicateur/donnees/population.ts'
import type { Indicateur } from '../indicateur/indicateur.ts'
import type { Ligne } from './portrait.ts'

export interface Bande {
  debut: number
  femmes: number
  hommes: number
}

/** Share of some ages among all inhabitants, here and beside. */
export interface PartAge {
  libelle: string
  /** « 65 ans ou plus »: after « ont ». */
  phrase: string
  part: number
  /** In the order of the areas beside; null where one lacks. */
  reperes: (number | null)[]
}

export interface Pyramide {
  millesime: number
  source: string
  url: string | null
  bandes: Bande[]
  parts: PartAge[]
}

const CODES = new Set(TRANCHES.flatMap((debut) => [formatCodeAge('f', debut), formatCodeAge('h', debut)]))

/** One band of ages, that the pyramid shows with the others. */
export const isBande = ({ code }: Pick<Indicateur, 'code'>): boolean => CODES.has(code)

export const formatBande = (debut: number): string =>
  debut === TRANCHES.at(-1) ? `${debut}\u00a0+` : `${debut}-${debut + 4}`

const AGES = [
  { libelle: 'Moins de 20 ans', phrase: 'moins de 20 ans', de: 0, a: 20 },
  { libelle: '65 ans ou plus', phrase: '65 ans ou plus', de: 65, a: Number.POSITIVE_INFINITY },
  { libelle: '80 ans ou plus', phrase: '80 ans ou plus', de: 80, a: Number.POSITIVE_INFINITY },
] as const

/** The newest vintage where every band has a value; null where none has. */
export function computePyramide(lignes: readonly Pick<Ligne, 'indicateur' | 'mesures' | 'reperes'>[]): Pyramide | null {
  const siennes = new Map(lignes.filter((l) => isBande(l.indicateur)).map((l) => [l.indicateur.code, l]))
  const premiere = siennes.get(formatCodeAge('f', 0))
  for (const { serie } of premiere?.mesures ?? []) {
    const lire = (sexe: 'f' | 'h', debut: number) =>
      siennes.get(formatCodeAge(sexe, debut))?.mesures.find((m) => m.serie.millesime === serie.millesime)?.valeur.valeur
    const bandes = TRANCHES.flatMap((debut): Bande[] => {
      const [femmes, hommes] = [lire('f', debut) ?? null, lire('h', debut) ?? null]
      return femmes === null || hommes === null ? [] : [{ debut, femmes, hommes }]
    })
    if (bandes.length < TRANCHES.length || !premiere) continue
    const { source, url } = premiere.indicateur
    return { millesime: serie.millesime, source, url, bandes, parts: computeParts(bandes, siennes, premiere) }
  }
  return null
}

function computeParts(
  bandes: readonly Bande[],
  lignes: ReadonlyMap<string, Pick<Ligne, 'reperes'>>,
  { reperes }: Pick<Ligne, 'reperes'>,
): PartAge[] {
  const cotes = reperes.map((_, rang) =>
    TRANCHES.flatMap((debut): Bande[] => {
      const lire = (sexe: 'f' | 'h') => lignes.get(formatCodeAge(sexe, debut))?.reperes[rang]?.valeur ?? null
      const [femmes, hommes] = [lire('f'), lire('h')]
      return femmes === null || hommes === null ? [] : [{ debut, femmes, hommes }]
    }),
  )
  return AGES.flatMap(({ de, a, ...mots }) => {
    const computePart = (siennes: readonly Bande[]): number | null => {
      const compter = (liste: readonly Bande[]) => liste.reduce((n, b) => n + b.femmes + b.hommes, 0)
      const tous = compter(siennes)
      const choisies = siennes.filter((b) => b.debut >= de && b.debut < a)
      return siennes.length === TRANCHES.length && tous > 0 ? compter(choisies) / tous : null
    }
    const part = computePart(bandes)
    return part === null ? [] : [{ ...mots, part, reperes: cotes.map(computePart) }]
  })
}
