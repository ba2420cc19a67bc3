import { formatCsv } from '#core/csv.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import type { Service } from '../service/service.ts'
import { ETATS_STRUCTURE, formatAdresseStructure, type Structure } from '../structure/structure.ts'
import type { Lot } from './lecture.queries.ts'

type Cellule = string | number | null
type Colonnes<T> = readonly (readonly [titre: string, valeur: (fiche: T) => Cellule])[]

const octets = new TextEncoder()
const oui = (vrai: boolean): string => (vrai ? 'oui' : 'non')
const libeller = (vocabulaire: 'theme' | 'public', slugs: readonly string[]): string =>
  slugs.map((slug) => getLibelle(vocabulaire, slug)).join(', ')

/** Headings are names that a table of ours is read by again: no accent, no space. */
const COLONNES_STRUCTURE = (site: string): Colonnes<Structure> => [
  ['numero', (s) => s.id],
  ['nom', (s) => s.nom],
  ['sigle', (s) => s.sigle],
  ['type', (s) => (s.type ? getLibelle('type-structure', s.type) : s.categorieLibelle)],
  ['organisme', (s) => s.nomOrganisme],
  ['description', (s) => s.description],
  ['adresse', (s) => s.adresse],
  ['complement', (s) => s.complement],
  ['code_postal', (s) => s.codePostal],
  ['commune', (s) => s.nomCommune],
  ['code_insee', (s) => s.commune],
  ['departement', (s) => s.departement],
  ['longitude', (s) => s.longitude],
  ['latitude', (s) => s.latitude],
  ['telephone', (s) => s.telephone],
  ['courriel', (s) => s.courriel],
  ['site_web', (s) => s.siteWeb],
  ['horaires', (s) => s.horaires],
  ['accessibilite', (s) => s.accessibilite],
  ['langues', (s) => s.langues.join(', ')],
  ['finess', (s) => s.finess],
  ['siret', (s) => s.siret],
  ['etat', (s) => ETATS_STRUCTURE[s.etat]],
  ['verifie_le', (s) => s.verifieLe],
  ['source', (s) => s.source],
  ['licence', (s) => s.licence],
  ['fictif', (s) => oui(s.fictif)],
  ['fiche', (s) => site + formatAdresseStructure(s.id)],
]

const COLONNES_SERVICE = (site: string): Colonnes<Service & { lieu: Structure }> => [
  ['numero', (s) => s.id],
  ['nom', (s) => s.nom],
  ['structure', (s) => s.lieu.nom],
  ['numero_structure', (s) => s.structure],
  ['description', (s) => s.description],
  ['themes', (s) => libeller('theme', s.themes)],
  ['publics', (s) => libeller('public', s.publics)],
  ['publics_precisions', (s) => s.publicsPrecisions],
  ['age_min', (s) => s.ageMin],
  ['age_max', (s) => s.ageMax],
  ['frais', (s) => s.frais],
  ['frais_precisions', (s) => s.fraisPrecisions],
  ['conditions_acces', (s) => s.conditionsAcces],
  ['modes_accueil', (s) => s.modesAccueil.join(', ')],
  ['modes_mobilisation', (s) => s.modesMobilisation.join(', ')],
  ['mobilisable_par', (s) => s.mobilisablePar.join(', ')],
  ['zone_eligibilite', (s) => s.zoneEligibilite.join(', ')],
  ['telephone', (s) => s.telephone ?? s.lieu.telephone],
  ['courriel', (s) => s.courriel ?? s.lieu.courriel],
  ['lien', (s) => s.lienMobilisation],
  ['horaires', (s) => s.horaires ?? s.lieu.horaires],
  ['langues', (s) => s.langues.join(', ')],
  ['adresse', (s) => s.lieu.adresse],
  ['code_postal', (s) => s.lieu.codePostal],
  ['commune', (s) => s.lieu.nomCommune],
  ['code_insee', (s) => s.lieu.commune],
  ['verifie_le', (s) => s.verifieLe],
  ['source', (s) => s.source],
  ['fictif', (s) => oui(s.fictif)],
  ['fiche', (s) => `${site}${formatAdresseStructure(s.structure)}#service-${s.id}`],
]

/** A table written as its rows come. */
export async function* formatTable<T>(
  colonnes: Colonnes<T>,
  lots: AsyncIterable<readonly T[]>,
): AsyncGenerator<Uint8Array> {
  yield octets.encode(formatCsv([colonnes.map(([titre]) => titre)]))
  for await (const lot of lots) {
    // The mark of the encoding stands once, at the head of the file.
    yield octets.encode(formatCsv(lot.map((fiche) => colonnes.map(([, valeur]) => valeur(fiche)))).slice(1))
  }
}

async function* map<A, B>(lots: AsyncIterable<A>, format: (lot: A) => B): AsyncGenerator<B> {
  for await (const lot of lots) yield format(lot)
}

export const formatStructuresCsv = (lots: AsyncIterable<Lot>, site: string): AsyncGenerator<Uint8Array> =>
  formatTable(
    COLONNES_STRUCTURE(site),
    map(lots, ({ structures }) => structures),
  )

export const formatServicesCsv = (lots: AsyncIterable<Lot>, site: string): AsyncGenerator<Uint8Array> =>
  formatTable(
    COLONNES_SERVICE(site),
    map(lots, ({ structures, services }) => {
      const lieux = new Map(structures.map((s) => [s.id, s]))
      return services.flatMap((s) => {
        const lieu = lieux.get(s.structure)
        return lieu ? [{ ...s, lieu }] : []
      })
    }),
  )

const formatFeature = (s: Structure, site: string) => ({
  type: 'Feature',
  id: s.id,
  geometry: { type: 'Point', coordinates: [s.longitude, s.latitude] },
  properties: Object.fromEntries(
    COLONNES_STRUCTURE(site)
      .filter(([titre]) => titre !== 'longitude' && titre !== 'latitude')
      .map(([titre, valeur]) => [titre, valeur(s)]),
  ),
})

/** Structures that have a point, as GeoJSON (RFC 7946); `sans_point` says how many have none. */
export async function* formatGeoJson(lots: AsyncIterable<Lot>, site: string): AsyncGenerator<Uint8Array> {
  let debut = '{"type":"FeatureCollection","features":['
  let sansPoint = 0
  for await (const { structures } of lots) {
    const situees = structures.filter((s) => s.longitude !== null)
    sansPoint += structures.length - situees.length
    const lignes = situees.map((s) => JSON.stringify(formatFeature(s, site)))
    if (lignes.length === 0) continue
    yield octets.encode(`${debut}\n${lignes.join(',\n')}`)
    debut = ','
  }
  yield octets.encode(`${debut === ',' ? '' : debut}\n],"sans_point":${sansPoint}}\n`)
}
