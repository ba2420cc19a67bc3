import { formatTexte, type Message } from './message.formats.ts'

/** The text of a message, as it would leave. */
export const ApercuTexte = ({ message }: { message: Message }) => (
  <>
    <p>
      <strong>Objet&nbsp;:</strong> {message.sujet}
    </p>
    <pre class="courriel">{formatTexte(message)}</pre>
  </>
)

/**
 * The HTML of a message at an address of its own, where its styles may stand on its elements: everything else, scripts
 * and what comes from elsewhere, stays shut.
 */
export const createApercuHtml = (html: string): Response =>
  new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      'x-robots-tag': 'noindex',
    },
  })
