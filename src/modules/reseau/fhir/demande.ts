import { z } from 'zod'
import type { TypeFhir } from './modele.ts'
import type { CriteresFhir } from './recherche.queries.ts'
import { SYSTEMES } from './ressources.formats.ts'

const MAX = 100
const texte = z.string().trim().min(1).max(200)
const entier = (min: number, max: number, defaut: number) => z.coerce.number().int().min(min).max(max).default(defaut)

const commun = {
  _id: texte.optional().describe('Numéro de la ressource.'),
  _count: entier(0, MAX, 20).describe('Ressources par page.'),
  _offset: entier(0, 1_000_000, 0).describe('Rang de la première.'),
  _format: z
    .enum(['json', 'application/fhir+json', 'application/json'])
    .optional()
    .describe('Toujours du JSON\u00a0: accepté pour les logiciels qui le demandent.'),
}
const nom = texte.optional().describe('Mots du nom.')
const codePostal = z
  .string()
  .regex(/^\d{5}$/)
  .optional()
  .describe('Code postal.')
const communeInsee = z
  .string()
  .regex(/^(\d{2}|2[AB])\d{3}$/)
  .optional()
  .describe('Code Insee de la commune.')

/** Parameters of a search, by resource. Names are those of the standard; `commune` is ours. */
export const PARAMETRES = {
  Organization: z.object({
    ...commun,
    name: nom,
    identifier: texte.optional().describe('Numéro FINESS, SIREN ou SIRET, seul ou précédé de son système et de `|`.'),
    type: texte
      .optional()
      .describe('`LEGAL-ENTITY`, `GEOGRAPHICAL-ENTITY`, ou un terme du vocabulaire des structures.'),
    partof: texte.optional().describe('Organization/o-12\u00a0: ce qui en dépend.'),
    'address-postalcode': codePostal,
    commune: communeInsee,
  }),
  Location: z.object({
    ...commun,
    name: nom,
    organization: texte.optional().describe('Organization/s-34.'),
    'address-postalcode': codePostal,
    commune: communeInsee,
  }),
  HealthcareService: z.object({
    ...commun,
    name: nom,
    organization: texte.optional().describe('Organization/s-34\u00a0: ce qui y est proposé.'),
    'service-type': texte.optional().describe('Un terme du vocabulaire des thèmes.'),
    commune: communeInsee,
  }),
  PractitionerRole: z.object({
    ...commun,
    organization: texte.optional().describe('Organization/o-12 ou Organization/s-34.'),
    role: texte.optional().describe('Un terme du vocabulaire des professions.'),
  }),
} as const satisfies Record<TypeFhir, z.ZodObject>

/** `s-34` → a structure. Null for anything else: nothing has that number. */
export function parseId(texte: string): { sorte: 'organisme' | 'structure'; id: number } | null {
  const [, lettre, chiffres] = /^(?:.*\/)?([os])-(\d{1,9})$/.exec(texte) ?? []
  if (!lettre || !chiffres) return null
  return { sorte: lettre === 'o' ? 'organisme' : 'structure', id: Number(chiffres) }
}

const parseNumero = (texte: string): number => (/^\d{1,9}$/.test(texte) ? Number(texte) : 0)

/** A code, with or without its system: `http://…|theme` → `theme`. */
const parseCode = (texte: string): string => texte.split('|').at(-1) ?? ''

function parseIdentifiant(texte: string): NonNullable<CriteresFhir['identifiant']> {
  const [systeme, valeur] = texte.includes('|') ? [texte.split('|')[0], parseCode(texte)] : ['', texte]
  if (systeme === SYSTEMES.finess) return { colonne: 'finess', valeur }
  // The same system for both, told apart by their length.
  if (systeme === SYSTEMES.sirene) return { colonne: valeur.length === 14 ? 'siret' : 'siren', valeur }
  return { colonne: null, valeur: systeme ? '' : valeur }
}

type Demande = { [cle: string]: unknown; _id?: string | undefined; _count: number; _offset: number }
const get = (d: Demande, nom: string): string | undefined => (typeof d[nom] === 'string' ? d[nom] : undefined)

/** What a search asks of our tables. A number that nothing has is asked for as 0. */
export function parseCriteres(type: TypeFhir, d: Demande): CriteresFhir {
  const [name, organization, identifier] = [get(d, 'name'), get(d, 'organization'), get(d, 'identifier')]
  const criteres: CriteresFhir = { debut: d._offset, limite: d._count }
  if (name) criteres.nom = name
  const [codePostal, commune] = [get(d, 'address-postalcode'), get(d, 'commune')]
  if (codePostal) criteres.codePostal = codePostal
  if (commune) criteres.communes = [commune]
  if (identifier) criteres.identifiant = parseIdentifiant(identifier)
  if (d._id !== undefined) {
    const lu = type === 'Organization' || type === 'Location' ? parseId(d._id) : null
    criteres.ids = [lu?.id ?? (type === 'HealthcareService' || type === 'PractitionerRole' ? parseNumero(d._id) : 0)]
    if (type === 'Organization' && lu) criteres.sorte = lu.sorte
    if (type === 'Location' && lu?.sorte === 'organisme') criteres.ids = [0]
  }
  const code = parseCode(get(d, 'type') ?? '')
  if (code === 'LEGAL-ENTITY') criteres.sorte = 'organisme'
  else if (code === 'GEOGRAPHICAL-ENTITY') criteres.sorte = 'structure'
  else if (code) criteres.type = code
  const de = get(d, 'partof') ?? organization
  if (de !== undefined) {
    const lu = parseId(de)
    if (type === 'Location') criteres.ids = [lu?.sorte === 'structure' ? lu.id : 0]
    else if (lu?.sorte === 'organisme') criteres.organisme = lu.id
    else criteres.structure = lu?.id ?? 0
    if (type === 'Organization' && lu?.sorte !== 'organisme') criteres.ids = [0]
  }
  const theme = get(d, 'service-type')
  if (theme) criteres.themes = [parseCode(theme)]
  const role = get(d, 'role')
  if (role) criteres.profession = parseCode(role)
  return criteres
}
