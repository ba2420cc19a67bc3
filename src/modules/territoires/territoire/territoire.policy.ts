export { gardePolicy as territoirePolicy } from '../garde.policy.ts'
