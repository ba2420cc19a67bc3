import type { Fond } from '#modules/territoires/index.ts'
import type { Couverture } from './atlas.ts'

export interface CouvertureType extends Couverture {
  type: string
  nombre: number
}

export interface CouvertureZone extends Couverture {
  code: string
  nom: string
  nombre: number
}

/** A dispositif as a département sees it. */
export interface PresentDepartement {
  id: number
  type: string
  nom: string
  /** Elementary communes of the département that it covers. */
  communes: string[]
  /** Where its team works, of one without a known territory. */
  commune: string | null
  nomCommune: string | null
}

/** A commune and how many dispositifs of one type cover it: the most that any type asked for has. */
export interface CommuneCouverte {
  code: string
  nom: string
  population: number | null
  fois: number
  noms: string[]
}

/** A dispositif without a known territory, in the commune where its team works. */
export interface Implantation {
  id: number
  type: string
  nom: string
  commune: string
  nomCommune: string
}

export interface CouvertureDepartement {
  /** By type: those that are there only. */
  types: CouvertureType[]
  /** The most inhabited first. */
  communes: CommuneCouverte[]
  /** By the name of their commune. */
  implantations: Implantation[]
}

type Forme = Pick<Fond['formes'][number], 'code' | 'nom' | 'population'>

/** Who covers each commune, and how much each type covers. @param formes elementary communes; @param presents by name */
export function computeCouvertureDepartement(
  formes: readonly Forme[],
  presents: readonly PresentDepartement[],
): CouvertureDepartement {
  const parType = Map.groupBy(presents, (p) => p.type)
  const fois = new Map([...parType].map(([type, siens]) => [type, countFois(siens)]))
  const noms = new Map(formes.map((f): [string, string[]] => [f.code, []]))
  for (const { nom, communes } of presents) for (const code of communes) noms.get(code)?.push(nom)
  return {
    types: [...parType]
      .map(([type, siens]) => ({
        type,
        nombre: siens.length,
        ...computeCouverture(formes, fois.get(type) ?? new Map()),
      }))
      .sort((a, b) => (a.type < b.type ? -1 : 1)),
    communes: formes
      .map((f) => ({
        ...{ code: f.code, nom: f.nom, population: f.population, noms: noms.get(f.code) ?? [] },
        fois: Math.max(0, ...[...fois.values()].map((siennes) => siennes.get(f.code) ?? 0)),
      }))
      .sort((a, b) => (b.population ?? -1) - (a.population ?? -1) || (a.code < b.code ? -1 : 1)),
    implantations: listImplantations(presents),
  }
}

function countFois(presents: readonly PresentDepartement[]): Map<string, number> {
  const fois = new Map<string, number>()
  for (const { communes } of presents) for (const code of communes) fois.set(code, (fois.get(code) ?? 0) + 1)
  return fois
}

/** @param fois by commune that is covered */
function computeCouverture(formes: readonly Forme[], fois: ReadonlyMap<string, number>): Couverture {
  const connues = formes.filter((f) => f.population !== null)
  const sum = (liste: readonly Forme[]) => liste.reduce((somme, f) => somme + (f.population ?? 0), 0)
  const couvertes = formes.filter((f) => fois.has(f.code))
  return {
    population: connues.length > 0 ? sum(connues) : null,
    couverte: sum(couvertes),
    communes: formes.length,
    communesCouvertes: couvertes.length,
    communesDoubles: couvertes.filter((f) => (fois.get(f.code) ?? 0) > 1).length,
  }
}

const listImplantations = (presents: readonly PresentDepartement[]): Implantation[] =>
  presents
    .flatMap(({ id, type, nom, commune, nomCommune }) =>
      commune === null || nomCommune === null ? [] : [{ id, type, nom, commune, nomCommune }],
    )
    .sort((a, b) => a.nomCommune.localeCompare(b.nomCommune, 'fr'))
