import type { ItemCsl } from '../csl.ts'
import { computeApport, listClesGroupe, listMarques, type Marque } from '../echange/apport.ts'
import type { NoticeLue, Perdu } from '../echange/echange.ts'
import { listCles } from '../echange/egalite.ts'
import { SEPARATEUR_MOTS } from '../echange/lecture.ts'
import { formatExtrait, getZones } from '../echange/zones.ts'

/** A field met in a file, and where it goes. */
export interface ZoneRelevee {
  zone: string
  /** Keys of the item that it feeds, as `getLibelleChamp` names them without « csl. »; none where nothing is taken of it. */
  cles: string[]
  /** Records that bear it. */
  notices: number
  /** Records in which it was not taken, or not whole. */
  ecartees: number
  /** Of those, records in which it is not kept either. */
  perdues: number
  /** Why it is not taken. */
  raison: string | null
  exemple: string
}

/** A type of record as its file writes it. */
export interface TypeReleve {
  /** See `formatTypeSource`. */
  type: string
  csl: ItemCsl['type']
  notices: number
  exemple: string
}

export interface MotReleve {
  mot: string
  notices: number
}

/** All that a person must know of a file before anything of it enters the catalogue. */
export interface Releve {
  lues: number
  zones: ZoneRelevee[]
  types: TypeReleve[]
  /** Most frequent first. */
  mots: MotReleve[]
  /** Base named by most of the records (801, DP), null where there is none. */
  source: string | null
}

/** The type of a record in its own format, then in CSL: « JOUR article-journal », « am book », « thesis ». */
export function formatTypeSource(item: ItemCsl): string {
  const zones = getZones(item)
  if (!zones) return item.type
  const ris = zones.champs.find(([zone]) => zone === 'TY')?.[1]
  const code = { unimarc: zones.tete.slice(6, 8), bibtex: zones.tete, ris: String(ris ?? '') }[zones.famille].trim()
  return [code, item.type].filter(Boolean).join(' ')
}

/** Keywords of an item, one by one. */
export const listMots = (item: ItemCsl): string[] =>
  (item.keyword ?? '')
    .split(SEPARATEUR_MOTS.trim())
    .map((mot) => mot.trim())
    .filter(Boolean)

/** Names that are counted apart, at most: a file may hold as many as it has records. */
const ZONES_MAX = 1000
const TYPES_MAX = 50
const MOTS_MAX = 5000
const SOURCES_MAX = 100
/** Keywords that are kept with the import. */
const MOTS_GARDES = 200
/** Records in which what a field feeds is looked at: a second one may feed another key (a second author…). */
const OBSERVATIONS = 3

type ZoneObservee = ZoneRelevee & { observations: number }

/** Counts what is met in a file, record after record, in bounded memory. */
export class CompteurReleve {
  #lues = 0
  readonly #zones = new Map<string, ZoneObservee>()
  readonly #types = new Map<string, TypeReleve>()
  readonly #mots = new Map<string, number>()
  readonly #sources = new Map<string, number>()

  add({ item, perdus }: Pick<NoticeLue, 'item' | 'perdus'>): void {
    this.#lues++
    this.#addZones(item, perdus)
    const type = formatTypeSource(item)
    const connu = this.#types.get(type)
    if (connu) connu.notices++
    else if (this.#types.size < TYPES_MAX)
      this.#types.set(type, { type, csl: item.type, notices: 1, exemple: formatExtrait(item.title ?? '') })
    for (const mot of new Set(listMots(item))) addUn(this.#mots, mot.slice(0, 200), MOTS_MAX)
    if (typeof item.source === 'string') addUn(this.#sources, item.source.slice(0, 200), SOURCES_MAX)
  }

  #getZone(nom: string, exemple: string): ZoneObservee | undefined {
    const connue = this.#zones.get(nom)
    if (connue || this.#zones.size >= ZONES_MAX) return connue
    const zone = { zone: nom, cles: [], notices: 0, ecartees: 0, perdues: 0, raison: null, exemple, observations: 0 }
    this.#zones.set(nom, zone)
    return zone
  }

  #addZones(item: ItemCsl, perdus: readonly Perdu[]): void {
    const zones = getZones(item)
    const marques = zones
      ? listMarques(zones)
      : listCles(item).map((nom, champ): Marque => {
          const valeur = nom.startsWith('custom.') ? item.custom?.[nom.slice(7)] : item[nom]
          return { nom, valeur: formatExtrait(valeur), champ, sous: null }
        })
    const ecartes = new Map(perdus.map((p) => [p.zone, p]))
    const comptees = new Set<string>()
    for (const marque of marques) {
      // A field of which nothing was taken is told once, without its subfields.
      const ecart = ecartes.get(marque.nom) ?? ecartes.get(marque.nom.replace(/\$.$/, ''))
      const zone = this.#getZone(marque.nom, marque.valeur)
      if (!zone || comptees.has(zone.zone)) continue
      comptees.add(zone.zone)
      addEcart(zone, ecart)
      zone.notices++
      if (zone.observations >= OBSERVATIONS) continue
      zone.observations++
      const cles = zones ? computeApport(zones, marque) : [marque.nom]
      const repete = cles.length === 0 && !ecart && zones
      const ajoutees = repete ? listClesGroupe(zones.famille, marque.nom.slice(0, 3), item) : cles
      zone.cles = [...new Set([...zone.cles, ...ajoutees])]
    }
    for (const [nom, ecart] of ecartes) {
      if (comptees.has(nom) || marques.some((m) => m.nom.startsWith(`${nom}$`))) continue
      const zone = this.#getZone(nom, ecart.valeur)
      if (!zone) continue
      zone.notices++
      addEcart(zone, ecart)
    }
  }

  format(): Releve {
    const [source] = listFrequents(this.#sources)
    return {
      lues: this.#lues,
      zones: [...this.#zones.values()]
        .map(({ observations: _, ...zone }) => zone)
        .sort((a, b) => (a.zone < b.zone ? -1 : 1)),
      types: [...this.#types.values()].sort((a, b) => b.notices - a.notices),
      mots: listFrequents(this.#mots)
        .slice(0, MOTS_GARDES)
        .map(([mot, notices]) => ({ mot, notices })),
      source: source && source[1] > this.#lues / 2 ? source[0] : null,
    }
  }
}

function addEcart(zone: ZoneRelevee, ecart: Perdu | undefined): void {
  if (!ecart) return
  zone.ecartees++
  if (!ecart.gardee) zone.perdues++
  zone.raison ??= ecart.raison
}

function addUn(comptes: Map<string, number>, cle: string, max: number): void {
  const deja = comptes.get(cle)
  if (deja !== undefined || comptes.size < max) comptes.set(cle, (deja ?? 0) + 1)
}

const listFrequents = (comptes: ReadonlyMap<string, number>): [string, number][] =>
  [...comptes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
