import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('cds'),
  groupe: 'coordonne',
  territoire: 'patientele',
  sources: [
    { texte: 'Code de la santé publique, article L. 6323-1' },
    { texte: 'Les centres de santé suivent leur propre accord national' },
  ],
  etapes: [
    { slug: 'projet-sante', libelle: 'Projet de santé', propre: true, contenus: [] },
    { slug: 'ouverture', libelle: 'Ouverture', propre: true, contenus: [] },
  ],
  roles: ['coordination', 'membre', 'partenaire', 'representant-usagers'],
})
