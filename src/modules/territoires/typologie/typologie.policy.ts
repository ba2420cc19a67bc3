export { gardePolicy as typologiePolicy } from '../garde.policy.ts'
