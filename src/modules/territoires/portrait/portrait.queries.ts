import type { Ctx } from '#core/context.ts'
import { listZonesParentes } from '../geographie/zone.queries.ts'
import type { Zone } from '../geographie/zone.ts'
import { listDefinitions } from '../indicateur/indicateur.queries.ts'
import {
  computeClasse,
  computeDecile,
  computeValeur,
  type Indicateur,
  type SerieDatee,
} from '../indicateur/indicateur.ts'
import { type Ensemble, getEnsemble, listMarques, readExtremes } from './ensemble.queries.ts'
import { listPartsZones } from './parts.queries.ts'
import type { Extreme, PartsParSerie } from './parts.ts'
import {
  chooseReperes,
  createMesure,
  getDerniere,
  type Ligne,
  type LigneSimple,
  type Mesure,
  type Portrait,
  type Rang,
} from './portrait.ts'

export interface Mesures {
  nombre: number
  population: number
  lignes: LigneSimple[]
  sansSerie: Indicateur[]
}

function createMesures(ensemble: Ensemble, definitions: { indicateur: Indicateur; series: SerieDatee[] }[]): Mesures {
  return {
    nombre: ensemble.nombre,
    population: ensemble.population,
    lignes: definitions.flatMap(({ indicateur, series }) =>
      series.length === 0
        ? []
        : [{ indicateur, mesures: series.map((s) => createMesure(indicateur, s, ensemble.parts.get(s.id), ensemble)) }],
    ),
    sansSerie: definitions.flatMap(({ indicateur, series }) => (series.length === 0 ? [indicateur] : [])),
  }
}

/** Every vintage of every indicator in each of some areas, without what a page adds. */
export async function listMesures(ctx: Ctx, zones: readonly Zone[]): Promise<Mesures[]> {
  const [definitions, ...ensembles] = await Promise.all([
    listDefinitions(ctx),
    ...zones.map((zone) => getEnsemble(ctx, zone)),
  ])
  return ensembles.map((ensemble) => createMesures(ensemble, definitions))
}

/** Inhabitants of an area, as any series counts them. */
const getPopulation = (parts: PartsParSerie | undefined): number => parts?.values().next().value?.population ?? 0

/** What a page shows of an area: its values, those of the areas beside, both ends, and its place among others. */
export async function getPortrait(ctx: Ctx, zone: Zone): Promise<Portrait> {
  // The longest first: the others are read while it is.
  const [ensemble, definitions, parentes] = await Promise.all([
    getEnsemble(ctx, zone),
    listDefinitions(ctx),
    // Beside a région stands France alone.
    zone.maille === 'france' || zone.maille === 'region' ? [] : listZonesParentes(ctx, zone.communes),
  ])
  const reperes = chooseReperes(zone, parentes)
  const { lignes, ...reste } = createMesures(ensemble, definitions)
  const dernieres = lignes.map((l) => getDerniere(l))
  const montrees = dernieres.map((m) => m.serie.id)
  const [cotes, getExtremes, rangs] = await Promise.all([
    listPartsZones(
      ctx,
      reperes.map((r) => r.zone),
      montrees,
    ),
    readExtremes(ctx, zone, ensemble, montrees),
    listRangs(ctx, zone, reste.population, dernieres),
  ])
  return {
    zone,
    ...reste,
    reperes: reperes.map((r, i) => ({ ...r.zone, part: r.part, population: getPopulation(cotes[i]) })),
    lignes: lignes.map((ligne, i): Ligne => {
      const derniere = dernieres[i] ?? getDerniere(ligne)
      const { serie, parts } = derniere
      const bouts = parts.minimum === parts.maximum ? null : getExtremes(serie.id)
      // The value alone where names tell nothing.
      const createExtreme = (valeur: number | null): Extreme | null =>
        valeur === null ? null : { valeur, communes: [], nombre: 0 }
      return {
        ...ligne,
        reperes: cotes.map((cote) => {
          const cotees = cote.get(serie.id)
          return cotees ? computeValeur(ligne.indicateur.agregation, cotees) : null
        }),
        minimum: bouts?.minimum ?? createExtreme(parts.minimum),
        maximum: bouts?.maximum ?? createExtreme(parts.maximum),
        rang: rangs.get(serie.id) ?? null,
      }
    }),
  }
}

/** Only what may be taken for an EPCI is placed among them. */
async function listRangs(
  ctx: Ctx,
  zone: Zone,
  population: number,
  mesures: readonly Mesure[],
): Promise<Map<number, Rang>> {
  if (!['epci', 'territoire', 'liste'].includes(zone.maille) || population === 0) return new Map()
  const classe = computeClasse(population)
  const marques = await listMarques(
    ctx,
    classe.code,
    mesures.map((m) => m.serie.id),
  )
  return new Map(
    mesures.flatMap(({ serie, valeur }) => {
      const siennes = marques.get(serie.id)
      if (!siennes || valeur.valeur === null) return []
      return [[serie.id, { dixieme: computeDecile(valeur.valeur, siennes.bornes), classe, nombre: siennes.nombre }]]
    }),
  )
}
