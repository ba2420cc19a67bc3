import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { Actions, Button, ButtonLink, Checkboxes, Field, Form, getError, Select, TextArea } from '#ui/form.tsx'

interface Props {
  action: string
  valeurs: Brut
  erreurs: ErreurChamp[]
  /** Goes with the form: version of the term, proposal that is followed. */
  caches: Record<string, string>
  /** The form proposes; someone else decides. */
  propose: boolean
  bouton: string
  annuler: string
}

const texte = (v: unknown): string => (typeof v === 'string' || typeof v === 'number' ? String(v) : '')
const isObjet = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null

/** The definitions typed, in their order, and one empty place. */
function listPlaces(v: unknown): Record<string, unknown>[] {
  const posees = isObjet(v) ? Object.values(v).filter(isObjet) : []
  return posees.at(-1) && !texte(posees.at(-1)?.texte) ? posees : [...posees, {}]
}

function ChampsDefinition({ valeurs, rang, erreurs }: { valeurs: Brut; rang: number; erreurs: ErreurChamp[] }) {
  const nom = (champ: string) => `definitions.${rang}.${champ}`
  const ligne = (champ: string) => ({
    name: nom(champ),
    value: texte(valeurs[champ]),
    error: getError(erreurs, nom(champ)),
  })
  return (
    <fieldset>
      <legend>
        <h2>{`Définition ${rang + 1}`}</h2>
      </legend>
      <TextArea
        {...ligne('texte')}
        label="Définition"
        rows={4}
        hint={
          rang === 0
            ? 'Courte, et dans vos mots. Une définition copiée appartient à son auteur.'
            : 'Laissez vide s’il n’y en a pas d’autre. Une définition vidée disparaît.'
        }
      />
      <Field {...ligne('document')} label="D’après quel document" />
      <div class="field-row">
        <Field {...ligne('lieu')} label="Où dans le document" size="medium" />
        <Field {...ligne('annee')} label="Année" size="short" inputmode="numeric" />
      </div>
      <Field {...ligne('adresse')} label="Adresse internet" />
      <Field
        {...ligne('notice')}
        label="Notice du catalogue"
        size="medium"
        hint="Son numéro ou son adresse, si le document est au catalogue."
      />
      <Checkboxes
        name={nom('aVerifier')}
        legend="Vérification"
        options={[{ value: '1', label: 'Cette définition reste à vérifier' }]}
        values={valeurs.aVerifier ? ['1'] : []}
      />
    </fieldset>
  )
}

/** The form of a term. Its fields are `schemaTerme`'s. */
export function FormTerme({ action, valeurs, erreurs, caches, propose, bouton, annuler }: Props) {
  const champ = (name: string) => ({ name, value: texte(valeurs[name]), error: getError(erreurs, name) })
  const themes = listTermes('theme')
    .filter((t) => !t.remplacePar)
    .map((t) => ({ value: t.slug, label: t.libelle }))
  return (
    <Form action={action}>
      <fieldset>
        <legend>
          <h2>Le terme</h2>
        </legend>
        <Field {...champ('terme')} label="Terme" hint="En toutes lettres, avec une majuscule." required />
        <div class="field-row">
          <Field {...champ('sigle')} label="Sigle" size="short" hint="S’il y en a un." />
          <Field
            {...champ('formeLongue')}
            label="Forme longue du sigle"
            hint="Comme au milieu d’une phrase&nbsp;: «&nbsp;agence régionale de santé&nbsp;»."
          />
        </div>
        <TextArea {...champ('variantes')} label="Autres noms" rows={2} hint="Un par ligne." />
        <Select {...champ('theme')} label="Thème" options={themes} empty="Aucun" />
        <TextArea
          {...champ('termesLies')}
          label="Termes liés"
          rows={3}
          hint="Un par ligne, tels que le glossaire les nomme. Le lien vaut dans les deux sens."
        />
      </fieldset>
      {listPlaces(valeurs.definitions).map((d, rang) => (
        <ChampsDefinition valeurs={d} rang={rang} erreurs={erreurs} />
      ))}
      {propose && (
        <TextArea {...champ('motif')} label="Pourquoi ce changement" rows={2} hint="Pour la personne qui décidera." />
      )}
      {Object.entries(caches).map(([nom, valeur]) => (
        <input type="hidden" name={nom} value={valeur} />
      ))}
      <Actions>
        <Button>{bouton}</Button>
        <ButtonLink href={annuler} variant="link">
          Annuler
        </ButtonLink>
      </Actions>
    </Form>
  )
}
