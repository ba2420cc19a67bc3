import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, Field, Form, getError, Select } from '#ui/form.tsx'
import type { PlanTableau } from '../lecture/tableau.formats.ts'
import { CHAMPS_TABLEAU, computeCorrespondance, NOMS_CHAMPS } from '../lecture/tableau.ts'
import type { CorrespondanceGardee } from './colonnes.queries.ts'
import { formatAdresseImport } from './imports.ts'

interface Props {
  id: number
  plan: PlanTableau
  gardees: readonly CorrespondanceGardee[]
  /** What was typed, where the form comes back. */
  brut: Brut | undefined
  erreurs: readonly ErreurChamp[]
}

const getTexte = (valeur: unknown): string => (typeof valeur === 'string' ? valeur : '')

/** Which column gives each field, said by a person: proposed from the headings, never decided. */
export function FormColonnes({ id, plan, gardees, brut, erreurs }: Props) {
  const dite = plan.base !== ''
  const proposee = dite
    ? plan
    : computeCorrespondance(
        plan.colonnes.map((c) => c.titre),
        gardees,
      )
  const choix = (brut?.colonnes ?? proposee.correspondance) as Record<string, unknown>
  const options = plan.colonnes.map(({ titre, exemples }) => ({
    value: titre,
    label: exemples.length > 0 ? `${titre} (${exemples[0]}…)` : titre,
  }))
  return (
    <Form action={`${formatAdresseImport(id)}/colonnes`}>
      <Field
        name="base"
        label="Base d’où vient ce tableau"
        size="medium"
        maxlength={60}
        required
        value={getTexte(brut?.base) || proposee.base}
        hint="Ce nom garde vos choix pour le prochain fichier, et dit d’où vient chaque fiche."
        error={getError(erreurs, 'base')}
      />
      <h2>Les colonnes</h2>
      <p>
        Dites quelle colonne porte chaque information. Sans numéro FINESS ni identifiant, une structure est reconnue par
        son nom dans sa commune.
      </p>
      {NOMS_CHAMPS.map((champ) => (
        <Select
          name={`colonnes.${champ}`}
          label={CHAMPS_TABLEAU[champ].libelle}
          required={champ === 'nom'}
          empty="Ne pas lire"
          value={getTexte(choix[champ])}
          options={options}
          error={getError(erreurs, `colonnes.${champ}`)}
        />
      ))}
      <Actions>
        <Button>Lire les lignes</Button>
        <Button variant="link" formaction={`${formatAdresseImport(id)}/abandonner`}>
          Abandonner
        </Button>
      </Actions>
    </Form>
  )
}
