import { describe, expect, test } from 'vitest'
import { parseRevendications } from './identite.formats.ts'

describe('claims', () => {
  test('Pro Santé Connect: RPPS, practices, no mail', () => {
    const lu = parseRevendications('psc', {
      sub: 'f:1:899700000001',
      given_name: 'Camille',
      family_name: 'FICTIF',
      SubjectNameID: '899700000001',
      SubjectRole: ['10^1.2.250.1.213.1.1.5.5'],
      SubjectOrganization: 'CABINET FICTIF',
      SubjectRefPro: {
        codeCivilite: 'M',
        exercices: [
          {
            codeProfession: '10',
            codeSavoirFaire: 'SM26',
            nomDexercice: 'FICTIF',
            activities: [{ numeroFinessSite: '1' }],
          },
          { codeProfession: null },
        ],
      },
      otherIds: [{ identifiant: '899700000001', origine: 'RPPS', qualite: 1 }],
    })
    expect(lu).toEqual({
      sujet: 'f:1:899700000001',
      prenom: 'Camille',
      nom: 'FICTIF',
      courriel: null,
      courrielVerifie: false,
      niveau: 'professionnel',
      profil: {
        rpps: '99700000001',
        roles: ['10^1.2.250.1.213.1.1.5.5'],
        organisation: 'CABINET FICTIF',
        exercices: [{ profession: '10', savoirFaire: 'SM26' }],
      },
    })
  })

  test('Pro Santé Connect without an RPPS number proves no profession', () => {
    for (const SubjectNameID of [undefined, '', '99700000001', '099700000001', '8997', 12]) {
      const lu = parseRevendications('psc', { sub: 's', SubjectNameID })
      expect(lu.niveau).toBe('fournisseur')
      expect(lu.profil.rpps).toBeUndefined()
    }
  })

  test('ProConnect: name in use, employer', () => {
    const lu = parseRevendications('proconnect', {
      sub: 'x',
      uid: '12',
      given_name: 'Claude',
      usual_name: 'Fictif',
      email: 'Claude@Agence.example',
      siret: '11000101300017',
      organizational_unit: 'Pôle prévention',
      phone: '0100000000',
    })
    expect(lu).toEqual({
      sujet: 'x',
      prenom: 'Claude',
      nom: 'Fictif',
      courriel: 'claude@agence.example',
      courrielVerifie: false,
      niveau: 'fournisseur',
      profil: { siret: '11000101300017', service: 'Pôle prévention' },
    })
  })

  test('an address is vouched for only by a true `email_verified`', () => {
    const lire = (email_verified: unknown, email: unknown = 'a@b.example') =>
      parseRevendications('standard', { sub: 's', email, email_verified }).courrielVerifie
    expect(lire(true)).toBe(true)
    for (const valeur of [false, 'true', 1, null, undefined]) expect(lire(valeur)).toBe(false)
    expect(lire(true, 'pas une adresse')).toBe(false)
  })

  test('claims of an unexpected form are left aside, a missing subject is refused', () => {
    const lu = parseRevendications('psc', {
      sub: 's',
      given_name: 12,
      family_name: ['a'],
      email: {},
      SubjectRole: 'unique',
      SubjectRefPro: 'x',
    })
    expect(lu).toMatchObject({ prenom: null, nom: null, courriel: null, profil: { roles: ['unique'] } })
    expect(() => parseRevendications('standard', {})).toThrow()
    expect(() => parseRevendications('standard', { sub: '' })).toThrow()
  })
})
