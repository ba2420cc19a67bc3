// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const niveauPreuve = {
  slug: 'niveau-preuve',
  libelle: 'Niveaux de preuve',
  description: 'Ce que l’évaluation a montré. Se lit à côté du savoir d’expérience, sans jamais s’y mêler en une seule note.',
  version: '1.0.0',
  source: 'Liste propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'non-evalue', libelle: 'Pas encore évaluée', definition: 'Aucune évaluation connue.' },
    { slug: 'en-etude', libelle: 'Évaluation en cours', definition: 'Une évaluation est engagée, sans résultat publié.' },
    { slug: 'prometteur', libelle: 'Prometteuse', definition: 'Premiers résultats favorables, à confirmer.' },
    { slug: 'efficace', libelle: 'Efficacité montrée', definition: 'Des évaluations solides montrent un effet favorable.' },
    { slug: 'non-efficace', libelle: 'Sans effet ou défavorable', definition: 'Des évaluations solides ne montrent pas d’effet, ou un effet nuisible.' },
  ],
} as const satisfies Vocabulaire
