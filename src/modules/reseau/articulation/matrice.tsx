import { formatNumber } from '#ui/format.ts'
import { formatAdressePaire, formatClePaire, type Paire, type Present } from './articulation.ts'
import { LienDispositif } from './cadre.tsx'
import { isLie } from './lien.ts'
import { formatPart } from './phrases.ts'

interface Props {
  /** In the order of the matrix. */
  dispositifs: readonly Present[]
  paires: readonly Paire[]
  jour: string
}

/** Share of the inhabitants of one side of a pair. */
const getPart = (paire: Paire, de: Present): number | null => (paire.a === de.id ? paire.partA : paire.partB)

function Contenu({ paire, de, jour }: { paire: Paire; de: Present; jour: string }) {
  const lie = isLie(paire.liens, jour)
  return (
    <a class={lie ? 'case-liee' : undefined} href={formatAdressePaire(paire)}>
      {paire.population > 0 ? formatNumber(paire.population) : paire.communes > 0 ? 'même lieu' : 'membres'}
      {paire.population > 0 && <span class="hint">{formatPart(getPart(paire, de))}</span>}
      <span class="case-etat">{lie ? 'lié' : 'sans lien'}</span>
    </a>
  )
}

/** Rows and columns of the same dispositifs: inhabitants in common, the share of the row, whether a link is declared. */
export function Matrice({ dispositifs, paires, jour }: Props) {
  const parCle = new Map(paires.map((p) => [formatClePaire(p.a, p.b), p]))
  return (
    <section class="table-region matrice" aria-label="Matrice des dispositifs" tabindex={0}>
      <table>
        <caption>Habitants en commun, part des habitants de la ligne, lien déclaré</caption>
        <thead>
          <tr>
            <th scope="col">Dispositif</th>
            {dispositifs.map((d, i) => (
              <th scope="col">
                <abbr title={d.nom}>{String(i + 1)}</abbr>
                <span class="visually-hidden">{` ${d.nom}`}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {dispositifs.map((ligne, i) => (
            <tr>
              <th scope="row">
                {`${i + 1}. `}
                <LienDispositif dispositif={ligne} />
              </th>
              {dispositifs.map((colonne) => {
                const paire = parCle.get(formatClePaire(ligne.id, colonne.id))
                if (ligne.id === colonne.id) return <td class="case-vide" />
                return (
                  <td>{paire ? <Contenu paire={paire} de={ligne} jour={jour} /> : <span class="hint">rien</span>}</td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The same as lists, where a table of so many columns has no room. */
export const Liste = ({ dispositifs, paires, jour }: Props) => (
  <div class="matrice-liste">
    {dispositifs.map((d) => {
      const siennes = paires.filter((p) => p.a === d.id || p.b === d.id)
      const autre = (p: Paire) => dispositifs.find((x) => x.id === (p.a === d.id ? p.b : p.a))
      return (
        <section aria-label={d.nom}>
          <h2>
            <LienDispositif dispositif={d} />
          </h2>
          {siennes.length === 0 ? (
            <p>Ne partage rien avec les autres.</p>
          ) : (
            <ul>
              {siennes.map((p) => (
                <li>
                  <a href={formatAdressePaire(p)}>{autre(p)?.nom ?? ''}</a>
                  {p.population > 0 && `\u00a0: ${formatNumber(p.population)} habitants, ${formatPart(getPart(p, d))}`}
                  {`, ${isLie(p.liens, jour) ? 'lié' : 'sans lien'}`}
                </li>
              ))}
            </ul>
          )}
        </section>
      )
    })}
  </div>
)
