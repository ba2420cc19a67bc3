import type { ItemCsl, NomCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'
import { getAdresse, getDoi } from './adresses.ts'
import { formatNom, getFamille, listNoms } from './noms.ts'
import { getPages } from './pages.ts'
import { getTypes } from './types.ts'

type Valeur = string | number | Objet | Objet[] | string[] | undefined
type Objet = { [cle: string]: Valeur }

/** Drops what is unknown, so that no empty property is published; undefined when nothing but the type is left. */
function createObjet(type: string, proprietes: Objet): Objet | undefined {
  const connues = Object.entries(proprietes).filter(([, valeur]) =>
    Array.isArray(valeur) ? valeur.length > 0 : valeur !== undefined && valeur !== '',
  )
  return connues.length === 0 ? undefined : { '@type': type, ...Object.fromEntries(connues) }
}

function createPersonne(nom: NomCsl): Objet {
  if (nom.literal) return { '@type': 'Organization', name: nom.literal }
  const personne: Objet = { '@type': 'Person', name: formatNom(nom, 'prenom-nom'), familyName: getFamille(nom) }
  if (nom.given) personne.givenName = nom.given
  return personne
}

const listPersonnes = (noms: NomCsl[] | undefined): Objet[] => listNoms(noms).map(createPersonne)

/** Journal, volume and issue nest as schema.org has them: the article is part of an issue, of a volume, of a journal. */
function createRevue(item: ItemCsl): Objet | undefined {
  const revue = createObjet('Periodical', { name: item['container-title'], issn: item.ISSN })
  const volume =
    item.volume === undefined
      ? revue
      : createObjet('PublicationVolume', { volumeNumber: String(item.volume), isPartOf: revue })
  return item.issue === undefined
    ? volume
    : createObjet('PublicationIssue', { issueNumber: String(item.issue), isPartOf: volume })
}

function createHote(item: ItemCsl, schema: string): Objet | undefined {
  switch (schema) {
    case 'Chapter':
      return createObjet('Book', { name: item['container-title'], editor: listPersonnes(item.editor), isbn: item.ISBN })
    case 'Article':
    case 'NewsArticle':
    case 'Review':
    case 'ScholarlyArticle':
      return createRevue(item)
    case 'PodcastEpisode':
      return createObjet('PodcastSeries', { name: item['container-title'] })
    default:
      return createObjet('CreativeWorkSeries', {
        name: item['container-title'] ?? item['collection-title'],
        issn: item.ISSN,
      })
  }
}

const texteDe = (valeur: string | number | undefined): string | undefined =>
  valeur === undefined ? undefined : String(valeur)

/**
 * schema.org description of a notice, as JSON that can stand in `<script type="application/ld+json">`: <, > and &
 * are written as \u escapes, so no title can close the element.
 * @param contexte `adresse`: absolute address of the notice page; `titreSite`: name of the site;
 *   `motsCles`: labels of the themes and publics, in place of the keywords of the record.
 */
export function renderJsonLd(
  item: ItemCsl,
  contexte: { adresse: string; titreSite: string; motsCles?: string[] },
): string {
  const { schema } = getTypes(item)
  const date = formatDateIso(item.issued)
  const doi = getDoi(item)
  const { pages, debut, fin } = getPages(item)
  const oeuvre = createObjet(schema, {
    name: item.title,
    headline: /Article|BlogPosting/.test(schema) ? item.title : undefined,
    author: listPersonnes(item.author),
    editor: schema === 'Chapter' ? [] : listPersonnes(item.editor),
    translator: listPersonnes(item.translator),
    datePublished: date,
    legislationDate: schema === 'Legislation' && date?.length === 10 ? date : undefined,
    legislationIdentifier: schema === 'Legislation' ? texteDe(item.number) : undefined,
    reportNumber: schema === 'Report' ? texteDe(item.number) : undefined,
    publisher: item.publisher ? { '@type': 'Organization', name: item.publisher } : undefined,
    isPartOf: createHote(item, schema),
    pageStart: debut,
    pageEnd: fin,
    pagination: debut ? undefined : pages,
    numberOfPages: schema === 'Book' ? item['number-of-pages'] : undefined,
    isbn: schema === 'Book' ? item.ISBN : undefined,
    bookEdition: schema === 'Book' ? texteDe(item.edition) : undefined,
    inLanguage: item.language,
    keywords: contexte.motsCles ?? item.keyword,
    url: getAdresse(item),
    sameAs: doi && `https://doi.org/${encodeURI(doi)}`,
    mainEntityOfPage: {
      '@type': 'WebPage',
      '@id': contexte.adresse,
      isPartOf: { '@type': 'WebSite', name: contexte.titreSite },
    },
  })
  return JSON.stringify({ '@context': 'https://schema.org', ...oeuvre }).replace(
    /[<>&\u2028\u2029]/g,
    (signe) => `\\u${signe.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
