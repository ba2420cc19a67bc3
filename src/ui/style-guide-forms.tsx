import {
  Actions,
  Button,
  ButtonLink,
  Checkboxes,
  ErrorSummary,
  Field,
  FileField,
  Form,
  getError,
  Radios,
  Select,
  TextArea,
} from './form.tsx'

const errors = [
  { field: 'exemple.titre', message: 'Donnez un titre.' },
  { field: 'exemple.annee', message: 'Écrivez l’année en quatre chiffres, par exemple 2024.' },
  { field: 'exemple.publics', message: 'Choisissez au moins un public.' },
]

const themes = [
  { value: 'alimentation', label: 'Alimentation', group: 'Modes de vie' },
  { value: 'sommeil', label: 'Sommeil', group: 'Modes de vie' },
  { value: 'activite', label: 'Activité physique', group: 'Modes de vie' },
  { value: 'logement', label: 'Logement', group: 'Cadre de vie' },
  { value: 'air', label: 'Air intérieur et extérieur', group: 'Cadre de vie' },
]

const publics = [
  'Nourrissons',
  'Enfants',
  'Adolescents',
  'Adultes',
  'Personnes âgées',
  'Aidants',
  'Professionnels',
].map((label) => ({ value: label, label }))

/** Every field, at rest and at fault. The form only reads: it goes back to this page. */
export function FormSamples() {
  return (
    <>
      <ErrorSummary errors={errors} focus={false} />
      <Form action="/style#formulaires" method="get">
        <Field name="exemple.titre" label="Titre" required error={getError(errors, 'exemple.titre')} />
        <Field
          name="exemple.annee"
          label="Année"
          hint={'Quatre chiffres\u202f; laissez vide si elle est inconnue.'}
          value="24"
          size="short"
          inputmode="numeric"
          error={getError(errors, 'exemple.annee')}
        />
        <Field
          name="exemple.adresse"
          label="Adresse de la page"
          type="url"
          value="https://example.org/"
          autocomplete="url"
        />
        <Field name="exemple.courriel" label="Courriel" type="email" size="medium" autocomplete="email" />
        <TextArea name="exemple.resume" label="Résumé" hint="Avec vos mots, en trois ou quatre phrases." />
        <Select name="exemple.theme" label="Thème principal" value="sommeil" options={themes} />
        <Checkboxes name="exemple.themes" legend="Autres thèmes" options={themes} values={['logement']} />
        <Checkboxes
          name="exemple.publics"
          legend="Publics"
          required
          options={publics}
          values={[]}
          error={getError(errors, 'exemple.publics')}
        />
        <Radios
          name="exemple.disponibilite"
          legend="Disponibilité"
          value="ligne"
          options={[
            { value: 'ligne', label: 'En ligne' },
            { value: 'pret', label: 'En prêt', hint: 'Dans un centre de documentation, aux heures d’ouverture.' },
          ]}
        />
        <FileField
          name="exemple.fichier"
          label="Bibliographie"
          accept=".docx,.pdf"
          hint={'Word, PDF, HTML ou texte, 20\u00a0Mo au plus.'}
        />
        <Actions>
          <Button>Enregistrer</Button>
          <ButtonLink href="/style#formulaires">Annuler</ButtonLink>
        </Actions>
      </Form>
    </>
  )
}
