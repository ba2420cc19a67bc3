import type { Requete } from '#core/context.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Card } from '#ui/card.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { AVerifier, feuille, filDispositifs } from './cadre.tsx'
import { canCreer, canRegler } from './dispositif.policy.ts'
import type { ReglageLu } from './taille.ts'
import {
  formatAdresseType,
  formatSigle,
  GROUPES_TYPES,
  NATURES_TERRITOIRE,
  type TypeDispositif,
  type TypeEtape,
} from './type.ts'
import { listTypes } from './types.ts'

export const PageTypes = ({ requete, nombres }: { requete: Requete; nombres: ReadonlyMap<string, number> }) => (
  <Layout
    title="Types de dispositif"
    page={requete}
    width="list"
    crumbs={filDispositifs([{ label: 'Types' }])}
    intro={<p>Ce que sont les dispositifs qui coordonnent la santé d’un territoire, et ce que disent les textes.</p>}
    head={feuille}
  >
    {[...Map.groupBy(listTypes(), (t) => t.groupe)].map(([groupe, types]) => (
      <section aria-labelledby={`groupe-${groupe}`}>
        <h2 id={`groupe-${groupe}`}>{GROUPES_TYPES[groupe]}</h2>
        <div class="types">
          {types.map((t) => (
            <Card title={t.sigle ? `${t.sigle}, ${t.nom}` : t.nom} href={formatAdresseType(t.slug)} level={3}>
              <p>{t.definition}</p>
              <p class="hint">{`${formatCount(nombres.get(t.slug) ?? 0, 'dispositif')} dans Maillage`}</p>
            </Card>
          ))}
        </div>
      </section>
    ))}
  </Layout>
)

interface PropsType {
  requete: Requete
  type: TypeDispositif
  nombre: number
  reglages: readonly ReglageLu[]
}

export function PageType({ requete, type, nombre, reglages }: PropsType) {
  const { acteur } = requete
  return (
    <Layout
      title={type.sigle ? `${type.nom} (${type.sigle})` : type.nom}
      page={requete}
      width="list"
      crumbs={filDispositifs([{ label: 'Types', href: '/dispositifs/types' }, { label: formatSigle(type) }])}
      intro={<p>{type.definition}</p>}
      actions={
        <>
          <ButtonLink href={`/dispositifs?type=${type.slug}`} variant="primary">
            {nombre === 0 ? 'Voir la liste' : `Voir ${formatCount(nombre, 'dispositif')}`}
          </ButtonLink>
          {canCreer(acteur) && <ButtonLink href={`/dispositifs/nouveau?type=${type.slug}`}>En ajouter un</ButtonLink>}
        </>
      }
      head={feuille}
    >
      <DefinitionList
        items={[
          { label: 'Famille', value: GROUPES_TYPES[type.groupe] },
          { label: 'Territoire', value: NATURES_TERRITOIRE[type.territoire] },
          {
            label: 'Exclusif',
            value: type.exclusif && `Deux d’entre eux n’ont jamais une commune en commun. ${type.exclusif.texte}.`,
          },
          {
            label: 'Sources',
            value: (
              <ul class="contenus">
                {type.sources.map((s) => (
                  <li>
                    {s.url ? (
                      <a href={s.url} rel="external">
                        {s.texte}
                      </a>
                    ) : (
                      s.texte
                    )}{' '}
                    <AVerifier si={s.aVerifier} />
                  </li>
                ))}
              </ul>
            ),
          },
          { label: 'Rôles', value: type.roles.map((r) => getLibelle('role-dispositif', r)).join(', ') },
          { label: 'Instances', value: type.instances.map((i) => i.libelle).join(', ') },
          { label: 'Collèges', value: type.colleges.map((c) => c.libelle).join(', ') },
        ]}
      />
      {type.etapes.length > 0 && <TableEtapes type={type} />}
      {type.missions.length > 0 && <TableMissions type={type} />}
      {type.controles.length > 0 && (
        <section aria-labelledby="controles">
          <h2 id="controles">Ce qui est vérifié</h2>
          <ul>
            {type.controles.map((c) => (
              <li>
                {c.libelle} <span class="hint">{c.source}</span> <AVerifier si={c.aVerifier} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {reglages.length > 0 && <Reglages {...{ requete, type, reglages }} />}
    </Layout>
  )
}

const LIBELLE_PROPRE = ' (proposé par Maillage)'

/** « 12 mois après la signature de l’ACI, chaque année » */
function formatEcheance(type: TypeDispositif, { echeance: e }: TypeEtape): string {
  if (!e) return ''
  const depuis = type.etapes.find((t) => t.slug === e.depuis)?.libelle ?? e.depuis
  return `${e.mois}\u00a0mois après «\u00a0${depuis}\u00a0»${e.annuelle ? ', puis chaque année' : ''}`
}

const TableEtapes = ({ type }: { type: TypeDispositif }) => (
  <section aria-labelledby="etapes">
    <h2 id="etapes">Étapes de vie</h2>
    <Table
      caption="Étapes, dans l’ordre"
      columns={[
        { key: 'etape', label: 'Étape', header: true },
        { key: 'contenus', label: 'Ce qu’elle demande' },
        { key: 'decision', label: 'Qui décide' },
        { key: 'echeance', label: 'Échéance' },
      ]}
      rows={type.etapes.map((e) => [
        <>
          {e.libelle}
          {e.propre && LIBELLE_PROPRE} <AVerifier si={e.aVerifier} />
          {e.etatPublic && <span class="sous">{`État public\u00a0: ${type.etatsPublics[e.etatPublic]}`}</span>}
        </>,
        e.contenus.map((c) => c.libelle).join('\u202f; '),
        e.decision ?? '',
        <>
          {formatEcheance(type, e)} <AVerifier si={e.echeance?.aVerifier} />
        </>,
      ])}
    />
  </section>
)

function TableMissions({ type }: { type: TypeDispositif }) {
  const delais = type.missions.some((m) => m.debut !== undefined)
  const depuis = type.etapes.find((e) => e.slug === type.missionsDepuis)?.libelle
  const formatMois = (mois: number | undefined) => (mois === undefined ? 'libre' : `${mois}\u00a0mois`)
  return (
    <section aria-labelledby="missions">
      <h2 id="missions">Missions</h2>
      {delais && depuis && <p>{`Les délais courent depuis l’étape «\u00a0${depuis}\u00a0».`}</p>}
      <Table
        caption="Missions de ce type"
        columns={[
          { key: 'mission', label: 'Mission', header: true },
          { key: 'nature', label: 'Nature' },
          ...(delais
            ? [
                { key: 'debut', label: 'Démarrage' },
                { key: 'deploiement', label: 'Déploiement' },
              ]
            : []),
        ]}
        rows={type.missions.map((m) => [
          <>
            {m.libelle} <AVerifier si={m.aVerifier} />
            {m.description && <span class="sous">{m.description}</span>}
          </>,
          m.nature === 'socle' ? 'Socle' : 'Facultative',
          ...(delais ? [formatMois(m.debut), formatMois(m.deploiement)] : []),
        ])}
      />
    </section>
  )
}

function Reglages({ requete, type, reglages }: Omit<PropsType, 'nombre'>) {
  const regle = canRegler(requete.acteur)
  return (
    <section aria-labelledby="reglages">
      <h2 id="reglages">Valeurs de référence</h2>
      <Table
        caption="Seuils et montants"
        columns={[
          { key: 'libelle', label: 'Valeur', header: true },
          { key: 'valeur', label: 'Montant', numeric: true },
          { key: 'unite', label: 'Unité' },
          { key: 'source', label: 'Source' },
          ...(regle ? [{ key: 'corriger', label: 'Corriger' }] : []),
        ]}
        rows={reglages.map((r) => [
          <>
            {r.libelle} <AVerifier si={r.aVerifier} />
          </>,
          r.valeur === null ? 'inconnu' : formatNumber(r.valeur),
          r.unite,
          r.corrige ? `${r.source ?? 'Sans source'} (corrigé ici)` : (r.source ?? ''),
          ...(regle ? [<a href={`${formatAdresseType(type.slug)}/reglages/${r.cle}`}>Corriger</a>] : []),
        ])}
      />
    </section>
  )
}
