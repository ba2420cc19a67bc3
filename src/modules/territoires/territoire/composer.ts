import { z } from 'zod'
import { identifiant, liste } from '#core/saisie.ts'
import type { LigneLue } from '../geographie/liste.ts'
import type { ZoneNommee } from '../geographie/zone.ts'
import type { Operation } from './composition.ts'
import { schemaChangee, schemaSelection } from './selection.ts'

/** What is done with the communes that one names. */
export const GESTES = {
  ajouter: { libelle: 'Les ajouter', operation: 'union' },
  retirer: { libelle: 'Les retirer', operation: 'difference' },
  garder: { libelle: 'Ne garder que celles-là', operation: 'intersection' },
} as const satisfies Record<string, { libelle: string; operation: Operation }>
export type Geste = keyof typeof GESTES

const fichier = z
  .custom<File>((v) => v instanceof File)
  .optional()
  .catch(undefined)

/** What the composer is sent: the set in progress, and what to do with it. */
export const schemaComposer = z.object({
  ...schemaChangee,
  /** The stored territory whose composition is being changed. */
  territoire: identifiant.optional().catch(undefined),
  geste: z.enum(Object.keys(GESTES) as [Geste, ...Geste[]]).catch('ajouter'),
  /** Codes or names, typed or pasted. */
  texte: z.string().max(2_000_000, 'Ce texte est trop long\u00a0: deux millions de caractères au plus.').default(''),
  /** Whole areas, by their references. */
  blocs: liste(z.string()),
  /** Name or number of an intercommunalité. */
  epci: z.string().max(200).catch('').default(''),
  /** Communes checked in a list. */
  coches: liste(z.string()),
  /** Area whose communes were shown to be checked: those left unchecked go. */
  autour: z.string().optional().catch(undefined),
  /** What people chose among near names, by line; empty = none. */
  choix: z.record(z.string(), z.string()).catch({}).default({}),
  /** Communes already read, which wait for these choices. */
  attente: schemaSelection.communes,
  fichier,
  /** GeoJSON drawn on the map. */
  dessin: z.string().max(2_000_000).catch('').default(''),
})
export type EnvoiComposer = z.infer<typeof schemaComposer>

/** Does the sending name communes, beside the set that it carries? Choices left empty were looked at, and count. */
export const isNommant = ({ texte, epci, dessin, fichier, blocs, coches, choix, attente }: EnvoiComposer): boolean =>
  [texte, epci, dessin].some((t) => t.trim() !== '') ||
  (fichier !== undefined && fichier.size > 0) ||
  [...blocs.filter(Boolean), ...coches, ...attente, ...Object.keys(choix)].length > 0

/** A fault of a line or of a feature. */
export interface Remarque {
  /** « Ligne 3 », « Entité 12 » */
  lieu: string
  /** As it was written. */
  texte: string
  message: string
}

/** A file in metres, and how it was read. */
export interface Metres {
  /** French name of the projection. */
  projection: string
  /** Communes that wait for this reading to be confirmed: the file did not name its projection. */
  communes: string[]
}

/** What came of a sending. */
export interface Essai {
  communes: string[]
  /** How many communes were read in what was sent; null where the gesture read nothing. */
  lues: number | null
  geste: Geste
  /** Lines that may be several communes, or near a name: to be chosen. */
  aChoisir: LigneLue[]
  /** Communes read that wait for these choices. */
  attente: string[]
  /** Areas whose name agrees with what was typed, when several do. */
  zones: ZoneNommee[]
  metres: Metres[]
  remarques: Remarque[]
  /** What could not be read and has nothing to propose: comes back in the field. */
  nonLu: string
}

/** Lines shown to choose from at once. */
export const CHOIX_MAX = 60

/** Is there anything to tell, beside the set itself? */
export const hasRapport = ({ aChoisir, zones, metres, remarques }: Essai): boolean =>
  aChoisir.length + zones.length + metres.length + remarques.length > 0

/** Is there something that people must choose or confirm? */
export const hasChoix = ({ aChoisir, zones, metres }: Essai): boolean =>
  aChoisir.length + zones.length > 0 || metres.some((m) => m.communes.length > 0)
