import type { Acteur } from '#core/acteur.ts'
import { formatDate } from '#ui/format.ts'
import { Tag } from '#ui/tag.tsx'
import type { Adresse } from './adresse.queries.ts'
import { formatAdresseLiens, formatArchives, formatMotif } from './adresse.ts'
import { entretienPolicy } from './entretien.policy.ts'

/** On a notice's page: does its link answer? Nothing is said of what nobody could check. */
export function EtatLien({ adresse: a, acteur }: { adresse: Adresse; acteur: Acteur }) {
  const vue = a.ecarteeLe ? 'ecartee' : a.etat
  const traiter = entretienPolicy.peutParfois(acteur, 'traiter') &&
    ['rompue', 'redirigee', 'a-revoir'].includes(vue) && (
      <a href={formatAdresseLiens(vue, '', a.cle)}>S’occuper de ce lien</a>
    )
  if (a.etat === 'rompue') {
    return (
      <p>
        <Tag ton="attention">{`Lien rompu le ${formatDate(a.depuis ?? '')}`}</Tag>{' '}
        {`${formatMotif(a.motif, a.statut)}. `}
        <a href={formatArchives(a.adresse)}>Chercher une copie dans les archives du web</a>
        {traiter && ' · '}
        {traiter}
      </p>
    )
  }
  const bon = a.etat === 'bonne' || a.etat === 'redirigee'
  const le =
    a.verifieeLe && a.confirmeeLe && a.confirmeeLe > a.verifieeLe ? a.confirmeeLe : (a.verifieeLe ?? a.confirmeeLe)
  const constat =
    bon && le
      ? `Lien vérifié le ${formatDate(le)}`
      : a.etat === 'en-panne' && le
        ? `Sans réponse le ${formatDate(le)}`
        : null
  if (constat === null && !traiter) return null
  return (
    <p class="hint">
      {constat}
      {constat && traiter && ' · '}
      {traiter}
    </p>
  )
}
