import { ErreurFormat, LIMITE_NOTICE } from '../echange/modele.ts'
import { type Noeud, parseArbre } from '../echange/xml.formats.ts'

/**
 * What OAI-PMH servers answer. Source: The Open Archives Initiative Protocol for Metadata Harvesting 2.0,
 * https://www.openarchives.org/OAI/openarchivesprotocol.html
 */

/** A record of a list, its description not read yet. */
export interface EnregistrementOai {
  identifiant: string
  /** UTC, to the day or to the second, as the server says it. */
  datestamp: string
  supprime: boolean
  /** Root of the description; null where there is none. */
  metadonnees: Noeud | null
}

/** A record that could not be read: the following ones are. */
export interface RefusOai {
  identifiant: string
  raison: string
}

/** A fault told in the terms of the protocol. `code`: badArgument, badResumptionToken, noRecordsMatch… */
export interface FauteOai {
  code: string
  message: string
}

export interface ReponseOai {
  /** The server’s clock, UTC. */
  date: string
  fautes: FauteOai[]
  /** The element named after the verb; null with a fault. */
  contenu: Noeud | null
  enregistrements: (EnregistrementOai | RefusOai)[]
  /** '' on the last page of a list. */
  jeton: string
}

/** What the server says is no OAI-PMH answer; the message is French, shown as is. */
export class ErreurOai extends ErreurFormat {
  /** Might be otherwise in a moment: an answer that was cut. */
  readonly passagere: boolean
  constructor(message: string, passagere = false) {
    super(message)
    this.passagere = passagere
  }
}

/** Characters that XML forbids, and that some catalogues give all the same. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const INTERDITS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/**
 * An answer, its records cut out first and read one by one, so that a fault in one leaves the others whole.
 * @throws ErreurOai when the answer as a whole cannot be read: a web page, a cut text, a declaration of entities
 */
export function parseReponse(brut: string): ReponseOai {
  const texte = brut.replace(INTERDITS, '').trim()
  if (/^(?:<!doctype html|<html[\s>])/i.test(texte)) {
    throw new ErreurOai('Le serveur répond par une page internet, et non en OAI-PMH. Vérifiez l’adresse.')
  }
  const { enveloppe, fragments } = cutEnregistrements(texte)
  const racine = parseEnveloppe(enveloppe)
  const contenu = racine.enfants.find(({ nom }) => !['responseDate', 'request', 'error'].includes(nom)) ?? null
  const jeton = contenu && getEnfant(contenu, 'resumptionToken')
  return {
    date: getTexte(racine, 'responseDate'),
    fautes: racine.enfants
      .filter(({ nom }) => nom === 'error')
      .map(({ attributs, texte: message }) => ({ code: attributs.code ?? '', message: message.trim() })),
    contenu,
    enregistrements: fragments.map(parseFragment),
    jeton: jeton?.texte.trim() ?? '',
  }
}

function parseEnveloppe(enveloppe: string): Noeud {
  let racine: Noeud
  try {
    racine = parseArbre(enveloppe)
  } catch (erreur) {
    if (!(erreur instanceof ErreurFormat)) throw erreur
    throw new ErreurOai('La réponse du serveur est coupée, ou son XML est mal formé.', true)
  }
  if (racine.nom !== 'OAI-PMH') {
    throw new ErreurOai('Le serveur répond en XML, mais pas en OAI-PMH. Vérifiez l’adresse.')
  }
  return racine
}

const REPERES = /<!--|<!\[CDATA\[|<\?|<!(?:DOCTYPE|ENTITY)|<(\/?)(?:[\w.-]+:)?record(?=[\s/>])/g
/** What comes right after the tag of a record of the protocol, and of no record inside its description. */
const ENTETE = /^[^>]*>\s*(?:<!--[\s\S]*?-->\s*)?<(?:[\w.-]+:)?header[\s>]/

/** The text of each record, and what is left around them. */
function cutEnregistrements(texte: string): { enveloppe: string; fragments: string[] } {
  const fragments: string[] = []
  let enveloppe = ''
  let reste = 0
  let debut = -1
  let profondeur = 0
  const close = (fin: number): void => {
    fragments.push(texte.slice(debut, fin))
    reste = fin
    debut = -1
    profondeur = 0
  }
  REPERES.lastIndex = 0
  for (let m = REPERES.exec(texte); m; m = REPERES.exec(texte)) {
    if (m[1] === undefined) {
      const fin = m[0] === '<!--' ? '-->' : m[0] === '<?' ? '?>' : ']]>'
      if (/^<!(DOCTYPE|ENTITY)/.test(m[0])) {
        throw new ErreurOai('La réponse du serveur déclare des entités XML : elle est refusée.')
      }
      const place = texte.indexOf(fin, m.index)
      if (place === -1) break
      REPERES.lastIndex = place + fin.length
      continue
    }
    const fin = texte.indexOf('>', m.index) + 1
    if (fin === 0) break
    if (m[1] === '/') {
      if (debut !== -1 && --profondeur === 0) close(fin)
    } else if (ENTETE.test(texte.slice(m.index, m.index + 2000))) {
      // The one before never closed: it is told, and takes nothing else with it.
      if (debut !== -1) close(m.index)
      enveloppe += texte.slice(reste, m.index)
      debut = m.index
      profondeur = 1
    } else if (debut !== -1 && texte[fin - 2] !== '/') profondeur++
  }
  // A record left open at the end is not of the envelope’s making: without it, the envelope is cut as well.
  return { enveloppe: enveloppe + texte.slice(debut === -1 ? reste : debut), fragments }
}

function parseFragment(texte: string): EnregistrementOai | RefusOai {
  try {
    if (texte.length > LIMITE_NOTICE) throw new ErreurFormat('La notice dépasse 1 Mo : elle n’est pas lue.')
    const noeud = parseArbre(texte)
    const entete = getEnfant(noeud, 'header')
    const identifiant = entete ? getTexte(entete, 'identifier') : ''
    if (!entete || identifiant === '') return { identifiant: '', raison: 'La notice n’a pas d’identifiant.' }
    if (identifiant.length > 1000) throw new ErreurFormat('L’identifiant de la notice est trop long.')
    return {
      identifiant,
      datestamp: getTexte(entete, 'datestamp'),
      supprime: entete.attributs.status === 'deleted',
      metadonnees: getEnfant(noeud, 'metadata')?.enfants[0] ?? null,
    }
  } catch (erreur) {
    if (!(erreur instanceof ErreurFormat)) throw erreur
    const identifiant = /<(?:[\w.-]+:)?identifier[^>]*>\s*([^<]{1,200})/.exec(texte)?.[1]?.trim() ?? ''
    return { identifiant, raison: erreur.message }
  }
}

export const getEnfant = (noeud: Noeud, nom: string): Noeud | undefined => noeud.enfants.find((e) => e.nom === nom)
export const getTexte = (noeud: Noeud, nom: string): string => getEnfant(noeud, nom)?.texte.trim() ?? ''

/** What a server says of itself. */
export interface IdentiteOai {
  nom: string
  /** Address to ask, as the server names it. */
  adresse: string
  granularite: 'jour' | 'seconde'
  /** Does the server tell what was deleted? */
  suppressions: boolean
}

export const parseIdentite = (contenu: Noeud): IdentiteOai => ({
  nom: getTexte(contenu, 'repositoryName'),
  adresse: getTexte(contenu, 'baseURL'),
  granularite: getTexte(contenu, 'granularity').includes('T') ? 'seconde' : 'jour',
  suppressions: getTexte(contenu, 'deletedRecord') !== 'no',
})

export interface FormatOai {
  prefixe: string
  espace: string
}

export const parseFormats = (contenu: Noeud): FormatOai[] =>
  contenu.enfants
    .filter(({ nom }) => nom === 'metadataFormat')
    .map((f) => ({ prefixe: getTexte(f, 'metadataPrefix'), espace: getTexte(f, 'metadataNamespace') }))
    .filter(({ prefixe }) => prefixe !== '')

export interface EnsembleOai {
  code: string
  nom: string
}

export const parseEnsembles = (contenu: Noeud): EnsembleOai[] =>
  contenu.enfants
    .filter(({ nom }) => nom === 'set')
    .map((e) => ({ code: getTexte(e, 'setSpec'), nom: getTexte(e, 'setName') }))
    .filter(({ code }) => code !== '')

/** The protocol’s own faults, in words for the person who declared the source. */
const FAUTES: Record<string, string> = {
  badArgument: 'Le serveur refuse la demande : un de ses paramètres ne lui convient pas',
  badVerb: 'Le serveur ne connaît pas cette demande du protocole',
  badResumptionToken: 'Le serveur a perdu la suite de la liste',
  cannotDisseminateFormat: 'Le serveur ne donne pas ses notices dans ce format',
  idDoesNotExist: 'Le serveur ne connaît pas cette notice',
  noMetadataFormats: 'Le serveur ne propose aucun format',
  noSetHierarchy: 'Le serveur n’a pas d’ensembles',
  noRecordsMatch: 'Aucune notice ne correspond',
}

/** « Le serveur refuse la demande… (« bad until »). » */
export const formatFaute = ({ code, message }: FauteOai): string =>
  `${FAUTES[code] ?? `Le serveur répond par une erreur (${code || 'sans code'})`}${message ? ` (« ${message.slice(0, 200)} »)` : ''}.`
