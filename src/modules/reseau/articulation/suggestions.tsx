import { formatAdresseNotice } from '#modules/documentation/index.ts'
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

/** Ids of the notices behind expectations, by their keys. */
export type NoticesAttendus = ReadonlyMap<string, number>

interface PropsFondement {
  attendu: Pick<Attendu, 'raison' | 'source' | 'url' | 'notice' | 'aVerifier'> & { force?: Attendu['force'] }
  notices: NoticesAttendus
}

/** Why a text or the field wants two kinds to work together, with where it is said. */
export function Fondement({ attendu: { raison, source, url, notice, force, aVerifier }, notices }: PropsFondement) {
  const id = notice === undefined ? undefined : notices.get(notice)
  const adresse = id === undefined ? url : formatAdresseNotice(id)
  return (
    <p class="hint">
      {raison} {force && (force === 'texte' ? 'Un texte le dit\u00a0: ' : 'Recommandé, sans obligation\u00a0: ')}
      {adresse ? <a href={adresse}>{source}</a> : source}
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

/** A first capital goes inside a sentence, unless it begins an acronym. */
const formatMinuscule = (texte: string): string =>
  /^\p{Lu}\p{Lu}/u.test(texte) ? texte : texte.charAt(0).toLocaleLowerCase('fr') + texte.slice(1)

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
          {`, ${formatMinuscule(p.fonction ?? getLibelle('role-dispositif', p.role))}`}
          {dispositifs.length > 1 && ` (${dispositifs.find((d) => d.id === p.dispositif)?.nom ?? ''})`}
          {p.courriel && (
            <>
              {', '}
              <a href={`mailto:${p.courriel}`}>{p.courriel}</a>
            </>
          )}
          {p.telephone && `, ${p.telephone}`}
        </li>
      ))}
    </ul>
  )
}

export interface PropsSuggestions {
  suggestions: readonly SuggestionDite[]
  dispositifs: ReadonlyMap<number, Present>
  personnes: readonly Personne[]
  notices: NoticesAttendus
  /** May the reader answer this one? */
  peutRepondre: (suggestion: SuggestionDite) => boolean
}

const formatTitre = (s: SuggestionDite, dispositifs: PropsSuggestions['dispositifs']): string =>
  s.nature === 'paire'
    ? [s.paire.a, s.paire.b].map((id) => dispositifs.get(id)?.nom ?? '').join(' et ')
    : `Sans ${getSigle(s.lacune.type)}`

const getSigleDe = (parmi: readonly Present[], { dispositif }: Personne): string =>
  getSigle(parmi.find((d) => d.id === dispositif)?.type ?? '')

function CarteSuggestion({
  notices,
  suggestion: s,
  dispositifs,
  personnes,
  peutRepondre,
}: PropsSuggestions & { suggestion: SuggestionDite }) {
  // For a gap: those of the same kind nearby, who know how one is made and may extend theirs.
  const concernes =
    s.nature === 'paire'
      ? [s.paire.a, s.paire.b].flatMap((id) => dispositifs.get(id) ?? [])
      : [...dispositifs.values()].filter((d) => d.type === s.lacune.type)
  const siennes = personnes.filter((p) => concernes.some((d) => d.id === p.dispositif))
  return (
    <li class="suggestion">
      <p>{s.raison}</p>
      {s.nature === 'paire' && s.attendu && <Fondement attendu={s.attendu} notices={notices} />}
      {s.nature === 'lacune' && s.partout && <Fondement attendu={s.partout} notices={notices} />}
      {siennes.length > 0 && (
        <p>
          <strong>À réunir&nbsp;:</strong>{' '}
          {siennes.map((p) => `${formatNomContact(p)} (${getSigleDe(concernes, p)})`).join(', ')}.
        </p>
      )}
      <p class="actions">
        {s.nature === 'paire' && (
          <a
            href={formatAdressePaire(s.paire)}
            aria-label={`Voir ce qu’ils partagent\u00a0: ${formatTitre(s, dispositifs)}`}
          >
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
