import { getLibelle } from '#modules/vocabulaires/index.ts'
import type { Contact } from '../contact/contact.ts'
import { formatAges } from '../echange/ages.ts'
import { formatE164 } from '../echange/telephone.ts'
import type { Organisme } from '../organisme/organisme.ts'
import type { Service } from '../service/service.ts'
import { formatNomStructure, type Structure } from '../structure/structure.ts'
import type { HorairesFhir } from './horaires.ts'
import type {
  Address,
  CodeableConcept,
  ContactPoint,
  HealthcareService,
  Identifier,
  Location,
  Organization,
  PractitionerRole,
} from './modele.ts'

/**
 * Our sheets as FHIR R4, in the shapes of FR Core 2.2: https://hl7.fr/ig/fhir/core. An organisme is an Organization of
 * type LEGAL-ENTITY; a structure is an Organization of type GEOGRAPHICAL-ENTITY and the Location where it stands; a
 * service is a HealthcareService; a contact who agreed to be shown is a PractitionerRole.
 */
const FR_CORE = 'https://hl7.fr/ig/fhir/core'
/** Identifier systems, as FR Core 2.2 gives them. */
export const SYSTEMES = {
  finess: 'https://finess.esante.gouv.fr',
  sirene: 'https://sirene.fr',
  rpps: 'https://rpps.esante.gouv.fr',
} as const

/** Addresses of what we refer to. @param base address of the FHIR server, without final slash */
export interface Envoi {
  site: string
}

interface Datee {
  revision: number
  modifieLe: Date
  fictif: boolean
}
const formatMeta = (profil: string, { revision, modifieLe, fictif }: Datee) => ({
  versionId: String(revision),
  lastUpdated: modifieLe.toISOString(),
  profile: [`${FR_CORE}/StructureDefinition/${profil}`],
  // The standard’s mark of data that are nobody’s.
  ...(fictif && {
    security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST', display: 'Fictif' }],
  }),
})

const formatIdentifiant = (
  type: 'FINEJ' | 'FINEG' | 'SIREN' | 'SIRET' | 'RPPS',
  system: string,
  value: string | null,
): Identifier[] =>
  value === null
    ? []
    : [
        {
          use: 'official',
          type: { coding: [{ system: `${FR_CORE}/CodeSystem/fr-core-cs-v2-0203`, code: type }] },
          system,
          value,
        },
      ]

const formatSorte = (code: 'LEGAL-ENTITY' | 'GEOGRAPHICAL-ENTITY'): CodeableConcept => ({
  coding: [{ system: `${FR_CORE}/CodeSystem/fr-core-cs-v2-3307`, code }],
})

/** A term of one of our vocabularies, whose page is its system. */
const formatTerme = (
  vocabulaire: 'type-structure' | 'theme' | 'public' | 'profession',
  code: string,
  { site }: Envoi,
) => ({
  coding: [{ system: `${site}/vocabulaires/${vocabulaire}`, code, display: getLibelle(vocabulaire, code) }],
})

interface Joignable {
  telephone: string | null
  courriel: string | null
  siteWeb?: string | null
}
const formatTelecom = ({ telephone, courriel, siteWeb = null }: Joignable): ContactPoint[] => {
  const numero = formatE164(telephone)
  return [
    ...(numero ? [{ system: 'phone' as const, value: numero, use: 'work' as const }] : []),
    ...(courriel ? [{ system: 'email' as const, value: courriel, use: 'work' as const }] : []),
    ...(siteWeb ? [{ system: 'url' as const, value: siteWeb, use: 'work' as const }] : []),
  ]
}

interface Situee {
  adresse?: string | null
  complement?: string | null
  codePostal?: string | null
  commune: string | null
  nomCommune: string | null
}
function formatAddress({ adresse, complement, codePostal, commune, nomCommune }: Situee): Address[] {
  const line = [adresse, complement].filter((l): l is string => !!l)
  if (line.length === 0 && nomCommune === null) return []
  return [
    {
      ...(commune && {
        extension: [
          {
            url: `${FR_CORE}/StructureDefinition/fr-core-address-insee-code`,
            valueCoding: {
              system: 'https://mos.esante.gouv.fr/NOS/TRE_R13-Commune/FHIR/TRE-R13-Commune',
              code: commune,
            },
          },
        ],
      }),
      use: 'work',
      ...(line.length > 0 && { line }),
      ...(nomCommune && { city: nomCommune }),
      ...(codePostal && { postalCode: codePostal }),
      country: 'FRA',
    },
  ]
}

/** Lists that would be empty are left out: the standard has no empty list. */
const keep = <K extends string, T>(nom: K, liste: readonly T[]): { [k in K]?: T[] } =>
  liste.length > 0 ? ({ [nom]: liste } as { [k in K]: T[] }) : {}

export const formatIdOrganisme = (id: number): string => `o-${id}`
export const formatIdStructure = (id: number): string => `s-${id}`

export const formatOrganisme = (o: Organisme, envoi: Envoi): Organization => ({
  resourceType: 'Organization',
  id: formatIdOrganisme(o.id),
  meta: formatMeta('fr-core-organization', o),
  ...keep('identifier', [
    ...formatIdentifiant('FINEJ', SYSTEMES.finess, o.finess),
    ...formatIdentifiant('SIREN', SYSTEMES.sirene, o.siren),
  ]),
  active: true,
  type: [formatSorte('LEGAL-ENTITY'), ...(o.type ? [formatTerme('type-structure', o.type, envoi)] : [])],
  name: o.nom,
  ...(o.sigle && { alias: [o.sigle] }),
  ...keep('telecom', formatTelecom(o)),
  ...keep('address', formatAddress(o)),
  ...(o.parent !== null &&
    o.nomParent !== null && {
      partOf: { reference: `Organization/${formatIdOrganisme(o.parent)}`, display: o.nomParent },
    }),
})

export const formatStructure = (s: Structure, envoi: Envoi): Organization => ({
  resourceType: 'Organization',
  id: formatIdStructure(s.id),
  meta: formatMeta('fr-core-organization', s),
  ...keep('identifier', [
    ...formatIdentifiant('FINEG', SYSTEMES.finess, s.finess),
    ...formatIdentifiant('SIRET', SYSTEMES.sirene, s.siret),
  ]),
  active: s.etat !== 'fermee',
  type: [formatSorte('GEOGRAPHICAL-ENTITY'), ...(s.type ? [formatTerme('type-structure', s.type, envoi)] : [])],
  name: s.nom,
  ...(s.sigle && { alias: [s.sigle] }),
  ...keep('telecom', formatTelecom(s)),
  ...keep('address', formatAddress(s)),
  ...(s.organisme !== null &&
    s.nomOrganisme !== null && {
      partOf: { reference: `Organization/${formatIdOrganisme(s.organisme)}`, display: s.nomOrganisme },
    }),
})

const ETATS = { ouverte: 'active', 'ferme-a-confirmer': 'suspended', fermee: 'inactive' } as const

export function formatLocation(s: Structure, { plages, exceptions }: HorairesFhir): Location {
  const [address] = formatAddress(s)
  return {
    resourceType: 'Location',
    id: formatIdStructure(s.id),
    meta: formatMeta('fr-core-location', s),
    status: ETATS[s.etat],
    name: formatNomStructure(s),
    ...(s.accessibilite && { description: s.accessibilite }),
    mode: 'instance',
    ...keep('telecom', formatTelecom(s)),
    ...(address && { address }),
    ...(s.longitude !== null && s.latitude !== null && { position: { longitude: s.longitude, latitude: s.latitude } }),
    managingOrganization: { reference: `Organization/${formatIdStructure(s.id)}`, display: s.nom },
    ...keep(
      'hoursOfOperation',
      plages.map(({ jours, debut, fin }) =>
        debut === null
          ? { daysOfWeek: jours, allDay: true }
          : { daysOfWeek: jours, openingTime: debut, closingTime: fin },
      ),
    ),
    ...(exceptions && { availabilityExceptions: exceptions }),
  }
}

const COUTS: Record<string, CodeableConcept> = {
  gratuit: {
    coding: [
      {
        system: 'http://terminology.hl7.org/CodeSystem/service-provision-conditions',
        code: 'free',
        display: 'Gratuit',
      },
    ],
  },
  payant: {
    coding: [
      { system: 'http://terminology.hl7.org/CodeSystem/service-provision-conditions', code: 'cost', display: 'Payant' },
    ],
  },
}

function formatEligibilite(s: Service, envoi: Envoi): NonNullable<HealthcareService['eligibility']> {
  const ages = formatAges(s)
  const comment = [ages, s.publicsPrecisions, s.conditionsAcces].filter(Boolean).join(' ')
  return [...s.publics.map((p) => ({ code: formatTerme('public', p, envoi) })), ...(comment ? [{ comment }] : [])]
}

const formatLangue = (code: string): CodeableConcept =>
  code === 'fsl' ? { text: 'Langue des signes française' } : { coding: [{ system: 'urn:ietf:bcp:47', code }] }

export function formatService(
  s: Service,
  lieu: Pick<Structure, 'nom'>,
  { plages, exceptions }: HorairesFhir,
  envoi: Envoi,
): HealthcareService {
  const organisation = formatIdStructure(s.structure)
  const details = [s.fraisPrecisions, s.mobilisationPrecisions].filter(Boolean).join(' ')
  const cout = s.frais === null ? undefined : COUTS[s.frais]
  return {
    resourceType: 'HealthcareService',
    id: String(s.id),
    meta: formatMeta('fr-core-healthcare-service', s),
    active: true,
    providedBy: { reference: `Organization/${organisation}`, display: lieu.nom },
    ...keep(
      'type',
      s.themes.map((t) => formatTerme('theme', t, envoi)),
    ),
    location: [{ reference: `Location/${organisation}`, display: lieu.nom }],
    name: s.nom,
    ...(s.description && { comment: s.description }),
    ...(details && { extraDetails: details }),
    ...keep('telecom', formatTelecom({ ...s, siteWeb: s.lienMobilisation })),
    ...keep('serviceProvisionCode', cout ? [cout] : []),
    ...keep('eligibility', formatEligibilite(s, envoi)),
    ...keep('communication', s.langues.map(formatLangue)),
    ...keep(
      'availableTime',
      plages.map(({ jours, debut, fin }) =>
        debut === null
          ? { daysOfWeek: jours, allDay: true }
          : { daysOfWeek: jours, availableStartTime: debut, availableEndTime: fin },
      ),
    ),
    ...(exceptions && { availabilityExceptions: exceptions }),
  }
}

/** A contact who agreed to be shown to everybody; nobody else may be given here. */
export const formatRole = (c: Contact, envoi: Envoi): PractitionerRole => ({
  resourceType: 'PractitionerRole',
  id: String(c.id),
  meta: formatMeta('fr-core-practitioner-role', c),
  contained: [
    {
      resourceType: 'Practitioner',
      id: 'personne',
      ...keep('identifier', formatIdentifiant('RPPS', SYSTEMES.rpps, c.rpps)),
      name: [{ use: 'usual', family: c.nom, ...(c.prenom && { given: [c.prenom] }) }],
    },
  ],
  active: true,
  practitioner: { reference: '#personne', display: [c.prenom, c.nom].filter(Boolean).join(' ') },
  ...(c.structure !== null
    ? {
        organization: { reference: `Organization/${formatIdStructure(c.structure)}` },
        location: [{ reference: `Location/${formatIdStructure(c.structure)}` }],
      }
    : c.organisme !== null && { organization: { reference: `Organization/${formatIdOrganisme(c.organisme)}` } }),
  ...keep('code', [
    ...(c.profession ? [formatTerme('profession', c.profession, envoi)] : []),
    ...(c.fonction ? [{ text: c.fonction }] : []),
  ]),
  ...keep('telecom', formatTelecom(c)),
})
