// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const roleDispositif = {
  slug: 'role-dispositif',
  libelle: 'Rôles dans un dispositif',
  description: 'Ce qu’une personne fait dans un dispositif, pendant une période. Les droits viennent du rôle, non de la profession.',
  version: '1.0.0',
  source: 'Liste propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'presidence', libelle: 'Présidence' },
    { slug: 'bureau', libelle: 'Membre du bureau' },
    { slug: 'elu-referent', libelle: 'Élu·e référent·e' },
    { slug: 'coordination', libelle: 'Coordination' },
    { slug: 'pilote-action', libelle: 'Pilote d’action' },
    { slug: 'referent-mission', libelle: 'Référent·e de mission ou d’axe' },
    { slug: 'referent-ars', libelle: 'Référent·e ARS' },
    { slug: 'referent-am', libelle: 'Référent·e Assurance Maladie' },
    { slug: 'membre', libelle: 'Membre' },
    { slug: 'partenaire', libelle: 'Partenaire' },
    { slug: 'financeur', libelle: 'Financeur' },
    { slug: 'signataire', libelle: 'Signataire' },
    { slug: 'representant-usagers', libelle: 'Représentant·e des usagers' },
    { slug: 'habitant', libelle: 'Habitant·e relais' },
    { slug: 'referent-parcours', libelle: 'Référent·e de parcours' },
    { slug: 'mediation', libelle: 'Médiation santé' },
    { slug: 'accompagnement', libelle: 'Accompagnement santé' },
    { slug: 'evaluation', libelle: 'Évaluation' },
    { slug: 'documentation', libelle: 'Documentation' },
    { slug: 'dpo', libelle: 'Protection des données' },
    { slug: 'lecture', libelle: 'Lecture seule' },
  ],
} as const satisfies Vocabulaire
