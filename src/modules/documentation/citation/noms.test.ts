import { describe, expect, test } from 'vitest'
import type { NomCsl } from '../csl.ts'
import { type FaconNom, formatNoms } from './noms.ts'

const LIGNES: [NomCsl, FaconNom, string][] = [
  [{ family: 'Durand', given: 'Anne' }, 'nom-prenom', 'Durand Anne'],
  [{ family: 'Durand', given: 'Anne' }, 'capitales', 'DURAND Anne'],
  [{ family: 'Durand', given: 'Anne' }, 'prenom-nom', 'Anne Durand'],
  [{ family: 'Durand', given: 'Anne' }, 'virgule', 'Durand, Anne'],
  [{ family: 'Durand' }, 'virgule', 'Durand'],
  [{ given: 'Colette' }, 'capitales', 'Colette'],
  [{ family: 'CHAUVIN', given: 'Franck' }, 'nom-prenom', 'Chauvin Franck'],
  [{ family: 'MOLAS GALI', given: 'Nathalie' }, 'nom-prenom', 'Molas Gali Nathalie'],
  [{ family: 'FROGER-LEFEBVRE', given: 'J.' }, 'nom-prenom', 'Froger-Lefebvre J.'],
  [{ family: "D'HOOGHE", given: 'Luc' }, 'nom-prenom', 'D’Hooghe Luc'],
  [{ family: 'LY', given: 'Kim' }, 'nom-prenom', 'LY Kim'],
  [{ family: 'Émile-Zélé', given: 'Ève' }, 'capitales', 'ÉMILE-ZÉLÉ Ève'],
  [{ family: 'Gaulle', given: 'Anne', 'non-dropping-particle': 'de' }, 'capitales', 'de GAULLE Anne'],
  [{ family: 'Gaulle', given: 'Anne', 'non-dropping-particle': 'de' }, 'prenom-nom', 'Anne de Gaulle'],
  [{ family: 'de Gaulle', given: 'Anne' }, 'capitales', 'de GAULLE Anne'],
  [{ family: "d'Ivernay", given: 'Luc' }, 'capitales', 'd’IVERNAY Luc'],
  [{ family: 'Ivernay', given: 'Luc', 'non-dropping-particle': "d'" }, 'virgule', 'd’Ivernay, Luc'],
  [{ family: 'Humbold', given: 'Alex', 'dropping-particle': 'von' }, 'nom-prenom', 'Humbold Alex von'],
  [{ family: 'Humbold', given: 'Alex', 'dropping-particle': 'von' }, 'prenom-nom', 'Alex von Humbold'],
  [{ family: 'Van Der Vennet', given: 'Jean-Luc' }, 'capitales', 'VAN DER VENNET Jean-Luc'],
  [{ family: 'Martin', given: 'Luc', suffix: 'Jr' }, 'prenom-nom', 'Luc Martin Jr'],
  [{ literal: "Direction générale de l'offre de soins" }, 'capitales', 'Direction générale de l’offre de soins'],
  [{ literal: 'HCSP' }, 'nom-prenom', 'HCSP'],
]

describe('formatNoms', () => {
  test.each(LIGNES)('%j, %s', (nom, facon, attendu) => {
    expect(formatNoms([nom], facon)).toBe(attendu)
  })

  const personnes = ['Un', 'Deux', 'Trois', 'Quatre'].map((family) => ({ family, given: 'A.' }))
  test.each([
    [undefined, false, ''],
    [[], true, ''],
    [[{}, { literal: '  ' }], false, ''],
    [personnes.slice(0, 1), true, 'Un A. (et al.)'],
    [personnes.slice(0, 3), false, 'Un A., Deux A., Trois A.'],
    [personnes, false, 'Un A., Deux A., Trois A. (et al.)'],
    [personnes, true, 'Un A., Deux A., Trois A. (et al.)'],
  ])('liste %#', (noms, etAl, attendu) => {
    expect(formatNoms(noms, 'nom-prenom', etAl)).toBe(attendu)
  })
})
