// biome-ignore-all format: a term reads as one line of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const support = {
  slug: 'support',
  libelle: 'Supports',
  description: 'Ce que l’on tient en main quand on emprunte un document ou un outil.',
  version: '1.0.0',
  source: 'Liste propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'imprime', libelle: 'Imprimé', definition: 'Livre, revue, rapport, brochure.' },
    { slug: 'jeu', libelle: 'Jeu', definition: 'Jeu de plateau, de cartes, de rôle.' },
    { slug: 'mallette', libelle: 'Mallette, coffret', definition: 'Plusieurs pièces rangées ensemble, avec leur guide.' },
    { slug: 'exposition', libelle: 'Exposition', definition: 'Panneaux ou bâches à installer.' },
    { slug: 'affiche', libelle: 'Affiche', definition: 'Une feuille à accrocher.' },
    { slug: 'photolangage', libelle: 'Images, photolangage', definition: 'Photographies ou dessins pour faire parler un groupe.' },
    { slug: 'disque', libelle: 'DVD, CD, clé', definition: 'Enregistrement sur un support à lire avec un appareil.' },
    { slug: 'maquette', libelle: 'Maquette, matériel', definition: 'Objet à manipuler.' },
  ],
} as const satisfies Vocabulaire
