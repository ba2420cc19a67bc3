import { Button } from './button.tsx'
import { formatNumber } from './format.ts'
import { Icon } from './icon.tsx'
import { HiddenFields } from './search-box.tsx'

export interface FacetOption {
  value: string
  label: string
  count: number
  checked: boolean
}

export interface FacetGroup {
  /** Name of the query parameter, repeated for several values. */
  name: string
  label: string
  options: readonly FacetOption[]
}

interface FacetsProps {
  action: string
  groups: readonly FacetGroup[]
  legend?: string
  /** The rest of the query, kept: words searched, sort. */
  hidden?: Record<string, string | readonly string[]>
}

/** Options shown before « Voir les n autres ». */
const shortList = 8

/**
 * Filters with their counts, as a GET form. Folded as a whole on a narrow screen is left to the page's order;
 * each group folds by itself, and is open where something in it is checked.
 */
export function Facets({ action, groups, legend = 'Filtrer', hidden }: FacetsProps) {
  const filled = groups.filter(({ options }) => options.length > 0)
  if (filled.length === 0) return null
  return (
    <form class="facets" action={action} method="get">
      <h2>{legend}</h2>
      <HiddenFields values={hidden} />
      {filled.map((group, index) => (
        <FacetFold group={group} open={index < 2 || group.options.some(({ checked }) => checked)} />
      ))}
      <div class="facets-apply">
        <Button>Appliquer les filtres</Button>
      </div>
    </form>
  )
}

function FacetFold({ group, open }: { group: FacetGroup; open: boolean }) {
  const checked = group.options.filter((option) => option.checked)
  const others = group.options.filter((option) => !option.checked)
  const shown = [...checked, ...others.slice(0, Math.max(shortList - checked.length, 0))]
  const rest = group.options.filter((option) => !shown.includes(option))
  return (
    <details class="facet" open={open}>
      <summary>
        {group.label}
        {checked.length > 0 && <span class="count">{` (${checked.length} choix)`}</span>}
      </summary>
      <fieldset>
        <legend class="visually-hidden">{group.label}</legend>
        <FacetLines name={group.name} options={shown} />
        {rest.length > 0 && (
          <details class="facet-rest">
            <summary>{rest.length === 1 ? 'Voir l’autre' : `Voir les ${rest.length} autres`}</summary>
            <FacetLines name={group.name} options={rest} />
          </details>
        )}
      </fieldset>
    </details>
  )
}

function FacetLines({ name, options }: { name: string; options: readonly FacetOption[] }) {
  return options.map(({ value, label, count, checked }) => (
    <label class="facet-line">
      <input type="checkbox" name={name} value={value} checked={checked} />
      <span>{label}</span>
      <span class="count">{formatNumber(count)}</span>
    </label>
  ))
}

export interface ActiveFilter {
  /** Name of the facet, such as « Thème ». */
  group: string
  label: string
  /** The same list without this filter. */
  href: string
}

/** The filters at work, each a link that takes it off, and one that takes them all. */
export function ActiveFilters({ filters, clearHref }: { filters: readonly ActiveFilter[]; clearHref: string }) {
  if (filters.length === 0) return null
  return (
    <section class="active-filters" aria-label="Filtres appliqués">
      <ul>
        {filters.map(({ group, label, href }) => (
          <li>
            <a class="tag" href={href}>
              <span class="visually-hidden">Retirer </span>
              {`${group}\u00a0: ${label}`}
              <Icon name="remove" />
            </a>
          </li>
        ))}
        <li>
          <a href={clearHref}>Tout retirer</a>
        </li>
      </ul>
    </section>
  )
}
