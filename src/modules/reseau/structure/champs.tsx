import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { Checkboxes, Field, getError, Select, TextArea } from '#ui/form.tsx'
import { formatLangue, LANGUES } from '../service/valeurs.ts'
import { ChampsHoraires } from './semaine.tsx'

export interface PropsChamps {
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

/** Name, value and fault of a field of text. */
export const createChamp =
  ({ valeurs, erreurs }: PropsChamps) =>
  (name: string) => {
    const v = valeurs[name]
    return {
      name,
      value: typeof v === 'string' || typeof v === 'number' ? String(v) : '',
      error: getError(erreurs, name),
    }
  }

/** Values checked under a name. */
export const listCoches = (v: unknown): string[] => [v].flat().filter((x) => typeof x === 'string')

export function Langues({ valeurs, erreurs }: PropsChamps) {
  const cochees = listCoches(valeurs.langues)
  const codes = [...new Set([...Object.keys(LANGUES), ...cochees])]
  return (
    <Checkboxes
      name="langues"
      legend="Langues parlées"
      options={codes.map((code) => ({
        value: code,
        label: formatLangue(code),
        ...(!['fr', 'fsl', 'en', 'ar'].includes(code) && { group: 'Autres langues' }),
      }))}
      values={cochees}
      error={getError(erreurs, 'langues')}
    />
  )
}

export const listTypes = () =>
  listTermes('type-structure')
    .filter((t) => !t.remplacePar)
    .map((t) => ({ value: t.slug, label: t.sigle ? `${t.libelle} (${t.sigle})` : t.libelle }))

/**
 * The fields of a structure: those of `schemaStructure`.
 * @param props.sansRegistres without what registers and maps say of it rather than itself: its body, its numbers, its position
 */
export function ChampsStructure({ sansRegistres = false, ...props }: PropsChamps & { sansRegistres?: boolean }) {
  const champ = createChamp(props)
  return (
    <>
      <fieldset>
        <legend>
          <h2>La structure</h2>
        </legend>
        <Field {...champ('nom')} label="Nom" required />
        <div class="field-row">
          <Field {...champ('sigle')} label="Sigle" size="short" />
          <Select {...champ('type')} label="Type" options={listTypes()} empty="Non précisé" />
        </div>
        {!sansRegistres && (
          <Field
            {...champ('organisme')}
            label="Organisme qui la porte"
            hint="Son nom ou son numéro dans l’annuaire des organismes."
          />
        )}
        <TextArea {...champ('description')} label="Présentation" hint="Ce qu’on y trouve, en quelques phrases." />
      </fieldset>
      <fieldset>
        <legend>
          <h2>Où</h2>
        </legend>
        <Field {...champ('adresse')} label="Adresse" hint="Numéro et rue." />
        <Field {...champ('complement')} label="Complément" hint="Bâtiment, étage, entrée." />
        <div class="field-row">
          <Field {...champ('codePostal')} label="Code postal" size="short" inputmode="numeric" />
          <Field {...champ('commune')} label="Commune" size="medium" hint="Nom ou code INSEE." />
        </div>
        {!sansRegistres && (
          <Field
            {...champ('position')}
            label="Position"
            size="medium"
            hint="Latitude puis longitude, si vous les connaissez&nbsp;: 44.092 6.236."
          />
        )}
      </fieldset>
      <fieldset>
        <legend>
          <h2>Joindre</h2>
        </legend>
        <Field {...champ('telephone')} label="Téléphone" type="tel" size="medium" />
        <Field {...champ('courriel')} label="Courriel" type="email" />
        <Field {...champ('siteWeb')} label="Site" type="url" hint="Commence par https://." />
      </fieldset>
      <ChampsHoraires {...props} />
      <fieldset>
        <legend>
          <h2>Accueil</h2>
        </legend>
        <Langues {...props} />
        <TextArea
          {...champ('accessibilite')}
          label="Accès des personnes handicapées"
          rows={3}
          hint="Entrée, étages, toilettes, boucle magnétique, places de stationnement."
        />
        <Field
          {...champ('accessibiliteUrl')}
          label="Page Acceslibre"
          type="url"
          hint="L’adresse où Acceslibre décrit ce lieu, s’il y est."
        />
      </fieldset>
      {!sansRegistres && (
        <fieldset>
          <legend>
            <h2>Identifiants</h2>
          </legend>
          <div class="field-row">
            <Field {...champ('finess')} label="Numéro FINESS" size="medium" hint="Celui de l’établissement." />
            <Field {...champ('siret')} label="SIRET" size="medium" inputmode="numeric" />
          </div>
        </fieldset>
      )}
    </>
  )
}
