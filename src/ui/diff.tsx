/** A piece of a comparison, as the `diff` package gives it. */
export interface DiffPart {
  value: string
  added?: boolean
  removed?: boolean
}

interface DiffField {
  label: string
  parts: readonly DiffPart[]
}

/** What changed between two versions of an object, field by field. Marked by words and strokes, not by colour alone. */
export function Diff({ fields }: { fields: readonly DiffField[] }) {
  return (
    <dl class="definitions diff">
      {fields.map(({ label, parts }) => (
        <div>
          <dt>{label}</dt>
          <dd>
            {parts.map(({ value, added, removed }) => {
              if (added) return <ins>{value}</ins>
              if (removed) return <del>{value}</del>
              return value
            })}
          </dd>
        </div>
      ))}
    </dl>
  )
}
