import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5'
import { ErreurLecture, parseEncodage } from '#core/encodage.ts'
import type { Ligne } from '../bibliographie/bibliographie.ts'
import { type DocumentLu, LIMITES } from './document.formats.ts'
import { type Passage, renderExposant, renderMarques, renderTexteNu } from './marques.formats.ts'

type Noeud = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

const mots = (liste: string): Set<string> => new Set(liste.split(' '))
const BLOCS = mots(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main ol p pre section summary table tbody td tfoot th thead tr ul',
)
const IGNORES = mots(
  'audio button canvas datalist embed head iframe input link map math meta nav noscript object script select style svg template textarea title video',
)
const GRAS = mots('b strong th')
const ITALIQUES = mots('cite dfn em i')

/** A web page: one line per block, one per cell of a table (an empty line after each row), in the order of the source. */
export function parseHtml(octets: Uint8Array): DocumentLu {
  const debut = Buffer.from(octets.subarray(0, 2048)).toString('latin1')
  const annonce = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/iu.exec(debut)?.[1] ?? null
  const racine = parseArbre(parseEncodage(octets, annonce))
  const titre = getTitre(racine)
  return { format: 'html', titre, lignes: parseLignesHtml(racine) }
}

/** The lines of an HTML text (a whole page or a fragment). */
export function parseTexteHtml(html: string): Ligne[] {
  return parseLignesHtml(parseArbre(html))
}

/** The tree of a page. Elements nested without end would cost a time that grows with the square of their number: refused. */
function parseArbre(html: string): Noeud {
  let profondeur = 0
  return parse(html, {
    scriptingEnabled: false,
    treeAdapter: {
      ...defaultTreeAdapter,
      onItemPush() {
        profondeur++
        if (profondeur > LIMITES.profondeurHtml) {
          throw new ErreurLecture(
            'Cette page est anormalement imbriquée. Copiez son texte dans un fichier .docx ou .txt.',
          )
        }
      },
      onItemPop() {
        profondeur--
      },
    },
  })
}

/** What holds for all that an element contains. */
interface Contexte {
  gras: boolean
  italique: boolean
  lien: string | null
  titre: number
  brut: boolean
  exposant: boolean
}

/** The walk keeps its own stack: what to visit, or what to do when an element ends. */
type Etape = { noeud: Noeud; contexte: Contexte } | (() => void)

class Lignes {
  readonly lignes: Ligne[] = []
  #passages: Passage[] = []
  #prefixe = ''

  add(passage: Passage): void {
    this.#passages.push(passage)
  }

  setPrefixe(prefixe: string): void {
    this.#prefixe = prefixe
  }

  /** Ends the current line, if it holds anything. A heading is marked by its level, not by its look. */
  endLigne(titre = 0): void {
    const passages = this.#passages
    this.#passages = []
    const texte = titre > 0 ? renderTexteNu(passages) : renderMarques(passages)
    if (texte === '') return
    this.#push(titre > 0 ? `${'#'.repeat(titre)} ${texte}` : this.#prefixe + texte)
    this.#prefixe = ''
  }

  /** An empty line, as a writer leaves one between two entries; never two in a row. */
  addVide(): void {
    this.endLigne()
    const derniere = this.lignes.at(-1)
    if (derniere && derniere.texte !== '') this.#push('')
  }

  #push(texte: string): void {
    this.lignes.push({ n: this.lignes.length + 1, texte })
  }
}

function parseLignesHtml(racine: Noeud): Ligne[] {
  const sortie = new Lignes()
  const pile: Etape[] = [
    { noeud: racine, contexte: { gras: false, italique: false, lien: null, titre: 0, brut: false, exposant: false } },
  ]
  const compteurs = new Map<Noeud, number>()
  for (let etape = pile.pop(); etape !== undefined; etape = pile.pop()) {
    if (typeof etape === 'function') {
      etape()
      continue
    }
    const { noeud, contexte } = etape
    if (defaultTreeAdapter.isTextNode(noeud)) {
      addTexte(sortie, noeud.value, contexte)
    } else if (defaultTreeAdapter.isElementNode(noeud)) {
      if (IGNORES.has(noeud.tagName) || isRenvoi(noeud)) continue
      pushElement(noeud, contexte, sortie, pile, compteurs)
    } else if ('childNodes' in noeud) {
      pushEnfants(noeud.childNodes, contexte, pile)
    }
  }
  sortie.endLigne()
  return sortie.lignes
}

function pushElement(
  element: Element,
  contexte: Contexte,
  sortie: Lignes,
  pile: Etape[],
  compteurs: Map<Noeud, number>,
): void {
  const nom = element.tagName
  if (nom === 'br') {
    sortie.endLigne(contexte.titre)
    return
  }
  if (nom === 'img') {
    const texte = getAttribut(element, 'alt')
    if (texte && contexte.lien) sortie.add({ ...contexte, texte })
    return
  }
  const interne = computeContexte(element, contexte)
  if (BLOCS.has(nom)) {
    sortie.endLigne(contexte.titre)
    const avant = sortie.lignes.length
    if (nom === 'li') sortie.setPrefixe(getPuce(element, compteurs))
    pile.push(() => {
      sortie.endLigne(interne.titre)
      const vide = sortie.lignes.length === avant
      if (nom === 'hr' || nom === 'tr' || (nom === 'p' && vide)) sortie.addVide()
      if (nom === 'li') sortie.setPrefixe('')
    })
  }
  pushEnfants(element.childNodes, interne, pile)
}

function pushEnfants(enfants: Noeud[], contexte: Contexte, pile: Etape[]): void {
  for (let i = enfants.length - 1; i >= 0; i--) {
    const noeud = enfants[i]
    if (noeud) pile.push({ noeud, contexte })
  }
}

function addTexte(sortie: Lignes, valeur: string, contexte: Contexte): void {
  const visible = contexte.exposant ? renderExposant(valeur) : valeur
  const morceaux = contexte.brut ? visible.split(/\r?\n/u) : [visible]
  for (const [i, texte] of morceaux.entries()) {
    if (i > 0) sortie.endLigne(contexte.titre)
    sortie.add({ ...contexte, texte })
  }
}

function computeContexte(element: Element, contexte: Contexte): Contexte {
  const nom = element.tagName
  const style = getAttribut(element, 'style')?.toLowerCase() ?? ''
  const niveau = /^h([1-6])$/u.exec(nom)?.[1]
  const graisse = /font-weight\s*:\s*(bold|normal|\d+)/u.exec(style)?.[1]
  const allure = /font-style\s*:\s*(italic|normal)/u.exec(style)?.[1]
  return {
    gras: graisse ? graisse === 'bold' || Number(graisse) >= 600 : contexte.gras || GRAS.has(nom),
    italique: allure ? allure === 'italic' : contexte.italique || ITALIQUES.has(nom),
    lien: nom === 'a' ? (getAttribut(element, 'href') ?? contexte.lien) : contexte.lien,
    titre: niveau ? Number(niveau) : contexte.titre,
    brut: contexte.brut || nom === 'pre',
    exposant: contexte.exposant || nom === 'sup',
  }
}

/** Items keep the number that a reader sees; a note keeps the mark by which the text calls it. */
function getPuce(item: Element, compteurs: Map<Noeud, number>): string {
  const parent = item.parentNode
  if (!parent || !defaultTreeAdapter.isElementNode(parent) || parent.tagName !== 'ol') return '- '
  const rang = (compteurs.get(parent) ?? Number(getAttribut(parent, 'start') ?? 1) - 1) + 1
  compteurs.set(parent, rang)
  const note = /^(?:foot|end)note-/u.test(getAttribut(item, 'id') ?? '')
  return note ? `${renderExposant(String(rang))} ` : `${rang}. `
}

/** The small arrow that leads from a note back to the text. */
function isRenvoi(element: Element): boolean {
  return element.tagName === 'a' && /^#(?:foot|end)note-ref-/u.test(getAttribut(element, 'href') ?? '')
}

function getAttribut(element: Element, nom: string): string | null {
  return element.attrs.find((a) => a.name === nom)?.value ?? null
}

function getTitre(racine: Noeud): string | null {
  const pile: Noeud[] = [racine]
  for (let noeud = pile.pop(); noeud !== undefined; noeud = pile.pop()) {
    if (defaultTreeAdapter.isElementNode(noeud) && noeud.tagName === 'title') {
      const texte = noeud.childNodes.map((n) => (defaultTreeAdapter.isTextNode(n) ? n.value : '')).join('')
      return texte.replace(/\s+/gu, ' ').trim() || null
    }
    if ('childNodes' in noeud) pile.push(...noeud.childNodes.slice(0, 1_000).reverse())
  }
  return null
}
