import { getLibelle, listTermes } from '#modules/vocabulaires/index.ts'
import { Checkboxes, Field, getError, Select } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import type { PropsForm } from './champs.tsx'
import type { Pret } from './exemplaire.ts'

/** Copies on the page of a notice. @param tous those that are lost too, for who keeps the catalogue */
export function Exemplaires({ prets, tous }: { prets: readonly Pret[]; tous: boolean }) {
  const montres = prets.filter((p) => tous || p.statut !== 'perdu')
  if (montres.length === 0) return null
  return (
    <section aria-labelledby="exemplaires">
      <h2 id="exemplaires">Où l’emprunter ou le consulter</h2>
      <Table
        caption="Exemplaires"
        columns={[
          { key: 'centre', label: 'Centre', header: true },
          { key: 'cote', label: 'Cote' },
          { key: 'etat', label: 'État' },
          { key: 'precision', label: 'Précision' },
        ]}
        rows={montres.map((p) => [
          <a href={`/documentation?${new URLSearchParams({ centre: p.centre })}`}>{p.centre}</a>,
          p.cote,
          [
            p.support && getLibelle('support', p.support),
            p.statut ? getLibelle('statut-exemplaire', p.statut) : 'À demander au centre',
          ]
            .filter(Boolean)
            .join(' · '),
          <>
            {p.note}
            {p.contact && <div>{`Contact\u00a0: ${p.contact}`}</div>}
          </>,
        ])}
      />
    </section>
  )
}

const listChoix = (vocabulaire: 'support' | 'statut-exemplaire') =>
  listTermes(vocabulaire).map((t) => ({ value: t.slug, label: t.libelle }))

/** Rows left empty under those that are filled. */
const LIGNES_VIDES = 2

type Rang = Record<string, unknown>

/** Rows as they are stored (a list, then empty ones), or all as they were typed (by rank): faults name that rank. */
function listRangs(valeur: unknown): Rang[] {
  const vides = Array.from({ length: LIGNES_VIDES }, (): Rang => ({}))
  if (Array.isArray(valeur)) return [...valeur, ...vides]
  const saisis = Object.values((valeur ?? {}) as Rang).filter((v): v is Rang => typeof v === 'object' && v !== null)
  return saisis.length > 0 ? saisis : vides
}

/** The copies, one after the other; without script, two more can be written each time one saves. */
export function ChampsExemplaires({ valeurs, erreurs }: PropsForm) {
  return (
    <fieldset>
      <legend>
        <h2>Exemplaires à emprunter ou à consulter</h2>
      </legend>
      {listRangs(valeurs.prets).map((rang, i) => (
        <Exemplaire rang={rang} i={i} erreurs={erreurs} />
      ))}
    </fieldset>
  )
}

function Exemplaire({ rang, i, erreurs }: { rang: Rang; i: number; erreurs: PropsForm['erreurs'] }) {
  const plein = Object.values(rang).some(Boolean)
  const nom = (champ: string) => `prets.${i}.${champ}`
  const texte = (champ: string) => (typeof rang[champ] === 'string' ? rang[champ] : '')
  const champ = (cle: string, label: string, size: 'short' | 'medium' | 'long', hint?: string) => (
    <Field
      name={nom(cle)}
      value={texte(cle)}
      error={getError(erreurs, nom(cle))}
      {...{ label, size, ...(hint && { hint }) }}
    />
  )
  return (
    <details open={plein || erreurs.some((e) => e.field.startsWith(`prets.${i}.`))}>
      <summary>
        {plein ? `Exemplaire ${i + 1}${texte('centre') && `\u00a0: ${texte('centre')}`}` : 'Ajouter un exemplaire'}
      </summary>
      {champ('centre', 'Centre qui le garde', 'long', 'Toujours sous le même nom\u00a0: on filtre par centre.')}
      <div class="field-row">
        {champ('cote', 'Cote', 'short')}
        <Select
          name={nom('support')}
          label="Support"
          value={texte('support')}
          empty="Non précisé"
          options={listChoix('support')}
          error={getError(erreurs, nom('support'))}
        />
        <Select
          name={nom('statut')}
          label="État"
          value={texte('statut')}
          empty="Non précisé"
          options={listChoix('statut-exemplaire')}
          error={getError(erreurs, nom('statut'))}
        />
      </div>
      {champ('note', 'Précision', 'long', 'Durée du prêt, pièces, caution…')}
      {champ('contact', 'Contact', 'long', 'Du centre, pas d’une personne.')}
      {plein && (
        <Checkboxes
          name={nom('retirer')}
          legend="Retirer"
          options={[{ value: '1', label: 'Retirer cet exemplaire en enregistrant' }]}
          values={rang.retirer ? ['1'] : []}
        />
      )}
    </details>
  )
}
