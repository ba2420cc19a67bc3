import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'

export interface Courriel {
  /** One address, already checked. */
  a: string
  sujet: string
  texte: string
  /** The same for those who read it dressed; whoever wrote it escaped it. */
  html?: string | null
  entetes?: Record<string, string>
}

/** Sends a message. Rejects when the server does not take it. */
export type EnvoyerCourriel = (courriel: Courriel, maintenant: Date) => Promise<void>

interface Reglages {
  smtp: string | null
  expediteur: string
  /** Folder of the installation: without SMTP, messages go to its `courriels/`. */
  donnees: string
}

const formatMessage = (expediteur: string, { a, sujet, texte, html, entetes }: Courriel) => ({
  from: expediteur,
  to: a,
  subject: sujet,
  text: texte,
  ...(html && { html }),
  ...(entetes && { headers: entetes }),
  // What a message says never makes this server read a file or an address.
  disableFileAccess: true,
  disableUrlAccess: true,
})

/** A person waits for the message in front of a page. */
const DELAI_MS = 10_000

/**
 * The way messages leave this installation. Without SMTP each one becomes an .eml file that only the server's account
 * can read; its name says when, never to whom.
 * @param signaler receives the path of each file written; never what it holds.
 */
export function createCourrier(
  { smtp, expediteur, donnees }: Reglages,
  signaler: (fichier: string) => void,
): EnvoyerCourriel {
  if (smtp !== null) {
    const transport = createTransport({
      url: smtp,
      connectionTimeout: DELAI_MS,
      greetingTimeout: DELAI_MS,
      socketTimeout: DELAI_MS,
    })
    return async (courriel) => {
      await transport.sendMail(formatMessage(expediteur, courriel))
    }
  }
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return async (courriel, maintenant) => {
    const { message } = await transport.sendMail(formatMessage(expediteur, courriel))
    const dossier = join(donnees, 'courriels')
    await mkdir(dossier, { recursive: true, mode: 0o700 })
    const nom = `${maintenant.toISOString().replace(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}.eml`
    const fichier = join(dossier, nom)
    await writeFile(fichier, message, { mode: 0o600, flag: 'wx' })
    signaler(fichier)
  }
}
