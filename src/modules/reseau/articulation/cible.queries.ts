import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { getIdsDesCles } from '#modules/documentation/index.ts'
import { getZoneDeRef, type Zone } from '#modules/territoires/index.ts'
import { getType } from '../dispositif/types.ts'
import { getArticulation, listCoordinateurs } from './articulation.queries.ts'
import type { Lacune, Present } from './articulation.ts'
import { getRefZone } from './demande.ts'
import { ATTENDUS } from './donnees/attendus.ts'
import { type Deux, getDeux, getPaire } from './paire.queries.ts'
import { computeSuggestions, listDites, listReponses } from './suggestion.queries.ts'
import {
  computeSuggestionPaire,
  parseCleSuggestion,
  type Reponse,
  type Suggestion,
  type SuggestionPaire,
} from './suggestion.ts'

/** What a key is about today: a pair or a gap, whether it is suggested, and who may answer. */
export type CibleSuggestion = {
  cle: string
  coordinateurs: string[]
  /** Null where the facts no longer call for it. */
  suggestion: Suggestion | null
  raison: string
  reponse: Reponse | null
} & ({ nature: 'paire'; deux: Deux } | { nature: 'lacune'; zone: Zone; lacune: Lacune })

const getRaison = async (ctx: Ctx, suggestion: Suggestion | null, presents: readonly Present[]): Promise<string> =>
  suggestion ? ((await listDites(ctx, [suggestion], presents))[0]?.raison ?? '') : ''

/** What is suggested for a pair today; null where nothing is. */
export async function getSuggestionPaire(ctx: Ctx, deux: Deux): Promise<SuggestionPaire | null> {
  const exclusif = getType(deux.a.type)?.exclusif !== undefined
  return computeSuggestionPaire(await getPaire(ctx, deux), [deux.a, deux.b], {
    exclusif,
    jour: formatJour(ctx.maintenant),
  })
}

/** @returns null for a key that means nothing, or objects that are not there */
export async function getCible(ctx: Ctx, { cle }: { cle: string }): Promise<CibleSuggestion | null> {
  const lue = parseCleSuggestion(cle)
  if (!lue) return null
  const reponse = (await listReponses(ctx, [cle])).get(cle) ?? null
  if (lue.nature === 'paire') {
    const deux = await getDeux(ctx, lue)
    if (!deux) return null
    const suggestion = await getSuggestionPaire(ctx, deux)
    const raison = await getRaison(ctx, suggestion, [deux.a, deux.b])
    return { ...{ cle, suggestion, raison, reponse }, nature: 'paire', deux, coordinateurs: deux.coordinateurs }
  }
  const zone = await getZoneDeRef(ctx, lue.zone)
  if (!zone || getRefZone(zone) !== lue.zone || !getType(lue.type)) return null
  const articulation = await getArticulation(ctx, zone.communes, [lue.type])
  const [lacune] = articulation.lacunes
  const jour = formatJour(ctx.maintenant)
  const suggestion = computeSuggestions(articulation, { zone: lue.zone, jour }).find((s) => s.cle === cle) ?? null
  const ids = articulation.dispositifs.map((d) => d.id)
  return {
    ...{ cle, suggestion, reponse, raison: await getRaison(ctx, suggestion, []) },
    ...{ nature: 'lacune', zone, lacune: lacune ?? { type: lue.type, communes: [], population: 0 } },
    coordinateurs: [...new Set([...(await listCoordinateurs(ctx, ids)).values()].flat())],
  }
}

/** Accounts by name, for a list to choose from. */
export async function listNomsComptes(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; nom: string }[]> {
  const { rows } = await sql<{ id: string; nom: string }>`
    select id, concat_ws(' ', prenom, nom) as nom from compte
    where id = any (${ids}::uuid[]) and actif order by compte.nom, prenom, id`.execute(ctx.db)
  return rows
}

/** Ids of the notices behind expectations, where the catalogue has them. */
export const listNoticesAttendus = (ctx: Ctx): Promise<Map<string, number>> =>
  getIdsDesCles(
    ctx,
    ATTENDUS.flatMap((a) => a.notice ?? []),
  )
