import type { Child } from 'hono/jsx'

interface Definition {
  label: string
  value: Child
}

/** Labels and values of one object. An empty value (`null`, `undefined`, `''`, `false`) leaves no line. */
export function DefinitionList({ items }: { items: readonly Definition[] }) {
  return (
    <dl class="definitions">
      {items
        .filter(({ value }) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(({ label, value }) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
