import { DefinitionList } from '#ui/definition-list.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { formatDate, formatDateTime, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { SubNav } from '#ui/sub-nav.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import { formatAdresseOrganisme } from '../organisme/organisme.ts'
import { formatAdresseStructure } from '../structure/structure.ts'
import {
  FORMATS_ANNUAIRE,
  formatAdresseImport,
  type ImportAnnuaire,
  ISSUES,
  type Issue,
  LIGNES_PAR_PAGE,
  type LigneReleve,
  type Preselection,
} from './imports.ts'

interface Props {
  imp: ImportAnnuaire
  issue: Issue | null
  page: number
  lignes: readonly LigneReleve[]
  preselections: readonly Preselection[]
}

/** Sorts that have lines to show: counts of professionals have none of their own. */
export const listIssues = (imp: ImportAnnuaire): Issue[] =>
  (Object.keys(ISSUES) as Issue[]).filter(
    (i) => imp[ISSUES[i].compte] > 0 && (imp.format !== 'rpps' || i === 'rejete' || i === 'avertissement'),
  )

/** What an import did, then its lines, one sort at a time. */
export function VueReleve({ imp, issue, page, lignes, preselections }: Props) {
  const adresse = formatAdresseImport(imp.id)
  const issues = listIssues(imp)
  const stock = imp.format === 'finess' || imp.format === 'finess-plus'
  return (
    <>
      <DefinitionList
        items={[
          { label: 'Fichier', value: FORMATS_ANNUAIRE[imp.format] },
          { label: 'Date dite par le fichier', value: imp.dateFichier && formatDate(imp.dateFichier) },
          { label: 'Déposé', value: `${formatDateTime(imp.quand)}${imp.auteur ? ` par ${imp.auteur}` : ''}` },
          { label: 'Terminé', value: imp.finiLe && formatDateTime(imp.finiLe) },
          ...Object.values(ISSUES).map(({ libelle, compte }) => ({ label: libelle, value: formatNumber(imp[compte]) })),
          { label: 'Inchangées', value: formatNumber(imp.inchanges) },
          {
            label: 'Fermetures',
            value: !stock
              ? null
              : imp.complet
                ? 'Le fichier disait tout ce qui existe dans ses départements, pour ses catégories.'
                : 'Le fichier a été pris comme un extrait\u00a0: rien n’a été fermé.',
          },
          { label: 'Empreinte SHA-256', value: <code class="break">{imp.empreinte}</code> },
        ]}
      />
      <VuePreselections preselections={preselections} />
      {issue === null ? (
        <EmptyState title="Rien à dire ligne par ligne">
          <p>
            {imp.format === 'rpps'
              ? 'Ce fichier donne des effectifs, comptés par commune, profession, spécialité et mode d’exercice.'
              : 'Tout ce que dit ce fichier était déjà dans l’annuaire.'}
          </p>
        </EmptyState>
      ) : (
        <>
          <h2 id="lignes">Ligne par ligne</h2>
          <SubNav
            label="Lignes par issue"
            links={issues.map((i) => ({
              href: `${adresse}?issue=${i}#lignes`,
              label: ISSUES[i].libelle,
              current: i === issue,
              count: imp[ISSUES[i].compte],
            }))}
          />
          <Table
            caption={ISSUES[issue].libelle}
            columns={[
              { key: 'ligne', label: 'Ligne', numeric: true },
              {
                key: 'message',
                label: issue === 'rejete' || issue === 'avertissement' ? 'Raison' : 'Fiche',
                header: true,
              },
            ]}
            rows={lignes.map((l) => [l.ligne === 0 ? '–' : formatNumber(l.ligne), <Fiche ligne={l} />])}
          />
          <Pagination
            page={page}
            pages={Math.ceil(imp[ISSUES[issue].compte] / LIGNES_PAR_PAGE)}
            href={createHref(`${adresse}?issue=${issue}`)}
          />
        </>
      )}
    </>
  )
}

function Fiche({ ligne: { objet, objetId, message } }: { ligne: LigneReleve }) {
  if (objetId === null || objet === null || objet === 'service') return <>{message}</>
  const adresse = objet === 'structure' ? formatAdresseStructure(objetId) : formatAdresseOrganisme(objetId)
  return <a href={adresse}>{message}</a>
}

/** Places that may be a dispositif: a person says so, one by one. */
function VuePreselections({ preselections }: { preselections: readonly Preselection[] }) {
  if (preselections.length === 0) return null
  return (
    <Table
      caption="Structures dont la catégorie annonce un dispositif, à déclarer s’il y a lieu"
      columns={[
        { key: 'nom', label: 'Structure', header: true },
        { key: 'categorie', label: 'Catégorie FINESS' },
        { key: 'geste', label: 'Dispositif' },
      ]}
      rows={preselections.map(({ id, nom, categorieLibelle, type }) => [
        <a href={formatAdresseStructure(id)}>{nom}</a>,
        categorieLibelle ?? '–',
        <a href={`/dispositifs/nouveau?type=${type}&nom=${encodeURIComponent(nom)}`} aria-label={`Déclarer ${nom}`}>
          Déclarer
        </a>,
      ])}
    />
  )
}
