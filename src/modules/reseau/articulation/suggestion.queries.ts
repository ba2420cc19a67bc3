import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { listCommunes, type Zone } from '#modules/territoires/index.ts'
import { getType, listTypes } from '../dispositif/types.ts'
import { getArticulation, getReseau, listIdsVoisins, listTypesPresents } from './articulation.queries.ts'
import type { Articulation, Present } from './articulation.ts'
import { getRefZone } from './demande.ts'
import { formatRaison } from './phrases.ts'
import {
  computeSuggestionLacune,
  computeSuggestionPaire,
  type GesteReponse,
  isTenue,
  type Reponse,
  type Suggestion,
  sortSuggestions,
} from './suggestion.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    suggestion_reponse: {
      id: Generated<number>
      cle: string
      faits: string
      reponse: GesteReponse
      motif: string | null
      jusqu: string | null
      lien: number | null
      demarche: number | null
      compte: string | null
      quand: Date
    }
  }
}

/** A suggestion with its sentence, ready to be read. */
export type SuggestionDite = Suggestion & { raison: string }

/** Types whose absence is always told; the others are told absent where one of them is known at all. */
const SUIVIS = ['cpts', 'dac', 'ptsm', 'cls', 'clsm']
const NATURES_COUVRANTES = ['communes', 'collectivite', 'departement']

/** Types whose territory is a set of communes, and whose gaps mean something here. */
export async function listTypesCherches(ctx: Ctx): Promise<string[]> {
  const connus = await listTypesPresents(ctx)
  return listTypes()
    .filter((t) => NATURES_COUVRANTES.includes(t.territoire) && (SUIVIS.includes(t.slug) || connus.has(t.slug)))
    .map((t) => t.slug)
}

/** The last answer to each of these suggestions. */
export async function listReponses(ctx: Ctx, cles: readonly string[]): Promise<Map<string, Reponse>> {
  const { rows } = await sql<Reponse>`
    select distinct on (r.cle) r.cle, r.faits, r.reponse, r.motif, r.jusqu, r.lien, r.demarche, r.quand,
      l.supprime_le is not null as "lienRetire"
    from suggestion_reponse r left join lien_dispositif l on l.id = r.lien
    where r.cle = any (${cles}::text[]) order by r.cle, r.id desc`.execute(ctx.db)
  return new Map(rows.map((r) => [r.cle, r]))
}

export async function addReponse(
  ctx: Ctx,
  { cle, faits }: Pick<Suggestion, 'cle' | 'faits'>,
  reponse: { reponse: GesteReponse; motif?: string; jusqu?: string; lien?: number; demarche?: number },
): Promise<void> {
  const { motif = null, jusqu = null, lien = null, demarche = null } = reponse
  await ctx.db
    .insertInto('suggestion_reponse')
    .values({
      ...{ cle, faits, motif, jusqu, lien, demarche, reponse: reponse.reponse },
      ...{ compte: ctx.acteur.compte, quand: ctx.maintenant },
    })
    .execute()
}

/**
 * All suggestions that these facts give, answered ones included, ranked.
 * @param zone reference of the area; null for a mere list of communes
 */
export function computeSuggestions(
  { dispositifs, paires, lacunes }: Omit<Articulation, 'population'>,
  { zone, jour }: { zone: string | null; jour: string },
): Suggestion[] {
  const parId = new Map(dispositifs.map((d) => [d.id, d]))
  const presents = new Set(dispositifs.filter((d) => !d.implantation).map((d) => d.type))
  return sortSuggestions([
    ...paires.flatMap((paire): Suggestion[] => {
      const [a, b] = [parId.get(paire.a), parId.get(paire.b)]
      const exclusif = a !== undefined && getType(a.type)?.exclusif !== undefined
      const suggestion = a && b ? computeSuggestionPaire(paire, [a, b], { exclusif, jour }) : null
      return suggestion ? [suggestion] : []
    }),
    ...lacunes.flatMap((lacune): Suggestion[] => {
      const suggestion = computeSuggestionLacune(lacune, { zone, presents })
      return suggestion ? [suggestion] : []
    }),
  ])
}

/** Names of communes that sentences spell out: those of small gaps. */
async function listNoms(ctx: Ctx, suggestions: readonly Suggestion[]): Promise<Map<string, string>> {
  const codes = suggestions.flatMap((s) => (s.nature === 'lacune' ? s.lacune.communes.slice(0, 3) : []))
  const communes = codes.length > 0 ? await listCommunes(ctx, [...new Set(codes)]) : []
  return new Map(communes.map((c) => [c.code, c.nom]))
}

/** Suggestions with their sentences. */
export async function listDites(
  ctx: Ctx,
  suggestions: readonly Suggestion[],
  dispositifs: readonly Present[],
): Promise<SuggestionDite[]> {
  const noms = await listNoms(ctx, suggestions)
  const parId = new Map(dispositifs.map((d) => [d.id, d]))
  const jour = formatJour(ctx.maintenant)
  return suggestions.map((s) => ({ ...s, raison: formatRaison(s, { dispositifs: parId, noms, jour }) }))
}

/** Those that wait for somebody: what was answered and still holds is left out. */
async function listEnAttente(ctx: Ctx, suggestions: readonly Suggestion[]): Promise<Suggestion[]> {
  const jour = formatJour(ctx.maintenant)
  const reponses = await listReponses(
    ctx,
    suggestions.map((s) => s.cle),
  )
  return suggestions.filter((s) => !isTenue(s, reponses.get(s.cle), jour))
}

/** What is there on an area, and what is suggested there. */
export async function getArticulationZone(ctx: Ctx, zone: Zone) {
  const articulation = await getArticulation(ctx, zone.communes, await listTypesCherches(ctx))
  const toutes = computeSuggestions(articulation, { zone: getRefZone(zone), jour: formatJour(ctx.maintenant) })
  const enAttente = await listEnAttente(ctx, toutes)
  return { articulation, suggestions: await listDites(ctx, enAttente, articulation.dispositifs) }
}

/** Where to look: an area and its gaps, or what concerns given dispositifs. */
export type OuSuggerer = { zone: Zone } | { dispositifs: readonly number[] }

async function listToutes(ctx: Ctx, ou: OuSuggerer): Promise<SuggestionDite[]> {
  if ('zone' in ou) return (await getArticulationZone(ctx, ou.zone)).suggestions
  const siens = new Set(ou.dispositifs)
  const { dispositifs, paires } = await getReseau(ctx, await listIdsVoisins(ctx, ou.dispositifs))
  const leurs = paires.filter(({ a, b }) => siens.has(a) || siens.has(b))
  const jour = formatJour(ctx.maintenant)
  const toutes = computeSuggestions({ dispositifs, paires: leurs, lacunes: [] }, { zone: null, jour })
  return listDites(ctx, await listEnAttente(ctx, toutes), dispositifs)
}

/** Suggestions that wait for somebody, the most pressing first. */
export const listSuggestions = async (
  ctx: Ctx,
  ou: OuSuggerer,
  { limite }: { limite: number },
): Promise<SuggestionDite[]> => (await listToutes(ctx, ou)).slice(0, limite)

export const countSuggestions = async (ctx: Ctx, ou: OuSuggerer): Promise<number> => (await listToutes(ctx, ou)).length
