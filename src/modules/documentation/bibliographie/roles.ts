import { type Adresse, parseAdresse } from './adresse.ts'
import { type Auteurs, parseAuteurs, parseLigneAuteurs } from './auteurs.ts'
import type { Contexte } from './champs.ts'
import { isListePersonnes } from './coupe.ts'
import { isJuridique, parseLibelle, searchLibelleCrochets } from './libelles.ts'
import { isLibelleLien, type Liens, removeLiens } from './liens.ts'
import { computePart, removePlages, type Texte } from './marques.ts'
import { computeNom, isVille } from './organismes.ts'
import { isProse, splitResume } from './resume.ts'
import { type Segment, splitSegments } from './segments.ts'
import type { Unite } from './unites.ts'

/** What a logical line may be, by itself; its neighbours decide. */
export type Role =
  | { role: 'lien'; liens: Liens }
  | { role: 'annexe' }
  | { role: 'note'; reste: Texte; figure: boolean }
  | { role: 'libelle'; libelle: ReturnType<typeof parseLibelle> & {} }
  | { role: 'auteurs'; auteurs: Auteurs; sur: boolean }
  | { role: 'hote'; reste: Texte }
  | { role: 'adresse'; adresse: Adresse; auteurs: Auteurs | null; liens: Liens; resume: string | null }
  | { role: 'prose' }
  | { role: 'autre' }

const APPEL = /^(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\[\^\w{1,4}\]:?|\(?note\s+\d{1,3}\)?\s*[.:])\s*/iu
const FIGURE = /^sources?\s*:\s*(?=\S)/i
const SUITE_NOTE = /^\+\s+(?=\S)/
const ANNEXE =
  /^\[?\s*(?:(?:disponible|consultable) (?:à|au|aux|dans|en prêt|sur demande|pour)\b|empruntable\b|en prêt\b|(?:cote|mots?[- ]cl[ée]s?|descripteurs?|th[èe]mes?|public(?:s| cible)?|localisation|centre documentaire|langue|format|support|dur[ée]e|collection|issn|isbn|doi|niveau|type(?: de document)?)\s*:)/iu
const RESUME =
  /^(?:r[ée]sum[ée]|pr[ée]sentation|abstract|commentaire|description)(?: (?:auteur|[ée]diteur|de l['’]\w+))?\s*:/iu
const HOTE = /^\s*(?:in|dans)\s*:\s*|^\s*In\s+(?=[\p{Lu}«])/iu

/** An imprint written on a line of its own, authors in front or not. */
export function parseLigneAdresse(t: Texte, contexte: Contexte): (Role & { role: 'adresse' }) | null {
  const { tete, resume } = splitResume(t)
  const { reste, liens } = removeLiens(tete)
  const crochets = searchLibelleCrochets(reste.texte)
  let texte = (crochets ? removePlages(reste, [crochets]) : reste).texte.trim()
  if (texte.length > 380 || texte.length < 4) return null
  let auteurs: Auteurs | null = null
  const lus = parseAuteurs(texte, { defaut: contexte.ordre })
  // "Noms (2004), Titre…": a whole reference, its date in front.
  if (
    lus &&
    lus.confiance >= 0.65 &&
    /^\s*(?:[.,]?\s*\((?:1[89]|20)\d\d|,\s(?:1[89]|20)\d\d[a-f]?,\s\p{L})/u.test(texte.slice(lus.fin))
  )
    return null
  // "NOM Prénom, *Titre*, Éditeur": the title is set apart after the names.
  if (lus && lus.confiance >= 0.65 && t.italique.some((p) => p.debut >= lus.fin && p.debut - lus.fin <= 3)) return null
  if (lus && lus.confiance >= 0.65 && /^\s*[.,:;]/.test(texte.slice(lus.fin) || texte.slice(lus.fin - 1))) {
    const suite = texte.slice(lus.fin).replace(/^[\s.,:;]+/, '')
    // "EID Méditerranée, 2020, 52 p.": one name and figures are a publisher, not a person, in the place of the imprint.
    const nommee = splitSegments(suite).some((s) => /^(?:texte|nomDate|nomTome)$/.test(s.genre))
    const seul = lus.noms.length === 1 && lus.confiance < 0.9 && !nommee
    if (!seul) {
      auteurs = lus
      texte = suite
    }
  }
  // A line all in italics is an imprint, even where the journal's name holds a full stop.
  const segments = computePart(t, t.italique) > 0.9 ? joinPhrases(splitSegments(texte)) : splitSegments(texte)
  if (segments.length === 0 || hasPhrases(segments)) return null
  // "Organisme. (2020). Titre", "Organisme, 2020, Titre"
  const [premierSegment, date, titreSuivant] = segments
  const datee = date?.genre === 'date' && premierSegment?.genre === 'texte' && titreSuivant?.genre === 'texte'
  if (datee && (/^\(/.test(date.texte) || titreSuivant.texte.split(' ').length >= 4)) return null
  // Bold at the start and not beyond: a title, then its imprint.
  if (t.gras.length > 0 && (t.gras[0]?.debut ?? 9) <= 2 && computePart(t, t.gras) < 0.9) return null
  const adresse = parseAdresse(segments)
  const chiffree =
    adresse.date !== null ||
    adresse.sansDate ||
    adresse.nombrePages !== null ||
    adresse.pages !== null ||
    adresse.numero !== null
  const situee = adresse.lieux.some(isVille) && adresse.noms.length > 0
  if (!chiffree && !situee) return null
  if (adresse.noms.some((n) => computeNom(n) < -2 || isListePersonnes(n))) return null
  const [premier, second] = adresse.noms
  // Two names, the first like a title: a whole reference rather than an imprint.
  const titre = premier !== undefined && second !== undefined && adresse.lieux.length === 0 && adresse.porteur !== 0
  if (titre && computeNom(premier) < 1 && premier.split(' ').length >= 4) return null
  if (premier !== undefined && /^\p{Ll}/u.test(premier) && computeNom(premier) < 0) return null
  const seul = adresse.noms.length === 0 && adresse.lieux.length === 0
  return adresse.score >= (seul ? 2 : situee ? 3 : 3.4) ? { role: 'adresse', adresse, auteurs, liens, resume } : null
}

/** "Questions vives. Recherches en éducation, n° 29": one name, not two. */
function joinPhrases(segments: readonly Segment[]): Segment[] {
  const [premier, second, ...suite] = segments
  if (premier?.genre !== 'texte' || second?.genre !== 'texte' || second.avant !== '.') return [...segments]
  return [{ ...premier, texte: `${premier.texte}. ${second.texte}`, fin: second.fin }, ...suite]
}

/** Two pieces of text with a full stop between, the first no name: a title stands in front. */
function hasPhrases(segments: readonly Segment[]): boolean {
  return segments.some((s, i) => {
    const suivant = segments[i + 1]
    const fin = suivant?.avant === '.' || suivant?.avant === '?'
    return (
      fin &&
      s.genre === 'texte' &&
      (suivant.genre === 'texte' || suivant.genre === 'nomDate') &&
      computeNom(s.texte) < 2 &&
      !isVille(s.texte)
    )
  })
}

/** Roles of a line, judged without its neighbours. */
export function computeRole(u: Unite, contexte: Contexte): Role {
  if (u.texte.length > 4000) return { role: 'prose' }
  const appel = APPEL.exec(u.texte)
  if (appel && u.texte.length > appel[0].length + 3)
    return { role: 'note', reste: removePlages(u, [{ debut: 0, fin: appel[0].length }]), figure: false }
  const figure = FIGURE.exec(u.texte)
  if (figure && u.liens[0]?.debut !== figure[0].length)
    return { role: 'note', reste: removePlages(u, [{ debut: 0, fin: figure[0].length }]), figure: true }
  const { reste, liens } = removeLiens(u)
  const nu = reste.texte.replace(/[\s.,;:>()[\]–—-]/g, '')
  if (nu === '' && (liens.present || liens.doi || liens.isbn || liens.issn || liens.consulte))
    return { role: 'lien', liens }
  const libelle = parseLibelle(u.texte)
  const genre = libelle !== null && u.liens.length === 0 && /^\[?(?:site|page)\b/i.test(u.texte)
  if (isLibelleLien(u.texte) && !genre) return { role: 'lien', liens: { ...liens, present: true } }
  if (ANNEXE.test(u.texte) && u.texte.length < 300) return { role: 'annexe' }
  if (libelle && u.texte.length < 45) return { role: 'libelle', libelle }
  const hote = HOTE.exec(u.texte)
  if (hote && u.texte.length < 500) return { role: 'hote', reste: removePlages(u, [{ debut: 0, fin: hote[0].length }]) }
  if (u.texte.length > 900 || RESUME.test(u.texte)) return { role: 'prose' }
  const adresse = parseLigneAdresse(u, contexte)
  if (adresse) return adresse
  const auteurs = parseLigneAuteurs(u.texte, contexte.ordre)
  if (auteurs) return { role: 'auteurs', auteurs, sur: auteurs.confiance >= 0.6 }
  return isProse(u.texte) && !(isJuridique(u.texte) && u.texte.length < 500) ? { role: 'prose' } : { role: 'autre' }
}

/** True for "+ …", which goes on with the note before. */
export function parseSuiteNote(u: Unite): Texte | null {
  const m = SUITE_NOTE.exec(u.texte)
  return m ? removePlages(u, [{ debut: 0, fin: m[0].length }]) : null
}
