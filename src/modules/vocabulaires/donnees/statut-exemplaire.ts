// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const statutExemplaire = {
  slug: 'statut-exemplaire',
  libelle: 'États d’un exemplaire',
  description: 'Ce que l’on peut faire d’un exemplaire dans le centre qui le garde.',
  version: '1.0.0',
  source: 'Liste propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'disponible', libelle: 'Disponible', ordre: 1, definition: 'Il s’emprunte, et il est là.' },
    { slug: 'prete', libelle: 'Prêté', ordre: 2, definition: 'Il s’emprunte, mais quelqu’un l’a en ce moment.' },
    { slug: 'consultation', libelle: 'À consulter sur place', ordre: 3, definition: 'Il ne sort pas du centre.' },
    { slug: 'perdu', libelle: 'Perdu', ordre: 4, definition: 'Le centre ne le retrouve pas.' },
  ],
} as const satisfies Vocabulaire
