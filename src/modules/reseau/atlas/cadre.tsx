import type { Requete } from '#core/context.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ActiveFilters, type FacetGroup, Facets } from '#ui/facets.tsx'
import { ButtonLink, Field, Form } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { createHref, type Href } from '#ui/href.ts'
import { SubNav } from '#ui/sub-nav.tsx'
import { canCreer } from '../dispositif/dispositif.policy.ts'
import { getSigle, getType } from '../dispositif/types.ts'
import type { FacettesAtlas } from './atlas.queries.ts'
import { ADRESSE_ATLAS, type DemandeAtlas, listEtatsPublics } from './atlas.ts'

/** Pages and files of one demand: its parameters, as they stand in the address. */
export const formatSuiteAtlas = (requete: Requete): string => {
  const params = [...requete.url.searchParams].filter(([nom, v]) => v !== '' && !['page', 'avis', 'vue'].includes(nom))
  const suite = new URLSearchParams(params).toString()
  return suite ? `?${suite}` : ''
}

const PAGES = [
  ['', 'Liste'],
  ['/couverture', 'Carte et couverture'],
  ['/evolution', 'Évolution'],
] as const

/** The three pages of the atlas, with the same filters. */
export function Pages({ requete, courante }: { requete: Requete; courante: (typeof PAGES)[number][0] }) {
  const suite = formatSuiteAtlas(requete)
  return (
    <SubNav
      label="Pages de l’atlas"
      links={PAGES.map(([chemin, label]) => ({
        href: ADRESSE_ATLAS + chemin + suite,
        label,
        current: chemin === courante,
      }))}
    />
  )
}

const NOMS = {
  type: 'Type',
  etat: 'État public',
  theme: 'Thème',
  region: 'Région',
  departement: 'Département',
} as const
type Facette = keyof typeof NOMS

const formatNomType = (slug: string): string => {
  const type = getType(slug)
  return type?.sigle ? `${type.sigle}, ${type.nom}` : getSigle(slug)
}

function formatValeur(facette: Facette, valeur: string, facettes: FacettesAtlas): string {
  if (facette === 'type') return formatNomType(valeur)
  if (facette === 'etat') return listEtatsPublics().get(valeur) ?? valeur
  if (facette === 'theme') return getLibelle('theme', valeur)
  return facettes[facette].get(valeur)?.nom ?? valeur
}

const listChoisis = (d: DemandeAtlas, facette: Facette): readonly string[] => [d[facette] ?? []].flat()

/** Filters of the side, with their counts; a région opens its départements. */
export function Filtres({
  demande,
  facettes,
  action,
}: {
  demande: DemandeAtlas
  facettes: FacettesAtlas
  action: string
}) {
  const groupes: FacetGroup[] = (Object.keys(NOMS) as Facette[])
    .filter((f) => f !== 'departement' || demande.region !== null || demande.departement !== null)
    .map((facette) => {
      const choisis = listChoisis(demande, facette)
      const absents = choisis
        .filter((v) => !facettes[facette].has(v))
        .map((v) => [v, { nom: null, nombre: 0 }] as const)
      return {
        name: facette,
        label: NOMS[facette],
        options: [...facettes[facette], ...absents].map(([value, { nombre }]) => ({
          value,
          label: formatValeur(facette, value, facettes),
          count: nombre,
          checked: choisis.includes(value),
        })),
      }
    })
  return (
    <Facets
      action={action}
      groups={groupes}
      hidden={{ ...(demande.q && { q: demande.q }), ...(demande.au && { au: demande.au }) }}
    />
  )
}

export const countFiltres = (d: DemandeAtlas): number =>
  (Object.keys(NOMS) as Facette[]).reduce((n, f) => n + listChoisis(d, f).length, 0)

/** Does the demand ask for less than the whole atlas? */
export const isLibre = (d: DemandeAtlas): boolean => countFiltres(d) > 0 || d.q !== '' || d.au !== null || d.page > 1

/** Where nothing answers: the demand is too narrow, or nobody has written anything yet. */
export const AucunDispositif = ({ demande, requete }: { demande: DemandeAtlas; requete: Requete }) =>
  isLibre(demande) ? (
    <EmptyState
      title="Aucun dispositif ne répond à cette demande"
      action={<ButtonLink href={requete.url.pathname}>Voir tous les dispositifs</ButtonLink>}
    >
      <p>Retirez un filtre, essayez un autre mot ou un autre lieu.</p>
    </EmptyState>
  ) : (
    <EmptyState
      title="Aucun dispositif pour l’instant"
      action={canCreer(requete.acteur) && <ButtonLink href="/dispositifs/nouveau">Ajouter un dispositif</ButtonLink>}
    >
      <p>Les personnes qui coordonnent y inscrivent le leur&nbsp;; chacun peut en proposer.</p>
    </EmptyState>
  )

/** What narrows the atlas at present; each one can be taken off. */
export function FiltresPoses({
  demande,
  facettes,
  requete,
}: {
  demande: DemandeAtlas
  facettes: FacettesAtlas
  requete: Requete
}) {
  const href = createHref(requete.chemin)
  const poses = (Object.keys(NOMS) as Facette[]).flatMap((facette) => {
    const choisis = listChoisis(demande, facette)
    return choisis.map((valeur) => ({
      group: NOMS[facette],
      label: formatValeur(facette, valeur, facettes),
      href: href({ [facette]: choisis.filter((v) => v !== valeur) }),
    }))
  })
  if (demande.q) poses.push({ group: NOMS.type, label: `« ${demande.q} »`, href: href({ q: null }) })
  return <ActiveFilters filters={poses} clearHref={requete.url.pathname} />
}

/** Words, and the day whose state one wants to see. */
export function Recherche({ demande: d, action }: { demande: DemandeAtlas; action: string }) {
  const gardes = (['type', 'etat', 'theme', 'region', 'departement'] as const).flatMap((nom) =>
    listChoisis(d, nom).map((valeur) => <input type="hidden" name={nom} value={valeur} />),
  )
  return (
    <search>
      <Form action={action} method="get">
        <div class="field-row">
          <Field name="q" label="Mots" value={d.q} size="medium" hint="Un nom, une ville, un mot de la description." />
          <Field
            name="au"
            label="État au"
            type="date"
            value={d.au ?? ''}
            size="short"
            hint="Aujourd’hui si rien n’est écrit."
          />
        </div>
        {gardes}
        <p>
          <button type="submit" class="button button-secondary">
            Rechercher
          </button>
        </p>
      </Form>
    </search>
  )
}

/** Said where a past day is asked for. */
export function Jour({ demande: { au }, href }: { demande: DemandeAtlas; href: Href }) {
  if (au === null) return null
  return (
    <Alert ton="info">
      {`État au ${formatDate(au)}, d’après les étapes et les territoires datés. Un dispositif sans aucune date n’y est pas. `}
      <a href={href({ au: null })}>Voir aujourd’hui</a>
    </Alert>
  )
}

/** The same demand as files, and as a frame for another site. */
export function Fichiers({ requete }: { requete: Requete }) {
  const suite = formatSuiteAtlas(requete)
  return (
    <p class="no-print">
      {'Télécharger\u00a0: '}
      <a href={`${ADRESSE_ATLAS}.csv${suite}`}>CSV</a>
      {', '}
      <a href={`${ADRESSE_ATLAS}.geojson${suite}`}>GeoJSON</a>
      {', '}
      <a href={`/api/v1/dispositifs${suite}`}>JSON</a>
      {'. '}
      <ButtonLink href={`${ADRESSE_ATLAS}/integrer/mode-d-emploi${suite}`} variant="link">
        Intégrer à un autre site
      </ButtonLink>
    </p>
  )
}
