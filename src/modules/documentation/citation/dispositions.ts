import type { ItemCsl } from '../csl.ts'
import { formatAnnee, formatDateCitation } from '../dates.ts'
import { getAdresse } from './adresses.ts'
import { type Fragment, formatParties, renderCitation } from './fragments.ts'
import { type FaconNom, formatNoms, hasEtAl } from './noms.ts'
import { getPages } from './pages.ts'
import { formatTypographie } from './typographie.ts'

/**
 * Three layouts in use in French centres of documentation in health promotion, read in their published bibliographies:
 * IREPS Bourgogne-Franche-Comté (2023), IREPS Occitanie (2022), CRES Provence-Alpes-Côte d'Azur (2023).
 * Each one gives one paragraph; a missing part leaves no sign behind.
 */

const TYPES_ARTICLE: readonly string[] = [
  'article',
  'article-journal',
  'article-magazine',
  'article-newspaper',
  'periodical',
  'review',
  'review-book',
]
const TYPES_DANS_HOTE: readonly string[] = [
  'chapter',
  'entry',
  'entry-dictionary',
  'entry-encyclopedia',
  'paper-conference',
]

/** The kind as a label, where the record brings none. Source: types of document of the domain reference. */
const LIBELLES: Partial<Record<ItemCsl['type'], string>> = {
  article: 'Article',
  'article-journal': 'Article',
  'article-magazine': 'Article',
  'article-newspaper': 'Article',
  bill: 'Texte juridique',
  book: 'Ouvrage',
  broadcast: 'Podcast',
  chapter: 'Chapitre',
  dataset: 'Données',
  graphic: 'Affiche',
  legal_case: 'Texte juridique',
  legislation: 'Texte juridique',
  map: 'Carte',
  motion_picture: 'Vidéo',
  pamphlet: 'Brochure',
  'paper-conference': 'Communication',
  periodical: 'Revue',
  post: 'Page internet',
  'post-weblog': 'Page internet',
  regulation: 'Texte juridique',
  report: 'Rapport',
  software: 'Logiciel',
  song: 'Podcast',
  thesis: 'Thèse, mémoire',
  webpage: 'Page internet',
}
/** Kinds whose medium a reader must know beforehand: the IREPS layout prints their label after the title. */
const TYPES_A_SIGNALER: readonly string[] = ['broadcast', 'graphic', 'motion_picture', 'song', 'webpage']

const brut = (texte: string): Fragment[] => [{ texte }]

/** Title as printed, « [Sans titre] » where there is none. Closes it without the full stop or comma that the source may have kept; an ellipsis and « etc. » stay. */
export function getTitre(item: ItemCsl): string {
  const titre = formatTypographie(item.title ?? '', item.language)
  return titre.replace(/\s*[,;]+$/, '').replace(/(?<![.…]|\betc)\.$/, '') || '[Sans titre]'
}

/** Label that the source prints ("[Affiche]" or "Affiche"), without its brackets. */
function getLibelleSource(item: ItemCsl): string {
  const libelle = item.genre ?? (typeof item.custom?.libelle === 'string' ? item.custom.libelle : '')
  return formatTypographie(libelle.replace(/^\s*\[|\]\s*$/g, ''))
}

/** A label that is not already said by the title. */
function getLibelleUtile(item: ItemCsl): string {
  const libelle = getLibelleSource(item) || (TYPES_A_SIGNALER.includes(item.type) ? (LIBELLES[item.type] ?? '') : '')
  return getTitre(item).toLocaleLowerCase('fr').includes(libelle.toLocaleLowerCase('fr')) ? '' : libelle
}

/** Authors, else the editors of a collective work, marked « (dir.) ». */
function getAuteurs(item: ItemCsl, facon: FaconNom): string {
  const auteurs = formatNoms(item.author, facon, hasEtAl(item))
  if (auteurs || TYPES_DANS_HOTE.includes(item.type)) return auteurs
  const directeurs = formatNoms(item.editor ?? item.director, facon)
  return directeurs && `${directeurs} (dir.)`
}

/** A part of a host work that the record names. */
const isDansHote = (item: ItemCsl): boolean => TYPES_DANS_HOTE.includes(item.type) && Boolean(item['container-title'])

/** People of the host work of a chapter. */
function getAuteursHote(item: ItemCsl, facon: FaconNom): string {
  const auteurs = formatNoms(item['container-author'], facon)
  if (auteurs) return auteurs
  const directeurs = formatNoms(item.editor, facon)
  return directeurs && `${directeurs} (dir.)`
}

const texteDe = (valeur: string | number | undefined): string => (valeur === undefined ? '' : String(valeur).trim())

/** « pp. 12-19 », « p. 4 », or « 157 p. » for a whole document. */
function getPagination(item: ItemCsl): string {
  const { pages } = getPages(item)
  if (pages) return `${/[-,]/.test(pages) ? 'pp.' : 'p.'}\u00a0${pages}`
  const nombre = texteDe(item['number-of-pages']).replace(/\s*p(ages?|\.)?$/i, '')
  return nombre && `${nombre}\u00a0p.`
}

/** « n° 3 », while « hors-série » and « été » carry no number sign. */
function getNumero(item: ItemCsl): string {
  const numero = texteDe(item.issue).replace(/^n(°|os?\b|º)\.?\s*/i, '')
  return /^\d/.test(numero) ? `n°\u00a0${numero}` : formatTypographie(numero)
}

function getEdition(item: ItemCsl): string {
  const edition = texteDe(item.edition)
  if (!/^\d+$/.test(edition)) return formatTypographie(edition)
  return edition === '1' ? '1re éd.' : `${edition}e éd.`
}

const getEditeurs = (item: ItemCsl): string[] =>
  (item.publisher ?? '')
    .split(/\s*;\s*/)
    .filter(Boolean)
    .map((editeur) => formatTypographie(editeur, item.language))

/** « Lieu : Éditeur », each publisher with its own place where the record pairs them. */
function getAdresseBibliographique(item: ItemCsl): string {
  const lieux = (item['publisher-place'] ?? '').split(/\s*;\s*/).filter(Boolean)
  const editeurs = getEditeurs(item)
  const collection = [texteDe(item['collection-title']), texteDe(item['collection-number'])].filter(Boolean).join(', ')
  const suite = collection && ` (${formatTypographie(collection, item.language)})`
  if (editeurs.length === 0) return `${lieux.join(', ')}${suite}`.trim()
  if (lieux.length > 1 && lieux.length === editeurs.length) {
    return editeurs.map((editeur, rang) => `${lieux[rang]}\u00a0: ${editeur}`).join('\u202f; ') + suite
  }
  const debut = lieux.length > 0 ? `${lieux.join(', ')}\u00a0: ` : ''
  return `${debut}${editeurs.join(', ')}${suite}`
}

const virgules = (...parties: string[]): string => parties.filter(Boolean).join(', ')
const titreHote = (item: ItemCsl): string => formatTypographie(item['container-title'] ?? '', item.language)

/** « Revue AAAA ; vol(n°) : pp. 1-9 », the form of an article at IREPS Bourgogne-Franche-Comté. */
function getReferenceRevue(item: ItemCsl): string {
  const volume = texteDe(item.volume)
  const numero = getNumero(item).replace(/^n°\u00a0/, '')
  const livraison = volume && numero ? `${volume}(${numero})` : volume || numero
  const revue = `${titreHote(item)} ${formatAnnee(item.issued)}`.trim()
  const suite = [livraison, getPagination(item)].filter(Boolean).join('\u00a0: ')
  return suite ? `${revue}\u202f; ${suite}` : revue
}

export function formatIrepsBfc(item: ItemCsl): Fragment[] {
  const libelle = getLibelleUtile(item)
  const adresse = getAdresse(item)
  const imprime = virgules(getAdresseBibliographique(item), formatAnnee(item.issued), getPagination(item))
  const hote = titreHote(item)
  const source: Fragment[][] = TYPES_ARTICLE.includes(item.type)
    ? [brut(hote ? getReferenceRevue(item) : imprime)]
    : isDansHote(item)
      ? [
          [
            { texte: 'In\u00a0: ' },
            ...formatParties([brut(getAuteursHote(item, 'nom-prenom')), [{ texte: hote, balise: 'b' }]], '.'),
          ],
          brut(getEdition(item)),
          brut(imprime),
        ]
      : [brut(virgules(hote, hote && getNumero(item))), brut(getEdition(item)), brut(imprime)]
  return formatParties(
    [
      [{ texte: getTitre(item), balise: 'b' }, { texte: libelle && ` [${libelle}]` }],
      brut(getAuteurs(item, 'nom-prenom')),
      ...source,
      adresse ? [{ texte: 'En ligne\u00a0: ' }, { texte: adresse, href: adresse }] : [],
    ],
    '.',
  )
}

/** Journal or host, publisher, volume, issue, date and pages: the comma-separated tail of the two other layouts. */
function listSource(item: ItemCsl): { hote: string; suite: string } {
  const volume = texteDe(item.volume)
  return {
    hote: titreHote(item),
    suite: virgules(
      getEdition(item),
      volume && (/^\d/.test(volume) ? `vol.\u00a0${volume}` : volume),
      getNumero(item),
      getEditeurs(item).join(', '),
      formatDateCitation(item.issued),
      getPagination(item),
    ),
  }
}

export function formatIrepsOccitanie(item: ItemCsl): Fragment[] {
  const { hote, suite } = listSource(item)
  const libelle = getLibelleSource(item) && getLibelleUtile(item)
  const adresse = getAdresse(item)
  const reference = formatParties(
    [
      brut(getAuteurs(item, 'capitales')),
      formatParties([[{ texte: getTitre(item), balise: 'b' }], brut(libelle)], '.'),
      formatHote(item, [{ texte: hote, balise: 'i' }]),
      brut(suite),
    ],
    ',',
  )
  if (!adresse) return reference
  const appel = 'Consulter le document'
  return [...reference, { texte: ' ' }, { texte: `[${appel}\u00a0: ${adresse}]`, href: adresse, libelle: `${appel}…` }]
}

/** The journal as it is; the host of a chapter as « In : Titre » or « In : NOM Prénom (dir.), Titre ». */
function formatHote(item: ItemCsl, titre: Fragment[]): Fragment[] {
  if (!isDansHote(item)) return titre
  return [{ texte: 'In\u00a0: ' }, ...formatParties([brut(getAuteursHote(item, 'capitales')), titre], ',')]
}

export function formatCres(item: ItemCsl): Fragment[] {
  const { hote, suite } = listSource(item)
  const adresse = getAdresse(item)
  const revue = renderCitation(formatParties([brut(hote), brut(suite)], ',')).texte
  const source = formatHote(item, [{ texte: revue, balise: 'i' }])
  return formatParties(
    [
      brut(getLibelleSource(item) || (LIBELLES[item.type] ?? 'Document')),
      brut(getAuteurs(item, 'capitales')),
      [{ texte: getTitre(item), balise: 'b' }],
      source,
      adresse ? [{ texte: adresse, href: adresse }] : [],
    ],
    '.',
  )
}
