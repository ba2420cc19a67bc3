import type { Child } from 'hono/jsx'
import { describeField, FieldFrame, type FieldProps } from './field.tsx'

export { Actions, Button, ButtonLink } from './button.tsx'
export { Checkboxes, type Choice, Radios } from './choices.tsx'
export { ErrorSummary, type FormError, fieldId, getError } from './error-summary.tsx'
export type { FieldProps } from './field.tsx'

interface FormProps {
  action: string
  method?: 'get' | 'post'
  /** For file fields. */
  multipart?: boolean
  id?: string
  children: Child
}

/** A form whose faults come from the server, in one place and one voice: the browser's own bubbles are off. */
export function Form({ action, method = 'post', multipart, id, children }: FormProps) {
  return (
    <form
      class="form"
      id={id}
      action={action}
      method={method}
      enctype={multipart ? 'multipart/form-data' : undefined}
      novalidate
    >
      {children}
    </form>
  )
}

interface InputProps extends FieldProps {
  value?: string | number | null
  type?: 'text' | 'email' | 'url' | 'tel' | 'number' | 'date' | 'search' | 'password' | 'month'
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'url' | 'tel' | 'search'
  /** Id of a `datalist` on the page. */
  list?: string
  maxlength?: number
  /** Expected length: the field is drawn to measure. */
  size?: 'short' | 'medium' | 'long'
}

export function Field({
  type = 'text',
  value,
  size = 'long',
  autocomplete,
  inputmode,
  list,
  maxlength,
  ...field
}: InputProps) {
  return (
    <FieldFrame {...field}>
      <input
        {...describeField(field)}
        class={`input-${size}`}
        type={type}
        value={value ?? ''}
        {...{ autocomplete, inputmode, list, maxlength }}
      />
    </FieldFrame>
  )
}

export function TextArea({ value, rows = 5, ...field }: FieldProps & { value?: string | null; rows?: number }) {
  return (
    <FieldFrame {...field}>
      <textarea {...describeField(field)} rows={rows}>
        {value ?? ''}
      </textarea>
    </FieldFrame>
  )
}

export interface SelectOption {
  value: string
  label: string
  group?: string
}

interface SelectProps extends FieldProps {
  value?: string | null
  options: readonly SelectOption[]
  /** First, empty choice; « Choisir » unless told; `null` for none. */
  empty?: string | null
}

export function Select({ value, options, empty = 'Choisir', ...field }: SelectProps) {
  return (
    <FieldFrame {...field}>
      <select {...describeField(field)}>
        {empty !== null && <option value="">{empty}</option>}
        {[...Map.groupBy(options, ({ group }) => group)].map(([group, members]) => {
          const items = members.map((option) => (
            <option value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))
          return group ? <optgroup label={group}>{items}</optgroup> : items
        })}
      </select>
    </FieldFrame>
  )
}

interface FileFieldProps extends FieldProps {
  /** Extensions and types offered by the file picker, such as `.docx,.pdf`. */
  accept?: string
  multiple?: boolean
}

export function FileField({ accept, multiple, ...field }: FileFieldProps) {
  return (
    <FieldFrame {...field}>
      <input {...describeField(field)} class="input-file" type="file" accept={accept} multiple={multiple} />
    </FieldFrame>
  )
}
