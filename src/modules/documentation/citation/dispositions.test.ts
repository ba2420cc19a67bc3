import { expect, test } from 'vitest'
import { type ItemCsl, schemaItemCsl } from '../csl.ts'
import { formatCitation, type SlugStyle } from './citation.ts'

/**
 * Real notices, as the two bibliographies print their facts (IREPS Bourgogne-Franche-Comté, 2023; Occitanie, 2022).
 * Where the printed form wavers, ours keeps one: « pp. », « n° », volume before issue, « s.d. ».
 */
const an = (...parties: number[]): ItemCsl['issued'] => ({ 'date-parts': [parties] })
const NOTICES: [SlugStyle, Omit<ItemCsl, 'id'>, string][] = [
  [
    'ireps-bfc',
    {
      type: 'article-journal',
      title: 'Inégalités sociales de santé : des déterminants multiples',
      author: [{ family: 'Moquet', given: 'Marie-José' }],
      'container-title': "La santé de l'homme",
      issue: '397',
      page: '17-19',
      issued: an(2008),
    },
    'Inégalités sociales de santé : des déterminants multiples. Moquet Marie-José. La santé de l’homme 2008 ; 397 : pp. 17-19',
  ],
  [
    'ireps-bfc',
    {
      type: 'article-journal',
      title: 'Les soins de santé primaires, plus que des soins de première ligne',
      author: [
        { family: 'Crismer', given: 'André' },
        { family: 'Belche', given: 'Jean-Luc' },
        { family: 'Van Der Vennet', given: 'Jean-Luc' },
      ],
      'container-title': 'Santé Publique',
      volume: '28',
      issue: '3',
      page: '375-379',
      issued: an(2016),
    },
    'Les soins de santé primaires, plus que des soins de première ligne. Crismer André, Belche Jean-Luc, Van Der Vennet Jean-Luc. Santé Publique 2016 ; 28(3) : pp. 375-379',
  ],
  [
    'ireps-bfc',
    {
      type: 'graphic',
      title: "La santé c'est aussi",
      genre: '[Affiche]',
      publisher: 'Cultures et santé',
      'publisher-place': 'Bruxelles',
      issued: an(2012),
    },
    'La santé c’est aussi [Affiche]. Bruxelles : Cultures et santé, 2012',
  ],
  [
    'ireps-bfc',
    {
      type: 'chapter',
      title: "L'ordre négocié du travail d'articulation dans les maisons de santé pluriprofessionnelles",
      author: [{ family: 'Fournier', given: 'Cécile' }],
      'container-author': [
        { family: 'Denis', given: 'Thomas' },
        { family: 'Divay', given: 'Sophie' },
        { family: 'Dos Santos', given: 'Marie' },
      ],
      'container-title': 'Pratiques de coopération en santé : regards sociologiques',
      publisher: 'Institut de recherche et de documentation en économie de la santé (Irdes)',
      'publisher-place': 'Paris',
      issued: an(2022),
      page: '123-138',
    },
    'L’ordre négocié du travail d’articulation dans les maisons de santé pluriprofessionnelles. Fournier Cécile. In : Denis Thomas, Divay Sophie, Dos Santos Marie. Pratiques de coopération en santé : regards sociologiques. Paris : Institut de recherche et de documentation en économie de la santé (Irdes), 2022, pp. 123-138',
  ],
  [
    'ireps-bfc',
    {
      type: 'book',
      title: '27 techniques d’animation pour promouvoir la santé',
      author: [
        { family: 'Douiller', given: 'Alain' },
        { family: 'Coupat', given: 'Pierre' },
        { family: 'Demand', given: 'Émilie' },
      ],
      publisher: 'Le Coudrier',
      'publisher-place': 'Brignais',
      issued: an(2020),
      'number-of-pages': 175,
      custom: { etAl: true },
    },
    '27 techniques d’animation pour promouvoir la santé. Douiller Alain, Coupat Pierre, Demand Émilie (et al.). Brignais : Le Coudrier, 2020, 175 p.',
  ],
  [
    'ireps-bfc',
    {
      type: 'book',
      title: 'Petit guide de la participation en santé de proximité',
      author: [{ family: 'Vuattoux', given: 'Patrick' }],
      publisher: 'Fédération des maisons de santé comtoises; Fédération française des maisons et pôles de santé',
      'publisher-place': 'Besançon; Paris',
      issued: an(2015),
      'number-of-pages': 87,
    },
    'Petit guide de la participation en santé de proximité. Vuattoux Patrick. Besançon : Fédération des maisons de santé comtoises ; Paris : Fédération française des maisons et pôles de santé, 2015, 87 p.',
  ],
  [
    'ireps-bfc',
    { type: 'webpage', title: 'Santé publique', publisher: 'FeMaSCo-BFC', 'publisher-place': 'Besançon' },
    'Santé publique [Page internet]. Besançon : FeMaSCo-BFC, s.d.',
  ],
  [
    'ireps-occitanie',
    {
      type: 'legislation',
      title:
        'Loi n° 2021-502 du 26 avril 2021 visant à améliorer le système de santé par la confiance et la simplification',
      publisher: 'Légifrance',
      issued: an(2021, 4, 26),
    },
    'Loi n° 2021-502 du 26 avril 2021 visant à améliorer le système de santé par la confiance et la simplification, Légifrance, 2021-04-26',
  ],
  [
    'ireps-occitanie',
    {
      type: 'report',
      title: 'Dessiner la santé publique de demain',
      author: [{ family: 'CHAUVIN', given: 'Franck' }],
      publisher: 'Ministère des Solidarités et de la santé',
      issued: an(2021, 11),
      'number-of-pages': 157,
    },
    'CHAUVIN Franck, Dessiner la santé publique de demain, Ministère des Solidarités et de la santé, 2021-11, 157 p.',
  ],
  [
    'ireps-occitanie',
    {
      type: 'article-journal',
      title: 'Accès aux soins de 1er recours',
      'container-title': 'Épitomé',
      issue: '3',
      publisher: 'FNORS',
      issued: an(2022, 6),
      'number-of-pages': 4,
    },
    'Accès aux soins de 1er recours, Épitomé, n° 3, FNORS, 2022-06, 4 p.',
  ],
  [
    'ireps-occitanie',
    {
      type: 'webpage',
      title: 'Santé : quelle politique publique contre les déserts médicaux ?',
      publisher: 'Vie publique',
      issued: an(2019, 5, 27),
    },
    'Santé : quelle politique publique contre les déserts médicaux ? Vie publique, 2019-05-27',
  ],
  [
    'ireps-occitanie',
    {
      type: 'article-journal',
      title: 'Les démarches locales en santé : des ateliers santé ville aux contrats locaux de santé',
      author: [{ family: 'MOLAS GALI', given: 'Nathalie' }],
      'container-title': 'Global health promotion',
      volume: '21',
      issue: '1 suppl.',
      page: '46-49',
      issued: an(2014, 3),
    },
    'MOLAS GALI Nathalie, Les démarches locales en santé : des ateliers santé ville aux contrats locaux de santé, Global health promotion, vol. 21, n° 1 suppl., 2014-03, pp. 46-49',
  ],
  [
    'ireps-occitanie',
    {
      type: 'report',
      title:
        "Etat des lieux de l'exercice des médecins en Maison de Santé Pluriprofessionnelle. Région Occitanie. Enquête quantitative",
      author: [
        { family: 'BRINGER', given: 'L.' },
        { family: 'KABANTCHENKO', given: 'A.' },
        { family: 'MANUELLO', given: 'P.' },
      ],
      publisher: 'URPS Médecins Libéraux Occitanie',
      issued: an(2019, 5),
      'number-of-pages': 74,
      custom: { etAl: true },
    },
    'BRINGER L., KABANTCHENKO A., MANUELLO P. (et al.), Etat des lieux de l’exercice des médecins en Maison de Santé Pluriprofessionnelle. Région Occitanie. Enquête quantitative, URPS Médecins Libéraux Occitanie, 2019-05, 74 p.',
  ],
]

test.each(NOTICES)('%s, %j', (style, notice, attendu) => {
  expect(formatCitation(schemaItemCsl.parse({ id: 'notice', ...notice }), style).texte.replace(/\s/g, ' ')).toBe(
    attendu,
  )
})
