import { routesDataInclusion } from '../data-inclusion/data-inclusion.api.ts'
import { routesFhir } from '../fhir/fhir.api.ts'

export const routesEchange = [...routesDataInclusion, ...routesFhir]
