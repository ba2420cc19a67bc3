// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const prevention = {
  slug: 'prevention',
  libelle: 'Prévention',
  description: 'Deux axes indépendants\u00a0: le moment où l’on agit, et la population que l’on vise. Au plus un terme par axe.',
  version: '1.0.0',
  source: 'Axes usuels de la santé publique\u202f; définitions propres à Maillage.',
  licence: 'CC0-1.0',
  groupes: [
    { slug: 'moment', libelle: 'Selon le moment', unique: true },
    { slug: 'population', libelle: 'Selon la population', unique: true },
  ],
  termes: [
    { slug: 'primaire', libelle: 'Primaire', groupe: 'moment', definition: 'Agir avant la maladie.' },
    { slug: 'secondaire', libelle: 'Secondaire', groupe: 'moment', definition: 'Repérer tôt et éviter que la situation s’aggrave.' },
    { slug: 'tertiaire', libelle: 'Tertiaire', groupe: 'moment', definition: 'Limiter les suites d’une maladie installée.' },
    { slug: 'universelle', libelle: 'Universelle', groupe: 'population', definition: 'Pour tout le monde.' },
    { slug: 'selective', libelle: 'Sélective', groupe: 'population', definition: 'Pour les groupes plus exposés.' },
    { slug: 'ciblee', libelle: 'Ciblée', synonymes: ['Prévention indiquée'], groupe: 'population', definition: 'Pour les personnes déjà touchées.' },
  ],
} as const satisfies Vocabulaire
