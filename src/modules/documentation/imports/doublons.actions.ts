import type { Ctx } from '#core/context.ts'
import { type Candidate, listCandidates, listNoticesParEmpreinte, updateDoublonsLignes } from './doublons.queries.ts'
import { computeDoublon, type Doublon, getReperes, listDoublonsInternes } from './doublons.ts'
import type { Import, LigneImport } from './imports.ts'
import {
  type Connue,
  listARelire,
  listConnues,
  listPremieres,
  listRangsARelire,
  listRepetitions,
} from './versement.queries.ts'

/** Shown to a person at most; the surest first. */
const MONTRES = 3

/** References looked for in one statement: far from its time limit, even in a catalogue of 100,000. */
const PAR_REQUETE = 100

/** Notices of the catalogue that a reference repeats, the surest first. */
export function listDoublonsCatalogue(
  reference: Pick<LigneImport, 'item'>,
  candidates: readonly Candidate[],
  connue?: number,
): Doublon[] {
  const reperes = getReperes(reference.item)
  const doublons: Doublon[] = candidates.flatMap(({ id, csl }) => {
    const trouve = computeDoublon(reperes, getReperes(csl))
    return trouve ? [{ notice: id, ...trouve }] : []
  })
  if (connue !== undefined && !doublons.some((d) => d.notice === connue && d.sur === 'certain')) {
    doublons.unshift({ notice: connue, sur: 'certain', raison: 'même référence dans un import précédent' })
  }
  return doublons.sort((a, b) => Number(b.sur === 'certain') - Number(a.sur === 'certain')).slice(0, MONTRES)
}

/** What a reference was found to be. */
interface Trouve {
  ligne: LigneImport
  doublons: Doublon[]
  /** The notice that it surely is. */
  notice: number | null
}

/** The notice that a record of this base became, unchanged since or with an update to propose. */
function formatConnue(ligne: LigneImport, base: string, { notice, contenu }: Connue): Trouve {
  const inchangee = ligne.contenu === contenu
  const raison = inchangee
    ? `même notice de «\u00a0${base}\u00a0», inchangée`
    : `notice modifiée dans «\u00a0${base}\u00a0»`
  return {
    ligne,
    doublons: [{ notice, sur: inchangee ? 'certain' : 'mise-a-jour', raison }],
    notice: inchangee ? notice : null,
  }
}

/** References as they repeat notices of the catalogue. */
async function searchAuCatalogue(ctx: Ctx, lignes: readonly LigneImport[]): Promise<Trouve[]> {
  const connues = await listNoticesParEmpreinte(
    ctx,
    lignes.flatMap((l) => l.empreinte ?? []),
  )
  const candidates: Candidate[] = []
  for (let i = 0; i < lignes.length; i += PAR_REQUETE)
    candidates.push(...(await listCandidates(ctx, lignes.slice(i, i + PAR_REQUETE))))
  const parRang = Map.groupBy(candidates, (c) => c.rang)
  return lignes.map((ligne) => {
    const connue = ligne.empreinte === null ? undefined : connues.get(ligne.empreinte)
    const doublons = listDoublonsCatalogue(ligne, parRang.get(ligne.rang) ?? [], connue)
    const [premier] = doublons
    return { ligne, doublons, notice: premier?.sur === 'certain' ? (premier.notice ?? null) : null }
  })
}

/**
 * References as they repeat an earlier one of their file that waits too: among those given; by the same fingerprint in
 * the whole file; as it was found before.
 */
async function searchDansFichier(ctx: Ctx, id: number, lignes: readonly LigneImport[]): Promise<Map<number, Doublon>> {
  const trouves = listDoublonsInternes(lignes.map((l) => ({ rang: l.rang, reperes: getReperes(l.item) })))
  const premieres = await listPremieres(
    ctx,
    id,
    lignes.flatMap((l) => l.empreinte ?? []),
  )
  const anciens = lignes.flatMap((l) => l.doublons.flatMap((d) => d.rang ?? []))
  const attendent = await listRangsARelire(ctx, id, anciens)
  for (const { rang, empreinte, doublons } of lignes) {
    if (trouves.has(rang)) continue
    const premiere = empreinte === null ? undefined : premieres.get(empreinte)
    const ancien = doublons.find((d) => d.rang !== undefined && attendent.has(d.rang))
    if (premiere !== undefined && premiere < rang)
      trouves.set(rang, { rang: premiere, sur: 'certain', raison: 'même titre, même année, même premier auteur' })
    else if (ancien) trouves.set(rang, ancien)
  }
  return trouves
}

/**
 * Compares references that wait to be read with the catalogue as it is now, and with those before them in their file;
 * those that are surely in the catalogue become « déjà au catalogue ». In the caller's transaction.
 * @returns the references still waiting, with what was found
 */
export async function updateDoublons(
  ctx: Ctx,
  { id, base }: Pick<Import, 'id' | 'base'>,
  lignes: readonly LigneImport[],
): Promise<LigneImport[]> {
  const siennes = lignes.flatMap((l) => l.idSource ?? [])
  const connues = base === null ? new Map<string, Connue>() : await listConnues(ctx, base, siennes)
  const getConnue = (l: LigneImport) => (l.idSource === null ? undefined : connues.get(l.idSource))
  const trouves = [
    ...lignes.flatMap((ligne): Trouve[] => {
      const connue = getConnue(ligne)
      return connue && base !== null ? [formatConnue(ligne, base, connue)] : []
    }),
    ...(await searchAuCatalogue(
      ctx,
      lignes.filter((l) => !getConnue(l)),
    )),
  ]
  const internes = await searchDansFichier(ctx, id, lignes)
  for (const { ligne, doublons } of trouves) {
    const interne = internes.get(ligne.rang)
    if (interne && !getConnue(ligne)) doublons.push(interne)
  }
  await updateDoublonsLignes(
    ctx,
    id,
    trouves.map(({ ligne, doublons, notice }) => ({ rang: ligne.rang, doublons, notice })),
  )
  return trouves
    .filter((t) => t.notice === null)
    .map(({ ligne, doublons }) => ({ ...ligne, doublons }))
    .sort((a, b) => a.rang - b.rang)
}

/** Judges again the references that repeat ones of their file which wait no more. */
export async function updateRepetitions(
  ctx: Ctx,
  imp: Pick<Import, 'id' | 'base'>,
  rangs: ReadonlySet<number>,
): Promise<void> {
  const repetitions = await listRepetitions(ctx, imp.id, rangs)
  await updateDoublons(ctx, imp, await listARelire(ctx, imp.id, repetitions))
}
