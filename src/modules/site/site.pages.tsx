import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { StylePage } from '#ui/style-guide.tsx'
import { accueil } from './accueil.pages.tsx'
import { isPret } from './sante.queries.ts'
import { routesSitemap } from './sitemap.api.ts'
import { PageAccessibilite, PageAPropos, PageDonneesPersonnelles } from './textes.tsx'

const texte = (contenu: string, statut = 200): Response =>
  new Response(`${contenu}\n`, { status: statut, headers: { 'content-type': 'text/plain; charset=utf-8' } })

export const routesSite = [
  accueil,
  ...routesSitemap,
  defineRoute({
    methode: 'GET',
    chemin: '/sante',
    politique: publique,
    trace: 'sante',
    lire: () => texte('en vie'),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/sante/pret',
    politique: publique,
    trace: 'sante.pret',
    lire: async (ctx) => ((await isPret(ctx)) ? texte('prêt') : texte('pas encore prêt', 503)),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/a-propos',
    fixe: true,
    politique: publique,
    trace: 'site.a-propos',
    lire: (_ctx, _entree, requete) => <PageAPropos requete={requete} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/accessibilite',
    fixe: true,
    politique: publique,
    trace: 'site.accessibilite',
    lire: (_ctx, _entree, requete) => <PageAccessibilite requete={requete} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/donnees-personnelles',
    fixe: true,
    politique: publique,
    trace: 'site.donnees-personnelles',
    lire: (_ctx, _entree, requete) => <PageDonneesPersonnelles requete={requete} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/style',
    fixe: true,
    politique: publique,
    trace: 'site.style',
    lire: (_ctx, _entree, requete) => <StylePage page={requete} />,
  }),
]
