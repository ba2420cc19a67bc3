import { Button } from '#ui/button.tsx'
import { formatCount } from '#ui/format.ts'
import type { MapLayout } from '#ui/map/layout.ts'
import { Overlay } from '#ui/map/overlay.tsx'
import type { Quartier, Quartiers } from '../contour/quartier.queries.ts'
import { formatAdresseZone } from '../geographie/zone.ts'

/** « 1 quartier prioritaire », « 12 quartiers prioritaires ». */
export const formatNombreQuartiers = (n: number): string =>
  formatCount(n, 'quartier prioritaire', 'quartiers prioritaires')

const formatNom = (q: Quartier): string => `${q.nom}\u00a0: quartier prioritaire, ${formatCommunes(q)}`

const formatCommunes = ({ communes, parVille }: Quartier): string =>
  communes.map((c) => c.nom).join(', ') + (parVille ? ' (arrondissement inconnu)' : '')

/** Id of a quartier in the list of a map, where its shape leads. */
export const formatIdQuartier = (code: string): string => `qpv-${code}`

interface PropsCouche {
  quartiers: Quartiers
  layout: MapLayout
  id: string
  /** In a file, nothing leads anywhere. */
  liens: boolean
}

/** Quartiers drawn over communes. */
export function CoucheQuartiers({ quartiers: { quartiers, contours }, layout, id, liens }: PropsCouche) {
  const areas = quartiers.flatMap((q) => {
    const geometry = contours?.get(q.code)
    const href = liens ? `#${formatIdQuartier(q.code)}` : null
    return geometry ? [{ code: q.code, label: formatNom(q), href, geometry }] : []
  })
  return <Overlay {...{ layout, areas, id }} />
}

/** Who drew them, of which year. */
export const formatSourceQuartiers = ({ source }: Quartiers): string =>
  [source.source, source.millesime, source.licence].filter((dit) => dit !== null).join(', ')

interface PropsChoix {
  quartiers: Quartiers
  /** Address of this page with another choice. */
  adresse: (changement: Record<string, string | null>) => string
  id: string
}

/** Shows them on the map, or hides them: a form, so that it works without script, and its answer stands in the address. */
export function ChoixQuartiers({ quartiers: { quartiers, contours }, adresse, id }: PropsChoix) {
  if (quartiers.length === 0) return null
  const [chemin = '', suite = ''] =
    adresse({ quartiers: contours ? null : 'oui' })
      .split('#')[0]
      ?.split('?') ?? []
  return (
    <form class="map-overlay-choice" action={`${chemin}#${id}`} method="get">
      {[...new URLSearchParams(suite)].map(([nom, valeur]) => (
        <input type="hidden" name={nom} value={valeur} />
      ))}
      <Button variant="link">
        {contours ? 'Cacher les quartiers prioritaires' : `Montrer les quartiers prioritaires (${quartiers.length})`}
      </Button>
    </form>
  )
}

/** Beyond, the list is folded. */
const LISTE_MAX = 12

/** The quartiers of a map by name, which its shapes lead to. */
export function ListeQuartiers({ quartiers: { quartiers, contours } }: { quartiers: Quartiers }) {
  if (!contours || quartiers.length === 0) return null
  return (
    <details class="map-table" open={quartiers.length <= LISTE_MAX}>
      <summary>{`${formatNombreQuartiers(quartiers.length)} (QPV)`}</summary>
      <ul class="map-overlay-list">
        {quartiers.map((q) => (
          <li id={formatIdQuartier(q.code)}>
            {`${q.nom} (${q.code}), `}
            {q.communes.map((c, i) => (
              <>
                {i > 0 && ', '}
                <a href={formatAdresseZone({ maille: 'commune', code: c.code })}>{c.nom}</a>
              </>
            ))}
            {q.parVille && ' (arrondissement inconnu)'}
          </li>
        ))}
      </ul>
    </details>
  )
}

interface PropsPhrase {
  quartiers: Quartiers | null
  /** Address of the page that draws them, followed by the anchor of one of them; null where there is none. */
  carte: (ancre: string) => string | null
}

/** How many touch the territory, each leading to its place on the map; nothing where none were imported. */
export function PhraseQuartiers({ quartiers, carte }: PropsPhrase) {
  if (!quartiers) return null
  const { quartiers: liste } = quartiers
  if (liste.length === 0) return <p>{`Aucun quartier prioritaire ici (${formatSourceQuartiers(quartiers)}).`}</p>
  const liens = (
    <ul>
      {liste.map((q) => {
        const href = carte(formatIdQuartier(q.code))
        return (
          <li>
            {href === null ? q.nom : <a href={href}>{q.nom}</a>}
            {` (${formatCommunes(q)})`}
          </li>
        )
      })}
    </ul>
  )
  const phrase = `${formatNombreQuartiers(liste.length)} de la politique de la ville (QPV) ${liste.length > 1 ? 'touchent' : 'touche'} ce territoire`
  return (
    <details class="quartiers" open={liste.length <= LISTE_MAX}>
      <summary>{phrase}</summary>
      {liens}
      <p class="hint">{`Source\u00a0: ${formatSourceQuartiers(quartiers)}.`}</p>
    </details>
  )
}
