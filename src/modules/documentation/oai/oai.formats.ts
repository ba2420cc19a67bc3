import { getVocabulaire, listTermes } from '#modules/vocabulaires/index.ts'
import { formatPmbxml } from '../echange/pmbxml.formats.ts'
import { formatValeur } from '../echange/texte.formats.ts'
import { correspondanceUnimarc } from '../echange/unimarc.ts'
import { formatXml } from '../echange/xml.formats.ts'
import { formatEnregistrement } from '../echange/zones.ts'
import { isLicence, LICENCES } from '../etagere/etagere.ts'
import { formatItem, type Notice } from '../notice/notice.ts'
import { DUBLIN_CORE, formatChampsDublinCore, formatDublinCore } from './dublin-core.formats.ts'
import { formatMarcxmlValide, MARCXML } from './marcxml.formats.ts'
import {
  type Demande,
  type EnsembleEtagere,
  type FauteOai,
  formatDate,
  formatIdentifiant,
  type Releve,
  type ReleveComplet,
} from './oai.ts'

/** Where the repository stands: address of the site without final slash, its host. */
export interface Depot {
  site: string
  hote: string
}

export interface FormatOai {
  prefixe: string
  /** Of its XML: schema and namespace. */
  schema: string
  espace: string
  format(notice: Notice, site: string): string
}

/** The UNIMARC record of a notice, that it was read from included. */
const createUnimarc = (notice: Notice) => formatEnregistrement(correspondanceUnimarc, formatItem(notice)).enregistrement

const formatAttributs = ({ schema, espace }: Pick<FormatOai, 'schema' | 'espace'>): string =>
  ` xmlns="${espace}" xsi:schemaLocation="${espace} ${schema}"`

/** As PMB itself declares it (class oai_out_protocol). */
const PMB = {
  prefixe: 'pmb_xml_unimarc',
  schema: 'http://www.pmbservices.fr/notice.xsd',
  espace: 'http://www.pmbservices.fr',
}

const FORMATS: readonly FormatOai[] = [
  { ...DUBLIN_CORE, format: formatDublinCore },
  { ...MARCXML, format: (notice) => formatMarcxmlValide(createUnimarc(notice), formatAttributs(MARCXML)) },
  { ...PMB, format: (notice) => formatPmbxml(createUnimarc(notice), formatAttributs(PMB)) },
]

export const getFormat = (prefixe: string): FormatOai | null => FORMATS.find((f) => f.prefixe === prefixe) ?? null

const formatTexte = (texte: string): string => formatXml(formatValeur(texte))
const formatElement = (nom: string, texte: string): string => `<${nom}>${formatTexte(texte)}</${nom}>\n`

const DEBUT = `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
`

/** @param demande null where the arguments are at fault: they are then not repeated */
function formatEnveloppe(depot: Depot, date: Date, demande: Demande | null, contenu: string): string {
  const attributs = demande
    ? Object.entries({
        verb: demande.verbe,
        ...demande.arguments,
        ...(demande.jeton && { resumptionToken: demande.jeton }),
      })
        .map(([nom, valeur]) => ` ${nom}="${formatTexte(valeur)}"`)
        .join('')
    : ''
  const tete = `${formatElement('responseDate', formatDate(date))}<request${attributs}>${formatTexte(`${depot.site}/oai`)}</request>\n`
  return `${DEBUT}${tete}${contenu}</OAI-PMH>\n`
}

/** The answer to a request: `contenu` stands inside an element that bears the name of the verb. */
export const formatReponse = (depot: Depot, date: Date, demande: Demande, contenu: string): string =>
  formatEnveloppe(depot, date, demande, `<${demande.verbe}>\n${contenu}</${demande.verbe}>\n`)

export function formatFautes(depot: Depot, date: Date, demande: Demande | null, fautes: readonly FauteOai[]): string {
  const lignes = fautes.map(({ code, message }) => `<error code="${code}">${formatTexte(message)}</error>\n`)
  return formatEnveloppe(depot, date, demande, lignes.join(''))
}

/** What the schema of identifiers admits as a host: a name with a dot, each part beginning with a letter. */
const HOTE = /^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+$/

/** @param courriel of whoever keeps the repository @param premiere date of the oldest record */
export function formatIdentify({ site, hote }: Depot, courriel: string, premiere: Date): string {
  const identifiants = `<description>
<oai-identifier xmlns="http://www.openarchives.org/OAI/2.0/oai-identifier" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai-identifier http://www.openarchives.org/OAI/2.0/oai-identifier.xsd">
<scheme>oai</scheme>
<repositoryIdentifier>${hote}</repositoryIdentifier>
<delimiter>:</delimiter>
<sampleIdentifier>${formatIdentifiant(hote, 1)}</sampleIdentifier>
</oai-identifier>
</description>
`
  const presentation = formatChampsDublinCore([
    ['title', `Maillage, catalogue documentaire de ${hote}`],
    [
      'description',
      'Notices de documents utiles à la coordination des soins, à la prévention et à la promotion de la santé. Ensembles\u00a0: thèmes de santé, étagères publiques. Formats\u00a0: Dublin Core, UNIMARC en MARCXML, UNIMARC XML de PMB.',
    ],
    ['identifier', `${site}/documentation`],
    ['language', 'fr'],
    [
      'rights',
      'Aucune licence générale n’est déclarée. Celle d’une étagère est dite dans sa description (ListSets). Un résumé reste à qui l’a écrit.',
    ],
  ])
  return [
    formatElement('repositoryName', `Maillage, catalogue documentaire de ${hote}`),
    formatElement('baseURL', `${site}/oai`),
    formatElement('protocolVersion', '2.0'),
    formatElement('adminEmail', courriel),
    formatElement('earliestDatestamp', formatDate(premiere)),
    formatElement('deletedRecord', 'persistent'),
    formatElement('granularity', 'YYYY-MM-DDThh:mm:ssZ'),
    ...['gzip', 'deflate'].map((nom) => formatElement('compression', nom)),
    HOTE.test(hote) ? identifiants : '',
    `<description>\n${presentation}</description>\n`,
  ].join('')
}

export const formatFormats = (): string =>
  FORMATS.map(
    ({ prefixe, schema, espace }) =>
      `<metadataFormat>\n${formatElement('metadataPrefix', prefixe)}${formatElement('schema', schema)}${formatElement('metadataNamespace', espace)}</metadataFormat>\n`,
  ).join('')

const formatEnsemble = (spec: string, nom: string, description: string): string =>
  `<set>\n${formatElement('setSpec', spec)}${formatElement('setName', nom)}<setDescription>\n${description}</setDescription>\n</set>\n`

/** Sets that every installation has: all themes, each theme, all shelves. */
export function listEnsemblesFixes(): string[] {
  const { libelle, description } = getVocabulaire('theme')
  return [
    formatEnsemble('theme', libelle, formatChampsDublinCore([['description', description]])),
    ...listTermes('theme').map((t) =>
      formatEnsemble(`theme:${t.slug}`, t.libelle, formatChampsDublinCore([['description', t.definition]])),
    ),
    formatEnsemble(
      'etagere',
      'Étagères publiques',
      formatChampsDublinCore([['description', 'Notices qui figurent sur au moins une étagère publique.']]),
    ),
  ]
}

export function formatEnsembleEtagere({ site }: Depot, e: EnsembleEtagere): string {
  const description = formatChampsDublinCore([
    ['title', e.sousTitre ? `${e.titre}\u00a0: ${e.sousTitre}` : e.titre],
    ['creator', e.auteurs],
    ['description', e.introduction],
    ['identifier', `${site}/etageres/${e.id}`],
    [
      'rights',
      e.licence && isLicence(e.licence) ? `${LICENCES[e.licence].libelle} (${LICENCES[e.licence].url})` : null,
    ],
  ])
  return formatEnsemble(`etagere:${e.id}`, e.titre, description)
}

export function formatEntete({ hote }: Depot, { id, date, supprime, ensembles }: Releve): string {
  const specs = ensembles.map((spec) => formatElement('setSpec', spec)).join('')
  return `<header${supprime ? ' status="deleted"' : ''}>\n${formatElement('identifier', formatIdentifiant(hote, id))}${formatElement('datestamp', formatDate(date))}${specs}</header>\n`
}

export function formatRecord(depot: Depot, releve: ReleveComplet, format: FormatOai): string {
  const contenu = releve.notice ? `<metadata>\n${format.format(releve.notice, depot.site)}</metadata>\n` : ''
  return `<record>\n${formatEntete(depot, releve)}${contenu}</record>\n`
}

interface Suite {
  /** Empty on the last page of a list in several. */
  jeton: string
  fin: Date
  total: number
  /** Records given before this page. */
  curseur: number
}

export function formatReprise({ jeton, fin, total, curseur }: Suite): string {
  const expiration = jeton ? ` expirationDate="${formatDate(fin)}"` : ''
  return `<resumptionToken${expiration} completeListSize="${total}" cursor="${curseur}">${jeton}</resumptionToken>\n`
}
