import type { Child } from 'hono/jsx'

interface EmptyStateProps {
  /** What is not there: « Aucune notice ne répond à ces mots ». */
  title: string
  /** Why, and what one can try. */
  children?: Child
  /** What to do next: a `ButtonLink`, mostly. */
  action?: Child
}

/** Stands where a list would be. Always says what to do next. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
      {action && <div class="actions">{action}</div>}
    </div>
  )
}
