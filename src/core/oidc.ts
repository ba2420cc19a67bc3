import * as oidc from 'openid-client'

/** Why a login at a provider did not succeed. */
export type MotifOidc =
  /** The provider does not answer, or answers with a fault of its own. */
  | 'indisponible'
  /** The person or the provider declined. */
  | 'refus'
  /** What came back does not hold: code used, nonce, signature, issuer… */
  | 'invalide'
  /** The authentication is weaker than the one asked for. */
  | 'niveau'

export class ErreurOidc extends Error {
  readonly motif: MotifOidc
  constructor(motif: MotifOidc, cause?: unknown) {
    super(`OpenID Connect : ${motif}`, { cause })
    this.motif = motif
  }
}

interface Fournisseur {
  /** Issuer, or the address of its discovery document where that is not at the usual place. */
  emetteur: string
  clientId: string
  clientSecret: string
  scope: string
  /** Authentication levels asked for, separated by spaces; the answer must name one of them. */
  acr?: string | undefined
}

/** The secrets of one login under way; they stay on the server. */
export interface Secrets {
  etat: string
  nonce: string
  verifieur: string
}

export interface Retour {
  emetteur: string
  revendications: Record<string, unknown>
  jetonId: string
}

const DELAI_S = 8

/** One provider, as seen by this process: discovery is read once, at the first login, and again after a failure. */
export class ClientOidc {
  private readonly fournisseur: Fournisseur
  private decouverte: Promise<oidc.Configuration> | null = null

  constructor(fournisseur: Fournisseur) {
    this.fournisseur = fournisseur
  }

  /** Begins a login: the address to send the browser to, and the secrets to find again at its return. */
  async createDemande(redirection: string): Promise<Secrets & { adresse: string }> {
    const configuration = await this.discover()
    const secrets = {
      etat: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifieur: oidc.randomPKCECodeVerifier(),
    }
    const { scope, acr } = this.fournisseur
    const adresse = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirection,
      scope,
      state: secrets.etat,
      nonce: secrets.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifieur),
      code_challenge_method: 'S256',
      ...(acr && { acr_values: acr }),
    })
    return { ...secrets, adresse: adresse.href }
  }

  /**
   * Ends a login: exchanges the code, checks state, nonce, issuer, audience, signature and level, reads userinfo.
   * @param url the full public address that the browser came back to.
   * @throws ErreurOidc
   */
  async checkRetour(url: URL, secrets: Secrets): Promise<Retour> {
    const configuration = await this.discover()
    try {
      const jetons = await oidc.authorizationCodeGrant(configuration, url, {
        expectedState: secrets.etat,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.verifieur,
        idTokenExpected: true,
      })
      const revendications = jetons.claims()
      if (!revendications || !jetons.id_token) throw new ErreurOidc('invalide')
      this.checkNiveau(revendications.acr)
      const serveur = configuration.serverMetadata()
      const profil = serveur.userinfo_endpoint
        ? await oidc.fetchUserInfo(configuration, jetons.access_token, revendications.sub)
        : {}
      return {
        emetteur: serveur.issuer,
        revendications: { ...profil, ...revendications },
        jetonId: jetons.id_token,
      }
    } catch (erreur) {
      throw erreur instanceof ErreurOidc ? erreur : new ErreurOidc(classify(erreur), erreur)
    }
  }

  /** Where to send the browser so that the provider ends its own session; null when it offers no such thing. */
  async getAdresseSortie(jetonId: string, retour: string): Promise<string | null> {
    const configuration = await this.discover()
    if (!configuration.serverMetadata().end_session_endpoint) return null
    const adresse = oidc.buildEndSessionUrl(configuration, {
      id_token_hint: jetonId,
      post_logout_redirect_uri: retour,
      // Optional in the standard, demanded by some providers; nothing depends on its return.
      state: oidc.randomState(),
    })
    return adresse.href
  }

  private checkNiveau(obtenu: unknown): void {
    const { acr } = this.fournisseur
    if (acr && !(typeof obtenu === 'string' && acr.split(/\s+/).includes(obtenu))) throw new ErreurOidc('niveau')
  }

  private discover(): Promise<oidc.Configuration> {
    this.decouverte ??= this.readDecouverte().catch((erreur: unknown) => {
      this.decouverte = null
      throw new ErreurOidc('indisponible', erreur)
    })
    return this.decouverte
  }

  private readDecouverte(): Promise<oidc.Configuration> {
    const emetteur = new URL(this.fournisseur.emetteur)
    // Without TLS only on this very machine: development and tests.
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(emetteur.hostname)
    return oidc.discovery(emetteur, this.fournisseur.clientId, this.fournisseur.clientSecret, undefined, {
      timeout: DELAI_S,
      // The signature of the ID token is checked against the provider's keys, even though it comes by TLS.
      execute: [oidc.enableNonRepudiationChecks, ...(local ? [oidc.allowInsecureRequests] : [])],
    })
  }
}

const PANNES = new Set(['server_error', 'temporarily_unavailable'])

function classify(erreur: unknown): MotifOidc {
  if (erreur instanceof oidc.AuthorizationResponseError) return PANNES.has(erreur.error) ? 'indisponible' : 'refus'
  // fetch() reports a lost network as a TypeError.
  if (erreur instanceof TypeError) return 'indisponible'
  if (erreur instanceof oidc.ClientError) {
    return ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'].includes(erreur.code ?? '')
      ? 'indisponible'
      : 'invalide'
  }
  return 'invalide'
}
