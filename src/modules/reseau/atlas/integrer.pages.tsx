import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { asset } from '#ui/asset.ts'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { formatAdresseDispositif } from '../dispositif/dispositif.ts'
import { getSigle } from '../dispositif/types.ts'
import { searchAtlas } from './atlas.queries.ts'
import { ADRESSE_ATLAS, type DemandeAtlas, type DispositifAtlas, formatEtatPublic, schemaAtlas } from './atlas.ts'
import { formatSuiteAtlas } from './cadre.tsx'

const ADRESSE = `${ADRESSE_ATLAS}/integrer`
/** A frame is a window on the atlas, not the atlas. */
const MAX = 100

/**
 * The list alone, for a frame of another site: the only page that may be framed. It asks for no script and no cookie
 * (that of the session never goes to a frame of another site), and its links open outside the frame.
 */
export const lireIntegrable = defineRoute({
  methode: 'GET',
  chemin: ADRESSE,
  requete: schemaAtlas,
  politique: publique,
  trace: 'atlas.integration',
  lire: async (ctx: Ctx, demande: DemandeAtlas, requete: Requete) => {
    const { dispositifs, total } = await searchAtlas(ctx, demande, { limite: MAX, debut: 0 })
    const page = <Cadre {...{ dispositifs, total, requete }} />
    return new Response(`<!DOCTYPE html>${await page.toString()}`, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
        // `frame-ancestors` takes its place wherever it is known; a value that means nothing is ignored elsewhere.
        'x-frame-options': 'ALLOWALL',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'public, max-age=300',
      },
    })
  },
})

function Cadre({ dispositifs, total, requete }: { dispositifs: DispositifAtlas[]; total: number; requete: Requete }) {
  const source = requete.adresse + ADRESSE_ATLAS + formatSuiteAtlas(requete)
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>Dispositifs – Maillage</title>
        {['base', 'layout', 'lists'].map((nom) => (
          <link rel="stylesheet" href={asset(`/styles/${nom}.css`)} />
        ))}
        <base target="_blank" />
      </head>
      <body>
        <main class="main main-full">
          <h1>{formatCount(total, 'dispositif')}</h1>
          <ul>
            {dispositifs.map((d) => (
              <li>
                <a href={formatAdresseDispositif(d.id)} rel="noopener">
                  {d.nom}
                </a>{' '}
                {[
                  getSigle(d.type),
                  formatEtatPublic(d),
                  d.nomCommune,
                  d.population !== null && `${formatNumber(d.population)} habitants`,
                  d.fictif && 'fictif',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </li>
            ))}
          </ul>
          {total > dispositifs.length && <p>{`Et ${formatNumber(total - dispositifs.length)} autres.`}</p>}
          <p>
            {'Source\u00a0: '}
            <a href={source} rel="noopener">
              Maillage, l’établi commun d’un territoire de santé
            </a>
          </p>
        </main>
      </body>
    </html>
  )
}

/** How to show it on another site. */
export const lireModeEmploi = defineRoute({
  methode: 'GET',
  chemin: `${ADRESSE}/mode-d-emploi`,
  requete: schemaAtlas,
  politique: publique,
  trace: 'atlas.mode-emploi',
  lire: async (_ctx: Ctx, _demande: DemandeAtlas, requete: Requete) => {
    const suite = formatSuiteAtlas(requete)
    const cadre = `<iframe src="${requete.adresse}${ADRESSE}${suite.replaceAll('&', '&amp;')}" title="Dispositifs de santé du territoire" width="100%" height="600" loading="lazy"></iframe>`
    return (
      <Layout
        title="Intégrer cette liste à un autre site"
        page={requete}
        crumbs={[{ label: 'Dispositifs', href: ADRESSE_ATLAS + suite }, { label: 'Intégrer' }]}
        intro={
          <p>
            Copiez ces lignes dans une page de votre site&nbsp;: la liste y sera toujours à jour, avec les filtres
            choisis ici. Elle ne dépose aucun cookie et ne suit personne.
          </p>
        }
        head={<meta name="robots" content="noindex" />}
      >
        <pre tabindex={0}>
          <code>{cadre}</code>
        </pre>
        <p>
          <a href={ADRESSE + suite}>Voir ce que montre le cadre</a>
        </p>
      </Layout>
    )
  },
})
