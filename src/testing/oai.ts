import { expect } from 'vitest'
import { type Noeud, parseArbre } from '#modules/documentation/echange/xml.formats.ts'

/** What is used here of the browser of the tests. */
interface Client {
  get(chemin: string, entetes?: Record<string, string>): Promise<Response>
}

const listEnfants = (noeud: Noeud | undefined, nom: string): Noeud[] =>
  noeud?.enfants.filter((enfant) => enfant.nom === nom) ?? []
export const getEnfant = (noeud: Noeud | undefined, ...chemin: string[]): Noeud | undefined =>
  chemin.reduce<Noeud | undefined>((parent, nom) => listEnfants(parent, nom)[0], noeud)
export const getTexte = (noeud: Noeud | undefined, ...chemin: string[]): string =>
  getEnfant(noeud, ...chemin)?.texte.trim() ?? ''

export interface RecordRecu {
  id: number
  date: string
  supprime: boolean
  ensembles: string[]
  /** The element inside `metadata`; undefined in a list of identifiers, and of one that is deleted. */
  contenu: Noeud | undefined
}

export interface Page {
  /** The whole answer. */
  racine: Noeud
  date: string
  requete: Noeud | undefined
  erreurs: string[]
  records: RecordRecu[]
  /** Undefined where the answer has no token; '' on the last page of a list. */
  jeton: string | undefined
  total: number
  curseur: number
}

function parseRecord(noeud: Noeud): RecordRecu {
  const entete = noeud.nom === 'header' ? noeud : getEnfant(noeud, 'header')
  return {
    id: Number(getTexte(entete, 'identifier').split(':').at(-1)),
    date: getTexte(entete, 'datestamp'),
    supprime: entete?.attributs.status === 'deleted',
    ensembles: listEnfants(entete, 'setSpec').map((e) => e.texte),
    contenu: getEnfant(noeud, 'metadata')?.enfants[0],
  }
}

/** An answer of /oai, which must be well-formed XML. */
export function parsePage(xml: string): Page {
  const racine = parseArbre(xml.replace(/^<\?xml[^>]*\?>/, ''))
  const verbe = racine.enfants.find((e) => !['responseDate', 'request', 'error'].includes(e.nom))
  const reprise = getEnfant(verbe, 'resumptionToken')
  return {
    racine,
    date: getTexte(racine, 'responseDate'),
    requete: getEnfant(racine, 'request'),
    erreurs: listEnfants(racine, 'error').map((e) => e.attributs.code ?? ''),
    records: (verbe?.enfants ?? []).filter((e) => ['record', 'header'].includes(e.nom)).map(parseRecord),
    jeton: reprise?.texte.trim(),
    total: Number(reprise?.attributs.completeListSize),
    curseur: Number(reprise?.attributs.cursor),
  }
}

/** Asks one page, as another visitor each time: tests ask more in a minute than a harvester. */
export function createMoissonneur(client: Client) {
  let visiteur = 0
  const demander = async (criteres: Record<string, string>): Promise<Page> => {
    visiteur++
    const reponse = await client.get(`/oai?${new URLSearchParams(criteres)}`, {
      'x-forwarded-for': `192.0.${Math.floor(visiteur / 250)}.${visiteur % 250}`,
    })
    expect([reponse.status, reponse.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8'])
    return parsePage(await reponse.text())
  }
  /** A whole list, page after page; `entre` is run between two. */
  const moissonner = async (
    criteres: Record<string, string>,
    entre: () => Promise<void> = async () => undefined,
  ): Promise<{ date: string; pages: Page[]; records: RecordRecu[] }> => {
    const pages = [await demander(criteres)]
    for (let page = pages[0]; page?.jeton; page = pages.at(-1)) {
      await entre()
      pages.push(await demander({ verb: criteres.verb ?? '', resumptionToken: page.jeton }))
    }
    return { date: pages[0]?.date ?? '', pages, records: pages.flatMap((p) => p.records) }
  }
  return { demander, moissonner }
}
