import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { listChoixTermes } from '#modules/documentation/index.ts'
import {
  ChampsChoix,
  ChampsCommunes,
  type Essai,
  type Faits,
  formatHabitants,
  formatNombreCommunes,
  type Quartiers,
  TableRetrait,
  type ZoneNommee,
} from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { Checkboxes, Field, fieldId, getError, Radios, TextArea } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import type { Organisme } from '../organisme/organisme.ts'
import { AVerifier } from './cadre.tsx'
import type { Conflit } from './conflit.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import type { ChampType, TypeDispositif } from './type.ts'

export interface PropsChamps {
  /** As typed, or as stored. */
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

export const getTexte = (brut: unknown, nom: string): string => {
  const valeur = brut !== null && typeof brut === 'object' ? (brut as Brut)[nom] : undefined
  return typeof valeur === 'string' || typeof valeur === 'number' ? String(valeur) : ''
}
const getTextes = (brut: Brut, nom: string): string[] =>
  [brut[nom] ?? []].flat().filter((v): v is string => typeof v === 'string')

interface PropsDescription extends PropsChamps {
  type: TypeDispositif
  /** Organismes that the words of the carrier may mean, where there are several. */
  porteurs: readonly Organisme[]
  /** Quartiers of its communes; null where none is known. */
  quartiers: Quartiers | null
}

/** All that is said of a dispositif beside its territory. */
export function ChampsDescription({ type, valeurs, erreurs, porteurs, quartiers }: PropsDescription) {
  const champ = (name: string) => ({ name, value: getTexte(valeurs, name), error: getError(erreurs, name) })
  return (
    <>
      <Field {...champ('nom')} label="Nom" hint="Celui que les gens emploient." required />
      <TextArea {...champ('description')} label="Description" hint="Ce qu’il fait, en quelques phrases." rows={4} />
      <fieldset>
        <legend>
          <h2>Porteur et contact</h2>
        </legend>
        <Field
          {...champ('porteur')}
          label="Organisme porteur"
          hint="Son nom, ou son numéro FINESS ou Siren, tel qu’il est dans l’annuaire."
        />
        {porteurs.length > 1 && (
          <Radios
            name="organisme"
            legend="Lequel&#8239;?"
            value={getTexte(valeurs, 'organisme')}
            options={porteurs.map((o) => ({ value: String(o.id), label: o.nom, ...(o.siren && { hint: o.siren }) }))}
            error={getError(erreurs, 'organisme')}
          />
        )}
        {porteurs.length <= 1 && <input type="hidden" name="organisme" value={getTexte(valeurs, 'organisme')} />}
        <Field
          {...champ('siege')}
          label="Commune où travaille l’équipe"
          hint="Nom, code Insee ou code postal."
          size="medium"
        />
        <Field {...champ('adresse')} label="Adresse" />
        <Field {...champ('telephone')} label="Téléphone" type="tel" size="medium" />
        <Field
          {...champ('courriel')}
          label="Courriel"
          type="email"
          hint="Une adresse de service, que tout le monde lira."
        />
        <Field {...champ('siteWeb')} label="Site internet" type="url" />
      </fieldset>
      <fieldset>
        <legend>
          <h2>Ce sur quoi il travaille</h2>
        </legend>
        <Checkboxes
          name="themes"
          legend="Thèmes"
          options={listChoixTermes('theme')}
          values={getTextes(valeurs, 'themes')}
          error={getError(erreurs, 'themes')}
        />
        <Checkboxes
          name="publics"
          legend="Publics"
          options={listChoixTermes('public')}
          values={getTextes(valeurs, 'publics')}
          error={getError(erreurs, 'publics')}
        />
        <ChampQuartiers {...{ valeurs, erreurs, quartiers }} />
      </fieldset>
      <ChampsType {...{ type, valeurs, erreurs }} />
      <fieldset>
        <legend>
          <h2>D’où cela vient</h2>
        </legend>
        <Field {...champ('source')} label="Source" hint="Qui le dit, et quand." />
        <Field {...champ('sourceUrl')} label="Adresse de la source" type="url" />
        <Field {...champ('fin')} label="Date de fin" hint="S’il s’arrête, ou s’est arrêté." type="date" size="short" />
      </fieldset>
    </>
  )
}

/** Boxes where the quartiers of its communes are known; else codes to type. */
function ChampQuartiers({ valeurs, erreurs, quartiers }: PropsChamps & Pick<PropsDescription, 'quartiers'>) {
  const codes = getTextes(valeurs, 'qpv')
    .flatMap((t) => t.split(/[\s,;]+/))
    .filter(Boolean)
  const offerts = quartiers?.quartiers ?? []
  const autres = codes.filter((code) => !offerts.some((q) => q.code === code))
  const faute = erreurs.find((e) => e.field === 'qpv' || e.field.startsWith('qpv.'))?.message
  if (offerts.length > 0)
    return (
      <>
        <Checkboxes
          name="qpv"
          legend="Quartiers prioritaires"
          hint="Ceux qui touchent ses communes."
          options={offerts.map((q) => ({
            value: q.code,
            label: q.nom,
            hint: `${q.code}, ${q.communes.map((c) => c.nom).join(', ')}`,
          }))}
          values={codes}
          error={faute}
        />
        {autres.map((code) => (
          <input type="hidden" name="qpv" value={code} />
        ))}
      </>
    )
  return (
    <Field
      name="qpv"
      label="Quartiers prioritaires"
      hint="Leurs codes, séparés par des virgules&nbsp;: QN00101M…"
      value={codes.join(', ')}
      error={faute}
    />
  )
}

/** What one more writes of this type. */
function ChampsType({ type, valeurs, erreurs }: PropsChamps & { type: TypeDispositif }) {
  if (type.champs.length + type.indicateurs.length === 0) return null
  const brutes = (valeurs.valeurs ?? {}) as Brut
  const rendre = (c: ChampType) => <ChampDuType champ={c} {...{ brutes, erreurs }} />
  const remplis = type.indicateurs.some((c) => getTexte(brutes, c.slug) !== '')
  const fautes = erreurs.some((e) => e.field.startsWith('valeurs.'))
  return (
    <fieldset>
      <legend>
        <h2>{`Propre à ce type\u00a0: ${type.sigle ?? type.nom}`}</h2>
      </legend>
      {type.champs.map(rendre)}
      {type.indicateurs.length > 0 && (
        <details open={remplis || fautes}>
          <summary>{formatCount(type.indicateurs.length, 'indicateur')}</summary>
          {type.indicateurs.map(rendre)}
        </details>
      )}
    </fieldset>
  )
}

function ChampDuType({ champ, brutes, erreurs }: { champ: ChampType; brutes: Brut; erreurs: readonly ErreurChamp[] }) {
  const { slug, libelle, aide, nature, unite, aVerifier } = champ
  const name = `valeurs.${slug}`
  return (
    <Field
      name={name}
      label={unite ? `${libelle} (${unite})` : libelle}
      hint={
        aVerifier ? (
          <>
            {aide} <AVerifier si />
          </>
        ) : (
          aide
        )
      }
      value={getTexte(brutes, slug)}
      error={getError(erreurs, name)}
      size={nature === 'texte' ? 'long' : 'short'}
      {...(nature === 'date' && { type: 'date' as const })}
      {...(nature === 'nombre' && { inputmode: 'decimal' as const })}
    />
  )
}

export interface PropsTerritoire extends PropsChamps {
  blocs: readonly ZoneNommee[]
  /** What was read of the form that comes back. */
  essai: Essai | null
  /** The set in progress. */
  faits: Faits
  conflits: readonly Conflit[]
  /** May the reader agree to an overlap? */
  arbitre: boolean
  /** The communes already there are folded: the form is about more than them. */
  replie?: boolean
}

/** The communes: those already there, to take some away; and more of them, by name or by area. */
export function ChampsTerritoire({
  valeurs,
  erreurs,
  blocs,
  essai,
  faits,
  conflits,
  arbitre,
  replie = false,
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
        <details open={!replie && codes.length <= 60}>
          <summary>{`${formatNombreCommunes(faits.communes)}, ${formatHabitants(faits.population)}`}</summary>
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
