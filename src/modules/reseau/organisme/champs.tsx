import { Field, Select, TextArea } from '#ui/form.tsx'
import { createChamp, listTypes, type PropsChamps } from '../structure/champs.tsx'

/** The fields of an organisme: those of `schemaOrganisme`. */
export function ChampsOrganisme(props: PropsChamps) {
  const champ = createChamp(props)
  return (
    <>
      <fieldset>
        <legend>
          <h2>L’organisme</h2>
        </legend>
        <Field {...champ('nom')} label="Nom" required />
        <div class="field-row">
          <Field {...champ('sigle')} label="Sigle" size="short" />
          <Select {...champ('type')} label="Type" options={listTypes()} empty="Non précisé" />
        </div>
        <TextArea {...champ('description')} label="Présentation" />
        <Field {...champ('parent')} label="Dépend de" hint="Nom ou numéro d’un autre organisme de l’annuaire." />
      </fieldset>
      <fieldset>
        <legend>
          <h2>Joindre</h2>
        </legend>
        <Field {...champ('commune')} label="Commune du siège" size="medium" hint="Nom ou code INSEE." />
        <div class="field-row">
          <Field {...champ('telephone')} label="Téléphone" type="tel" size="medium" />
          <Field {...champ('courriel')} label="Courriel" type="email" />
        </div>
        <Field {...champ('siteWeb')} label="Site" type="url" hint="Commence par https://." />
      </fieldset>
      <fieldset>
        <legend>
          <h2>Identifiants</h2>
        </legend>
        <div class="field-row">
          <Field {...champ('finess')} label="Numéro FINESS" size="medium" hint="Celui de l’entité juridique." />
          <Field {...champ('siren')} label="SIREN" size="medium" inputmode="numeric" />
        </div>
      </fieldset>
    </>
  )
}
