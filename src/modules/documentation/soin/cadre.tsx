import type { Child } from 'hono/jsx'
import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { asset } from '#ui/asset.ts'
import { formatDate } from '#ui/format.ts'
import { type Crumb, Layout } from '#ui/layout.tsx'
import { formatDateIso } from '../dates.ts'
import { filAriane } from '../notice/fil.ts'
import type { Notice } from '../notice/notice.ts'
import { formatLigneNom } from '../notice/saisie.ts'
import { BASE } from './entretien.ts'

interface PropsAtelier {
  titre: string
  requete: Requete
  /** Below « Entretien » in the trail; the page itself when not said; null: the dashboard. */
  fil?: Crumb[] | null
  intro?: Child
  actions?: Child
  erreurs?: ErreurChamp[]
  /** More sheets than the one of these pages. */
  feuilles?: Child
  children: Child
}

/** A page of the care of the collection. */
export function Atelier({ titre, requete, fil, intro, actions, erreurs = [], feuilles, children }: PropsAtelier) {
  return (
    <Layout
      title={titre}
      page={requete}
      width="list"
      errors={erreurs}
      intro={intro}
      actions={actions}
      crumbs={filAriane(
        fil === null ? [{ label: 'Entretien' }] : [{ label: 'Entretien', href: BASE }, ...(fil ?? [{ label: titre }])],
      )}
      head={
        <>
          <link rel="stylesheet" href={asset('/styles/entretien.css')} />
          {feuilles}
        </>
      }
    >
      {children}
    </Layout>
  )
}

/** What tells one notice from another, in a line: kind, first authors, where, when. */
export function formatSignalement({ nature, csl }: Pick<Notice, 'nature' | 'csl'>): string {
  const auteurs = csl.author ?? csl.editor ?? []
  const noms = auteurs.slice(0, 2).map((n) => formatLigneNom(n).replace(/,$/, ''))
  const date = formatDateIso(csl.issued)
  return [
    getLibelle('nature', nature),
    noms.join('\u202f; ') + (auteurs.length > 2 ? ', et al.' : ''),
    csl['container-title'] ?? csl.publisher,
    date && formatDate(date),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Before and after, in a list that one works through. */
export function Pas({ precedente, suivante }: { precedente: string | null; suivante: string | null }) {
  if (precedente === null && suivante === null) return null
  return (
    <nav class="pas" aria-label="Dans la liste">
      {precedente === null ? (
        <span />
      ) : (
        <a href={precedente} rel="prev">
          Précédente
        </a>
      )}
      {suivante !== null && (
        <a href={suivante} rel="next">
          Passer à la suivante
        </a>
      )}
    </nav>
  )
}
