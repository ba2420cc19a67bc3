// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const ottawa = {
  slug: 'ottawa',
  libelle: 'Axes de la charte d’Ottawa',
  description: 'Les cinq façons d’agir en promotion de la santé.',
  version: '1.0.0',
  source: 'Axes de la charte d’Ottawa pour la promotion de la santé (OMS, 1986)\u202f; définitions propres à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'politiques', libelle: 'Bâtir des politiques favorables à la santé', definition: 'Faire entrer la santé dans les décisions de tous les secteurs.' },
    { slug: 'milieux', libelle: 'Créer des milieux favorables', definition: 'Rendre plus sains les lieux où l’on vit, apprend et travaille.' },
    { slug: 'communautaire', libelle: 'Renforcer l’action communautaire', definition: 'Donner aux habitants les moyens de décider et d’agir ensemble.' },
    { slug: 'aptitudes', libelle: 'Développer les aptitudes de chacun', definition: 'Aider chacun à comprendre, à choisir et à agir pour sa santé.' },
    { slug: 'services', libelle: 'Réorienter les services de santé', definition: 'Tourner les soins vers la prévention et les besoins de la population.' },
  ],
} as const satisfies Vocabulaire
