import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import type { Db } from '#core/db.ts'
import { createNotice } from '#modules/documentation/notice/notice.queries.ts'
import type { ContenuNotice } from '#modules/documentation/notice/notice.ts'

export const ADRESSE = 'http://localhost:3000'

/** A context of the process itself, at that time. */
export const createCtx = (db: Db, maintenant = new Date()): Ctx => ({
  db,
  acteur: SYSTEME,
  maintenant,
  origine: { requete: randomUUID(), ip: null },
})

export interface Ecrit {
  destinataire: string
  sujet: string
  texte: string
  html: string
  entetes: Record<string, string>
}

/** Messages that wait in the outbox, the oldest first. */
export async function listCourriels(db: Db): Promise<Ecrit[]> {
  return (await sql<Ecrit>`select destinataire, sujet, texte, html, entetes from courriel order by id`.execute(db)).rows
}

/** The token of the first link of that kind in a message. */
export const getJeton = (courriel: Ecrit | undefined, page: 'confirmation' | 'retrait' | 'gerer'): string =>
  new RegExp(`/veille/${page}/([\\w-]{43})`).exec(courriel?.texte ?? '')?.[1] ?? ''

const createContenu = (title: string, themes: string[]): ContenuNotice => ({
  nature: 'rapport',
  csl: { id: 'x', type: 'report', title, author: [{ family: 'Fictif', given: 'Ana' }], publisher: 'Éditeur fictif' },
  resume: null,
  resumeSource: null,
  themes,
  publics: [],
  determinants: [],
  milieux: [],
  enLigne: false,
  prets: [],
  provenance: null,
})

/** A notice of that title in the catalogue. @returns its number */
export const addNotice = async (ctx: Ctx, titre: string, themes: string[] = []): Promise<number> =>
  (await createNotice(ctx, createContenu(titre, themes))) ?? 0

/** No-break spaces made plain, to compare. */
export const formatPlat = (texte: string): string => texte.replaceAll('\u00a0', ' ')
