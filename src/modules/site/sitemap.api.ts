import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import {
  formatAdresseEtagere,
  formatAdresseLettre,
  formatAdresseNotice,
  formatAdresseTerme,
  listEtageresPubliques,
  listLettresDatees,
  listNoticesDatees,
  listTermesDates,
  listTranches,
} from '#modules/documentation/index.ts'
import {
  formatAdresseDispositif,
  formatAdresseOrganisme,
  formatAdresseStructure,
  listFichesDatees,
  listStructuresDatees,
  listTranchesStructures,
} from '#modules/reseau/index.ts'
import {
  formatAdresseIndicateur,
  formatAdresseTypologie,
  formatAdresseZone,
  listGrandesZones,
  listIndicateursDates,
  listTypologiesDatees,
} from '#modules/territoires/index.ts'
import { listVocabulaires } from '#modules/vocabulaires/index.ts'
import { type Adresse, formatIndex, formatRobots, formatSitemap } from './sitemap.formats.ts'

const LIMITE = { nom: 'sitemap', max: 60, secondes: 60 }

/** Pages that are always there. */
const PAGES = [
  ...['/', '/documentation', '/etageres', '/glossaire', '/vocabulaires', '/veille', '/veille/lettres', '/territoires'],
  ...['/territoires/france', '/territoires/composer', '/indicateurs', '/typologies', '/simulations', '/donnees'],
  ...['/structures', '/organismes', '/dispositifs', '/articulation', '/annuaire/echanges'],
  ...listVocabulaires().map(({ slug }) => `/vocabulaires/${slug}`),
  ...['/a-propos', '/accessibilite', '/donnees-personnelles'],
]

const send = (corps: string, type: string): Response =>
  new Response(corps, {
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=3600' },
  })

/** Parts that one file holds. */
const PARTIES: Record<string, (ctx: Ctx) => Promise<Adresse[]>> = {
  pages: async () => PAGES.map((chemin) => ({ chemin })),
  etageres: async (ctx) =>
    (await listEtageresPubliques(ctx)).map(({ id, ...date }) => ({ chemin: formatAdresseEtagere(id), ...date })),
  glossaire: async (ctx) =>
    (await listTermesDates(ctx)).map(({ slug, ...date }) => ({ chemin: formatAdresseTerme(slug), ...date })),
  territoires: async (ctx) => (await listGrandesZones(ctx)).map((zone) => ({ chemin: formatAdresseZone(zone) })),
  indicateurs: async (ctx) =>
    (await listIndicateursDates(ctx)).map(({ code, ...date }) => ({ chemin: formatAdresseIndicateur(code), ...date })),
  typologies: async (ctx) =>
    (await listTypologiesDatees(ctx)).map(({ id, ...date }) => ({ chemin: formatAdresseTypologie(id), ...date })),
  organismes: async (ctx) =>
    (await listFichesDatees(ctx, 'organisme')).map(({ id, ...date }) => ({
      chemin: formatAdresseOrganisme(id),
      ...date,
    })),
  dispositifs: async (ctx) =>
    (await listFichesDatees(ctx, 'dispositif')).map(({ id, ...date }) => ({
      chemin: formatAdresseDispositif(id),
      ...date,
    })),
  lettres: async (ctx) =>
    (await listLettresDatees(ctx)).map(({ id, ...date }) => ({ chemin: formatAdresseLettre(id), ...date })),
}

interface Tranchee {
  listTranches: (ctx: Ctx) => Promise<{ rang: number; modifieeLe: Date }[]>
  list: (ctx: Ctx, rang: number) => Promise<Adresse[]>
}
/** Parts that may be many: one file for each range of numbers. */
const TRANCHES: Record<string, Tranchee> = {
  notices: {
    listTranches,
    list: async (ctx, rang) =>
      (await listNoticesDatees(ctx, rang)).map(({ id, ...date }) => ({ chemin: formatAdresseNotice(id), ...date })),
  },
  structures: {
    listTranches: listTranchesStructures,
    list: async (ctx, rang) =>
      (await listStructuresDatees(ctx, rang)).map(({ id, ...date }) => ({
        chemin: formatAdresseStructure(id),
        ...date,
      })),
  },
}

/** Parts of the sitemap: one for each noun, or one for each range of numbers. */
async function listParties(ctx: Ctx): Promise<Adresse[]> {
  const parties: Adresse[] = Object.keys(PARTIES).map((nom) => ({ chemin: `/sitemap/${nom}.xml` }))
  for (const [nom, tranchee] of Object.entries(TRANCHES)) {
    const tranches = await tranchee.listTranches(ctx)
    parties.push(...tranches.map(({ rang, modifieeLe }) => ({ chemin: `/sitemap/${nom}-${rang}.xml`, modifieeLe })))
  }
  return parties
}

/** Addresses of a part, null where the index names no such one. @param fichier « glossaire.xml » */
async function getPartie(ctx: Ctx, fichier: string): Promise<Adresse[] | null> {
  const [, nom = '', rang] = /^([a-z]+)(?:-(\d{1,5}))?\.xml$/.exec(fichier) ?? []
  if (rang === undefined) return Object.hasOwn(PARTIES, nom) ? ((await PARTIES[nom]?.(ctx)) ?? null) : null
  const adresses = Object.hasOwn(TRANCHES, nom) ? await TRANCHES[nom]?.list(ctx, Number(rang)) : undefined
  return adresses && adresses.length > 0 ? adresses : null
}

export const routesSitemap = [
  defineRoute({
    methode: 'GET',
    chemin: '/sitemap.xml',
    politique: publique,
    trace: 'site.sitemap',
    limite: LIMITE,
    lire: async (ctx, _entree, requete) =>
      send(formatIndex(await listParties(ctx), requete.adresse), 'application/xml'),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/sitemap/:partie',
    requete: z.object({ partie: z.string() }),
    charger: (ctx, { partie }) => getPartie(ctx, partie),
    politique: publique,
    trace: 'site.sitemap.partie',
    limite: LIMITE,
    lire: (_ctx, _entree, requete, adresses) => send(formatSitemap(adresses, requete.adresse), 'application/xml'),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/robots.txt',
    politique: publique,
    trace: 'site.robots',
    lire: (_ctx, _entree, requete) => send(formatRobots(requete.adresse), 'text/plain'),
  }),
]
