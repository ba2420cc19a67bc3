import { parseAdresse } from './adresse.ts'
import { parseAuteurs } from './auteurs.ts'
import { type Champs, type Contexte, computeScore, createChamps, formatTitre } from './champs.ts'
import { chooseCoupe } from './coupe.ts'
import { searchDateDuJour } from './dates.ts'
import { addDate, parseDebut, searchTitreStyle } from './debut.ts'
import { isJuridique, parseLibelle, SUPPORT, searchDiplome, searchLibelleCrochets } from './libelles.ts'
import { removeLiens } from './liens.ts'
import { type Plage, removePlages, slicePlages, type Texte } from './marques.ts'
import type { Incertitude } from './modele.ts'
import { isOrganisme } from './organismes.ts'
import { formatSimple } from './prenoms.ts'
import { splitResume } from './resume.ts'
import { splitSegments } from './segments.ts'
import { addLibelleFinal, parseTitreSeul, searchAuteursMedians } from './titre.ts'

const PREFIXE =
  /^\s*(?:source|cit[ée]e? (?:dans|par)|extrait(?: de)?|d['’]apr[èe]s|tir[ée]e? de|voir(?: aussi)?|r[ée]f[ée]rence)\s*:\s*/i
const HOTE =
  /(?:^|[.,;»”")\]]\s*|\s)(?:[Ii]n\s*:\s*|[Dd]ans\s*:\s*|IN\s*:\s*)|[.,;»”?]\s+(?:In|Dans)\s+(?=[\p{Lu}«*])|\s+In\s+(?=\p{Lu})|[,.]\s+in\s+(?=[\p{Lu}«])|»\s*,?\s+dans\s+(?=[\p{Lu}«])/u
const CITE = /^\s*[«“"]\s*([^«»“”"]{4,400}?)\s*[»”"]\s*(?=[,.;]|[Ii]n\b|$)/u

/** Reads one whole reference written in one paragraph, in any of the usual orders. Null when no title can be found. */
export function parseCorps(brut: Texte, contexte: Contexte): Champs | null {
  const { tete, resume } = splitResume(brut)
  if (tete.texte.length > 1500) return null
  const { reste, liens } = removeLiens(tete)
  let t = reste
  const prefixe = PREFIXE.exec(t.texte)
  if (prefixe) t = slicePlages(t, prefixe[0].length)
  const annonce = searchLibelleInitial(t)
  if (annonce) t = slicePlages(t, annonce.fin)
  const support = SUPPORT.exec(t.texte)
  if (support) t = removePlages(t, [{ debut: support.index, fin: support.index + support[0].length }])
  const crochets = searchLibelleCrochets(t.texte)
  const bornes: number[] = []
  if (crochets) {
    bornes.push(crochets.debut)
    t = removePlages(t, [{ debut: crochets.debut, fin: crochets.fin }])
  }
  const diplome = crochets ? null : searchDiplome(t.texte)
  if (diplome) t = removePlages(t, [diplome])
  const champs = createChamps({
    libelle: crochets?.libelle ?? diplome?.libelle ?? annonce?.libelle ?? null,
    type: crochets?.type ?? (diplome ? 'thesis' : (annonce?.type ?? null)),
    liens,
    resume,
  })
  const style = searchTitreStyle(t)
  const debut = parseDebut(t, contexte, style)
  champs.auteurs = debut.auteurs
  champs.etAl = debut.etAl
  champs.ordre = debut.ordre
  champs.date = debut.date
  champs.sansDate = debut.sansDate ?? false
  champs.tete = debut.auteurs.length > 0
  const corps = slicePlages(t, debut.fin)
  const decale = bornes.map((b) => b - debut.fin)
  const titre =
    style && style.fin > debut.fin ? { debut: Math.max(0, style.debut - debut.fin), fin: style.fin - debut.fin } : null
  parseReste(champs, corps, contexte, titre, decale)
  if (champs.titre === '') return null
  if (diplome?.etablissement) addEtablissement(champs, diplome.etablissement)
  addOrganismeInitial(champs)
  addLibelleFinal(champs)
  champs.score = computeScore(champs)
  return champs
}

/** The university published the thesis, whichever archive is printed after it. */
function addEtablissement(champs: Champs, nom: string): void {
  champs.adresse = champs.adresse ? { ...champs.adresse, noms: [nom], porteur: -1 } : parseAdresse(splitSegments(nom))
}

/** "Fnes. Stratégie… Paris : Fnes, 2021": the publisher named again in front is the author. */
export function addOrganismeInitial(champs: Champs): void {
  // "Médecins du Monde. … Saint-Denis : Médecins du Monde": no person.
  const [seul, autre] = champs.auteurs
  const [famille, prenom] = [formatSimple(seul?.family ?? ''), formatSimple(seul?.given ?? '')]
  const imprimes = famille !== '' && !autre ? [`${famille} ${prenom}`, `${prenom} ${famille}`] : []
  const editeur = champs.adresse?.noms.find((n) => imprimes.includes(formatSimple(n)))
  if (editeur !== undefined) champs.auteurs = [{ literal: editeur }]
  const m = /^([^.]{2,80})\.\s+(\S.{4,})$/.exec(champs.titre)
  if (!m || champs.auteurs.length > 0 || !champs.adresse) return
  const nom = formatSimple(m[1] as string)
  if (!champs.adresse.noms.some((n) => formatSimple(n) === nom)) return
  champs.auteurs = [{ literal: m[1] as string }]
  champs.titre = formatTitre(m[2] as string)
}

/** A type label at the start of the paragraph, before the authors or a title in bold: "Article DUPONT Jean, …". */
function searchLibelleInitial(t: Texte): { libelle: string; type: Champs['type']; fin: number } | null {
  const m = /^([\p{L}’' ]{4,30}?)(\s*[:–—|-]\s+|\.\s+|\s+)(?=\S)/u.exec(t.texte)
  const lu = m ? parseLibelle(m[1] as string) : null
  if (!m || !lu || lu.pluriel) return null
  const suite = t.texte.slice(m[0].length)
  const auteurs = /^\p{Lu}{2}/u.test(suite) ? parseAuteurs(suite) : null
  const gras = t.gras.some((p) => Math.abs(p.debut - m[0].length) <= 1)
  return (auteurs && auteurs.confiance > 0.9) || gras ? { libelle: lu.libelle, type: lu.type, fin: m[0].length } : null
}

/** Title, host and imprint, once the authors are read. */
function parseReste(champs: Champs, t: Texte, contexte: Contexte, style: Plage | null, bornes: number[]): void {
  if (isJuridique(t.texte.trim()) && !/\s\/\s/.test(t.texte)) {
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
    champs.distinct = cite !== null || champs.auteurs.length > 0
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
  // "In : Revue 2020 ; n° 107 : pp. 33-44": a journal and its issue, no book.
  const segments = splitSegments(t.texte)
  if (segments[0]?.genre === 'nomDate' && segments[1]?.avant === ';') {
    const adresse = parseAdresse(segments)
    return createChamps({
      titre: adresse.noms[0] ?? '',
      adresse: { ...adresse, noms: adresse.noms.slice(1), porteur: -1 },
    })
  }
  const hote = parseCorps({ ...t, liens: [] }, contexte)
  if (hote) return hote
  const titre = formatTitre(t.texte)
  return titre === '' ? null : createChamps({ titre })
}

/** No style tells the title: every place where the imprint may start is weighed. */
function parseSansRepere(champs: Champs, t: Texte, contexte: Contexte, bornes: number[]): void {
  const medians = champs.auteurs.length === 0 ? searchAuteursMedians(t.texte, contexte) : null
  if (medians) {
    champs.titre = formatTitre(t.texte.slice(0, medians.debut))
    Object.assign(champs, { auteurs: medians.noms, etAl: medians.etAl, ordre: medians.ordre })
    parseApresTitre(champs, t.texte.slice(medians.fin), contexte)
    return
  }
  const segments = splitSegments(t.texte)
  // With authors in front, a slash joins two publishers.
  const barre = champs.auteurs.length > 0 ? -1 : segments.findIndex((s) => s.avant === '/')
  // After a slash come the authors, up to the next full stop.
  const apres = segments.findIndex((s, i) => i > barre && s.avant === '.')
  const premier = barre > 0 ? (apres > 0 ? apres : barre + 1) : 1
  const coupe = chooseCoupe(t.texte, segments, premier, bornes, champs.date !== null)
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
  // "…, JORF n° 281 du 3 décembre 2016, texte n° 32"
  const journal = segments.findIndex((s, i) => i > 0 && s.genre === 'nomTome')
  if (journal > 0) fin = journal
  const borne = segments[fin]
  champs.titre = formatTitre(texte.slice(0, borne?.debut ?? texte.length))
  champs.juridique = true
  champs.type = 'legislation'
  champs.adresse = borne ? parseAdresse(segments, fin) : null
  champs.date = champs.adresse?.date?.length === 3 ? null : searchDateDuJour(champs.titre)
}
