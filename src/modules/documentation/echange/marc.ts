import type { Champ, Enregistrement, Perdu } from './modele.ts'
import { formatLigne, formatValeur } from './texte.formats.ts'

export type SousChamp = readonly [code: string, valeur: string]
export type ChampControle = readonly [zone: string, valeur: string]
export type ChampDonnees = readonly [zone: string, indicateurs: string, sous: readonly SousChamp[]]
/** A field of a MARC record; `tete` of the record is its label, see `formatGuide`. */
export type ChampMarc = ChampControle | ChampDonnees

export const isDonnees = (champ: ChampMarc): champ is ChampDonnees => champ.length === 3

export const isChampMarc = (champ: Champ): champ is ChampMarc =>
  /^[0-9A-Z]{3}$/.test(champ[0]) &&
  typeof champ[1] === 'string' &&
  (champ.length === 2 ||
    (champ.length === 3 &&
      champ[1].length === 2 &&
      Array.isArray(champ[2]) &&
      champ[2].every((sous) => Array.isArray(sous) && /^[!-~]$/.test(String(sous[0])) && typeof sous[1] === 'string')))

/**
 * The record label without what only a file needs (lengths, addresses): positions 5 to 8 (status, type, level,
 * hierarchy), 17 and 18 (encoding level, description). The rest is constant in UNIMARC.
 */
export function formatGuide(guide: string): string {
  const [etat, type, niveau, hierarchie] = guide.padEnd(24).slice(5, 9)
  const [codage, description] = guide.padEnd(24).slice(17, 19)
  return `     ${etat}${type}${niveau}${hierarchie} 22     ${codage}${description} 450 `
}

/** Non-sorting marks around an article at the head of a title: display has nothing to do with them. */
const MARQUES_TRI = /[\u0088\u0089\u0098\u009c]/g

const RAISONS: readonly (readonly [RegExp, string])[] = [
  [/\$[0359]$/, 'lien interne au catalogue d’origine'],
  [/^1\d\d|^0(?:05|09)/, 'donnée codée ou de gestion, sans équivalent en CSL'],
  [/^90[0-9]|^999/, 'champ personnalisé, sans équivalent en CSL'],
  [/^99[56]/, 'exemplaire'],
]

/** Takes subfields out of a record; what nobody took is what the item does not carry. */
export class LectureMarc {
  readonly #pris = new Set<SousChamp | ChampControle>()
  readonly #champs: readonly ChampMarc[]
  readonly #parZone = new Map<string, ChampDonnees[]>()
  constructor({ champs }: Enregistrement<ChampMarc>) {
    this.#champs = champs
    for (const champ of champs) {
      if (!isDonnees(champ)) continue
      const freres = this.#parZone.get(champ[0])
      if (freres) freres.push(champ)
      else this.#parZone.set(champ[0], [champ])
    }
  }

  /** Data fields of these tags, in the order of the record. */
  list(...zones: readonly string[]): readonly ChampDonnees[] {
    if (zones.length === 1) return this.#parZone.get(zones[0] ?? '') ?? []
    const presentes = zones.filter((zone) => this.#parZone.has(zone))
    if (presentes.length < 2) return this.#parZone.get(presentes[0] ?? '') ?? []
    return this.#champs.filter(isDonnees).filter((champ) => presentes.includes(champ[0]))
  }

  prendControle(zone: string): string {
    const champ = this.#champs.find((c) => c[0] === zone && !isDonnees(c))
    if (!champ || isDonnees(champ)) return ''
    this.#pris.add(champ)
    return champ[1].trim()
  }

  /** Takes a subfield. @returns its text, on one line or with its paragraphs */
  prendSous(sous: SousChamp, long = false): string {
    this.#pris.add(sous)
    const texte = sous[1].replace(MARQUES_TRI, '')
    return long ? formatValeur(texte).trim() : formatLigne(texte)
  }

  /** Values of the subfields with one of these codes, in the order of the field, empty ones left out. */
  prend(champ: ChampDonnees | undefined, codes: string, long = false): string[] {
    return (champ?.[2] ?? [])
      .filter((sous) => codes.includes(sous[0]))
      .map((sous) => this.prendSous(sous, long))
      .filter((valeur) => valeur !== '')
  }

  /** What was not taken; a field of which nothing was is told once. */
  listPerdus(): Perdu[] {
    return this.#champs.flatMap((champ) => {
      if (!isDonnees(champ)) return this.#pris.has(champ) ? [] : [formatPerdu(champ[0], champ[1])]
      const restants = champ[2].filter((sous) => !this.#pris.has(sous) && sous[1].trim() !== '')
      if (restants.length === champ[2].length && restants.length > 1) {
        return [formatPerdu(champ[0], restants.map(([code, valeur]) => `$${code} ${valeur}`).join(' '))]
      }
      return restants.map(([code, valeur]) => formatPerdu(`${champ[0]}$${code}`, valeur))
    })
  }
}

const formatPerdu = (zone: string, valeur: string): Perdu => ({
  zone,
  valeur,
  raison: RAISONS.find(([motif]) => motif.test(zone))?.[1] ?? 'sans équivalent en CSL',
  gardee: true,
})
