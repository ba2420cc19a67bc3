import type { ItemCsl, NomCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'
import { getAdresse, getDoi, isAdresseWeb } from './adresses.ts'
import { formatNom, getFamille, getPrenom, listNoms } from './noms.ts'
import { getPages } from './pages.ts'
import { getTypes } from './types.ts'

export { renderJsonLd } from './json-ld.formats.ts'

/**
 * What makes a notice page readable by reference managers and search engines: COinS (ANSI/NISO Z39.88-2004, KEV
 * formats journal, book, dissertation and dc), citation_* meta tags (Google Scholar's inclusion guide), Dublin Core and
 * schema.org. Fields and values follow what Zotero's own translators (COinS, Embedded Metadata) read.
 */

type Valeur = string | number | undefined
// No-break spaces stay: the authors of meta tags need them.
const propre = (valeur: Valeur): string =>
  valeur === undefined
    ? ''
    : String(valeur)
        .replace(/[ \t\r\n]+/g, ' ')
        .trim()

/** KEV format of a kind, with the genre and the keys under which its title and its host travel. */
function getFormatCoins(zotero: string): { format: string; genre?: string; titre: string; hote: string } {
  switch (zotero) {
    case 'journalArticle':
    case 'magazineArticle':
    case 'newspaperArticle':
      return { format: 'journal', genre: 'article', titre: 'atitle', hote: 'jtitle' }
    case 'bookSection':
      return { format: 'book', genre: 'bookitem', titre: 'atitle', hote: 'btitle' }
    case 'conferencePaper':
      return { format: 'book', genre: 'proceeding', titre: 'atitle', hote: 'btitle' }
    case 'book':
    case 'report':
      return { format: 'book', genre: zotero, titre: 'btitle', hote: 'series' }
    case 'thesis':
      return { format: 'dissertation', titre: 'title', hote: 'series' }
    default:
      return { format: 'dc', titre: 'title', hote: 'source' }
  }
}

/**
 * The `title` of a `<span class="Z3988">`, from which Zotero, Mendeley and others save the notice.
 * Raw value: the template escapes it as any attribute. Organisations go as `aucorp`, since a reader of `au` would cut
 * them into forename and family name; other persons go as « Nom, Prénom », which keeps particles.
 */
export function renderCoins(item: ItemCsl): string {
  const { zotero } = getTypes(item)
  const { format, genre, titre, hote } = getFormatCoins(zotero)
  const { pages, debut, fin } = getPages(item)
  const adresse = getAdresse(item)
  const doi = getDoi(item)
  const isbn = propre(item.ISBN)
  const auteurs = listNoms(item.author)
  const premier = auteurs[0]
  const paires: [string, Valeur][] = [
    ['url_ver', 'Z39.88-2004'],
    ['ctx_ver', 'Z39.88-2004'],
    ['rfr_id', 'info:sid/maillage'],
    ['rft_val_fmt', `info:ofi/fmt:kev:mtx:${format}`],
    ['rft_id', doi && `info:doi/${doi}`],
    ['rft_id', isbn && `urn:isbn:${isbn}`],
    ['rft_id', adresse],
    ['rft.genre', genre],
    // Zotero reads the exact kind here when the format is dc.
    ['rft.type', format === 'dc' ? zotero : undefined],
    [`rft.${titre}`, item.title],
    [`rft.${hote}`, item['container-title'] ?? (hote === 'series' ? item['collection-title'] : undefined)],
    ['rft.aulast', premier && !premier.literal ? getFamille(premier) : undefined],
    ['rft.aufirst', premier && !premier.literal ? getPrenom(premier) : undefined],
    ...auteurs.map((nom): [string, Valeur] =>
      nom.literal ? ['rft.aucorp', nom.literal] : ['rft.au', formatNom(nom, 'virgule')],
    ),
    ['rft.date', formatDateIso(item.issued)],
    ['rft.volume', item.volume],
    ['rft.issue', item.issue],
    ['rft.pages', pages],
    ['rft.spage', debut],
    ['rft.epage', fin],
    ['rft.tpages', item['number-of-pages']],
    [format === 'dissertation' ? 'rft.inst' : format === 'dc' ? 'rft.publisher' : 'rft.pub', item.publisher],
    ['rft.degree', format === 'dissertation' ? item.genre : undefined],
    ['rft.place', item['publisher-place']],
    ['rft.edition', item.edition],
    ['rft.isbn', isbn],
    ['rft.issn', item.ISSN],
    ['rft.identifier', format === 'dc' ? adresse : undefined],
    ['rft.language', item.language],
  ]
  return paires
    .map(([cle, valeur]) => [cle, propre(valeur)] as const)
    .filter(([, valeur]) => valeur !== '')
    .map(([cle, valeur]) => `${cle}=${encodeURIComponent(valeur)}`)
    .join('&')
}

/** Which citation_* tag carries the host of a part or the body behind a document, by kind. */
function listMetaHote(item: ItemCsl): [string, Valeur][] {
  const hote = item['container-title']
  switch (getFormatCoins(getTypes(item).zotero).genre ?? item.type) {
    case 'article':
      return [['citation_journal_title', hote]]
    case 'bookitem':
      // Google Scholar documents the first name, Zotero knows both.
      return [
        ['citation_inbook_title', hote],
        ['citation_book_title', hote],
      ]
    case 'proceeding':
      return [['citation_conference_title', hote]]
    case 'report':
      return [
        ['citation_technical_report_institution', item.publisher],
        ['citation_technical_report_number', item.number],
        ['citation_series_title', item['collection-title'] ?? hote],
      ]
    case 'thesis':
      return [['citation_dissertation_institution', item.publisher]]
    default:
      return [['citation_series_title', item['collection-title']]]
  }
}

/**
 * A person as « Nom, Prénom ». Zotero takes « de Gaulle, Anne Marie » for two persons, since both sides of the comma
 * hold a space: the spaces of the forename are no-break ones.
 */
const formatAuteurMeta = (nom: NomCsl): string =>
  nom.literal ?? [getFamille(nom), getPrenom(nom).replaceAll(' ', '\u00a0')].filter(Boolean).join(', ')

/**
 * Meta tags of a notice page, `name` and raw `content`, in order; a tag without content is absent.
 * `z:itemType` gives Zotero the kind, which it would otherwise take for a journal article; `citation_public_url` is
 * the address of the document, not of the page.
 */
export function listMetaCitation(item: ItemCsl): { name: string; content: string }[] {
  const { debut, fin } = getPages(item)
  const adresse = getAdresse(item)
  const auteurs = listNoms(item.author).map(formatAuteurMeta)
  const date = formatDateIso(item.issued)
  const pdf = isAdresseWeb(item.URL) && /\.pdf$/i.test(new URL(item.URL).pathname) ? item.URL : undefined
  const paires: [string, Valeur][] = [
    ['z:itemType', getTypes(item).zotero],
    ['citation_title', item.title],
    ...auteurs.map((auteur): [string, Valeur] => ['citation_author', auteur]),
    ['citation_publication_date', date?.replaceAll('-', '/')],
    ...listMetaHote(item),
    ['citation_volume', item.volume],
    ['citation_issue', item.issue],
    ['citation_firstpage', debut],
    ['citation_lastpage', fin],
    ['citation_publisher', item.publisher],
    ['citation_isbn', item.ISBN],
    ['citation_issn', item.ISSN],
    ['citation_doi', getDoi(item)],
    ['citation_pmid', item.PMID],
    ['citation_language', item.language],
    ['citation_public_url', adresse],
    ['citation_pdf_url', pdf],
    ['DC.title', item.title],
    ...auteurs.map((auteur): [string, Valeur] => ['DC.creator', auteur]),
    ['DC.publisher', item.publisher],
    ['DC.date', date],
    ['DC.language', item.language],
    ['DC.identifier', adresse],
  ]
  return paires.map(([name, valeur]) => ({ name, content: propre(valeur) })).filter(({ content }) => content)
}
