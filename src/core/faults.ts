import { formatProbleme } from './api.ts'
import { isDatabaseLost } from './db.ts'
import {
  type ErreurChamp,
  ErreurCle,
  ErreurCondition,
  ErreurConflit,
  ErreurDebit,
  ErreurIntrouvable,
  ErreurRefus,
  ErreurSaisie,
  ErreurSurcharge,
} from './errors.ts'

export interface PageErreur {
  statut: 401 | 403 | 404 | 406 | 409 | 410 | 412 | 413 | 422 | 428 | 429 | 500 | 503
  erreurs: ErreurChamp[]
}

/** Said by the HTTP layer itself. */
export class ErreurOrigine extends Error {}
export class ErreurTaille extends Error {
  readonly taille: number
  constructor(taille: number) {
    super('Envoi trop lourd')
    this.taille = taille
  }
}

/** What an error answers, and says to who asked. */
export function classify(erreur: unknown): PageErreur {
  if (erreur instanceof ErreurSaisie) return { statut: 422, erreurs: erreur.erreurs }
  if (erreur instanceof ErreurIntrouvable || erreur instanceof ErreurRefus) return { statut: 404, erreurs: [] }
  if (erreur instanceof ErreurCle || erreur instanceof ErreurCondition) {
    return { statut: erreur.statut, erreurs: [{ field: '', message: erreur.message }] }
  }
  if (erreur instanceof ErreurConflit) return { statut: 409, erreurs: [{ field: '', message: erreur.message }] }
  if (erreur instanceof ErreurSurcharge) return { statut: 503, erreurs: [{ field: '', message: erreur.message }] }
  if (erreur instanceof ErreurDebit) return { statut: 429, erreurs: [] }
  if (erreur instanceof ErreurOrigine) return { statut: 403, erreurs: [] }
  if (erreur instanceof ErreurTaille) {
    const mo = Math.round(erreur.taille / 1_000_000)
    return { statut: 413, erreurs: [{ field: '', message: `L’envoi est trop lourd : ${mo} Mo au plus.` }] }
  }
  return { statut: isDatabaseLost(erreur) ? 503 : 500, erreurs: [] }
}

/** A fault of the whole is its detail; the others are listed with their place. */
export function renderProbleme(adresse: string, { statut, erreurs }: PageErreur): Response {
  const detail = erreurs.filter((e) => e.field === '').map((e) => e.message)
  const corps = formatProbleme(
    adresse,
    statut,
    detail.join(' '),
    erreurs.filter((e) => e.field !== ''),
  )
  const entetes = {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(statut === 401 && { 'www-authenticate': 'Bearer' }),
  }
  return new Response(corps, { status: statut, headers: entetes })
}

/** For the log: type, message and place. A PostgreSQL error's `detail` would show values of rows: left out. */
export function describe(erreur: unknown): { nom: string; message: string; pile?: string } {
  if (!(erreur instanceof Error)) return { nom: 'inconnue', message: String(erreur) }
  return { nom: erreur.name, message: erreur.message, ...(erreur.stack && { pile: erreur.stack }) }
}
