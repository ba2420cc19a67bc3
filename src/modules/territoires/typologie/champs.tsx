import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Field,
  Form,
  fieldId,
  getError,
  Radios,
  Select,
  type SelectOption,
  TextArea,
} from '#ui/form.tsx'
import { formatNumber } from '#ui/format.ts'
import { formatRefZone, LIBELLES_MAILLE, type ZoneNommee } from '../geographie/zone.ts'
import { FAMILLES, type Serie } from '../indicateur/indicateur.ts'
import { K_MAX, K_MIN } from './calcul/partition.ts'
import type { Etendue } from './etendue.queries.ts'
import type { IndicateurOffert } from './offerts.queries.ts'
import { formatNombre } from './presentation.ts'
import {
  ETATS,
  getMesureConseillee,
  listMesures,
  MAILLES,
  MAILLES_TYPOLOGIE,
  MESURES,
  METHODES,
  METHODES_TYPOLOGIE,
  PARTS_MANQUANTES,
} from './typologie.ts'

const readTexte = (brut: Brut, nom: string): string => (typeof brut[nom] === 'string' ? brut[nom] : '')
const readListe = (brut: Brut, nom: string): string[] => [brut[nom] ?? []].flat().map(String)
/** What stands under `nom.code`. */
function readParCode(brut: Brut, nom: string, code: string): string | undefined {
  const noeud = brut[nom]
  if (typeof noeud !== 'object' || noeud === null || !Object.hasOwn(noeud, code)) return undefined
  return String((noeud as Record<string, unknown>)[code])
}

interface PropsTerritoires {
  cadres: readonly ZoneNommee[]
  maille: string
  zone: string
  erreurs: readonly ErreurChamp[]
}

/** The first step: a form that only reads, so that the choice has an address. */
export function FormTerritoires({ cadres, maille, zone, erreurs }: PropsTerritoires) {
  const options: SelectOption[] = [
    { value: 'france-FR', label: 'Toute la France', group: 'Pays' },
    { value: 'france-FM', label: 'France métropolitaine', group: 'Pays' },
    ...cadres.map((c) => ({
      value: formatRefZone(c),
      label: c.maille === 'departement' ? `${c.nom} (${c.code})` : c.nom,
      group: c.maille === 'territoire' ? 'Territoires enregistrés' : `${LIBELLES_MAILLE[c.maille]}s`,
    })),
  ]
  // An area that an address names (an intercommunalité) is kept, though the list does not offer it.
  if (zone !== '' && !options.some((o) => o.value === zone))
    options.push({ value: zone, label: zone, group: 'Demandée par l’adresse' })
  return (
    <Form action="/typologies/nouvelle" method="get">
      <Radios
        name="maille"
        legend="Que grouper&nbsp;?"
        value={maille}
        options={MAILLES_TYPOLOGIE.map((value) => ({ value, label: MAILLES[value].libelle }))}
        error={getError(erreurs, 'maille')}
      />
      <Select
        name="zone"
        label="Où&nbsp;?"
        hint="Les communes se prennent dans une région ou plus petit. Les territoires enregistrés se prennent tous."
        value={zone}
        empty={null}
        options={options}
        error={getError(erreurs, 'zone')}
      />
      <Actions>
        <Button>Continuer</Button>
      </Actions>
    </Form>
  )
}

interface PropsIndicateurs {
  offerts: readonly IndicateurOffert[]
  etendue: Etendue
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

function LigneIndicateur({
  offert,
  etendue,
  valeurs,
  premiere,
}: Omit<PropsIndicateurs, 'offerts' | 'erreurs'> & { offert: IndicateurOffert; premiere: boolean }) {
  const { indicateur, series, couvertures } = offert
  const { code, libelle, unite, agregation } = indicateur
  const total = etendue.codes.length
  const id = premiere ? fieldId('indicateur') : fieldId(`indicateur-${code}`)
  const millesime = readParCode(valeurs, 'millesime', code) ?? String(series[0]?.millesime)
  const mesure = readParCode(valeurs, 'mesure', code) ?? getMesureConseillee(indicateur)
  const formatCouverture = (serie: Serie) =>
    `${formatNumber(couvertures.get(serie.id) ?? 0)} sur ${formatNumber(total)}`
  const [seule] = series
  return (
    <div class="choix-indicateur">
      <div class="choice">
        <input
          id={id}
          type="checkbox"
          name="indicateur"
          value={code}
          checked={readListe(valeurs, 'indicateur').includes(code)}
          aria-describedby={`${id}-aide`}
        />
        <label for={id}>{indicateur.fictif ? `${libelle} (fictif)` : libelle}</label>
        <span class="hint" id={`${id}-aide`}>
          {unite}
          {series.length === 1 && seule && ` · ${seule.millesime} · valeurs pour ${formatCouverture(seule)}`}
        </span>
      </div>
      <div class="choix-reglages">
        {series.length === 1 ? (
          <input type="hidden" name={`millesime.${code}`} value={millesime} />
        ) : (
          <select name={`millesime.${code}`} aria-label={`Millésime\u00a0: ${libelle}`}>
            {series.map((s) => (
              <option value={String(s.millesime)} selected={String(s.millesime) === millesime}>
                {`${s.millesime} (${formatCouverture(s)})`}
              </option>
            ))}
          </select>
        )}
        <select name={`mesure.${code}`} aria-label={`Mesure\u00a0: ${libelle}`}>
          {listMesures(agregation).map((m) => (
            <option value={m} selected={m === mesure}>
              {MESURES[m].libelle}
            </option>
          ))}
        </select>
      </div>
    </div>
  )
}

/** So few indicators are shown without folding their families. */
const OUVERTS_MAX = 12

/** Indicators by family, each with its vintage and how it is compared. */
function ChoixIndicateurs({ offerts, etendue, valeurs, erreurs }: PropsIndicateurs) {
  const erreur = getError(erreurs, 'indicateur')
  const coches = new Set(readListe(valeurs, 'indicateur'))
  const familles = Map.groupBy(offerts, (o) => o.indicateur.famille)
  const ouvertes = coches.size > 0 ? coches : new Set(offerts.slice(0, 1).map((o) => o.indicateur.code))
  return (
    <fieldset
      class={erreur ? 'field field-error indicateurs' : 'field indicateurs'}
      aria-describedby="indicateurs-aide"
    >
      <legend>Selon quels indicateurs&nbsp;?</legend>
      <p class="hint" id="indicateurs-aide">
        Cochez-en de deux à quarante, d’aspects différents. Chacun compte autant que les autres. Pour des nombres qui
        suivent la taille, préférez «&nbsp;pour 10&#8239;000&nbsp;habitants&nbsp;»&#8239;; le logarithme rapproche les
        très grandes valeurs des autres.
      </p>
      {erreur && <p class="message">{erreur}</p>}
      {[...familles].map(([famille, siens]) => {
        const n = siens.filter((o) => coches.has(o.indicateur.code)).length
        return (
          <details
            class="choice-group"
            open={siens.some((o) => ouvertes.has(o.indicateur.code)) || offerts.length <= OUVERTS_MAX}
          >
            <summary>
              {FAMILLES[famille]}
              <span class="count">{n > 0 ? ` (${n} sur ${siens.length})` : ` (${siens.length})`}</span>
            </summary>
            {siens.map((offert) => (
              <LigneIndicateur {...{ offert, etendue, valeurs }} premiere={offert === offerts[0]} />
            ))}
          </details>
        )
      })}
    </fieldset>
  )
}

const LIBELLES_MANQUANTES: Record<(typeof PARTS_MANQUANTES)[number], string> = {
  0: 'Laisser de côté tout territoire à qui il manque une valeur',
  0.25: 'Accepter jusqu’à un quart de valeurs manquantes, remplacées par la moyenne',
  0.5: 'Accepter jusqu’à la moitié de valeurs manquantes, remplacées par la moyenne',
}

function ReglagesCalcul({ valeurs, erreurs }: Pick<PropsIndicateurs, 'valeurs' | 'erreurs'>) {
  const texte = (nom: string) => readTexte(valeurs, nom)
  return (
    <>
      <Select
        name="k"
        label="Nombre de groupes"
        hint="Vous pourrez en changer après avoir vu ce que donne chaque nombre."
        value={texte('k')}
        empty="Celui qui sépare le mieux"
        options={Array.from({ length: K_MAX - K_MIN + 1 }, (_, i) => String(K_MIN + i)).map((v) => ({
          value: v,
          label: v,
        }))}
        error={getError(erreurs, 'k')}
      />
      <Select
        name="manquantes"
        label="Valeurs manquantes"
        value={texte('manquantes') || '0'}
        empty={null}
        options={PARTS_MANQUANTES.map((part) => ({ value: String(part), label: LIBELLES_MANQUANTES[part] }))}
        error={getError(erreurs, 'manquantes')}
      />
      <details class="choice-group methode" open={['methode', 'graine'].some((nom) => getError(erreurs, nom))}>
        <summary>Méthode</summary>
        <Radios
          name="methode"
          legend="Comment réunir les territoires"
          value={texte('methode') || 'kmeans'}
          options={METHODES_TYPOLOGIE.map((value) => ({
            value,
            label: METHODES[value].libelle,
            hint: METHODES[value].aide,
          }))}
          error={getError(erreurs, 'methode')}
        />
        <Field
          name="graine"
          label="Point de départ des k-moyennes"
          hint="Un nombre entier. Le même nombre et les mêmes valeurs redonnent toujours les mêmes groupes."
          size="short"
          inputmode="numeric"
          value={texte('graine') || '1'}
          error={getError(erreurs, 'graine')}
        />
      </details>
    </>
  )
}

/** The second step: everything but the areas. */
export function FormReglages({ offerts, etendue, valeurs, erreurs }: PropsIndicateurs) {
  const texte = (nom: string) => readTexte(valeurs, nom)
  return (
    <Form action="/typologies">
      <input type="hidden" name="maille" value={etendue.maille} />
      <input type="hidden" name="zone" value={etendue.zone ? formatRefZone(etendue.zone) : ''} />
      <ChoixIndicateurs {...{ offerts, etendue, valeurs, erreurs }} />
      <ReglagesCalcul {...{ valeurs, erreurs }} />
      <Field name="nom" label="Nom de la typologie" value={texte('nom')} error={getError(erreurs, 'nom')} required />
      <TextArea
        name="description"
        label="Pourquoi cette typologie"
        rows={3}
        value={texte('description')}
        error={getError(erreurs, 'description')}
      />
      <ChoixEtat valeur={texte('etat') || 'prive'} erreurs={erreurs} />
      <Actions>
        <Button>{`Grouper ces ${formatNombre(etendue.codes.length, etendue.maille)}`}</Button>
        <ButtonLink href="/typologies/nouvelle" variant="link">
          Choisir d’autres territoires
        </ButtonLink>
      </Actions>
    </Form>
  )
}

export const ChoixEtat = ({ valeur, erreurs }: { valeur: string; erreurs: readonly ErreurChamp[] }) => (
  <Radios
    name="etat"
    legend="Qui la voit&nbsp;?"
    value={valeur}
    options={Object.entries(ETATS).map(([value, { libelle, lecteurs }]) => ({ value, label: libelle, hint: lecteurs }))}
    error={getError(erreurs, 'etat')}
  />
)
