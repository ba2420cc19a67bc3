import { defineTypeDispositif, getNoms } from '../type.ts'

export default defineTypeDispositif({
  ...getNoms('cls'),
  groupe: 'dts',
  territoire: 'collectivite',
  sources: [
    { texte: 'Code de la santé publique, article L. 1434-10, IV (loi HPST de 2009, loi 2016-41, loi 3DS de 2022)' },
    {
      texte: 'Contrats locaux de santé, ARS Provence-Alpes-Côte d’Azur',
      url: 'https://www.paca.ars.sante.fr/index.php/contrats-locaux-de-sante-3',
    },
    { texte: 'Huit étapes\u00a0: Club Santé Social, 10 mars 2021\u00a0; leur ordre', aVerifier: true },
  ],
  etapes: [
    {
      slug: 'objectifs',
      libelle: 'Préciser les objectifs',
      contenus: [
        { slug: 'cadrage', libelle: 'Note de cadrage', propre: true },
        { slug: 'territoire', libelle: 'Territoire', propre: true },
      ],
    },
    {
      slug: 'lancement',
      libelle: 'Lancer la démarche',
      contenus: [
        { slug: 'deliberation', libelle: 'Délibération', propre: true },
        { slug: 'accord-ars', libelle: 'Accord de l’ARS', propre: true },
        { slug: 'coordination', libelle: 'Coordination désignée', propre: true },
      ],
    },
    {
      slug: 'articulation',
      libelle: 'Articuler avec l’existant',
      description: 'ASV, CLSM, CPTS, contrat de ville.',
      contenus: [{ slug: 'tableau', libelle: 'Tableau des dispositifs présents', propre: true }],
    },
    {
      slug: 'diagnostic',
      libelle: 'Réaliser le diagnostic local de santé',
      contenus: [
        { slug: 'donnees', libelle: 'Données', propre: true },
        { slug: 'entretiens', libelle: 'Entretiens', propre: true },
        { slug: 'habitants', libelle: 'Avis des habitants', propre: true },
      ],
    },
    {
      slug: 'axes',
      libelle: 'Définir les axes prioritaires',
      contenus: [
        { slug: 'priorites', libelle: 'Notes de priorité', propre: true },
        { slug: 'strategie', libelle: 'Axes stratégiques', propre: true },
      ],
    },
    {
      slug: 'plan-action',
      libelle: 'Établir le plan d’action',
      contenus: [{ slug: 'fiches-actions', libelle: 'Fiches-actions', propre: true }],
    },
    {
      slug: 'moyens',
      libelle: 'Mobiliser des moyens',
      contenus: [
        { slug: 'budget', libelle: 'Budget', propre: true },
        { slug: 'cofinancements', libelle: 'Cofinancements', propre: true },
        { slug: 'temps', libelle: 'Temps humain', propre: true },
      ],
    },
    {
      slug: 'signature',
      libelle: 'Signature du contrat',
      decision: 'L’ARS et la collectivité ou le groupement, tous deux nécessaires',
      propre: true,
      contenus: [
        { slug: 'ars', libelle: 'Signature de l’ARS' },
        { slug: 'collectivite', libelle: 'Signature de la collectivité ou du groupement' },
      ],
    },
    {
      slug: 'pilotage',
      libelle: 'Piloter le contrat',
      contenus: [
        { slug: 'copil', libelle: 'Comité de pilotage', propre: true },
        { slug: 'coordination', libelle: 'Coordination', propre: true },
        { slug: 'suivi', libelle: 'Suivi', propre: true },
        { slug: 'evaluation', libelle: 'Évaluation', propre: true },
      ],
    },
    {
      slug: 'renouvellement',
      libelle: 'Fin du contrat et renouvellement',
      description: 'La durée habituelle est de cinq ans, alignée sur le projet régional de santé.',
      propre: true,
      echeance: { depuis: 'signature', mois: 60, alerte: 12, aVerifier: true },
      contenus: [{ slug: 'evaluation', libelle: 'Évaluation du contrat', propre: true }],
    },
  ],
  instances: [
    {
      slug: 'copil',
      libelle: 'Comité de pilotage',
      description: 'Fixe les orientations stratégiques et fait le lien avec les cadres de chaque signataire.',
    },
    {
      slug: 'cotech',
      libelle: 'Comité technique',
      description: 'Suivi technique. Usage courant, sans définition légale.',
    },
    {
      slug: 'groupe-travail',
      libelle: 'Groupe de travail thématique',
      description: 'Construit et suit les fiches-actions d’un thème.',
    },
    { slug: 'coordination', libelle: 'Coordination', description: 'Conduit le projet et mobilise les partenaires.' },
  ],
  roles: [
    'signataire',
    'elu-referent',
    'coordination',
    'referent-ars',
    'pilote-action',
    'membre',
    'partenaire',
    'financeur',
    'habitant',
  ],
  champs: [
    {
      slug: 'generation',
      libelle: 'Génération du contrat',
      aide: '1 pour un premier contrat.',
      nature: 'nombre',
      propre: true,
    },
  ],
  controles: [
    {
      slug: 'sante-mentale',
      libelle: 'Un volet santé mentale',
      manque: 'Le thème «\u00a0Santé mentale\u00a0» n’est pas parmi les thèmes du contrat.',
      source: 'Loi 3DS du 21 février 2022, article 122',
      verifier: ({ themes }) => themes.includes('sante-mentale'),
    },
  ],
})
