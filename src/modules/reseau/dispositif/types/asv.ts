import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('asv'),
  groupe: 'dts',
  territoire: 'quartiers',
  sources: [
    { texte: 'Politique de la ville, 1999-2000' },
    { texte: 'Fabrique Territoires Santé\u00a0; Profession Banlieue, aide-mémoire de 2011' },
  ],
  etapes: [
    { slug: 'creation', libelle: 'Création', propre: true, contenus: [] },
    { slug: 'diagnostic', libelle: 'Diagnostic partagé', propre: true, contenus: [] },
    {
      slug: 'plan-local',
      libelle: 'Plan local de santé',
      description: 'Souvent dans un contrat local de santé depuis 2009.',
      contenus: [{ slug: 'programme', libelle: 'Programme local de santé' }],
    },
    { slug: 'bilan', libelle: 'Bilan du cycle annuel', propre: true, contenus: [] },
  ],
  missions: [
    { slug: 'approche-globale', libelle: 'Approche globale, par les déterminants de la santé', nature: 'socle' },
    { slug: 'proximite-participation', libelle: 'Proximité et participation', nature: 'socle' },
    { slug: 'coordination', libelle: 'Coordination', nature: 'socle' },
  ],
  roles: ['coordination', 'elu-referent', 'mediation', 'membre', 'partenaire', 'financeur', 'habitant'],
  champs: [{ slug: 'place', libelle: 'Place dans l’organisation de la ville', nature: 'texte' }],
  controles: [
    {
      slug: 'quartiers',
      libelle: 'Quartiers prioritaires nommés',
      manque: 'Aucun quartier prioritaire n’est nommé.',
      source: 'Un ASV agit dans les quartiers prioritaires de la politique de la ville',
      verifier: ({ qpv }) => qpv.length > 0,
    },
  ],
})
