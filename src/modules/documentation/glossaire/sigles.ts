import { formatSansAccents, type Sigle } from './glossaire.ts'

/** A run of a text: plain, or an acronym that the page has not met yet. */
export interface Morceau {
  texte: string
  /** What the acronym means; several terms may share it. Absent from plain text. */
  formes?: readonly Sigle[]
  /** The text itself says the long form beside the acronym. */
  dite?: boolean
}

/**
 * Reads the texts of one page in their order. Only the first occurrence of an acronym in the page is told: repeated
 * long forms tire the reader and screen readers.
 */
export interface LecteurSigles {
  parse(texte: string): Morceau[]
}

/** A word, or several joined by hyphens, dots or slashes (« PRAPS-PRS », « A.R.S »). */
const MOTS = /[\p{L}\p{M}\p{N}]+(?:[-‐‑./&][\p{L}\p{M}\p{N}]+)*/gu
const MOT = /[\p{L}\p{M}\p{N}]+/gu
const POINTE = /^\p{Lu}(?:\.\p{Lu})+$/u
/** Around a long form: « (la … », « , dite … ». */
const MARGE = 12
/** From this many letters on, a text that begins mostly in capitals is shouting: its words are no acronyms. */
const CRI_LETTRES = 20
const CRI_PART = 0.6
const CRI_LUS = 300

export function isCri(texte: string): boolean {
  const lettres = texte.slice(0, CRI_LUS).replace(/\P{L}+/gu, '')
  return lettres.length >= CRI_LETTRES && lettres.replace(/\P{Lu}+/gu, '').length > lettres.length * CRI_PART
}

/**
 * Reading of acronyms for one page. Its table is built once; a text then costs its own length, however many terms the
 * glossary has. Case counts (« SAS » is not « sas »), a plural « s » does not; a word
 * without any capital is no acronym.
 * @param sauf slug of the term that the page is about
 */
export function createLecteurSigles(sigles: readonly Sigle[], sauf?: string): LecteurSigles {
  const table = Map.groupBy(
    sigles.filter((s) => s.slug !== sauf),
    (s) => s.sigle,
  )
  const vus = new Set<string>()

  const getFormes = (mot: string): readonly Sigle[] | undefined =>
    table.get(mot) ??
    (mot.endsWith('s') ? table.get(mot.slice(0, -1)) : undefined) ??
    (POINTE.test(mot) ? table.get(mot.replaceAll('.', '')) : undefined)

  /** Where the known acronyms of a compound stand: the whole of it, else its parts. */
  const listConnus = (compose: string): { mot: string; index: number; formes: readonly Sigle[] }[] => {
    const entier = getFormes(compose)
    if (entier) return [{ mot: compose, index: 0, formes: entier }]
    return [...compose.matchAll(MOT)].flatMap(({ 0: mot, index }) => {
      const formes = getFormes(mot)
      return formes ? [{ mot, index, formes }] : []
    })
  }

  return {
    parse(texte) {
      const morceaux: Morceau[] = []
      if (isCri(texte)) return [{ texte }]
      let debut = 0
      for (const compose of texte.matchAll(MOTS)) {
        if (compose[0] === compose[0].toLowerCase()) continue
        for (const { mot, index, formes } of listConnus(compose[0])) {
          const sigle = formes[0]?.sigle ?? mot
          if (vus.has(sigle)) continue
          vus.add(sigle)
          const ici = compose.index + index
          if (ici > debut) morceaux.push({ texte: texte.slice(debut, ici) })
          const dites = formes.filter((f) => hasForme(texte, ici, ici + mot.length, f.formeLongue))
          morceaux.push({ texte: mot, formes: dites.length > 0 ? dites : formes, dite: dites.length > 0 })
          debut = ici + mot.length
        }
      }
      if (debut < texte.length) morceaux.push({ texte: texte.slice(debut) })
      return morceaux
    },
  }
}

/** The long form stands just before or just after: number of words aside, marks of found words aside. */
function hasForme(texte: string, debut: number, fin: number, forme: string): boolean {
  const portee = forme.length * 2 + MARGE
  const autour = `${texte.slice(Math.max(0, debut - portee), debut)} ${texte.slice(fin, fin + portee)}`
  return formatMots(autour).includes(formatMots(forme))
}

const formatMots = (texte: string): string =>
  ` ${(formatSansAccents(texte.replace(/[\ue000\ue001]/g, '')).match(MOT) ?? []).map((m) => m.replace(/[sx]$/, '')).join(' ')} `
