import { expect, it } from 'vitest'
import { checkCasAnnuaire, FORMATS_MUTES } from '../../../testing/mutations-annuaire.ts'

it.each(FORMATS_MUTES)('spoilt %s: told in French, line by line or as a whole, never a breakdown', async (format) => {
  const bilan = { lues: 0, refusees: 0 }
  for (let graine = 1; graine <= 150; graine++) {
    const { lues, refusees } = await checkCasAnnuaire(format, graine)
    bilan.lues += lues
    bilan.refusees += refusees
  }
  expect(bilan.lues).toBeGreaterThan(50)
  expect(bilan.refusees).toBeGreaterThan(20)
})
