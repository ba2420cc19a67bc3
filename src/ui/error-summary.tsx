/** A fault of one form field, as a schema reports it: `field` is the field's `name`, dots included; empty for the whole form. */
export interface FormError {
  field: string
  message: string
}

/** The id of a field: `auteurs.0.nom` → `champ-auteurs-0-nom`. */
export function fieldId(name: string): string {
  return `champ-${name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}`
}

/** The message to show at a field, if it has one. */
export function getError(errors: readonly FormError[] | undefined, name: string): string | undefined {
  return errors?.find(({ field }) => field === name)?.message
}

interface ErrorSummaryProps {
  errors: readonly FormError[]
  /** The focus comes here on arrival, unless told otherwise. */
  focus?: boolean
}

/** All the faults of a form, first thing on the page, each a link to its field. */
export function ErrorSummary({ errors, focus = true }: ErrorSummaryProps) {
  if (errors.length === 0) return null
  return (
    <div
      class="alert alert-erreur error-summary"
      role="alert"
      aria-labelledby="erreurs"
      tabindex={-1}
      autofocus={focus}
    >
      <div>
        <h2 id="erreurs" class="alert-title">
          {errors.length === 1 ? 'Un point est à corriger' : `${errors.length} points sont à corriger`}
        </h2>
        <ul>
          {errors.map(({ field, message }) => (
            <li>{field ? <a href={`#${fieldId(field)}`}>{message}</a> : message}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
