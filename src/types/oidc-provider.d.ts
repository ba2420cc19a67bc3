/** The little of `oidc-provider` that the tests use: the package brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Resultat {
    login?: { accountId: string; acr?: string }
  }
  type Options = Record<string, unknown>

  export default class Provider {
    constructor(emetteur: string, configuration: Options)
    callback(): (requete: IncomingMessage, reponse: ServerResponse) => void
    interactionFinished(
      requete: IncomingMessage,
      reponse: ServerResponse,
      resultat: Resultat,
      options?: Options,
    ): Promise<void>
  }
}
