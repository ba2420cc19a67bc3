import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('ptsm'),
  groupe: 'cadre',
  territoire: 'departement',
  sources: [
    {
      texte: 'Code de la santé publique, articles L. 3221-2 et R. 3224-1 (décret 2017-1200 du 27 juillet 2017)',
      url: 'https://www.legifrance.gouv.fr/eli/decret/2017/7/27/SSAH1710848D/jo/texte',
    },
  ],
  etapes: [
    { slug: 'diagnostic', libelle: 'Diagnostic territorial partagé', contenus: [] },
    { slug: 'arrete', libelle: 'Projet arrêté', decision: 'Direction générale de l’ARS', contenus: [] },
    {
      slug: 'renouvellement',
      libelle: 'Renouvellement',
      description: 'Le projet est arrêté pour cinq ans.',
      echeance: { depuis: 'arrete', mois: 60, alerte: 12 },
      contenus: [],
    },
  ],
  roles: ['coordination', 'membre', 'partenaire', 'representant-usagers', 'referent-ars'],
})
