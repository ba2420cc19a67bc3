import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('esp'),
  groupe: 'coordonne',
  territoire: 'patientele',
  sources: [{ texte: 'Code de la santé publique, article L. 1411-11-1' }],
  etapes: [
    { slug: 'projet-sante', libelle: 'Projet de santé', propre: true, contenus: [] },
    { slug: 'fonctionnement', libelle: 'Fonctionnement', propre: true, contenus: [] },
  ],
  roles: ['coordination', 'membre', 'partenaire'],
})
