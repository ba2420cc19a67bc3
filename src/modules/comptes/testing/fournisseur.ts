import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import type { FournisseurOidc } from '#config'

export const ADRESSE = 'http://localhost:3000'

/** A person known to the provider: claims, and the level at which he logs in. */
export interface Personne {
  acr?: string
  [revendication: string]: unknown
}

interface Reglages {
  slug: string
  profil: FournisseurOidc['profil']
  scope: string
  /** Claims given for each scope. */
  claims: Record<string, string[]>
  personnes: Record<string, Personne>
  /** Userinfo as a signed JWT, as ProConnect does. */
  userinfoSigne?: boolean
}

export interface FournisseurDeTest {
  config: FournisseurOidc
  serveur: Server
  close(): Promise<void>
}

/** Starts a real OpenID Connect provider on a free port. People log in on its own pages by their key in `personnes`. */
export async function createFournisseur(reglages: Reglages): Promise<FournisseurDeTest> {
  const { slug, profil, scope, personnes } = reglages
  const serveur = createServer()
  serveur.listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  const emetteur = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`
  const provider = new Provider(emetteur, {
    clients: [
      {
        client_id: 'maillage',
        client_secret: 'secret-de-test',
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [`${ADRESSE}/connexion/oidc/${slug}/retour`],
        post_logout_redirect_uris: [`${ADRESSE}/connexion`],
        ...(reglages.userinfoSigne && { userinfo_signed_response_alg: 'RS256' }),
      },
    ],
    scopes: scope.split(' '),
    claims: { openid: ['sub'], ...reglages.claims },
    acrValues: ['eidas1', 'eidas2'],
    pkce: { required: () => true },
    features: { jwtUserinfo: { enabled: true } },
    cookies: { keys: ['cle-de-test'] },
    jwks: { keys: [createCle()] },
    // Short lives only so that none defaults, which the provider remarks upon in the output.
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 60, Interaction: 60, Session: 60 },
    findAccount: (_ctx: unknown, sub: string) => {
      const { acr: _acr, ...revendications } = personnes[sub] ?? {}
      return { accountId: sub, claims: () => ({ sub, ...revendications }) }
    },
  })
  // The provider's own login page does not ask at what level one logs in: it is that of the person.
  const finir = provider.interactionFinished.bind(provider)
  provider.interactionFinished = (requete, reponse, resultat, options) => {
    const acr = resultat.login && personnes[resultat.login.accountId]?.acr
    return finir(requete, reponse, acr && resultat.login ? { login: { ...resultat.login, acr } } : resultat, options)
  }
  serveur.on('request', provider.callback())
  return {
    config: {
      slug,
      libelle: slug.toUpperCase(),
      emetteur,
      clientId: 'maillage',
      clientSecret: 'secret-de-test',
      scope,
      profil,
    },
    serveur,
    async close() {
      serveur.closeAllConnections()
      if (serveur.listening) await new Promise((fini) => serveur.close(fini))
    },
  }
}

function createCle() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'cle' }
}
