import { computeDifferences, computeOperation } from '#modules/territoires/index.ts'
import { listChanges, type Valeurs } from '../fiche/fiche.ts'
import type { Description, Dispositif } from './dispositif.ts'
import type { TypeDispositif } from './type.ts'

const CHAMPS = [
  ...(['nom', 'description', 'organisme', 'commune', 'adresse', 'telephone', 'courriel', 'siteWeb'] as const),
  ...(['themes', 'publics', 'qpv', 'source', 'sourceUrl', 'fin'] as const),
] satisfies (keyof Description)[]

const listSlots = (type: TypeDispositif) => [...type.champs, ...type.indicateurs]
const formatSlot = (slug: string): string => `valeurs.${slug}`

/** A description field by field; each answer to a slot of the type is a field of its own: `valeurs.generation`. */
export const listChampsDescription = (type: TypeDispositif, d: Description): Valeurs => ({
  ...Object.fromEntries(CHAMPS.map((champ) => [champ, d[champ]])),
  ...Object.fromEntries(listSlots(type).map(({ slug }) => [formatSlot(slug), d.valeurs[slug] ?? null])),
})

/** What the fields of these slots are called. */
export const getLibellesSlots = (type: TypeDispositif): Map<string, string> =>
  new Map(listSlots(type).map(({ slug, libelle }) => [formatSlot(slug), libelle]))

/**
 * What one set of communes has more and less than another. A correction holds these two, never the whole territory: what
 * somebody else adds meanwhile stays.
 * @returns each of the two only where it holds a commune
 */
export function listChampsTerritoire(avant: readonly string[], apres: readonly string[]): Valeurs {
  const { entrees, sorties } = computeDifferences([...avant], [...apres])
  return {
    ...(entrees.length > 0 && { communesAjoutees: entrees }),
    ...(sorties.length > 0 && { communesRetirees: sorties }),
  }
}

const listCodes = (valeurs: Valeurs, champ: string): string[] => [valeurs[champ] ?? []].flat().map(String)

/** The communes of a dispositif once a correction, or the fields of it that are kept, is applied. */
export const computeCommunes = (communes: readonly string[], valeurs: Valeurs): string[] =>
  computeOperation(
    'difference',
    computeOperation('union', communes, listCodes(valeurs, 'communesAjoutees')),
    listCodes(valeurs, 'communesRetirees'),
  )

export const hasTerritoire = (valeurs: Valeurs): boolean =>
  'communesAjoutees' in valeurs || 'communesRetirees' in valeurs

/**
 * A correction beside the dispositif of today, both as fields to compare. Communes that came or went since are no
 * difference any more; since when is asked of who reads it, beside the territory.
 */
export function computeCote(
  type: TypeDispositif,
  d: Dispositif,
  { depuis: _, communesAjoutees, communesRetirees, ...reste }: Valeurs,
): { presents: Valeurs; proposes: Valeurs } {
  const { entrees } = computeDifferences(d.communes, computeCommunes(d.communes, { communesAjoutees }))
  const { sorties } = computeDifferences(d.communes, computeCommunes(d.communes, { communesRetirees }))
  return {
    presents: { ...listChampsDescription(type, d), communesAjoutees: [], communesRetirees: sorties },
    proposes: { ...reste, communesAjoutees: entrees, communesRetirees: [] },
  }
}

/** The same of a correction that has its answer: beside what its author read. */
export const computeCoteDecide = ({ avant, valeurs }: { avant: Valeurs | null; valeurs: Valeurs }) => ({
  presents: { ...avant, communesRetirees: valeurs.communesRetirees },
  proposes: { ...valeurs, communesRetirees: [] },
})

/** Names of the fields that somebody changed since the author of a correction read them. */
export function listChampsChanges(type: TypeDispositif, d: Dispositif, avant: Valeurs): Set<string> {
  const presents = { ...listChampsDescription(type, d), communes: d.communes }
  const changes = Object.keys(listChanges(presents, avant)?.apres ?? {})
  return new Set(changes.flatMap((champ) => (champ === 'communes' ? ['communesAjoutees', 'communesRetirees'] : champ)))
}

/** The fields of a correction that are kept, as they are written on the dispositif. */
export function getDescriptionRetenue(d: Dispositif, choisis: Valeurs): Partial<Description> {
  const champs = Object.entries(choisis).filter(([champ]) => (CHAMPS as readonly string[]).includes(champ))
  const slots = Object.entries(choisis).filter(([champ]) => champ.startsWith(formatSlot('')))
  if (slots.length === 0) return Object.fromEntries(champs)
  const valeurs: Record<string, unknown> = { ...d.valeurs }
  for (const [champ, valeur] of slots) {
    const slug = champ.slice(formatSlot('').length)
    if (valeur === null) delete valeurs[slug]
    else valeurs[slug] = valeur
  }
  return { ...Object.fromEntries(champs), valeurs: valeurs as Dispositif['valeurs'] }
}
