import { z } from 'zod'
import { LIMITE_ANONYME, LIMITE_CLE, TITRES } from './api.ts'
import type { Operation } from './operation.ts'
import type { Route } from './route.ts'

type Objet = Record<string, unknown>

/** The routes of the API, with what each one does. @throws Error where one is not described */
export function listOperations(routes: readonly Route[]): { route: Route; operation: Operation }[] {
  return routes.flatMap((route) => {
    if (!route.chemin.startsWith('/api/v1/')) return []
    const operation = route.api?.operation
    if (!operation) throw new Error(`${route.methode} ${route.chemin} n’est pas décrite.`)
    return [{ route, operation }]
  })
}

/** « /api/v1/notices/:id » → « /api/v1/notices/{id} » */
export const formatChemin = (chemin: string): string => chemin.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')

const schemaProbleme = z
  .object({
    type: z.url().describe('Adresse de l’explication, sur la page de l’API.'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    erreurs: z
      .array(
        z.object({
          pointeur: z
            .string()
            .describe(
              'Le lieu de la faute\u00a0: pointeur JSON dans le corps (`/csl/title`), ou `?nom` d’un paramètre.',
            ),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Probleme' })

/** JSON Schema of each type met, those that have a name put apart once. */
class Schemas {
  readonly components: Objet = {}

  format(schema: z.ZodType, io: 'input' | 'output'): Objet {
    const brut = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
    const {
      $schema: _,
      $defs = {},
      ...reste
    } = JSON.parse(JSON.stringify(brut).replaceAll('"#/$defs/', '"#/components/schemas/')) as Objet & { $defs?: Objet }
    Object.assign(this.components, $defs)
    return reste
  }

  formatContenus(types: Record<string, z.ZodType | null>, io: 'input' | 'output', exemple?: unknown): Objet {
    return Object.fromEntries(
      Object.entries(types).map(([type, schema]) => [
        type,
        schema === null
          ? { schema: { type: 'string' } }
          : { schema: this.format(schema, io), ...(exemple !== undefined && { example: exemple }) },
      ]),
    )
  }
}

/** What each status of refusal means. */
export const REFUS: Record<number, string> = {
  401: 'La clé manque, n’est pas connue ou ne vaut plus.',
  403: 'La clé n’a pas la portée de cette adresse, ou le rôle de son propriétaire ne le permet pas.',
  404: 'Rien à cette adresse, ou rien que cette clé puisse voir.',
  406: 'Aucun des types que demande `Accept` n’est servi.',
  409: 'Un autre objet y est déjà, ou quelqu’un a écrit au même moment.',
  410: 'L’objet a été retiré, et ne reviendra pas sous un autre numéro.',
  412: 'L’objet a changé depuis qu’il a été lu.',
  413: 'Le corps est trop lourd.',
  422: 'Un paramètre ou le corps n’est pas valable\u00a0: `erreurs` dit où.',
  428: 'L’en-tête If-Match manque.',
  429: 'Trop d’appels\u00a0: l’en-tête Retry-After dit combien de secondes attendre.',
}

/** Statuses of refusal that an operation may answer. */
export const listRefus = (route: Route, { conditionnelle, refus = [] }: Operation): number[] => [
  ...(route.api?.portee ? [401, 403] : [401]),
  ...(route.chemin.includes(':') ? [404] : []),
  ...(route.methode === 'GET' ? [] : [409, 413]),
  ...(conditionnelle ? [412, 428] : []),
  ...[422, 429],
  ...refus,
]

function formatParametres(route: Route, { parametres, conditionnelle }: Operation, schemas: Schemas): Objet[] {
  const { properties = {}, required = [] } = schemas.format(parametres, 'input') as {
    properties?: Record<string, Objet>
    required?: string[]
  }
  const entetes = conditionnelle
    ? [{ nom: 'If-Match', requis: true, description: 'L’ETag de l’état lu, ou `*`.' }]
    : route.methode === 'GET'
      ? [{ nom: 'If-None-Match', requis: false, description: 'Un ETag déjà reçu\u00a0: 304 s’il vaut encore.' }]
      : []
  return [
    ...Object.entries(properties).map(([nom, { description, ...schema }]) => {
      const place = new RegExp(`:${nom}\\b`).test(route.chemin) ? 'path' : 'query'
      return {
        name: nom,
        in: place,
        required: place === 'path' || (required.includes(nom) && !('default' in schema)),
        ...(description !== undefined && { description }),
        schema,
      }
    }),
    ...entetes.map(({ nom, requis, description }) => ({
      ...{ name: nom, in: 'header', required: requis, description, schema: { type: 'string' } },
    })),
  ]
}

function formatOperation(route: Route, operation: Operation, schemas: Schemas): Objet {
  const { id, rubrique, resume, detail, corps, reponses } = operation
  const parametres = formatParametres(route, operation, schemas)
  const succes = Object.entries(reponses).map(([statut, { description, types, exemple }]) => [
    statut,
    {
      description,
      headers: { RateLimit: { $ref: '#/components/headers/RateLimit' } },
      ...(types && { content: schemas.formatContenus(types, 'output', exemple) }),
    },
  ])
  const refus = listRefus(route, operation).map((statut) => [
    String(statut),
    { $ref: `#/components/responses/Erreur${statut}` },
  ])
  return {
    operationId: id,
    tags: [rubrique.nom],
    summary: resume,
    ...(detail && { description: detail }),
    security: route.api?.portee ? [{ cle: [route.api.portee] }] : [{}, { cle: [] }],
    ...(parametres.length > 0 && { parameters: parametres }),
    ...(corps && { requestBody: { required: true, content: schemas.formatContenus(corps, 'input') } }),
    responses: Object.fromEntries([...succes, ...refus]),
  }
}

/**
 * OpenAPI 3.1 of the API, from what its routes declare.
 * @param adresse address of the site, without final slash
 */
export function formatOpenApi(routes: readonly Route[], adresse: string): Objet {
  const schemas = new Schemas()
  const paths: Record<string, Objet> = {}
  const operations = listOperations(routes)
  for (const { route, operation } of operations) {
    const chemin = formatChemin(route.chemin)
    paths[chemin] = { ...paths[chemin], [route.methode.toLowerCase()]: formatOperation(route, operation, schemas) }
  }
  const probleme = schemas.format(schemaProbleme, 'output')
  return {
    openapi: '3.1.1',
    info: {
      title: 'Maillage',
      version: '1',
      summary: 'Le catalogue, les étagères, le glossaire et les vocabulaires d’un Maillage.',
      description: `Mode d’emploi\u00a0: ${adresse}/api. Sans clé, ${LIMITE_ANONYME.max} appels par minute et par adresse\u00a0; avec une clé, ${LIMITE_CLE.max}.`,
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: adresse }],
    tags: [...new Set(operations.map(({ operation }) => operation.rubrique))].map(({ nom, description }) => ({
      name: nom,
      description,
    })),
    paths,
    components: {
      schemas: schemas.components,
      headers: {
        RateLimit: {
          description: 'Ce qui reste\u00a0: `r` appels, tous rendus dans `t` secondes.',
          schema: { type: 'string' },
        },
      },
      responses: Object.fromEntries(
        Object.entries(REFUS).map(([statut, description]) => [
          `Erreur${statut}`,
          {
            description: `${TITRES[Number(statut)]}. ${description}`,
            content: { 'application/problem+json': { schema: probleme } },
          },
        ]),
      ),
      securitySchemes: {
        cle: { type: 'http', scheme: 'bearer', description: 'Une clé de compte, qui commence par `mlg_`.' },
      },
    },
  }
}
