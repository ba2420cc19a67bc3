import type { Requete } from '#core/context.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { Alert } from '#ui/alert.tsx'
import { Button } from '#ui/button.tsx'
import { Layout } from '#ui/layout.tsx'
import { computeScale } from '#ui/map/classes.ts'
import { formatRefZone, LIBELLES_MAILLE, type Zone } from '../geographie/zone.ts'
import { FAMILLES, type Indicateur } from '../indicateur/indicateur.ts'
import { formatAdresses } from './adresses.ts'
import { Carte, type CarteProps } from './carte.tsx'
import { CLASSES, type DemandeCarte, schemaDemande } from './demande.ts'
import { renderCarteSvg, renderImageSvg } from './fichier.tsx'
import { LIBELLES_FORMES } from './fond.ts'
import { type CarteLue, formatLien, getCarte, listIndicateursACarter } from './lecture.queries.ts'
import { renderCartePng } from './png.formats.ts'

/** The map that an address asks for, as the component takes it. */
export function formatCarte(
  lue: CarteLue,
  demande: Pick<DemandeCarte, 'classes' | 'vue'>,
): CarteProps & { source: string } {
  const { fond, indicateur, serie, valeurs, maille, zone, quartiers } = lue
  const connues = [...valeurs.values()].filter((v) => typeof v === 'number')
  return {
    fond,
    titre: `${indicateur.libelle}, ${serie.millesime}\u00a0: ${zone.nom}`,
    valeurs,
    echelle: computeScale({
      values: connues,
      method: demande.classes,
      pivot: indicateur.seuil,
      decimals: indicateur.decimales,
    }),
    unite: indicateur.unite,
    decimales: indicateur.decimales,
    source: `${indicateur.source}, ${serie.millesime}.`,
    lien: formatLien(maille),
    vue: demande.vue,
    quartiers,
  }
}

const commun = {
  methode: 'GET',
  requete: schemaDemande,
  charger: getCarte,
  politique: publique,
  trace: 'carte.lecture',
} as const

/** A PNG takes the processor up to a second, though in a thread of its own. */
const LIMITE_PNG = { nom: 'carte.png', max: 30, secondes: 60 }

export const routesCarte: readonly Route[] = [
  defineRoute<DemandeCarte, CarteLue>({
    ...commun,
    chemin: '/territoires/carte',
    lire: async (ctx, demande, requete, lue) => (
      <Page lue={lue} demande={demande} requete={requete} indicateurs={await listIndicateursACarter(ctx)} />
    ),
  }),
  defineRoute<DemandeCarte, CarteLue>({
    ...commun,
    chemin: '/territoires/carte.svg',
    lire: async (_ctx, demande, _requete, lue) => {
      const carte = formatCarte(lue, demande)
      const headers = formatEntetesFichier(carte.titre, { extension: 'svg', type: 'image/svg+xml' })
      const svg = demande.detail === 'image' ? renderImageSvg(carte) : renderCarteSvg(carte)
      return new Response(await svg, { headers })
    },
  }),
  defineRoute<DemandeCarte, CarteLue>({
    ...commun,
    chemin: '/territoires/carte.png',
    limite: LIMITE_PNG,
    lire: async (_ctx, demande, _requete, lue) => {
      const carte = formatCarte(lue, demande)
      const headers = formatEntetesFichier(carte.titre, { extension: 'png', type: 'image/png' })
      return new Response(await renderCartePng(await renderCarteSvg(carte)), { headers })
    },
  }),
]

interface PageProps {
  lue: CarteLue
  demande: DemandeCarte
  requete: Requete
  indicateurs: readonly Indicateur[]
}

function Page({ lue, demande, requete, indicateurs }: PageProps) {
  const { zone, fond } = lue
  return (
    <Layout
      title={`Carte\u00a0: ${zone.nom}`}
      page={requete}
      width="full"
      crumbs={[{ label: 'Territoires', href: '/territoires' }, { label: 'Carte' }]}
      intro={`${LIBELLES_MAILLE[zone.maille]}. ${lue.indicateur.definition ?? ''}`}
    >
      <Choix demande={demande} zone={zone} lue={lue} indicateurs={indicateurs} />
      {!fond.source && (
        <Alert ton="info">
          Les contours ne sont pas installés&nbsp;: la carte montre des cercles. Qui administre Maillage les ajoute par
          la commande <code>importer contours</code>.
        </Alert>
      )}
      <Carte
        {...formatCarte(lue, demande)}
        {...formatAdresses(requete, '/territoires/carte', '/territoires/carte', demande.detail)}
        nonce={requete.nonce}
      />
    </Layout>
  )
}

function Choix({ demande, zone, lue, indicateurs }: Omit<PageProps, 'requete'> & { zone: Zone }) {
  return (
    <form class="map-choices" action="/territoires/carte" method="get">
      <input type="hidden" name="zone" value={formatRefZone(demande.zone)} />
      {demande.vue === 'cercles' && <input type="hidden" name="vue" value="cercles" />}
      {demande.detail && <input type="hidden" name="detail" value={demande.detail} />}
      {demande.quartiers && <input type="hidden" name="quartiers" value={demande.quartiers} />}
      <label>
        Indicateur
        <select name="indicateur">
          {[...Map.groupBy(indicateurs, (i) => i.famille)].map(([famille, membres]) => (
            <optgroup label={FAMILLES[famille]}>
              {membres.map((i) => (
                <option value={i.code} selected={i.code === lue.indicateur.code}>
                  {i.libelle}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {zone.maille !== 'commune' && (
        <label>
          Par
          <select name="par">
            {(['commune', 'epci', 'departement', 'region'] as const).map((par) => (
              <option value={par} selected={par === lue.maille}>
                {LIBELLES_FORMES[par].un}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        Classes
        <select name="classes">
          {Object.entries(CLASSES).map(([code, libelle]) => (
            <option value={code} selected={code === demande.classes}>
              {libelle}
            </option>
          ))}
        </select>
      </label>
      <Button variant="secondary">Dessiner</Button>
    </form>
  )
}
