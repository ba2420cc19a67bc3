import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { getFond, SourcePopulation } from '#modules/territoires/index.ts'
import { createHref } from '#ui/href.ts'
import { Columns, Layout } from '#ui/layout.tsx'
import { countFacettes } from './atlas.queries.ts'
import { ADRESSE_ATLAS, ADRESSE_COUVERTURE, type DemandeAtlas, schemaAtlas } from './atlas.ts'
import { AucunDispositif, countFiltres, Fichiers, Filtres, FiltresPoses, Jour, Pages, Recherche } from './cadre.tsx'
import {
  countImplantations,
  listCodesDepartement,
  listCouvertures,
  listCouverturesPar,
  listPresents,
} from './couverture.queries.ts'
import { computeCouvertureDepartement } from './couverture.ts'
import { CarteCouverture, type CouvertureLue, Implantations, ParCommune, ParType, ParZone } from './couverture.tsx'

/** A département is read once, with its dispositifs, and counted here; larger areas are counted by the database. */
async function getCouverture(ctx: Ctx, demande: DemandeAtlas): Promise<CouvertureLue> {
  const { region, departement } = demande
  if (departement) {
    const [facettes, presents, fond] = await Promise.all([
      countFacettes(ctx, demande),
      listPresents(ctx, { ...demande, departement }),
      listCodesDepartement(ctx, departement).then((codes) => getFond(ctx, 'commune', codes)),
    ])
    return { facettes, ...computeCouvertureDepartement(fond.formes, presents), zones: [], sansTerritoire: 0, fond }
  }
  const maille = region ? 'departement' : 'region'
  const [facettes, types, zones, sansTerritoire] = await Promise.all([
    countFacettes(ctx, demande),
    listCouvertures(ctx, demande),
    listCouverturesPar(ctx, maille, demande),
    countImplantations(ctx, demande),
  ])
  const fond = await getFond(
    ctx,
    maille,
    zones.map((z) => z.code),
  )
  return { facettes, types, zones, communes: [], implantations: [], sansTerritoire, fond }
}

export const lireCouverture = defineRoute({
  methode: 'GET',
  chemin: ADRESSE_COUVERTURE,
  requete: schemaAtlas,
  politique: publique,
  trace: 'atlas.couverture',
  limite: { nom: 'atlas.couverture', max: 60, secondes: 60 },
  lire: async (ctx: Ctx, demande: DemandeAtlas, requete: Requete) => (
    <Page {...{ demande, requete }} lue={await getCouverture(ctx, demande)} />
  ),
})

function Page({ demande, requete, lue }: { demande: DemandeAtlas; requete: Requete; lue: CouvertureLue }) {
  const href = createHref(requete.chemin)
  const { facettes, types, zones, communes } = lue
  const filtres = countFiltres(demande)
  return (
    <Layout
      title="Couverture des dispositifs"
      page={requete}
      width="list"
      crumbs={[{ label: 'Dispositifs', href: ADRESSE_ATLAS }, { label: 'Carte et couverture' }]}
      intro={<p>Qui est couvert, deux fois ou pas du tout, par les dispositifs dont le territoire est connu.</p>}
      head={<meta name="robots" content="noindex, follow" />}
    >
      <Pages requete={requete} courante="/couverture" />
      <Recherche demande={demande} action={ADRESSE_COUVERTURE} />
      <Jour demande={demande} href={href} />
      <Columns
        aside={<Filtres {...{ demande, facettes }} action={ADRESSE_COUVERTURE} />}
        asideLabel={filtres > 0 ? `Filtrer (${filtres})` : 'Filtrer'}
      >
        <FiltresPoses {...{ demande, facettes, requete }} />
        {types.length === 0 ? (
          <AucunDispositif {...{ demande, requete }} />
        ) : (
          <>
            <ParType types={types} href={href} />
            {types.length > 1 && (
              <p class="hint">
                {
                  'La carte et les tableaux qui suivent prennent ces types ensemble\u00a0: choisissez un type pour le voir seul.'
                }
              </p>
            )}
            <CarteCouverture {...{ demande, requete, lue }} />
            {zones.length > 0 && <ParZone {...{ zones, demande, href }} />}
            {communes.length > 0 && <ParCommune communes={communes} />}
            <Implantations lue={lue} />
            <p class="hint">
              <SourcePopulation />
              {
                ' Un territoire qui n’est pas renseigné ne couvre personne ici\u00a0: «\u00a0non couverte\u00a0» veut dire «\u00a0aucun dispositif inscrit\u00a0».'
              }
            </p>
            <Fichiers requete={requete} />
          </>
        )}
      </Columns>
    </Layout>
  )
}
