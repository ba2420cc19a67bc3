import locales from '@citation-js/plugin-csl/lib/locales.json' with { type: 'json' }
import styles from '@citation-js/plugin-csl/lib/styles.json' with { type: 'json' }
import CSL from 'citeproc'
import type { ItemCsl } from '../csl.ts'
import { getDoi, isAdresseWeb } from './adresses.ts'
import { getTitre } from './dispositions.ts'
import { type Citation, formatTexteHtml } from './fragments.ts'
import { hasEtAl, listNoms } from './noms.ts'
import { formatTypographie } from './typographie.ts'

/** CSL styles that `@citation-js/plugin-csl` carries; its engine is not used, only its data. */
export type StyleCsl = 'apa' | 'vancouver' | 'harvard'

const FEUILLES: Record<StyleCsl, string> = { apa: styles.apa, vancouver: styles.vancouver, harvard: styles.harvard1 }

type Moteur = { render(item: object): string }

/**
 * One engine a style for the life of the process. citeproc unfolds every macro of a style when it opens it: APA takes
 * some 100 ms and 4 MB, the two others 30 ms and 1 MB, against a few milliseconds for a citation.
 */
const moteurs = new Map<StyleCsl, Moteur>()

/**
 * What a lone entry has no use for: in-text calls, and the order and the likeness of several entries. Without them APA
 * opens in a fifth of the time and a tenth of the memory, and writes an entry a quarter faster.
 */
function removeInutile(feuille: string): string {
  return feuille
    .replace(/<citation\b.*?<\/citation>/s, '<citation><layout><text variable="title"/></layout></citation>')
    .replace(/(<bibliography\b[^>]*>)<sort>.*?<\/sort>/s, '$1')
}

function createMoteur(style: StyleCsl): Moteur {
  let courant: object = {}
  const engine = new CSL.Engine(
    { retrieveLocale: () => locales['fr-FR'], retrieveItem: () => courant },
    removeInutile(FEUILLES[style]),
    'fr-FR',
    true,
  )
  engine.opt.development_extensions.wrap_url_and_doi = true
  return {
    render(item) {
      courant = item
      // An id still registered would give the item cached under it: the register is emptied before each citation.
      engine.updateItems([])
      engine.updateItems(['notice'])
      const bibliographie = engine.makeBibliography()
      return bibliographie ? (bibliographie[1][0] ?? '') : ''
    },
  }
}

// citeproc reads <i>, <b>, <span> in any field as markup. Our fields are plain text: their < and > travel as
// private-use characters and come back escaped.
const OUVRANT = '\ue000'
const FERMANT = '\ue001'
const SENTINELLE_ET_AL = 'et al.'

function removeBalises(valeur: unknown): unknown {
  if (typeof valeur === 'string') return valeur.replaceAll('<', OUVRANT).replaceAll('>', FERMANT)
  if (Array.isArray(valeur)) return valeur.map(removeBalises)
  return typeof valeur === 'object' && valeur !== null ? removeBalisesDesChamps(valeur) : valeur
}

function removeBalisesDesChamps(objet: object): object {
  return Object.fromEntries(Object.entries(objet).map(([cle, valeur]) => [cle, removeBalises(valeur)]))
}

const CHAMPS_DE_NOMS = ['author', 'editor', 'translator', 'director', 'container-author', 'collection-editor'] as const

/**
 * The item as citeproc should see it. `note` goes, since citeproc takes "cle: valeur" lines in it for fields; so does
 * what a citation never prints. Numbers become texts (citeproc fails on some of them), and a report number keeps its
 * hyphen instead of passing for a span. An « et al. » of the source travels as a last author and is mended afterwards.
 */
function createItemCiteproc(item: ItemCsl): object {
  const { custom: _custom, note: _note, abstract: _abstract, keyword: _keyword, URL: _URL, DOI: _DOI, ...reste } = item
  const champs = Object.fromEntries(
    Object.entries(reste).map(([cle, valeur]) => [cle, typeof valeur === 'number' ? String(valeur) : valeur]),
  )
  const noms = Object.fromEntries(
    CHAMPS_DE_NOMS.flatMap((champ) => {
      const liste = listNoms(item[champ])
      if (champ === 'author' && liste.length > 0 && hasEtAl(item)) liste.push({ literal: SENTINELLE_ET_AL })
      return item[champ] ? [[champ, liste]] : []
    }),
  )
  return removeBalisesDesChamps({
    ...champs,
    ...noms,
    id: 'notice',
    title: getTitre(item),
    ...(item['container-title'] && { 'container-title': formatTypographie(item['container-title'], item.language) }),
    ...(item.number !== undefined && { number: String(item.number).replaceAll('-', '\\-') }),
    ...(isAdresseWeb(item.URL) && { URL: item.URL }),
    DOI: getDoi(item),
  })
}

const ENTITES: Record<string, string> = { '&#38;': '&', '&#60;': '<', '&#62;': '>', '&#34;': '"', '&amp;': '&' }
const parseEntites = (html: string): string =>
  html.replace(/&(?:#38|#60|#62|#34|amp);/g, (entite) => ENTITES[entite] ?? entite)

/** Citation of one item in a CSL style, French locale. HTML keeps b, i and a (http or https) and nothing else. */
export function formatCitationCsl(item: ItemCsl, style: StyleCsl): Citation {
  let moteur = moteurs.get(style)
  if (!moteur) {
    moteur = createMoteur(style)
    moteurs.set(style, moteur)
  }
  const brut = moteur
    .render(createItemCiteproc(item))
    // The number of a numeric style belongs to a list, not to one citation.
    .replace(/<div class="csl-left-margin">.*?<\/div>/s, '')
    .replace(/(?:&#38;|&amp;|\bet) et al\./, 'et al.')
  let texte = ''
  let html = ''
  for (const [morceau, balise] of brut.matchAll(/<([^>]*)>|[^<]+/g)) {
    if (balise === undefined) {
      const clair = parseEntites(morceau)
        .replaceAll(OUVRANT, '<')
        .replaceAll(FERMANT, '>')
        .replace(/\s*\n\s*/g, '')
      texte += clair
      html += formatTexteHtml(clair)
      continue
    }
    const href = /^a href="([^"]*)"$/.exec(balise)?.[1]
    if (href !== undefined) html += `<a href="${formatTexteHtml(parseEntites(href))}">`
    else if (/^\/?[bi]$|^\/a$/.test(balise)) html += morceau
  }
  return { texte: texte.trim(), html: html.trim() }
}
