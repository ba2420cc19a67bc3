import { z } from 'zod'
import { ErreurSaisie } from '#core/errors.ts'
import { ligneOuNull, texteOuNull } from '#core/saisie.ts'
import { schemaSaisie } from '../dispositif/saisie.ts'
import type { Valeurs } from '../fiche/fiche.ts'
import { schemaOrganisme } from '../organisme/saisie.ts'
import { schemaService } from '../service/saisie.ts'
import { schemaStructure } from '../structure/saisie.ts'

/** What programs propose: the fields of the forms, with codes and numbers where a form asks for words. */
const message = texteOuNull(2000).describe('D’où vient ce qui est proposé.')
const code = z
  .string()
  .regex(/^(\d{2}|2[AB])\d{3}$/, 'Un code Insee a cinq caractères.')
  .nullable()
const commune = code.describe('Code Insee.')
const organisme = z.int().positive().max(2_147_483_647).nullable().describe('Numéro d’un organisme de l’annuaire.')
const horaires = ligneOuNull(1000).describe('Syntaxe opening_hours d’OpenStreetMap.')
const faute = 'Écrivez des degrés WGS 84.'

const {
  organisme: _o,
  commune: _c,
  position: _p,
  horairesMode: _h,
  jours: _j,
  feries: _f,
  osm: _s,
  ...structure
} = schemaStructure.shape
const { horairesMode: _h2, jours: _j2, feries: _f2, osm: _s2, zoneEligibilite: _z, ...service } = schemaService.shape
const { parent: _p2, commune: _c2, ...propres } = schemaOrganisme.shape

/** Fields of each kind of sheet, by the names of the directory. */
const CHAMPS = {
  structure: {
    ...structure,
    ...{ organisme, commune, horaires },
    longitude: z.number(faute).min(-180, faute).max(180, faute).nullable().describe('Degrés, avec `latitude`.'),
    latitude: z.number(faute).min(-90, faute).max(90, faute).nullable().describe('Degrés, avec `longitude`.'),
  },
  service: {
    ...service,
    horaires,
    zoneEligibilite: z
      .array(z.string().max(100))
      .max(500)
      .describe('Codes de communes, de départements ou d’EPCI, ou `france`.'),
  },
  organisme: { ...propres, parent: organisme, commune },
}

/** A sheet that exists: the fields that change, and no other. */
export const schemaCorrection = {
  structure: z.object(CHAMPS.structure).partial().extend({ message }).strict(),
  service: z.object(CHAMPS.service).partial().extend({ message }).strict(),
  organisme: z.object(CHAMPS.organisme).partial().extend({ message }).strict(),
}

/** A sheet that is missing: its name, and all that one knows. */
export const schemaNouvelle = {
  structure: z.object(CHAMPS.structure).partial().extend({ nom: structure.nom, message }).strict(),
  service: z.object(CHAMPS.service).partial().extend({ nom: service.nom, message }).strict(),
  organisme: z.object(CHAMPS.organisme).partial().extend({ nom: propres.nom, message }).strict(),
}

/** A form left empty. */
export const VIDES = {
  structure: schemaStructure.parse({ nom: '-' }),
  service: schemaService.parse({ nom: '-' }),
  organisme: schemaOrganisme.parse({ nom: '-' }),
  dispositif: schemaSaisie.parse({ nom: '-' }),
}

const formatNumero = (numero: unknown): string | null => (typeof numero === 'number' ? String(numero) : null)

/**
 * What a program gives, as the form of that sheet says it.
 * @param horaires those of the sheet, where it gives none
 */
export function formatSaisie(
  { longitude, latitude, horaires: dits, zoneEligibilite, parent, organisme: porteur, ...champs }: Valeurs,
  actuels: string | null,
): Valeurs {
  return {
    ...champs,
    ...{ horairesMode: 'osm', osm: dits === undefined ? actuels : dits },
    ...{ parent: formatNumero(parent), organisme: formatNumero(porteur) },
    zoneEligibilite: Array.isArray(zoneEligibilite) ? zoneEligibilite.join('\n') : null,
    position: typeof longitude === 'number' && typeof latitude === 'number' ? { longitude, latitude } : null,
  }
}

/** A dispositif: the fields that change, by the names that its reading uses. */
export const schemaCorrectionDispositif = z
  .object({
    nom: schemaSaisie.shape.nom,
    description: schemaSaisie.shape.description,
    organisme: organisme.describe('Numéro de l’organisme porteur.'),
    commune: commune.describe('Code Insee de la commune où travaille l’équipe.'),
    adresse: schemaSaisie.shape.adresse.describe('Adresse postale.'),
    telephone: schemaSaisie.shape.telephone,
    courriel: schemaSaisie.shape.courriel,
    site_web: schemaSaisie.shape.siteWeb,
    themes: schemaSaisie.shape.themes.describe('Termes du vocabulaire des thèmes.'),
    publics: schemaSaisie.shape.publics.describe('Termes du vocabulaire des publics.'),
    qpv: schemaSaisie.shape.qpv.describe('Codes de quartiers prioritaires.'),
    source: schemaSaisie.shape.source,
    source_url: schemaSaisie.shape.sourceUrl,
    fin: schemaSaisie.shape.fin.describe('Date de fin.'),
    valeurs: z
      .record(z.string().max(100), z.union([z.string().max(5000), z.number()]).nullable())
      .describe('Réponses aux champs propres à son type, par leur nom. Nul\u00a0: sans réponse.'),
    communes: z.array(z.string().max(10)).max(40_000).describe('Son territoire entier, en codes Insee.'),
    depuis: schemaSaisie.shape.fin.describe('Depuis quand ce territoire vaut.'),
  })
  .partial()
  .extend({ message })
  .strict()
export type CorrectionDispositif = z.output<typeof schemaCorrectionDispositif>

/** The fields of a form that a body says by other names. */
const NOMS: Record<string, string> = { osm: 'horaires', porteur: 'organisme', siege: 'commune', siteWeb: 'site_web' }

/** Faults of a form, told at the place of the body that they come from. */
export async function tellCorps<T>(lire: Promise<T>): Promise<T> {
  try {
    return await lire
  } catch (erreur) {
    if (!(erreur instanceof ErreurSaisie)) throw erreur
    const place = (field: string) => ['corps', NOMS[field] ?? field].filter(Boolean).join('.')
    throw new ErreurSaisie(erreur.erreurs.map((e) => ({ ...e, field: place(e.field) })))
  }
}
