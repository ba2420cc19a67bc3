import type { Requete } from '#core/context.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { Button, Form } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import type { Crumb } from '#ui/layout.tsx'
import { listCategories } from '#ui/map/palette.ts'
import { SubNav } from '#ui/sub-nav.tsx'
import { Tag } from '#ui/tag.tsx'
import { K_MAX } from './calcul/partition.ts'
import { typologiePolicy } from './typologie.policy.ts'
import { ETATS, type Etat, formatAdresseTypologie, formatLettre, type Typologie } from './typologie.ts'

/** Breadcrumb of the pages of typologies. */
export const filTypologies = (suite: Crumb[] = []): Crumb[] => [{ label: 'Typologies', href: '/typologies' }, ...suite]

export const feuille = <link rel="stylesheet" href={asset('/styles/typologies.css')} />

export const EtatTypologie = ({ etat, supprimee = false }: { etat: Etat; supprimee?: boolean }) =>
  supprimee ? (
    <Tag ton="erreur">Supprimée</Tag>
  ) : (
    <Tag ton={etat === 'public' ? 'succes' : 'attention'}>{ETATS[etat].libelle}</Tag>
  )

/** Pages of one typology, for who may change it. */
export function SousMenu({ typologie, requete, page }: { typologie: Typologie; requete: Requete; page: string }) {
  if (!typologiePolicy.peut(requete.acteur, 'modifier', typologie)) return null
  const base = formatAdresseTypologie(typologie.id)
  const liens = [
    { href: base, label: 'Lire' },
    { href: `${base}/modifier`, label: 'Noms et partage' },
  ]
  return <SubNav label="Pages de la typologie" links={liens.map((l) => ({ ...l, current: l.href === page }))} />
}

/** That a typology is deleted, and how to put it back. */
export function Bandeau({ typologie, requete }: { typologie: Typologie; requete: Requete }) {
  if (!typologie.supprimeeLe) return null
  return (
    <div class="no-print">
      <Alert ton="attention" title={`Cette typologie a été supprimée le ${formatDate(typologie.supprimeeLe)}.`}>
        {typologiePolicy.peut(requete.acteur, 'supprimer', typologie) && (
          <Form action={`${formatAdresseTypologie(typologie.id)}/retablir`}>
            <Button variant="secondary">Rétablir</Button>
          </Form>
        )}
      </Alert>
    </div>
  )
}

/** The letter and the colour of a group, as its map has them. */
export const Lettre = ({ rang }: { rang: number }) => (
  <span class="lettre" aria-hidden="true">
    <svg viewBox="0 0 8 8" aria-hidden="true" focusable="false">
      <rect width="8" height="8" fill={listCategories(K_MAX)[rang]} />
    </svg>
    {formatLettre(rang)}
  </span>
)
