import { Alert } from '#ui/alert.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import {
  APPROXIMATION,
  formatAdresseIndicateur,
  formatValeur,
  type Indicateur,
  POIDS_POPULATION,
} from '../indicateur.ts'
import { CONSTATS, CONSTATS_MAX, type NatureConstat, type Releve } from '../lecture/lecture.ts'
import { MAILLES_LUES } from '../lecture/maille.ts'

interface Props {
  releve: Releve
  definitions: ReadonlyMap<string, Indicateur>
}

/** What was read, series by series, then what each line had to say. */
export function VueReleve({ releve, definitions }: Props) {
  return (
    <>
      {releve.avertissements.length > 0 && (
        <Alert ton="attention" title="À regarder avant d’importer">
          <ul>
            {releve.avertissements.map((texte) => (
              <li>{texte}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Table
        caption="Séries lues"
        columns={[
          { key: 'indicateur', label: 'Indicateur', header: true },
          { key: 'millesime', label: 'Année', numeric: true },
          { key: 'valeurs', label: 'Valeurs', numeric: true },
          { key: 'secretes', label: 'Secrètes', numeric: true },
          { key: 'absentes', label: 'Absentes', numeric: true },
          { key: 'etendue', label: 'De… à…', numeric: true },
          { key: 'ensemble', label: 'Ensemble', numeric: true },
        ]}
        rows={releve.series.map((s) => {
          const definition = definitions.get(s.indicateur)
          const format = (n: number | null) => (n === null ? '–' : formatValeur(n, definition ?? { decimales: 2 }))
          return [
            <>
              <a href={formatAdresseIndicateur(s.indicateur)}>{definition?.libelle ?? s.indicateur}</a>
              {definition && <div class="hint">{definition.unite}</div>}
              {s.maille !== undefined && s.maille !== 'commune' && (
                <Tag>{`${MAILLES_LUES[s.maille].libelle}\u00a0: valeurs publiées`}</Tag>
              )}
            </>,
            String(s.millesime),
            formatNumber(s.valeurs),
            formatNumber(s.secretes),
            formatNumber(s.absentes),
            s.minimum === null ? '–' : `${format(s.minimum)} à ${format(s.maximum)}`,
            <>
              {format(s.ensemble)}
              {s.poids && s.ensemble !== null && definition?.poids && (
                <div class="hint">{s.poids === POIDS_POPULATION ? APPROXIMATION : `poids\u00a0: ${s.poids}`}</div>
              )}
            </>,
          ]
        })}
      />
      <p class="hint">
        L’ensemble est la somme, ou la moyenne pondérée, des lignes du fichier&nbsp;: c’est un calcul Maillage.
      </p>
      <VueConstats releve={releve} />
    </>
  )
}

function VueConstats({ releve: { comptes, constats, lignes } }: { releve: Releve }) {
  const natures = (Object.keys(CONSTATS) as NatureConstat[]).filter((nature) => comptes[nature])
  if (natures.length === 0) return <p>{`${formatCount(lignes, 'ligne lue', 'lignes lues')}, aucune remarque.`}</p>
  return (
    <>
      <h2>Ce que disent les lignes</h2>
      <p>{`${formatCount(lignes, 'ligne lue', 'lignes lues')}. Rien n’est deviné ni remplacé par zéro.`}</p>
      {natures.map((nature) => {
        const { libelle, perdue } = CONSTATS[nature]
        const membres = constats.filter((c) => c.nature === nature)
        const total = comptes[nature] ?? 0
        return (
          <details open={perdue && membres.length <= 20}>
            <summary>
              {libelle}
              <span class="count">{` (${formatNumber(total)})`}</span>{' '}
              {perdue && <Tag ton="attention">Laissé de côté</Tag>}
            </summary>
            <ul>
              {membres.map(({ feuille, n, detail }) => (
                <li>{`${feuille === null ? '' : `${feuille}, `}ligne ${n}\u00a0: ${detail}`}</li>
              ))}
              {total > CONSTATS_MAX && <li>{`et ${formatNumber(total - membres.length)} de plus.`}</li>}
            </ul>
          </details>
        )
      })}
    </>
  )
}
