import type { Child } from 'hono/jsx'
import type { Terme, Vocabulaire } from './vocabulaire.ts'

/** Vocabularies that are filters of the catalogue, under the same name in its address. */
const FILTRES = ['theme', 'public', 'determinant', 'milieu', 'nature']

/** Do its terms lead to documents? */
export const isFiltre = (v: Vocabulaire): boolean => FILTRES.includes(v.slug)
/** Address of the documents indexed with the term. */
export const formatRecherche = (v: Vocabulaire, t: Terme): string => `/documentation?${v.slug}=${t.slug}`
/** « 2. Modes de vie », « Contrat local de santé (CLS) ». */
export const formatNom = (t: Terme): string =>
  `${t.ordre === undefined ? '' : `${t.ordre}. `}${t.libelle}${t.sigle ? ` (${t.sigle})` : ''}`

/** Terms and what they mean; names alone where no list of meanings would be of use. */
export function Termes({ vocabulaire, termes }: { vocabulaire: Vocabulaire; termes: readonly Terme[] }) {
  if (termes.every((t) => t.definition === undefined)) {
    return (
      <ul>
        {termes.map((t) => (
          <li id={t.slug}>{formatNom(t)}</li>
        ))}
      </ul>
    )
  }
  return (
    <dl class="definitions">
      {termes.map((t) => (
        <TermeDecrit vocabulaire={vocabulaire} terme={t} />
      ))}
    </dl>
  )
}

function TermeDecrit({ vocabulaire: v, terme: t }: { vocabulaire: Vocabulaire; terme: Terme }) {
  // Under a heading that is itself the broader term, naming it again would say nothing.
  const parent = v.groupes ? v.termes.filter((autre) => autre.slug === t.parent) : []
  const enfants = v.termes.filter((autre) => autre.parent === t.slug)
  return (
    <div id={t.slug}>
      <dt>
        <strong>{isFiltre(v) ? <a href={formatRecherche(v, t)}>{formatNom(t)}</a> : formatNom(t)}</strong>
      </dt>
      <dd>
        {t.definition}
        <Liens label="Plus large" termes={parent} />
        <Liens label="Plus précis" termes={enfants} />
        {t.synonymes && <Mention>Autres noms&nbsp;: {t.synonymes.join(', ')}</Mention>}
        {t.remplacePar && (
          <Mention>
            Terme retiré, remplacé par <a href={`#${t.remplacePar}`}>{t.remplacePar}</a>
          </Mention>
        )}
      </dd>
    </div>
  )
}

function Mention({ children }: { children: Child }) {
  return (
    <div>
      <small>{children}</small>
    </div>
  )
}

function Liens({ label, termes }: { label: string; termes: readonly Terme[] }) {
  if (termes.length === 0) return null
  return (
    <Mention>
      {label}&nbsp;: <ListeLiens termes={termes} />
    </Mention>
  )
}

export function ListeLiens({ termes }: { termes: readonly Terme[] }) {
  return (
    <>
      {termes.map((t, rang) => (
        <>
          {rang > 0 && ', '}
          <a href={`#${t.slug}`}>{t.libelle}</a>
        </>
      ))}
    </>
  )
}
