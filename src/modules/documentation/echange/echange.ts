import type { ItemCsl } from '../csl.ts'
import { formatBibtex, parseBibtex } from './bibtex.formats.ts'
import { correspondanceBibtex } from './bibtex-champs.ts'
import { formatCslJson, parseCslJson } from './csl-json.formats.ts'
import { type Ecriture, formatFlux, parseFlux } from './flux.ts'
import { formatIso2709, parseIso2709 } from './iso2709.formats.ts'
import { DEBUT_MARCXML, FIN_MARCXML, formatMarcxml, parseMarcxml } from './marcxml.formats.ts'
import type { Champ, Correspondance, EnregistrementLu, Lu, Octets, Perdu, Signaler } from './modele.ts'
import { DEBUT_PMBXML, FIN_PMBXML, formatPmbxml, parsePmbxml } from './pmbxml.formats.ts'
import { formatRis, parseRis } from './ris.formats.ts'
import { correspondanceRis } from './ris-champs.ts'
import { correspondanceUnimarc } from './unimarc.ts'
import { getZones } from './zones.ts'

export type { Lu, NoticeLue, NoticeRefusee, Octets, Perdu, Signaler } from './modele.ts'
export { ErreurFormat } from './modele.ts'

type Items = AsyncIterable<ItemCsl> | Iterable<ItemCsl>

/** A library format, read and written as streams: memory does not grow with the file. */
export interface FormatEchange {
  libelle: string
  /** Of its files, the usual one first, without dot. */
  extensions: readonly string[]
  mime: string
  /**
   * Notices of a file, in its order. A record that cannot be read gives its number, its place and a French reason;
   * the following ones are read. @throws ErreurFormat when the file as a whole cannot be (its encoding)
   */
  parse(octets: Octets): AsyncGenerator<Lu>
  /** @param signaler told, for each item, what the format cannot carry */
  format(items: Items, signaler?: Signaler): AsyncGenerator<Uint8Array>
}

export const NOMS_FORMATS = ['csl-json', 'ris', 'bibtex', 'unimarc', 'marcxml', 'pmbxml'] as const
export type NomFormat = (typeof NOMS_FORMATS)[number]

/** Fields that an item keeps from another family of formats, and that this one drops. */
function listEtrangers(item: ItemCsl): Perdu[] {
  const zones = getZones(item)
  if (!zones) return []
  const liste = <C extends Champ>(corr: Correspondance<C>): Perdu[] =>
    corr.parse({ tete: zones.tete, champs: zones.champs.filter((champ) => corr.isChamp(champ)) }).perdus
  if (zones.famille === 'unimarc') return liste(correspondanceUnimarc)
  return zones.famille === 'ris' ? liste(correspondanceRis) : liste(correspondanceBibtex)
}

function createFormat<C extends Champ>(
  description: Pick<FormatEchange, 'libelle' | 'extensions' | 'mime'>,
  correspondance: Correspondance<C>,
  parse: (octets: Octets) => AsyncIterable<EnregistrementLu<C>>,
  ecriture: Ecriture<C>,
): FormatEchange {
  return {
    ...description,
    parse: (octets) => parseFlux(correspondance, parse(octets)),
    format: (items, signaler) => formatFlux(correspondance, ecriture, items, signaler, listEtrangers),
  }
}

export const FORMATS: Record<NomFormat, FormatEchange> = {
  'csl-json': {
    libelle: 'CSL-JSON',
    extensions: ['json'],
    mime: 'application/vnd.citationstyles.csl+json',
    parse: parseCslJson,
    format: formatCslJson,
  },
  ris: createFormat(
    { libelle: 'RIS', extensions: ['ris'], mime: 'application/x-research-info-systems' },
    correspondanceRis,
    parseRis,
    { formatNotice: formatRis },
  ),
  bibtex: createFormat(
    { libelle: 'BibTeX', extensions: ['bib'], mime: 'application/x-bibtex' },
    correspondanceBibtex,
    parseBibtex,
    { formatNotice: formatBibtex },
  ),
  unimarc: createFormat(
    { libelle: 'UNIMARC (ISO 2709)', extensions: ['mrc', 'iso', 'uni'], mime: 'application/marc' },
    correspondanceUnimarc,
    parseIso2709,
    { formatNotice: formatIso2709 },
  ),
  marcxml: createFormat(
    { libelle: 'MARCXML (UNIMARC)', extensions: ['xml'], mime: 'application/marcxml+xml' },
    correspondanceUnimarc,
    parseMarcxml,
    { debut: DEBUT_MARCXML, fin: FIN_MARCXML, formatNotice: formatMarcxml },
  ),
  pmbxml: createFormat(
    { libelle: 'UNIMARC XML de PMB', extensions: ['xml'], mime: 'application/xml' },
    correspondanceUnimarc,
    parsePmbxml,
    { debut: DEBUT_PMBXML, fin: FIN_PMBXML, formatNotice: formatPmbxml },
  ),
}

/** Bytes that are enough to recognise a format. */
export const TAILLE_INDICE = 4096

/** @returns the format that the first bytes of a file show, or undefined */
export function computeFormat(debut: Uint8Array): NomFormat | undefined {
  // UTF-16 read byte by byte shows the same characters once its zeros are taken out.
  const texte = Buffer.from(debut.subarray(0, TAILLE_INDICE))
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^(?:ï»¿|ÿþ|þÿ)/, '')
    .trimStart()
  if (/^\d{5}.{7}\d{5}/s.test(texte)) return 'unimarc'
  if (texte.startsWith('<')) {
    if (/<unimarc[\s>]|<notice[\s>]|<f c="/.test(texte)) return 'pmbxml'
    return /<(?:[\w.-]+:)?(?:record|collection)[\s>]/.test(texte) ? 'marcxml' : undefined
  }
  // « [1] Durand… » is a printed reference.
  if (/^(?:\[\s*(?:[[{\]]|$)|\{\s*(?:["}]|$))/.test(texte)) return 'csl-json'
  if (/^TY[ \t]{1,2}-/m.test(texte)) return 'ris'
  return /^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]/m.test(texte) ? 'bibtex' : undefined
}
