import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { formatAdresseZone } from '../geographie/zone.ts'
import { formatConversions, type NoteConversion } from './conversion/conversion.ts'
import {
  AGREGATIONS,
  APPROXIMATION,
  COUVERTURE_MIN,
  computeValeur,
  FAMILLES,
  formatAdresseIndicateur,
  formatNomSerie,
  formatValeur,
  type Indicateur,
  isApproche,
  type Parts,
  SENS,
  type Serie,
} from './indicateur.ts'
import { MAILLES_LUES } from './lecture/maille.ts'
import type { Publication } from './serie.ts'
import type { CommuneValuee, MailleTable, ZoneValuee } from './valeur.queries.ts'

const formatPart = (part: number | null): string =>
  part === null ? '–' : formatNumber(part, { style: 'percent', maximumFractionDigits: 1 })

/** « 3,4 », or why there is nothing. */
const formatOuTiret = (valeur: number | null, indicateur: Indicateur): string =>
  valeur === null ? '–' : formatValeur(valeur, indicateur)

/** What weighs, and what is done without it. */
const formatPoids = ({ poids, poidsPopulation }: Indicateur): string =>
  poids === null
    ? ''
    : ` Poids\u00a0: ${poids}. ${
        poidsPopulation
          ? 'Si le fichier ne le donne pas, la population municipale peut en tenir lieu\u00a0: c’est une approximation.'
          : 'Le fichier doit le donner dans une colonne, que l’on désigne à l’import\u202f; sinon aucune moyenne n’est calculée.'
      }`

/** Exactly what is counted, by whom, and how it adds up. */
export function VueDefinition({ indicateur: i }: { indicateur: Indicateur }) {
  return (
    <DefinitionList
      items={[
        { label: 'Définition', value: i.definition },
        { label: 'Famille', value: FAMILLES[i.famille] },
        { label: 'Unité', value: i.unite },
        { label: 'Source', value: i.url ? <a href={i.url}>{i.source}</a> : i.source },
        { label: 'Licence', value: i.licence },
        {
          label: 'Pour plusieurs communes',
          value: `${AGREGATIONS[i.agregation].libelle}. ${AGREGATIONS[i.agregation].regle}${formatPoids(i)}`,
        },
        { label: 'Sens', value: i.sens === 0 ? null : SENS[String(i.sens) as '1' | '-1'] },
        {
          label: 'Seuil',
          value: i.seuil === null ? null : `${formatValeur(i.seuil, { decimales: 2 })}. ${i.seuilLibelle ?? ''}`,
        },
        { label: 'Code', value: <code>{i.code}</code> },
      ]}
    />
  )
}

interface PropsSeries {
  indicateur: Indicateur
  series: readonly Serie[]
  france: ReadonlyMap<number, Parts>
  courante: Serie
}

/** Every vintage, with what France is by it. */
export function TableSeries({ indicateur, series, france, courante }: PropsSeries) {
  const adresse = formatAdresseIndicateur(indicateur.code)
  return (
    <Table
      caption="Années"
      columns={[
        { key: 'millesime', label: 'Année', header: true },
        { key: 'france', label: 'France', numeric: true },
        { key: 'couverture', label: 'Habitants couverts', numeric: true },
        { key: 'communes', label: 'Communes avec une valeur', numeric: true },
        { key: 'importee', label: 'Importée' },
        { key: 'fichier', label: 'Télécharger' },
      ]}
      rows={series.map((s) => {
        const parts = france.get(s.id)
        const { valeur, calcul, couverture } = parts
          ? computeValeur(indicateur.agregation, parts)
          : { valeur: null, calcul: null, couverture: null }
        return [
          s.id === courante.id ? (
            <strong>{s.millesime}</strong>
          ) : (
            <a href={`${adresse}?millesime=${s.millesime}`}>{s.millesime}</a>
          ),
          <>
            {formatOuTiret(valeur, indicateur)}
            {calcul === 'maillage' && (
              <div class="hint">
                {isApproche(indicateur, s) ? `calcul Maillage, ${APPROXIMATION}` : 'calcul Maillage'}
              </div>
            )}
          </>,
          formatPart(couverture),
          parts ? `${formatNumber(parts.avecValeur)} sur ${formatNumber(parts.total)}` : '–',
          formatDate(s.importeeLe),
          <a href={`/donnees/${formatNomSerie(s)}`} download aria-label={`Série ${s.millesime} en CSV`}>
            CSV
          </a>,
        ]
      })}
    />
  )
}

/** Communes told one by one, of those that changed. */
const MOUVEMENTS_MAX = 100

/** What was made of the values of communes that have merged, changed code or split since they were read. */
export function VueConversion({ conversion }: { conversion: NoteConversion }) {
  const { conversions, vers } = conversion
  return (
    <Alert ton="info" title="Des communes ont changé depuis cette série">
      <p>{`${formatConversions(conversions)}. Les valeurs suivent la géographie officielle en place (version ${vers})\u00a0; celles du fichier sont gardées.`}</p>
      <details>
        <summary>Lesquelles</summary>
        <ul>
          {conversions.slice(0, MOUVEMENTS_MAX).map(({ commune, sources, nature, valuee }) => (
            <li>{`${sources.join(' + ')}${nature === 'disparition' ? '' : ` → ${commune}`}${valuee ? '' : '\u00a0: sans valeur'}`}</li>
          ))}
          {conversions.length > MOUVEMENTS_MAX && (
            <li>{`et ${formatNumber(conversions.length - MOUVEMENTS_MAX)} de plus.`}</li>
          )}
        </ul>
      </details>
    </Alert>
  )
}

/** What the file of a series says of how it was made. */
export function VueSerie({ serie, publications }: { serie: Serie; publications: readonly Publication[] }) {
  const parametres = Object.entries(serie.parametres)
  return (
    <details>
      <summary>{`D’où vient la série ${serie.millesime}`}</summary>
      <DefinitionList
        items={[
          { label: 'Fichier', value: serie.fichier },
          { label: 'Empreinte SHA-256', value: serie.sha256 && <code>{serie.sha256}</code> },
          ...parametres.map(([label, value]) => ({ label, value })),
          ...publications.map(({ maille, fichier, nombre, importeeLe }) => ({
            label: `Publié (${MAILLES_LUES[maille].libelle.toLowerCase()})`,
            value: `${formatCount(nombre, 'valeur')}, fichier «\u00a0${fichier ?? 'sans nom'}\u00a0» du ${formatDate(importeeLe)}. Montrées de préférence à notre calcul.`,
          })),
        ]}
      />
    </details>
  )
}

interface PropsZones {
  indicateur: Indicateur
  serie: Serie
  maille: MailleTable
  zones: readonly ZoneValuee[]
  caption: string
}

/** Values of the areas of one kind; each leads to its communes. */
export function TableZones({ indicateur, serie, maille, zones, caption }: PropsZones) {
  const adresse = `${formatAdresseIndicateur(indicateur.code)}?millesime=${serie.millesime}&zone=${maille}-`
  const calcule = zones.some((z) => computeValeur(indicateur.agregation, z).calcul === 'maillage')
  return (
    <>
      <Table
        caption={caption}
        columns={[
          { key: 'nom', label: 'Territoire', header: true },
          { key: 'valeur', label: indicateur.unite, numeric: true },
          { key: 'etendue', label: 'Communes, de… à…', numeric: true },
          { key: 'couverture', label: 'Habitants couverts', numeric: true },
          ...(indicateur.seuil === null ? [] : [{ key: 'seuil', label: 'Sous le seuil', numeric: true }]),
        ]}
        rows={zones.map((z) => {
          const { valeur, calcul, couverture } = computeValeur(indicateur.agregation, z)
          return [
            <a href={`${adresse}${z.code}`}>{z.nom}</a>,
            <>
              {formatOuTiret(valeur, indicateur)}
              {calcul === 'publie' && <div class="hint">publié</div>}
            </>,
            z.minimum === null || z.maximum === null
              ? '–'
              : `${formatValeur(z.minimum, indicateur)} à ${formatValeur(z.maximum, indicateur)}`,
            formatPart(couverture),
            ...(indicateur.seuil === null
              ? []
              : [z.populationAvec > 0 ? formatPart((z.populationSousSeuil ?? 0) / z.populationAvec) : '–']),
          ]
        })}
      />
      <p class="hint">
        {calcule && `Calcul Maillage\u00a0: ${AGREGATIONS[indicateur.agregation].regle.toLowerCase()} `}
        {calcule && isApproche(indicateur, serie) && `Ici ${APPROXIMATION}. `}
        {`Un tiret\u00a0: pas de valeur publiée, ou moins de ${formatPart(COUVERTURE_MIN)} des habitants couverts.`}
        {indicateur.seuil !== null && ' Sous le seuil\u00a0: part des habitants dont la commune est sous le seuil.'}
      </p>
    </>
  )
}

const MOTIFS = { secret: 'secret', absent: 'absent de la source', muette: 'pas dans le fichier' } as const

/** Values of communes, as their source gives them. */
export function TableCommunes({
  indicateur,
  communes,
  caption,
}: {
  indicateur: Indicateur
  communes: readonly CommuneValuee[]
  caption: string
}) {
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'nom', label: 'Commune', header: true },
        { key: 'valeur', label: indicateur.unite, numeric: true },
        { key: 'population', label: 'Population', numeric: true },
      ]}
      rows={communes.map((c) => [
        <a href={formatAdresseZone({ maille: 'commune', code: c.code })}>{c.nom}</a>,
        c.valeur === null ? (
          <span class="hint">{c.motif ? MOTIFS[c.motif] : '–'}</span>
        ) : (
          formatValeur(c.valeur, indicateur)
        ),
        c.population === null ? '–' : formatNumber(c.population),
      ])}
    />
  )
}

/** Indicators of one family. */
export function TableIndicateurs({
  indicateurs,
  derniers,
  caption,
}: {
  indicateurs: readonly Indicateur[]
  derniers: ReadonlyMap<string, { series: number; dernier: number; premier: number }>
  caption: string
}) {
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'libelle', label: 'Indicateur', header: true },
        { key: 'unite', label: 'Unité' },
        { key: 'source', label: 'Source' },
        { key: 'annees', label: 'Années' },
      ]}
      rows={indicateurs.map((i) => {
        const d = derniers.get(i.code)
        return [
          <>
            <a href={formatAdresseIndicateur(i.code)}>{i.libelle}</a>
            {i.fictif && <Tag ton="attention">fictif</Tag>}
          </>,
          i.unite,
          i.source,
          d === undefined
            ? 'aucune valeur'
            : d.series === 1
              ? String(d.dernier)
              : `${d.premier} à ${d.dernier} (${formatCount(d.series, 'série')})`,
        ]
      })}
    />
  )
}

export const LienImport = () => <ButtonLink href="/indicateurs/imports">Importer des valeurs</ButtonLink>
