import { describe, expect, it } from 'vitest'
import type { ItemCsl } from '../csl.ts'
import type { ChampMarc } from './marc.ts'
import { correspondanceUnimarc } from './unimarc.ts'
import { parseNumerotation } from './unimarc-hote.ts'
import { formatEnregistrement } from './zones.ts'

/** « 200 1  $aTitre$esuite »: a field as cataloguers write it; spaces of indicators as #. */
function createChamp(texte: string): ChampMarc {
  const [, zone = '', indicateurs = '', suite = ''] = /^(\d{3})(?: (..))? ?(.*)$/s.exec(texte) ?? []
  if (!suite.startsWith('$')) return [zone, indicateurs + suite]
  const sous = suite
    .slice(1)
    .split('$')
    .map((s) => [s[0] ?? '', s.slice(1)] as const)
  return [zone, indicateurs.replaceAll('#', ' '), sous]
}

const lit = (type: string, ...champs: string[]): { item: ItemCsl; perdus: string[] } => {
  const { item, perdus } = correspondanceUnimarc.parse({
    tete: `     n${type}0 22        450 `,
    champs: champs.map(createChamp),
  })
  return { item, perdus: perdus.map(({ zone, raison }) => `${zone} : ${raison}`) }
}

describe('UNIMARC to CSL', () => {
  it('a book: title, responsibility, publication, subjects', () => {
    const { item, perdus } = lit(
      'am',
      '010 ## $a2-211-04459-X$d10 EUR',
      '101 0# $afre',
      '200 1# $a\u0098L’\u009cenquête$bTexte imprimé$ede terrain$esuite$hTome 2$iLes outils$fAnne Durand, Jean Martin [et al.]',
      '205 ## $a2e éd.',
      '210 ## $a[Paris]$aLyon$cSeuil$c[s.n.]$dcop. 1997',
      '215 ## $a1 vol. (XII-166 p.)$d19 cm',
      '225 2# $aMédium$v3',
      '327 1# $aUn$aDeux',
      '330 ## $aPremier.\nSecond.',
      '410 #0 $tMédium$x1234-5678',
      '606 #1 $9id:2$aSanté$xPolitique$yFrance',
      '610 0# $aprévention ; santé;',
      '676 ## $a614.4',
      '700 #1 $aDurand$bAnne$4070',
      '701 #1 $aMartin$bJean',
      '702 #1 $aPetit$bZoé$4440',
      '702 #1 $aGrand$bLuc$4650',
      '711 02 $aSanté publique France$bDirection des études$4340',
      '801 #0 $aFR$bIREPS$c2020',
      '856 4# $uhttps://x.org/a$zen ligne',
      '995 ## $kCOTE 1$fabc',
    )
    expect(item).toEqual({
      id: '',
      type: 'book',
      title: 'L’enquête : de terrain : suite. Tome 2, Les outils',
      medium: 'Texte imprimé',
      ISBN: '2-211-04459-X',
      edition: '2e éd.',
      language: 'fr',
      'publisher-place': 'Paris ; Lyon',
      publisher: 'Seuil',
      issued: { 'date-parts': [[1997]] },
      'number-of-pages': 'XII-166',
      'collection-title': 'Médium',
      'collection-number': '3',
      abstract: 'Premier.\nSecond.',
      keyword: 'Santé -- Politique -- France ; prévention ; santé',
      author: [
        { family: 'Durand', given: 'Anne' },
        { family: 'Martin', given: 'Jean' },
      ],
      illustrator: [{ family: 'Petit', given: 'Zoé' }],
      editor: [{ literal: 'Santé publique France. Direction des études' }],
      source: 'IREPS',
      URL: 'https://x.org/a',
      custom: { mentionResponsabilite: 'Anne Durand, Jean Martin', etAl: true, sommaire: 'Un\nDeux', classe: '614.4' },
    })
    expect(perdus).toEqual([
      '010$d : sans équivalent en CSL',
      '215$d : sans équivalent en CSL',
      '410$x : sans équivalent en CSL',
      '606$9 : lien interne au catalogue d’origine',
      '702 : sans équivalent en CSL',
      '801$a : sans équivalent en CSL',
      '801$c : sans équivalent en CSL',
      '856$z : sans équivalent en CSL',
      '995 : exemplaire',
    ])
  })

  it.each([
    [
      'an article of PMB',
      [
        '461 #0 $tLa Santé en action$x2270-3624$9id:4',
        '463 #0 $vn° 461$d2022-09-01$eseptembre 2022',
        '215 ## $app. 12-15',
      ],
    ],
    [
      'embedded fields',
      [
        '461 #0 $1011  $a2270-3624$12001 $aLa Santé en action',
        '463 #0 $12001 $v461$1210  $d2022-09-01',
        '215 ## $ap. 12-15.',
      ],
    ],
  ])('%s: host, issue, date, pages', (_, champs) => {
    expect(lit('aa', '200 1# $aUn article', ...champs).item).toEqual({
      id: '',
      type: 'article-journal',
      title: 'Un article',
      'container-title': 'La Santé en action',
      ISSN: '2270-3624',
      issue: '461',
      issued: { 'date-parts': [[2022, 9, 1]] },
      page: '12-15',
    })
  })

  it.each([
    ['aa', ['463 #0 $tUn livre'], 'chapter'],
    ['as', [], 'periodical'],
    ['am', ['105 ## $a    m   000yy'], 'thesis'],
    ['am', ['328 #0 $bMémoire de master'], 'thesis'],
    ['am', ['105 ## $a    p   000yy'], 'report'],
    ['gm', [], 'motion_picture'],
    ['li', [], 'webpage'],
    ['rm', [], 'document'],
  ])('the type of %s with %j is %s', (type, champs, attendu) => {
    expect(lit(type, ...champs).item.type).toBe(attendu)
  })

  it('the statement of responsibility stands for missing authors; 100 for a missing date', () => {
    expect(lit('am', '100 ## $a20010101d1998    m  y0frey50      ba', '200 1# $aT$fune équipe').item).toMatchObject({
      author: [{ literal: 'une équipe' }],
      issued: { 'date-parts': [[1998]] },
    })
  })

  it.each([
    ['vol. 25, n° 3', { volume: '25', issue: '3' }],
    ['n° 410-411', { issue: '410-411' }],
    ['tome 2', { volume: '2' }],
    ['hors-série', {}],
  ])('numbering %j', (texte, attendu) => expect(parseNumerotation(texte)).toEqual(attendu))

  it('takes nothing from a custom field that would spoil an item', () => {
    const { item, perdus } = lit(
      'am',
      '900 ## $a{"x":1}$ncsl_title',
      '900 ## $a"piège"$ncsl_custom.zones',
      '900 ## $a{"y":1}$ncsl___proto__',
      '900 ## $a"Oui"$lCSL$ncsl_genre',
      '900 ## $aTest$lPublic visé$npublic',
    )
    expect(item).toEqual({ id: '', type: 'book', genre: 'Oui' })
    expect(perdus).toHaveLength(4)
    expect(Object.prototype).not.toHaveProperty('y')
  })
})

describe('copies', () => {
  it('are those that have a library; bar codes and codes stay told', () => {
    const { item, perdus } = lit(
      'am',
      '200 1# $aTitre',
      '995 ## $aBDP$cBDP$f3370$kJR SOU$kautre$quu',
      '995 ## $aPrêteur$cIreps fictive$unote 1$unote 2',
      '995 ## $kSANS CENTRE',
    )
    expect(item.custom?.prets).toEqual([
      { centre: 'BDP', cote: 'JR SOU', note: null },
      { centre: 'Ireps fictive', cote: null, note: 'note 1 ; note 2' },
    ])
    expect(perdus).toEqual([
      '995$f : exemplaire',
      '995$k : exemplaire',
      '995$q : exemplaire',
      '995$a : exemplaire',
      '995$k : exemplaire',
    ])
  })

  it.each([
    [[{ centre: 'Ireps fictive', cote: 'PS 12', note: null }]],
    [
      [
        { centre: 'Ireps fictive', cote: null, note: 'deux pièces', support: 'jeu', statut: 'prete', contact: '01 00' },
        { centre: 'Centre B', cote: 'A/1', note: null, statut: 'consultation' },
      ],
    ],
  ])('come back as they were: %j', (prets) => {
    const item: ItemCsl = { id: '1', type: 'book', title: 'Titre fictif', custom: { prets } }
    const { enregistrement, perdus } = formatEnregistrement(correspondanceUnimarc, item)
    expect(perdus).toEqual([])
    expect(enregistrement.champs.filter(([zone]) => zone === '995')).toHaveLength(prets.length)
    expect(correspondanceUnimarc.parse(enregistrement).item.custom?.prets).toEqual(prets)
  })
})
