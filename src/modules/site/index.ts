export { routesApi } from './api.pages.tsx'
export { renderErreur } from './erreur.pages.tsx'
export { routesSite } from './site.pages.tsx'
