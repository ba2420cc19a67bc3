import { getLibelle } from '#modules/vocabulaires/index.ts'
import { getDoi, isAdresseWeb } from '../citation/adresses.ts'
import { formatNom, listNoms } from '../citation/noms.ts'
import type { ItemCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'
import { formatLigne, formatValeur } from '../echange/texte.formats.ts'
import { formatXml } from '../echange/xml.formats.ts'
import { FACETTES, formatAdresseNotice, type Notice } from '../notice/notice.ts'

/** The fifteen elements of simple Dublin Core, of which we write these. */
type Element =
  | 'title'
  | 'creator'
  | 'subject'
  | 'description'
  | 'publisher'
  | 'contributor'
  | 'date'
  | 'type'
  | 'identifier'
  | 'source'
  | 'language'
  | 'rights'

export type ChampsDublinCore = readonly (readonly [Element, string | null | undefined])[]

export const DUBLIN_CORE = {
  prefixe: 'oai_dc',
  schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
  espace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
}

const OUVERTURE = `<oai_dc:dc xmlns:oai_dc="${DUBLIN_CORE.espace}" xmlns:dc="http://purl.org/dc/elements/1.1/" xsi:schemaLocation="${DUBLIN_CORE.espace} ${DUBLIN_CORE.schema}">\n`

/** One `oai_dc:dc`, empty fields left out. The prefix `xsi` is that of the document around it. */
export function formatChampsDublinCore(champs: ChampsDublinCore): string {
  const lignes = champs
    .map(([element, valeur]) => [element, formatXml(formatValeur(valeur ?? '')).trim()] as const)
    .filter(([, valeur]) => valeur !== '')
    .map(([element, valeur]) => `  <dc:${element}>${valeur}</dc:${element}>\n`)
  return `${OUVERTURE}${lignes.join('')}</oai_dc:dc>\n`
}

/**
 * A notice in simple Dublin Core: names « Nom, Prénom », themes and publics by their labels, addresses of the document
 * (URL, DOI, ISBN) before that of the notice.
 * @param site address of the site, without final slash
 */
export function formatDublinCore(notice: Notice, site: string): string {
  const { csl } = notice
  const doi = getDoi(csl)
  const valeurs = (element: Element, liste: readonly (string | null | undefined)[]) =>
    [...new Set(liste)].map((valeur) => [element, valeur] as const)
  const noms = (...cles: (keyof ItemCsl)[]) =>
    cles.flatMap((cle) => listNoms(csl[cle] as ItemCsl['author']).map((nom) => formatNom(nom, 'virgule')))
  return formatChampsDublinCore([
    ['title', csl.title],
    ...valeurs('creator', noms('author')),
    ...valeurs('contributor', noms('editor', 'director', 'translator', 'collection-editor')),
    ...valeurs('subject', [
      ...FACETTES.flatMap((f) => notice[f.cle].map((slug) => getLibelle(f.vocabulaire, slug))),
      ...(csl.keyword ?? '').split(/\s*;\s*/),
    ]),
    ['description', notice.resume],
    ['publisher', csl.publisher],
    ['date', formatDateIso(csl.issued)],
    ['type', getLibelle('nature', notice.nature)],
    ...valeurs('identifier', [
      isAdresseWeb(csl.URL) ? csl.URL : null,
      doi && `https://doi.org/${encodeURI(doi)}`,
      csl.ISBN && `ISBN ${csl.ISBN}`,
      site + formatAdresseNotice(notice.id),
    ]),
    ['source', formatHote(csl)],
    ['language', csl.language],
  ])
}

/** What the document is a part of: « Revue fictive, vol. 3, n° 12, p. 4-9 ». */
function formatHote(csl: ItemCsl): string {
  const { volume, issue, page } = csl
  const titre = csl['container-title']
  if (!titre) return csl.ISSN ? `ISSN ${csl.ISSN}` : ''
  return formatLigne(
    [titre, volume && `vol. ${volume}`, issue && `n° ${issue}`, page && `p. ${page}`, csl.ISSN && `ISSN ${csl.ISSN}`]
      .filter(Boolean)
      .join(', '),
  )
}
