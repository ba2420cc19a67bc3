import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('dsr'),
  groupe: 'appui',
  territoire: 'region',
  sources: [{ texte: 'Décret 2021-295' }],
  etapes: [{ slug: 'fonctionnement', libelle: 'Fonctionnement', propre: true, contenus: [] }],
  roles: ['coordination', 'membre', 'partenaire', 'financeur', 'referent-ars'],
})
