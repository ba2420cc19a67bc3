/** The parts of FHIR R4 (4.0.1) that we write. Names are those of the standard. */
export interface Coding {
  system?: string
  code: string
  display?: string
}
export interface CodeableConcept {
  coding?: Coding[]
  text?: string
}
export interface Identifier {
  use?: 'official'
  type?: CodeableConcept
  system: string
  value: string
}
export interface ContactPoint {
  system: 'phone' | 'email' | 'url'
  value: string
  use?: 'work'
}
export interface Extension {
  url: string
  valueCoding?: Coding
  valueString?: string
}
export interface Address {
  extension?: Extension[]
  use?: 'work'
  text?: string
  line?: string[]
  city?: string
  postalCode?: string
  country?: string
}
export interface Reference {
  reference?: string
  display?: string
}
interface Meta {
  versionId?: string
  lastUpdated: string
  profile: string[]
  security?: Coding[]
}
interface Ressource<T extends string> {
  resourceType: T
  id: string
  meta: Meta
  active?: boolean
}
export interface Organization extends Ressource<'Organization'> {
  identifier?: Identifier[]
  type: CodeableConcept[]
  name: string
  alias?: string[]
  telecom?: ContactPoint[]
  address?: Address[]
  partOf?: Reference
}
export interface HeuresLieu {
  daysOfWeek: string[]
  allDay?: boolean
  openingTime?: string
  closingTime?: string
}
export interface Location extends Ressource<'Location'> {
  status: 'active' | 'suspended' | 'inactive'
  name: string
  description?: string
  mode: 'instance'
  telecom?: ContactPoint[]
  address?: Address
  position?: { longitude: number; latitude: number }
  managingOrganization: Reference
  hoursOfOperation?: HeuresLieu[]
  availabilityExceptions?: string
}
export interface HeuresService {
  daysOfWeek: string[]
  allDay?: boolean
  availableStartTime?: string
  availableEndTime?: string
}
export interface HealthcareService extends Ressource<'HealthcareService'> {
  providedBy: Reference
  type?: CodeableConcept[]
  location: Reference[]
  name: string
  comment?: string
  extraDetails?: string
  telecom?: ContactPoint[]
  serviceProvisionCode?: CodeableConcept[]
  eligibility?: { code?: CodeableConcept; comment?: string }[]
  communication?: CodeableConcept[]
  appointmentRequired?: boolean
  availableTime?: HeuresService[]
  availabilityExceptions?: string
}
export interface PractitionerRole extends Ressource<'PractitionerRole'> {
  contained: {
    resourceType: 'Practitioner'
    id: string
    identifier?: Identifier[]
    name: { use: 'usual'; family: string; given?: string[] }[]
  }[]
  practitioner: Reference
  organization?: Reference
  location?: Reference[]
  code?: CodeableConcept[]
  telecom?: ContactPoint[]
}
export type RessourceFhir = Organization | Location | HealthcareService | PractitionerRole
export type TypeFhir = RessourceFhir['resourceType']

export interface Bundle {
  resourceType: 'Bundle'
  type: 'searchset'
  total: number
  link: { relation: 'self' | 'next' | 'previous'; url: string }[]
  entry?: { fullUrl: string; resource: RessourceFhir; search: { mode: 'match' } }[]
}
