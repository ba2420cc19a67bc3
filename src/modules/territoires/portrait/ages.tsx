import { Pyramid } from '#ui/charts.tsx'
import { formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { Nombre, Reperes } from './ligne.tsx'
import { formatComparaison, formatPart } from './phrases.ts'
import type { Portrait } from './portrait.ts'
import { formatBande, type Pyramide } from './pyramide.ts'

const formatCent = (part: number | null): number | null => (part === null ? null : 100 * part)

/** Shares of some ages beside those of larger areas, then all ages as a pyramid and its table. */
export function SectionAges({ pyramide, portrait }: { pyramide: Pyramide; portrait: Portrait }) {
  const { bandes, parts, millesime, source, url } = pyramide
  const arrondir = (n: number) => formatNumber(n, { maximumFractionDigits: 0 })
  return (
    <>
      {parts.map(({ libelle, phrase, part, reperes }) => (
        <article class="mesure">
          <h3>{libelle}</h3>
          <div class="mesure-chiffres">
            <Nombre texte={formatPart(part)} note={`${millesime}, calcul Maillage`} />
            <Reperes
              reperes={portrait.reperes}
              textes={reperes.map((r) => (r === null ? <span class="hint">pas de valeur</span> : formatPart(r)))}
            />
          </div>
          <div class="mesure-texte">
            <p>
              {`Sur 100 habitants, ${formatNumber(100 * part, { maximumFractionDigits: 0 })} ont ${phrase}. `}
              {formatComparaison(
                100 * part,
                portrait.reperes.map(({ maille }, i) => ({ maille, valeur: formatCent(reperes[i] ?? null) })),
                { decimales: 0 },
              )}
            </p>
          </div>
        </article>
      ))}
      <figure class="pyramide">
        <Pyramid
          label={`Habitants par âge et par sexe en ${millesime}`}
          bands={bandes.map((b) => ({ label: formatBande(b.debut), women: b.femmes, men: b.hommes }))}
        />
        <figcaption class="hint">
          {`Habitants par âge, ${millesime}. Source\u00a0: `}
          {url ? <a href={url}>{source}</a> : source}. Somme des communes.
        </figcaption>
        <details>
          <summary>Le tableau des âges</summary>
          <Table
            caption={`Habitants par âge et par sexe, ${millesime}`}
            columns={[
              { key: 'age', label: 'Âge', header: true },
              { key: 'femmes', label: 'Femmes', numeric: true },
              { key: 'hommes', label: 'Hommes', numeric: true },
            ]}
            rows={bandes.map((b) => [`${formatBande(b.debut)} ans`, arrondir(b.femmes), arrondir(b.hommes)])}
          />
        </details>
      </figure>
    </>
  )
}
