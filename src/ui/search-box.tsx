import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'

interface SearchBoxProps {
  /** Where the GET form goes. */
  action: string
  label: string
  value?: string
  name?: string
  placeholder?: string
  /** Id of the input. The page's main search keeps `recherche`, the target of the skip link. */
  id?: string
  /** Parameters kept when one searches again (sort, filters). */
  hidden?: Record<string, string | readonly string[]>
  /** Beside the field: an island of suggestions, a link to the syntax. */
  children?: Child
}

/** The search field of a page: a GET form, so that the result has an address. */
export function SearchBox({ action, label, value = '', name = 'q', id = 'recherche', ...props }: SearchBoxProps) {
  return (
    <search class="search">
      <form action={action} method="get">
        <label for={id}>{label}</label>
        <div class="search-line">
          <input type="search" id={id} name={name} value={value} placeholder={props.placeholder} autocomplete="off" />
          <button class="button button-primary" type="submit">
            <Icon name="search" />
            <span class="search-word">Rechercher</span>
          </button>
        </div>
        <HiddenFields values={props.hidden} />
        {props.children}
      </form>
    </search>
  )
}

/** Carries parameters through a GET form. */
export function HiddenFields({ values = {} }: { values?: Record<string, string | readonly string[]> }) {
  return Object.entries(values).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((item) => <input type="hidden" name={name} value={item} />),
  )
}
