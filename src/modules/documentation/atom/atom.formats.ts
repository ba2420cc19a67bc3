import { getLibelle, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { formatCitation } from '../citation/citation.ts'
import type { NomCsl } from '../csl.ts'
import { formatValeur } from '../echange/texte.formats.ts'
import { formatXml } from '../echange/xml.formats.ts'
import { FACETTES, formatAdresseNotice, formatItem, type Notice } from '../notice/notice.ts'

export const TYPE_ATOM = 'application/atom+xml'

/** What a feed says of itself. Paths begin with `/`. */
export interface Flux {
  titre: string
  sousTitre: string | null
  /** Path of the feed, its parameters in their one order; what its identifier is made of. */
  chemin: string
  /** Path of the page that shows the same thing. */
  page: string
  /** Whose selection it is; Maillage if not said. */
  auteur?: string | null
  /** Last change of what the feed is about, where it has a date of its own. */
  modifieLe?: Date
  entrees: readonly EntreeFlux[]
}

export interface EntreeFlux {
  /** Path of its page, that its identifier is made of. */
  chemin: string
  titre: string
  creeeLe: Date
  modifieeLe: Date
  /** Where they are not the feed's own. */
  auteurs: readonly string[]
  termes: readonly { vocabulaire: SlugVocabulaire; slug: string }[]
  resume: string
}

/** Since when tags are minted so. An identifier must never change: neither must this. */
const ANNEE_TAG = '2026'

const texte = (valeur: string): string => formatXml(formatValeur(valeur))

/**
 * A tag URI (RFC 4151): it stays when addresses change, and names the thing on this host.
 * @param objet a path in its one form, in ASCII, such as `/documentation.atom?q=sommeil`
 */
const formatTag = (site: string, objet: string): string => `tag:${new URL(site).hostname},${ANNEE_TAG}:${objet}`

const element = (nom: string, valeur: string): string => `<${nom}>${texte(valeur)}</${nom}>\n`
const date = (valeur: Date): string => valeur.toISOString()

/** The last change that the feed shows; 1970 for an empty one, which has none. */
export const getModification = ({ entrees, modifieLe }: Flux): Date =>
  new Date(Math.max(modifieLe?.getTime() ?? 0, ...entrees.map((e) => e.modifieeLe.getTime())))

/**
 * An Atom feed (RFC 4287). Categories are the terms of the notice, their scheme the address of the vocabulary.
 * @param site address of the site, without final slash
 */
export function formatAtom(flux: Flux, site: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
${element('id', formatTag(site, flux.chemin))}${element('title', flux.titre)}${
  flux.sousTitre ? element('subtitle', flux.sousTitre) : ''
}${element('updated', date(getModification(flux)))}<author>${element('name', flux.auteur || 'Maillage').trim()}</author>
<generator>Maillage</generator>
${formatLien('self', TYPE_ATOM, site + flux.chemin)}${formatLien('alternate', 'text/html', site + flux.page)}${flux.entrees
  .map((e) => formatEntree(e, site))
  .join('')}</feed>
`
}

const formatLien = (rel: string, type: string, href: string): string =>
  `<link rel="${rel}" type="${type}" href="${formatXml(href)}"/>\n`

const formatNom = (nom: NomCsl): string =>
  nom.literal ?? [nom.given, nom['non-dropping-particle'], nom.family].filter(Boolean).join(' ')

/** Who answers for the document: its authors, else who published it; else the feed's own author stands for them. */
const listAuteurs = ({ csl }: Notice): string[] =>
  (csl.author?.length ? csl.author.map(formatNom) : [csl.publisher ?? '']).filter(Boolean)

/** A notice in a feed. @param note what the feed says of it, before its abstract */
export function createEntreeNotice(notice: Notice, note: string | null = null): EntreeFlux {
  const resume = notice.resume ?? formatCitation(formatItem(notice), 'ireps-bfc').texte
  return {
    chemin: formatAdresseNotice(notice.id),
    titre: String(notice.csl.title),
    creeeLe: notice.creeLe,
    modifieeLe: notice.modifieeLe,
    auteurs: listAuteurs(notice),
    termes: FACETTES.flatMap(({ cle, vocabulaire }) => notice[cle].map((slug) => ({ vocabulaire, slug }))),
    resume: [note, resume].filter(Boolean).join('\n\n'),
  }
}

function formatEntree(
  { chemin, titre, creeeLe, modifieeLe, auteurs, termes, resume }: EntreeFlux,
  site: string,
): string {
  const categories = termes.map(
    ({ vocabulaire, slug }) =>
      `<category term="${texte(slug)}" scheme="${formatXml(`${site}/vocabulaires/${vocabulaire}`)}" label="${texte(getLibelle(vocabulaire, slug))}"/>\n`,
  )
  return `<entry>
${element('id', formatTag(site, chemin))}${element('title', titre)}${element('updated', date(modifieeLe))}${element('published', date(creeeLe))}${auteurs
  .map((nom) => `<author>${element('name', nom).trim()}</author>\n`)
  .join(
    '',
  )}${formatLien('alternate', 'text/html', site + chemin)}${categories.join('')}${element('summary', resume)}</entry>
`
}
