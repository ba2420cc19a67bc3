import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Acteur } from './acteur.ts'
import type { Action } from './action.ts'
import type { Objet } from './audit.ts'
import type { Ctx, Requete } from './context.ts'
import { defineRoute, type Rendu, type Route } from './route.ts'
import type { Brut } from './saisie.ts'

/** A call that the readable page shows, as one types it; a test runs it and checks its status. */
export interface ExempleApi {
  titre: string
  /** `$SITE` stands for the address of the site, `$CLE` for a key. */
  curl: string
  statut: number
}

interface ReponseApi {
  description: string
  /** By media type; null where the body is described elsewhere (a format of libraries). */
  types?: Record<string, z.ZodType | null>
  exemple?: unknown
}

/** Operations about one noun. */
export interface Rubrique {
  nom: string
  description: string
}

/** What an address of the API does: from it come the check of what it receives, OpenAPI and the readable page. */
export interface Operation {
  /** `operationId` of OpenAPI: never renamed, tools build names of functions from it. */
  id: string
  rubrique: Rubrique
  resume: string
  detail?: string
  parametres: z.ZodObject
  corps?: Record<string, z.ZodType | null>
  /** The header If-Match is compulsory. */
  conditionnelle: boolean
  reponses: Record<number, ReponseApi>
  /** Refusals of its own, beside those that follow from what it is. */
  refus?: readonly number[]
  exemples: readonly ExempleApi[]
}

type Decrite = Pick<Operation, 'id' | 'rubrique' | 'resume' | 'detail' | 'exemples' | 'refus'> & {
  chemin: string
  trace?: string
}

interface LectureApi<P extends z.ZodObject, C, R> extends Decrite {
  trace: string
  parametres: P
  /** Schema of the JSON answer, with an example of it. */
  reponse: z.ZodType<R>
  exemple: R
  /** Media type of that answer, where it is a JSON of its own kind: `application/geo+json`, `application/fhir+json`. */
  type?: string
  /** Media types that `lire` may also answer, by itself. */
  autresTypes?: readonly string[]
  /** How long a cache may answer alone, in seconds; 0 = it asks each time whether the answer still stands. */
  cache?: number
  charger?: (ctx: Ctx, entree: z.infer<P>) => Promise<C | null>
  politique: (acteur: Acteur, cible: C) => boolean
  objet?: (entree: z.infer<P>, cible: C) => Objet | null
  /** The answer, or a response of one's own; `etag` where the state has a name, else it comes from the content. */
  lire: (ctx: Ctx, entree: z.infer<P>, requete: Requete, cible: C) => Promise<{ corps: R; etag?: string } | Response>
}

/** A reading of the API. Unknown parameters are refused: a misspelt filter would let everything through. */
export function defineLectureApi<P extends z.ZodObject, R, C = undefined>(d: LectureApi<P, C, R>): Route {
  const { id, rubrique, resume, parametres, exemples } = d
  const { type = 'application/json' } = d
  const types = Object.fromEntries([[type, d.reponse], ...(d.autresTypes ?? []).map((t) => [t, null])])
  return defineRoute<z.infer<P>, C>({
    methode: 'GET',
    chemin: d.chemin,
    api: {
      operation: {
        ...{ id, rubrique, resume, parametres, exemples },
        ...(d.detail && { detail: d.detail }),
        ...(d.refus && { refus: d.refus }),
        conditionnelle: false,
        reponses: { 200: { description: 'La réponse.', types, exemple: d.exemple } },
      },
    },
    requete: createSchemaParametres(parametres),
    ...(d.charger && { charger: d.charger }),
    politique: d.politique,
    trace: d.trace,
    ...(d.objet && { objet: d.objet }),
    lire: async (ctx, entree, requete, cible) => {
      const lu = await d.lire(ctx, entree, requete, cible)
      return lu instanceof Response ? lu : createJson(ctx, lu.corps, { ...lu, type, cache: d.cache ?? 0 })
    },
  })
}

interface EnvoiApi<E, C, R> extends Decrite {
  methode: 'POST' | 'PUT' | 'DELETE'
  portee: string
  /** Parameters of the address, beside what the action reads of the body. */
  parametres?: z.ZodObject
  corps?: Record<string, z.ZodType | null>
  taille?: number
  conditionnelle?: boolean
  reponses: Operation['reponses']
  action: Action<E, C, R>
  reussir: (resultat: R, requete: Requete, brut: Brut, ctx: Ctx) => Rendu | Promise<Rendu>
}

/** A change by the API. */
export function defineEnvoiApi<E, R, C = undefined>(d: EnvoiApi<E, C, R>): Route {
  const { id, rubrique, resume, exemples, reponses } = d
  const types = Object.keys(d.corps ?? {}).filter((type) => type !== 'application/json')
  return defineRoute<E, R, C>({
    methode: d.methode,
    chemin: d.chemin,
    api: {
      portee: d.portee,
      ...(types.length > 0 && { types }),
      operation: {
        ...{ id, rubrique, resume, exemples, reponses },
        ...(d.detail && { detail: d.detail }),
        ...(d.refus && { refus: d.refus }),
        ...(d.corps && { corps: d.corps }),
        parametres: d.parametres ?? z.object({}),
        conditionnelle: d.conditionnelle ?? false,
      },
    },
    ...(d.taille !== undefined && { taille: d.taille }),
    action: d.action,
    reussir: d.reussir,
  })
}

/** Strict, and a lone value is a list where several may come. */
function createSchemaParametres<P extends z.ZodObject>(parametres: P): z.ZodType<z.infer<P>> {
  const { properties = {} } = z.toJSONSchema(parametres, { io: 'input' })
  const listes = Object.entries(properties).flatMap(([nom, s]) =>
    typeof s === 'object' && s.type === 'array' ? [nom] : [],
  )
  return z.preprocess((brut) => {
    const entree = { ...(brut as Brut) }
    for (const nom of listes) if (entree[nom] !== undefined) entree[nom] = [entree[nom]].flat()
    return entree
  }, parametres.strict()) as unknown as z.ZodType<z.infer<P>>
}

/** JSON with a strong validator. Answers to a key, which may see more, are for its holder alone. */
export function createJson(
  ctx: Ctx,
  corps: unknown,
  {
    etag,
    type = 'application/json',
    cache,
    statut = 200,
    entetes = {},
  }: {
    etag?: string
    type?: string
    cache: number
    statut?: number
    entetes?: Record<string, string>
  },
): Response {
  const texte = JSON.stringify(corps)
  return new Response(texte, {
    status: statut,
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': formatCache(ctx, cache),
      etag: etag ?? `"${createHash('sha256').update(texte).digest('base64url').slice(0, 22)}"`,
      vary: 'accept, authorization',
      ...entetes,
    },
  })
}

export const formatCache = ({ acteur }: Ctx, secondes: number): string =>
  `${acteur.cle ? 'private' : 'public'}, ${secondes > 0 ? `max-age=${secondes}` : 'no-cache'}`
