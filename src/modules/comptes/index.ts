import type { Logger } from 'pino'
import type { Config } from '#config'
import { createCourrier } from '#core/mail.ts'
import { ClientOidc } from '#core/oidc.ts'
import type { Route } from '#core/route.ts'
import { routesCle } from './cle.pages.tsx'
import { routesCode } from './code.pages.tsx'
import { routesCompte } from './compte.pages.tsx'
import { routesConnexion } from './connexion.pages.tsx'
import { routesIdentite } from './identite.pages.tsx'
import { routesProfil } from './profil.pages.tsx'
import { routesSession } from './session.pages.tsx'

export { creerCle } from './cle.actions.ts'
export { addUsage, deleteUsagesPasses, getActeurDeCle } from './cle.queries.ts'
export { PORTEES, type Portee } from './cle.ts'
export { addAcces, createCompte, removeAcces, updateRoleCompte } from './compte.actions.ts'
export { type Compte, getCompte, getCompteParCourriel, searchComptes } from './compte.queries.ts'
export { formatNomComplet, schemaCourriel } from './compte.ts'
export { createCompteDeTest, createComptesDemo } from './demonstration.actions.ts'
export { createSession, deleteSessionsPassees, getActeurDeSession } from './session.queries.ts'
export { computeEmpreinte, createJeton } from './session.ts'

/** Level that a provider must give where the operator names none (Pro Santé Connect: eIDAS 1 is its own level). */
const ACR_PAR_PROFIL = { psc: 'eidas1', proconnect: undefined, standard: undefined } as const

/**
 * All routes of accounts: login by providers and by mail code, demonstration people where `config.demo`, one's own
 * account and sessions, administration.
 * @param journal where the path of a message written without SMTP, and failures of providers, are told.
 */
export function routesComptes(config: Config, journal: Logger): Route[] {
  const envoyer = createCourrier(config, (fichier) => journal.info({ fichier }, 'courriel déposé'))
  const fournisseurs = config.oidc.map((f) => ({
    ...f,
    client: new ClientOidc({ ...f, acr: f.acr ?? ACR_PAR_PROFIL[f.profil] }),
  }))
  return [
    ...routesConnexion(config),
    ...routesIdentite(fournisseurs, journal),
    ...routesCode(config, envoyer, journal),
    ...routesSession(fournisseurs),
    ...routesProfil(config.oidc),
    ...routesCle,
    ...routesCompte,
  ]
}
