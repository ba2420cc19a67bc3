import type { Ctx } from '#core/context.ts'
import { type Candidate, listCandidates, listNoticesParEmpreinte, updateDoublonsLignes } from './doublons.queries.ts'
import { computeDoublon, type Doublon, getReperes, listDoublonsInternes } from './doublons.ts'
import { listLignesARelire } from './imports.queries.ts'
import type { LigneImport } from './imports.ts'

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

/**
 * Compares references that wait to be read with the catalogue as it is now, and with those before them in the file;
 * those that are surely in the catalogue become « déjà au catalogue ». In the caller's transaction.
 * @param rangs only these references; all of them if not said
 * @returns the references still waiting, with what was found
 */
export async function updateDoublons(
  ctx: Ctx,
  id: number,
  rangs: ReadonlySet<number> | null = null,
): Promise<LigneImport[]> {
  const attendent = await listLignesARelire(ctx, id)
  const lignes = attendent.filter((l) => rangs === null || rangs.has(l.rang))
  const empreintes = lignes.flatMap((l) => l.empreinte ?? [])
  const connues = await listNoticesParEmpreinte(ctx, empreintes)
  const candidates: Candidate[] = []
  for (let i = 0; i < lignes.length; i += PAR_REQUETE)
    candidates.push(...(await listCandidates(ctx, lignes.slice(i, i + PAR_REQUETE))))
  const parRang = Map.groupBy(candidates, (c) => c.rang)
  const internes = listDoublonsInternes(attendent.map((l) => ({ rang: l.rang, reperes: getReperes(l.item) })))
  const trouves = lignes.map((ligne) => {
    const connue = ligne.empreinte === null ? undefined : connues.get(ligne.empreinte)
    const catalogue = listDoublonsCatalogue(ligne, parRang.get(ligne.rang) ?? [], connue)
    const interne = internes.get(ligne.rang)
    const [premier] = catalogue
    return {
      ligne,
      rang: ligne.rang,
      doublons: interne ? [...catalogue, interne] : catalogue,
      notice: premier?.sur === 'certain' ? (premier.notice ?? null) : null,
    }
  })
  await updateDoublonsLignes(
    ctx,
    id,
    trouves.map(({ rang, doublons, notice }) => ({ rang, doublons, notice })),
  )
  return trouves.filter((t) => t.notice === null).map(({ ligne, doublons }) => ({ ...ligne, doublons }))
}
