import { Actions, Button, Form } from '#ui/form.tsx'
import { formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { formatStructure } from './presentation.ts'
import { formatAdresseTypologie, type Qualite, type Typologie } from './typologie.ts'

const formatDeux = (v: number) => formatNumber(v, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const formatPart = (v: number) => `${formatNumber(100 * v, { maximumFractionDigits: 0 })}\u00a0%`

const [LARGEUR, HAUTEUR, MARGE] = [320, 170, 30]

interface PropsCourbe {
  titre: string
  points: readonly { k: number; valeur: number }[]
  /** The number of groups at present. */
  k: number
  format: (valeur: number) => string
}

/** A small curve by number of groups; the table beside says the same. */
function Courbe({ titre, points, k, format }: PropsCourbe) {
  const valeurs = points.map((p) => p.valeur)
  const [bas, haut] = [Math.min(0, ...valeurs), Math.max(...valeurs, 0.01)]
  const [premier, dernier] = [points[0]?.k ?? 2, points.at(-1)?.k ?? 8]
  const x = (n: number) => MARGE + ((n - premier) / Math.max(1, dernier - premier)) * (LARGEUR - 2 * MARGE)
  const y = (v: number) => HAUTEUR - MARGE - ((v - bas) / (haut - bas)) * (HAUTEUR - 2 * MARGE)
  return (
    <figure class="courbe">
      <figcaption>{titre}</figcaption>
      <svg
        viewBox={`0 0 ${LARGEUR} ${HAUTEUR}`}
        role="img"
        aria-label={`${titre}. Le tableau donne les mêmes nombres.`}
      >
        <path class="axe" d={`M${MARGE - 12} ${y(Math.max(0, bas))}H${LARGEUR - MARGE + 12}`} />
        <path
          class="ligne"
          d={points.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(p.k).toFixed(1)} ${y(p.valeur).toFixed(1)}`).join('')}
        />
        {points.map((p) => (
          <>
            <circle
              class={p.k === k ? 'choisi' : 'point'}
              cx={x(p.k).toFixed(1)}
              cy={y(p.valeur).toFixed(1)}
              r={p.k === k ? 6 : 4}
            />
            <text x={x(p.k).toFixed(1)} y={(y(p.valeur) - 10).toFixed(1)}>
              {format(p.valeur)}
            </text>
            <text class="nombre" x={x(p.k).toFixed(1)} y={HAUTEUR - 6}>
              {p.k}
            </text>
          </>
        ))}
      </svg>
    </figure>
  )
}

/** How well each number of groups separates the areas, and the way to another number. */
export function QualiteGroupes({ typologie, modifiable }: { typologie: Typologie; modifiable: boolean }) {
  const { k, propose, qualite } = typologie.resultat
  const format = (q: Qualite) => [
    <>
      {q.k}
      {q.k === k && ' (choisi)'}
      {q.k === propose && ' (sépare le mieux)'}
    </>,
    `${formatDeux(q.silhouette)}\u00a0: ${formatStructure(q.silhouette)}`,
    formatPart(q.intra),
  ]
  return (
    <section aria-labelledby="qualite">
      <h2 id="qualite">Combien de groupes&nbsp;?</h2>
      <p class="lecture">
        La silhouette dit si chaque territoire est plus proche des siens que du groupe voisin&nbsp;: 1 au mieux, 0 ou
        moins quand les groupes se mêlent. Les différences internes diminuent toujours quand on ajoute des
        groupes&nbsp;: un nombre après lequel elles baissent peu suffit souvent.
      </p>
      <div class="courbes">
        <Courbe
          titre="Silhouette moyenne, par nombre de groupes"
          points={qualite.map((q) => ({ k: q.k, valeur: q.silhouette }))}
          k={k}
          format={formatDeux}
        />
        <Courbe
          titre="Différences qui restent à l’intérieur des groupes"
          points={qualite.map((q) => ({ k: q.k, valeur: q.intra }))}
          k={k}
          format={formatPart}
        />
      </div>
      <div class="qualite">
        <Table
          caption="Qualité selon le nombre de groupes"
          columns={[
            { key: 'k', label: 'Groupes', header: true },
            { key: 'silhouette', label: 'Silhouette moyenne' },
            { key: 'intra', label: 'Différences internes', numeric: true },
          ]}
          rows={qualite.map(format)}
        />
      </div>
      <p class="hint">Repères de lecture de la silhouette&nbsp;: Kaufman et Rousseeuw, 1990.</p>
      {modifiable && (
        <div class="no-print">
          <Form action={`${formatAdresseTypologie(typologie.id)}/calcul`}>
            <p id="autre-nombre">Refaire avec un autre nombre de groupes, sur les valeurs d’aujourd’hui&nbsp;:</p>
            <Actions>
              {qualite
                .filter((q) => q.k !== k)
                .map((q) => (
                  <Button variant="secondary" name="k" value={String(q.k)} label={`${q.k} groupes`}>
                    {q.k}
                  </Button>
                ))}
            </Actions>
          </Form>
        </div>
      )}
    </section>
  )
}
