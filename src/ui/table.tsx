import type { Child } from 'hono/jsx'
import { formatNumber } from './format.ts'
import type { Href } from './href.ts'
import { Icon } from './icon.tsx'

export interface Column {
  key: string
  label: string
  /** The heading is a link that sorts by this column. */
  sort?: boolean
  /** Right-aligned, tabular figures. */
  numeric?: boolean
  /** The cells name their row. */
  header?: boolean
}

export interface Sort {
  key: string
  dir: 'asc' | 'desc'
}

interface TableProps {
  caption: string
  columns: readonly Column[]
  /** One list of cells per row, in the order of the columns. */
  rows: readonly (readonly Child[])[]
  /** The present order. */
  sort?: Sort
  /** Gives the address sorted otherwise: receives `{ tri: key, sens: 'asc' | 'desc' }`. */
  href?: Href
}

/** A table that sorts by links; where it is too wide, it scrolls inside its own region, which the keyboard reaches. */
export function Table({ caption, columns, rows, sort, href }: TableProps) {
  return (
    <section class="table-region" aria-label={caption} tabindex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell column={column} sort={sort} href={href} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {columns.map(({ header, numeric }, index) => {
                const alignment = numeric ? 'numeric' : undefined
                return header ? (
                  <th scope="row" class={alignment}>
                    {cells[index]}
                  </th>
                ) : (
                  <td class={alignment}>{cells[index]}</td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function HeadCell({ column, sort, href }: { column: Column; sort?: Sort; href?: Href }) {
  const { key, label, numeric } = column
  const dir = sort?.key === key ? sort.dir : undefined
  return (
    <th
      scope="col"
      class={numeric ? 'numeric' : undefined}
      aria-sort={dir && (dir === 'asc' ? 'ascending' : 'descending')}
    >
      {column.sort && href ? (
        <a class="sort" href={href({ tri: key, sens: dir === 'asc' ? 'desc' : 'asc' })}>
          {label}
          {dir && <Icon name={dir === 'asc' ? 'up' : 'down'} />}
        </a>
      ) : (
        label
      )}
    </th>
  )
}

interface PaginationProps {
  /** From 1. */
  page: number
  pages: number
  /** Receives `{ page: n }`. */
  href: Href
}

/** Previous, next, first, last and the neighbours. Nothing where there is a single page. */
export function Pagination({ page, pages, href }: PaginationProps) {
  if (pages <= 1) return null
  // Dots stand for two pages at least: a single missing one takes no more room than they do.
  const second = page === 4 ? 2 : 1
  const lastButOne = page === pages - 3 ? pages - 1 : pages
  const shown = [...new Set([1, second, page - 1, page, page + 1, lastButOne, pages])].filter(
    (n) => n >= 1 && n <= pages,
  )
  return (
    <nav class="pagination" aria-label="Pages">
      <ul>
        {page > 1 && (
          <li>
            <a href={href({ page: page - 1 })} rel="prev">
              <Icon name="previous" /> Précédente
            </a>
          </li>
        )}
        {shown.map((n, index) => (
          <>
            {index > 0 && n - (shown[index - 1] ?? n) > 1 && (
              <li class="gap" aria-hidden="true">
                …
              </li>
            )}
            <li class="page-number">
              <a href={href({ page: n })} aria-current={n === page ? 'page' : undefined}>
                <span class="visually-hidden">Page </span>
                {formatNumber(n)}
              </a>
            </li>
          </>
        ))}
        {page < pages && (
          <li>
            <a href={href({ page: page + 1 })} rel="next">
              Suivante <Icon name="next" />
            </a>
          </li>
        )}
      </ul>
    </nav>
  )
}
