import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('promosante'),
  groupe: 'appui',
  territoire: 'region',
  sources: [
    {
      texte: 'Réseaux régionaux d’appui en promotion de la santé\u00a0; leur nom change d’une région à l’autre',
      aVerifier: true,
    },
  ],
  etapes: [{ slug: 'fonctionnement', libelle: 'Fonctionnement', propre: true, contenus: [] }],
  roles: ['coordination', 'membre', 'partenaire', 'financeur'],
})
