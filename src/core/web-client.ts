import { lookup } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { formatEspaces } from './db-errors.ts'

export type MotifExterne =
  /** Not an address of the web that can be asked. */
  | 'adresse'
  /** An address of a private network, or of this very machine. */
  | 'interdite'
  | 'dns'
  | 'connexion'
  | 'tls'
  | 'delai'
  | 'redirections'
  | 'taille'
  /** The answer ended before its end. */
  | 'coupee'
  /** What answers does not speak HTTP. */
  | 'reponse'
  /** The caller’s signal. */
  | 'arret'

/** A request to an outside server that brought no answer, or not all of it. French, shown as is. */
export class ErreurExterne extends Error {
  readonly motif: MotifExterne
  constructor(motif: MotifExterne, message: string, cause?: unknown) {
    super(formatEspaces(message), { cause })
    this.motif = motif
  }
}

export interface DemandeExterne {
  methode?: 'GET' | 'HEAD'
  entetes?: Record<string, string>
  /** Bytes of the body at most, once decompressed; 20 MB if not said. */
  tailleMax?: number
  /** Milliseconds for the whole exchange, redirections and body included; 30 s if not said. */
  delai?: number
  signal?: AbortSignal
  /** Redirections followed at most; 5 if not said. With 0 the redirection itself is the answer. */
  redirections?: number
}

export interface ReponseExterne {
  statut: number
  /** Where the answer comes from, once redirections were followed. */
  adresse: string
  redirections: { statut: number; vers: string }[]
  entetes: Headers
  /** Decompressed; throws ErreurExterne. Read it, or close. */
  corps: AsyncIterable<Uint8Array>
  /** Leaves the body unread. Harmless once it was read. */
  fermer(): void
}

export type ClientWeb = (adresse: string, demande?: DemandeExterne) => Promise<ReponseExterne>

const TAILLE_MAX = 20_000_000
const DELAI_MS = 30_000
const REDIRECTIONS_MAX = 5
const REDIRECTIONS = new Set([301, 302, 303, 307, 308])

/** What is not the public internet. Source: IANA special-purpose address registries (RFC 6890). */
const RESERVEES = new BlockList()
for (const [reseau, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  RESERVEES.addSubnet(reseau, bits, 'ipv4')
// Of IPv6 only 2000::/3 is the internet; inside it, what tunnels to IPv4 and what is for examples.
for (const [reseau, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  RESERVEES.addSubnet(reseau, bits, 'ipv6')
const INTERNET_V6 = new BlockList()
INTERNET_V6.addSubnet('2000::', 3, 'ipv6')

/** @returns false for private, loopback, link-local and other addresses that are not on the internet */
export function isAdressePublique(ip: string): boolean {
  const famille = isIP(ip)
  if (famille === 4) return !RESERVEES.check(ip, 'ipv4')
  return famille === 6 && INTERNET_V6.check(ip, 'ipv6') && !RESERVEES.check(ip, 'ipv6')
}

const refuse = (hote: string): ErreurExterne =>
  new ErreurExterne(
    'interdite',
    `« ${hote} » est une adresse de réseau privé : elle n’est interrogée que si l’administrateur l’autorise.`,
  )

/** The addresses that the connection will really use are the ones judged: no second resolution to answer otherwise. */
const lookupPublic: LookupFunction = (hote, options, rappel) => {
  lookup(hote, { ...options, all: true }, (erreur, adresses) => {
    if (erreur) return rappel(erreur, '')
    const premiere = adresses[0]
    if (!premiere || !adresses.every(({ address }) => isAdressePublique(address))) return rappel(refuse(hote), '')
    if (options.all) rappel(null, adresses)
    else rappel(null, premiere.address, premiere.family)
  })
}

function parseAdresse(texte: string, base?: string): URL {
  const url = URL.parse(texte, base)
  if (!url) throw new ErreurExterne('adresse', `« ${texte} » n’est pas une adresse.`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ErreurExterne('adresse', 'Une adresse commence par http:// ou https://.')
  }
  if (url.username || url.password) throw new ErreurExterne('adresse', 'L’adresse contient un mot de passe.')
  return url
}

/**
 * Asks outside servers, politely: it says who asks, follows few redirections, and neither waits nor reads without end.
 * Only the public internet is asked, at each redirection too, so that nobody can have this server look into the
 * network it stands in.
 * @param adresse of the site, told to the servers asked
 * @param hotesInternes « hôte » or « hôte:port » that may be asked although private (intranet, tests)
 */
export function createWebClient({
  adresse: site,
  hotesInternes,
}: {
  adresse: string
  hotesInternes: readonly string[]
}): ClientWeb {
  const agent = `Maillage (+${site})`
  const send = (url: URL, demande: DemandeExterne, signal: AbortSignal): Promise<IncomingMessage> => {
    const libre = hotesInternes.includes(url.hostname) || hotesInternes.includes(url.host)
    const hote = url.hostname.replace(/^\[|\]$/g, '')
    // An address in figures is not looked up: it is judged here.
    if (!libre && isIP(hote) !== 0 && !isAdressePublique(hote)) return Promise.reject(refuse(hote))
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    request(url, {
      method: demande.methode ?? 'GET',
      headers: { 'accept-encoding': 'gzip, deflate, br', ...demande.entetes, 'user-agent': agent },
      agent: false,
      signal,
      ...(!libre && { lookup: lookupPublic }),
    })
      .on('response', resolve)
      .on('error', reject)
      .end()
    return promise
  }

  return async (adresse, demande = {}) => {
    const fin = AbortSignal.timeout(demande.delai ?? DELAI_MS)
    const signal = demande.signal ? AbortSignal.any([fin, demande.signal]) : fin
    const translate = (erreur: unknown, recu: boolean): ErreurExterne => {
      if (demande.signal?.aborted) return new ErreurExterne('arret', 'La demande a été arrêtée.', erreur)
      if (fin.aborted) return new ErreurExterne('delai', 'Le serveur met trop de temps à répondre.', erreur)
      return formatErreur(erreur, recu)
    }
    let url = parseAdresse(adresse)
    const suivies: ReponseExterne['redirections'] = []
    for (;;) {
      const reponse = await send(url, demande, signal).catch((erreur: unknown) => {
        throw translate(erreur, false)
      })
      const statut = reponse.statusCode ?? 0
      const vers = REDIRECTIONS.has(statut) ? reponse.headers.location : undefined
      const max = demande.redirections ?? REDIRECTIONS_MAX
      if (vers === undefined || max === 0) {
        return {
          statut,
          adresse: url.href,
          redirections: suivies,
          entetes: parseEntetes(reponse),
          corps: readCorps(reponse, demande, (erreur) => translate(erreur, true)),
          fermer: () => reponse.destroy(),
        }
      }
      // Destroyed before its end, it says so by an error that interests nobody any more.
      reponse.on('error', () => undefined).destroy()
      if (suivies.length === max) throw new ErreurExterne('redirections', 'Le serveur renvoie sans fin ailleurs.')
      url = parseAdresse(vers, url.href)
      suivies.push({ statut, vers: url.href })
    }
  }
}

function parseEntetes(reponse: IncomingMessage): Headers {
  const entetes = new Headers()
  for (const [nom, valeurs] of Object.entries(reponse.headersDistinct)) {
    for (const valeur of valeurs ?? []) entetes.append(nom, valeur)
  }
  return entetes
}

function openCorps(reponse: IncomingMessage): Readable {
  const codage = reponse.headers['content-encoding']?.trim().toLowerCase()
  const outil =
    codage === 'gzip' || codage === 'x-gzip'
      ? createGunzip()
      : codage === 'deflate'
        ? createInflate()
        : codage === 'br'
          ? createBrotliDecompress()
          : null
  // A fault of either destroys both; it is thrown to who reads.
  return outil ? pipeline(reponse, outil, () => undefined) : reponse
}

async function* readCorps(
  reponse: IncomingMessage,
  { methode, tailleMax = TAILLE_MAX }: DemandeExterne,
  translate: (erreur: unknown) => ErreurExterne,
): AsyncGenerator<Uint8Array> {
  const flux = methode === 'HEAD' ? reponse : openCorps(reponse)
  let lus = 0
  try {
    for await (const morceau of flux as AsyncIterable<Uint8Array>) {
      lus += morceau.length
      if (lus > tailleMax) {
        const enMo = (tailleMax / 1_000_000).toLocaleString('fr-FR')
        throw new ErreurExterne('taille', `La réponse dépasse ${enMo} Mo : elle n’est pas lue.`)
      }
      yield morceau
    }
  } catch (erreur) {
    throw erreur instanceof ErreurExterne ? erreur : translate(erreur)
  } finally {
    reponse.destroy()
  }
}

const PHRASES: readonly (readonly [RegExp, MotifExterne, string])[] = [
  [/^(ENOTFOUND|EAI_|ENODATA)/, 'dns', 'Ce nom de serveur n’existe pas, ou l’annuaire des noms ne répond pas.'],
  [/CERT|TLS|SSL|SIGNATURE|EPROTO/, 'tls', 'Le certificat du serveur n’est pas valable : la connexion n’est pas sûre.'],
  [/^ECONNREFUSED/, 'connexion', 'Le serveur refuse la connexion.'],
  [/^(EHOST|ENET|ETIMEDOUT|EADDR|ECONNABORTED)/, 'connexion', 'Le serveur est injoignable.'],
  [/^(HPE_|Z_(?!BUF))/, 'reponse', 'Le serveur donne une réponse qui ne peut pas être lue.'],
]

function formatErreur(erreur: unknown, recu: boolean): ErreurExterne {
  if (erreur instanceof ErreurExterne) return erreur
  // Several addresses tried in vain come as one AggregateError.
  const premiere = erreur instanceof AggregateError ? erreur.errors[0] : erreur
  if (premiere instanceof ErreurExterne) return premiere
  const code = premiere instanceof Error && 'code' in premiere ? String(premiere.code) : ''
  const phrase = PHRASES.find(([forme]) => forme.test(code))
  if (phrase) return new ErreurExterne(phrase[1], phrase[2], erreur)
  return recu
    ? new ErreurExterne('coupee', 'La réponse du serveur s’arrête avant sa fin.', erreur)
    : new ErreurExterne('connexion', 'Le serveur a fermé la connexion sans répondre.', erreur)
}
