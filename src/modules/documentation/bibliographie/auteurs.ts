import type { NomCsl } from '../csl.ts'
import { parseNomsCapitales } from './capitales.ts'
import { computeNom, isLieuSeul, isOrganisme, isSigle } from './organismes.ts'
import { formatSimple, isPrenom } from './prenoms.ts'

/** How the names of a list are written; one list keeps one way. */
type Forme = 'NOM Prénom' | 'NOM, Prénom' | 'Nom (Prénom)' | 'Prénom NOM' | 'Nom, P.' | 'Nom P' | 'P. Nom' | 'libre'
/** Order of family and given name where capitals do not tell. */
export type Ordre = 'nom' | 'prenom'

export interface Auteurs {
  noms: NomCsl[]
  etAl: boolean
  /** Where the list ends in the text that was read. */
  fin: number
  /** 0 to 1: how sure it is that these are persons. */
  confiance: number
  /** Order found in names that tell it, null where none does. */
  ordre: Ordre | null
}

const HAUT = "(?:(?:[DLO]['’])?\\p{Lu}[\\p{Lu}'’]+(?:[-‐]\\p{Lu}[\\p{Lu}'’]*)*|\\p{Lu}['’]\\p{Lu}{2,}|Mc\\p{Lu}{2,})"
const PARTICULE =
  "(?:[dD]e la|[dD]e|[dD]u|[dD]es|[lL]e|[lL]a|van der|van den|van de|van|von|der|di|da|dos|del|el|al|ben|bin|d['’])"
const NOM_HAUT = `(?:${PARTICULE}\\s+)?${HAUT}(?:\\s+(?:${PARTICULE}\\s+)?${HAUT}){0,3}`
const PRENOM = "(?:(?:\\p{Lu}[’']?\\p{Ll}+(?:\\.\\p{Ll}+)?|\\p{Lu}\\.\\p{Ll}+)(?:[-‐]\\p{L}\\p{Ll}*)*)"
const PRENOMS = `(?:${PRENOM}(?:\\s+${PRENOM}|\\s+\\p{Lu}\\.)?|\\p{Lu}\\.(?:\\s?[-‐]?\\s?\\p{Lu}\\.)*|\\p{Lu}[-‐]\\p{Lu}\\.?|\\p{Lu}{1,2}(?=\\s*(?:[,;.&(/]|et\\s|$)))`
const MOT = "(?:[dDLO]['’])?\\p{Lu}[\\p{Ll}’']+(?:\\p{Lu}\\p{Ll}+)?(?:[-‐]\\p{Lu}?[\\p{Ll}’']+)*"
const NOM_BAS = `(?:${PARTICULE}\\s+){0,2}${MOT}(?:\\s+(?:${PARTICULE}\\s+){0,2}${MOT}){0,2}`
const SUITE = '(?=\\s*(?:[,;.:…&(/\\[«]|[-–—]\\s|et\\s|and\\s|$))'

const FORMES: [Forme, RegExp][] = [
  ['Nom (Prénom)', new RegExp(`(${NOM_HAUT}|${NOM_BAS})\\s*\\((${PRENOMS}|${PRENOM})\\)`, 'uy')],
  ['NOM, Prénom', new RegExp(`(${NOM_HAUT}),\\s*(${PRENOMS})${SUITE}`, 'uy')],
  ['NOM Prénom', new RegExp(`(${NOM_HAUT})\\s+(${PRENOMS})${SUITE}`, 'uy')],
  ['Prénom NOM', new RegExp(`(${PRENOMS}|${PRENOM}(?:\\s${PRENOM})?)\\s+(${NOM_HAUT})${SUITE}`, 'uy')],
  ['Nom, P.', new RegExp(`(${NOM_BAS}),\\s*(\\p{Lu}\\.(?:\\s?[-‐]?\\s?\\p{Lu}\\.)*)`, 'uy')],
  [
    'Nom P',
    new RegExp(
      `(${NOM_BAS})\\s+((?:\\p{Lu}{1,2}\\.\\s?[-‐]?){1,3}(?=\\s*[,;(&])|(?:\\p{Lu}\\.[-‐]?){1,3}(?=\\s+et\\s)|\\p{Lu}{1,3}|\\p{Lu}[-‐]\\p{Lu}|(?:\\p{Lu}\\.[-‐]?){1,3})${SUITE}`,
      'uy',
    ),
  ],
  ['P. Nom', new RegExp(`((?:\\p{Lu}\\p{Ll}?\\.\\s?[-‐]?\\s?){1,3})\\s*(${NOM_BAS})${SUITE}`, 'uy')],
]
const LIBRE = new RegExp(
  `((?:(?:${PARTICULE}\\s+){0,2}(?:${MOT}|\\p{Lu}\\.(?:[\\p{Ll}]+)?)\\s+){1,4}(?:${PARTICULE}\\s+){0,2}(?:${MOT}|\\p{Lu}\\.[\\p{Ll}]+|\\p{Lu}\\.))${SUITE}`,
  'uy',
)
const VIRGULE_LIBRE = new RegExp(`(${NOM_BAS}),\\s*(${PRENOM}(?:\\s${PRENOM})?)${SUITE}`, 'uy')
const ROLE =
  /\s*(?:,\s*)?[([]?\s*(?:sous la (?:dir(?:ection|\.)?|coord(?:ination|\.)?)(?: de)?|dir\.?|direction|coord\.?|coordonnat(?:eur|rice)s?|coordination|[ée]ds?\.?|[ée]diteurs?|eds?\.?|r[ée]d\.?|trad\.?|pr[ée]f\.?|ill\.?|collab\.?|r[ée]al\.?|auteurs?)\s*[)\]]\s*\.?/iy
const ROLE_NU =
  /\s*,\s*(?:(?:dir|coord|[ée]ds?)\.|(?:[ée]dit(?:eur|rice)s?|directeurs?|directrices?|coordonnat(?:eur|rice)s?|editors?))(?=\s*[,.;:]|\s|$)/iy
const ET_AL =
  /\s*[,;]?\s*(?:\.{3}|…)?\s*[([]?\s*(?:et al\b\.?|et alii\b|et coll\b\.?|et autres\b|& al\b\.?|and al\b\.?)\s*[)\]]?\.?/iy
const LIAISON = /\s*(?:[,;]\s*(?:et|&|and)\s+|[,;]\s*|\s(?:et|&|and)\s+|\s[/–—-]\s+)/iy
const DIRIGE =
  /^\s*(?:sous la (?:direction|dir\.|coordination|coord\.) (?:de |d['’])|coordonn[ée]e? par |dirig[ée]e? par |par |avec la collaboration de |propos recueillis par )/i

/** A second name with initials follows. */
const INITIALES = /^[^,]{2,40},\s*(?:\p{L}[\p{L}’'-]+\s){1,3}\p{Lu}{1,3}[.,]/u

function matchA(forme: RegExp, texte: string, place: number): RegExpExecArray | null {
  forme.lastIndex = place
  return forme.exec(texte)
}

/** Capitals alone do not make a person: "ARS Occitanie", "GUIDE Pratique". */
function isPersonne(famille: string, prenom: string): boolean {
  const mots = famille.split(/[\s]+/)
  if (mots.some((m) => isSigle(m) && !/^(?:le|la|les|des|du|de|un)$/i.test(m)) || mots.every((m) => isSigle(m)))
    return false
  const prenoms = prenom.split(/\s+/)
  const tete = prenoms[0] ?? ''
  // "ATD Quart Monde": an acronym and two words that are no given names.
  if (
    mots.length === 1 &&
    famille.length <= 4 &&
    prenoms.length > 1 &&
    !prenoms.some((p) => isPrenom(p) || /\./.test(p))
  )
    return false
  if (isLieuSeul(tete) || (isSigle(tete) && !/\./.test(prenom) && tete.length > 2)) return false
  return !/^(?:Les?|La|Un|Une|Des|Du|De|Au|Aux|En|Et|Pour|Par|Sur|Dans|Vers|Comment|Quel|Quelle|Quels|Quelles|Qui|Que)$/.test(
    prenom,
  )
}

function parseNomA(
  texte: string,
  place: number,
  forme: Forme | null,
): { nom: NomCsl; fin: number; forme: Forme } | null {
  for (const [nomForme, motif] of FORMES) {
    if (forme !== null && forme !== nomForme) continue
    const m = matchA(motif, texte, place)
    if (!m) continue
    const inverse = nomForme === 'Prénom NOM' || nomForme === 'P. Nom'
    const famille = (inverse ? m[2] : m[1])?.trim() ?? ''
    const prenom = (inverse ? m[1] : m[2])?.trim() ?? ''
    if (!isPersonne(famille, prenom)) continue
    // "Traynard PY, Gagnayre R": two capitals after a name are initials.
    if (nomForme === 'Prénom NOM' && famille.length <= 2 && (!isPrenom(prenom) || INITIALES.test(texte.slice(place))))
      continue
    if (nomForme === 'Nom (Prénom)' && !isPrenom(prenom.split(' ')[0] ?? '') && !/^\p{Lu}\./u.test(prenom)) continue
    if ((nomForme === 'Nom P' || nomForme === 'P. Nom') && computeNom(famille) >= 2) continue
    return { nom: { family: famille, given: prenom }, fin: place + m[0].length, forme: nomForme }
  }
  return null
}

/** Splits a name written without capitals by the given names that it holds. */
export function parseNomLibre(texte: string, defaut: Ordre): { nom: NomCsl; ordre: Ordre | null; connu: boolean } {
  const mots = texte.trim().split(/\s+/)
  const connus = mots.map((m) => isPrenom(m) || /^\p{Lu}\./u.test(m))
  const n = mots.length
  const debut = connus[0] === true
  const fin = connus[n - 1] === true
  const ordre: Ordre | null = debut && !fin ? 'prenom' : fin && !debut ? 'nom' : null
  const sens = ordre ?? defaut
  let coupe: number
  if (sens === 'nom') {
    coupe = n - 1
    while (coupe > 1 && connus[coupe - 1] && connus[coupe]) coupe--
    return {
      nom: { family: mots.slice(0, coupe).join(' '), given: mots.slice(coupe).join(' ') },
      ordre,
      connu: fin || debut,
    }
  }
  coupe = 1
  while (coupe < n - 1 && connus[coupe]) coupe++
  return {
    nom: { family: mots.slice(coupe).join(' '), given: mots.slice(0, coupe).join(' ') },
    ordre,
    connu: fin || debut,
  }
}

interface Brut {
  texte: string
  fin: number
  nom?: NomCsl
}

/** A list of names without capitals: read first, decided together. */
function parseListeLibre(texte: string, place: number, defaut: Ordre, entiere: boolean): Auteurs | null {
  const bruts: Brut[] = []
  let fin = place
  let etAl = false
  let suivant = place
  for (;;) {
    const m = matchA(LIBRE, texte, suivant)
    const v = m ? null : matchA(VIRGULE_LIBRE, texte, suivant)
    if (v && isPrenom((v[2] ?? '').split(' ')[0] ?? '') && (entiere || !isPrenom(v[1] ?? ''))) {
      bruts.push({ texte: v[0], fin: suivant + v[0].length, nom: { family: v[1] ?? '', given: v[2] ?? '' } })
    } else if (m) {
      const brut = (m[1] ?? '').trim()
      const mots = brut.split(/\s+/)
      const prenom = mots.some((mot) => isPrenom(mot) || /^\p{Lu}\.$/u.test(mot))
      if (computeNom(brut) >= 2 || mots.some((mot) => isSigle(mot) && !/^(?:le|la|de|des|du)$/i.test(mot))) break
      if (!prenom && !entiere) break
      bruts.push({ texte: brut, fin: suivant + m[0].length })
    } else break
    fin = bruts.at(-1)?.fin ?? fin
    fin = skipRoles(texte, fin)
    const al = matchA(ET_AL, texte, fin)
    if (al) {
      etAl = true
      fin += al[0].length
      break
    }
    const liaison = matchA(LIAISON, texte, fin)
    if (!liaison) break
    suivant = fin + liaison[0].length
  }
  if (bruts.length === 0) return null
  const essais = bruts.map((b) => (b.nom ? null : parseNomLibre(b.texte, defaut)))
  const voix = { nom: 0, prenom: 0 }
  for (const e of essais) if (e?.ordre) voix[e.ordre]++
  const ordre: Ordre | null = voix.nom > voix.prenom ? 'nom' : voix.prenom > voix.nom ? 'prenom' : null
  const noms = bruts.map((b) => b.nom ?? parseNomLibre(b.texte, ordre ?? defaut).nom)
  const connus = essais.filter((e) => e === null || e.connu).length / essais.length
  const confiance = etAl ? Math.max(0.8, connus) : connus >= 0.5 ? 0.8 : connus > 0 ? 0.65 : 0.3
  return { noms, etAl, fin, confiance, ordre }
}

function skipRoles(texte: string, place: number): number {
  let fin = place
  for (const forme of [ROLE, ROLE_NU]) {
    const m = matchA(forme, texte, fin)
    if (m && (forme === ROLE_NU || /[([]/.test(m[0]))) fin += m[0].length
  }
  return fin
}

/**
 * Reads a list of persons at the start of a text: "NOM Prénom, NOM Prénom (et al.)", "Nom, P.", "Nom PN", "Prénom Nom"…
 * @param options.defaut order of names that do not tell it; `entiere`: the text is a line that should hold names only.
 */
export function parseAuteurs(texte: string, options: { defaut?: Ordre; entiere?: boolean } = {}): Auteurs | null {
  const debut = DIRIGE.exec(texte)?.[0].length ?? texte.length - texte.trimStart().length
  const noms: NomCsl[] = []
  let fin = debut
  let forme: Forme | null = null
  let etAl = false
  let suivant = debut
  type Lu = { nom: NomCsl; fin: number; forme: Forme } | null
  while (noms.length < 60) {
    const lu: Lu =
      parseNomA(texte, suivant, forme) ?? (forme === 'NOM Prénom' ? parseNomA(texte, suivant, 'NOM, Prénom') : null)
    if (!lu) break
    forme = lu.forme === 'Nom, P.' || lu.forme === 'P. Nom' ? null : lu.forme
    noms.push(lu.nom)
    fin = skipRoles(texte, lu.fin)
    const al = matchA(ET_AL, texte, fin)
    if (al) {
      etAl = true
      fin += al[0].length
      break
    }
    const liaison = matchA(LIAISON, texte, fin)
    if (!liaison) break
    suivant = fin + liaison[0].length
  }
  if (noms.length === 0) return parseListeLibre(texte, debut, options.defaut ?? 'nom', options.entiere ?? false)
  const connu = noms.some((n) => isPrenom((n.given ?? '').split(' ')[0] ?? '') || /^\p{Lu}\./u.test(n.given ?? ''))
  const faible = noms.length === 1 && !etAl && !connu
  return { noms, etAl, fin, confiance: faible ? 0.65 : 0.95, ordre: null }
}

/** Words that stand in the author place when nobody is named. */
const COLLECTIF = /^(?:collectif|ouvrage collectif|auteurs multiples|anonyme)\.?$/i

/**
 * Reads a line that should hold authors only, persons or organisations; null when something else is left.
 * Organisations are taken as `literal`.
 */
export function parseLigneAuteurs(ligne: string, defaut?: Ordre): Auteurs | null {
  const annonce = /^(?:auteurs?|par)\s*:\s*/i.exec(ligne.trim())?.[0] ?? ''
  const texte = ligne.trim().slice(annonce.length)
  if (COLLECTIF.test(texte)) return { noms: [], etAl: false, fin: ligne.length, confiance: 0.9, ordre: null }
  if (texte.length > 400 || /\d{2}/.test(texte)) return null
  const hauts = parseNomsCapitales(texte)
  if (hauts) return { ...hauts, fin: ligne.length, confiance: 0.9, ordre: null }
  const lus = parseAuteurs(texte, { ...(defaut ? { defaut } : {}), entiere: true })
  const reste = lus ? texte.slice(lus.fin).replace(/^[\s.,;:]+/, '') : texte
  if (lus && reste === '') return { ...lus, fin: ligne.length }
  if (lus && lus.confiance >= 0.8) {
    const suite = parseOrganismes(reste)
    return suite ? { ...lus, noms: [...lus.noms, ...suite], fin: ligne.length } : null
  }
  const organismes = parseOrganismes(texte) ?? (annonce !== '' && texte.length < 120 ? [{ literal: texte }] : null)
  return organismes ? { noms: organismes, etAl: false, fin: ligne.length, confiance: 0.75, ordre: null } : null
}

/** Organisations of a line, separated by semicolons, slashes or commas; null when one does not look like one. */
export function parseOrganismes(texte: string): NomCsl[] | null {
  const nu = texte.trim().replace(/[.,;]+$/, '')
  if (nu === '' || /[:?!]/.test(nu)) return null
  const morceaux = nu.split(/\s*;\s*|\s+\/\s+/).flatMap((m) => splitVirgules(m))
  const bons = morceaux.every((m) => isOrganisme(m) || isOrganismeEnCapitales(m))
  return bons ? morceaux.map((literal) => ({ literal })) : null
}

/** A comma inside a name ("des solidarités, de l'autonomie et…") is followed by a small letter. */
function splitVirgules(texte: string): string[] {
  return texte.split(/,\s+(?=\p{Lu}|[lL]['’]\p{Lu})/u)
}

function isOrganismeEnCapitales(texte: string): boolean {
  return texte.length > 3 && texte.length < 120 && texte === texte.toUpperCase() && isOrganisme(formatTitre(texte))
}

function formatTitre(texte: string): string {
  const bas = texte.toLowerCase()
  return bas.charAt(0).toUpperCase() + bas.slice(1)
}

/** Same persons, whatever accents, case and order of the two parts. */
export function renderCleNom(nom: NomCsl): string {
  return formatSimple(nom.literal ?? `${nom.family ?? ''} ${nom.given ?? ''}`).trim()
}

/** A name that only its place makes an author. */
export function createOrganisme(nom: string): Auteurs {
  return { noms: [{ literal: nom.trim() }], etAl: false, fin: nom.length, confiance: 0.65, ordre: null }
}
