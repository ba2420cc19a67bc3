import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Columns, Layout } from '#ui/layout.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { canCreer } from '../dispositif/dispositif.policy.ts'
import { formatAdresseDispositif } from '../dispositif/dispositif.ts'
import { formatAdresseType } from '../dispositif/type.ts'
import { getSigle } from '../dispositif/types.ts'
import { countFacettes, type FacettesAtlas, searchAtlas } from './atlas.queries.ts'
import {
  ADRESSE_ATLAS,
  type DemandeAtlas,
  type DispositifAtlas,
  formatEtape,
  formatEtatPublic,
  PAR_PAGE,
  schemaAtlas,
} from './atlas.ts'
import {
  AucunDispositif,
  countFiltres,
  Fichiers,
  Filtres,
  FiltresPoses,
  isLibre,
  Jour,
  Pages,
  Recherche,
} from './cadre.tsx'

export const lireAtlas = defineRoute({
  methode: 'GET',
  chemin: ADRESSE_ATLAS,
  requete: schemaAtlas,
  politique: publique,
  trace: 'atlas.lecture',
  lire: async (ctx: Ctx, demande: DemandeAtlas, requete: Requete) => {
    const [trouves, facettes] = await Promise.all([
      searchAtlas(ctx, demande, { limite: PAR_PAGE, debut: (demande.page - 1) * PAR_PAGE }),
      countFacettes(ctx, demande),
    ])
    return <Page {...{ demande, facettes, requete, ...trouves }} />
  },
})

interface Props {
  demande: DemandeAtlas
  facettes: FacettesAtlas
  dispositifs: DispositifAtlas[]
  total: number
  requete: Requete
}

function Page({ demande, facettes, dispositifs, total, requete }: Props) {
  const href = createHref(requete.chemin)
  const filtres = countFiltres(demande)
  const libre = isLibre(demande)
  return (
    <Layout
      title="Dispositifs"
      page={requete}
      width="list"
      crumbs={[{ label: 'Dispositifs' }]}
      intro={
        <p>
          Qui agit ensemble pour la santé d’un territoire&nbsp;: CPTS, maisons de santé, contrats et conseils locaux,
          appui à la coordination.
        </p>
      }
      actions={
        <>
          {canCreer(requete.acteur) && (
            <>
              <ButtonLink href="/dispositifs/nouveau">Ajouter un dispositif</ButtonLink>
              <ButtonLink href="/annuaire/propositions" variant="link">
                Propositions
              </ButtonLink>
            </>
          )}
          <ButtonLink href="/articulation" variant="link">
            Voir ce qui les relie
          </ButtonLink>
        </>
      }
      head={libre && <meta name="robots" content="noindex, follow" />}
    >
      <Pages requete={requete} courante="" />
      <Recherche demande={demande} action={ADRESSE_ATLAS} />
      <Jour demande={demande} href={href} />
      <Columns
        aside={<Filtres {...{ demande, facettes }} action={ADRESSE_ATLAS} />}
        asideLabel={filtres > 0 ? `Filtrer (${filtres})` : 'Filtrer'}
      >
        <div class="result-head">
          <p role="status">
            <strong>{formatCount(total, 'dispositif')}</strong>
          </p>
        </div>
        <FiltresPoses {...{ demande, facettes, requete }} />
        {total === 0 ? (
          <AucunDispositif {...{ demande, requete }} />
        ) : (
          <>
            <Tableau dispositifs={dispositifs} />
            <Fichiers requete={requete} />
            <Pagination page={demande.page} pages={Math.ceil(total / PAR_PAGE)} href={href} />
          </>
        )}
      </Columns>
    </Layout>
  )
}

function Tableau({ dispositifs }: { dispositifs: DispositifAtlas[] }) {
  return (
    <Table
      caption="Dispositifs, par type"
      columns={[
        { key: 'nom', label: 'Dispositif', header: true },
        { key: 'type', label: 'Type' },
        { key: 'etape', label: 'Où il en est' },
        { key: 'ou', label: 'Où' },
        { key: 'population', label: 'Habitants', numeric: true },
      ]}
      rows={dispositifs.map((d) => [
        <>
          <a href={formatAdresseDispositif(d.id)}>{d.nom}</a> {d.fictif && <Tag>Fictif</Tag>}
        </>,
        <a href={formatAdresseType(d.type)}>{getSigle(d.type)}</a>,
        formatEtatPublic(d) ?? formatEtape(d) ?? 'non renseigné',
        formatOu(d),
        d.population === null ? 'non renseigné' : formatNumber(d.population),
      ])}
    />
  )
}

/** Seat, départements, size of the territory. */
const formatOu = (d: DispositifAtlas): string =>
  [
    d.nomCommune,
    d.departements.length > 0 && `(${d.departements.slice(0, 3).join(', ')}${d.departements.length > 3 ? '…' : ''})`,
    d.communes.length > 0 &&
      `${d.nomCommune || d.departements.length > 0 ? '· ' : ''}${formatCount(d.communes.length, 'commune')}`,
  ]
    .filter(Boolean)
    .join(' ') || 'non renseigné'
