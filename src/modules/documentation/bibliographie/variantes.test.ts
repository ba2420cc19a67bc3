import { describe, expect, test } from 'vitest'
import type { ItemCsl } from '../csl.ts'
import { parseBibliographie } from './bibliographie.ts'

/** Ways of writing one reference, one rule each. All of it is fictif. */
const parse = (texte: string): ItemCsl[] =>
  parseBibliographie(texte.split('\n').map((ligne, i) => ({ n: i + 1, texte: ligne }))).references.map((r) => r.item)

/** The fields under test, persons as "Family/Given", organisations as they are. */
const read = (item: ItemCsl): Record<string, unknown> => ({
  volume: undefined,
  publisher: undefined,
  ...item,
  auteurs: (item.author ?? []).map((a) => a.literal ?? `${a.family}/${a.given}`),
  date: item.issued?.['date-parts']?.[0],
  sections: item.custom?.sections,
})

const SUITE = `
Morel, A. (2011). *Un second ouvrage fictif pour la liste*. Lyon : Cormier.

Vidal, B. (2012). *Un troisième ouvrage fictif pour la liste*. Lyon : Cormier.
`
const REFERENCES: [string, string, Record<string, unknown>][] = [
  [
    'issue alone in brackets (Vancouver)',
    '1. Lebrun P, Astier M. Les haies du bocage fictif. Cahiers fictifs. nov 2008;(136):1-8.\n2. Carlin R. Les mares du bocage fictif. Cahiers fictifs. juill 2009;(140):3-9.',
    {
      auteurs: ['Lebrun/P', 'Astier/M'],
      'container-title': 'Cahiers fictifs',
      issue: '136',
      volume: undefined,
      page: '1-8',
      date: [2008, 11],
    },
  ],
  [
    'initials of two capitals',
    '1. Traval PY, Gagny R. Le verger fictif comme lieu de soin. Rev Fictive. 2014;6(1):101-9.\n2. Aubin KL. La mare fictive. Rev Fictive. 2015;7(2):10-9.',
    { auteurs: ['Traval/PY', 'Gagny/R'], volume: '6', issue: '1' },
  ],
  [
    'edition before the place, collection in brackets (ISBD)',
    'Le jardin fictif : aide-mémoire / Michel Jardot. - 4e éd. - Paris : Cormier, 2022. - 400 p. - (Les fictifs)',
    {
      title: 'Le jardin fictif : aide-mémoire',
      auteurs: ['Jardot/Michel'],
      publisher: 'Cormier',
      'publisher-place': 'Paris',
      'collection-title': 'Les fictifs',
      'number-of-pages': 400,
    },
  ],
  [
    'dots before et al., no publisher',
    'Le verger fictif en 2021 / Rachel Verdon, Guy Malin... [et al.]. - Paris : [s.n.], 2021. - 28 p.',
    { auteurs: ['Verdon/Rachel', 'Malin/Guy'], publisher: undefined, 'publisher-place': 'Paris' },
  ],
  [
    'organisation and its year in brackets, a letter after it',
    `BARTOIS H. et TOURY C. (2004), Le sentier fictif et la santé, Rennes, Cormier, 178 p.

FÉDÉRATION FICTIVE DES VERGERS (2021a), Rafraîchir le bourg fictif, Angers, Fédération fictive, 76 p.`,
    { auteurs: ['BARTOIS/H.', 'TOURY/C.'], title: 'Le sentier fictif et la santé', date: [2004], publisher: 'Cormier' },
  ],
  [
    'title in italics after authors, an editor’s role and a date (APA)',
    `Jardot, D. (dir.). (2010). *Le bourg fictif : quelle place pour les haies ?* Saint-Denis : Cormier.\n${SUITE}`,
    {
      title: 'Le bourg fictif : quelle place pour les haies ?',
      publisher: 'Cormier',
      'publisher-place': 'Saint-Denis',
      date: [2010],
    },
  ],
  [
    'thesis in brackets: the university publishes, not the archive',
    `Darlin, E. (2016). *La haie fictive en milieu scolaire* [Thèse de doctorat, Université fictive de Brou]. HAL.\n${SUITE}`,
    { title: 'La haie fictive en milieu scolaire', publisher: 'Université fictive de Brou', type: 'thesis' },
  ],
  [
    'work without date',
    `Sabourin, L. (s. d.). *Le bourg fictif en santé*. Consulté le 4 mai 2023, à l’adresse https://exemple-fictif.org/fr/bourg\n${SUITE}`,
    { title: 'Le bourg fictif en santé', URL: 'https://exemple-fictif.org/fr/bourg', date: undefined },
  ],
  [
    'organisation, full date in brackets',
    `Santé publique France. (2022, 15 septembre). *Comment planter une haie fictive ?* https://exemple-fictif.org/haie\n${SUITE}`,
    { auteurs: ['Santé publique France'], title: 'Comment planter une haie fictive ?', date: [2022, 9, 15] },
  ],
  [
    'two publishers joined by a slash, after authors in front',
    `ROUAL A., GALLIN J. (2014), Agir pour un bourg fictif, Rennes, EHESP / DGS, 191 p.

TOURY C. (2015), Le sentier fictif, Rennes, EHESP, 12 p.`,
    { title: 'Agir pour un bourg fictif', publisher: 'EHESP ; DGS' },
  ],
  [
    'kind of thesis among the names',
    'RODIN Antoine, *Le « bocage fictif » des populations. Constructions et normes*. Thèse de science politique, Grenoble : Université fictive, 2010, 437 p.',
    { publisher: 'Université fictive', 'publisher-place': 'Grenoble', date: [2010] },
  ],
  [
    'official journal',
    'Loi n° 98-999 du 29 juillet 1998 d’orientation fictive. JORF n° 175 du 31 juillet 1998, page 11679',
    {
      title: 'Loi n° 98-999 du 29 juillet 1998 d’orientation fictive',
      'container-title': 'JORF',
      issue: '175',
      date: [1998, 7, 31],
    },
  ],
  [
    'cited title, organisation, date in words',
    '- « Les Français et la haie fictive. Sondage », Ipsos, 5 novembre 2020.\n- « La mare fictive », Ipsos, 6 mai 2020.',
    { title: 'Les Français et la haie fictive. Sondage', publisher: 'Ipsos', date: [2020, 11, 5] },
  ],
  [
    'persons, title and imprint in capitals',
    'LOPAZ GÉRARD, PIFFARD GINA ET AL.\nLES HAIES FICTIVES : LOGIQUES ET EXPÉRIENCES\nPARIS : CORMIER, 2021, 248 P.',
    { auteurs: ['LOPAZ/GÉRARD', 'PIFFARD/GINA'], publisher: 'CORMIER', 'number-of-pages': 248 },
  ],
  [
    'extent in capitals',
    'DELORME MATHILDE\nUNE UNITÉ FICTIVE EN MATERNITÉ\nCAHIERS FICTIFS, VOL. 20, N° 3, 2021, P. 18-22',
    { 'container-title': 'CAHIERS FICTIFS', volume: '20', issue: '3', page: '18-22', publisher: undefined },
  ],
  [
    'address cut inside angle brackets',
    '### **Les courses fictives**\n\nDubois Christophe\n\nMarseille : Cormier, 2017, 48 p.\n\nEn ligne : <https://exemple-fictif.fr/guide-\nmethodologique.pdf>',
    { URL: 'https://exemple-fictif.fr/guide-methodologique.pdf' },
  ],
  [
    'DOI cut after a full stop',
    'RICHARD Élodie, CAMBON Linda. Le succès de la haie fictive. Revue Fictive, 2022, vol. 12, n° 9. https://doi.org/10.\n1136/fictif-2022',
    { URL: 'https://doi.org/10.1136/fictif-2022' },
  ],
  [
    'journal with a full stop in its name, on a line in italics',
    'Article\n\nSHANNON Rebecca\n\n**La haie fictive : une compétence ?**\n\n*Questions fictives. Recherches en bocage, n° 29, 2018*',
    { 'container-title': 'Questions fictives. Recherches en bocage', issue: '29', date: [2018] },
  ],
  [
    'organisation with commas, in capitals',
    'CONSEIL ÉCONOMIQUE, SOCIAL ET ENVIRONNEMENTAL FICTIF. – Prévenir dans le bourg : avis fictif. – Rouen : Ceser, 2022. – 112 p.',
    { auteurs: ['CONSEIL ÉCONOMIQUE, SOCIAL ET ENVIRONNEMENTAL FICTIF'], 'publisher-place': 'Rouen' },
  ],
  [
    'organisation that publishes under its own name',
    'Médecins du Bourg. Le bidonville fictif : guide. Saint-Denis : Médecins du Bourg, novembre 2021, 54 p.',
    { auteurs: ['Médecins du Bourg'], date: [2021, 11] },
  ],
  [
    'authors in bold, title in italics',
    '**Jacob, Pascal**. *Un droit fictif, un parcours sans rupture*. Paris : Cormier, 2013, 265 p.',
    { auteurs: ['Jacob/Pascal'], title: 'Un droit fictif, un parcours sans rupture', publisher: 'Cormier' },
  ],
  [
    'authors with initials between title and journal',
    'Le mineur fictif : un bilan nécessaire. Hourdin A., Van de Steen F. et al. Revue Fictive, 2020, 50(6), S179-S180.',
    {
      title: 'Le mineur fictif : un bilan nécessaire',
      auteurs: ['Hourdin/A.', 'Van de Steen/F.'],
      'container-title': 'Revue Fictive',
    },
  ],
  [
    'date of the journal more precise than the one after the authors',
    'SIMON J. et PRISSE N. (2013), « Retour sur la haie fictive », La Santé fictive, juin 2013, n° 424, p. 33-35.',
    { date: [2013, 6], issue: '424', page: '33-35' },
  ],
]

describe('one reference', () => {
  test.each(REFERENCES)('%s', (_, source, attendu) => {
    const [premier] = parse(source)
    expect(premier).toBeDefined()
    expect(read(premier as ItemCsl)).toMatchObject(attendu)
  })
})

/** Each is the second paragraph of a text whose lines were cut at one width, the paragraphs apart. */
const COUPEES: [string, string, Record<string, unknown>][] = [
  [
    'after a full line that ends with a full stop',
    `FAUQUEMBERT Alexandre, BRETON Éric (et al.). Concevoir un verger avec les habitants fictifs.
Retour d’expérience en Basse-Rivière fictive. Revue fictive de pédagogie, n° 209, décembre
2020, pp. 55-68.`,
    {
      title: 'Concevoir un verger avec les habitants fictifs. Retour d’expérience en Basse-Rivière fictive',
      auteurs: ['FAUQUEMBERT/Alexandre', 'BRETON/Éric'],
      date: [2020, 12],
    },
  ],
  [
    'inside the publisher’s name',
    `Institut Cormier. Démarches communautaires fictives en santé : un guide. Paris : Institut
Cormier, 2018, 40 p.`,
    { title: 'Démarches communautaires fictives en santé : un guide', publisher: 'Institut Cormier' },
  ],
  [
    'before the address',
    `LASCOMBE Pierre. L’usager fictif dans le système de santé : réformateur, ou fiction utile ?
Politiques fictives, vol. 25, n° 2, 2007, pp. 129-144. Disponible sur
https://exemple-fictif.fr/doc/2007`,
    { 'container-title': 'Politiques fictives', URL: 'https://exemple-fictif.fr/doc/2007', publisher: undefined },
  ],
  [
    'between the host’s editor and its title',
    `MOTAMED Sandrine. Processus fictif de participation communautaire. In : BODMER Patrick.
Santé communautaire fictive et santé publique. Genève : Presses fictives de Genève, 2015,
pp. 31-47.`,
    { 'container-title': 'Santé communautaire fictive et santé publique', page: '31-47', date: [2015] },
  ],
]
const REMPLISSAGE = (
  nom: string,
): string => `${nom} Paul. Le verger fictif et ses effets sur le lien social dans les bourgs de la vallée : une
enquête menée auprès des habitants. Revue fictive de santé rurale, n° 12, 2021, pp. 10-19.`

describe('lines cut at a width', () => {
  test.each(COUPEES)('%s', (_, source, attendu) => {
    const noms = ['DURAND', 'PETIT', 'MOREL', 'VIDAL', 'SIMON', 'ROCHE']
    const [premier, ...suite] = noms.map(REMPLISSAGE)
    const lus = parse([premier, source, ...suite].join('\n\n'))
    expect(lus).toHaveLength(7)
    expect(read(lus[1] as ItemCsl)).toMatchObject(attendu)
  })
})

const LIGNE = (rang: number): string =>
  `DURAND Paul, Le verger fictif ${rang}, *Revue fictive*, n° ${rang}, 2021, pp. 1-9`
const SECTIONS: [string, string, string[][]][] = [
  [
    'roman numbers without marks',
    `VERGERS FICTIFS\n\nI. Généralités\n\n${LIGNE(1)}\n\nII. Récoltes\n\n${LIGNE(2)}`,
    [['Généralités'], ['Récoltes']],
  ],
  [
    'letters under the title of the document in capitals',
    `VERGERS FICTIFS\n\nA. Généralités\n\n${LIGNE(1)}\n\nB. Récoltes\n\n${LIGNE(2)}`,
    [['Généralités'], ['Récoltes']],
  ],
  ['the list itself', `# Vergers fictifs\n\n## Bibliographie\n\n${LIGNE(1)}`, [['Bibliographie']]],
  [
    'kinds of documents',
    `Vergers fictifs\n\nBibliographie\n\nOuvrages et rapports\n\n${LIGNE(1)}\n\nArticles et chapitres\n\n${LIGNE(2)}`,
    [['Ouvrages et rapports'], ['Articles et chapitres']],
  ],
  [
    'an introduction holds nothing',
    `Introduction\n\nCe texte présente la sélection fictive et rien d’autre.\n\n### Récoltes\n\n${LIGNE(1)}`,
    [['Récoltes']],
  ],
  [
    'headings of one look, one of which the contents leave out',
    `**Sommaire**\n\nPlanter p. 2\n\nRécolter p. 3\n\nVendre p. 4\n\n**Planter**\n\n${LIGNE(1)}\n\n**Récolter**\n\n**Outils fictifs**\n\n${LIGNE(2)}\n\n**Gestes fictifs**\n\n${LIGNE(3)}\n\n**Vendre**\n\n${LIGNE(4)}`,
    [['Planter'], ['Récolter', 'Outils fictifs'], ['Récolter', 'Gestes fictifs'], ['Vendre']],
  ],
]

describe('sections', () => {
  test.each(SECTIONS)('%s', (_, source, attendu) => {
    expect(parse(source).map((item) => item.custom?.sections)).toEqual(attendu)
  })

  test('"Site internet" over one reference is its label', () => {
    const [premier] = parse(
      'Site internet\nLe bourg fictif en images\nCormier Santé, 2023, 4 p.\nhttps://exemple-fictif.org',
    )
    expect(premier?.custom).toMatchObject({ libelle: 'Site internet', nature: 'notice', sections: [] })
  })
})

describe('tables', () => {
  const rangees = [
    ['Delaunay Martin, Godard Éric', 'La taille des haies fictives', 'Cahiers fictifs, n° 168, p. 25-38', '2021'],
    ['Cormier', 'Prévenir l’usure des sécateurs', 'Lyon : Cormier, 48 p.', '2022'],
  ]
  const ordres: [string, number[]][] = [
    ['authors first', [0, 1, 2, 3]],
    ['year first', [3, 0, 1, 2]],
    ['title first', [1, 0, 2, 3]],
  ]
  test.each(ordres)('%s', (_, ordre) => {
    const noms = ['Auteur', 'Titre', 'Source', 'Année']
    const rangee = (cellules: string[]): string => `| ${ordre.map((i) => cellules[i]).join(' | ')} |`
    const lus = parse([rangee(noms), '|---|---|---|---|', ...rangees.map((r) => rangee(r))].join('\n')).map(read)
    expect(lus).toMatchObject([
      {
        title: 'La taille des haies fictives',
        auteurs: ['Delaunay/Martin', 'Godard/Éric'],
        issue: '168',
        date: [2021],
      },
      { title: 'Prévenir l’usure des sécateurs', auteurs: ['Cormier'], publisher: 'Cormier', date: [2022] },
    ])
  })
})
