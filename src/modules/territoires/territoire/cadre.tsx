import type { Child } from 'hono/jsx'
import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { Button, Form } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { type Crumb, Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { territoirePolicy } from './territoire.policy.ts'
import { ETATS, formatAdresseTerritoire, type Territoire } from './territoire.ts'

/** Breadcrumb of the pages of territories. */
export const filTerritoires = (suite: Crumb[] = []): Crumb[] => [
  { label: 'Territoires', href: '/territoires' },
  ...suite,
]

export const feuille = <link rel="stylesheet" href={asset('/styles/territoire.css')} />

/** What sets a territory apart: invented, seen by few, deleted. */
export function Etiquettes({ territoire: t }: { territoire: Pick<Territoire, 'etat' | 'fictif' | 'supprimeeLe'> }) {
  return (
    <TagList label="État du territoire">
      {[
        ...(t.fictif ? [<Tag ton="attention">Territoire fictif</Tag>] : []),
        ...(t.supprimeeLe ? [<Tag ton="erreur">Supprimé</Tag>] : []),
        ...(t.etat === 'prive' ? [<Tag ton="info">{ETATS.prive.libelle}</Tag>] : []),
      ]}
    </TagList>
  )
}

/** Pages of one territory. */
export function SousMenu({ territoire, requete, page }: { territoire: Territoire; requete: Requete; page: string }) {
  const base = formatAdresseTerritoire(territoire.id)
  const liens = [
    { href: base, label: 'Composition' },
    ...(territoire.supprimeeLe ? [] : [{ href: `${base}/portrait`, label: 'Portrait' }]),
    { href: `${base}/comparer`, label: 'Comparer' },
    ...(territoire.supprimeeLe
      ? []
      : [{ href: `/articulation?zone=territoire-${territoire.id}`, label: 'Articulation' }]),
    { href: `${base}/notes`, label: 'Notes' },
    { href: `${base}/versions`, label: 'Versions' },
    ...(territoirePolicy.peut(requete.acteur, 'modifier', territoire)
      ? [{ href: `${base}/modifier`, label: 'Nom et partage' }]
      : []),
  ]
  return <SubNav label="Pages du territoire" links={liens.map((l) => ({ ...l, current: l.href === page }))} />
}

/** A deleted territory says so to whoever may still see it, and how to put it back. */
function Bandeau({ territoire, requete }: { territoire: Territoire; requete: Requete }) {
  if (!territoire.supprimeeLe) return null
  return (
    <Alert ton="attention" title={`Ce territoire a été supprimé le ${formatDate(territoire.supprimeeLe)}.`}>
      {territoirePolicy.peut(requete.acteur, 'supprimer', territoire) && (
        <Form action={`${formatAdresseTerritoire(territoire.id)}/retablir`}>
          <Button variant="secondary">Rétablir</Button>
        </Form>
      )}
    </Alert>
  )
}

interface PropsCadre {
  territoire: Territoire
  requete: Requete
  /** What the page tells of the territory; without, it is the page of the territory itself. */
  titre?: string
  /** Address of the page, where the menu has it. */
  page: string
  erreurs?: ErreurChamp[]
  intro?: Child
  actions?: Child
  width?: 'reading' | 'list' | 'full'
  head?: Child
  children: Child
}

/** A page of one territory. */
export function Cadre({
  territoire,
  requete,
  titre,
  page,
  erreurs = [],
  children,
  width = 'list',
  ...suite
}: PropsCadre) {
  const { id, nom } = territoire
  return (
    <Layout
      title={titre ? `${titre}\u00a0: ${nom}` : nom}
      page={requete}
      width={width}
      errors={erreurs}
      crumbs={filTerritoires(
        titre ? [{ label: nom, href: formatAdresseTerritoire(id) }, { label: titre }] : [{ label: nom }],
      )}
      intro={suite.intro}
      actions={suite.actions}
      head={
        <>
          {suite.head}
          {feuille}
        </>
      }
    >
      <Bandeau territoire={territoire} requete={requete} />
      <SousMenu territoire={territoire} requete={requete} page={page} />
      {children}
    </Layout>
  )
}
