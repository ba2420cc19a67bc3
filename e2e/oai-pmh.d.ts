/** The part of npm `oai-pmh` that we use; the package ships no types. Source: its README. */
declare module 'oai-pmh/src/index.js' {
  interface Entete {
    identifier: string
    datestamp: string
  }
  interface Criteres {
    metadataPrefix: string
    set?: string
  }
  export class OaiPmh {
    constructor(adresse: string)
    identify(): Promise<Record<string, unknown>>
    listMetadataFormats(): Promise<{ metadataPrefix: string }[]>
    listSets(): AsyncIterable<{ setSpec: string }>
    listRecords(criteres: Criteres): AsyncIterable<{ header: Entete; metadata?: object }>
    listIdentifiers(criteres: Criteres): AsyncIterable<Entete>
    getRecord(identifiant: string, prefixe: string): Promise<unknown>
  }
}
