import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '#core/context.ts'
import { lockNom } from '#core/reglage.ts'
import type { ItemCsl } from '../csl.ts'
import type { Perdu } from '../echange/modele.ts'
import { listDoublonsCatalogue } from '../imports/doublons.actions.ts'
import { listCandidates } from '../imports/doublons.queries.ts'
import { type Doublon, getReperes, listDoublonsInternes } from '../imports/doublons.ts'
import { updateOrigine } from '../notice/lots.queries.ts'
import { createNotice, getContenu, getNotice, updateNotice } from '../notice/notice.queries.ts'
import { listDifferences, parseOrigine } from '../notice/notice.ts'
import type { RecordLu } from './enregistrement.formats.ts'
import { BILAN_VIDE, type Bilan, computeSort, formatContenu, listNouveautes, type Source } from './moisson.ts'
import type { RefusOai } from './oai.formats.ts'
import { type EcritureRecolte, listConnues, type RecolteConnue, updateRecoltes } from './recolte.queries.ts'

export interface Versement {
  bilan: Bilan
  refus: RefusOai[]
  perdus: Perdu[]
  /** Records not seen before in this harvest: a page that brings none goes round. */
  neuves: number
}

type Decrite = Extract<RecordLu, { supprime: false }>

/** References compared with the catalogue in one statement. */
const PAR_LOT = 100

/**
 * Puts the records of one page in the catalogue, in the caller's transaction: what is new is created where it is like
 * nothing else, what changed at the source is updated where nobody touched it here; the rest waits for a person.
 * Given the same page twice, the second time changes nothing.
 */
export async function addRecords(ctx: Ctx, source: Source, records: readonly RecordLu[]): Promise<Versement> {
  // Nobody else adds to the catalogue meanwhile: two at once would not see each other's notices.
  await lockNom(ctx.db, 'import.versement')
  const uniques = new Map(records.filter((r) => r.identifiant !== '').map((r) => [r.identifiant, r]))
  const connues = await listConnues(ctx, source.id, [...uniques.keys()])
  const versement: Versement = { bilan: { ...BILAN_VIDE, pages: 1 }, refus: [], perdus: [], neuves: 0 }
  const { bilan } = versement
  const ecritures: EcritureRecolte[] = []
  const aVerser: Decrite[] = []
  for (const anonyme of records) if (anonyme.identifiant === '' && 'raison' in anonyme) versement.refus.push(anonyme)
  for (const record of uniques.values()) {
    const connue = connues.get(record.identifiant) ?? null
    if (connue?.tour !== source.tour) versement.neuves++
    if ('raison' in record) {
      versement.refus.push(record)
      if (connue) ecritures.push({ ...connue, tour: source.tour })
    } else if (record.supprime) {
      if (connue?.retireeLe === null) bilan.retirees++
      else bilan.inchangees++
      if (connue) ecritures.push(formatRetrait(ctx, connue, source.tour))
    } else {
      versement.perdus.push(...record.perdus)
      const ecriture = connue && (await updateConnue(ctx, source, connue, record, bilan))
      if (ecriture) ecritures.push(ecriture)
      else aVerser.push(record)
    }
  }
  for (let i = 0; i < aVerser.length; i += PAR_LOT)
    ecritures.push(...(await addNouvelles(ctx, source, aVerser.slice(i, i + PAR_LOT), bilan)))
  await updateRecoltes(ctx, ecritures)
  bilan.refusees = versement.refus.length
  bilan.lues = records.length
  return versement
}

/** No longer at the source: said on its notice, which stays; what waited for a judgement has nothing to wait for. */
const formatRetrait = (ctx: Ctx, connue: RecolteConnue, tour: number): EcritureRecolte => ({
  ...connue,
  tour,
  etat: connue.notice === null ? 'ecartee' : 'versee',
  retireeLe: connue.retireeLe ?? ctx.maintenant,
})

const isMeme = (lu: ItemCsl, garde: ItemCsl): boolean => isDeepStrictEqual(JSON.parse(JSON.stringify(lu)), garde)

/** A record met before. @returns null where it must be judged against the catalogue like a new one */
async function updateConnue(
  ctx: Ctx,
  source: Source,
  connue: RecolteConnue,
  record: Decrite,
  bilan: Bilan,
): Promise<EcritureRecolte | null> {
  const { identifiant, datestamp, item } = record
  const ecriture: EcritureRecolte = { ...connue, datestamp, item, tour: source.tour, retireeLe: null }
  const sort = computeSort({ ...connue, identique: isMeme(item, connue.item) })
  if (sort === 'verser') return null
  const avant = formatContenu(connue, source)
  const apres = formatContenu({ identifiant, item }, source)
  const notice = sort === 'garder' || connue.notice === null ? null : await getNotice(ctx, connue.notice, true)
  if (notice && sort === 'modifier') await updateOrigine(ctx, notice.id, parseOrigine(item))
  if (notice && sort === 'modifier' && listDifferences(avant, apres).length > 0) {
    await updateNotice(ctx, notice.id, notice.version, apres, 'import')
    bilan.modifiees++
    return { ...ecriture, version: notice.version + 1 }
  }
  if (notice && sort === 'comparer' && listNouveautes(avant, apres, getContenu(notice)).length > 0) {
    bilan.aJuger++
    return { ...ecriture, etat: 'a-comparer' }
  }
  bilan.inchangees++
  return ecriture
}

/** Records to be judged against the catalogue, and against those before them in the page. */
async function addNouvelles(
  ctx: Ctx,
  source: Source,
  records: readonly Decrite[],
  bilan: Bilan,
): Promise<EcritureRecolte[]> {
  const references = records.map(({ item }, rang) => ({ rang, item }))
  const candidates = Map.groupBy(await listCandidates(ctx, references), (c) => c.rang)
  const internes = listDoublonsInternes(references.map(({ rang, item }) => ({ rang, reperes: getReperes(item) })))
  const ecritures: EcritureRecolte[] = []
  for (const [rang, { identifiant, datestamp, item }] of records.entries()) {
    const interne = internes.get(rang)
    const doublons = [
      ...listDoublonsCatalogue({ item }, candidates.get(rang) ?? []),
      ...listDoublonsDe(interne, ecritures[interne?.rang ?? -1]),
    ]
    const commun = { source: source.id, identifiant, datestamp, item, tour: source.tour, retireeLe: null }
    const certain = doublons.find((d) => d.sur === 'certain')?.notice
    if (certain !== undefined) {
      bilan.rapprochees++
      ecritures.push({ ...commun, etat: 'versee', notice: certain, version: null, doublons: [] })
    } else if (doublons.length > 0) {
      bilan.aJuger++
      ecritures.push({ ...commun, etat: 'a-juger', notice: null, version: null, doublons })
    } else {
      const contenu = formatContenu({ identifiant, item }, source)
      const notice = await createNotice(ctx, contenu, { geste: 'import', origine: parseOrigine(item) })
      bilan.creees++
      ecritures.push({ ...commun, etat: 'versee', notice, version: 1, doublons: [] })
    }
  }
  return ecritures
}

/** A likeness inside the page, told of the notice that the earlier record became, or of those that it is like. */
function listDoublonsDe(interne: Doublon | undefined, premiere: EcritureRecolte | undefined): Doublon[] {
  if (!interne || !premiere) return []
  if (premiere.notice === null) return premiere.doublons.map((d) => ({ ...d, sur: 'probable' }))
  return [{ notice: premiere.notice, sur: interne.sur, raison: interne.raison }]
}
