import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Field, getError, Select } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Tag } from '#ui/tag.tsx'
import { type Demarche, ETATS_DEMARCHE, formatAdresseDemarche, isEnRetard } from './demarche.ts'

export interface Responsable {
  id: string
  nom: string
}

/** What, for when, by whom. */
export function ChampsDemarche({
  valeurs,
  erreurs,
  responsables,
}: {
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
  responsables: readonly Responsable[]
}) {
  const texte = (nom: string) => (typeof valeurs[nom] === 'string' ? valeurs[nom] : '')
  return (
    <>
      <Field
        name="intitule"
        label="Ce qui est à faire"
        hint="«&nbsp;Proposer une rencontre aux deux coordinations&nbsp;»."
        required
        value={texte('intitule')}
        error={getError(erreurs, 'intitule')}
      />
      <Field
        name="echeance"
        label="Pour le"
        type="date"
        size="short"
        required
        value={texte('echeance')}
        error={getError(erreurs, 'echeance')}
      />
      <Select
        name="responsable"
        label="Par qui"
        empty="Personne encore"
        value={texte('responsable')}
        options={responsables.map(({ id, nom }) => ({ value: id, label: nom }))}
        error={getError(erreurs, 'responsable')}
      />
    </>
  )
}

/** State of a démarche, its lateness said. */
export const EtatDemarches = ({ demarche, jour }: { demarche: Demarche; jour: string }) =>
  isEnRetard(demarche, jour) ? (
    <Tag ton="attention">{`En retard, attendue le ${formatDate(demarche.echeance)}`}</Tag>
  ) : (
    <Tag ton={demarche.etat === 'faite' ? 'succes' : undefined}>
      {demarche.etat === 'a-faire' ? `À faire pour le ${formatDate(demarche.echeance)}` : ETATS_DEMARCHE[demarche.etat]}
    </Tag>
  )

/** Démarches, each in a line or two. */
export const ListeDemarches = ({ demarches, jour }: { demarches: readonly Demarche[]; jour: string }) => (
  <ul class="liens">
    {demarches.map((d) => (
      <li>
        <a href={formatAdresseDemarche(d.id)}>{d.intitule}</a> <EtatDemarches demarche={d} jour={jour} />
        {d.nomResponsable && <span class="hint">{` ${d.nomResponsable}`}</span>}
      </li>
    ))}
  </ul>
)
