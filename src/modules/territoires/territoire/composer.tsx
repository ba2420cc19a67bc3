import type { Child } from 'hono/jsx'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, Field, FileField, Form, getError, Radios, Select, TextArea } from '#ui/form.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { HiddenFields } from '#ui/search-box.tsx'
import { Table } from '#ui/table.tsx'
import type { Commune } from '../geographie/commune.ts'
import type { LigneLue } from '../geographie/liste.ts'
import { formatRefZone, LIBELLES_MAILLE, type ZoneNommee } from '../geographie/zone.ts'
import { CHOIX_MAX, type Essai, GESTES } from './composer.ts'
import type { Faits } from './faits.queries.ts'
import type { Selection } from './selection.ts'

export const ADRESSE = '/territoires/composer'

/** The set in progress, carried by a form. */
export const Etat = ({ selection, territoire }: { selection: Selection; territoire: { id: number } | null }) => (
  <HiddenFields
    values={{
      ...(selection.communes.length > 0 && { communes: selection.communes.join(',') }),
      ...(selection.zones.length > 0 && { zones: selection.zones.join(',') }),
      ...(territoire && { territoire: String(territoire.id) }),
    }}
  />
)

interface PropsAjout {
  etat: Child
  vide: boolean
  /** Régions, départements and saved territories to choose from. */
  blocs: readonly ZoneNommee[]
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

const getTexte = (brut: Brut, nom: string): string => (typeof brut[nom] === 'string' ? brut[nom] : '')

/** Communes by name, by area, by file; and what to do with them. */
export function FormAjout({ etat, vide, blocs, valeurs, erreurs }: PropsAjout) {
  return (
    <Form action={ADRESSE} multipart>
      {etat}
      <TextArea
        name="texte"
        label="Communes"
        hint="Noms, codes Insee ou codes postaux, un par ligne ou séparés par des virgules. On peut coller une colonne de tableur."
        rows={8}
        value={getTexte(valeurs, 'texte')}
        error={getError(erreurs, 'texte')}
      />
      <Select
        name="blocs"
        label="Région, département ou territoire enregistré"
        empty="Aucun"
        value={getTexte(valeurs, 'blocs')}
        options={blocs.map((zone) => ({
          value: formatRefZone(zone),
          label: zone.maille === 'departement' ? `${zone.code} – ${zone.nom}` : zone.nom,
          group: `${LIBELLES_MAILLE[zone.maille]}s`,
        }))}
      />
      <Field
        name="epci"
        label="Intercommunalité"
        hint="Son nom, une partie de son nom, ou son numéro Siren."
        value={getTexte(valeurs, 'epci')}
        error={getError(erreurs, 'epci')}
      />
      <FileField
        name="fichier"
        label="Fichier"
        hint="CSV avec une colonne de codes ou de noms, ou GeoJSON (points, polygones, ou entités qui portent un code). Un polygone prend les communes dont il contient le point central. 20&nbsp;Mo au plus."
        accept=".csv,.txt,.tsv,.json,.geojson,text/csv,application/geo+json"
        error={getError(erreurs, 'fichier')}
      />
      <details open={Boolean(getError(erreurs, 'dessin'))}>
        <summary>Coller un GeoJSON</summary>
        <TextArea
          name="dessin"
          label="GeoJSON"
          hint="Les mêmes règles que pour un fichier."
          rows={5}
          value={getTexte(valeurs, 'dessin')}
          error={getError(erreurs, 'dessin')}
        />
      </details>
      {vide ? (
        <input type="hidden" name="geste" value="ajouter" />
      ) : (
        <Radios
          name="geste"
          legend="Que faire de ces communes"
          value={getTexte(valeurs, 'geste') || 'ajouter'}
          options={Object.entries(GESTES).map(([value, { libelle }]) => ({ value, label: libelle }))}
        />
      )}
      <Actions>
        <Button>{vide ? 'Ajouter' : 'Appliquer'}</Button>
      </Actions>
    </Form>
  )
}

const REMARQUES_MAX = 100

/** What was read, what is to be chosen, what could not be read. */
export function Rapport({ essai, etat }: { essai: Essai; etat: Child }) {
  const { lues, remarques, zones, aChoisir } = essai
  return (
    <section aria-labelledby="rapport">
      <h2 id="rapport">Ce qui a été lu</h2>
      {lues !== null && (
        <p>
          {lues === 0 && aChoisir.length + zones.length > 0
            ? 'Rien n’est sûr encore\u00a0: choisissez ci-dessous.'
            : `${formatCount(lues, 'commune lue', 'communes lues')} sans hésitation.`}
        </p>
      )}
      <ChoixZone {...{ essai, etat }} />
      <ChoixLignes {...{ essai, etat }} />
      {remarques.length > 0 && (
        <>
          <h3>{formatCount(remarques.length, 'remarque')}</h3>
          <ul>
            {remarques.slice(0, REMARQUES_MAX).map((r) => (
              <li>
                <strong>{r.lieu}</strong>
                {r.texte && `, «\u00a0${r.texte}\u00a0»`}
                {`\u00a0: ${r.message}`}
              </li>
            ))}
          </ul>
          {remarques.length > REMARQUES_MAX && (
            <p>{`Et ${formatNumber(remarques.length - REMARQUES_MAX)} autres du même genre.`}</p>
          )}
        </>
      )}
    </section>
  )
}

const Suite = ({ essai }: { essai: Essai }) => (
  <>
    <input type="hidden" name="geste" value={essai.geste} />
    {essai.attente.length > 0 && <input type="hidden" name="attente" value={essai.attente.join(',')} />}
  </>
)

function ChoixZone({ essai, etat }: { essai: Essai; etat: Child }) {
  if (essai.zones.length === 0) return null
  return (
    <Form action={ADRESSE}>
      {etat}
      <Suite essai={essai} />
      <Radios
        name="blocs"
        legend="Quelle intercommunalité&#8239;?"
        options={essai.zones.map((zone) => ({ value: formatRefZone(zone), label: zone.nom, hint: zone.code }))}
      />
      <Actions>
        <Button variant="secondary">Prendre celle-ci</Button>
      </Actions>
    </Form>
  )
}

const formatCandidate = ({ nom, code, departement, population }: Commune): string =>
  `${nom} (${departement}), code ${code}${population === null ? '' : `, ${formatCount(population, 'habitant')}`}`

function ChoixLignes({ essai, etat }: { essai: Essai; etat: Child }) {
  const lignes = essai.aChoisir.slice(0, CHOIX_MAX)
  if (lignes.length === 0) return null
  return (
    <Form action={ADRESSE} id="choix">
      {etat}
      <Suite essai={essai} />
      <Alert ton="attention" title={`${formatCount(essai.aChoisir.length, 'ligne')} à préciser`}>
        Plusieurs communes portent ce nom, ou un nom proche. Rien n’est choisi à votre place.
      </Alert>
      {lignes.map((ligne, i) => (
        <ChoixLigne ligne={ligne} rang={i} />
      ))}
      {essai.aChoisir.length > lignes.length && (
        <p>{`Les ${formatNumber(essai.aChoisir.length - lignes.length)} autres viendront ensuite, si vous les collez de nouveau.`}</p>
      )}
      <Actions>
        <Button variant="secondary">Prendre ces choix</Button>
      </Actions>
    </Form>
  )
}

const ChoixLigne = ({ ligne: { entree, etat, candidates, proposee }, rang }: { ligne: LigneLue; rang: number }) => (
  <Select
    name={`choix.${rang}`}
    label={`Ligne ${entree.ligne}\u00a0: ${entree.texte}`}
    hint={
      etat === 'inconnue'
        ? 'Aucune commune ne porte ce nom. En voici de proches.'
        : proposee !== null
          ? 'Celle du département de la plupart des autres lignes est proposée.'
          : undefined
    }
    empty="Aucune"
    value={proposee}
    options={candidates.map((c) => ({ value: c.code, label: formatCandidate(c) }))}
  />
)

const COCHES_MAX = 1000

/** The communes of the set, each with a box to take it away. */
export function FormRetrait({ faits, etat }: { faits: Faits; etat: Child }) {
  const { communes, parentes } = faits
  if (communes.length > COCHES_MAX) return null
  const noms = new Map(parentes.map(({ zone }) => [`${zone.maille} ${zone.code}`, zone.nom]))
  const tri = new Intl.Collator('fr', { numeric: true })
  return (
    <Form action={ADRESSE}>
      {etat}
      <input type="hidden" name="geste" value="retirer" />
      <Table
        caption="Communes du territoire en cours"
        columns={[
          { key: 'coche', label: 'Retirer' },
          { key: 'nom', label: 'Commune', header: true },
          { key: 'epci', label: 'Intercommunalité' },
          { key: 'population', label: 'Habitants', numeric: true },
        ]}
        rows={communes
          .toSorted((a, b) => tri.compare(a.nom, b.nom))
          .map((c) => [
            <input type="checkbox" name="coches" value={c.code} aria-label={`Retirer ${c.nom}`} />,
            `${c.nom} (${c.code})`,
            c.epci === null ? 'aucune' : (noms.get(`epci ${c.epci}`) ?? ''),
            c.population === null ? 'non publié' : formatNumber(c.population),
          ])}
      />
      <Actions>
        <Button variant="secondary">Retirer les communes cochées</Button>
      </Actions>
    </Form>
  )
}

interface PropsAutour {
  /** Area that is shown, and its communes. */
  zone: ZoneNommee
  communes: readonly Commune[]
  prises: ReadonlySet<string>
  etat: Child
}

/** The communes of an area, those of the set checked: one adds and takes away at once. */
export function FormAutour({ zone, communes, prises, etat }: PropsAutour) {
  const tri = new Intl.Collator('fr', { numeric: true })
  return (
    <Form action={ADRESSE}>
      {etat}
      <input type="hidden" name="autour" value={formatRefZone(zone)} />
      <fieldset class="field">
        <legend>{`Communes\u00a0: ${zone.nom}`}</legend>
        <div class="choices choices-columns">
          {communes
            .toSorted((a, b) => tri.compare(a.nom, b.nom))
            .map((c) => (
              <div class="choice">
                <input
                  type="checkbox"
                  id={`autour-${c.code}`}
                  name="coches"
                  value={c.code}
                  checked={prises.has(c.code)}
                />
                <label for={`autour-${c.code}`}>{c.nom}</label>
              </div>
            ))}
        </div>
      </fieldset>
      <Actions>
        <Button variant="secondary">Mettre à jour</Button>
      </Actions>
    </Form>
  )
}
