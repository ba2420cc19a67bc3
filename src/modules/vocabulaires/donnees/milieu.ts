// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const milieu = {
  slug: 'milieu',
  libelle: 'Milieux de vie',
  description: 'Le lieu du quotidien où se passe une action, ou dont parle un document.',
  version: '1.0.0',
  source: 'Liste propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'domicile', libelle: 'Domicile', definition: 'Là où la personne habite.' },
    { slug: 'quartier', libelle: 'Quartier, village', definition: 'La vie locale, autour de chez soi.' },
    { slug: 'creche', libelle: 'Petite enfance', definition: 'Crèches, assistants maternels et autres lieux d’accueil des tout-petits.' },
    { slug: 'ecole', libelle: 'École', definition: 'Écoles maternelles et élémentaires, temps périscolaire compris.' },
    { slug: 'college-lycee', libelle: 'Collège, lycée', definition: 'Établissements du second degré, internats et apprentissage compris.' },
    { slug: 'universite', libelle: 'Enseignement supérieur', definition: 'Universités, écoles et vie de campus.' },
    { slug: 'travail', libelle: 'Entreprise, travail', definition: 'Lieux de travail, publics ou privés.' },
    { slug: 'soins-ville', libelle: 'Cabinet, MSP, centre de santé', definition: 'Lieux de soins de proximité, hors de l’hôpital.' },
    { slug: 'hopital', libelle: 'Établissement de santé', definition: 'Hôpitaux et cliniques, consultations comprises.' },
    { slug: 'medico-social', libelle: 'Établissement médico-social', definition: 'Établissements et services pour personnes âgées ou handicapées.' },
    { slug: 'social', libelle: 'Structure sociale, hébergement', definition: 'Centres sociaux, accueils de jour et lieux d’hébergement.' },
    { slug: 'loisirs-sport', libelle: 'Sport et loisirs', definition: 'Clubs, équipements sportifs et centres de loisirs.' },
    { slug: 'culture', libelle: 'Lieu culturel', definition: 'Bibliothèques, musées, cinémas et salles de spectacle.' },
    { slug: 'detention', libelle: 'Détention', definition: 'Prisons et autres lieux de privation de liberté.' },
    { slug: 'espace-public', libelle: 'Rue, marché, événement', definition: 'Lieux ouverts à tous, où l’on va vers les gens.' },
    { slug: 'numerique', libelle: 'En ligne', definition: 'Sites, réseaux sociaux et échanges à distance.' },
  ],
} as const satisfies Vocabulaire
