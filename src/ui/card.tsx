import type { Child } from 'hono/jsx'

interface CardProps {
  title: string
  href?: string
  /** Level of the heading in the page's outline. */
  level?: 2 | 3
  /** Above the title: kind, state. */
  kicker?: Child
  /** Under the text: tags, actions. */
  foot?: Child
  children?: Child
}

/** One item of a list of results or of a choice of pages: an `article` whose heading links to it. */
export function Card({ title, href, level = 2, kicker, foot, children }: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article class="card">
      {kicker && <div class="kicker">{kicker}</div>}
      <Heading class="card-title">{href ? <a href={href}>{title}</a> : title}</Heading>
      {children}
      {foot && <div class="card-foot">{foot}</div>}
    </article>
  )
}
