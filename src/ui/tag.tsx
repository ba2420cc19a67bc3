import type { Child } from 'hono/jsx'
import type { Tone } from './alert.tsx'

/** A term of a vocabulary or a state; with `href`, a link to what bears it. The words alone carry the meaning. */
export function Tag({ href, ton, children }: { href?: string; ton?: Tone; children: Child }) {
  const names = ton ? `tag tag-${ton}` : 'tag'
  return href ? (
    <a class={names} href={href}>
      {children}
    </a>
  ) : (
    <span class={names}>{children}</span>
  )
}

/** Tags side by side. `label` names the list for assistive technology. */
export function TagList({ label, children }: { label: string; children: Child }) {
  // A lone child does not come in an array.
  const tags = [children].flat()
  if (tags.length === 0) return null
  return (
    <ul class="tags" aria-label={label}>
      {tags.map((child) => (
        <li>{child}</li>
      ))}
    </ul>
  )
}
