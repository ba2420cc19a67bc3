import type { CibleFiche, Suivi } from '../fiche/fiche.ts'

/** What people write of an organisme. */
export interface ContenuOrganisme {
  nom: string
  sigle: string | null
  /** Term of the vocabulary `type-structure`. */
  type: string | null
  description: string | null
  /** The body that it belongs to. */
  parent: number | null
  /** FINESS number of the legal body (entité juridique). */
  finess: string | null
  siren: string | null
  telephone: string | null
  courriel: string | null
  siteWeb: string | null
  /** INSEE code of its seat. */
  commune: string | null
}

/** A legal or carrying body: association, établissement public, commune, fédération…, as it is stored. */
export interface Organisme extends ContenuOrganisme, Suivi, CibleFiche {
  id: number
  supprimeLe: Date | null
  remplacePar: number | null
  /** Names, to be shown. */
  nomParent: string | null
  nomCommune: string | null
}

export const formatAdresseOrganisme = (id: number): string => `/organismes/${id}`
