import { defineTypeDispositif, getNoms } from '../type.ts'

/** 15 activities of the programme, by register: axis 1 to 4, A for one person, B for all and the territory. */
export default defineTypeDispositif({
  ...getNoms('impact'),
  groupe: 'appui',
  territoire: 'site',
  sources: [
    {
      texte:
        'Rencontres inter-CPTS du Rhône, 14 novembre 2023\u00a0: IREPS Auvergne-Rhône-Alpes (Émergence), Pôle Santé de Chambéry, CPTS de Saint-Martin-d’Hères',
    },
  ],
  etapes: [
    {
      slug: 'conditions',
      libelle: 'Conditions de départ réunies',
      propre: true,
      contenus: [
        { slug: 'professionnels', libelle: 'Les professionnels' },
        { slug: 'territoire', libelle: 'Le territoire' },
        { slug: 'lieu', libelle: 'Le lieu d’intervention' },
        { slug: 'structuration', libelle: 'Structuration et financement' },
      ],
    },
    { slug: 'ouverture', libelle: 'Premières inclusions', propre: true, contenus: [] },
    { slug: 'evaluation', libelle: 'Évaluation', propre: true, contenus: [] },
  ],
  missions: [
    {
      slug: 'accompagnateur-sante',
      libelle: '1A. Un·e accompagnateur·trice en santé suit la personne',
      nature: 'socle',
    },
    {
      slug: 'concertations',
      libelle: '1A. Les métiers et secteurs concernés se concertent autour de la situation',
      nature: 'socle',
    },
    {
      slug: 'reseau-partenaires',
      libelle: '1B. Un réseau local de partenaires de plusieurs secteurs est entretenu',
      nature: 'socle',
    },
    {
      slug: 'soins-non-conventionnes',
      libelle: '2A. Des consultations non prises en charge par l’Assurance Maladie sont proposées',
      nature: 'socle',
    },
    {
      slug: 'ateliers-lien-social',
      libelle: '2B. Des ateliers à thème créent du lien entre les personnes',
      nature: 'socle',
    },
    { slug: 'groupes-travail', libelle: '2B. Des groupes de travail réunissent les participants', nature: 'socle' },
    { slug: 'seances-therapeutiques', libelle: '2B. Des séances thérapeutiques ont lieu en groupe', nature: 'socle' },
    {
      slug: 'mediation-demarches',
      libelle: '3A. Un·e médiateur·trice aide pour les démarches et les droits',
      nature: 'socle',
    },
    {
      slug: 'orientation-sociale',
      libelle: '3A. La personne est mise en lien avec les services sociaux',
      nature: 'socle',
    },
    {
      slug: 'accompagnement-rdv',
      libelle: '3A. Les rendez-vous médicaux sont suivis, au besoin accompagnés',
      nature: 'socle',
    },
    {
      slug: 'communication-recours',
      libelle: '3B. Le dispositif, les recours et la prévention sont expliqués à la population',
      nature: 'socle',
    },
    {
      slug: 'recours-simple-saisine',
      libelle: '4A. Tout soignant sollicite l’équipe par une fiche de saisine simple',
      nature: 'socle',
    },
    {
      slug: 'appui-prevention',
      libelle: '4A. Les professionnels sont aidés à monter, coordonner ou faire connaître leurs actions de prévention',
      nature: 'socle',
    },
    {
      slug: 'lieu-sante-globale',
      libelle: '4B. Un lieu consacré à la santé globale vit au centre du quartier',
      nature: 'socle',
    },
    { slug: 'culture-commune', libelle: '4B. Soignants et travailleurs sociaux se forment ensemble', nature: 'socle' },
  ],
  instances: [{ slug: 'reunion-equipe', libelle: 'Réunion d’équipe' }],
  roles: ['coordination', 'accompagnement', 'mediation', 'membre', 'partenaire', 'financeur', 'evaluation'],
})
