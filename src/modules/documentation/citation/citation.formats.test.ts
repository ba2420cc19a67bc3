import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ItemCsl } from '../csl.ts'
import { listMetaCitation, renderCoins, renderJsonLd } from './citation.formats.ts'
import { EXEMPLES } from './exemples.ts'

const KEV = 'info:ofi/fmt:kev:mtx:'
const CONTEXTE = { adresse: 'https://maillage.exemple.fr/documentation/notices/7', titreSite: 'Maillage' }
const lireCoins = (item: ItemCsl): URLSearchParams => new URLSearchParams(renderCoins(item))
const lireMeta = (item: ItemCsl, name: string): string[] =>
  listMetaCitation(item).flatMap((meta) => (meta.name === name ? [meta.content] : []))
const lireJsonLd = (item: ItemCsl): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(renderJsonLd(item, CONTEXTE)))

describe('renderCoins', () => {
  const LIGNES: [keyof typeof EXEMPLES, string, Record<string, string>][] = [
    [
      'article',
      'journal',
      {
        'rft.genre': 'article',
        'rft.atitle': "Aller-vers et littératie : l'exemple d'un quartier",
        'rft.jtitle': 'Revue fictive de santé publique',
        'rft.aulast': 'Fictif',
        'rft.aufirst': 'Jeanne',
        'rft.date': '2021-06',
        'rft.volume': '12',
        'rft.issue': '3',
        'rft.spage': '45',
        'rft.epage': '58',
        'rft.issn': '1234-5679',
        'rft.language': 'fr',
      },
    ],
    ['horsSerie', 'journal', { 'rft.issue': 'hors-série 4', 'rft.pages': '3-9' }],
    [
      'chapitre',
      'book',
      {
        'rft.genre': 'bookitem',
        'rft.atitle': 'Coordonner',
        'rft.btitle': 'Traité fictif',
        'rft.place': 'Rennes',
        'rft.edition': '2',
        'rft.isbn': '978-2-0000-0000-2',
      },
    ],
    ['actes', 'book', { 'rft.genre': 'proceeding', 'rft.btitle': 'Actes des journées fictives', 'rft.spage': '9' }],
    ['organisation', 'book', { 'rft.genre': 'report', 'rft.btitle': 'Plan fictif', 'rft.tpages': '14' }],
    ['collectif', 'book', { 'rft.genre': 'book', 'rft.series': 'Fictions' }],
    [
      'these',
      'dissertation',
      { 'rft.title': 'Une thèse', 'rft.inst': 'Université fictive', 'rft.degree': 'Thèse de doctorat' },
    ],
    ['loi', 'dc', { 'rft.type': 'statute', 'rft.identifier': 'https://exemple.fr/loi', 'rft.date': '2099-01-03' }],
    ['video', 'dc', { 'rft.type': 'videoRecording', 'rft.title': 'Un film court', 'rft.publisher': 'Studio fictif' }],
    ['podcast', 'dc', { 'rft.type': 'podcast', 'rft.source': 'La voix fictive' }],
    ['html', 'dc', { 'rft.type': 'webpage', 'rft.title': EXEMPLES.html.title }],
    ['sansAuteurNiDate', 'dc', { 'rft.type': 'document', 'rft.title': 'Bien dans son quartier' }],
  ]
  test.each(LIGNES)('%s', (cle, format, attendus) => {
    const coins = lireCoins(EXEMPLES[cle])
    expect(coins.get('ctx_ver')).toBe('Z39.88-2004')
    expect(coins.get('rft_val_fmt')).toBe(KEV + format)
    expect(Object.fromEntries(Object.keys(attendus).map((champ) => [champ, coins.get(champ)]))).toEqual(attendus)
  })

  test('identifiants du document', () => {
    expect(lireCoins(EXEMPLES.article).getAll('rft_id')).toEqual([
      'info:doi/10.5555/fictif.2021.3',
      'https://doi.org/10.5555/fictif.2021.3',
    ])
    expect(lireCoins(EXEMPLES.chapitre).getAll('rft_id')).toEqual(['urn:isbn:978-2-0000-0000-2'])
  })

  test('personnes et organisations', () => {
    expect(lireCoins(EXEMPLES.particules).getAll('rft.au')).toEqual([
      'de Gaulle, Anne Marie',
      'Humbold, Alexander von',
      'd’Ivernay, Luc',
    ])
    const coins = lireCoins(EXEMPLES.organisation)
    expect(coins.getAll('rft.aucorp')).toEqual(["Direction fictive de l'offre de soins"])
    expect(coins.has('rft.au')).toBe(false)
    expect(coins.has('rft.aulast')).toBe(false)
  })

  test('ce qui manque n’est pas dit, et rien ne sort de l’attribut', () => {
    expect([...lireCoins(EXEMPLES.rien).keys()]).toEqual(['url_ver', 'ctx_ver', 'rfr_id', 'rft_val_fmt', 'rft.type'])
    for (const item of Object.values(EXEMPLES)) expect(renderCoins(item)).not.toMatch(/["<>\s]|=(&|$)/)
  })
})

describe('listMetaCitation', () => {
  const LIGNES: [keyof typeof EXEMPLES, string, string[]][] = [
    ['article', 'z:itemType', ['journalArticle']],
    ['article', 'citation_author', ['Fictif, Jeanne', 'Inventé, Paul-Émile']],
    ['article', 'citation_publication_date', ['2021/06']],
    ['article', 'citation_journal_title', ['Revue fictive de santé publique']],
    ['article', 'citation_firstpage', ['45']],
    ['article', 'citation_lastpage', ['58']],
    ['article', 'citation_doi', ['10.5555/fictif.2021.3']],
    ['article', 'DC.date', ['2021-06']],
    ['horsSerie', 'z:itemType', ['magazineArticle']],
    ['chapitre', 'citation_inbook_title', ['Traité fictif']],
    ['chapitre', 'citation_isbn', ['978-2-0000-0000-2']],
    ['chapitre', 'citation_journal_title', []],
    ['actes', 'citation_conference_title', ['Actes des journées fictives']],
    ['actes', 'citation_lastpage', []],
    ['organisation', 'citation_author', ["Direction fictive de l'offre de soins"]],
    ['organisation', 'citation_technical_report_institution', ['Ministère fictif']],
    ['organisation', 'citation_technical_report_number', ['2023-07']],
    ['organisation', 'citation_pdf_url', ['https://exemple.fr/plan.pdf?v=2']],
    ['these', 'citation_dissertation_institution', ['Université fictive']],
    ['video', 'citation_pdf_url', []],
    ['video', 'citation_public_url', ['https://exemple.fr/film']],
    ['loi', 'z:itemType', ['statute']],
    ['html', 'citation_public_url', []],
    ['html', 'citation_title', [EXEMPLES.html.title]],
    ['sansAuteurNiDate', 'citation_publication_date', []],
  ]
  test.each(LIGNES)('%s, %s', (cle, name, attendu) => {
    expect(lireMeta(EXEMPLES[cle], name)).toEqual(attendu)
  })

  test('un nom et un prénom composés restent une personne pour Zotero', () => {
    // Embedded Metadata cuts at the comma where both sides hold a plain space.
    for (const auteur of lireMeta(EXEMPLES.particules, 'citation_author')) {
      const [nom = '', prenom = ''] = auteur.split(/\s*,\s*/)
      expect(nom.includes(' ') && prenom.includes(' ')).toBe(false)
    }
    expect(lireMeta(EXEMPLES.particules, 'citation_author')[0]).toBe('de Gaulle, Anne\u00a0Marie')
  })

  test('aucune balise vide', () => {
    for (const item of Object.values(EXEMPLES)) {
      for (const { content } of listMetaCitation(item)) expect(content.trim()).not.toBe('')
    }
  })
})

describe('renderJsonLd', () => {
  const LIGNES: [keyof typeof EXEMPLES, string, Record<string, unknown>][] = [
    [
      'article',
      'ScholarlyArticle',
      {
        datePublished: '2021-06',
        pageStart: '45',
        pageEnd: '58',
        author: [
          { '@type': 'Person', name: 'Jeanne Fictif', familyName: 'Fictif', givenName: 'Jeanne' },
          { '@type': 'Person', name: 'Paul-Émile Inventé', familyName: 'Inventé', givenName: 'Paul-Émile' },
        ],
        isPartOf: {
          '@type': 'PublicationIssue',
          issueNumber: '3',
          isPartOf: {
            '@type': 'PublicationVolume',
            volumeNumber: '12',
            isPartOf: { '@type': 'Periodical', name: 'Revue fictive de santé publique', issn: '1234-5679' },
          },
        },
        sameAs: 'https://doi.org/10.5555/fictif.2021.3',
      },
    ],
    [
      'chapitre',
      'Chapter',
      {
        isPartOf: {
          '@type': 'Book',
          name: 'Traité fictif',
          isbn: '978-2-0000-0000-2',
          editor: [
            { '@type': 'Person', name: 'Paul Inventé', familyName: 'Inventé', givenName: 'Paul' },
            { '@type': 'Person', name: 'Rose Supposé', familyName: 'Supposé', givenName: 'Rose' },
          ],
        },
        editor: undefined,
      },
    ],
    [
      'collectif',
      'Book',
      { numberOfPages: 210, bookEdition: '1', isPartOf: { '@type': 'CreativeWorkSeries', name: 'Fictions' } },
    ],
    [
      'organisation',
      'Report',
      { reportNumber: '2023-07', publisher: { '@type': 'Organization', name: 'Ministère fictif' } },
    ],
    ['loi', 'Legislation', { legislationDate: '2099-01-03', legislationIdentifier: '2099-1' }],
    ['video', 'VideoObject', { url: 'https://exemple.fr/film', author: undefined }],
    ['podcast', 'PodcastEpisode', { isPartOf: { '@type': 'PodcastSeries', name: 'La voix fictive' } }],
    ['html', 'WebPage', { name: EXEMPLES.html.title, url: undefined }],
    ['chapitreSansHote', 'Chapter', { isPartOf: undefined, pageStart: 'XVI' }],
    ['sansAuteurNiDate', 'CreativeWork', { datePublished: undefined }],
  ]
  test.each(LIGNES)('%s', (cle, schema, attendus) => {
    const objet = lireJsonLd(EXEMPLES[cle])
    expect(objet['@context']).toBe('https://schema.org')
    expect(objet['@type']).toBe(schema)
    expect(Object.fromEntries(Object.keys(attendus).map((champ) => [champ, objet[champ]]))).toEqual(attendus)
    expect(objet.mainEntityOfPage).toEqual({
      '@type': 'WebPage',
      '@id': CONTEXTE.adresse,
      isPartOf: { '@type': 'WebSite', name: 'Maillage' },
    })
  })

  test('les mots-clés du site remplacent ceux de la notice', () => {
    const item: ItemCsl = { id: 'x', type: 'book', title: 'T', keyword: 'un, deux' }
    expect(lireJsonLd(item).keywords).toBe('un, deux')
    expect(JSON.parse(renderJsonLd(item, { ...CONTEXTE, motsCles: ['Participation'] })).keywords).toEqual([
      'Participation',
    ])
  })

  test('rien ne ferme l’élément script', () => {
    const item: ItemCsl = { id: 'x', type: 'book', title: '</script><script>alert(1)</script>\u2028&' }
    const json = renderJsonLd(item, CONTEXTE)
    expect(json).not.toMatch(/[<>&\u2028]/)
    expect(JSON.parse(json).name).toBe(item.title)
  })
})
