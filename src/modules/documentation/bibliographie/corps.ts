import type { NomCsl } from '../csl.ts'
import { parseAdresse } from './adresse.ts'
import { type Auteurs, parseAuteurs, parseLigneAuteurs, parseOrganismes } from './auteurs.ts'
import { type Champs, type Contexte, computeScore, formatTitre } from './champs.ts'
import { chooseCoupe } from './coupe.ts'
import { type PartiesDate, parseDate, searchDateDuJour } from './dates.ts'
import { isJuridique, searchLibelleCrochets, searchLibelleFinal } from './libelles.ts'
import { removeLiens } from './liens.ts'
import { computePart, type Plage, removePlages, slicePlages, type Texte } from './marques.ts'
import type { Incertitude } from './modele.ts'
import { isOrganisme } from './organismes.ts'
import { splitResume } from './resume.ts'
import { splitSegments } from './segments.ts'

const PREFIXE =
  /^\s*(?:source|cit[ée]e? (?:dans|par)|extrait(?: de)?|d['’]apr[èe]s|tir[ée]e? de|voir(?: aussi)?|r[ée]f[ée]rence)\s*:\s*/i
const HOTE =
  /(?:^|[.,;»”")\]]\s*|\s)(?:[Ii]n\s*:\s*|[Dd]ans\s*:\s*|IN\s*:\s*)|[.,;»”?]\s+In\s+(?=[\p{Lu}«*])|\s+In\s+(?=\p{Lu})|[,.]\s+in\s+(?=[\p{Lu}«])|»\s*,?\s+dans\s+(?=[\p{Lu}«])/u
const DATE_ENTRE_PARENTHESES = /^\s*[.,:]?\s*\(([^()]{4,24})\)\s*[.,:]?\s*/
const DATE_APRES_AUTEURS = /^\s*[.,]\s*((?:1[89]|20)\d\d[a-f]?)\s*[.,:]\s+/
const CITE = /^\s*[«“"]\s*([^«»“”"]{4,400}?)\s*[»”"]\s*(?=[,.;]|[Ii]n\b|$)/u

/** Fields in front of the title. */
interface Debut {
  auteurs: NomCsl[]
  etAl: boolean
  ordre: Auteurs['ordre']
  date: PartiesDate | null
  fin: number
}

/** The first bold run, when it is a title and not everything nor the authors. */
function searchTitreStyle(t: Texte): Plage | null {
  for (const plages of [t.gras, t.italique]) {
    const p = plages[0]
    if (!p || computePart(t, plages) > 0.97) continue
    const mots = t.texte.slice(p.debut, p.fin).trim()
    if (mots.length < 4 || /^[\d\s.,()]+$/.test(mots)) continue
    const avant = t.texte.slice(0, p.debut).trim()
    // Italics name the journal or the host unless they come first.
    if (plages === t.italique && (avant !== '' || mots.length < 12)) continue
    const lus = parseAuteurs(mots)
    if (lus && lus.confiance > 0.6 && lus.fin >= mots.length - 2) continue
    let fin = p.fin
    for (const q of plages.slice(1)) if (q.debut - fin <= 2) fin = q.fin
    return { debut: p.debut, fin }
  }
  return null
}

function parseDebut(t: Texte, contexte: Contexte, titre: Plage | null): Debut {
  const vide: Debut = { auteurs: [], etAl: false, ordre: null, date: null, fin: 0 }
  const texte = titre ? t.texte.slice(0, titre.debut) : t.texte
  if (titre && texte.trim() === '') return vide
  const lus = parseAuteurs(texte, { defaut: contexte.ordre })
  const apres = lus ? texte.slice(lus.fin) : ''
  const borne = lus !== null && (/^\s*(?:$|[.,:;(«“"–—-])/.test(apres) || /[.,]\s*$/.test(texte.slice(0, lus.fin)))
  if (lus && borne && lus.confiance >= 0.6 && lus.fin < t.texte.length - 3)
    return addDate(t.texte, { ...lus, auteurs: lus.noms, date: null })
  if (titre) {
    const noms = parseLigneAuteurs(texte.replace(/[\s,.:;–—-]+$/, ''), contexte.ordre)
    return noms
      ? { ...noms, auteurs: noms.noms, date: null, fin: titre.debut }
      : { ...vide, fin: isPrefixe(texte) ? titre.debut : 0 }
  }
  return parseDebutOrganisme(t.texte) ?? vide
}

/** A few words before a title in bold that are neither authors nor a title. */
function isPrefixe(texte: string): boolean {
  return texte.trim().length < 40
}

/** An organisation in the author place: followed by a title and by something more. */
function parseDebutOrganisme(texte: string): Debut | null {
  const segments = splitSegments(texte.slice(0, 400))
  const [premier, suivant] = segments
  if (!premier || !suivant) return null
  const parenthese = /^(.{2,100}?)\s*\(((?:1[89]|20)\d\d[a-f]?)\)$/.exec(premier.texte)
  const nom = parenthese ? (parenthese[1] as string) : premier.texte
  if (!isOrganisme(nom) || nom.length > 120) return null
  if (parenthese)
    return {
      auteurs: [{ literal: nom }],
      etAl: false,
      ordre: null,
      date: parseDate(parenthese[2] as string),
      fin: premier.fin,
    }
  const textes = segments.filter((s) => s.genre === 'texte')
  if ((suivant.avant !== ',' && suivant.avant !== '.') || suivant.genre !== 'texte' || textes.length < 3) return null
  if (suivant.avant === ',' && isOrganisme(suivant.texte)) return null
  if (!/^[\p{Lu}«"]/u.test(suivant.texte)) return null
  return addDate(texte, { auteurs: [{ literal: nom }], etAl: false, ordre: null, date: null, fin: premier.fin })
}

function addDate(texte: string, debut: Debut): Debut {
  const suite = texte.slice(debut.fin)
  for (const forme of [DATE_ENTRE_PARENTHESES, DATE_APRES_AUTEURS]) {
    const m = forme.exec(suite)
    const date = m ? parseDate(m[1] as string) : null
    if (m && date) return { ...debut, date, fin: debut.fin + m[0].length }
    if (m && /^(?:s\.?d\.?|n\.?d\.?|sous presse|[àa] para[îi]tre)$/i.test((m[1] as string).trim()))
      return { ...debut, fin: debut.fin + m[0].length }
  }
  return debut
}

/** Reads one whole reference written in one paragraph, in any of the usual orders. Null when no title can be found. */
export function parseCorps(brut: Texte, contexte: Contexte): Champs | null {
  const { tete, resume } = splitResume(brut)
  if (tete.texte.length > 1500) return null
  const { reste, liens } = removeLiens(tete)
  let t = reste
  const prefixe = PREFIXE.exec(t.texte)
  if (prefixe) t = slicePlages(t, prefixe[0].length)
  const crochets = searchLibelleCrochets(t.texte)
  const bornes: number[] = []
  if (crochets) {
    bornes.push(crochets.debut)
    t = removePlages(t, [{ debut: crochets.debut, fin: crochets.fin }])
  }
  const champs: Champs = {
    titre: '',
    auteurs: [],
    etAl: false,
    ordre: null,
    adresse: null,
    date: null,
    hote: null,
    libelle: crochets?.libelle ?? null,
    type: crochets?.type ?? null,
    juridique: false,
    liens,
    resume,
    score: 0,
    incertains: [],
  }
  const style = searchTitreStyle(t)
  const debut = parseDebut(t, contexte, style)
  champs.auteurs = debut.auteurs
  champs.etAl = debut.etAl
  champs.ordre = debut.ordre
  champs.date = debut.date
  const corps = slicePlages(t, debut.fin)
  const decale = bornes.map((b) => b - debut.fin)
  const titre =
    style && style.fin > debut.fin ? { debut: Math.max(0, style.debut - debut.fin), fin: style.fin - debut.fin } : null
  parseReste(champs, corps, contexte, titre, decale)
  if (champs.titre === '') return null
  addLibelleFinal(champs)
  champs.score = computeScore(champs)
  return champs
}

/** A label that ends the title. After a comma it is a field of its own and leaves the title. */
export function addLibelleFinal(champs: Champs): void {
  const final = champs.libelle ? null : searchLibelleFinal(champs.titre)
  if (!final) return
  champs.libelle = final.libelle
  champs.type ??= final.type
  const champ = champs.titre.lastIndexOf(',')
  if (champ > 0 && champs.titre.slice(champ + 1).trim() === final.libelle)
    champs.titre = formatTitre(champs.titre.slice(0, champ))
}

/** Title, host and imprint, once the authors are read. */
function parseReste(champs: Champs, t: Texte, contexte: Contexte, style: Plage | null, bornes: number[]): void {
  if (isJuridique(t.texte.trim())) {
    parseTexteJuridique(champs, t.texte)
    return
  }
  const hote = HOTE.exec(t.texte)
  if (hote && hote.index > 3) {
    parseTitreSeul(champs, slicePlages(t, 0, hote.index + (/^[»”"?)\]]/.test(hote[0]) ? 1 : 0)), contexte)
    champs.hote = parseHote(slicePlages(t, hote.index + hote[0].length), contexte)
    return
  }
  const cite = CITE.exec(t.texte)
  const connu = cite ? { debut: 0, fin: cite[0].length } : style
  if (connu && connu.debut <= 3) {
    const apres = splitSegments(t.texte.slice(connu.fin).replace(/^[\s.,;:/]+/, (m) => ' '.repeat(m.length)))
    if (apres.length > 0 && hasNom(apres)) {
      champs.titre = formatTitre(cite ? (cite[1] as string) : t.texte.slice(connu.debut, connu.fin))
      parseApresTitre(champs, t.texte.slice(connu.fin), contexte)
      return
    }
    // Otherwise bold runs over the publisher too and tells nothing.
  }
  parseSansRepere(champs, t, contexte, bornes)
}

function hasNom(segments: ReturnType<typeof splitSegments>): boolean {
  return segments.some((s) => s.genre === 'texte' || s.genre === 'nomDate')
}

/** Everything after a title that is known: authors perhaps, then the imprint. */
export function parseApresTitre(champs: Champs, texte: string, contexte: Contexte): void {
  let suite = texte.replace(/^[\s.,;:/–—-]+/, '')
  if (champs.auteurs.length === 0) {
    const lus = parseAuteurs(suite, { defaut: contexte.ordre })
    if (lus && lus.confiance >= 0.6 && /^\s*(?:[.,:;/–—(-]|$)/.test(suite.slice(lus.fin).trimStart() || '.')) {
      const debut = addDate(suite, { ...lus, auteurs: lus.noms, date: champs.date })
      Object.assign(champs, { auteurs: debut.auteurs, etAl: debut.etAl, ordre: debut.ordre, date: debut.date })
      suite = suite.slice(debut.fin).replace(/^[\s.,;:/–—-]+/, '')
    }
  }
  const hote = /^(?:in|dans)\s*:?\s+/i.exec(suite)
  if (hote) {
    champs.hote = parseHote(sliceNu(suite.slice(hote[0].length)), contexte)
    return
  }
  const segments = splitSegments(suite)
  if (segments.length > 0) champs.adresse = parseAdresse(segments)
}

export function sliceNu(texte: string): Texte {
  return { texte, gras: [], italique: [], liens: [] }
}

/** The book or journal that holds the text: its own editors are not the text's authors. */
export function parseHote(t: Texte, contexte: Contexte): Champs | null {
  const hote = parseCorps({ ...t, liens: [] }, contexte)
  if (hote) return hote
  const titre = formatTitre(t.texte)
  return titre === '' ? null : { ...videChamps(), titre }
}

function videChamps(): Champs {
  return {
    titre: '',
    auteurs: [],
    etAl: false,
    ordre: null,
    adresse: null,
    date: null,
    hote: null,
    libelle: null,
    type: null,
    juridique: false,
    liens: { url: null, doi: null, isbn: null, issn: null, pmid: null, consulte: null, present: false },
    resume: null,
    score: 0,
    incertains: [],
  }
}

/** A title, with its authors after it where they were not before ("L’aventure… : préface. Kouchner Bernard."). */
export function parseTitreSeul(champs: Champs, t: Texte, contexte: Contexte): void {
  const texte = t.texte
  const style = searchTitreStyle(t)
  if (style && style.debut <= 2 && champs.auteurs.length === 0) {
    const noms = parseLigneAuteurs(texte.slice(style.fin).replace(/^[\s.,;:/]+/, ''), contexte.ordre)
    if (noms) {
      champs.titre = formatTitre(texte.slice(style.debut, style.fin))
      Object.assign(champs, { auteurs: noms.noms, etAl: noms.etAl, ordre: noms.ordre })
      return
    }
  }
  const queue = champs.auteurs.length === 0 ? searchAuteursFinaux(texte, contexte) : null
  champs.titre = formatTitre(queue ? texte.slice(0, queue.debut) : texte)
  if (queue) Object.assign(champs, { auteurs: queue.noms, etAl: queue.etAl, ordre: queue.ordre })
}

/** Persons (or, after a slash, organisations) at the end of a text that starts with a title. */
function searchAuteursFinaux(texte: string, contexte: Contexte): (Auteurs & { debut: number }) | null {
  const segments = splitSegments(texte)
  const n = segments.length
  const barre = segments.findIndex((s) => s.avant === '/')
  if (barre > 0) {
    const debut = segments[barre]?.debut ?? 0
    const noms = parseLigneAuteurs(texte.slice(debut).replace(/[\s.,]+$/, ''), contexte.ordre)
    if (noms) return { ...noms, debut }
    const organismes = parseOrganismes(texte.slice(debut))
    return {
      noms: organismes ?? [{ literal: formatTitre(texte.slice(debut)) }],
      etAl: false,
      ordre: null,
      confiance: 0.6,
      fin: 0,
      debut,
    }
  }
  let trouve: (Auteurs & { debut: number }) | null = null
  for (let k = n - 1; k >= 1 && k >= n - 10; k--) {
    const s = segments[k]
    if (!s || s.genre !== 'texte') break
    const lus = parseAuteurs(texte.slice(s.debut), { defaut: contexte.ordre })
    const entier = lus !== null && texte.slice(s.debut + lus.fin).replace(/[\s.,;:]/g, '') === ''
    const seuil = s.avant === '.' || s.avant === '?' ? 0.6 : 0.8
    if (entier && lus.confiance >= seuil && s.avant !== ':') trouve = { ...lus, debut: s.debut }
  }
  return trouve
}

/** No style tells the title: every place where the imprint may start is weighed. */
function parseSansRepere(champs: Champs, t: Texte, contexte: Contexte, bornes: number[]): void {
  const segments = splitSegments(t.texte)
  const barre = segments.findIndex((s) => s.avant === '/')
  const premier = Math.max(1, barre > 0 ? barre + 1 : 1)
  const coupe = chooseCoupe(t.texte, segments, premier, bornes)
  const fin = segments[coupe.index]?.debut ?? t.texte.length
  parseTitreSeul(champs, slicePlages(t, 0, fin), contexte)
  champs.adresse = coupe.adresse
  if (coupe.marge < 0.6) champs.incertains.push(...doute())
}

function doute(): Incertitude[] {
  return [{ champ: 'title', raison: 'La limite entre le titre et l’éditeur ou la revue n’est pas sûre.' }]
}

/** A law or an order: the official title holds commas and dates; only a final publisher and date are apart. */
function parseTexteJuridique(champs: Champs, texte: string): void {
  const segments = splitSegments(texte)
  let fin = segments.length
  while (fin > 1 && segments[fin - 1]?.genre !== 'texte' && segments[fin - 1]?.avant !== ':') fin--
  const nom = segments[fin - 1]
  const apart = fin > 1 && nom !== undefined && (nom.avant === ',' || nom.avant === '.') && /^\p{Lu}/u.test(nom.texte)
  if (apart && nom.texte.split(' ').length <= 6 && (fin < segments.length || isOrganisme(nom.texte))) fin--
  const borne = segments[fin]
  champs.titre = formatTitre(texte.slice(0, borne?.debut ?? texte.length))
  champs.juridique = true
  champs.type = 'legislation'
  champs.adresse = borne ? parseAdresse(segments, fin) : null
  champs.date = champs.adresse?.date ? null : searchDateDuJour(champs.titre)
}
