import { createHash, randomInt } from 'node:crypto'
import { ETAPE_MS } from './session.ts'

const CHIFFRES = 8
export const ESSAIS_MAX = 5
export const CODE_MS = ETAPE_MS

/** Eight digits: five tries out of a hundred million, and easily read from one screen to another. */
export function createCode(): string {
  return String(randomInt(10 ** CHIFFRES)).padStart(CHIFFRES, '0')
}

/** What the database keeps of a code, tied to the session that asked for it. */
export function computeEmpreinteCode(session: string, code: string): Buffer {
  return createHash('sha256').update(`${session}|${code}`).digest()
}

/** Reads what a person typed or pasted, « 1234 5678 » or with no-break spaces; null when it is not eight digits. */
export function parseCode(saisie: string): string | null {
  const code = saisie.replace(/[\s\p{Cf}.-]/gu, '')
  return /^\d{8}$/.test(code) ? code : null
}

/** « 1234 5678 » */
export function formatCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`
}

/** The message that brings a code. Neither name nor code in the subject: a telephone shows it to everybody. */
export function formatMessage(code: string, adresse: string): { sujet: string; texte: string } {
  return {
    sujet: 'Votre code de connexion à Maillage',
    texte: [
      'Bonjour,',
      `Votre code de connexion à Maillage (${adresse})\u00a0:`,
      `    ${formatCode(code)}`,
      'Il sert une seule fois, pendant dix minutes, dans le navigateur qui l’a demandé. Ne le donnez à personne.',
      'Si vous n’avez rien demandé, ne faites rien\u00a0: sans ce code, personne ne peut se connecter à votre place.',
    ].join('\n\n'),
  }
}
