import type { Child } from 'hono/jsx'
import { fieldId } from './error-summary.tsx'
import { describeField, FieldHelp, type FieldProps } from './field.tsx'

export interface Choice {
  value: string
  label: string
  /** Choices of one group are folded together under its name and what is checked in it. */
  group?: string
  hint?: string
}

interface GroupProps extends Omit<FieldProps, 'label'> {
  legend: string
  options: readonly Choice[]
}

/** Several choices among a closed list. Without groups, they stand in columns where there is room. */
export function Checkboxes({ values, ...group }: GroupProps & { values: readonly string[] }) {
  return <ChoiceGroup {...group} type="checkbox" values={values} />
}

/** One choice among few; beyond seven, a `Select`. */
export function Radios({ value, ...group }: GroupProps & { value?: string | null }) {
  return <ChoiceGroup {...group} type="radio" values={value ? [value] : []} />
}

interface ChoiceGroupProps extends GroupProps {
  type: 'checkbox' | 'radio'
  values: readonly string[]
}

function ChoiceGroup({ type, name, legend, options, values, hint, error, required }: ChoiceGroupProps) {
  const id = fieldId(name)
  const checked = new Set(values)
  const render = (option: Choice): Child => (
    <ChoiceLine
      // The first choice takes the field's id: the error summary leads there.
      id={option === options[0] ? id : `${id}-${options.indexOf(option)}`}
      checked={checked.has(option.value)}
      {...{ type, name, option }}
    />
  )
  return (
    <fieldset
      class={error ? 'field field-error' : 'field'}
      aria-describedby={describeField({ name, hint, error })['aria-describedby']}
    >
      <legend>
        {legend}
        {required && <span class="required"> (obligatoire)</span>}
      </legend>
      <FieldHelp {...{ name, hint, error }} />
      {[...Map.groupBy(options, ({ group }) => group)].map(([group, members]) => {
        const lines = (
          <div class={members.length > 5 ? 'choices choices-columns' : 'choices'}>{members.map(render)}</div>
        )
        if (!group) return lines
        const chosen = members.filter(({ value }) => checked.has(value)).map(({ label }) => label)
        return (
          // The summary link must reach a fault's field: a folded group would hide it.
          <details class="choice-group" open={Boolean(error)}>
            <summary>
              {group}
              {chosen.length > 0 && <span class="chosen">{`\u00a0: ${chosen.join(', ')}`}</span>}
            </summary>
            {lines}
          </details>
        )
      })}
    </fieldset>
  )
}

interface ChoiceLineProps {
  id: string
  type: 'checkbox' | 'radio'
  name: string
  option: Choice
  checked: boolean
}

function ChoiceLine({ id, type, name, option, checked }: ChoiceLineProps) {
  return (
    <div class="choice">
      <input
        id={id}
        type={type}
        name={name}
        value={option.value}
        checked={checked}
        aria-describedby={option.hint ? `${id}-aide` : undefined}
      />
      <label for={id}>{option.label}</label>
      {option.hint && (
        <span class="hint" id={`${id}-aide`}>
          {option.hint}
        </span>
      )}
    </div>
  )
}
