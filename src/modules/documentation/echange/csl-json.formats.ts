import { type ItemCsl, schemaItemCsl, TYPES_CSL } from '../csl.ts'
import { ERREUR_POIDS, LIMITE_NOTICE, type Lu, type Octets, type Perdu } from './modele.ts'
import { parseTexte } from './texte.formats.ts'
import { formatExtrait } from './zones.ts'

/** What a reader of objects is doing, kept between two pieces of text. */
interface Etat {
  ligne: number
  /** Where the object under way begins, and the text of it so far; undefined between objects. */
  objet: { texte: string; ligne: number; retrait: string | undefined; trop: boolean } | undefined
  profondeur: number
  dansTexte: boolean
  echappe: boolean
  /** Start of the present line as long as it is made of spaces only: the margin of an object. */
  marge: string | undefined
  /** After an object without end: the margin at which the next one is expected; undefined: anywhere. */
  reprise: string | undefined
}

const PROFONDEUR_MAXIMALE = 60

type Objet = { ligne: number } & ({ texte: string } | { erreur: string })

/**
 * Objects of a JSON text as they come, whatever stands around (an array, one object by line): a fault in one leaves the
 * others whole. After an object that does not end, reading begins again at the next one with the same margin.
 */
function* parseObjets(morceau: string, etat: Etat): Generator<Objet> {
  let debut = 0
  for (let i = 0; i < morceau.length; i++) {
    const c = morceau.charCodeAt(i)
    const { objet } = etat
    if (objet && objet.texte.length + i - debut > LIMITE_NOTICE) {
      objet.trop = true
      objet.texte = ''
      debut = i
    }
    if (etat.dansTexte && c !== 0x0a) {
      if (etat.echappe) etat.echappe = false
      else if (c === 0x5c) etat.echappe = true
      else if (c === 0x22) etat.dansTexte = false
      continue
    }
    if (c === 0x0a) {
      etat.ligne++
      etat.marge = ''
      if (etat.dansTexte) yield abandonne(etat, 'Un texte entre guillemets ne se ferme pas.')
      continue
    }
    if (c === 0x22 && objet) etat.dansTexte = true
    else if (c === 0x7b && !objet && (etat.reprise === undefined || etat.marge === etat.reprise)) {
      etat.objet = { texte: '', ligne: etat.ligne, retrait: etat.marge, trop: false }
      etat.reprise = undefined
      etat.profondeur = 1
      debut = i
    } else if (objet && (c === 0x7b || c === 0x5b)) {
      etat.profondeur++
      if (etat.profondeur > PROFONDEUR_MAXIMALE) yield abandonne(etat, 'La notice est imbriquée sans fin.')
    } else if (objet && (c === 0x7d || c === 0x5d)) {
      etat.profondeur--
      if (etat.profondeur === 0) {
        etat.objet = undefined
        yield objet.trop
          ? { ligne: objet.ligne, erreur: ERREUR_POIDS }
          : { ligne: objet.ligne, texte: objet.texte + morceau.slice(debut, i + 1) }
      }
    }
    if (c !== 0x20 && c !== 0x09) etat.marge = undefined
    else if (etat.marge !== undefined) etat.marge += morceau.charAt(i)
  }
  if (etat.objet) etat.objet.texte += morceau.slice(debut)
}

function abandonne(etat: Etat, erreur: string): Objet {
  const ligne = etat.objet?.ligne ?? etat.ligne
  etat.reprise = etat.objet?.retrait
  etat.objet = undefined
  etat.dansTexte = false
  etat.echappe = false
  return { ligne, erreur }
}

/** Reads CSL-JSON: an array of items, one item by line, or a single one. Nothing is kept in `custom.zones`: all is CSL. */
export async function* parseCslJson(octets: Octets): AsyncGenerator<Lu> {
  const etat: Etat = {
    ligne: 1,
    objet: undefined,
    profondeur: 0,
    dansTexte: false,
    echappe: false,
    marge: '',
    reprise: undefined,
  }
  let rang = 0
  let vide = true
  for await (const morceau of parseTexte(octets)) {
    if (morceau.trim() !== '') vide = false
    for (const objet of parseObjets(morceau, etat)) yield parseObjet(++rang, objet)
  }
  if (etat.objet)
    yield {
      rang: ++rang,
      erreur: 'La notice est coupée : le fichier finit avant elle.',
      lieu: `ligne ${etat.objet.ligne}`,
    }
  else if (rang === 0 && !vide) yield { rang: 1, erreur: 'Aucun objet JSON dans ce fichier.', lieu: 'ligne 1' }
}

function parseObjet(rang: number, objet: Objet): Lu {
  const lieu = `ligne ${objet.ligne}`
  if ('erreur' in objet) return { rang, erreur: objet.erreur, lieu }
  try {
    const lu = parseItemLu(JSON.parse(objet.texte.normalize('NFC')), rang)
    return 'erreur' in lu ? { rang, erreur: lu.erreur, lieu } : { rang, position: lieu, ...lu }
  } catch {
    return { rang, erreur: 'Ce n’est pas du JSON : guillemet, virgule ou accolade en trop ou manquant.', lieu }
  }
}

/** An item whose faulty keys are set aside and told, one by one; what is no item at all is refused. */
function parseItemLu(
  objet: Record<string, unknown>,
  rang: number,
): { item: ItemCsl; perdus: Perdu[] } | { erreur: string } {
  const perdus: Perdu[] = []
  const candidat: Record<string, unknown> = { ...objet }
  if (!isPrimitif(candidat.id) || candidat.id === '') candidat.id = String(rang)
  if (typeof candidat.type !== 'string') return { erreur: 'Il manque « type » : ce n’est pas une notice CSL-JSON.' }
  if (!(TYPES_CSL as readonly string[]).includes(candidat.type)) {
    perdus.push({
      zone: 'type',
      valeur: formatExtrait(candidat.type),
      raison: 'type inconnu, lu comme « document »',
      gardee: false,
    })
    candidat.type = 'document'
  }
  const premier = schemaItemCsl.safeParse(candidat)
  if (premier.success) return { item: premier.data, perdus }
  for (const cle of new Set(premier.error.issues.map((probleme) => String(probleme.path[0] ?? '')))) {
    perdus.push({
      zone: cle,
      valeur: formatExtrait(candidat[cle]),
      raison: 'valeur que CSL-JSON n’admet pas',
      gardee: false,
    })
    delete candidat[cle]
  }
  const second = schemaItemCsl.safeParse(candidat)
  return second.success ? { item: second.data, perdus } : { erreur: 'Ce n’est pas une notice CSL-JSON.' }
}

const isPrimitif = (valeur: unknown): boolean => typeof valeur === 'string' || typeof valeur === 'number'

const ENCODEUR = new TextEncoder()

/** Writes an array, one item by line. Every key of an item is CSL-JSON: nothing is lost. */
export async function* formatCslJson(items: AsyncIterable<ItemCsl> | Iterable<ItemCsl>): AsyncGenerator<Uint8Array> {
  let avant = '[\n'
  for await (const item of items) {
    yield ENCODEUR.encode(avant + JSON.stringify(item))
    avant = ',\n'
  }
  yield ENCODEUR.encode(avant === '[\n' ? '[]\n' : '\n]\n')
}
