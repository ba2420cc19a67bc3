import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { computeDensite } from '../indicateur/derive.actions.ts'
import { politiqueContour } from './contour.policy.ts'
import { listContoursDansCadre, type SourceContours } from './contour.queries.ts'
import { computeCadre, computeCentre, computeSuperficie, isDedans, type MultiPolygone } from './contour.ts'
import {
  addContours,
  deleteContours,
  type LigneContour,
  listCodesAnciens,
  listRattachements,
  type Mesure,
  updateMesures,
  updateQuartiers,
  updateSourceContours,
  updateVoisines,
} from './import.queries.ts'
import { type ContourLu, type Lecture, parseContours } from './lecture.formats.ts'
import { computeTopologie, type Rattachement } from './topologie.ts'

/** A read file, ready to be stored. */
export interface ContoursPrets {
  maille: 'commune' | 'qpv'
  source: Omit<SourceContours, 'importee_le'>
  lignes: Iterable<LigneContour>
  /** Of communes alone. */
  mesures: readonly Mesure[]
  voisines: readonly [string, string][]
  /** Of QPV alone: the communes that each stands in. */
  quartiers: readonly [qpv: string, commune: string][]
}

export interface Preparation extends Pick<Lecture, 'problemes'> {
  prets: ContoursPrets
  /** Communes of today drawn from outlines of communes that they have absorbed. */
  reunies: string[]
  /** Communes of today that the file has no outline for. */
  manquantes: string[]
}

/**
 * Reads outlines and computes all that is stored of them. Nothing is written yet: the long work stands outside the
 * transaction.
 * @throws ErreurContours
 */
export async function createContours(
  ctx: Ctx,
  maille: 'commune' | 'qpv',
  texte: string,
  source: Omit<SourceContours, 'importee_le' | 'nombre'>,
): Promise<Preparation> {
  const [rattachements, anciens] = [await listRattachements(ctx), await listCodesAnciens(ctx)]
  const actuel = (code: string) => (rattachements.has(code) ? code : (anciens.get(code) ?? null))
  if (maille === 'qpv') {
    const { contours, problemes } = parseContours(texte, 'qpv', (code) => code)
    const lignes = contours.map(({ code, nom, coordonnees }) => ({ maille, niveau: 0, code, nom, coordonnees }))
    const quartiers: [string, string][] = []
    for (const [rang, contour] of contours.entries()) {
      const dites = contour.communes.map(actuel).filter((code) => code !== null)
      const communes = dites.length > 0 ? new Set(dites) : await listCommunesTouchees(ctx, contour.coordonnees)
      for (const commune of communes) quartiers.push([contour.code, commune])
      if (communes.size === 0) problemes.push({ n: rang + 1, code: contour.code, raison: SANS_COMMUNE, garde: true })
    }
    const nombre = contours.length
    const prets = { maille, source: { ...source, nombre }, lignes, mesures: [], voisines: [], quartiers }
    return { prets, problemes, reunies: [], manquantes: [] }
  }
  const { contours, problemes } = parseContours(texte, 'commune', actuel)
  const { traces, voisines } = computeTopologie(contours, rattachements)
  const faites = new Set(contours.map((c) => c.code))
  const prets: ContoursPrets = {
    maille,
    source: { ...source, nombre: faites.size },
    lignes: addNoms(traces),
    mesures: computeMesures(contours),
    voisines,
    quartiers: [],
  }
  return {
    prets,
    problemes,
    reunies: [...new Set(contours.filter((c) => c.code !== c.codeLu).map((c) => c.code))],
    manquantes: listManquantes(rattachements, faites),
  }
}

const SANS_COMMUNE =
  'Le fichier ne dit pas sa commune, et aucun contour de commune importé ne la montre : il n’est compté nulle part.'

/** Communes whose outline holds a point of this one. */
async function listCommunesTouchees(ctx: Ctx, contour: MultiPolygone): Promise<Set<string>> {
  const voisines = await listContoursDansCadre(ctx, 'commune', computeCadre(contour))
  const points = contour.flat(2)
  return new Set(voisines.filter((v) => points.some((p) => isDedans(p, v.coordonnees))).map((v) => v.code))
}

function* addNoms(traces: ReturnType<typeof computeTopologie>['traces']): Iterable<LigneContour> {
  for (const trace of traces) yield { ...trace, nom: null }
}

/** A commune in several pieces has the sum of their areas, and a point in the largest. */
function computeMesures(contours: readonly ContourLu[]): Mesure[] {
  return [...Map.groupBy(contours, (p) => p.code)].flatMap(([code, membres]) => {
    const coordonnees = membres.flatMap((m) => m.coordonnees)
    const [centre, superficie] = [computeCentre(coordonnees), computeSuperficie(coordonnees)]
    return centre && superficie > 0 ? [{ code, longitude: centre[0], latitude: centre[1], superficie }] : []
  })
}

/** Arrondissements are often absent from such files, and are not missing on a map of communes. */
const listManquantes = (rattachements: ReadonlyMap<string, Rattachement>, faites: ReadonlySet<string>): string[] =>
  [...rattachements].filter(([code, { ville }]) => ville === null && !faites.has(code)).map(([code]) => code)

/** Puts outlines in the place of those that were there, all of them or none. */
export const importerContours = defineAction({
  nom: 'importerContours',
  entree: z.custom<ContoursPrets>((v) => typeof v === 'object' && v !== null),
  politique: (acteur) => politiqueContour.peutParfois(acteur, 'importer'),
  trace: 'contours.import',
  objet: ({ maille }) => ({ type: 'contours', id: maille }),
  executer: async (ctx, { maille, source, lignes, mesures, voisines, quartiers }) => {
    await deleteContours(ctx, maille === 'qpv' ? ['qpv'] : ['commune', 'epci', 'departement', 'region'])
    await addContours(ctx, lignes)
    if (maille === 'commune') {
      await updateMesures(ctx, mesures)
      await updateVoisines(ctx, voisines)
    } else await updateQuartiers(ctx, quartiers)
    await updateSourceContours(ctx, maille, { ...source, importee_le: ctx.maintenant })
    if (maille === 'commune') await computeDensite(ctx)
  },
})
