import type { Acteur } from '#core/acteur.ts'
import { asset } from '#ui/asset.ts'
import { ButtonLink } from '#ui/button.tsx'
import type { Crumb } from '#ui/layout.tsx'
import { glossairePolicy } from './glossaire.policy.ts'

/** Breadcrumb of the pages of the glossary. */
export const filGlossaire = (suite: Crumb[] = []): Crumb[] => [{ label: 'Glossaire', href: '/glossaire' }, ...suite]

export const feuille = <link rel="stylesheet" href={asset('/styles/glossaire.css')} />

/** What one can do with the whole glossary. */
export function GestesGlossaire({ acteur }: { acteur: Acteur }) {
  const tient = glossairePolicy.peutParfois(acteur, 'modifier')
  return (
    <>
      {glossairePolicy.peutParfois(acteur, 'proposer') && (
        <>
          <ButtonLink href="/glossaire/nouveau">{tient ? 'Nouveau terme' : 'Proposer un terme'}</ButtonLink>
          <ButtonLink href="/glossaire/propositions" variant="link">
            {tient ? 'Propositions' : 'Mes propositions'}
          </ButtonLink>
        </>
      )}
      {tient && (
        <>
          <ButtonLink href="/glossaire/suggestions" variant="link">
            Sigles à définir
          </ButtonLink>
          <ButtonLink href="/glossaire/import" variant="link">
            Importer
          </ButtonLink>
        </>
      )}
      <ButtonLink href="/glossaire.csv" variant="link" icon="download" download label="CSV (télécharger)">
        CSV
      </ButtonLink>
      <ButtonLink href="/glossaire.ttl" variant="link" icon="download" download label="SKOS (télécharger)">
        SKOS
      </ButtonLink>
    </>
  )
}
