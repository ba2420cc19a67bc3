import type { Reference } from '../indicateur.ts'

const COMMUN = {
  famille: 'revenus',
  source: 'Insee, Filosofi',
  url: 'https://www.insee.fr',
  licence: 'Licence Ouverte 2.0',
} as const

/** The source hides the values of small communes: they are missing, never zero. */
export const REVENUS: readonly Reference[] = [
  {
    ...COMMUN,
    code: 'revenu-median',
    libelle: 'Niveau de vie médian',
    definition:
      'Revenu disponible par unité de consommation\u00a0: la moitié des habitants est au-dessus, l’autre au-dessous. Une médiane ne se calcule pas à partir de celles des communes.',
    phrase: 'La moitié des habitants vit avec moins de {valeur} euros par an et par unité de consommation.',
    unite: '€ par an',
    agregation: 'aucune',
    sens: 1,
    rang: 30,
  },
  {
    ...COMMUN,
    code: 'taux-pauvrete',
    libelle: 'Taux de pauvreté',
    definition:
      'Part des habitants dont le niveau de vie est sous 60 % de la médiane de la France métropolitaine. La source ne le publie pas pour les petites communes.',
    phrase: '{valeur} habitants sur 100 vivent sous le seuil de pauvreté.',
    unite: '%',
    decimales: 1,
    agregation: 'part',
    poids: 'habitants des ménages fiscaux',
    sens: -1,
    rang: 31,
  },
]
