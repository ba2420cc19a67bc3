import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('cts'),
  groupe: 'cadre',
  territoire: 'departement',
  sources: [{ texte: 'Code de la santé publique, article L. 1434-10', aVerifier: true }],
  etapes: [{ slug: 'fonctionnement', libelle: 'Fonctionnement', propre: true, contenus: [] }],
  instances: [{ slug: 'assemblee-pleniere', libelle: 'Assemblée plénière', propre: true }],
  roles: ['presidence', 'bureau', 'membre', 'representant-usagers', 'elu-referent'],
})
