import type { Child } from 'hono/jsx'
import { fieldId } from './error-summary.tsx'

/** What every field has. `error` is the message of its fault (see `getError`). */
export interface FieldProps {
  name: string
  label: string
  hint?: Child
  error?: string
  required?: boolean
}

/** Label, hint and message around one input. */
export function FieldFrame({ name, label, hint, error, required, children }: FieldProps & { children: Child }) {
  const id = fieldId(name)
  return (
    <div class={error ? 'field field-error' : 'field'}>
      <label for={id}>
        {label}
        {required && <span class="required"> (obligatoire)</span>}
      </label>
      <FieldHelp {...{ name, hint, error }} />
      {children}
    </div>
  )
}

/** What helps to fill a field, then the message of its fault; `describeField` ties both to the input. */
export function FieldHelp({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  const id = fieldId(name)
  return (
    <>
      {hint && (
        <div class="hint" id={`${id}-aide`}>
          {hint}
        </div>
      )}
      {error && (
        <p class="message" id={`${id}-erreur`}>
          <span class="visually-hidden">Erreur&nbsp;: </span>
          {error}
        </p>
      )}
    </>
  )
}

/** The attributes that tie an input to its label, hint and message. */
export function describeField({ name, hint, error, required }: Omit<FieldProps, 'label'>) {
  const id = fieldId(name)
  const described = [hint && `${id}-aide`, error && `${id}-erreur`].filter(Boolean).join(' ')
  return {
    id,
    name,
    required,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? ('true' as const) : undefined,
  }
}
