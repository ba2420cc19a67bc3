import type { Acteur } from './acteur.ts'
import type { Db } from './db.ts'

/** Required first argument of every query and action: database (or transaction), who acts, the one clock. */
export interface Ctx {
  db: Db
  acteur: Acteur
  maintenant: Date
  origine: Origine
}

/** Where a gesture comes from, for the trace: id of the request, address (null on the command line). */
export interface Origine {
  requete: string
  ip: string | null
}

export interface Avis {
  ton: 'succes' | 'info' | 'attention' | 'erreur'
  texte: string
}

/** What most actions have to say. */
export const succes = (texte: string): Avis => ({ ton: 'succes', texte })

/** What a page knows of the HTTP request. Structurally the `PageContext` of the layout. */
export interface Requete {
  id: string
  acteur: Acteur
  chemin: string
  url: URL
  /** Address of the site without final slash, for absolute links. */
  adresse: string
  nonce: string
  ip: string
  agent: string
  /** Headers of the request: Accept, If-None-Match… */
  entetes: Headers
  avis: Avis | null
  demo: boolean
}
