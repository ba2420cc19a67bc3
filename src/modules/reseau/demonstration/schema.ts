import { z } from 'zod'

/** The shape of `demo/organismes.json`, `structures.json` and `dispositifs.json`. What is absent is not known. */
const cle = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const texte = z.string().trim().min(1)
const slugs = z.array(cle).default([])
const date = z.iso.date()
const commune = z.string().regex(/^(\d{2}|2[AB])\d{3}$/)
/** A commune, a département, an EPCI, or the whole country. */
const lieu = z.union([commune, z.string().regex(/^(\d{2,3}|2[AB]|\d{9})$/), z.literal('france')])
const adresseWeb = z.url({ protocol: /^https?$/ })

const commun = {
  /** Stable and unique: what was loaded is not loaded again. */
  cle,
  nom: texte,
  description: texte.optional(),
  telephone: texte.optional(),
  courriel: z.email().optional(),
  siteWeb: adresseWeb.optional(),
  commune: commune.optional(),
  /** Invented for the demonstration. Everything else is a fact, with its source. */
  fictif: z.literal(true).optional(),
  /** A document of `demo/documents.json`, or a public page. */
  source: z.union([z.strictObject({ document: cle }), z.strictObject({ titre: texte, url: adresseWeb })]).optional(),
  /** What the source does not say, or says without certainty; told in the description. */
  aVerifier: texte.optional(),
}

const schemaContact = z.strictObject({
  cle,
  prenom: texte,
  nom: texte,
  fonction: texte,
  profession: cle.optional(),
  telephone: texte.optional(),
  courriel: z.email().optional(),
  visible: z.enum(['coordination', 'public']),
})
export type DemoContact = z.infer<typeof schemaContact>

export const schemaOrganisme = z.strictObject({
  ...commun,
  sigle: texte.optional(),
  type: cle.optional(),
  parent: cle.optional(),
  siren: z
    .string()
    .regex(/^\d{9}$/)
    .optional(),
  contacts: z.array(schemaContact).default([]),
})
export type DemoOrganisme = z.infer<typeof schemaOrganisme>

const schemaService = z.strictObject({
  cle,
  nom: texte,
  description: texte,
  type: cle.optional(),
  themes: slugs,
  publics: slugs,
  ageMin: z.int().optional(),
  ageMax: z.int().optional(),
  frais: z.enum(['gratuit', 'payant']).optional(),
  fraisPrecisions: texte.optional(),
  conditionsAcces: texte.optional(),
  modesAccueil: slugs,
  modesMobilisation: slugs,
  mobilisablePar: slugs,
  mobilisationPrecisions: texte.optional(),
  lienMobilisation: adresseWeb.optional(),
  zoneEligibilite: z.array(lieu).default([]),
  telephone: texte.optional(),
  courriel: z.email().optional(),
  horaires: texte.optional(),
  langues: slugs,
})
export type DemoService = z.infer<typeof schemaService>

export const schemaStructure = z.strictObject({
  ...commun,
  sigle: texte.optional(),
  type: cle.optional(),
  organisme: cle.optional(),
  adresse: texte.optional(),
  codePostal: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  /** Longitude, latitude: only of an invented place, somewhere in its commune. */
  position: z.tuple([z.number(), z.number()]).optional(),
  horaires: texte.optional(),
  accessibilite: texte.optional(),
  langues: slugs,
  verifieLe: date.optional(),
  services: z.array(schemaService).default([]),
})
export type DemoStructure = z.infer<typeof schemaStructure>

const schemaMembre = z
  .strictObject({
    role: cle,
    contact: cle.optional(),
    organisme: cle.optional(),
    structure: cle.optional(),
    autre: cle.optional(),
    college: cle.optional(),
    debut: date.optional(),
    fin: date.optional(),
    note: texte.optional(),
  })
  .refine((m) => [m.contact, m.organisme, m.structure, m.autre].filter(Boolean).length === 1, 'one member exactly')

export const schemaDispositif = z.strictObject({
  ...commun,
  type: cle,
  organisme: cle.optional(),
  adresse: texte.optional(),
  themes: slugs,
  publics: slugs,
  /** Its territory through time, the present one last; none where the source does not say it. */
  versions: z
    .array(z.strictObject({ depuis: date.optional(), note: texte, communes: z.array(commune).min(1) }))
    .default([]),
  etapes: z.array(z.strictObject({ etape: cle, date, note: texte.optional(), contenus: slugs })).default([]),
  membres: z.array(schemaMembre).default([]),
  instances: z
    .array(
      z.strictObject({
        type: cle,
        nom: texte,
        frequence: texte.optional(),
        /** Ranks in `membres`. */
        sieges: z.array(z.int().nonnegative()),
      }),
    )
    .default([]),
  missions: z
    .array(
      z.strictObject({
        mission: cle,
        etat: z.enum(['a-demarrer', 'demarree', 'deployee', 'arretee']),
        debut: date.optional(),
        deploiement: date.optional(),
        note: texte.optional(),
      }),
    )
    .default([]),
  documents: z
    .array(
      z.union([
        /** Key of a demonstration notice. */
        z.strictObject({ notice: cle, nature: texte }),
        z.strictObject({ titre: texte, url: adresseWeb, nature: texte, date: date.optional() }),
      ]),
    )
    .default([]),
  valeurs: z.record(cle, z.union([z.string(), z.number()])).default({}),
  /** The demonstration account « coordinateur » coordinates it. */
  coordonne: z.literal(true).optional(),
})
export type DemoDispositif = z.infer<typeof schemaDispositif>

export const schemaDemoReseau = z.strictObject({
  organismes: z.array(schemaOrganisme),
  structures: z.array(schemaStructure),
  dispositifs: z.array(schemaDispositif),
  liens: z.array(
    z.strictObject({
      a: cle,
      b: cle,
      nature: z.enum(['convention', 'siege-mutuel', 'coordination-partagee', 'action-partagee', 'rencontre', 'autre']),
      depuis: date,
      preuve: texte,
      preuveUrl: adresseWeb.optional(),
      note: texte.optional(),
    }),
  ),
})
export type DemoReseau = z.infer<typeof schemaDemoReseau>
