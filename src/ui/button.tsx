import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'danger' | 'link'

interface ButtonProps {
  variant?: ButtonVariant
  /** `button` is for islands only; without script, a button submits its form. */
  type?: 'submit' | 'button'
  name?: string
  value?: string
  id?: string
  /** Id of the form that it sends, where it stands outside of it. */
  form?: string
  /** Sends the form elsewhere than its own `action`. */
  formaction?: string
  /** Skips the browser's own checks: for « Annuler » or « Enregistrer le brouillon ». */
  formnovalidate?: boolean
  disabled?: boolean
  icon?: IconName
  /** The whole name for assistive technology, where the visible text repeats down the page; begins with that text. */
  label?: string
  children: Child
}

export function Button({ variant = 'primary', type = 'submit', icon, label, children, ...rest }: ButtonProps) {
  return (
    <button class={`button button-${variant}`} type={type} aria-label={label} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

interface ButtonLinkProps {
  href: string
  variant?: ButtonVariant
  icon?: IconName
  /** As for `Button`. */
  label?: string
  /** The address answers a file to keep. */
  download?: boolean
  children: Child
}

/** A link that looks like a button: goes somewhere, changes nothing. */
export function ButtonLink({ href, variant = 'secondary', icon, label, download, children }: ButtonLinkProps) {
  return (
    <a class={`button button-${variant}`} href={href} aria-label={label} download={download}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  )
}

/** Buttons of one form or one page, on a line. */
export function Actions({ children }: { children: Child }) {
  return <div class="actions">{children}</div>
}
