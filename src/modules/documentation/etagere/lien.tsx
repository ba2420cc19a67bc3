import type { Requete } from '#core/context.ts'
import { ButtonLink } from '#ui/form.tsx'
import type { Notice } from '../notice/notice.ts'
import { etagerePolicy } from './etagere.policy.ts'

/** On a notice's page, for who keeps shelves: where to put it. */
export function LienAjoutEtagere({ notice, requete }: { notice: Notice; requete: Requete }) {
  if (!etagerePolicy.peutParfois(requete.acteur, 'creer') || notice.supprimeeLe) return null
  return <ButtonLink href={`/etageres/ajouter?notice=${notice.id}`}>Ajouter à une étagère</ButtonLink>
}
