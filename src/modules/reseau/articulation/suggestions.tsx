import { getLibelle } from '#modules/vocabulaires/index.ts'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { Tag } from '#ui/tag.tsx'
import { formatNomContact } from '../contact/contact.ts'
import { getSigle } from '../dispositif/types.ts'
import { formatAdressePaire, type Present } from './articulation.ts'
import type { Attendu } from './donnees/attendus.ts'
import type { Personne } from './personne.queries.ts'
import type { SuggestionDite } from './suggestion.queries.ts'
import { formatAdresseSuggestion } from './suggestion.ts'

/** Why a text or the field wants two kinds to work together, with where it is said. */
export function Fondement({
  attendu,
}: {
  attendu: Pick<Attendu, 'raison' | 'source' | 'url' | 'aVerifier'> & { force?: Attendu['force'] }
}) {
  const { raison, source, url, force, aVerifier } = attendu
  return (
    <p class="hint">
      {raison} {force && (force === 'texte' ? 'Un texte le dit\u00a0: ' : 'Recommandé, sans obligation\u00a0: ')}
      {url ? <a href={url}>{source}</a> : source}
      {'.'}
      {aVerifier && (
        <>
          {' '}
          <Tag ton="attention">À vérifier</Tag>
        </>
      )}
    </p>
  )
}

/** Who answers for these dispositifs, as far as the reader may know. */
export function Personnes({
  personnes,
  dispositifs,
}: {
  personnes: readonly Personne[]
  dispositifs: readonly Present[]
}) {
  if (personnes.length === 0) return null
  return (
    <ul class="personnes">
      {personnes.map((p) => (
        <li>
          <strong>{formatNomContact(p)}</strong>
          {`, ${(p.fonction ?? getLibelle('role-dispositif', p.role)).toLocaleLowerCase('fr')}`}
          {dispositifs.length > 1 && ` (${dispositifs.find((d) => d.id === p.dispositif)?.nom ?? ''})`}
          {p.courriel && (
            <>
              {', '}
              <a href={`mailto:${p.courriel}`}>{p.courriel}</a>
            </>
          )}
          {p.telephone && `, ${p.telephone}`}
          {p.fictif && ' (fictif)'}
        </li>
      ))}
    </ul>
  )
}

export interface PropsSuggestions {
  suggestions: readonly SuggestionDite[]
  dispositifs: ReadonlyMap<number, Present>
  personnes: readonly Personne[]
  /** May the reader answer this one? */
  peutRepondre: (suggestion: SuggestionDite) => boolean
}

const formatTitre = (s: SuggestionDite, dispositifs: PropsSuggestions['dispositifs']): string =>
  s.nature === 'paire'
    ? [s.paire.a, s.paire.b].map((id) => dispositifs.get(id)?.nom ?? '').join(' et ')
    : `Sans ${getSigle(s.lacune.type)}`

function CarteSuggestion({
  suggestion: s,
  dispositifs,
  personnes,
  peutRepondre,
}: PropsSuggestions & { suggestion: SuggestionDite }) {
  const deux = s.nature === 'paire' ? [s.paire.a, s.paire.b].flatMap((id) => dispositifs.get(id) ?? []) : []
  const siennes = personnes.filter((p) => deux.some((d) => d.id === p.dispositif))
  return (
    <li class="suggestion">
      <p>{s.raison}</p>
      {s.nature === 'paire' && s.attendu && <Fondement attendu={s.attendu} />}
      {s.nature === 'lacune' && s.partout && <Fondement attendu={s.partout} />}
      {siennes.length > 0 && (
        <>
          <p class="label">À réunir</p>
          <Personnes personnes={siennes} dispositifs={deux} />
        </>
      )}
      <p class="actions">
        {s.nature === 'paire' && (
          <a href={formatAdressePaire(s.paire)} aria-label={`Voir ce que partagent ${formatTitre(s, dispositifs)}`}>
            Voir ce qu’ils partagent
          </a>
        )}
        {peutRepondre(s) && (
          <ButtonLink href={formatAdresseSuggestion(s.cle)} label={`Répondre\u00a0: ${formatTitre(s, dispositifs)}`}>
            Répondre
          </ButtonLink>
        )}
      </p>
    </li>
  )
}

const MONTREES = 8

/** What is missing, ranked: the first ones whole, the others as a list. */
export function Suggestions(props: PropsSuggestions) {
  const { suggestions } = props
  const suite = suggestions.slice(MONTREES)
  if (suggestions.length === 0)
    return <p>Rien à suggérer&nbsp;: les liens attendus sont déclarés, ou chaque suggestion a reçu sa réponse.</p>
  return (
    <>
      <ol class="suggestions">
        {suggestions.slice(0, MONTREES).map((s) => (
          <CarteSuggestion suggestion={s} {...props} />
        ))}
      </ol>
      {suite.length > 0 && (
        <details>
          <summary>{`Et ${formatCount(suite.length, 'autre suggestion', 'autres suggestions')}`}</summary>
          <ol class="suggestions" start={MONTREES + 1}>
            {suite.map((s) => (
              <CarteSuggestion suggestion={s} {...props} />
            ))}
          </ol>
        </details>
      )}
    </>
  )
}
