import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { ligneOuNull } from '#core/saisie.ts'
import { asset } from '#ui/asset.ts'
import { ButtonLink } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { CarteTerritoire } from '../territoire/territoire.pages.tsx'
import { listTerritoires, listTerritoiresPublics, type TerritoireListe } from '../territoire/territoire.queries.ts'
import { listRegions, searchLieux } from './recherche.queries.ts'
import type { Lieux, RegionListe } from './recherche.ts'
import { Resultats } from './resultats.tsx'
import { lireSuggestionsLieux } from './suggestions.api.ts'
import { FRANCE, FRANCE_METROPOLITAINE, formatAdresseZone, type ZoneNommee } from './zone.ts'

const LIMITE = 25
const PUBLICS = 6

const Liens = ({ label, zones }: { label: string; zones: readonly ZoneNommee[] }) => (
  <TagList label={label}>
    {zones.map((zone) => (
      <Tag href={formatAdresseZone(zone)}>{zone.nom}</Tag>
    ))}
  </TagList>
)

const PAYS: readonly ZoneNommee[] = [
  { maille: 'france', code: FRANCE, nom: 'Toute la France' },
  { maille: 'france', code: FRANCE_METROPOLITAINE, nom: 'France métropolitaine' },
]

const Regions = ({ regions }: { regions: readonly RegionListe[] }) => (
  <section aria-labelledby="regions">
    <h2 id="regions">Par région</h2>
    <Liens label="Pays entier" zones={PAYS} />
    <Liens label="Régions" zones={regions.filter((r) => r.zone !== 'com')} />
    <h3>Autres collectivités</h3>
    <p>Elles ne comptent pas dans les totaux de la France.</p>
    <Liens label="Autres collectivités" zones={regions.filter((r) => r.zone === 'com')} />
  </section>
)

/** What else can be done with the geography. */
const Suites = () => (
  <section aria-labelledby="suites">
    <h2 id="suites">Aller plus loin</h2>
    <ul>
      <li>
        <a href="/simulations">Les simulations d’accès aux soins</a>
        {'\u00a0: ce qui changerait si un médecin partait, ou si une maison de santé ouvrait.'}
      </li>
      <li>
        <a href="/articulation">L’articulation des dispositifs</a>
        {'\u00a0: qui agit sur un même territoire, ce que chacun partage, qui réunir.'}
      </li>
      <li>
        <a href="/typologies">Les typologies</a>
        {'\u00a0: des territoires qui se ressemblent, groupés sur des indicateurs choisis.'}
      </li>
      <li>
        <a href="/api#chercherCommunes">La géographie pour les programmes</a>
        {'\u00a0: communes, intercommunalités, départements et régions en JSON.'}
      </li>
    </ul>
  </section>
)

const Publics = ({ territoires }: { territoires: readonly TerritoireListe[] }) => (
  <section aria-labelledby="publics">
    <h2 id="publics">Territoires publics</h2>
    {territoires.map((territoire) => (
      <CarteTerritoire territoire={territoire} level={3} />
    ))}
  </section>
)

const Gestes = ({ requete }: { requete: Requete }) => (
  <>
    <ButtonLink href="/territoires/composer" variant="primary">
      Composer un territoire
    </ButtonLink>
    {requete.acteur.compte && <ButtonLink href="/territoires/miens">Mes territoires</ButtonLink>}
    <ButtonLink href="/simulations">Simuler l’accès aux soins</ButtonLink>
  </>
)

type Contenu =
  | { q: string; lieux: Lieux; territoires: TerritoireListe[] }
  | { q: null; regions: RegionListe[]; territoires: TerritoireListe[] }

function PageTerritoires({ requete, contenu }: { requete: Requete; contenu: Contenu }) {
  const { q, territoires } = contenu
  return (
    <Layout
      title={q ? `Territoires\u00a0: «\u00a0${q}\u00a0»` : 'Territoires'}
      page={requete}
      width="list"
      ownSearch
      crumbs={[{ label: 'Territoires' }]}
      intro={
        q === null && (
          <p>
            Qui vit là, et comment s’y soigne-t-on&#8239;? Cherchez un lieu, ou composez votre territoire commune par
            commune.
          </p>
        )
      }
      actions={q === null && <Gestes requete={requete} />}
      head={
        <>
          {q !== null && <meta name="robots" content="noindex, follow" />}
          <script type="module" src={asset('/ilots/suggestions.js')} nonce={requete.nonce} />
        </>
      }
    >
      <SearchBox
        action="/territoires"
        label="Chercher une commune, une intercommunalité, un département ou une région"
        value={q ?? ''}
        placeholder="Digne-les-Bains, 04000…"
      >
        <suggestions-recherche pour="recherche" source="/territoires/suggestions" />
      </SearchBox>
      {contenu.q === null ? (
        <>
          {territoires.length > 0 && <Publics territoires={territoires} />}
          <Regions regions={contenu.regions} />
          <Suites />
        </>
      ) : (
        <Resultats {...contenu} />
      )}
    </Layout>
  )
}

const accueil = defineRoute({
  methode: 'GET',
  chemin: '/territoires',
  requete: z.object({ q: ligneOuNull(200).catch(null) }),
  politique: publique,
  trace: 'territoires.accueil',
  lire: async (ctx, { q }, requete) => {
    if (q === null) {
      const [regions, territoires] = await Promise.all([
        listRegions(ctx),
        listTerritoiresPublics(ctx, { limite: PUBLICS }),
      ])
      return <PageTerritoires requete={requete} contenu={{ q, regions, territoires }} />
    }
    const [lieux, { territoires }] = await Promise.all([
      searchLieux(ctx, q, { limite: LIMITE }),
      listTerritoires(ctx, { quels: 'lus', q, limite: LIMITE }),
    ])
    return <PageTerritoires requete={requete} contenu={{ q, lieux, territoires }} />
  },
})

export const routesGeographie: readonly Route[] = [accueil, lireSuggestionsLieux]
