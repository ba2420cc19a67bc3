import { Alert } from '#ui/alert.tsx'
import { formatDate } from '#ui/format.ts'
import type { Origine } from './recolte.queries.ts'

/** Said on a notice whose source no longer has it: it stays, and may be out of date. */
export function Origines({ origines }: { origines: readonly Origine[] }) {
  const retirees = origines.flatMap(({ source, retireeLe }) => (retireeLe ? [{ source, retireeLe }] : []))
  return (
    <>
      {retirees.map(({ source, retireeLe }) => (
        <Alert ton="attention" title="La source n’a plus cette notice.">
          {`Elle a été retirée de la source le ${formatDate(retireeLe)}\u00a0: ${source}.`}
        </Alert>
      ))}
    </>
  )
}
