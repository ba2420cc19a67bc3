import { describe, expect, it } from 'vitest'
import { getIndicateurApl } from './apl.ts'
import { type Correspondance, computeSuite, searchMillesime } from './lecture.ts'

describe('headings', () => {
  it.each([
    ['APL aux médecins généralistes', 'apl-mg-tous'],
    ['APL aux médecins généralistes de 65 ans et moins', 'apl-mg-65'],
    ['APL  aux medecins généralistes de 62 ans ou moins', 'apl-mg-62'],
    ['APL aux infirmières', 'apl-infirmiers'],
    ['APL aux masseurs-kinésithérapeutes', 'apl-kines'],
    ['APL aux sages-femmes', 'apl-sages-femmes'],
    ['APL aux chirurgiens-dentistes', 'apl-dentistes'],
    ['APL aux infirmiers', 'apl-infirmiers'],
    ['APL aux infirmières et infirmiers libéraux', 'apl-infirmiers'],
    ['APL aux infirmières diplômées d’État', 'apl-infirmiers'],
    ['Accessibilité potentielle localisée (APL) aux kinésithérapeutes', 'apl-kines'],
    ['APL aux masseurs-kinésithérapeutes libéraux 2023', 'apl-kines'],
    ['APL aux sages-femmes libérales', 'apl-sages-femmes'],
    ['APL aux dentistes', 'apl-dentistes'],
    ['APL aux chirurgiens-dentistes de 65 ans et moins', null],
    ['APL aux infirmiers et aux sages-femmes', null],
    ['APL', null],
    ['Médecins généralistes', null],
    ['APL aux médecins généralistes de 55 ans et moins', null],
    ['APL aux pédiatres', null],
    ['Population totale 2020', null],
  ])('%s gives %s', (titre, code) => expect(getIndicateurApl(titre)).toBe(code))

  it('« APL » alone is of the one profession that its table names', () => {
    expect(getIndicateurApl('APL', ['APL aux sages-femmes en 2022 (fictif)'])).toBe('apl-sages-femmes')
    expect(getIndicateurApl('APL 2022', ['APL aux dentistes et aux infirmiers'])).toBeNull()
  })

  it.each([
    [['MED21', 'TP6021'], 2021],
    [['Population 2019', 'MED21'], 2019],
    [['P20_POP'], 2020],
    [['Commune'], null],
  ])('%o tell the year %s', (textes, annee) => expect(searchMillesime(textes)).toBe(annee))

  const choix: Correspondance = {
    colonnes: [
      { titre: 'CODGEO', role: 'code', indicateur: null },
      { titre: 'MED21', role: 'valeur', indicateur: 'revenu-median' },
      { titre: 'Ménages 2021', role: 'poids', indicateur: null },
    ],
    millesime: 2021,
    sansPoids: 'aucun',
  }
  it('are found again in the next vintage', () => {
    const suite = computeSuite(choix, ['CODGEO', 'Ménages 2023', 'MED23'])
    expect(suite?.millesime).toBe(2023)
    expect(suite?.colonnes.map((c) => c.titre)).toEqual(['CODGEO', 'MED23', 'Ménages 2023'])
  })
  it('are themselves before any other year', () =>
    expect(computeSuite(choix, ['CODGEO', 'MED21', 'MED22', 'Ménages 2021'])?.millesime).toBe(2021))
  it('are not found in another file', () => expect(computeSuite(choix, ['a', 'b'])).toBeNull())
})
