import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'

export type Tone = 'succes' | 'info' | 'attention' | 'erreur'

const tones = {
  succes: { word: 'C’est fait', icon: 'success' },
  info: { word: 'À savoir', icon: 'info' },
  attention: { word: 'Attention', icon: 'attention' },
  erreur: { word: 'Erreur', icon: 'error' },
} as const

interface AlertProps {
  ton: Tone
  /** Replaces the word of the tone, which is otherwise written first: a state is never told by colour alone. */
  title?: string
  /** Announced by assistive technology: for what answers an action, not for a standing remark. */
  live?: boolean
  children: Child
}

/** A message to the reader. */
export function Alert({ ton, title, live, children }: AlertProps) {
  const { word, icon } = tones[ton]
  const role = live ? (ton === 'erreur' ? 'alert' : 'status') : undefined
  return (
    <div class={`alert alert-${ton}`} role={role}>
      <Icon name={icon} />
      <div>
        <strong class="alert-title">{title ?? word}</strong>
        <div>{children}</div>
      </div>
    </div>
  )
}
