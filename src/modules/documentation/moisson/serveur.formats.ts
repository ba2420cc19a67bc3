import { listFormatsLus } from './enregistrement.formats.ts'
import {
  type EnsembleOai,
  type FormatOai,
  formatFaute,
  type IdentiteOai,
  parseEnsembles,
  parseFormats,
  parseIdentite,
} from './oai.formats.ts'
import { ErreurMoisson, formatDemande, getReponse, type ReglagesOai } from './oai-client.formats.ts'

/** What a server says of itself, for the person who declares it. */
export interface Serveur {
  identite: IdentiteOai
  /** All its formats; of them, those that are read here, the richest first. */
  formats: FormatOai[]
  lus: FormatOai[]
  /** The first page of its sets; none where it has none. */
  ensembles: EnsembleOai[]
}

/**
 * Asks a server who it is, which formats and sets it has. Its own faults about sets are no failure: many have none.
 * @throws ErreurMoisson
 */
export async function getServeur(reglages: ReglagesOai, adresse: string, signal: AbortSignal): Promise<Serveur> {
  const ask = (verb: string) => getReponse(reglages, formatDemande(adresse, { verb }), signal)
  const identite = await ask('Identify')
  const [faute] = identite.fautes
  if (identite.contenu?.nom !== 'Identify') {
    throw new ErreurMoisson(faute ? formatFaute(faute) : 'Le serveur ne se présente pas comme un serveur OAI-PMH.')
  }
  const formats = await ask('ListMetadataFormats')
  const ensembles = await ask('ListSets')
  const offerts = formats.contenu ? parseFormats(formats.contenu) : []
  return {
    identite: parseIdentite(identite.contenu),
    formats: offerts,
    lus: listFormatsLus(offerts),
    ensembles: ensembles.contenu ? parseEnsembles(ensembles.contenu) : [],
  }
}
