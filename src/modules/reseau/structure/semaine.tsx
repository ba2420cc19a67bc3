import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { fieldId } from '#ui/error-summary.tsx'
import { Checkboxes, Field, getError } from '#ui/form.tsx'
import { EXEMPLE_OSM } from './horaires.ts'
import { CASES, JOURS, LIBELLES_CASES } from './semaine.ts'

const getTexte = (v: unknown): string => (typeof v === 'string' ? v : '')
const getObjet = (v: unknown): Record<string, unknown> =>
  typeof v === 'object' && v !== null ? (v as Record<string, unknown>) : {}

interface Props {
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

/** @param sinon what holds where no hours are said: the fields are then folded under these words */
export function ChampsHoraires({ sinon, ...props }: Props & { sinon?: string }) {
  return (
    <fieldset>
      <legend>
        <h2>Horaires</h2>
      </legend>
      {sinon === undefined ? (
        <Semaine {...props} />
      ) : (
        <details open={isDit(props)}>
          <summary>{sinon}</summary>
          <Semaine {...props} />
        </details>
      )}
    </fieldset>
  )
}

const isDit = ({ valeurs, erreurs }: Props): boolean =>
  getTexte(valeurs.osm) !== '' ||
  Object.values(getObjet(valeurs.jours)).some((jour) => Object.values(getObjet(jour)).some((heure) => heure !== '')) ||
  erreurs.some(({ field }) => field === 'osm' || field.startsWith('jours.'))

/** Opening hours: by day for everybody, in OpenStreetMap syntax for what days cannot tell. */
function Semaine({ valeurs, erreurs }: Props) {
  const jours = getObjet(valeurs.jours)
  const osm = valeurs.horairesMode === 'osm'
  const fauteOsm = getError(erreurs, 'osm')
  return (
    <>
      <div class="table-region">
        <table class="semaine">
          <caption>Horaires de la semaine. Écrivez 9h ou 14h30, laissez vide un jour fermé.</caption>
          <thead>
            <tr>
              <th scope="col">Jour</th>
              <th scope="col">Matin</th>
              <th scope="col">Après-midi</th>
            </tr>
          </thead>
          <tbody>
            {JOURS.map((jour, j) => (
              <tr>
                <th scope="row">{jour}</th>
                <td>
                  <Case {...{ jours, erreurs, j }} nom={CASES[0]} /> à{' '}
                  <Case {...{ jours, erreurs, j }} nom={CASES[1]} />
                </td>
                <td>
                  <Case {...{ jours, erreurs, j }} nom={CASES[2]} /> à{' '}
                  <Case {...{ jours, erreurs, j }} nom={CASES[3]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {erreurs
        .filter((e) => e.field.startsWith('jours.'))
        .map((e) => (
          <p class="message">{e.message}</p>
        ))}
      <Checkboxes
        name="feries"
        legend="Jours fériés"
        options={[{ value: '1', label: 'Fermé les jours fériés' }]}
        values={valeurs.feries ? ['1'] : []}
      />
      <details open={osm || fauteOsm !== undefined}>
        <summary>Des horaires qui changent selon les semaines</summary>
        <Checkboxes
          name="horairesMode"
          legend="Ce que le tableau ne peut pas dire"
          options={[{ value: 'osm', label: 'Prendre les horaires écrits ci-dessous, et non le tableau' }]}
          values={osm ? ['osm'] : []}
        />
        <Field
          name="osm"
          label="Horaires en syntaxe OpenStreetMap"
          value={getTexte(valeurs.osm)}
          error={fauteOsm}
          hint={
            <>
              {'Par exemple\u00a0: '}
              <code>{EXEMPLE_OSM}</code>
            </>
          }
        />
      </details>
    </>
  )
}

interface PropsCase {
  jours: Record<string, unknown>
  erreurs: readonly ErreurChamp[]
  j: number
  nom: (typeof CASES)[number]
}

function Case({ jours, erreurs, j, nom }: PropsCase) {
  const name = `jours.${j}.${nom}`
  return (
    <input
      id={fieldId(name)}
      name={name}
      type="text"
      inputmode="text"
      autocomplete="off"
      maxlength={7}
      value={getTexte(getObjet(jours[String(j)])[nom])}
      aria-label={`${JOURS[j]}, ${LIBELLES_CASES[nom]}`}
      aria-invalid={getError(erreurs, name) ? 'true' : undefined}
    />
  )
}
