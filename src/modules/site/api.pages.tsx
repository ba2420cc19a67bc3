import { z } from 'zod'
import { formatOpenApi, listOperations } from '#core/openapi.ts'
import { defineLectureApi } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { PageApi } from './api.tsx'

/**
 * What describes the API: its readable page and OpenAPI, both made of what the routes declare.
 * @param listRoutes every route of the application, these ones among them
 */
export function routesApi(listRoutes: () => readonly Route[]): Route[] {
  const page = defineRoute({
    methode: 'GET',
    chemin: '/api',
    fixe: true,
    politique: publique,
    trace: 'site.api',
    lire: (_ctx, _entree, requete) => <PageApi operations={listOperations(listRoutes())} requete={requete} />,
  })
  const description = defineLectureApi({
    id: 'lireDescription',
    chemin: '/api/v1/openapi.json',
    rubrique: { nom: 'Description', description: 'Cette description elle-même.' },
    resume: 'Lire la description de l’API',
    detail: 'En OpenAPI 3.1, pour les outils qui en tirent un client ou des essais.',
    parametres: z.object({}),
    reponse: z.looseObject({ openapi: z.string() }),
    exemple: { openapi: '3.1.1' },
    cache: 3600,
    politique: publique,
    trace: 'api.description',
    exemples: [{ titre: 'La description', curl: 'curl "$SITE/api/v1/openapi.json"', statut: 200 }],
    lire: async (_ctx, _entree, { adresse }) => ({
      corps: formatOpenApi(listRoutes(), adresse) as { openapi: string },
    }),
  })
  return [page, description]
}
