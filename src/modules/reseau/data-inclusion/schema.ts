import { z } from 'zod'

/**
 * What a file of data.inclusion may hold: schema v1.0.8 of 27 April 2026, told in our words from its documentation
 * (Licence Ouverte 2.0). Its lists of thématiques and réseaux porteurs are not copied here: a value of theirs comes from
 * our vocabularies’ correspondences, or from a file that was imported, and only its shape is checked.
 */
export const TYPES_DI = [
  'accompagnement',
  'aide-financiere',
  'aide-materielle',
  'atelier',
  'formation',
  'information',
] as const
export const FRAIS_DI = ['gratuit', 'payant'] as const
export const MODES_ACCUEIL_DI = ['a-distance', 'en-presentiel'] as const
export const MODES_MOBILISATION_DI = [
  'envoyer-un-courriel',
  'se-presenter',
  'telephoner',
  'utiliser-lien-mobilisation',
] as const
export const MOBILISABLE_PAR_DI = ['professionnels', 'usagers'] as const
export const PUBLICS_DI = [
  'actifs',
  'beneficiaires-des-minimas-sociaux',
  'demandeurs-emploi',
  'etudiants',
  'familles',
  'femmes',
  'jeunes',
  'personnes-en-situation-de-handicap',
  'personnes-en-situation-durgence',
  'personnes-en-situation-juridique-specifique',
  'personnes-exilees',
  'residents-qpv-frr',
  'seniors',
  'tous-publics',
] as const
/** Excludes every other public. */
export const TOUS_PUBLICS = 'tous-publics'

export const BORNES = {
  nom: { min: 3, max: 150 },
  description: { min: 5, max: 10_000 },
  /** Of an address, by the type that the schema gives to them. */
  url: 2083,
} as const

const unique = <T extends z.ZodType>(element: T) =>
  z.array(element).refine((valeurs) => new Set(valeurs).size === valeurs.length, 'Une valeur paraît deux fois.')
const texte = z.string().min(1).nullable()
const url = z
  .url({ protocol: /^https?$/ })
  .max(BORNES.url)
  .nullable()
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const nom = z.string().min(BORNES.nom.min).max(BORNES.nom.max)
const description = z.string().min(BORNES.description.min).max(BORNES.description.max)
const dateMaj = z.iso.date().refine((date) => date >= '2000-01-01', 'La date est d’avant 2000.')
const identifiant = z.string().regex(/^[a-z0-9-]+--\S+$/)

const lieu = {
  commune: texte,
  code_postal: z
    .string()
    .regex(/^\d{5}$/)
    .nullable(),
  code_insee: z
    .string()
    .regex(/^(\d{2}|2[AB])\d{3}$/)
    .nullable(),
  adresse: texte,
  complement_adresse: texte,
  longitude: z.number().min(-180).max(180).nullable(),
  latitude: z.number().min(-90).max(90).nullable(),
}
const moyens = {
  telephone: texte,
  courriel: z.email().nullable(),
  horaires_accueil: texte,
}
const hasPoint = (v: { longitude: number | null; latitude: number | null }): boolean =>
  (v.longitude === null) === (v.latitude === null)

/** @param aujourdhui ISO date that `date_maj` may not pass */
export const createSchemaStructure = (aujourdhui: string) =>
  z
    .strictObject({
      source: slug,
      id: identifiant,
      nom,
      description: description.nullable(),
      date_maj: dateMaj.refine((date) => date <= aujourdhui, 'La date est dans l’avenir.'),
      lien_source: url,
      siret: z
        .string()
        .regex(/^\d{14}$/)
        .nullable(),
      ...lieu,
      ...moyens,
      site_web: url,
      accessibilite_lieu: url,
      reseaux_porteurs: unique(slug).nullable(),
    })
    .refine(hasPoint, 'Un point a une longitude et une latitude.')
export type StructureDi = z.infer<ReturnType<typeof createSchemaStructure>>

/** A theme is « famille » or « famille--thème ». */
const thematique = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*(--[a-z0-9]+(-[a-z0-9]+)*)?$/)

/** @param aujourdhui ISO date that `date_maj` may not pass */
export const createSchemaService = (aujourdhui: string) =>
  z
    .strictObject({
      source: slug,
      structure_id: identifiant,
      id: identifiant,
      nom,
      description,
      date_maj: dateMaj.refine((date) => date <= aujourdhui, 'La date est dans l’avenir.'),
      lien_source: url,
      type: z.enum(TYPES_DI).nullable(),
      thematiques: unique(thematique).nullable(),
      frais: z.enum(FRAIS_DI).nullable(),
      frais_precisions: texte,
      publics: unique(z.enum(PUBLICS_DI))
        .refine((p) => !p.includes(TOUS_PUBLICS) || p.length === 1, '« tous-publics » se dit seul.')
        .nullable(),
      publics_precisions: texte,
      conditions_acces: texte,
      ...lieu,
      ...moyens,
      modes_accueil: unique(z.enum(MODES_ACCUEIL_DI)).nullable(),
      zone_eligibilite: unique(z.string().regex(/^(\d{2,3}|2[AB]|(\d{2}|2[AB])\d{3}|\d{9}|france)$/)).nullable(),
      contact_nom_prenom: texte,
      lien_mobilisation: url,
      modes_mobilisation: unique(z.enum(MODES_MOBILISATION_DI)).nullable(),
      mobilisable_par: unique(z.enum(MOBILISABLE_PAR_DI)).nullable(),
      mobilisation_precisions: texte,
      volume_horaire_hebdomadaire: z.number().nullable(),
      nombre_semaines: z.int().nullable(),
    })
    .refine(hasPoint, 'Un point a une longitude et une latitude.')
export type ServiceDi = z.infer<ReturnType<typeof createSchemaService>>
