import { formatSimple } from './prenoms.ts'
import type { Unite } from './unites.ts'

/** A line of the table of contents. */
export interface EntreeSommaire {
  titre: string
  cle: string
  /** 1 for the outermost; null where nothing tells (no number, one look for all). */
  rang: number | null
  /** Index of the entry that holds this one, or -1. */
  parent: number
}

/** Number in front of a heading: "2.1.", "3 –", "IV.", "A)", "Partie 2 :". */
export interface Numero {
  genre: 'chiffre' | 'romain' | 'lettre'
  rang: number
  valeur: string
  /** Length of the prefix in the text. */
  longueur: number
}

const CHIFFRE =
  /^(?:(?:[Pp]artie|PARTIE|[Cc]hapitre|CHAPITRE|[Ss]ection|[Tt]h[èe]me|[Aa]xe|[Rr]ubrique)\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})(?:\s*[.)–—:-]+\s*(?=[^\d\s])|\s+(?=[«"“]?\p{Lu}))/u
const ROMAIN = /^(?:(?:[Pp]artie|PARTIE|[Cc]hapitre|CHAPITRE|[Ss]ection)\s+)?([IVX]{1,5})\s*(?:[.)–—:-]+\s*)(?=\S)/u
const LETTRE = /^([A-Ha-h])\s*[.)–—]+\s*(?=[\p{L}«])/u

/** Reads the number of a heading, or null. */
export function parseNumero(texte: string): Numero | null {
  const chiffre = CHIFFRE.exec(texte)
  if (chiffre) {
    const valeur = chiffre[1] as string
    if (Number(valeur.split('.')[0]) > 30) return null
    return { genre: 'chiffre', rang: valeur.split('.').length, valeur, longueur: chiffre[0].length }
  }
  const romain = ROMAIN.exec(texte)
  if (romain) return { genre: 'romain', rang: 1, valeur: romain[1] as string, longueur: romain[0].length }
  const lettre = LETTRE.exec(texte)
  if (lettre) return { genre: 'lettre', rang: 9, valeur: lettre[1] as string, longueur: lettre[0].length }
  return null
}

/** A title without its number, for display. */
export function formatTitreSection(texte: string): string {
  const numero = parseNumero(texte)
  return texte
    .slice(numero?.longueur ?? 0)
    .replace(/\s*[:.]$/, '')
    .trim()
}

/** Key to compare a heading with the table of contents: no number, accents, case, punctuation. */
export function formatCleTitre(texte: string): string {
  return formatSimple(formatTitreSection(texte))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

const EN_TETE = /^(?:(?:au )?sommaire|table des mati[èe]res|plan|contenu|sommaire g[ée]n[ée]ral)\s*:?$/i
const FOLIO_POINTS = /^(.+?)\s*(?:\.{3,}|…+|_{3,}|(?:\s\.){3,})\s*(\d{1,3})\s*$/u
const FOLIO = /^(.*\p{L}[^\d]*?|.*\p{L}.*?[)\d])\s+(\d{1,3})$/u
const TOUJOURS_PREMIER =
  /^(?:introduction|conclusion|annexes?|glossaire|lexique|sigles|pr[ée]ambule|avant[- ]propos|[ée]dito|bibliographie|index|pr[ée]sentation|m[ée]thodologie|remerciements)\b/i

/** Recognises the table of contents; `lignes` are the indexes of its units, which hold no reference. */
export function parseSommaire(unites: readonly Unite[]): { entrees: EntreeSommaire[]; lignes: Set<number> } {
  const lignes = new Set<number>()
  const brutes: { texte: string; gras: boolean }[] = []
  let attente = ''
  const enTete = unites.findIndex((u) => EN_TETE.test(u.texte.trim()))
  if (enTete >= 0) lignes.add(enTete)
  let dans = enTete >= 0
  let manques = 0
  for (let i = enTete >= 0 ? enTete + 1 : 0; i < unites.length; i++) {
    const u = unites[i] as Unite
    const pointee = u.texte.length < 400 ? FOLIO_POINTS.exec(u.texte) : null
    const ancre = u.liens.length === 1 && u.liens[0]?.url === '' && u.texte.length < 200 && computeAncre(u)
    const simple = dans && u.texte.length < 400 ? FOLIO.exec(u.texte) : null
    if (pointee ?? simple) {
      const titre = ((pointee ?? simple)?.[1] ?? '').replace(/[\s,–-]+p(?:age)?\.?$/i, '')
      brutes.push({ texte: `${attente} ${titre}`.trim(), gras: u.toutGras })
      attente = ''
      manques = 0
      lignes.add(i)
    } else if (dans && ancre) {
      brutes.push({ texte: u.texte.trim(), gras: u.toutGras })
      lignes.add(i)
    } else if (dans) {
      manques++
      // The first part of a title cut in two, its folio at the end of the next line.
      const suite = unites[i + 1]?.texte ?? ''
      if (manques === 1 && u.texte.length < 250 && !u.blanc && (FOLIO_POINTS.test(suite) || FOLIO.test(suite))) {
        attente = u.texte
        lignes.add(i)
      } else if (brutes.length > 0 || manques > 2) dans = false
    }
  }
  if (brutes.length < 3) return { entrees: [], lignes: enTete >= 0 ? new Set([enTete]) : new Set() }
  return { entrees: computeRangs(brutes), lignes }
}

function computeAncre(u: Unite): boolean {
  const lien = u.liens[0]
  return lien !== undefined && lien.debut <= 1 && lien.fin >= u.texte.length - 1
}

function computeRangs(brutes: readonly { texte: string; gras: boolean }[]): EntreeSommaire[] {
  const entrees: EntreeSommaire[] = []
  const numerotee = brutes.some((b) => parseNumero(b.texte) !== null)
  const romains = brutes.filter((b) => parseNumero(b.texte)?.genre === 'romain').length >= 2
  const deuxLooks = brutes.some((b) => b.gras) && brutes.some((b) => !b.gras)
  let rangNumero = 0
  for (const { texte, gras } of brutes) {
    const numero = parseNumero(texte)
    let rang: number | null = null
    if (numero?.genre === 'romain') rang = 1
    else if (numero?.genre === 'chiffre') rang = numero.rang + (romains ? 1 : 0)
    else if (numero?.genre === 'lettre') rang = rangNumero + 1
    else if (TOUJOURS_PREMIER.test(texte) || (deuxLooks && gras)) rang = 1
    else if (numerotee) rang = rangNumero + 1
    else if (deuxLooks) rang = 2
    if (numero && numero.genre !== 'lettre' && rang !== null) rangNumero = rang
    else if (rang === 1) rangNumero = 0
    let parent = entrees.length - 1
    while (parent >= 0 && (rang === null || (entrees[parent]?.rang ?? 1) >= rang))
      parent = entrees[parent]?.parent ?? -1
    entrees.push({
      titre: formatTitreSection(texte),
      cle: formatCleTitre(texte),
      rang,
      parent: rang === null ? -1 : parent,
    })
  }
  return entrees
}
