import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Checkboxes } from '#ui/choices.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError, Radios, Select, TextArea } from '#ui/form.tsx'
import { AGREGATIONS, FAMILLES, formatAdresseIndicateur, type Indicateur, SENS } from './indicateur.ts'

/** A definition, as the form would send it. */
export const formatSaisieIndicateur = (i: Indicateur): Brut => ({
  ...i,
  decimales: String(i.decimales),
  poidsPopulation: i.poidsPopulation ? ['oui'] : [],
  sens: String(i.sens),
  seuil: i.seuil === null ? '' : String(i.seuil).replace('.', ','),
  rang: String(i.rang),
})

interface Props {
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
  /** Code of the stored definition; null for a new one. */
  code: string | null
}

export function FormIndicateur({ valeurs, erreurs, code }: Props) {
  const champ = (nom: string) => {
    const valeur = valeurs[nom]
    return { name: nom, value: typeof valeur === 'string' ? valeur : '', error: getError(erreurs, nom) }
  }
  const options = (noms: Record<string, string>) => Object.entries(noms).map(([value, label]) => ({ value, label }))
  const annuler = code === null ? '/indicateurs' : formatAdresseIndicateur(code)
  return (
    <Form action={code === null ? '/indicateurs' : `${annuler}/modifier`}>
      <h2>Ce qu’il mesure</h2>
      <Field {...champ('libelle')} label="Nom" required />
      {code === null && (
        <Field
          {...champ('code')}
          label="Code"
          size="medium"
          hint="Pour les adresses et les fichiers, par exemple ald-60. Il ne changera plus."
          required
        />
      )}
      <TextArea
        {...champ('definition')}
        label="Définition exacte"
        hint="Ce qu’il compte, pour qui veut vérifier."
        rows={4}
      />
      <Select {...champ('famille')} label="Famille" options={options(FAMILLES)} required />
      <Field
        {...champ('unite')}
        label="Unité"
        size="medium"
        hint="Par exemple&nbsp;: habitants, %, € par an."
        required
      />
      <Field {...champ('decimales')} label="Décimales affichées" size="short" inputmode="numeric" />
      <Field
        {...champ('phrase')}
        label="Phrase pour les habitants"
        hint="{valeur} y tient la place du nombre. Par exemple&nbsp;: {valeur} habitants sur 100 ont plus de 75 ans."
      />
      <h2>D’où il vient</h2>
      <Field {...champ('source')} label="Source" required />
      <Field {...champ('url')} label="Adresse de la source" type="url" />
      <Field {...champ('licence')} label="Licence" size="medium" />
      <h2>Comment il se lit</h2>
      <Radios
        {...champ('agregation')}
        legend="Pour un territoire de plusieurs communes"
        options={Object.entries(AGREGATIONS).map(([value, a]) => ({ value, label: a.libelle, hint: a.regle }))}
        required
      />
      <Field
        {...champ('poids')}
        label="Ce qui pondère"
        size="medium"
        hint="Pour une moyenne ou une part&nbsp;: ce à quoi elle se rapporte, son dénominateur. Par exemple&nbsp;: habitants des ménages fiscaux. Le fichier doit en porter une colonne, que l’on désigne à l’import ; sans elle, aucune moyenne n’est calculée."
      />
      <Checkboxes
        name="poidsPopulation"
        legend="Si le fichier ne porte pas ce poids"
        values={[valeurs.poidsPopulation ?? []].flat().map(String)}
        options={[
          {
            value: 'oui',
            label: 'La population municipale peut en tenir lieu',
            hint: 'C’est une approximation\u00a0: elle est dite partout où la moyenne est montrée.',
          },
        ]}
      />
      <Radios
        {...champ('sens')}
        legend="Sens"
        options={['1', '-1', '0'].map((value) => ({ value, label: SENS[value as keyof typeof SENS] }))}
      />
      <Field {...champ('seuil')} label="Seuil" size="short" inputmode="decimal" hint="Facultatif." />
      <Field {...champ('seuilLibelle')} label="Ce que marque le seuil" />
      <Field
        {...champ('rang')}
        label="Rang dans les pages"
        size="short"
        inputmode="numeric"
        hint="Les plus petits d’abord."
      />
      <Actions>
        <Button>{code === null ? 'Définir l’indicateur' : 'Enregistrer'}</Button>
        <ButtonLink href={annuler} variant="link">
          Annuler
        </ButtonLink>
      </Actions>
    </Form>
  )
}
