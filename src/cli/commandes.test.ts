import { describe, expect, test } from 'vitest'
import { type Commande, getCommande } from './commandes.ts'

describe('which command the words call', () => {
  const commande: Commande = { usage: '', resume: '', execute: async () => 0 }
  const commandes = { importer: commande, 'importer contours': commande }

  test.each([
    [['importer', 'biblio.md', '--accepter'], 'importer', ['biblio.md', '--accepter']],
    [['importer', 'contours', 'f.geojson'], 'importer contours', ['f.geojson']],
    [['importer', './contours'], 'importer', ['./contours']],
    [['importer'], 'importer', []],
  ])('%o', (mots, nom, args) => {
    expect(getCommande(mots, commandes)).toMatchObject({ nom, args })
  })

  test.each([[[]], [['contours']], [['toString']]])('none for %o', (mots) => {
    expect(getCommande(mots, commandes)).toBeNull()
  })
})
