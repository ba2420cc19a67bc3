import type { Child } from 'hono/jsx'
import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { Button, Form } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { type Crumb, Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Tag } from '#ui/tag.tsx'
import { etagerePolicy } from './etagere.policy.ts'
import { ETATS, type Etagere, type Etat, formatAdresseEtagere } from './etagere.ts'

/** Breadcrumb of the pages of shelves. */
export const filEtageres = (suite: Crumb[] = []): Crumb[] => [{ label: 'Étagères', href: '/etageres' }, ...suite]

export const EtatEtagere = ({ etat, supprimee = false }: { etat: Etat; supprimee?: boolean }) =>
  supprimee ? (
    <Tag ton="erreur">Supprimée</Tag>
  ) : (
    <Tag ton={etat === 'publique' ? 'succes' : etat === 'partagee' ? 'info' : 'attention'}>{ETATS[etat].libelle}</Tag>
  )

export const feuille = <link rel="stylesheet" href={asset('/styles/etageres.css')} />

/** Pages of one shelf, for who may change it. */
export function SousMenu({ etagere, requete, page }: { etagere: Etagere; requete: Requete; page: string }) {
  if (!etagerePolicy.peut(requete.acteur, 'modifier', etagere)) return null
  const base = formatAdresseEtagere(etagere.id)
  const liens = [
    { href: base, label: 'Lire' },
    ...(etagere.recherche === null ? [{ href: `${base}/plan`, label: 'Plan' }] : []),
    { href: `${base}/modifier`, label: 'Description' },
    { href: `${base}/versions`, label: 'Partage et versions' },
  ]
  return <SubNav label="Pages de l’étagère" links={liens.map((l) => ({ ...l, current: l.href === page }))} />
}

interface PropsAtelier {
  etagere: Etagere
  requete: Requete
  titre: string
  /** Address of the page, where the menu has it. */
  page?: string
  erreurs?: ErreurChamp[]
  intro?: Child
  width?: 'reading' | 'list'
  children: Child
}

/** A page where a shelf is worked on. */
export function Atelier({ etagere, requete, titre, page = '', erreurs = [], intro, width, children }: PropsAtelier) {
  return (
    <Layout
      title={titre}
      page={requete}
      width={width}
      errors={erreurs}
      intro={intro}
      head={feuille}
      crumbs={filEtageres([{ label: etagere.titre, href: formatAdresseEtagere(etagere.id) }, { label: titre }])}
    >
      <SousMenu etagere={etagere} requete={requete} page={page} />
      {children}
    </Layout>
  )
}

/** What a shelf is for whoever may change it, and how to put it back once deleted. */
export function Bandeau({ etagere, requete }: { etagere: Etagere; requete: Requete }) {
  if (!etagere.supprimeeLe) return null
  return (
    <div class="no-print">
      <Alert ton="attention" title={`Cette étagère a été supprimée le ${formatDate(etagere.supprimeeLe)}.`}>
        {etagerePolicy.peut(requete.acteur, 'supprimer', etagere) && (
          <Form action={`${formatAdresseEtagere(etagere.id)}/retablir`}>
            <Button variant="secondary">Rétablir</Button>
          </Form>
        )}
      </Alert>
    </div>
  )
}
