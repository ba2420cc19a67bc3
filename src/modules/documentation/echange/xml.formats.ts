import { SaxesParser } from '@rubensworks/saxes'
import type { ChampMarc } from './marc.ts'
import {
  type Enregistrement,
  type EnregistrementLu,
  ERREUR_POIDS,
  ErreurFormat,
  LIMITE_NOTICE,
  type NoticeRefusee,
  type Octets,
} from './modele.ts'
import { parseTexte } from './texte.formats.ts'

/** The text of one record element, or why there is none. */
export type Fragment = { rang: number; ligne: number; texte: string } | NoticeRefusee

/** What is kept of the text between two records: more than any tag before a name. */
const QUEUE = 300

/**
 * Cuts an XML text at its record elements, whatever stands around them and whatever their prefix, so that a fault in
 * one leaves the others whole and memory flat. A record inside another (an OAI envelope) is the one that counts.
 * A DOCTYPE or an entity declaration is refused: no export needs one, and entities can grow without end.
 */
export async function* parseFragments(octets: Octets, element: string, contenu: RegExp): AsyncGenerator<Fragment> {
  const motif = new RegExp(`<!--|<!\\[CDATA\\[|<\\?|<!(?:DOCTYPE|ENTITY)|<(/?)(?:[\\w.-]+:)?${element}(?=[\\s/>])`, 'g')
  let tampon = ''
  let ligne = 1
  let compte = 0
  let rang = 0
  let ouvert: { debut: number; ligne: number } | undefined
  let trop = false
  let p = 0
  /** Forgets the text before a place that nothing needs any more. */
  const oublie = (place: number): void => {
    avance(place)
    tampon = tampon.slice(place)
    compte -= place
    p = Math.max(0, p - place)
    if (ouvert) ouvert.debut -= place
  }
  const avance = (place: number): void => {
    for (let i = tampon.indexOf('\n', compte); i !== -1 && i < place; i = tampon.indexOf('\n', i + 1)) ligne++
    compte = Math.max(compte, place)
  }
  const refuse = (erreur: string): Fragment => {
    const lieu = `ligne ${ouvert?.ligne ?? ligne}`
    ouvert = undefined
    trop = false
    return { rang: ++rang, erreur, lieu }
  }
  for await (const morceau of parseTexte(octets)) {
    tampon += morceau
    let attend = false
    for (;;) {
      motif.lastIndex = p
      const m = motif.exec(tampon)
      if (!m) break
      const fin = searchFin(tampon, m)
      if (fin === 'refus') {
        avance(m.index)
        yield refuse('Une déclaration DOCTYPE ou ENTITY est refusée. Retirez-la du fichier.')
        return
      }
      // The end of this tag is in the next piece.
      attend = fin === -1
      if (attend) {
        p = m.index
        break
      }
      p = fin
      if (m[1] === undefined) continue
      avance(m.index)
      const place = ligne
      if (m[1] === '/') {
        if (!ouvert) continue
        if (trop || fin - ouvert.debut > LIMITE_NOTICE) yield refuse(ERREUR_POIDS)
        else yield { rang: ++rang, ligne: ouvert.ligne, texte: tampon.slice(ouvert.debut, fin).normalize('NFC') }
        ouvert = undefined
        trop = false
        continue
      }
      if (ouvert && (trop || contenu.test(tampon.slice(ouvert.debut, m.index)))) {
        yield refuse(trop ? ERREUR_POIDS : 'La notice ne se ferme pas.')
      }
      trop = false
      ouvert = { debut: m.index, ligne: place }
      if (tampon[fin - 2] === '/') yield refuse('La notice est vide.')
    }
    if (ouvert && tampon.length - ouvert.debut > LIMITE_NOTICE) trop = true
    // Past here nothing begins, unless a tag is cut in two; what waits for its end longer than a record is passed over.
    if (!attend || tampon.length - p > LIMITE_NOTICE) p = Math.max(p, tampon.length - QUEUE)
    oublie(ouvert && !trop ? ouvert.debut : p)
  }
  if (ouvert) yield refuse('La notice est coupée : le fichier finit avant elle.')
  else if (rang === 0 && tampon.trim() !== '') yield refuse(`Aucune notice (élément « ${element} ») dans ce fichier.`)
}

/** Where what begins here ends: after a comment, a section, an instruction, a tag; -1 when it is not there yet. */
function searchFin(tampon: string, m: RegExpExecArray): number | 'refus' {
  const apres = (marque: string): number => {
    const i = tampon.indexOf(marque, m.index)
    return i === -1 ? -1 : i + marque.length
  }
  if (m[0] === '<!--') return apres('-->')
  if (m[0] === '<![CDATA[') return apres(']]>')
  if (m[0] === '<?') return apres('?>')
  if (m[0].startsWith('<!')) return 'refus'
  return apres('>')
}

/** An element as a record needs it: local name, attributes, text (of its own, not of its children). */
export interface Noeud {
  nom: string
  attributs: Record<string, string>
  texte: string
  enfants: Noeud[]
}

const PROFONDEUR_MAXIMALE = 40

/** The tree of a fragment. @throws ErreurFormat when it is not well formed */
export function parseArbre(texte: string): Noeud {
  const parseur = new SaxesParser({ fragment: false })
  const racine: Noeud = { nom: '', attributs: {}, texte: '', enfants: [] }
  const pile = [racine]
  const ajoute = (ecrit: string): void => {
    const noeud = pile.at(-1)
    if (noeud) noeud.texte += ecrit
  }
  parseur.on('error', () => {
    throw new ErreurFormat(`Le XML de la notice est mal formé (à sa ligne ${parseur.line}).`)
  })
  parseur.on('opentag', ({ name, attributes }) => {
    const noeud: Noeud = {
      nom: name.replace(/^.*:/, ''),
      attributs: attributes as Record<string, string>,
      texte: '',
      enfants: [],
    }
    pile.at(-1)?.enfants.push(noeud)
    if (pile.push(noeud) > PROFONDEUR_MAXIMALE) throw new ErreurFormat('Le XML de la notice est imbriqué sans fin.')
  })
  parseur.on('closetag', () => void pile.pop())
  parseur.on('text', ajoute)
  parseur.on('cdata', ajoute)
  parseur.write(texte).close()
  return racine.enfants[0] ?? racine
}

/** Records of an XML file, each read by `parse`. */
export async function* parseNotices(
  octets: Octets,
  element: string,
  contenu: RegExp,
  parse: (noeud: Noeud) => Enregistrement<ChampMarc>,
): AsyncGenerator<EnregistrementLu<ChampMarc>> {
  for await (const fragment of parseFragments(octets, element, contenu)) {
    if ('erreur' in fragment) {
      yield fragment
      continue
    }
    const { rang, ligne, texte } = fragment
    const position = `ligne ${ligne}`
    try {
      const enregistrement = parse(parseArbre(texte))
      if (enregistrement.champs.length === 0)
        yield { rang, erreur: 'La notice est vide : elle n’a aucune zone.', lieu: position }
      else yield { rang, position, enregistrement, avertissements: [] }
    } catch (erreur) {
      if (!(erreur instanceof ErreurFormat)) throw erreur
      yield { rang, erreur: erreur.message, lieu: position }
    }
  }
}

/** Text of an element or of an attribute. */
export const formatXml = (texte: string): string =>
  texte.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c)
