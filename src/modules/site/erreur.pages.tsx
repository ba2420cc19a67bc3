import type { Requete } from '#core/context.ts'
import type { PageErreur } from '#core/faults.ts'
import { ErrorPage } from '#ui/error-page.tsx'

/** The page of every refused or failed request. Says what was wrong, never how the program is made. */
export function renderErreur(requete: Requete, { statut, erreurs }: PageErreur) {
  return (
    <ErrorPage page={requete} status={statut}>
      {erreurs.length > 0 ? erreurs.map((e) => <p>{e.message}</p>) : undefined}
    </ErrorPage>
  )
}
