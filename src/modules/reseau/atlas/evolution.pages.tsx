import type { Ctx, Requete } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { asset } from '#ui/asset.ts'
import { LineChart } from '#ui/charts.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Columns, Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { getType } from '../dispositif/types.ts'
import { countFacettes, type FacettesAtlas, listVies } from './atlas.queries.ts'
import { ADRESSE_ATLAS, computeEvolution, type DemandeAtlas, schemaAtlas } from './atlas.ts'
import { AucunDispositif, countFiltres, Filtres, FiltresPoses, Pages, Recherche } from './cadre.tsx'

const ADRESSE = `${ADRESSE_ATLAS}/evolution`

export const lireEvolution = defineRoute({
  methode: 'GET',
  chemin: ADRESSE,
  requete: schemaAtlas,
  politique: publique,
  trace: 'atlas.evolution',
  lire: async (ctx: Ctx, demande: DemandeAtlas, requete: Requete) => {
    const [facettes, vies] = await Promise.all([countFacettes(ctx, demande), listVies(ctx, demande)])
    return <Page {...{ demande, requete, facettes }} {...computeEvolution(vies, formatJour(ctx.maintenant))} />
  },
})

interface Props extends ReturnType<typeof computeEvolution> {
  demande: DemandeAtlas
  requete: Requete
  facettes: FacettesAtlas
}

function Page({ demande, requete, facettes, annees, sansDate }: Props) {
  const filtres = countFiltres(demande)
  // Public states mean something for one type at a time.
  const [seul] = demande.type.length === 1 ? demande.type : []
  const etats = Object.entries((seul && getType(seul)?.etatsPublics) || {})
  const href = createHref(requete.chemin)
  return (
    <Layout
      title="Évolution des dispositifs"
      page={requete}
      width="list"
      crumbs={[{ label: 'Dispositifs', href: ADRESSE_ATLAS }, { label: 'Évolution' }]}
      intro={
        <p>Combien étaient là au 31 décembre de chaque année, d’après la date de leurs étapes ou de leur territoire.</p>
      }
      head={
        <>
          <link rel="stylesheet" href={asset('/styles/charts.css')} />
          <meta name="robots" content="noindex, follow" />
        </>
      }
    >
      <Pages requete={requete} courante="/evolution" />
      <Recherche demande={demande} action={ADRESSE} />
      <Columns
        aside={<Filtres {...{ demande, facettes }} action={ADRESSE} />}
        asideLabel={filtres > 0 ? `Filtrer (${filtres})` : 'Filtrer'}
      >
        <FiltresPoses {...{ demande, facettes, requete }} />
        {annees.length === 0 && sansDate === 0 ? (
          <AucunDispositif {...{ demande, requete }} />
        ) : annees.length === 0 ? (
          <EmptyState title="Aucune date n’est connue">
            <p>L’évolution se lit dans les dates des étapes&nbsp;: aucune n’est inscrite pour ces dispositifs.</p>
          </EmptyState>
        ) : (
          <>
            <LineChart
              label="Nombre de dispositifs par année"
              points={annees.map((a) => ({ x: a.annee, y: a.nombre }))}
              format={(n) => formatNumber(n)}
            />
            <Table
              caption={'Au 31 décembre de chaque année'}
              columns={[
                { key: 'annee', label: 'Année', header: true },
                { key: 'nombre', label: 'Dispositifs', numeric: true },
                ...etats.map(([key, label]) => ({ key, label, numeric: true })),
                { key: 'voir', label: 'Liste' },
              ]}
              rows={annees.toReversed().map((a, i) => [
                String(a.annee),
                formatNumber(a.nombre),
                ...etats.map(([etat]) => formatNumber(a.etats[etat] ?? 0)),
                <a
                  href={ADRESSE_ATLAS + href({ au: i === 0 ? null : `${a.annee}-12-31` }).slice(ADRESSE.length)}
                  aria-label={`Voir la liste de ${a.annee}`}
                >
                  voir
                </a>,
              ])}
            />
          </>
        )}
        {sansDate > 0 && (
          <p class="hint">{`${formatCount(sansDate, 'dispositif n’a', 'dispositifs n’ont')} aucune date\u00a0: aucune année ne les compte.`}</p>
        )}
      </Columns>
    </Layout>
  )
}
