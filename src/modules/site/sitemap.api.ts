import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import {
  formatAdresseEtagere,
  formatAdresseNotice,
  listEtageresPubliques,
  listNoticesDatees,
  listTranches,
} from '#modules/documentation/index.ts'
import { listVocabulaires } from '#modules/vocabulaires/index.ts'
import { type Adresse, formatIndex, formatRobots, formatSitemap } from './sitemap.formats.ts'

const LIMITE = { nom: 'sitemap', max: 60, secondes: 60 }

/** Pages that are always there. */
const PAGES = [
  ...['/', '/documentation', '/etageres', '/glossaire', '/vocabulaires', '/veille', '/veille/lettres'],
  ...listVocabulaires().map(({ slug }) => `/vocabulaires/${slug}`),
  ...['/a-propos', '/accessibilite', '/donnees-personnelles'],
]

const send = (corps: string, type: string): Response =>
  new Response(corps, {
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=3600' },
  })

/** Parts of the sitemap: pages, shelves, and a part for each range of numbers of notices. */
async function listParties(ctx: Ctx): Promise<Adresse[]> {
  const tranches = await listTranches(ctx)
  return [
    { chemin: '/sitemap/pages.xml' },
    { chemin: '/sitemap/etageres.xml' },
    ...tranches.map(({ rang, modifieeLe }) => ({ chemin: `/sitemap/notices-${rang}.xml`, modifieeLe })),
  ]
}

async function listAdresses(ctx: Ctx, { sorte, rang }: Partie): Promise<Adresse[]> {
  if (sorte === 'pages') return PAGES.map((chemin) => ({ chemin }))
  if (sorte === 'etageres')
    return (await listEtageresPubliques(ctx)).map(({ id, modifieeLe }) => ({
      chemin: formatAdresseEtagere(id),
      modifieeLe,
    }))
  return (await listNoticesDatees(ctx, rang)).map(({ id, modifieeLe }) => ({
    chemin: formatAdresseNotice(id),
    modifieeLe,
  }))
}

interface Partie {
  sorte: 'pages' | 'etageres' | 'notices'
  rang: number
}

const schemaPartie = z.object({
  partie: z.string().transform((texte, contexte): Partie => {
    const [, fixe, rang] = /^(?:(pages|etageres)|notices-(\d{1,5}))\.xml$/.exec(texte) ?? []
    if (fixe === 'pages' || fixe === 'etageres') return { sorte: fixe, rang: 0 }
    if (rang !== undefined) return { sorte: 'notices', rang: Number(rang) }
    contexte.addIssue({ code: 'custom', message: 'Cette partie n’existe pas.' })
    return z.NEVER
  }),
})

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
    requete: schemaPartie,
    charger: async (ctx, { partie }) => {
      const adresses = await listAdresses(ctx, partie)
      return partie.sorte === 'notices' && adresses.length === 0 ? null : adresses
    },
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
