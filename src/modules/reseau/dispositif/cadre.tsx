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
import { dispositifPolicy } from './dispositif.policy.ts'
import type { DispositifLu } from './dispositif.queries.ts'
import { type Dispositif, formatAdresseDispositif } from './dispositif.ts'
import { formatAdresseType, getEtatPublic } from './type.ts'
import { getSigle, getType } from './types.ts'

export const filDispositifs = (suite: Crumb[] = []): Crumb[] => [
  { label: 'Dispositifs', href: '/dispositifs' },
  ...suite,
]

export const feuille = <link rel="stylesheet" href={asset('/styles/dispositif.css')} />

/** Not confirmed by an official text. */
export const AVerifier = ({ si }: { si: boolean | undefined }) => (si ? <Tag ton="attention">à vérifier</Tag> : null)

/** What it is and what sets it apart. @param jour ISO date of today */
export function Etiquettes({ dispositif: d, jour }: { dispositif: Dispositif; jour: string }) {
  const type = getType(d.type)
  const etat = type && getEtatPublic(type, d.etape)
  return (
    <TagList label="Type et état">
      {[
        <Tag href={formatAdresseType(d.type)}>{getSigle(d.type)}</Tag>,
        ...(etat ? [<Tag ton="info">{type?.etatsPublics[etat] ?? etat}</Tag>] : []),
        ...(d.fictif ? [<Tag ton="attention">Dispositif fictif</Tag>] : []),
        ...(d.publication === 'propose' ? [<Tag ton="attention">Proposé, pas encore publié</Tag>] : []),
        ...(d.fin !== null && d.fin < jour ? [<Tag ton="erreur">{`Terminé le ${formatDate(d.fin)}`}</Tag>] : []),
        ...(d.supprimeLe ? [<Tag ton="erreur">Supprimé</Tag>] : []),
      ]}
    </TagList>
  )
}

/** Pages of one dispositif; visitors have its sheet alone. */
function SousMenu({ dispositif: d, requete, page }: { dispositif: DispositifLu; requete: Requete; page: string }) {
  const base = formatAdresseDispositif(d.id)
  const peut = (geste: 'modifier' | 'corriger' | 'historique' | 'administrer') =>
    dispositifPolicy.peut(requete.acteur, geste, d)
  const liens = [
    { href: base, label: 'Fiche' },
    ...(peut('modifier')
      ? [
          { href: `${base}/modifier`, label: 'Modifier' },
          { href: `${base}/territoire`, label: 'Territoire' },
          { href: `${base}/etapes`, label: 'Étapes' },
          { href: `${base}/missions`, label: 'Missions' },
          { href: `${base}/membres`, label: 'Membres' },
          { href: `${base}/instances`, label: 'Instances' },
          { href: `${base}/documents`, label: 'Documents' },
        ]
      : []),
    ...(peut('corriger') ? [{ href: `${base}/corriger`, label: 'Proposer une correction' }] : []),
    ...(peut('historique') ? [{ href: `${base}/historique`, label: 'Historique' }] : []),
    ...(peut('administrer') ? [{ href: `${base}/coordination`, label: 'Coordination' }] : []),
  ]
  if (liens.length === 1) return null
  return <SubNav label="Pages du dispositif" links={liens.map((l) => ({ ...l, current: l.href === page }))} />
}

function Bandeau({ dispositif: d, requete }: { dispositif: DispositifLu; requete: Requete }) {
  const base = formatAdresseDispositif(d.id)
  if (d.supprimeLe)
    return (
      <Alert ton="attention" title={`Ce dispositif a été supprimé le ${formatDate(d.supprimeLe)}.`}>
        {dispositifPolicy.peut(requete.acteur, 'supprimer', d) && (
          <Form action={`${base}/retablir`}>
            <Button variant="secondary">Rétablir</Button>
          </Form>
        )}
      </Alert>
    )
  if (d.publication === 'propose')
    return (
      <Alert ton="info" title="Une proposition">
        Seules la personne qui l’a faite et celles qui administrent Maillage la voient.
        {dispositifPolicy.peut(requete.acteur, 'publier', d) && (
          <Form action={`${base}/publier`}>
            <Button variant="secondary">Publier</Button>
          </Form>
        )}
      </Alert>
    )
  return null
}

interface PropsCadre {
  dispositif: DispositifLu
  requete: Requete
  /** What the page tells of it; without, it is its sheet. */
  titre?: string
  /** Address of the page, where the menu has it. */
  page: string
  erreurs?: readonly ErreurChamp[]
  intro?: Child
  actions?: Child
  width?: 'reading' | 'list' | 'full'
  head?: Child
  children: Child
}

/** A page of one dispositif. */
export function Cadre({ dispositif, requete, titre, page, erreurs = [], width = 'list', ...suite }: PropsCadre) {
  const { id, nom } = dispositif
  return (
    <Layout
      title={titre ? `${titre}\u00a0: ${nom}` : nom}
      page={requete}
      width={width}
      errors={erreurs}
      crumbs={filDispositifs(
        titre ? [{ label: nom, href: formatAdresseDispositif(id) }, { label: titre }] : [{ label: nom }],
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
      <Bandeau dispositif={dispositif} requete={requete} />
      <SousMenu dispositif={dispositif} requete={requete} page={page} />
      {suite.children}
    </Layout>
  )
}
