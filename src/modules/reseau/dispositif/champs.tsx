import type { Child } from 'hono/jsx'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { listChoixTermes } from '#modules/documentation/index.ts'
import type { Quartiers } from '#modules/territoires/index.ts'
import { Checkboxes, Field, getError, Radios, TextArea } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { LIBELLES_SOURCES } from '../fiche/cadre.tsx'
import type { Organisme } from '../organisme/organisme.ts'
import { AVerifier } from './cadre.tsx'
import { isTouche } from './saisie.ts'
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

interface PropsVolet extends PropsChamps {
  titre: string
  /** What the sheet says of it, in a few words. */
  resume: string
  champs: readonly string[]
  /** The sheet as stored; none of a new one. */
  stocke: Brut | undefined
  children: Child
}

/** A part of the form. Of a sheet that is there, it is folded as long as nothing of it is changed nor at fault. */
export function Volet({ titre, resume, champs, stocke, valeurs, erreurs, children }: PropsVolet) {
  return (
    <fieldset>
      <legend>
        <h2>{titre}</h2>
      </legend>
      {stocke === undefined ? (
        children
      ) : (
        <details open={isTouche(champs, { valeurs, erreurs, stocke })}>
          <summary>{resume}</summary>
          {children}
        </details>
      )}
    </fieldset>
  )
}

const formatTravail = (valeurs: Brut): string =>
  [
    formatCount(getTextes(valeurs, 'themes').length, 'thème'),
    formatCount(getTextes(valeurs, 'publics').length, 'public'),
  ].join(', ')

interface PropsDescription extends PropsChamps {
  type: TypeDispositif
  /** Organismes that the words of the carrier may mean, where there are several. */
  porteurs: readonly Organisme[]
  /** Quartiers of its communes; null where none is known. */
  quartiers: Quartiers | null
  /** The sheet as stored: what is rarely corrected is then folded. */
  stocke?: Brut
}

/** All that is said of a dispositif beside its territory. */
export function ChampsDescription({ type, valeurs, erreurs, porteurs, quartiers, stocke }: PropsDescription) {
  const champ = (name: string) => ({ name, value: getTexte(valeurs, name), error: getError(erreurs, name) })
  const source = getTexte(stocke, 'source')
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
      <Volet
        titre="Ce sur quoi il travaille"
        resume={formatTravail(stocke ?? {})}
        champs={['themes', 'publics', 'qpv']}
        {...{ valeurs, erreurs, stocke }}
      >
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
      </Volet>
      <ChampsType {...{ type, valeurs, erreurs, stocke }} />
      <Volet
        titre="D’où cela vient"
        resume={LIBELLES_SOURCES[source] ?? (source || 'Source non précisée')}
        champs={['source', 'sourceUrl', 'fin']}
        {...{ valeurs, erreurs, stocke }}
      >
        <Field {...champ('source')} label="Source" hint="Qui le dit, et quand." />
        <Field {...champ('sourceUrl')} label="Adresse de la source" type="url" />
        <Field {...champ('fin')} label="Date de fin" hint="S’il s’arrête, ou s’est arrêté." type="date" size="short" />
      </Volet>
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
function ChampsType({ type, valeurs, erreurs, stocke }: PropsChamps & Pick<PropsDescription, 'type' | 'stocke'>) {
  if (type.champs.length + type.indicateurs.length === 0) return null
  const brutes = (valeurs.valeurs ?? {}) as Brut
  const rendre = (c: ChampType) => <ChampDuType champ={c} {...{ brutes, erreurs }} />
  const slugs = type.indicateurs.map((c) => c.slug)
  const remplis = slugs.filter((slug) => getTexte(brutes, slug) !== '').length
  const stockees = (stocke?.valeurs ?? {}) as Brut
  const touches = isTouche(slugs, { valeurs: brutes, erreurs: [], stocke: stockees })
  const fautes = erreurs.some((e) => e.field.startsWith('valeurs.'))
  return (
    <fieldset>
      <legend>
        <h2>{`Propre à ce type\u00a0: ${type.sigle ?? type.nom}`}</h2>
      </legend>
      {type.champs.map(rendre)}
      {type.indicateurs.length > 0 && (
        <details open={touches || fautes}>
          <summary>
            {formatCount(slugs.length, 'indicateur')}
            {remplis > 0 && `, dont ${formatCount(remplis, 'rempli')}`}
          </summary>
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
