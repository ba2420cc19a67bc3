import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('sas'),
  groupe: 'appui',
  territoire: 'departement',
  sources: [
    {
      texte: 'Code de la santé publique, article L. 6311-3',
      url: 'https://www.legifrance.gouv.fr/codes/section_lc/LEGITEXT000006072665/LEGISCTA000006140639/',
    },
  ],
  etapes: [
    { slug: 'preparation', libelle: 'Préparation', propre: true, contenus: [] },
    { slug: 'fonctionnement', libelle: 'Fonctionnement', propre: true, contenus: [] },
  ],
  roles: ['coordination', 'membre', 'partenaire', 'financeur', 'referent-ars'],
})
