import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import {
  formatAdresseZone,
  formatRefZone,
  getDemande,
  LIBELLES_MAILLE,
  listElements,
  type Zone,
} from '#modules/territoires/index.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { formatSuite, isVide, parseDemande, schemaDemande } from '../articulation/demande.ts'
import { formatAdresseDispositif } from '../dispositif/dispositif.ts'
import { getSigle } from '../dispositif/types.ts'
import { formatType } from '../fiche/cadre.tsx'
import { getLieuDit, type LieuDit } from '../fiche/lieu.queries.ts'
import {
  countProfessionnels,
  countStructures,
  type DispositifPresent,
  type EffectifProfession,
  listPresents,
  type NombreParType,
} from './presence.queries.ts'

const ADRESSE = '/reseau'
const PROFESSIONS_MAX = 15

interface Lue {
  zone: Zone | null
  lieu: LieuDit | null
}

async function getZonePresence(ctx: Ctx, { q, ...demande }: z.output<typeof schema>): Promise<Lue> {
  const { selection } = parseDemande(demande)
  if (!isVide(selection)) return { zone: (await getDemande(ctx, selection)).zone, lieu: null }
  const lieu = q ? await getLieuDit(ctx, q) : null
  return { zone: lieu?.zone ?? null, lieu }
}

const schema = z.object({ ...schemaDemande, q: z.string().trim().max(200).catch('').default('') })

export const lirePresence = defineRoute({
  methode: 'GET',
  chemin: ADRESSE,
  requete: schema,
  politique: publique,
  trace: 'reseau.presence',
  lire: async (ctx, demande, requete) => {
    const { zone, lieu } = await getZonePresence(ctx, demande)
    if (!zone) return <PageRecherche {...{ requete, lieu }} q={demande.q} />
    const elements = [...listElements(zone.communes)]
    const [presents, structures, professions] = await Promise.all([
      listPresents(ctx, elements),
      countStructures(ctx, [...new Set([...elements, ...zone.communes])]),
      countProfessionnels(ctx, [...new Set([...elements, ...zone.communes])]),
    ])
    return <Page {...{ requete, zone, lieu, presents, structures, professions }} />
  },
})

const Ou = ({ q }: { q: string }) => (
  <SearchBox
    action={ADRESSE}
    label="Chercher une commune, un code postal, une intercommunalité, un département"
    value={q}
    placeholder="Digne-les-Bains, 04000…"
  />
)

function PageRecherche({ requete, lieu, q }: { requete: Requete; lieu: LieuDit | null; q: string }) {
  return (
    <Layout
      title="Qui agit ici"
      page={requete}
      width="list"
      ownSearch
      crumbs={[{ label: 'Qui agit ici' }]}
      intro={
        <p>Pour un lieu&nbsp;: les dispositifs qui y agissent, les structures que l’on y trouve, ce qui les relie.</p>
      }
    >
      <Ou q={q} />
      {lieu && (
        <EmptyState title={`Aucun lieu ne s’appelle «\u00a0${q}\u00a0»`}>
          <p>Écrivez le nom d’une commune, un code postal ou un département.</p>
        </EmptyState>
      )}
      <p>
        Ou bien parcourez <a href="/dispositifs">tous les dispositifs</a>,{' '}
        <a href="/structures">toutes les structures</a>, <a href="/territoires">les territoires</a>.
      </p>
    </Layout>
  )
}

interface Props {
  requete: Requete
  zone: Zone
  lieu: LieuDit | null
  presents: DispositifPresent[]
  structures: NombreParType[]
  professions: EffectifProfession[]
}

function Page({ requete, zone, lieu, presents, structures, professions }: Props) {
  const suite = formatSuite(zone)
  const ou = zone.maille === 'liste' ? null : formatRefZone(zone)
  const total = structures.reduce((n, s) => n + s.nombre, 0)
  return (
    <Layout
      title={`Qui agit ici\u00a0: ${zone.nom}`}
      page={requete}
      width="list"
      ownSearch={lieu !== null}
      crumbs={[{ label: 'Qui agit ici', href: ADRESSE }, { label: zone.nom }]}
      intro={
        <p>
          {LIBELLES_MAILLE[zone.maille]}
          {zone.fictif && (
            <>
              {' '}
              <Tag>Fictif</Tag>
            </>
          )}
          {`\u00a0: ${formatCount(presents.length, 'dispositif')} et ${formatCount(total, 'structure')} y sont inscrits. Ce qui n’est pas inscrit n’y est pas forcément absent.`}
        </p>
      }
      actions={
        <>
          {suite && <ButtonLink href={`/articulation?${suite}`}>Voir ce qui les relie et ce qui manque</ButtonLink>}
          {ou && (
            <ButtonLink href={`/trouver?ou=${ou}`} variant="link">
              Trouver de l’aide ici
            </ButtonLink>
          )}
          <ButtonLink href={formatAdresseZone(zone)} variant="link">
            Qui y vit
          </ButtonLink>
        </>
      }
    >
      {lieu && <Ou q={requete.url.searchParams.get('q') ?? ''} />}
      {lieu && lieu.autres.length > 0 && <Autres autres={lieu.autres} />}
      <section aria-labelledby="dispositifs">
        <h2 id="dispositifs">Dispositifs</h2>
        {presents.length === 0 ? (
          <EmptyState title="Aucun dispositif n’est inscrit ici">
            <p>Une CPTS, une maison de santé ou un contrat local peut y agir sans être encore dans Maillage.</p>
          </EmptyState>
        ) : (
          <Dispositifs presents={presents} />
        )}
      </section>
      <section aria-labelledby="structures">
        <h2 id="structures">Structures</h2>
        {total === 0 ? (
          <EmptyState title="Aucune structure n’est inscrite ici">
            <p>Les structures viennent du fichier FINESS et de ce que les personnes du territoire saisissent.</p>
          </EmptyState>
        ) : (
          <Structures {...{ structures, ou }} />
        )}
      </section>
      {professions.length > 0 && <Professions professions={professions} />}
    </Layout>
  )
}

const Autres = ({ autres }: { autres: readonly { ref: string; nom: string }[] }) => (
  <p class="hint">
    {'Ou bien\u00a0: '}
    {autres.map((a, i) => (
      <>
        {i > 0 && ', '}
        <a href={`${ADRESSE}?zone=${a.ref}`}>{a.nom}</a>
      </>
    ))}
    .
  </p>
)

const Dispositifs = ({ presents }: { presents: readonly DispositifPresent[] }) => (
  <Table
    caption="Dispositifs, par type"
    columns={[
      { key: 'type', label: 'Type' },
      { key: 'nom', label: 'Dispositif', header: true },
      { key: 'population', label: 'Habitants d’ici couverts', numeric: true },
    ]}
    rows={presents.map((d) => [
      getSigle(d.type),
      <>
        <a href={formatAdresseDispositif(d.id)}>{d.nom}</a> {d.fictif && <Tag>Fictif</Tag>}
      </>,
      d.population === null ? 'son équipe y travaille' : formatNumber(d.population),
    ])}
  />
)

const Structures = ({ structures, ou }: { structures: readonly NombreParType[]; ou: string | null }) => (
  <Table
    caption="Structures, par type"
    columns={[
      { key: 'type', label: 'Type', header: true },
      { key: 'nombre', label: 'Nombre', numeric: true },
    ]}
    rows={structures.map(({ type, nombre }) => {
      const nom = formatType(type) ?? 'Type non précisé'
      const suite = new URLSearchParams({ ...(ou && { ou }), ...(type && { type }) })
      return [ou && type ? <a href={`/structures?${suite}`}>{nom}</a> : nom, formatNumber(nombre)]
    })}
  />
)

function Professions({ professions }: { professions: readonly EffectifProfession[] }) {
  const [premiere] = professions
  return (
    <section aria-labelledby="professions">
      <h2 id="professions">Professionnels</h2>
      <Table
        caption="Activités, par profession"
        columns={[
          { key: 'profession', label: 'Profession', header: true },
          { key: 'nombre', label: 'Activités', numeric: true },
          { key: 'liberaux', label: 'dont libérales', numeric: true },
        ]}
        rows={professions
          .slice(0, PROFESSIONS_MAX)
          .map((p) => [p.libelle, formatNumber(p.nombre), formatNumber(p.liberaux)])}
      />
      {premiere && (
        <p class="hint">
          {`Source\u00a0: extraction en libre accès du répertoire RPPS, ${formatDate(premiere.millesime)}. Une personne qui exerce en deux lieux compte deux fois.`}
          {professions.length > PROFESSIONS_MAX &&
            ` Et ${formatCount(professions.length - PROFESSIONS_MAX, 'autre profession', 'autres professions')}.`}
        </p>
      )}
    </section>
  )
}
