import { getTypeAccepte } from '#core/negotiation.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { renderJsonLd } from '../citation/citation.formats.ts'
import type { ItemCsl } from '../csl.ts'
import { FORMATS, NOMS_FORMATS, type NomFormat } from '../echange/echange.ts'
import { SEPARATEUR_MOTS } from '../echange/lecture.ts'
import { FACETTES, formatAdresseNotice, formatItem, type Notice } from './notice.ts'

export const NOMS_REPRESENTATIONS = ['json-ld', ...NOMS_FORMATS] as const
export type NomRepresentation = 'html' | (typeof NOMS_REPRESENTATIONS)[number]

interface Representation {
  libelle: string
  extension: string
  /** Media type that answers. */
  type: string
  /** Other names under which it is asked. */
  autres?: readonly string[]
}

const AUTRES_TYPES: Partial<Record<NomFormat, readonly string[]>> = {
  'csl-json': ['application/citeproc+json', 'application/json'],
  ris: ['text/x-ris'],
  bibtex: ['text/x-bibtex'],
  marcxml: ['application/marcxml', 'application/xml', 'text/xml'],
}

/** What a notice answers as, the page first; by the ends of its address and by `Accept`. */
export const REPRESENTATIONS = new Map<NomRepresentation, Representation>([
  ['html', { libelle: 'page', extension: 'html', type: 'text/html', autres: ['application/xhtml+xml'] }],
  [
    'json-ld',
    {
      ...{ libelle: 'JSON-LD (schema.org)', extension: 'jsonld', type: 'application/ld+json' },
      autres: ['application/vnd.schemaorg.ld+json'],
    },
  ],
  ...NOMS_FORMATS.map((nom): [NomRepresentation, Representation] => {
    const { libelle, extensions, mime } = FORMATS[nom]
    return [nom, { libelle, extension: extensions[0] ?? nom, type: mime, autres: AUTRES_TYPES[nom] ?? [] }]
  }),
])

/** A type that two formats share is the first one's. */
const PAR_TYPE = new Map(
  [...REPRESENTATIONS]
    .reverse()
    .flatMap(([nom, { type, autres = [] }]) => [type, ...autres].map((t): [string, NomRepresentation] => [t, nom])),
)
const TYPES = [...REPRESENTATIONS.values()].flatMap(({ type, autres = [] }) => [type, ...autres])

/** The representation that a header `Accept` asks for, and the type under which it does; null when none suits. */
export function getRepresentation(accept: string | null): { nom: NomRepresentation; type: string } | null {
  const type = getTypeAccepte(accept, TYPES)
  const nom = type === null ? undefined : PAR_TYPE.get(type)
  return type === null || nom === undefined ? null : { nom, type }
}

/** Address of a notice in a format: its page's, and the name of the format. */
export const formatAdresseFormat = (id: number, nom: NomRepresentation): string =>
  nom === 'html' ? formatAdresseNotice(id) : `${formatAdresseNotice(id)}.${nom}`

/** Terms that index a notice, in words, as its item bears them in `custom`. */
const listTermes = ({ custom }: ItemCsl): string[] =>
  FACETTES.flatMap((f) => [custom?.[f.cle] ?? []].flat().map((slug) => getLibelle(f.vocabulaire, String(slug))))

/** schema.org description, its keywords in words. @param site address of the site, without final slash */
export function formatJsonLd(notice: Notice, site: string): string {
  const item = formatItem(notice)
  return renderJsonLd(item, {
    adresse: site + formatAdresseNotice(notice.id),
    titreSite: 'Maillage',
    motsCles: listTermes(item),
  })
}

/**
 * The item of a notice (`formatItem`) for another tool, which knows nothing of our vocabularies: their terms, in words, join the keywords. A record
 * kept as it was read has its own headings, that this would undo; CSL-JSON carries our terms as they are.
 */
export function formatItemEchange(item: ItemCsl, nom: NomFormat): { item: ItemCsl; enMots: boolean } {
  if (nom === 'csl-json' || item.custom?.zones) return { item, enMots: false }
  const mots = [...(item.keyword?.split(SEPARATEUR_MOTS) ?? []), ...listTermes(item)]
  return {
    item: { ...item, ...(mots.length > 0 && { keyword: [...new Set(mots)].join(SEPARATEUR_MOTS) }) },
    enMots: true,
  }
}

/** The bytes of one notice in a format. @param site as for `formatJsonLd` */
export async function formatNotice(
  notice: Notice,
  nom: Exclude<NomRepresentation, 'html'>,
  site: string,
): Promise<string> {
  if (nom === 'json-ld') return formatJsonLd(notice, site)
  const morceaux: Uint8Array[] = []
  for await (const morceau of FORMATS[nom].format([formatItemEchange(formatItem(notice), nom).item]))
    morceaux.push(morceau)
  return Buffer.concat(morceaux).toString('utf8')
}
