import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('contrat-ville'),
  groupe: 'cadre',
  territoire: 'collectivite',
  sources: [{ texte: 'Loi n° 2014-173 du 21 février 2014' }],
  etapes: [
    { slug: 'preparation', libelle: 'Préparation', propre: true, contenus: [] },
    { slug: 'signature', libelle: 'Signature', propre: true, contenus: [] },
    { slug: 'bilan', libelle: 'Bilan', propre: true, contenus: [] },
  ],
  roles: ['signataire', 'elu-referent', 'coordination', 'membre', 'partenaire', 'habitant'],
  controles: [
    {
      slug: 'quartiers',
      libelle: 'Quartiers prioritaires nommés',
      manque: 'Aucun quartier prioritaire n’est nommé.',
      source: 'Le contrat de ville est le cadre de la politique de la ville',
      verifier: ({ qpv }) => qpv.length > 0,
    },
  ],
})
