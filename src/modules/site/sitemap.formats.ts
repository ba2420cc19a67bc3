/** A page that search engines may come to. */
export interface Adresse {
  /** Begins with `/`. */
  chemin: string
  modifieeLe?: Date
}

const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9'

const format = (racine: string, element: string, adresses: readonly Adresse[], site: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${racine} xmlns="${XMLNS}">\n${adresses
    .map(
      ({ chemin, modifieeLe }) =>
        `<${element}><loc>${encodeURI(site + chemin).replaceAll('&', '&amp;')}</loc>${
          modifieeLe ? `<lastmod>${modifieeLe.toISOString()}</lastmod>` : ''
        }</${element}>\n`,
    )
    .join('')}</${racine}>\n`

/** Addresses of a site, 50,000 at most. Source: sitemaps.org, protocol 0.9. @param site without final slash */
export const formatSitemap = (adresses: readonly Adresse[], site: string): string =>
  format('urlset', 'url', adresses, site)

/** The parts of a sitemap. */
export const formatIndex = (parties: readonly Adresse[], site: string): string =>
  format('sitemapindex', 'sitemap', parties, site)

/**
 * What crawlers are told. The sitemap leads to every document: questions to the search, and files made of them, would
 * only be the same documents again, at the price of a computation each.
 */
export const formatRobots = (site: string): string => `User-agent: *
Disallow: /documentation?
Disallow: /documentation.atom?
Disallow: /documentation/export
Disallow: /documentation/suggestions
Disallow: /documentation/notices/*?
Disallow: /etageres?
Disallow: /etageres/*/export.
Disallow: /veille/alertes/
Disallow: /territoires?
Disallow: /territoires/portrait?
Disallow: /territoires/composer?
Disallow: /territoires/comparer
Disallow: /territoires/carte
Disallow: /territoires/suggestions
Disallow: /connexion
Disallow: /deconnexion

Sitemap: ${site}/sitemap.xml
`
