import {
  ChampsChoix,
  ChampsCommunes,
  type Essai,
  type Faits,
  formatHabitants,
  formatNombreCommunes,
  TableRetrait,
  type ZoneNommee,
} from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { Field, fieldId, getError } from '#ui/form.tsx'
import { Table } from '#ui/table.tsx'
import { getTexte, type PropsChamps } from './champs.tsx'
import type { Conflit } from './conflit.ts'
import { formatAdresseDispositif } from './dispositif.ts'

export interface PropsTerritoire extends PropsChamps {
  blocs: readonly ZoneNommee[]
  /** What was read of the form that comes back. */
  essai: Essai | null
  /** The set in progress. */
  faits: Faits
  conflits: readonly Conflit[]
  /** May the reader agree to an overlap? */
  arbitre: boolean
  /** It stands under words that tell the territory. */
  annonce?: boolean
}

/** « 44 communes, 80 000 habitants » */
export const formatTerritoire = ({ communes, population }: Faits): string =>
  `${formatNombreCommunes(communes)}, ${formatHabitants(population)}`

/** The communes: those already there, to take some away; and more of them, by name or by area. */
export function ChampsTerritoire({
  valeurs,
  erreurs,
  blocs,
  essai,
  faits,
  conflits,
  arbitre,
  annonce = false,
}: PropsTerritoire) {
  const codes = faits.communes.map((c) => c.code)
  return (
    <div id={fieldId('communes')}>
      <Conflits conflits={conflits} />
      {conflits.length > 0 && arbitre && (
        <Field
          name="motif"
          label="Exception accordée"
          hint="Pourquoi ces communes peuvent être dans les deux. Laissez vide pour refuser."
          value={getTexte(valeurs, 'motif')}
          error={getError(erreurs, 'motif')}
        />
      )}
      <input type="hidden" name="communes" value={codes.join(',')} />
      {codes.length > 0 && (
        <details open={!annonce && codes.length <= 60}>
          <summary>{annonce ? 'Retirer des communes' : formatTerritoire(faits)}</summary>
          <TableRetrait faits={faits} name="retirees" />
        </details>
      )}
      {codes.length > 0 && <p>Pour ajouter des communes, nommez-les ci-dessous.</p>}
      {essai && <ChampsChoix essai={essai} />}
      <ChampsCommunes
        {...{ blocs, erreurs }}
        valeurs={essai ? { ...valeurs, texte: essai.nonLu, blocs: '', epci: '' } : valeurs}
      />
      <input type="hidden" name="geste" value="ajouter" />
    </div>
  )
}

interface PropsConflits {
  conflits: readonly Conflit[]
  /** What one does where they are not agreed. */
  sinon?: string
}

/** Overlaps that are refused, with the inhabitants at stake. */
export function Conflits({ conflits, sinon = 'Retirez ces communes' }: PropsConflits) {
  if (conflits.length === 0) return null
  return (
    <>
      <Alert ton="erreur" title="Ce territoire en recouvre un autre">
        {`Deux dispositifs de ce type n’ont jamais une commune en commun. ${sinon}, ou voyez avec l’autre équipe : une personne qui administre Maillage peut enregistrer une exception.`}
      </Alert>
      <Table
        caption="Communes déjà prises"
        columns={[
          { key: 'autre', label: 'Dispositif', header: true },
          { key: 'communes', label: 'Communes en commun' },
          { key: 'population', label: 'Habitants concernés', numeric: true },
        ]}
        rows={conflits.map((c) => [
          <a href={formatAdresseDispositif(c.id)}>{c.nom}</a>,
          c.communes.map(({ nom, code }) => `${nom} (${code})`).join(', '),
          c.population === null ? 'non publié' : formatHabitants(c.population),
        ])}
      />
    </>
  )
}
