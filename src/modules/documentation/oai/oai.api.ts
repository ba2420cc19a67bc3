import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurDebit } from '#core/errors.ts'
import { checkDebit } from '#core/limits.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import {
  type Depot,
  type FormatOai,
  formatEnsembleEtagere,
  formatEntete,
  formatFautes,
  formatFormats,
  formatIdentify,
  formatRecord,
  formatReponse,
  formatReprise,
  getFormat,
  listEnsemblesFixes,
} from './oai.formats.ts'
import {
  countEnsemblesEtageres,
  countReleves,
  getInstant,
  getPremiereDate,
  getReleve,
  listEnsemblesEtageres,
  listReleves,
} from './oai.queries.ts'
import {
  type Demande,
  ErreurOai,
  erreurs,
  formatJeton,
  parseDate,
  parseDemande,
  parseIdentifiant,
  parseJeton,
  type ReleveComplet,
  type Reprise,
  type Selection,
  type VerbeListe,
  VIE_JETON_S,
} from './oai.ts'

export interface ReglagesOai {
  /** Of whoever keeps the site; null where nobody said. */
  contact: string | null
  /** Records a page. */
  oaiParPage: number
}

/** Says of itself that it is none: `.invalid` never receives anything (RFC 2606). The protocol wants an address. */
const SANS_CONTACT = 'contact-non-declare@maillage.invalid'

/** Ten pages a second for a minute, by address: no harvester that waits for its answers meets it. */
const LIMITE = { nom: 'oai', max: 600, secondes: 60 }

const createReponse = (xml: string): Response =>
  new Response(xml, { headers: { 'content-type': 'text/xml; charset=utf-8' } })

/** OAI-PMH asks to wait by 503, which harvesters know, where the rest of the site says 429. */
async function checkAllure(ctx: Ctx, ip: string): Promise<Response | null> {
  try {
    await checkDebit(ctx.db, LIMITE, ip, ctx.maintenant)
    return null
  } catch (erreur) {
    if (!(erreur instanceof ErreurDebit)) throw erreur
    return new Response('Trop de demandes en peu de temps.\n', {
      status: 503,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': String(erreur.attente) },
    })
  }
}

/** OAI-PMH 2.0 provider: the catalogue, its themes and its public shelves, for other catalogues to take. */
export const createRoutesOai = (reglages: ReglagesOai) => [
  defineRoute({
    methode: 'GET',
    chemin: '/oai',
    aussiPost: true,
    requete: z.record(z.string(), z.unknown()),
    politique: publique,
    trace: 'oai',
    lire: async (ctx, brut, requete) =>
      (await checkAllure(ctx, requete.ip)) ?? renderReponse(ctx, brut, requete, reglages),
  }),
]

async function renderReponse(
  ctx: Ctx,
  brut: Record<string, unknown>,
  requete: Requete,
  reglages: ReglagesOai,
): Promise<Response> {
  const depot: Depot = { site: requete.adresse, hote: new URL(requete.adresse).hostname }
  // Before anything is read: what changes from now on is dated from now on.
  const instant = await getInstant(ctx)
  let demande: Demande | null = null
  try {
    demande = parseDemande(brut)
    const contenu = await renderContenu({ ctx, depot, reglages, instant, demande })
    return createReponse(formatReponse(depot, instant, demande, contenu))
  } catch (erreur) {
    if (!(erreur instanceof ErreurOai)) throw erreur
    return createReponse(formatFautes(depot, instant, demande, erreur.fautes))
  }
}

interface Travail {
  ctx: Ctx
  depot: Depot
  reglages: ReglagesOai
  instant: Date
  demande: Demande
}

async function renderContenu(travail: Travail): Promise<string> {
  const { ctx, depot, reglages, instant, demande } = travail
  const { identifier, metadataPrefix } = demande.arguments
  switch (demande.verbe) {
    case 'Identify':
      return formatIdentify(depot, reglages.contact ?? SANS_CONTACT, (await getPremiereDate(ctx)) ?? instant)
    case 'ListMetadataFormats':
      if (identifier !== undefined && (await getReleveDemande(travail, identifier)).supprime) throw erreurs.sansFormat()
      return formatFormats()
    case 'ListSets':
      return renderEnsembles(travail)
    case 'GetRecord': {
      const format = parseFormat(metadataPrefix)
      return formatRecord(depot, await getReleveDemande(travail, identifier ?? ''), format)
    }
    case 'ListIdentifiers':
    case 'ListRecords':
      return renderListe(travail, demande.verbe)
  }
}

function parseFormat(prefixe: string | undefined): FormatOai {
  const format = getFormat(prefixe ?? '')
  if (!format) throw erreurs.format()
  return format
}

async function getReleveDemande({ ctx, depot }: Travail, identifiant: string): Promise<ReleveComplet> {
  const id = parseIdentifiant(depot.hote, identifiant)
  const releve = id === null ? null : await getReleve(ctx, id)
  if (!releve) throw erreurs.inconnu()
  return releve
}

/** Themes come with the first page of shelves. */
async function renderEnsembles({ ctx, depot, reglages, demande }: Travail): Promise<string> {
  const avant = demande.jeton === null ? null : parseJeton(demande.jeton, 'ListSets', ctx.maintenant)
  const etageres = await listEnsemblesEtageres(ctx, avant?.id ?? 0, reglages.oaiParPage + 1)
  const page = etageres.slice(0, reglages.oaiParPage)
  const fixes = avant ? [] : listEnsemblesFixes()
  const lignes = [...fixes, ...page.map((e) => formatEnsembleEtagere(depot, e))]
  if (lignes.length === 0) throw erreurs.vide()
  const derniere = etageres.length > page.length ? page.at(-1) : undefined
  const total = avant?.total ?? fixes.length + (derniere ? await countEnsemblesEtageres(ctx) : page.length)
  const suite = derniere && { verbe: 'ListSets' as const, id: derniere.id }
  return lignes.join('') + formatSuite(ctx, { avant, suite, nombre: lignes.length, total })
}

async function renderListe({ ctx, depot, reglages, demande }: Travail, verbe: VerbeListe): Promise<string> {
  const avant = demande.jeton === null ? null : parseJeton(demande.jeton, verbe, ctx.maintenant)
  const { metadataPrefix, set, from, until } = demande.arguments
  const criteres = avant
    ? { prefixe: avant.prefixe, ensemble: avant.ensemble, from: avant.from, until: avant.until }
    : { prefixe: metadataPrefix, ensemble: set, from, until }
  const format = parseFormat(criteres.prefixe)
  const selection: Selection = {
    ensemble: criteres.ensemble ?? '',
    depuis: parseDate(criteres.from ?? '')?.depuis ?? null,
    avant: parseDate(criteres.until ?? '')?.avant ?? null,
  }
  const releves = await listReleves(ctx, selection, {
    apres: avant?.date === undefined ? null : { rang: avant.date, id: avant.id },
    nombre: reglages.oaiParPage + 1,
    notices: verbe === 'ListRecords',
  })
  const page = releves.slice(0, reglages.oaiParPage)
  if (page.length === 0) throw erreurs.vide()
  const dernier = releves.length > page.length ? page.at(-1) : undefined
  const total = avant?.total ?? (dernier ? await countReleves(ctx, selection) : page.length)
  const suite = dernier && { verbe, ...criteres, date: dernier.rang, id: dernier.id }
  const lignes = page.map((r) => (verbe === 'ListRecords' ? formatRecord(depot, r, format) : formatEntete(depot, r)))
  return lignes.join('') + formatSuite(ctx, { avant, suite, nombre: page.length, total })
}

interface Avancee {
  avant: Reprise | null
  /** Where to go on from; undefined on the last page. */
  suite: Omit<Reprise, 'curseur' | 'total' | 'fin'> | undefined
  /** Records on this page. */
  nombre: number
  total: number
}

/** The token at the end of a page; nothing when the list is on one page. */
function formatSuite(ctx: Ctx, { avant, suite, nombre, total }: Avancee): string {
  const curseur = avant?.curseur ?? 0
  if (!avant && !suite) return ''
  const fin = Math.floor(ctx.maintenant.getTime() / 1000) + VIE_JETON_S
  // The list may have grown under way: some harvesters stop at the size announced.
  const taille = suite ? Math.max(total, curseur + nombre + 1) : curseur + nombre
  const jeton = suite ? formatJeton({ ...suite, curseur: curseur + nombre, total: taille, fin }) : ''
  return formatReprise({ jeton, fin: new Date(fin * 1000), total: taille, curseur })
}
