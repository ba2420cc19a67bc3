import type { Child } from 'hono/jsx'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, Field, FileField, Form, getError, Radios, Select, TextArea } from '#ui/form.tsx'
import { formatNumber } from '#ui/format.ts'
import { HiddenFields } from '#ui/search-box.tsx'
import { Table } from '#ui/table.tsx'
import type { Commune } from '../geographie/commune.ts'
import { formatRefZone, LIBELLES_MAILLE, type ZoneNommee } from '../geographie/zone.ts'
import { type Bilan, formatBilan } from './bilan.ts'
import { BOITES } from './cartes.tsx'
import { GESTES } from './composer.ts'
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

/** Communes by name, by area: for any form that takes them. */
export const ChampsCommunes = ({ blocs, valeurs, erreurs }: Pick<PropsAjout, 'blocs' | 'valeurs' | 'erreurs'>) => (
  <>
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
  </>
)

/** Communes by name, by area, by file; and what to do with them. */
export function FormAjout({ etat, vide, blocs, valeurs, erreurs }: PropsAjout) {
  return (
    <Form action={ADRESSE} multipart>
      {etat}
      <ChampsCommunes {...{ blocs, valeurs, erreurs }} />
      <FileField
        name="fichier"
        label="Fichier"
        hint="CSV avec une colonne de codes ou de noms, ou GeoJSON (points, polygones, ou entités qui portent un code). Un polygone prend les communes dont il contient le point central. Degrés, Lambert 93 et UTM d’outre-mer sont lus. 20&nbsp;Mo au plus."
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

const COCHES_MAX = 1000

/** Communes, each with a box to take it away. @param name of the boxes */
export function TableRetrait({ faits: { communes, parentes }, name }: { faits: Faits; name: string }) {
  if (communes.length > COCHES_MAX) return null
  const noms = new Map(parentes.map(({ zone }) => [`${zone.maille} ${zone.code}`, zone.nom]))
  const tri = new Intl.Collator('fr', { numeric: true })
  return (
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
          <input type="checkbox" name={name} value={c.code} aria-label={`Retirer ${c.nom}`} />,
          `${c.nom} (${c.code})`,
          c.epci === null ? 'aucune' : (noms.get(`epci ${c.epci}`) ?? ''),
          c.population === null ? 'non publié' : formatNumber(c.population),
        ])}
    />
  )
}

/** The communes of the set, to take some away. */
export function FormRetrait({ faits, etat }: { faits: Faits; etat: Child }) {
  if (faits.communes.length > COCHES_MAX) return null
  return (
    <Form action={ADRESSE}>
      {etat}
      <input type="hidden" name="geste" value="retirer" />
      <TableRetrait faits={faits} name="coches" />
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
  /** Communes of the set that stand elsewhere. */
  ailleurs: readonly Commune[]
}

/** What an island needs to count again: see composer.island.ts. */
const countCommunes = (communes: readonly Pick<Commune, 'population'>[]): Bilan => ({
  communes: communes.length,
  habitants: communes.reduce((somme, c) => somme + (c.population ?? 0), 0),
  inconnues: communes.filter((c) => c.population === null).length,
})

const FORM_AUTOUR = 'choix-autour'

/** The communes of an area, those of the set checked: one adds and takes away at once. */
export function FormAutour({ zone, communes, prises, etat }: Omit<PropsAutour, 'ailleurs'> & { etat: Child }) {
  const tri = new Intl.Collator('fr', { numeric: true })
  return (
    <Form action={ADRESSE} id={FORM_AUTOUR}>
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
                  id={BOITES + c.code}
                  name="coches"
                  value={c.code}
                  checked={prises.has(c.code)}
                  data-habitants={c.population ?? undefined}
                  data-centre={c.longitude === null ? undefined : `${c.longitude},${c.latitude}`}
                />
                <label for={BOITES + c.code}>{c.nom}</label>
              </div>
            ))}
        </div>
      </fieldset>
    </Form>
  )
}

/** What the set makes with what is checked, in sight of the map and of the boxes alike; and their button. */
export function BilanAutour({ communes, prises, ailleurs }: Pick<PropsAutour, 'communes' | 'prises' | 'ailleurs'>) {
  return (
    <div class="composer-bilan">
      <output data-ailleurs={JSON.stringify(countCommunes(ailleurs))}>
        {formatBilan(countCommunes([...ailleurs, ...communes.filter((c) => prises.has(c.code))]))}
      </output>
      <Button variant="secondary" form={FORM_AUTOUR}>
        Mettre à jour
      </Button>
    </div>
  )
}
