import { getVocabulaire, listGroupes, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { Checkboxes, type Choice, Field, getError, Select, TextArea } from '#ui/form.tsx'
import { createChamp, Langues, listCoches, type PropsChamps } from '../structure/champs.tsx'
import { ChampsHoraires } from '../structure/semaine.tsx'
import { FRAIS, MOBILISABLE_PAR, MODES_ACCUEIL, MODES_MOBILISATION, TYPES_SERVICE } from './valeurs.ts'

const listChoix = (valeurs: Record<string, string>): Choice[] =>
  Object.entries(valeurs).map(([value, label]) => ({ value, label }))

/** Terms of a vocabulary under their headings. */
const listTermesGroupes = (slug: SlugVocabulaire): Choice[] =>
  listGroupes(getVocabulaire(slug)).flatMap(({ groupe, termes }) =>
    termes
      .filter((t) => !t.remplacePar)
      .map((t) => ({ value: t.slug, label: t.libelle, ...(groupe && { group: groupe.libelle }) })),
  )

/** The fields of a service: those of `schemaService`. */
export function ChampsService(props: PropsChamps) {
  const champ = createChamp(props)
  const choix = (name: string) => ({
    name,
    values: listCoches(props.valeurs[name]),
    error: getError(props.erreurs, name),
  })
  return (
    <>
      <fieldset>
        <legend>
          <h2>Le service</h2>
        </legend>
        <Field {...champ('nom')} label="Nom" required />
        <Select {...champ('type')} label="Type" options={listChoix(TYPES_SERVICE)} empty="Non précisé" />
        <TextArea
          {...champ('description')}
          label="Description"
          hint="Ce qui est proposé, et à qui. De 200 à 2&#8239;000 caractères."
        />
        <Checkboxes {...choix('themes')} legend="Thèmes" options={listTermesGroupes('theme')} />
      </fieldset>
      <fieldset>
        <legend>
          <h2>Pour qui</h2>
        </legend>
        <Checkboxes {...choix('publics')} legend="Publics" options={listTermesGroupes('public')} />
        <div class="field-row">
          <Field {...champ('ageMin')} label="À partir de (ans)" size="short" inputmode="numeric" />
          <Field {...champ('ageMax')} label="Jusqu’à (ans)" size="short" inputmode="numeric" />
        </div>
        <TextArea {...champ('publicsPrecisions')} label="Précisions" rows={2} />
        <TextArea
          {...champ('zoneEligibilite')}
          label="Où il faut habiter"
          rows={3}
          hint="Un lieu par ligne&nbsp;: commune, département, intercommunalité, ou «&nbsp;Toute la France&nbsp;». Laissez vide si ce n’est pas précisé."
        />
        <TextArea {...champ('conditionsAcces')} label="Autres conditions" rows={2} />
      </fieldset>
      <fieldset>
        <legend>
          <h2>Comment y accéder</h2>
        </legend>
        <Checkboxes {...choix('modesAccueil')} legend="Accueil" options={listChoix(MODES_ACCUEIL)} />
        <Checkboxes {...choix('modesMobilisation')} legend="Pour demander" options={listChoix(MODES_MOBILISATION)} />
        <Checkboxes {...choix('mobilisablePar')} legend="Qui peut demander" options={listChoix(MOBILISABLE_PAR)} />
        <TextArea {...champ('mobilisationPrecisions')} label="Précisions" rows={2} />
        <Field {...champ('lienMobilisation')} label="Lien pour demander" type="url" />
        <div class="field-row">
          <Field
            {...champ('telephone')}
            label="Téléphone"
            type="tel"
            size="medium"
            hint="S’il diffère de la structure."
          />
          <Field {...champ('courriel')} label="Courriel" type="email" size="medium" />
        </div>
        <Field {...champ('contact')} label="Qui demander" size="medium" hint="Une fonction plutôt qu’un nom." />
        <Select {...champ('frais')} label="Coût" options={listChoix(FRAIS)} empty="Non précisé" />
        <TextArea {...champ('fraisPrecisions')} label="Précisions sur le coût" rows={2} />
        <Langues {...props} />
      </fieldset>
      <ChampsHoraires {...props} sinon="Ceux de la structure, ou d’autres" />
    </>
  )
}
