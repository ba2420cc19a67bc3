import { formatSansAccents } from './glossaire.ts'
import { isCri } from './sigles.ts'

/** An acronym met in the catalogue. */
export interface Candidat {
  sigle: string
  /** Documents that hold it. */
  nombre: number
  /** Long form that a text gives beside it, and how many documents give that one. */
  formeLongue: string | null
  appuis: number
  extrait: string
  notice: number | null
  etagere: number | null
}

/** A text of the catalogue: a notice's or a shelf's. */
export interface TexteLu {
  texte: string
  notice: number | null
  etagere: number | null
}

/** Two to eight capitals or digits, a capital first, a plural « s » aside. */
const SIGLE = /^\p{Lu}[\p{Lu}\p{N}]{1,7}s?$/u
const MOTS = /(?:\p{Lu}\.){2,8}(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}]+/gu
const ROMAIN = /^[IVXL]+$/
/** Beyond that many different ones, those met once are forgotten: memory does not grow with the catalogue. */
const SIGLES_MAX = 20_000
const FORMES_MAX = 5
const AUTOUR = 80

/** The acronym in its one form: « C.P.T.S. », « CPTSs » → « CPTS »; null for any other word. */
function parseSigle(mot: string): string | null {
  const nu = mot.includes('.') ? mot.replaceAll('.', '') : mot
  if (!SIGLE.test(nu)) return null
  const sigle = nu.endsWith('s') ? nu.slice(0, -1) : nu
  const lettres = sigle.replace(/\p{N}/gu, '')
  return lettres.length < 2 || ROMAIN.test(sigle) ? null : sigle
}

/**
 * The end of a text that an acronym abbreviates: its letters stand there in order, the first one beginning a word.
 * After Schwartz and Hearst, « A simple algorithm for identifying abbreviation definitions in biomedical text », 2003.
 */
export function parseFormeLongue(sigle: string, avant: string): string | null {
  const mots = avant.trimEnd().split(/\s+/)
  const suite = mots.slice(-(sigle.length * 2 + 2)).join(' ')
  const nu = [...suite].map((c) => formatSansAccents(c).charAt(0) || c)
  const lettres = [...formatSansAccents(sigle)]
  let i = nu.length - 1
  for (let l = lettres.length - 1; l >= 0; l--, i--) {
    while (i >= 0 && (nu[i] !== lettres[l] || (l === 0 && i > 0 && /[\p{L}\p{N}]/u.test(nu[i - 1] ?? '')))) i--
    if (i < 0) return null
  }
  const forme = [...suite].slice(i + 1).join('')
  return forme.length > sigle.length * 2 && forme.includes(' ') && !/[.;:!?()«»]/.test(forme) ? forme : null
}

/** Long form beside an acronym: « forme longue (SIGLE) » or « SIGLE (forme longue) ». */
function findFormeLongue(texte: string, sigle: string, debut: number, fin: number): string | null {
  const avant = texte.slice(Math.max(0, debut - 200), debut)
  if (/[([]\s*$/.test(avant)) return parseFormeLongue(sigle, avant.replace(/[([]\s*$/, ''))
  const dedans = /^\s*[([]([^)\]]{5,200})[)\]]/.exec(texte.slice(fin, fin + 210))?.[1]
  if (dedans === undefined) return null
  return parseFormeLongue(sigle, dedans) === dedans ? dedans : null
}

interface Vu extends Omit<Candidat, 'formeLongue' | 'appuis'> {
  formes: Map<string, number>
}

function formatExtrait(texte: string, debut: number, fin: number): string {
  const [de, a] = [Math.max(0, debut - AUTOUR), Math.min(texte.length, fin + AUTOUR)]
  const avant = de > 0 ? `…${texte.slice(de, debut).replace(/^\S*\s/, '')}` : texte.slice(0, debut)
  const apres = a < texte.length ? `${texte.slice(fin, a).replace(/\s\S*$/, '')}…` : texte.slice(fin)
  return (avant + texte.slice(debut, fin) + apres).replace(/\s+/g, ' ').trim().toWellFormed()
}

/** Counts acronyms over texts given one by one. */
export function createReleve(): { add(lu: TexteLu): void; list(nombre: number): Candidat[] } {
  const vus = new Map<string, Vu>()

  const forget = () => {
    for (const [sigle, v] of vus) if (v.nombre === 1 && v.formes.size === 0) vus.delete(sigle)
    // All of them met twice: the table begins anew rather than grow.
    if (vus.size >= SIGLES_MAX) vus.clear()
  }

  return {
    add({ texte, notice, etagere }) {
      if (isCri(texte)) return
      const ici = new Map<string, string | null>()
      for (const { 0: mot, index } of texte.matchAll(MOTS)) {
        const sigle = parseSigle(mot)
        if (sigle === null || ici.get(sigle)) continue
        const fin = index + mot.length
        ici.set(sigle, findFormeLongue(texte, sigle, index, fin))
        if (vus.has(sigle)) continue
        if (vus.size >= SIGLES_MAX) forget()
        const extrait = formatExtrait(texte, index, fin)
        vus.set(sigle, { sigle, nombre: 0, extrait, notice, etagere, formes: new Map() })
      }
      for (const [sigle, forme] of ici) {
        const vu = vus.get(sigle)
        if (!vu) continue
        vu.nombre += 1
        if (forme !== null && (vu.formes.has(forme) || vu.formes.size < FORMES_MAX))
          vu.formes.set(forme, (vu.formes.get(forme) ?? 0) + 1)
      }
    },
    list: (nombre) =>
      [...vus.values()]
        .sort((a, b) => b.nombre - a.nombre || (a.sigle < b.sigle ? -1 : 1))
        .slice(0, nombre)
        .map(({ formes, ...vu }) => {
          const [meilleure] = [...formes].sort((a, b) => b[1] - a[1])
          return { ...vu, formeLongue: meilleure?.[0] ?? null, appuis: meilleure?.[1] ?? 0 }
        }),
  }
}
