import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { HttpBindings } from '@hono/node-server'
import type { TraceLectures } from './audit.ts'
import { formatEntetes } from './response.ts'

/** Stands for the nonce in a page kept for later: each answer gets its own. */
export const MARQUE_NONCE = '@nonce@'

const ENTETES = { 'content-type': 'text/html; charset=utf-8', vary: 'accept-encoding' }

const NONCE_VIDE = '-'.repeat(randomUUID().length)

/** A page encoded once, and where its nonce goes. */
interface Page {
  octets: Buffer
  places: number[]
  evenement: string
}

/** One header of a request, as it came: `headers` would build the object of all of them. @returns '' without it */
function getEntete({ rawHeaders }: IncomingMessage, nom: string): string {
  const rang = rawHeaders.findIndex(
    (texte, i) => i % 2 === 0 && texte.length === nom.length && texte.toLowerCase() === nom,
  )
  return rang < 0 ? '' : (rawHeaders[rang + 1] ?? '')
}

/**
 * Pages that ask the database nothing and are the same for every visitor without account: rendered once per process,
 * answered without going through the rest. Only what the request can be recognised by without parsing it is looked at:
 * a cookie or a query sends it the ordinary way.
 */
export class FixedPages {
  private readonly pages = new Map<string, Page>()
  private readonly traces: TraceLectures

  constructor(traces: TraceLectures) {
    this.traces = traces
  }

  add(chemin: string, html: string, evenement: string): void {
    const morceaux = html.split(MARQUE_NONCE)
    const places = morceaux.slice(1).map((_, i) => Buffer.byteLength(morceaux.slice(0, i + 1).join(NONCE_VIDE)))
    this.pages.set(chemin, { octets: Buffer.from(morceaux.join(NONCE_VIDE)), places, evenement })
  }

  /** The answer to a request of Node, null when it has to go the ordinary way. */
  createResponse({ incoming }: HttpBindings): Response | null {
    const page = incoming.method === 'GET' ? this.pages.get(incoming.url ?? '') : undefined
    if (!page || getEntete(incoming, 'cookie')) return null
    this.traces.count(page.evenement)
    const nonce = randomUUID()
    const octets = Buffer.from(page.octets)
    for (const place of page.places) octets.write(nonce, place, 'latin1')
    const entetes = formatEntetes(nonce, ENTETES)
    return getEntete(incoming, 'accept-encoding').includes('gzip')
      ? new Response(gzipSync(octets, { level: 4 }), { headers: { ...entetes, 'content-encoding': 'gzip' } })
      : new Response(octets, { headers: entetes })
  }
}
