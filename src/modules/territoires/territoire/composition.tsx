import type { Child } from 'hono/jsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { type Commune, SOURCE_GEOGRAPHIE } from '../geographie/commune.ts'
import type { ZoneParente } from '../geographie/zone.queries.ts'
import { formatAdresseZone, type MailleOfficielle } from '../geographie/zone.ts'
import type { Faits } from './faits.queries.ts'

/** Beyond, the larger areas are named instead of the communes. */
const LISTE_MAX = 1000
const PARENTES_MAX = 12

const pourcent = new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 })

/** « 12,5 % »; a share that is not nothing never reads as zero. */
export const formatPart = (part: number): string =>
  part > 0 && part < 0.001 ? 'moins de 0,1\u00a0%' : pourcent.format(part)

export const formatHabitants = (population: number): string => formatCount(population, 'habitant')

const LienCommune = ({ commune }: { commune: Commune }) => (
  <a href={formatAdresseZone({ maille: 'commune', code: commune.code })}>{commune.nom}</a>
)

/** Where the populations come from. */
export const SourcePopulation = () => (
  <p class="hint">
    {`Populations municipales ${SOURCE_GEOGRAPHIE.population}, communes au 1\u1d49\u02b3 janvier ${SOURCE_GEOGRAPHIE.millesime}. Source\u00a0: ${SOURCE_GEOGRAPHIE.libelle}.`}
  </p>
)

const LIBELLES: Partial<Record<MailleOfficielle, [string, string]>> = {
  epci: ['Intercommunalité', 'Intercommunalités'],
  departement: ['Département', 'Départements'],
  region: ['Région', 'Régions'],
}

function Parentes({ parentes }: { parentes: readonly ZoneParente[] }) {
  const vues = parentes.slice(0, PARENTES_MAX)
  return (
    <ul class="parentes">
      {vues.map(({ zone, part }) => (
        <li>
          <a href={formatAdresseZone(zone)}>{zone.nom}</a>
          {parentes.length > 1 && ` (${formatPart(part)})`}
        </li>
      ))}
      {parentes.length > vues.length && <li>{`et ${formatNumber(parentes.length - vues.length)} autres`}</li>}
    </ul>
  )
}

/** Population, number of communes, larger areas, and whether it is in one piece. */
export function FaitsTerritoire({ faits, suite = [] }: { faits: Faits; suite?: { label: string; value: Child }[] }) {
  const { communes, population, sansPopulation, parentes } = faits
  const superficies = communes.map((c) => c.superficie)
  const superficie = superficies.includes(null) ? null : superficies.reduce<number>((s, v) => s + (v ?? 0), 0)
  return (
    <>
      <DefinitionList
        items={[
          {
            label: 'Population',
            value:
              sansPopulation.length === 0
                ? formatHabitants(population)
                : `${formatHabitants(population)}, sans compter ${formatCount(sansPopulation.length, 'commune')} dont la population n’est pas publiée`,
          },
          { label: 'Communes', value: formatNombreCommunes(communes) },
          {
            label: 'Superficie',
            value: superficie && `${formatNumber(superficie, { maximumFractionDigits: 0 })}\u00a0km²`,
          },
          ...[...Map.groupBy(parentes, (p) => p.zone.maille)].map(([maille, siennes]) => ({
            label: LIBELLES[maille as MailleOfficielle]?.[siennes.length > 1 ? 1 : 0] ?? '',
            value: <Parentes parentes={siennes} />,
          })),
          { label: 'D’un seul tenant', value: <Tenants faits={faits} /> },
          ...suite,
        ]}
      />
      <SourcePopulation />
    </>
  )
}

/** « 44 communes », « 3 communes et 2 arrondissements ». */
export function formatNombreCommunes(communes: readonly Pick<Commune, 'ville'>[]): string {
  const arrondissements = communes.filter((c) => c.ville !== null).length
  const entieres = communes.length - arrondissements
  return [
    ...(entieres > 0 || arrondissements === 0 ? [formatCount(entieres, 'commune')] : []),
    ...(arrondissements > 0 ? [formatCount(arrondissements, 'arrondissement')] : []),
  ].join(' et ')
}

const PARTIES_MAX = 8

/** Pieces that do not touch each other, as far as outlines tell. */
function Tenants({ faits: { communes, contiguite } }: { faits: Faits }) {
  const { parties, inconnues } = contiguite
  if (parties.length === 0) return <>On ne le sait pas&nbsp;: les contours des communes ne sont pas importés.</>
  const parCode = new Map(communes.map((c) => [c.code, c]))
  const reste = inconnues.length > 0 && (
    <p>{`On ne le sait pas pour ${formatCount(inconnues.length, 'commune')} sans contour\u00a0: ${formatNoms(inconnues, parCode)}.`}</p>
  )
  if (parties.length === 1) {
    return (
      <>
        {inconnues.length === 0 ? 'Oui' : 'Oui, pour les communes dont on a le contour'}
        {reste}
      </>
    )
  }
  return (
    <>
      {`Non\u00a0: ${formatNumber(parties.length)} parties ne se touchent pas.`}
      <ul>
        {parties.slice(0, PARTIES_MAX).map((codes) => {
          const habitants = codes.reduce((s, code) => s + (parCode.get(code)?.population ?? 0), 0)
          return <li>{`${formatNoms(codes, parCode)}\u00a0: ${formatHabitants(habitants)}`}</li>
        })}
        {parties.length > PARTIES_MAX && <li>{`et ${formatNumber(parties.length - PARTIES_MAX)} autres parties`}</li>}
      </ul>
      {reste}
    </>
  )
}

const NOMS_MAX = 3

/** « Digne-les-Bains, Aiglun et 12 autres »: the most peopled are named. */
function formatNoms(codes: readonly string[], parCode: ReadonlyMap<string, Commune>): string {
  const communes = codes.flatMap((code) => parCode.get(code) ?? [])
  communes.sort((a, b) => (b.population ?? 0) - (a.population ?? 0))
  const noms = communes.slice(0, communes.length > NOMS_MAX + 1 ? NOMS_MAX : NOMS_MAX + 1).map((c) => c.nom)
  const autres = communes.length - noms.length
  return new Intl.ListFormat('fr').format(autres > 0 ? [...noms, `${formatNumber(autres)} autres`] : noms)
}

/** Communes by name, with their inhabitants and larger areas. */
export function TableCommunes({
  caption,
  communes,
  parentes,
}: {
  caption: string
  communes: readonly Commune[]
  parentes: readonly ZoneParente[]
}) {
  if (communes.length > LISTE_MAX) {
    return (
      <p>{`Il y a ${formatCount(communes.length, 'commune')}\u00a0: la liste est dans les fichiers à télécharger.`}</p>
    )
  }
  const noms = new Map(parentes.map(({ zone }) => [`${zone.maille} ${zone.code}`, zone.nom]))
  const tri = new Intl.Collator('fr', { numeric: true })
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'nom', label: 'Commune', header: true },
        { key: 'code', label: 'Code' },
        { key: 'epci', label: 'Intercommunalité' },
        { key: 'departement', label: 'Département' },
        { key: 'population', label: 'Habitants', numeric: true },
      ]}
      rows={communes
        .toSorted((a, b) => tri.compare(a.nom, b.nom))
        .map((c) => [
          <LienCommune commune={c} />,
          c.code,
          c.epci === null ? 'aucune' : (noms.get(`epci ${c.epci}`) ?? ''),
          noms.get(`departement ${c.departement}`) ?? c.departement,
          c.population === null ? 'non publié' : formatNumber(c.population),
        ])}
    />
  )
}
