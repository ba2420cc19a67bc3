import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { ligneOuNull, liste } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { searchLieux } from '../geographie/recherche.queries.ts'
import {
  FRANCE,
  formatAdresseZone,
  formatRefZone,
  LIBELLES_MAILLE,
  type Zone,
  type ZoneNommee,
} from '../geographie/zone.ts'
import { FAMILLES, type Famille, formatAdresseIndicateur, formatValeur } from '../indicateur/indicateur.ts'
import { filTerritoires } from '../territoire/cadre.tsx'
import { getZoneDeRef } from '../territoire/selection.queries.ts'
import { listTerritoires } from '../territoire/territoire.queries.ts'
import { type LigneComparee, listComparees, ZONES_MAX } from './comparaison.ts'
import { formatAdressePortrait } from './demande.ts'
import { formatCalcul } from './origine.tsx'
import { formatManqueCourt, formatTaux } from './phrases.ts'
import { listMesures, type Mesures } from './portrait.queries.ts'
import { getManque, hasTaux, type Mesure } from './portrait.ts'
import { isBande } from './pyramide.ts'
import { feuilles } from './vue.tsx'

const ADRESSE = '/territoires/comparer'
const TROUVEES_MAX = 8

const formatAdresse = (refs: readonly string[]): string =>
  refs.length === 0 ? ADRESSE : `${ADRESSE}?${refs.map((ref) => `z=${ref}`).join('&')}`

interface Props {
  requete: Requete
  zones: readonly Zone[]
  inconnues: readonly string[]
  mesures: readonly Mesures[]
  /** Names searched, and what answers. */
  q: string | null
  trouvees: readonly ZoneNommee[]
}

function PageComparer({ requete, zones, inconnues, mesures, q, trouvees }: Props) {
  const refs = zones.map(formatRefZone)
  const lignes = listComparees(mesures.map((m) => m.lignes)).filter((l) => !isBande(l.indicateur))
  return (
    <Layout
      title="Comparer des territoires"
      page={requete}
      width="full"
      ownSearch={zones.length < ZONES_MAX}
      crumbs={filTerritoires([{ label: 'Comparer' }])}
      intro={<p>{`Les mêmes indicateurs, au même millésime, pour ${ZONES_MAX} territoires au plus.`}</p>}
      head={
        <>
          <meta name="robots" content="noindex, follow" />
          {feuilles}
        </>
      }
    >
      {inconnues.length > 0 && (
        <Alert ton="attention" title="Non reconnu, laissé de côté">
          {`${inconnues.join(', ')}.`}
        </Alert>
      )}
      <Choisies zones={zones} mesures={mesures} />
      {zones.length < ZONES_MAX ? (
        <SearchBox
          action={ADRESSE}
          label={zones.length === 0 ? 'Chercher un premier territoire' : 'Ajouter un territoire'}
          value={q ?? ''}
          placeholder="Nom, code ou code postal"
          hidden={{ z: refs }}
        />
      ) : (
        <p class="hint">{`Retirez un territoire pour en ajouter un autre.`}</p>
      )}
      {q !== null && zones.length < ZONES_MAX && <Trouvees q={q} refs={refs} trouvees={trouvees} />}
      {zones.length < 2 ? (
        <EmptyState title={zones.length === 0 ? 'Aucun territoire choisi' : 'Choisissez un second territoire'}>
          <p>
            Cherchez une commune, une intercommunalité, un département, une région ou un territoire enregistré. Ou
            comparez à <a href={formatAdresse([...refs, `france-${FRANCE}`])}>la France</a>.
          </p>
        </EmptyState>
      ) : (
        (Object.keys(FAMILLES) as Famille[]).map((famille) => (
          <Tableau
            famille={famille}
            zones={zones}
            mesures={mesures}
            lignes={lignes.filter((l) => l.indicateur.famille === famille)}
          />
        ))
      )}
    </Layout>
  )
}

function Choisies({ zones, mesures }: Pick<Props, 'zones' | 'mesures'>) {
  if (zones.length === 0) return null
  const refs = zones.map(formatRefZone)
  return (
    <ul class="zones-choisies">
      {zones.map((zone, i) => (
        <li>
          <a href={formatAdressePortrait(zone) ?? formatAdresseZone(zone)}>{zone.nom}</a>{' '}
          <span class="hint">
            {`${LIBELLES_MAILLE[zone.maille]}, ${formatNumber(mesures[i]?.population ?? 0)} habitants`}
          </span>{' '}
          {zone.fictif && <Tag ton="attention">Fictif</Tag>}{' '}
          <a
            class="no-print"
            href={formatAdresse(refs.filter((ref) => ref !== refs[i]))}
            aria-label={`Retirer ${zone.nom}`}
          >
            Retirer
          </a>
        </li>
      ))}
    </ul>
  )
}

function Trouvees({ q, refs, trouvees }: { q: string; refs: readonly string[]; trouvees: readonly ZoneNommee[] }) {
  const nouvelles = trouvees.filter((zone) => !refs.includes(formatRefZone(zone)))
  if (nouvelles.length === 0) return <p>{`Rien ne répond à «\u00a0${q}\u00a0».`}</p>
  return (
    <section aria-labelledby="trouvees">
      <h2 id="trouvees">Ajouter</h2>
      <ul>
        {nouvelles.map((zone) => (
          <li>
            <a href={formatAdresse([...refs, formatRefZone(zone)])}>{zone.nom}</a>{' '}
            <span class="hint">{`${LIBELLES_MAILLE[zone.maille]} ${zone.maille === 'territoire' ? '' : zone.code}`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface PropsTableau extends Pick<Props, 'zones' | 'mesures'> {
  famille: Famille
  lignes: readonly LigneComparee[]
}

function Tableau({ famille, zones, mesures, lignes }: PropsTableau) {
  if (lignes.length === 0) return null
  return (
    <div class="comparaison">
      <Table
        caption={FAMILLES[famille]}
        columns={[
          { key: 'indicateur', label: 'Indicateur', header: true },
          ...zones.map((zone) => ({ key: formatRefZone(zone), label: zone.nom, numeric: true })),
        ]}
        rows={lignes.map((ligne) => [
          <>
            <a href={formatAdresseIndicateur(ligne.indicateur.code)}>{ligne.indicateur.libelle}</a>
            <span class="hint">
              {` ${ligne.indicateur.unite}, ${ligne.serie.millesime}. ${ligne.indicateur.source}${ligne.indicateur.fictif ? ', fictif' : ''}`}
            </span>
          </>,
          ...ligne.mesures.map((mesure, i) => (
            <Valeur ligne={ligne} mesure={mesure} population={mesures[i]?.population ?? 0} />
          )),
        ])}
      />
    </div>
  )
}

function Valeur({ ligne, mesure, population }: { ligne: LigneComparee; mesure: Mesure; population: number }) {
  const { indicateur } = ligne
  const { valeur } = mesure.valeur
  const manque = getManque(indicateur, mesure)
  if (valeur === null) {
    return (
      <>
        pas de valeur
        {manque && <span class="hint">{formatManqueCourt(manque, mesure.valeur)}</span>}
      </>
    )
  }
  return (
    <>
      {formatValeur(valeur, indicateur)}
      <span class="hint">{formatCalcul(indicateur, mesure)}</span>
      {hasTaux(indicateur) && <span class="hint">{`${formatTaux(valeur, population)} pour 10\u202f000 hab.`}</span>}
    </>
  )
}

export const routesComparerPortraits = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    requete: z.object({
      z: liste(z.string().max(60)).catch([]),
      q: ligneOuNull(200).catch(null),
    }),
    politique: publique,
    trace: 'portrait.comparaison',
    lire: async (ctx, { z: demandees, q }, requete) => {
      const refs = [...new Set(demandees)].slice(0, ZONES_MAX)
      const lues = await Promise.all(refs.map((ref) => getZoneDeRef(ctx, ref)))
      const zones = lues.filter((zone) => zone !== null)
      const inconnues = refs.filter((_, i) => lues[i] === null)
      const [mesures, lieux, enregistres] = await Promise.all([
        listMesures(ctx, zones),
        q === null ? null : searchLieux(ctx, q, { limite: TROUVEES_MAX }),
        q === null ? null : listTerritoires(ctx, { quels: 'lus', q, limite: TROUVEES_MAX }),
      ])
      const trouvees: ZoneNommee[] = [
        ...(enregistres?.territoires ?? []).map((t) => ({
          maille: 'territoire' as const,
          code: String(t.id),
          nom: t.nom,
        })),
        ...(lieux?.zones ?? []),
        ...(lieux?.communes ?? []).map(({ code, nom }) => ({ maille: 'commune' as const, code, nom })),
      ]
      return <PageComparer {...{ requete, zones, inconnues, mesures, q, trouvees }} />
    },
  }),
]
