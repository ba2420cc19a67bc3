import { diffWords } from 'diff'
import { Diff } from '#ui/diff.tsx'
import type { Difference } from './champs.ts'

/** What differs between two states, in words marked. */
export function Changements({ differences }: { differences: readonly Difference[] }) {
  if (differences.length === 0) return null
  return <Diff fields={differences.map((d) => ({ label: d.champ, parts: diffWords(d.avant, d.apres) }))} />
}
