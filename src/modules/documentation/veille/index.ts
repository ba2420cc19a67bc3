import type { Config } from '#config'
import type { Route } from '#core/route.ts'
import { createRoutesDemande } from './demande.pages.tsx'
import { createTacheAlertes } from './envoi.actions.ts'
import { createTacheLettre } from './envoi-lettre.actions.ts'
import { routesGestion } from './gestion.pages.tsx'
import { routesLettres } from './lettre.pages.tsx'
import { routesComposition } from './lettre-composition.pages.tsx'
import { routesEnvoi } from './lettre-envoi.pages.tsx'
import { routesFormulaire } from './lettre-formulaire.pages.tsx'
import { routesRetrait } from './retrait.pages.tsx'
import { lireVeille } from './veille.pages.tsx'

export const createRoutesVeille = (config: Pick<Config, 'adresse' | 'smtp'>): Route[] => [
  lireVeille,
  ...createRoutesDemande(config),
  ...routesGestion,
  ...routesRetrait,
  ...routesLettres,
  ...routesFormulaire,
  ...routesComposition,
  ...routesEnvoi,
]

/** Work in the background of the watch. @param adresse of the site, for the links of messages */
export const createTachesVeille = (adresse: string) => [createTacheAlertes(adresse), createTacheLettre(adresse)]
