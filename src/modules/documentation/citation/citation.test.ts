import { describe, expect, test } from 'vitest'
import type { ItemCsl } from '../csl.ts'
import { formatCitation, isStyle, listStyles, type SlugStyle } from './citation.ts'
import { EXEMPLES } from './exemples.ts'

/** Space kinds are the matter of typographie.test.ts; here any space is a plain one. */
const ecrire = (item: ItemCsl, style: SlugStyle): string => formatCitation(item, style).texte.replace(/\s/g, ' ')

/** What each of the three layouts prints: IREPS Bourgogne-Franche-Comté, IREPS Occitanie, CRES. */
const DISPOSITIONS: Record<keyof typeof EXEMPLES, [string, string, string]> = {
  article: [
    'Aller-vers et littératie : l’exemple d’un quartier. Fictif Jeanne, Inventé Paul-Émile. Revue fictive de santé publique 2021 ; 12(3) : pp. 45-58. En ligne : https://doi.org/10.5555/fictif.2021.3',
    'FICTIF Jeanne, INVENTÉ Paul-Émile, Aller-vers et littératie : l’exemple d’un quartier, Revue fictive de santé publique, vol. 12, n° 3, 2021-06, pp. 45-58 [Consulter le document : https://doi.org/10.5555/fictif.2021.3]',
    'Article. FICTIF Jeanne, INVENTÉ Paul-Émile. Aller-vers et littératie : l’exemple d’un quartier. Revue fictive de santé publique, vol. 12, n° 3, 2021-06, pp. 45-58. https://doi.org/10.5555/fictif.2021.3',
  ],
  horsSerie: [
    'Un numéro à part. Fictif Jeanne. Le Journal fictif 2020 ; hors-série 4 : pp. 3-9',
    'FICTIF Jeanne, Un numéro à part, Le Journal fictif, hors-série 4, 2020, pp. 3-9',
    'Article. FICTIF Jeanne. Un numéro à part. Le Journal fictif, hors-série 4, 2020, pp. 3-9',
  ],
  sansAuteurNiDate: [
    'Bien dans son quartier. Maison fictive, s.d.',
    'Bien dans son quartier, Maison fictive, s.d.',
    'Brochure. Bien dans son quartier. Maison fictive, s.d.',
  ],
  rien: ['[Sans titre]. s.d.', '[Sans titre], s.d.', 'Document. [Sans titre]. s.d.'],
  titreSeul: [
    'Un titre et rien d’autre. s.d.',
    'Un titre et rien d’autre, s.d.',
    'Ouvrage. Un titre et rien d’autre. s.d.',
  ],
  nombreuxAuteurs: [
    'Enquête à huit mains. Fictif-Un A., Fictif-Deux A., Fictif-Trois A. (et al.). Lyon : Observatoire fictif, 2022, 80 p.',
    'FICTIF-UN A., FICTIF-DEUX A., FICTIF-TROIS A. (et al.), Enquête à huit mains, Observatoire fictif, 2022, 80 p.',
    'Rapport. FICTIF-UN A., FICTIF-DEUX A., FICTIF-TROIS A. (et al.). Enquête à huit mains. Observatoire fictif, 2022, 80 p.',
  ],
  etAl: [
    'Un seul nom imprimé. Fictif Léa (et al.). 2018',
    'FICTIF Léa (et al.), Un seul nom imprimé, 2018-02',
    'Rapport. FICTIF Léa (et al.). Un seul nom imprimé. 2018-02',
  ],
  particules: [
    'Noms à particule. de Gaulle Anne Marie, Humbold Alexander von, d’Ivernay Luc. Paris : Éditions fictives, 1999',
    'de GAULLE Anne Marie, HUMBOLD Alexander von, d’IVERNAY Luc, Noms à particule, Éditions fictives, 1999',
    'Ouvrage. de GAULLE Anne Marie, HUMBOLD Alexander von, d’IVERNAY Luc. Noms à particule. Éditions fictives, 1999',
  ],
  organisation: [
    'Plan fictif [Rapport]. Direction fictive de l’offre de soins. Paris : Ministère fictif, 2023, 14 p. En ligne : https://exemple.fr/plan.pdf?v=2',
    'Direction fictive de l’offre de soins, Plan fictif. Rapport, Ministère fictif, 2023-03-01, 14 p. [Consulter le document : https://exemple.fr/plan.pdf?v=2]',
    'Rapport. Direction fictive de l’offre de soins. Plan fictif. Ministère fictif, 2023-03-01, 14 p. https://exemple.fr/plan.pdf?v=2',
  ],
  guillemets: [
    'La « bonne » santé, « vraiment » et l’autre. Maison fictive, 2011',
    'La « bonne » santé, « vraiment » et l’autre, Maison fictive, 2011',
    'Ouvrage. La « bonne » santé, « vraiment » et l’autre. Maison fictive, 2011',
  ],
  question: [
    'La santé est-elle notre affaire ? Fictif Jeanne. Le Journal fictif 2022',
    'FICTIF Jeanne, La santé est-elle notre affaire ? Le Journal fictif, 2022-02-15',
    'Article. FICTIF Jeanne. La santé est-elle notre affaire ? Le Journal fictif, 2022-02-15',
  ],
  exclamation: [
    'Bougez ! Dijon : Maison fictive, 2015, 1 p.',
    'Bougez ! Maison fictive, 2015, 1 p.',
    'Brochure. Bougez ! Maison fictive, 2015, 1 p.',
  ],
  html: [
    'Un <b>gras</b> & un <script>alert(« x »)</script> [Page internet]. Site <i>fictif</i>. 2024',
    'Un <b>gras</b> & un <script>alert(« x »)</script>, Site <i>fictif</i>, 2024',
    'Page internet. Un <b>gras</b> & un <script>alert(« x »)</script>. Site <i>fictif</i>, 2024',
  ],
  chapitre: [
    'Coordonner. Fictif Jeanne. In : Inventé Paul, Supposé Rose (dir.). Traité fictif. 2e éd. Rennes : Presses fictives, 2019, pp. 12-34',
    'FICTIF Jeanne, Coordonner, In : INVENTÉ Paul, SUPPOSÉ Rose (dir.), Traité fictif, 2e éd., Presses fictives, 2019, pp. 12-34',
    'Chapitre. FICTIF Jeanne. Coordonner. In : INVENTÉ Paul, SUPPOSÉ Rose (dir.), Traité fictif, 2e éd., Presses fictives, 2019, pp. 12-34',
  ],
  chapitreSansHote: ['Sans livre. 2004, p. XVI', 'Sans livre, 2004, p. XVI', 'Chapitre. Sans livre. 2004, p. XVI'],
  collectif: [
    'Ouvrage collectif. Inventé Paul (dir.). 1re éd. Rennes : Presses fictives (Fictions, 3), 2010, 210 p.',
    'INVENTÉ Paul (dir.), Ouvrage collectif, 1re éd., Presses fictives, 2010, 210 p.',
    'Ouvrage. INVENTÉ Paul (dir.). Ouvrage collectif. 1re éd., Presses fictives, 2010, 210 p.',
  ],
  loi: [
    'Loi n° 2099-1 du 3 janvier 2099 portant fiction. Journal fictif, 2099. En ligne : https://exemple.fr/loi',
    'Loi n° 2099-1 du 3 janvier 2099 portant fiction, Journal fictif, 2099-01-03 [Consulter le document : https://exemple.fr/loi]',
    'Texte juridique. Loi n° 2099-1 du 3 janvier 2099 portant fiction. Journal fictif, 2099-01-03. https://exemple.fr/loi',
  ],
  actes: [
    'Une communication. Fictif Jeanne. In : Actes des journées fictives. 2013, p. 9',
    'FICTIF Jeanne, Une communication, In : Actes des journées fictives, 2013-11, p. 9',
    'Communication. FICTIF Jeanne. Une communication. In : Actes des journées fictives, 2013-11, p. 9',
  ],
  these: [
    'Une thèse [Thèse de doctorat]. Fictif Jeanne. Besançon : Université fictive, 2017, 400 p.',
    'FICTIF Jeanne, Une thèse. Thèse de doctorat, Université fictive, 2017, 400 p.',
    'Thèse de doctorat. FICTIF Jeanne. Une thèse. Université fictive, 2017, 400 p.',
  ],
  video: [
    'Un film court [Vidéo]. Studio fictif, 2023. En ligne : https://exemple.fr/film',
    'Un film court, Studio fictif, 2023 [Consulter le document : https://exemple.fr/film]',
    'Vidéo. Un film court. Studio fictif, 2023. https://exemple.fr/film',
  ],
  podcast: [
    'Épisode 1 [Podcast]. La voix fictive. 2022',
    'Épisode 1, La voix fictive, 2022',
    'Podcast. Épisode 1. La voix fictive, 2022',
  ],
  anglais: [
    "What's health? A view: part 1. Fiction Mary. Fictional Journal 2014 ; 3 : pp. 1-9",
    "FICTION Mary, What's health? A view: part 1, Fictional Journal, vol. 3, 2014, pp. 1-9",
    "Article. FICTION Mary. What's health? A view: part 1. Fictional Journal, vol. 3, 2014, pp. 1-9",
  ],
  dateLibre: [
    'Daté à peu près. Maison fictive, printemps 1998',
    'Daté à peu près, Maison fictive, printemps 1998',
    'Ouvrage. Daté à peu près. Maison fictive, printemps 1998',
  ],
  periode: [
    'Une œuvre de longue durée. Maison fictive, 2019-2021',
    'Une œuvre de longue durée, Maison fictive, 2019-2021',
    'Ouvrage. Une œuvre de longue durée. Maison fictive, 2019-2021',
  ],
  coediteurs: [
    'Petit guide à deux. Besançon : Fédération fictive ; Paris : Union fictive, 2015, 87 p.',
    'Petit guide à deux, Fédération fictive, Union fictive, 2015, 87 p.',
    'Ouvrage. Petit guide à deux. Fédération fictive, Union fictive, 2015, 87 p.',
  ],
}

describe('dispositions', () => {
  test.each(Object.entries(DISPOSITIONS))('%s', (cle, [bfc, occitanie, cres]) => {
    const item = EXEMPLES[cle as keyof typeof EXEMPLES]
    expect(ecrire(item, 'ireps-bfc')).toBe(bfc)
    expect(ecrire(item, 'ireps-occitanie')).toBe(occitanie)
    expect(ecrire(item, 'cres')).toBe(cres)
  })

  test('la mise en forme porte sur le titre et la revue', () => {
    expect(formatCitation(EXEMPLES.question, 'ireps-bfc').html).toBe(
      '<b>La santé est-elle notre affaire\u202f?</b> Fictif Jeanne. Le Journal fictif 2022',
    )
    expect(formatCitation(EXEMPLES.chapitre, 'ireps-occitanie').html).toContain('(dir.), <i>Traité fictif</i>, 2e éd.')
    expect(formatCitation(EXEMPLES.video, 'ireps-occitanie').html).toContain(
      '<a href="https://exemple.fr/film">Consulter le document…</a>',
    )
    expect(formatCitation(EXEMPLES.video, 'cres').html).toBe(
      'Vidéo. <b>Un film court</b>. <i>Studio fictif, 2023</i>. <a href="https://exemple.fr/film">https://exemple.fr/film</a>',
    )
  })
})

const AUTEURS_EN_LIGNE: Pick<ItemCsl, 'title' | 'author'> = { title: 'T', author: [{ family: 'Nom', given: 'P.' }] }

describe('styles CSL', () => {
  const LIGNES: [keyof typeof EXEMPLES, SlugStyle, string][] = [
    [
      'article',
      'apa',
      'Fictif, J., & Inventé, P.-É. (2021). Aller-vers et littératie : l’exemple d’un quartier. Revue fictive de santé publique, 12(3), 45‑58. https://doi.org/10.5555/fictif.2021.3',
    ],
    [
      'article',
      'vancouver',
      'Fictif J, Inventé PÉ. Aller-vers et littératie : l’exemple d’un quartier. Revue fictive de santé publique. juin 2021;12(3):45‑58. doi:10.5555/fictif.2021.3',
    ],
    [
      'chapitre',
      'harvard',
      'Fictif, J. (2019) « Coordonner », in P. Inventé et R. Supposé (éd.) Traité fictif. 2e éd. Rennes: Presses fictives, p. 12‑34.',
    ],
    [
      'chapitre',
      'apa',
      'Fictif, J. (2019). Coordonner. In P. Inventé & R. Supposé (Éds.), Traité fictif (2e éd., p. 12‑34). Presses fictives.',
    ],
    ['sansAuteurNiDate', 'apa', 'Bien dans son quartier. (s. d.). Maison fictive.'],
    ['etAl', 'apa', 'Fictif, L. et al. (2018). Un seul nom imprimé.'],
    ['etAl', 'vancouver', 'Fictif L, et al. Un seul nom imprimé. févr 2018.'],
    ['etAl', 'harvard', 'Fictif, L. et al. (2018) Un seul nom imprimé.'],
    ['rien', 'vancouver', '[Sans titre].'],
    [
      'collectif',
      'vancouver',
      'Inventé P, éditeur. Ouvrage collectif. 1re éd. Rennes: Presses fictives; 2010. 210 p. (Fictions; no 3).',
    ],
    ['anglais', 'vancouver', 'Fiction M. What’s health? A view: part 1. Fictional Journal. 2014;3:1‑9.'],
    ['these', 'apa', 'Fictif, J. (2017). Une thèse [Thèse de doctorat]. Université fictive.'],
    [
      'loi',
      'harvard',
      'Loi n° 2099-1 du 3 janvier 2099 portant fiction (2099). Journal fictif. Disponible sur: https://exemple.fr/loi.',
    ],
  ]
  test.each(LIGNES)('%s en %s', (cle, style, attendu) => {
    expect(ecrire(EXEMPLES[cle], style)).toBe(attendu)
  })

  test('deux notices de même identifiant ne se confondent pas', () => {
    const premiere: ItemCsl = { id: 'x', type: 'book', title: 'Première' }
    const seconde: ItemCsl = { id: 'x', type: 'book', title: 'Seconde' }
    expect(ecrire(premiere, 'vancouver')).toBe('Première.')
    expect(ecrire(seconde, 'vancouver')).toBe('Seconde.')
    expect(ecrire(premiere, 'vancouver')).toBe('Première.')
  })

  test('le champ note d’un import ne change pas la citation', () => {
    const item: ItemCsl = { id: 'x', type: 'book', ...AUTEURS_EN_LIGNE, note: 'title: Autre\npublisher: Pirate' }
    expect(ecrire(item, 'apa')).toBe('Nom, P. (s. d.). T.')
  })
})

describe('tous les styles', () => {
  const cas = Object.entries(EXEMPLES).flatMap(([cle, item]) => listStyles().map(({ slug }) => ({ cle, item, slug })))
  const SIGNES_ORPHELINS =
    /undefined|null|NaN|,\s*[,.;:]|\.\s+\.|\(\s*\)|\[\s*\]|\s[,.)]|[([]\s|[ ]{2}|^[\s,.;:]|[,;:]\s*$/

  test.each(cas)('$cle en $slug\u00a0: ni signe orphelin, ni balise de trop', ({ item, slug }) => {
    const { texte, html } = formatCitation(item, slug)
    expect(texte).not.toBe('')
    // The invented title with markup carries such signs of its own.
    if (item.id !== 'html') expect(texte).not.toMatch(SIGNES_ORPHELINS)
    const balises = [...html.matchAll(/<[^>]*>/g)].map(([balise]) => balise)
    for (const balise of balises) expect(balise).toMatch(/^<\/?[bi]>$|^<\/a>$|^<a href="https?:\/\/[^"<>]*">$/)
    expect(balises.filter((balise) => balise.startsWith('</'))).toHaveLength(balises.length / 2)
    if (slug === 'ireps-occitanie') return
    const nu = html
      .replace(/<[^>]*>/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&')
    expect(nu).toBe(texte)
  })

  test('un titre qui porte des balises est écrit tel quel', () => {
    for (const { slug } of listStyles()) {
      const { html } = formatCitation(EXEMPLES.html, slug)
      expect(html).toContain('&lt;b&gt;gras&lt;/b&gt; &amp; un &lt;script&gt;')
      expect(html).not.toContain('javascript')
    }
  })

  test.each<Partial<ItemCsl>>([
    { issued: { 'date-parts': [['abc']] } },
    { issued: { 'date-parts': [[2019, 13, 45]] } },
    { issued: { 'date-parts': [['2019', '5']] } },
    { issued: { raw: '5 mai 2019' } },
    { author: [{}] },
    { author: [{ family: ' ' }] },
    { volume: 3, issue: 'été', page: 'S1-S9', edition: 'Nouvelle éd. rev.' },
    { language: 'xx-faux!!', title: '$&$1 \\1 {x} %s l\'« été " <' },
    { number: 'n-1—2', URL: 'https://exemple.fr/é à' },
  ])('une donnée mal faite n’arrête aucun style\u00a0: %j', (champs) => {
    for (const type of ['article-journal', 'book', 'chapter', 'webpage', 'legislation'] as const) {
      for (const { slug } of listStyles()) {
        const { texte } = formatCitation({ id: 'x', title: 'Titre', ...champs, type }, slug)
        expect(texte).toMatch(/\S/)
        expect(texte).not.toMatch(/undefined|NaN|\[object/)
      }
    }
  })

  test('les styles se nomment', () => {
    expect(listStyles().map(({ slug }) => slug)).toEqual([
      'ireps-bfc',
      'ireps-occitanie',
      'cres',
      'apa',
      'vancouver',
      'harvard',
    ])
    expect(isStyle('apa')).toBe(true)
    expect(isStyle('toString')).toBe(false)
  })
})
