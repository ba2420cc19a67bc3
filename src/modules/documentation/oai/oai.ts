import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Notice } from '../notice/notice.ts'

/** OAI-PMH 2.0. Source of all rules here: openarchives.org/OAI/openarchivesprotocol.html (document of 2015-01-08). */

export type CodeErreur =
  | 'badVerb'
  | 'badArgument'
  | 'badResumptionToken'
  | 'cannotDisseminateFormat'
  | 'idDoesNotExist'
  | 'noRecordsMatch'
  | 'noMetadataFormats'

export interface FauteOai {
  code: CodeErreur
  message: string
}

/** A request that has no answer but one or several faults; OAI-PMH answers them with HTTP 200. */
export class ErreurOai extends Error {
  readonly fautes: readonly FauteOai[]
  constructor(...fautes: FauteOai[]) {
    super(fautes.map((f) => f.message).join(' '))
    this.fautes = fautes
  }
}

const createErreur = (code: CodeErreur, message: string) => new ErreurOai({ code, message })

/** What each verb takes. `reprise`: it also takes a resumption token, alone. */
const VERBES = {
  Identify: { requis: [], libres: [], reprise: false },
  ListMetadataFormats: { requis: [], libres: ['identifier'], reprise: false },
  ListSets: { requis: [], libres: [], reprise: true },
  ListIdentifiers: { requis: ['metadataPrefix'], libres: ['from', 'until', 'set'], reprise: true },
  ListRecords: { requis: ['metadataPrefix'], libres: ['from', 'until', 'set'], reprise: true },
  GetRecord: { requis: ['identifier', 'metadataPrefix'], libres: [], reprise: false },
} as const satisfies Record<string, { requis: readonly Argument[]; libres: readonly Argument[]; reprise: boolean }>

export type Argument = 'identifier' | 'metadataPrefix' | 'from' | 'until' | 'set'
export type Verbe = keyof typeof VERBES
export type VerbeListe = 'ListIdentifiers' | 'ListRecords'

const isVerbe = (nom: unknown): nom is Verbe => typeof nom === 'string' && Object.hasOwn(VERBES, nom)

/** A request whose arguments are well formed; what they name may still not exist. */
export interface Demande {
  verbe: Verbe
  arguments: Partial<Record<Argument, string>>
  jeton: string | null
}

/** What an argument must look like; taken from the OAI-PMH schema, so that the answer may quote it. */
const FORMES: Record<Exclude<Argument, 'from' | 'until'>, RegExp> = {
  identifier: /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/,
  metadataPrefix: /^[\w.!~*'()-]+$/,
  set: /^[\w.!~*'()-]+(?::[\w.!~*'()-]+)*$/,
}

/**
 * Reads the arguments of a request, as `parseFormulaire` gives them: a repeated one is an array.
 * @throws ErreurOai badVerb, or every badArgument
 */
export function parseDemande(brut: Readonly<Record<string, unknown>>): Demande {
  const { verb, ...recus } = brut
  if (verb === undefined) throw createErreur('badVerb', 'L’argument «\u00a0verb\u00a0» manque.')
  if (!isVerbe(verb)) {
    const raison = Array.isArray(verb) ? 'est répété' : 'n’est pas un verbe d’OAI-PMH 2.0'
    throw createErreur('badVerb', `L’argument «\u00a0verb\u00a0» ${raison}.`)
  }
  const { requis, libres, reprise } = VERBES[verb]
  const admis: readonly string[] = [...requis, ...libres, ...(reprise ? ['resumptionToken'] : [])]
  const fautes: string[] = []
  const lus: Record<string, string> = {}
  for (const [nom, valeur] of Object.entries(recus)) {
    // A name of anyone's choice does not come back whole in the answer.
    const cite = `«\u00a0${nom.slice(0, 60)}\u00a0»`
    if (!admis.includes(nom)) fautes.push(`L’argument ${cite} n’est pas admis avec ${verb}.`)
    else if (typeof valeur !== 'string') fautes.push(`L’argument ${cite} est répété.`)
    else lus[nom] = valeur
  }
  const { resumptionToken: jeton = null, ...suite } = lus
  if (jeton !== null && Object.keys(suite).length > 0) fautes.push('«\u00a0resumptionToken\u00a0» va seul.')
  if (jeton === null) {
    for (const nom of requis) if (!Object.hasOwn(recus, nom)) fautes.push(`L’argument «\u00a0${nom}\u00a0» manque.`)
  }
  fautes.push(...listFautesForme(suite))
  if (fautes.length > 0) throw new ErreurOai(...fautes.map((message) => ({ code: 'badArgument' as const, message })))
  return { verbe: verb, arguments: suite, jeton }
}

function listFautesForme({ from, until, ...autres }: Partial<Record<Argument, string>>): string[] {
  const fautes: string[] = []
  for (const [nom, forme] of Object.entries(FORMES)) {
    const valeur = autres[nom as keyof typeof FORMES]
    if (valeur !== undefined && !forme.test(valeur)) fautes.push(`«\u00a0${nom}\u00a0» est mal formé.`)
  }
  const dates = { from, until }
  const bornes = Object.entries(dates).map(([nom, valeur]) => {
    if (valeur === undefined) return null
    const borne = parseDate(valeur)
    if (!borne) {
      fautes.push(`«\u00a0${nom}\u00a0» n’est pas une date (AAAA-MM-JJ ou AAAA-MM-JJThh:mm:ssZ, en temps universel).`)
    }
    return borne
  })
  const [debut, fin] = bornes
  if (debut && fin && debut.jour !== fin.jour)
    fautes.push('«\u00a0from\u00a0» et «\u00a0until\u00a0» n’ont pas la même précision.')
  else if (debut && fin && debut.depuis > fin.depuis) fautes.push('«\u00a0from\u00a0» est après «\u00a0until\u00a0».')
  return fautes
}

/** A UTCdatetime: the first instant that it covers, the first one after. */
interface Borne {
  jour: boolean
  depuis: Date
  avant: Date
}

const JOUR_MS = 86_400_000

/** @returns null when the text is no UTCdatetime, or no day of the calendar. */
export function parseDate(texte: string): Borne | null {
  const jour = /^\d{4}-\d{2}-\d{2}$/.test(texte)
  if (!jour && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(texte)) return null
  const depuis = new Date(jour ? `${texte}T00:00:00Z` : texte)
  if (Number.isNaN(depuis.getTime()) || !depuis.toISOString().startsWith(texte.slice(0, 19).replace('Z', '')))
    return null
  // XML Schema has no year 0.
  if (texte.startsWith('0000')) return null
  return { jour, depuis, avant: new Date(depuis.getTime() + (jour ? JOUR_MS : 1000)) }
}

/** A date as OAI-PMH writes it, to the second. */
export const formatDate = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

/** `oai:maillage.exemple.fr:12`. Source: guidelines-oai-identifier. */
export const formatIdentifiant = (hote: string, id: number): string => `oai:${hote}:${id}`

/** @returns the number of the notice, null when the identifier is not one of this site. */
export function parseIdentifiant(hote: string, identifiant: string): number | null {
  const debut = `oai:${hote}:`
  const chiffres = identifiant.startsWith(debut)
    ? /^[1-9]\d{0,9}$/.exec(identifiant.slice(debut.length))?.[0]
    : undefined
  const id = Number(chiffres)
  return chiffres && id <= 2_147_483_647 ? id : null
}

/** Where a list stands: enough to go on in any process, after any restart. */
const schemaReprise = z.object({
  verbe: z.enum(['ListSets', 'ListIdentifiers', 'ListRecords']),
  prefixe: z.string().optional(),
  ensemble: z.string().optional(),
  from: z.string().optional(),
  until: z.string().optional(),
  /** Last record given: its date in microseconds since 1970, and its number (of the shelf, in a list of sets). */
  date: z
    .string()
    .regex(/^\d{1,17}$/)
    .optional(),
  id: z.number().int().nonnegative(),
  /** Records given so far, and those that the first page counted. */
  curseur: z.number().int().positive(),
  total: z.number().int().positive(),
  /** End of validity, in seconds since 1970. */
  fin: z.number().int(),
})
export type Reprise = z.infer<typeof schemaReprise>

/** A token lives a day: long enough for a slow harvester, or for one that meets a broken line. */
export const VIE_JETON_S = 86_400

const computeSomme = (texte: string): string => createHash('sha256').update(texte).digest('base64url').slice(0, 8)

/** A token holds no secret and gives no right: it is checked against damage, not signed. */
export function formatJeton(reprise: Reprise): string {
  const texte = Buffer.from(JSON.stringify(reprise)).toString('base64url')
  return `${texte}.${computeSomme(texte)}`
}

/** @throws ErreurOai badResumptionToken: damaged, of another verb, or too old */
export function parseJeton(jeton: string, verbe: Verbe, maintenant: Date): Reprise {
  const [texte = ''] = jeton.split('.', 1)
  const lu = jeton === `${texte}.${computeSomme(texte)}` ? schemaReprise.safeParse(parseJson(texte)) : null
  if (!lu?.success || lu.data.verbe !== verbe)
    throw createErreur('badResumptionToken', 'Ce jeton de reprise n’en est pas un de cette liste.')
  if (lu.data.fin * 1000 < maintenant.getTime())
    throw createErreur('badResumptionToken', 'Ce jeton de reprise a expiré. Reprenez la liste du début.')
  return lu.data
}

function parseJson(texte: string): unknown {
  try {
    return JSON.parse(Buffer.from(texte, 'base64url').toString())
  } catch {
    return null
  }
}

export const erreurs = {
  format: () => createErreur('cannotDisseminateFormat', 'Ce format n’est pas proposé. Voyez ListMetadataFormats.'),
  inconnu: () => createErreur('idDoesNotExist', 'Aucune notice ne porte cet identifiant.'),
  vide: () => createErreur('noRecordsMatch', 'Aucune notice ne répond à ces critères.'),
  sansFormat: () =>
    createErreur('noMetadataFormats', 'Cette notice a quitté le catalogue\u00a0: il n’en reste que l’en-tête.'),
}

/** The record of a notice in a list: of the whole catalogue, or of one set. */
export interface Releve {
  id: number
  /** Of its last change there; of its leaving when it is deleted. */
  date: Date
  /** The same in microseconds since 1970, to take a list up again exactly there. */
  rang: string
  supprime: boolean
  /** Sets where it stands now; of one that left the set asked for, that set. */
  ensembles: string[]
}

export interface ReleveComplet extends Releve {
  /** Null when it is deleted, or was not asked for. */
  notice: Notice | null
}

/** What a list is of. */
export interface Selection {
  /** '' = the whole catalogue. */
  ensemble: string
  depuis: Date | null
  /** Excluded. */
  avant: Date | null
}

/** A shelf that is a set. */
export interface EnsembleEtagere {
  id: number
  titre: string
  sousTitre: string | null
  introduction: string | null
  auteurs: string | null
  licence: string | null
}
