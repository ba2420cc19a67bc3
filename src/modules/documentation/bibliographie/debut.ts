import type { NomCsl } from '../csl.ts'
import { type Auteurs, parseAuteurs, parseLigneAuteurs } from './auteurs.ts'
import type { Contexte } from './champs.ts'
import { isSansDate, type PartiesDate, parseDate } from './dates.ts'
import { computePart, type Plage, type Texte } from './marques.ts'
import { computeNom, isOrganisme, isSigle } from './organismes.ts'
import { type Segment, splitSegments } from './segments.ts'

const DATE_ENTRE_PARENTHESES = /^\s*[.,:]?\s*\(([^()]{4,24})\)\s*[.,:]?\s*/
const DATE_APRES_AUTEURS = /^\s*[.,]\s*((?:1[89]|20)\d\d[a-f]?)\s*[.,:]\s+/
const DATE_FINALE = /[\s,.:;–—-]*\(?(?:(?:1[89]|20)\d\d[^()]{0,14}|s\.\s?d\.)\)?[\s,.:;–—-]*$/
/** Fields in front of the title. */
export interface Debut {
  auteurs: NomCsl[]
  etAl: boolean
  ordre: Auteurs['ordre']
  date: PartiesDate | null
  /** "(s. d.)" after the authors. */
  sansDate?: boolean
  fin: number
}

/** The first bold run, when it is a title and not everything nor the authors. */
export function searchTitreStyle(t: Texte): Plage | null {
  for (const plages of [t.gras, t.italique]) {
    const p = plages[0]
    if (!p || computePart(t, plages) > 0.97) continue
    const mots = t.texte.slice(p.debut, p.fin).trim()
    if (mots.length < 4 || /^[\d\s.,()]+$/.test(mots)) continue
    const avant = t.texte.slice(0, p.debut).trim()
    // Italics name the journal or the host unless they come first, or right after the authors.
    const apresAuteurs =
      avant === '' || parseLigneAuteurs(avant.replace(DATE_FINALE, '').replace(/[\s,.:;–—-]+$/, '')) !== null
    if (plages === t.italique && (mots.length < 12 || !apresAuteurs)) continue
    const lus = parseAuteurs(mots)
    if (lus && lus.confiance > 0.6 && lus.fin >= mots.length - 2) continue
    // "**Nom, Prénom**. *Titre*. Ville : Éditeur": authors in bold, the title in italics right after.
    const second = plages === t.gras ? t.italique[0] : undefined
    const suit = second && second.debut >= p.fin && second.debut - p.fin <= 3 && second.fin - second.debut >= 12
    if (p.debut === 0 && suit && parseLigneAuteurs(mots.replace(/[\s.,:]+$/, ''))) continue
    let fin = p.fin
    for (const q of plages.slice(1)) if (q.debut - fin <= 2) fin = q.fin
    return { debut: p.debut, fin }
  }
  return null
}

export function parseDebut(t: Texte, contexte: Contexte, titre: Plage | null): Debut {
  const vide: Debut = { auteurs: [], etAl: false, ordre: null, date: null, fin: 0 }
  const texte = titre ? t.texte.slice(0, titre.debut) : t.texte
  if (titre && texte.trim() === '') return vide
  const lus = parseAuteurs(texte, { defaut: contexte.ordre, entiere: contexte.signees })
  const apres = lus ? texte.slice(lus.fin) : ''
  const borne = lus !== null && (/^\s*(?:$|[.,:;(«“"–—-])/.test(apres) || /[.,]\s*$/.test(texte.slice(0, lus.fin)))
  if (lus && borne && lus.confiance >= (contexte.signees ? 0.3 : 0.6) && lus.fin < t.texte.length - 3)
    return addDate(t.texte, { ...lus, auteurs: lus.noms, date: null })
  if (titre) {
    const datee = DATE_FINALE.exec(texte)?.[0] ?? ''
    const noms = parseLigneAuteurs(
      texte.slice(0, texte.length - datee.length).replace(/[\s,.:;–—-]+$/, ''),
      contexte.ordre,
    )
    const date = datee.replace(/^[\s,.:;–—-]+|[\s,.:;–—-]+$/g, '')
    return noms
      ? { ...noms, auteurs: noms.noms, date: parseDate(date), sansDate: isSansDate(date), fin: titre.debut }
      : { ...vide, fin: isPrefixe(texte) ? titre.debut : 0 }
  }
  return parseDebutOrganisme(t.texte, contexte.signees) ?? vide
}

/** A few words before a title in bold that are neither authors nor a title. */
function isPrefixe(texte: string): boolean {
  return texte.trim().length < 40
}

/** An organisation in the author place: followed by a title and by something more. */
function parseDebutOrganisme(texte: string, signees: boolean): Debut | null {
  const segments = splitSegments(texte.slice(0, 400))
  const [premier, suivant] = segments
  if (!premier || !suivant || premier.texte.length > 120) return null
  const base = { etAl: false, ordre: null, date: null }
  const liste = parseListeOrganismes(segments)
  if (liste) return { ...base, ...liste }
  // "Nom (2021). Titre" and "Nom. (2021). Titre": the date tells what stands before.
  const date = /^(.{2,110}?)\s*\(((?:1[89]|20)\d\d[a-f]?)\)$/.exec(premier.texte)
  if (date && (suivant.avant === '.' || suivant.avant === ',') && computeNom(date[1] as string) >= 1)
    return { ...base, auteurs: [{ literal: date[1] as string }], date: parseDate(date[2] as string), fin: premier.fin }
  const debut = { ...base, auteurs: [{ literal: premier.texte }], fin: premier.fin }
  if (/^\(.+\)$/.test(suivant.texte) && suivant.avant === '.' && computeNom(premier.texte) >= 1) {
    const entre = parseDate(suivant.texte)
    if (entre || isSansDate(suivant.texte)) return { ...debut, date: entre, sansDate: entre === null, fin: suivant.fin }
  }
  const [, , apres] = segments
  // "OMS, 2008, Titre"
  if (
    suivant.genre === 'date' &&
    suivant.avant === ',' &&
    apres?.avant === ',' &&
    apres.genre === 'texte' &&
    isOrganisme(premier.texte)
  )
    return { ...debut, date: suivant.date, fin: suivant.fin }
  const note = isOrganisme(premier.texte) ? 2 : Math.min(1, computeNom(premier.texte))
  const cite = /^[«"“]/.test(suivant.texte)
  if (note < (cite ? 0 : signees ? 1 : 2) || /[?!]|\d{3}/.test(premier.texte) || premier.texte.split(' ').length > 14)
    return null
  const textes = segments.filter((s) => s.genre === 'texte')
  const sigle = /^[A-Z]{2,8}$/.test(premier.texte) && suivant.avant === '.' && suivant.texte.split(' ').length > 3
  // "Défenseur des droits. Vos droits… [s.d.]": plainly an organisation, then a sentence that is no name.
  const phrase = note === 2 && suivant.avant === '.' && segments.length > 2 && computeNom(suivant.texte) < 1
  if (
    (suivant.avant !== ',' && suivant.avant !== '.') ||
    suivant.genre !== 'texte' ||
    textes.length < (sigle || phrase ? 2 : 3)
  )
    return null
  if (suivant.avant === ',' && !cite && (isOrganisme(suivant.texte) || computeNom(suivant.texte) >= 2)) return null
  if (!/^[\p{Lu}«"“]/u.test(suivant.texte)) return null
  return addDate(texte, debut)
}

/**
 * "Fédération …, Ligue …. Titre": organisations between commas up to the full stop. A comma inside a name is followed by
 * a small letter, or, in a run of capitals, by words that open no organisation.
 */
function parseListeOrganismes(segments: readonly Segment[]): { auteurs: NomCsl[]; fin: number } | null {
  let n = 1
  while (segments[n]?.avant === ',') n++
  const suite = segments[n]
  if (n < 2 || suite?.avant !== '.' || suite.genre !== 'texte') return null
  const brut = segments.slice(0, n)
  const hauts = brut.every((s) => s.texte === s.texte.toUpperCase()) && suite.texte !== suite.texte.toUpperCase()
  const noms: string[] = []
  for (const { texte } of brut) {
    const interieur = /^\p{Ll}/u.test(texte) || (hauts && !isOrganisme(texte))
    if (interieur && noms.length > 0) noms.push(`${noms.pop()}, ${texte}`)
    else noms.push(texte)
  }
  if (!noms.every((nom) => isOrganisme(nom) || isSigle(nom) || computeNom(nom) >= 2)) return null
  return { auteurs: noms.map((literal) => ({ literal })), fin: brut.at(-1)?.fin ?? 0 }
}

export function addDate(texte: string, debut: Debut): Debut {
  const suite = texte.slice(debut.fin)
  for (const forme of [DATE_ENTRE_PARENTHESES, DATE_APRES_AUTEURS]) {
    const m = forme.exec(suite)
    const date = m ? parseDate(m[1] as string) : null
    if (m && date) return { ...debut, date, fin: debut.fin + m[0].length }
    if (m && (isSansDate(m[1] as string) || /^(?:sous presse|[àa] para[îi]tre)$/i.test((m[1] as string).trim())))
      return { ...debut, sansDate: true, fin: debut.fin + m[0].length }
  }
  return debut
}
