import { formatCount, formatDate, formatNumber } from './format.ts'
import { Icon } from './icon.tsx'

/** Texts of every kind. */
export function TextSamples() {
  return (
    <>
      <p>
        Une notice se lit d’abord par son titre. Un <a href="#textes">lien</a>, un mot <strong>important</strong>, un{' '}
        <em>titre de revue</em>, un <span class="sigle">sigle</span>, des mots <mark>trouvés</mark>, et une
        citation&nbsp;:
      </p>
      <blockquote>Œuvrer «&nbsp;ensemble&nbsp;», c’est déjà prévenir…</blockquote>
      <h3>Titre de troisième niveau</h3>
      <p>
        {formatCount(0, 'notice')}, {formatCount(1, 'notice')}, {formatCount(12430, 'notice')}, {formatNumber(3.5)} km,{' '}
        {formatDate('2025-03-01')}.
      </p>
      <ul>
        <li>un premier point&#8239;;</li>
        <li>
          un second, vers <a href="https://example.org/">un autre site</a> <Icon name="external" />
        </li>
      </ul>
      <details>
        <summary>Un passage replié</summary>
        <p>Il s’ouvre sans script, et s’imprime ouvert.</p>
      </details>
    </>
  )
}
