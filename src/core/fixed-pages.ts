import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { HttpBindings } from '@hono/node-server'
import type { TraceLectures } from './audit.ts'
import { formatEntetes } from './response.ts'

/** Stands for the nonce in a page kept for later: each answer gets its own. */
export const MARQUE_NONCE = '@nonce@'

const ENTETES = { 'content-type': 'text/html; charset=utf-8', vary: 'accept-encoding' }

/**
 * Pages that ask the database nothing and are the same for every visitor without account: rendered once per process,
 * answered without going through the rest. Only what the request can be recognised by without parsing it is looked at:
 * a cookie or a query sends it the ordinary way.
 */
export class FixedPages {
  /** The pieces of each page, between which its nonce goes. */
  private readonly pages = new Map<string, { morceaux: string[]; evenement: string }>()
  private readonly traces: TraceLectures

  constructor(traces: TraceLectures) {
    this.traces = traces
  }

  add(chemin: string, html: string, evenement: string): void {
    this.pages.set(chemin, { morceaux: html.split(MARQUE_NONCE), evenement })
  }

  /** The answer to a request of Node, null when it has to go the ordinary way. */
  createResponse({ incoming }: HttpBindings): Response | null {
    const page = incoming.method === 'GET' ? this.pages.get(incoming.url ?? '') : undefined
    if (!page || incoming.headers.cookie) return null
    this.traces.count(page.evenement)
    const nonce = randomUUID()
    const html = page.morceaux.join(nonce)
    const entetes = formatEntetes(nonce, ENTETES)
    return String(incoming.headers['accept-encoding'] ?? '').includes('gzip')
      ? new Response(gzipSync(html, { level: 4 }), { headers: { ...entetes, 'content-encoding': 'gzip' } })
      : new Response(html, { headers: entetes })
  }
}
