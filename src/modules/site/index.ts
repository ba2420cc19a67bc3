export { renderErreur } from './erreur.pages.tsx'
export { routesSite } from './site.pages.tsx'
