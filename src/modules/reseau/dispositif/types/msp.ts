import { defineTypeDispositif, getNoms } from '../type.ts'

/** Terms of the vocabulary `profession`. */
const PARAMEDICAUX = new Set([
  'infirmier',
  'ipa',
  'kinesitherapeute',
  'orthophoniste',
  'orthoptiste',
  'pedicure-podologue',
  'ergotherapeute',
  'psychomotricien',
  'dieteticien',
  'manipulateur',
  'audioprothesiste',
  'opticien',
  'prothesiste',
])

/** The grid of the agreement: code, label, points fixed and variable. All of it comes from secondary tools. */
const GRILLE = [
  ['A1S1', 'Horaires d’ouverture et soins non programmés', 800, 0],
  ['A1S2', 'Réponse aux crises sanitaires graves', 100, 350],
  ['A1O1', 'Diversité de l’offre médicale spécialisée et paramédicale', 300, 0],
  ['A1O2', 'Consultations de spécialistes extérieurs ou vacataires', 300, 0],
  ['A1O3', 'Accueil de médecins en contrat de solidarité territoriale', 200, 0],
  ['A1O4', 'Missions de santé publique (deux au plus)', 200, 350],
  ['A1O5', 'Implication des usagers', 200, 300],
  ['A1O6', 'Soins non programmés avec le service d’accès aux soins', 100, 0],
  ['A2S1', 'Fonction de coordination', 1000, 1700],
  ['A2S2', 'Protocoles pluriprofessionnels (huit au plus)', 100, 0],
  ['A2S3', 'Concertation pluriprofessionnelle', 0, 1000],
  ['A2O1', 'Formation, accueil de stagiaires', 450, 0],
  ['A2O2', 'Coordination externe', 0, 200],
  ['A2O3', 'Démarche qualité', 100, 200],
  ['A2O4', 'Protocoles nationaux de coopération pour les soins non programmés', 100, 0],
  ['A2O5', 'Parcours insuffisance cardiaque', 0, 100],
  ['A2O6', 'Parcours surpoids et obésité de l’enfant', 100, 0],
  ['A3S1', 'Système d’information labellisé, niveau standard', 500, 200],
  ['A3O1', 'Système d’information, niveau avancé', 100, 0],
] as const
const SOURCE_GRILLE = 'Outils de seconde main d’après le guide de l’Assurance Maladie'

export default defineTypeDispositif({
  ...getNoms('msp'),
  groupe: 'coordonne',
  territoire: 'patientele',
  sources: [
    { texte: 'Code de la santé publique, article L. 6323-3' },
    { texte: 'Accord conventionnel interprofessionnel, arrêté du 24 juillet 2017' },
    { texte: 'Forme juridique\u00a0: SISA, ou en passe de le devenir sous six mois', aVerifier: true },
  ],
  etapes: [
    {
      slug: 'projet-sante',
      libelle: 'Projet de santé',
      description: 'Signé par chaque membre, compatible avec les schémas régionaux, transmis à l’ARS pour information.',
      decision: 'Les membres',
      contenus: [
        { slug: 'signatures', libelle: 'Signature de chaque membre' },
        { slug: 'transmission', libelle: 'Transmission à l’ARS' },
      ],
    },
    {
      slug: 'structuration',
      libelle: 'Structuration juridique',
      description: 'La maison est une personne morale.',
      decision: 'Les membres',
      contenus: [{ slug: 'statuts', libelle: 'Statuts' }],
    },
    {
      slug: 'signature-aci',
      libelle: 'Signature de l’ACI',
      description: 'Accord conventionnel interprofessionnel\u00a0: un contrat de cinq ans.',
      decision: 'MSP, CPAM et ARS',
      contenus: [{ slug: 'contrat', libelle: 'Contrat tripartite signé' }],
    },
    {
      slug: 'renouvellement',
      libelle: 'Renouvellement',
      decision: 'MSP, CPAM et ARS',
      echeance: { depuis: 'signature-aci', mois: 60, alerte: 12, propre: true },
      contenus: [{ slug: 'contrat', libelle: 'Nouveau contrat', propre: true }],
    },
  ],
  roles: ['presidence', 'coordination', 'membre', 'partenaire', 'referent-ars', 'referent-am'],
  champs: [
    {
      slug: 'patientele',
      libelle: 'Patientèle de référence',
      aide: 'Patients dont le médecin traitant exerce dans la maison.',
      nature: 'nombre',
      unite: 'patients',
    },
    { slug: 'associes', libelle: 'Associés', nature: 'nombre', unite: 'personnes' },
  ],
  reglages: [
    {
      cle: 'valeur-point',
      libelle: 'Valeur du point',
      valeur: 7,
      unite: 'euros',
      source: 'Annexe 7 de l’accord de 2017\u00a0; d’autres mises en œuvre emploient environ 5\u00a0€',
      aVerifier: true,
    },
    {
      cle: 'patientele-reference',
      libelle: 'Patientèle de référence du calcul',
      valeur: 4000,
      unite: 'patients',
      source: 'Accord de 2017',
      aVerifier: true,
    },
    ...GRILLE.flatMap(([code, libelle, fixes, variables]) =>
      (
        [
          ['fixes', 'points fixes', fixes],
          ['variables', 'points variables', variables],
        ] as const
      ).map(([sorte, mots, valeur]) => ({
        cle: `${code.toLowerCase()}-${sorte}`,
        libelle: `${code}, ${libelle}\u00a0: ${mots}`,
        valeur,
        unite: 'points',
        source: SOURCE_GRILLE,
        aVerifier: true as const,
      })),
    ),
  ],
  indicateurs: GRILLE.map(([code, libelle]) => ({
    slug: code.toLowerCase(),
    libelle: `${code}, ${libelle}`,
    nature: 'texte' as const,
    aVerifier: true as const,
  })),
  controles: [
    {
      slug: 'generalistes',
      libelle: 'Au moins deux médecins généralistes',
      manque: 'Moins de deux médecins généralistes sont inscrits parmi les membres.',
      source: 'Guide de l’exercice coordonné, URPS ML PACA, janvier 2021',
      verifier: ({ professions }) => professions.filter((p) => p === 'medecin-generaliste').length >= 2,
    },
    {
      slug: 'paramedical',
      libelle: 'Au moins un auxiliaire médical',
      manque: 'Aucun auxiliaire médical n’est inscrit parmi les membres.',
      source: 'Guide de l’exercice coordonné, URPS ML PACA, janvier 2021',
      verifier: ({ professions }) => professions.some((p) => PARAMEDICAUX.has(p)),
    },
  ],
})
