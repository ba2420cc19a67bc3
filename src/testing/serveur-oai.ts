import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createWebClient } from '#core/web-client.ts'
import { formatXml } from '../modules/documentation/echange/xml.formats.ts'
import type { ReglagesOai } from '../modules/documentation/moisson/oai-client.formats.ts'

/** What answers in place of the server: a text, or the response itself taken in hand. */
type Panne = (demande: IncomingMessage, reponse: ServerResponse, url: URL) => boolean

/** A record of the invented server. */
export interface RecordFictif {
  id: string
  /** UTC, to the second. */
  date: string
  /** Its description; null: deleted. */
  description: string | null
  ensemble?: string
}

export const formatDc = (titre: string, champs: Record<string, string> = {}): string =>
  `<oai_dc:dc xmlns:oai_dc="o" xmlns:dc="d">${Object.entries({ title: titre, ...champs })
    .map(([nom, texte]) => `<dc:${nom}>${formatXml(texte)}</dc:${nom}>`)
    .join('')}</oai_dc:dc>`

export const formatReponse = (contenu: string, date = '2026-03-01T12:00:00Z'): string =>
  `<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>${date}</responseDate><request>http://oai.example/</request>${contenu}</OAI-PMH>`

const formatRecord = ({ id, date, description }: RecordFictif): string =>
  `<record><header${description === null ? ' status="deleted"' : ''}><identifier>${id}</identifier><datestamp>${date}</datestamp></header>${description === null ? '' : `<metadata>${description}</metadata>`}</record>`

/** A small OAI-PMH server of our tests, over HTTP, whose records and faults a test changes as it goes. */
export async function createServeurOai(taille = 2) {
  const etat = {
    records: [] as RecordFictif[],
    /** The server’s clock. */
    date: '2026-03-01T12:00:00Z',
    /** Each request but Identify is first given to the next of these. */
    pannes: [] as Panne[],
    demandes: [] as string[],
  }
  const serveur = createServer((demande, reponse) => {
    const url = new URL(demande.url ?? '/', 'http://oai.example')
    etat.demandes.push(url.search)
    const p = url.searchParams
    if (p.get('verb') !== 'Identify' && etat.pannes.shift()?.(demande, reponse, url)) return
    reponse.setHeader('content-type', 'text/xml').end(formatReponse(repondre(p), etat.date))
  }).listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  const { port } = serveur.address() as AddressInfo

  const repondre = (p: URLSearchParams): string => {
    const verbe = p.get('verb')
    if (verbe === 'Identify') {
      return '<Identify><repositoryName>Base fictive</repositoryName><baseURL>http://oai.example/</baseURL><granularity>YYYY-MM-DDThh:mm:ssZ</granularity><deletedRecord>persistent</deletedRecord></Identify>'
    }
    if (verbe === 'ListSets')
      return '<ListSets><set><setSpec>set_1</setSpec><setName>Panier fictif</setName></set></ListSets>'
    if (verbe === 'ListMetadataFormats') {
      const formats = ['oai_dc', 'pmb_xml_unimarc'].map(
        (f) =>
          `<metadataFormat><metadataPrefix>${f}</metadataPrefix><metadataNamespace>x</metadataNamespace></metadataFormat>`,
      )
      return `<ListMetadataFormats>${formats.join('')}</ListMetadataFormats>`
    }
    if (verbe !== 'ListRecords') return '<error code="badVerb">non</error>'
    const [debut = '0', depuis = '', ensemble = ''] = (
      p.get('resumptionToken') ?? `0|${p.get('from') ?? ''}|${p.get('set') ?? ''}`
    ).split('|')
    const choisis = etat.records.filter((r) => r.date >= depuis && (ensemble === '' || r.ensemble === ensemble))
    const page = choisis.slice(Number(debut), Number(debut) + taille)
    if (page.length === 0) return '<error code="noRecordsMatch">rien</error>'
    const suite = Number(debut) + taille < choisis.length ? `${Number(debut) + taille}|${depuis}|${ensemble}` : ''
    return `<ListRecords>${page.map(formatRecord).join('')}<resumptionToken>${suite}</resumptionToken></ListRecords>`
  }

  return {
    etat,
    adresse: `http://127.0.0.1:${port}/ws/connector_out.php?source_id=1`,
    close: () => {
      serveur.closeAllConnections()
      serveur.close()
    },
  }
}

/** Asks our tests’ server without waiting; the waits are written down, in seconds. */
export function createReglagesDeTest(attentes: number[] = [], delai = 300): ReglagesOai {
  return {
    client: createWebClient({ adresse: 'https://maillage.example', hotesInternes: ['127.0.0.1'] }),
    pause: async (duree, signal) => {
      signal.throwIfAborted()
      attentes.push(duree / 1000)
    },
    delai,
    reprises: [2, 10, 30],
  }
}
