import type { Reference } from '../indicateur.ts'

const INSEE = 'https://www.insee.fr'
const LICENCE = 'Licence Ouverte 2.0'

/** Computed by Maillage from the official geography and the imported outlines: see derive.actions.ts. */
export const POPULATION: readonly Reference[] = [
  {
    code: 'population',
    libelle: 'Population municipale',
    definition:
      'Habitants qui ont leur résidence habituelle dans la commune, telle que la donne le découpage administratif officiel.',
    phrase: '{valeur} personnes habitent ici.',
    famille: 'population',
    unite: 'habitants',
    source: 'Insee, populations de référence',
    url: INSEE,
    licence: LICENCE,
    agregation: 'somme',
    rang: 10,
  },
  {
    code: 'densite',
    libelle: 'Densité de population',
    definition:
      'Population municipale rapportée à la superficie, mesurée sur les contours importés. Un contour simplifié donne une superficie approchée.',
    phrase: 'Chaque kilomètre carré compte en moyenne {valeur} habitants.',
    famille: 'population',
    unite: 'hab./km²',
    decimales: 1,
    source: 'Calcul Maillage, d’après l’Insee (population) et les contours importés (superficie)',
    licence: LICENCE,
    agregation: 'moyenne',
    poids: 'superficie (km²)',
    rang: 11,
  },
  {
    code: 'habitants-petites-communes',
    libelle: 'Habitants de petites communes',
    definition:
      'Part des habitants qui vivent dans une commune de moins de 2\u202f000 habitants (repère de Maillage). Pour une commune, c’est tout ou rien.',
    phrase: '{valeur}\u00a0% des habitants vivent dans une commune de moins de 2\u202f000 habitants.',
    famille: 'population',
    unite: '%',
    decimales: 1,
    source: 'Calcul Maillage, d’après l’Insee (population)',
    licence: LICENCE,
    agregation: 'part',
    poids: 'population municipale',
    rang: 12,
  },
]

/** First year of each five-year band; the last has no end. */
export const TRANCHES = Array.from({ length: 20 }, (_, i) => 5 * i)

/** Code of a band: `age-f-00`, `age-h-95`… */
export const formatCodeAge = (sexe: 'f' | 'h', debut: number): string => `age-${sexe}-${String(debut).padStart(2, '0')}`

const formatTranche = (debut: number): string => (debut === 95 ? '95 ans ou plus' : `${debut} à ${debut + 4} ans`)

/** Population by sex and age, five years a band. */
export const AGES: readonly Reference[] = (['f', 'h'] as const).flatMap((sexe, i) =>
  TRANCHES.map((debut) => ({
    code: formatCodeAge(sexe, debut),
    libelle: `${sexe === 'f' ? 'Femmes' : 'Hommes'} ${formatTranche(debut)}`,
    phrase: `{valeur} ${sexe === 'f' ? 'femmes' : 'hommes'} ont ${formatTranche(debut)}.`,
    definition: 'Estimation du recensement\u00a0: une petite commune peut avoir des nombres à virgule.',
    famille: 'age' as const,
    unite: 'habitants',
    source: 'Insee, recensement de la population',
    url: INSEE,
    licence: LICENCE,
    agregation: 'somme' as const,
    rang: 20 + i,
  })),
)
