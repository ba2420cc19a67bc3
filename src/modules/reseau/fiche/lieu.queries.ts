import type { Ctx } from '#core/context.ts'
import { formatRefZone, getZoneDeRef, parseRefZone, searchLieux, type Zone } from '#modules/territoires/index.ts'

/** Where a text says, and what else it may have meant. */
export interface LieuDit {
  zone: Zone | null
  /** Other places of that name, as a link may ask for them. */
  autres: { ref: string; nom: string }[]
}

const AUTRES_MAX = 5

/**
 * A place as people type it: commune, postal code, département, région, intercommunalité, or the reference of a
 * territory. The likeliest is taken, the others are told.
 */
export async function getLieuDit(ctx: Ctx, texte: string): Promise<LieuDit> {
  if (parseRefZone(texte)) return { zone: await getZoneDeRef(ctx, texte), autres: [] }
  const { communes, anciennes, zones } = await searchLieux(ctx, texte, { limite: AUTRES_MAX + 1 })
  const lieux = [
    // A name or a code of an area, written whole, is that area; else communes come first.
    ...zones.filter((z) => isMeme(z.nom, texte) || z.code === texte.trim().toUpperCase()),
    ...communes.map((c) => ({ maille: 'commune' as const, code: c.code, nom: `${c.nom} (${c.departement})` })),
    ...anciennes.map(({ commune: c }) => ({ maille: 'commune' as const, code: c.code, nom: c.nom })),
    ...zones,
  ]
  const uniques = [...new Map(lieux.map((l) => [formatRefZone(l), l])).entries()]
  const [premier] = uniques
  if (!premier) return { zone: null, autres: [] }
  return {
    zone: await getZoneDeRef(ctx, premier[0]),
    autres: uniques.slice(1, AUTRES_MAX + 1).map(([ref, { nom }]) => ({ ref, nom })),
  }
}

const simplify = (nom: string): string =>
  nom
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
const isMeme = (a: string, b: string): boolean => simplify(a) === simplify(b)
