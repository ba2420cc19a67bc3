import type { Child } from 'hono/jsx'
import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { Zone } from '#modules/territoires/index.ts'
import { asset } from '#ui/asset.ts'
import { type Crumb, Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Tag } from '#ui/tag.tsx'
import { formatAdresseDispositif } from '../dispositif/dispositif.ts'
import { getSigle } from '../dispositif/types.ts'
import { ADRESSE, type Present } from './articulation.ts'
import { formatSuite } from './demande.ts'

/** Breadcrumb of the pages of articulation. */
export const filArticulation = (suite: Crumb[] = []): Crumb[] => [
  suite.length > 0 ? { label: 'Articulation', href: ADRESSE } : { label: 'Articulation' },
  ...suite,
]

export const feuille = <link rel="stylesheet" href={asset('/styles/articulation.css')} />

/** A dispositif in a list: its name leads to its sheet. */
export const LienDispositif = ({ dispositif: d }: { dispositif: Pick<Present, 'id' | 'nom' | 'fictif'> }) => (
  <>
    <a href={formatAdresseDispositif(d.id)}>{d.nom}</a>
    {d.fictif && (
      <>
        {' '}
        <Tag ton="attention">Fictif</Tag>
      </>
    )}
  </>
)

/** « CPTS » before the name, where the name does not begin by it. */
export const formatNomCourt = ({ type, nom }: Pick<Present, 'type' | 'nom'>): string =>
  nom.startsWith(getSigle(type)) ? nom : `${getSigle(type)}, ${nom}`

const PAGES = [
  { chemin: '', label: 'Vue d’ensemble' },
  { chemin: '/matrice', label: 'Matrice' },
  { chemin: '/graphe', label: 'Graphe' },
] as const

interface PropsCadre {
  zone: Zone
  requete: Requete
  /** Path under `/articulation`. */
  page: (typeof PAGES)[number]['chemin']
  titre: string
  intro?: Child
  actions?: Child
  erreurs?: ErreurChamp[]
  children: Child
}

/** A page of the articulation of one area. */
export function CadreZone({ zone, requete, page, titre, intro, actions, children }: PropsCadre) {
  const suite = formatSuite(zone)
  const href = (chemin: string) => (suite === null ? ADRESSE : `${ADRESSE}${chemin}?${suite}`)
  return (
    <Layout
      title={`${titre}\u00a0: ${zone.nom}`}
      page={requete}
      width="full"
      crumbs={filArticulation(
        page === '' ? [{ label: zone.nom }] : [{ label: zone.nom, href: href('') }, { label: titre }],
      )}
      intro={intro}
      actions={actions}
      head={
        <>
          <meta name="robots" content="noindex, follow" />
          {feuille}
        </>
      }
    >
      {suite !== null && (
        <SubNav
          label="Vues de ce territoire"
          links={PAGES.map(({ chemin, label }) => ({ href: href(chemin), label, current: chemin === page }))}
        />
      )}
      {children}
    </Layout>
  )
}
