/** Dates as French bibliographies write them. */

/** `[year]`, `[year, month]` or `[year, month, day]`, as CSL `date-parts`. */
export type PartiesDate = number[]

const MOIS: [RegExp, number][] = [
  [/^janv(?:ier|\.)?$|^jan\.?$|^january$/, 1],
  [/^f[ée]v(?:r(?:ier)?)?\.?$|^february$|^feb$/, 2],
  [/^mars$|^march$|^mar\.?$/, 3],
  [/^avr(?:il|\.)?$|^april$|^apr$/, 4],
  [/^mai$|^may$/, 5],
  [/^juin$|^june$|^jun$/, 6],
  [/^juill?(?:et|\.)?$|^july$|^jul$/, 7],
  [/^ao[uû]t$|^aug(?:ust)?$/, 8],
  [/^sept(?:embre|ember|\.)?$|^sep$/, 9],
  [/^oct(?:obre|ober|\.)?$/, 10],
  [/^nov(?:embre|ember|\.)?$/, 11],
  [/^d[ée]c(?:embre|ember|\.)?$/, 12],
]
const NOM_MOIS =
  '(?:janvier|janv\\.?|jan\\.?|f[ée]vrier|f[ée]vr?\\.?|mars|avril|avr\\.?|mai|juin|juillet|juill?\\.?|ao[uû]t|septembre|sept\\.?|octobre|oct\\.?|novembre|nov\\.?|d[ée]cembre|d[ée]c\\.?|january|february|march|april|may|june|july|august|september|october|november|december|feb|mar|apr|jun|jul|aug|sep|dec)'
const ANNEE = '(?:1[5-9]|20)\\d\\d'
const AVANT =
  '(?:(?:publi[ée]e?|parue?|mise? [àa] jour|mise? en ligne|m[aāàâ]j\\.?|actualis[ée]e?|version(?: en vigueur)?|dat[ée]e?|dernière mise à jour|cop\\.?|©|c|dl|impr\\.)\\s*:?\\s*)?(?:(?:le|en|du|de|depuis le|depuis)\\s+)?'

const FORMES: [RegExp, (m: RegExpExecArray) => PartiesDate | null][] = [
  [new RegExp(`^${AVANT}(${ANNEE})$`, 'i'), (m) => [Number(m[1])]],
  // "2022/3" is Cairn's year and issue, not a month.
  [new RegExp(`^${AVANT}(${ANNEE})(?:[-.]|\\/(?=\\d\\d))(\\d{1,2})$`, 'i'), (m) => checkDate(m[1], m[2])],
  [new RegExp(`^${AVANT}(${ANNEE})[-/.](\\d{1,2})[-/.](\\d{1,2})$`, 'i'), (m) => checkDate(m[1], m[2], m[3])],
  [new RegExp(`^${AVANT}(\\d{1,2})[-/.](\\d{1,2})[-/.](${ANNEE})$`, 'i'), (m) => checkDate(m[3], m[2], m[1])],
  [new RegExp(`^${AVANT}(\\d{1,2})[-/.](${ANNEE})$`, 'i'), (m) => checkDate(m[2], m[1])],
  [new RegExp(`^${AVANT}(\\d{1,2})(?:er)?\\s+(${NOM_MOIS})\\s+(${ANNEE})$`, 'i'), (m) => checkDate(m[3], m[2], m[1])],
  [new RegExp(`^${AVANT}(${NOM_MOIS})\\s+(${ANNEE})$`, 'i'), (m) => checkDate(m[2], m[1])],
  // Several months: the issue is dated by the first one.
  [
    new RegExp(`^${AVANT}(${NOM_MOIS})\\s*(?:[-–/,]|et|à)\\s*${NOM_MOIS}\\s+(${ANNEE})$`, 'i'),
    (m) => checkDate(m[2], m[1]),
  ],
  // American order and Vancouver ("2020 Mar 12", "2020, 12 mars").
  [
    new RegExp(`^(${ANNEE}),?\\s+(${NOM_MOIS})(?:\\s*[-–/]\\s*${NOM_MOIS})?(?:\\s+(\\d{1,2}))?$`, 'i'),
    (m) => checkDate(m[1], m[2], m[3]),
  ],
  [new RegExp(`^(${ANNEE}),?\\s+(\\d{1,2})(?:er)?\\s+(${NOM_MOIS})$`, 'i'), (m) => checkDate(m[1], m[3], m[2])],
  [
    new RegExp(
      `^(?:printemps|[ée]t[ée]|automne|hiver|\\d(?:er|e|[èe]me)\\s+(?:trimestre|semestre))\\s+(?:de\\s+)?(${ANNEE})$`,
      'i',
    ),
    (m) => [Number(m[1])],
  ],
  [new RegExp(`^(${ANNEE})\\s*[-–/]\\s*${ANNEE}$`, 'i'), (m) => [Number(m[1])]],
  // A letter distinguishes works of one year in author-date lists.
  [new RegExp(`^(${ANNEE})[a-f]$`, 'i'), (m) => [Number(m[1])]],
]

function checkDate(annee?: string, mois?: string, jour?: string): PartiesDate | null {
  const a = Number(annee)
  if (mois === undefined) return [a]
  const m = /^\d+$/.test(mois) ? Number(mois) : (MOIS.find(([forme]) => forme.test(mois.toLowerCase()))?.[1] ?? 0)
  if (m < 1 || m > 12) return null
  if (jour === undefined) return [a, m]
  const j = Number(jour)
  return j >= 1 && j <= 31 ? [a, m, j] : null
}

/** The date when the whole text is one ("2022-06", "1er juin 2022", "[cop. 2020]", "(2019)"), else null. */
export function parseDate(texte: string): PartiesDate | null {
  if (texte.length > 60) return null
  const nu = texte
    .trim()
    .replace(/^[([]\s*|\s*[)\]]$/g, '')
    .replace(/[.,;\s]+$/, '')
    .replace(/\s+/g, ' ')
  for (const [forme, lire] of FORMES) {
    const m = forme.exec(nu)
    if (m) return lire(m)
  }
  return null
}

/** True for "s.d.", "sans date", "n.d.": the document says that it has no date. */
export function isSansDate(texte: string): boolean {
  return /^[([]?\s*(?:s\.?\s?d\.?|n\.\s?d\.?|sans date|non daté[e]?|date inconnue)\s*[)\]]?\.?$/i.test(texte.trim())
}

const DU_JOUR = new RegExp(`\\b(?:du|le)\\s+(\\d{1,2})(?:er)?\\s+(${NOM_MOIS})\\s+(${ANNEE})\\b`, 'i')

/** First date to the day inside a sentence ("… du 21 juillet 2009 portant…"): the date of a law. */
export function searchDateDuJour(texte: string): PartiesDate | null {
  const m = DU_JOUR.exec(texte)
  return m ? checkDate(m[3], m[2], m[1]) : null
}

const ANNEE_SEULE = new RegExp(`(?<![\\d/-])(${ANNEE})(?![\\d/-])`, 'g')

/** Last plausible year written anywhere in the text. */
export function searchAnnee(texte: string): PartiesDate | null {
  const annees = [...texte.matchAll(ANNEE_SEULE)].map((m) => Number(m[1]))
  const derniere = annees.at(-1)
  return derniere === undefined ? null : [derniere]
}
