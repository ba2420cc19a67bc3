import { Icon } from './icon.tsx'

interface Step {
  label: string
  href?: string
}

/** Where one stands in a short course (deposit, preview, accept). `current` counts from 0. */
export function Steps({ label, steps, current }: { label: string; steps: readonly Step[]; current: number }) {
  return (
    <nav class="steps" aria-label={label}>
      <ol>
        {steps.map((step, index) => (
          <li class={index < current ? 'step-done' : undefined} aria-current={index === current ? 'step' : undefined}>
            {index < current && <Icon name="success" />}{' '}
            {step.href && index < current ? <a href={step.href}>{step.label}</a> : step.label}
            {index < current && <span class="visually-hidden"> (fait)</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
