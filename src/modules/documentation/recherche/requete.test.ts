import { describe, expect, it } from 'vitest'
import { createExpression, createFormesSigles, createLibelles, listUnites } from './formes.ts'
import { formatQuestion, parseRequete } from './requete.ts'
import { formatTsquery } from './tsquery.ts'

const SIGLES = [
  { sigle: 'CPTS', formeLongue: 'communauté professionnelle territoriale de santé' },
  { sigle: 'CdS', formeLongue: 'centre de santé' },
  { sigle: 'LI', formeLongue: 'lettre d’intention' },
]
const TERMES = [
  { facette: 'theme', slug: 'litteratie', noms: ['Littératie en santé'] },
  { facette: 'theme', slug: 'sante-mentale', noms: ['Santé mentale'] },
  { facette: 'theme', slug: 'sante-sexuelle', noms: ['Santé sexuelle'] },
  { facette: 'theme', slug: 'acces', noms: ['Accès à la santé'] },
]
const CODES: Record<string, number> = { litteratie: 7, 'sante-mentale': 8, 'sante-sexuelle': 9, acces: 10 }
const createFormes = (q: string) => ({ ...createFormesSigles(SIGLES, q), libelles: createLibelles(TERMES) })
const COURANTS = new Set(['le', 'la', 'de', 'les'])
/** An index that stems nothing: a phrase is the run of its words in capitals. */
const INDEX = {
  getLexemes: (mots: string) => {
    const utiles = mots.split(/[\s’]+/).filter((m) => !COURANTS.has(m.toLowerCase()))
    return utiles.length > 1 ? [utiles.join(' ').toUpperCase()] : utiles
  },
  getCodes: (_facette: string, slug: string) => (CODES[slug] ? [CODES[slug]] : []),
}
const lire = (q: string) => formatTsquery(createExpression(parseRequete(q), createFormes(q)), INDEX)

describe('language of the search box', () => {
  it.each([
    ['sommeil', `'sommeil'`],
    ['sommeil école', `('sommeil'&'école')`],
    ['"aller vers"', `'ALLER VERS'`],
    ['«\u00a0aller vers\u00a0»', `'ALLER VERS'`],
    ['aller-vers', `'ALLER VERS'`],
    ['l’alcool', `'alcool'`],
    ['aujourd’hui', `'AUJOURD HUI'`],
    ['sommeil -écran', `('sommeil'&!'écran')`],
    ['sommeil -"petit écran"', `('sommeil'&!'PETIT ÉCRAN')`],
    ['sommeil −écran', `('sommeil'&!'écran')`],
    ['auteur:dupont', `'a:dupont'`],
    ['Auteur : "haute autorité"', `'a:HAUTE AUTORITÉ'`],
    ['titre:sommeil tabac', `('t:sommeil'&'tabac')`],
    ['-titre:sommeil tabac', `(!'t:sommeil'&'tabac')`],
    ['tabac OU alcool', `('tabac'|'alcool')`],
    ['tabac OU alcool OR cannabis', `(('tabac'|'alcool')|'cannabis')`],
    ['sommeil ET tabac', `('sommeil'&'tabac')`],
    ['OU tabac', `'tabac'`],
    ['tabac OU -alcool', `('tabac'&!'alcool')`],
    ['-tabac', `('f:0'&!'tabac')`],
    ['-tabac -alcool', `('f:0'&!'tabac'&!'alcool')`],
    ['auteur:', `'auteur'`],
    ['10.1000/xyz', `'10 1000 XYZ'`],
    ['et/ou', `'ET OU'`],
  ])('reads %s', (q, attendu) => {
    expect(lire(q)).toBe(attendu)
  })

  it.each([
    '',
    '   ',
    '-',
    '"',
    '""',
    '"" -"" auteur:""',
    '&|!():*<->',
    '…',
    'le',
    'de la',
    '"de la"',
    '-le',
    '\0',
    '\ud800',
  ])('asks nothing with %j', (q) => {
    expect(lire(q)).toBeNull()
  })

  it('closes quotes that are not', () => {
    expect(lire('tabac "aller vers')).toBe(`('tabac'&'ALLER VERS')`)
  })

  it('holds a long text', () => {
    expect(formatQuestion('é'.repeat(9000))).toHaveLength(500)
    expect(parseRequete('mot '.repeat(500))).toHaveLength(24)
    expect(parseRequete('a'.repeat(500))[0]?.mots[0]).toHaveLength(60)
  })

  it('lets no operator of the database through', () => {
    const q = `'a' & !b | (c <-> d):* \\' ); drop table notice; --`
    expect(lire(q)).toBe(`('b'&'drop'&'table'&'notice')`)
    expect(formatTsquery({ mots: 'x', champ: 'tout' }, { ...INDEX, getLexemes: () => [`l'a\\b`] })).toBe(`'l''a\\\\b'`)
  })
})

describe('what a question may also mean', () => {
  const LONGUE = 'COMMUNAUTÉ PROFESSIONNELLE TERRITORIALE SANTÉ'
  it.each([
    ['CPTS', `('CPTS'|'${LONGUE}')`],
    ['cpts', `('cpts'|'${LONGUE}')`],
    ['"CPTS"', `('CPTS'|'${LONGUE}')`],
    ['les CDS', `('CDS'|'CENTRE SANTÉ')`],
    ['titre:CPTS', `('t:CPTS'|'t:${LONGUE}')`],
    ['sommeil -CPTS', `('sommeil'&!('CPTS'|'${LONGUE}'))`],
    [
      'communautés professionnelles territoriales de santé',
      `(('communautés'&'professionnelles'&'territoriales'&'santé')|'CPTS')`,
    ],
    ['"communauté professionnelle territoriale de santé"', `('${LONGUE}'|'CPTS')`],
    ['projet communauté professionnelle territoriale santé urgence', /'projet'&\(\(.*\)\|'CPTS'\)&'urgence'/],
    ['une lettre d’intention', `(('lettre'&'intention')|'LI')`],
  ])('expands %s', (q, attendu) => {
    if (attendu instanceof RegExp) expect(lire(q)).toMatch(attendu)
    else expect(lire(q)).toBe(attendu)
  })

  it.each([
    ['littératie', `('littératie'|'f:7')`],
    ['LITTERATIE', `('LITTERATIE'|'f:7')`],
    ['santé mentale', `(('santé'&'mentale')|'f:8')`],
    ['tabac santé mentale', `('tabac'&(('santé'&'mentale')|'f:8'))`],
    ['"santé mentale"', `'SANTÉ MENTALE'`],
    // Four labels hold it: it names none of them.
    ['santé', `'santé'`],
  ])('finds the term of %s', (q, attendu) => {
    expect(lire(q)).toBe(attendu)
  })

  it('looks in titles for words asked anywhere', () => {
    const q = 'tabac auteur:durand -alcool'
    const e = createExpression(parseRequete(q), createFormes(q))
    expect(formatTsquery(e, INDEX, true)).toBe(`('t:tabac'&'a:durand'&!'alcool')`)
    expect(listUnites(e)).toEqual(['tabac', 'durand', 'alcool'])
    expect(listUnites(e, true)).toEqual(['tabac', 'durand'])
  })
})
