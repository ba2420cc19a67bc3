import { describe, expect, it } from 'vitest'
import { parseFormulaire } from '#core/saisie.ts'
import {
  ErreurOai,
  formatIdentifiant,
  formatJeton,
  parseDate,
  parseDemande,
  parseIdentifiant,
  parseJeton,
  type Reprise,
} from './oai.ts'

/** Codes of the faults, else the request. */
function lire(adresse: string): unknown {
  try {
    return parseDemande(parseFormulaire(new URLSearchParams(adresse)))
  } catch (erreur) {
    if (!(erreur instanceof ErreurOai)) throw erreur
    return erreur.fautes.map((f) => f.code)
  }
}

describe('arguments', () => {
  it.each([
    ['', ['badVerb']],
    ['verb=', ['badVerb']],
    ['verb=identify', ['badVerb']],
    ['verb=toString', ['badVerb']],
    ['verb=Identify&verb=Identify', ['badVerb']],
    ['verb=Identify&set=theme', ['badArgument']],
    ['verb=Identify&resumptionToken=x', ['badArgument']],
    ['verb=ListSets&metadataPrefix=oai_dc', ['badArgument']],
    ['verb=GetRecord', ['badArgument', 'badArgument']],
    ['verb=GetRecord&identifier=oai:a:1', ['badArgument']],
    ['verb=GetRecord&identifier=un deux&metadataPrefix=oai_dc', ['badArgument']],
    ['verb=GetRecord&identifier=oai:a:1&metadataPrefix=oai_dc&until=2020-01-01', ['badArgument']],
    ['verb=ListRecords', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai dc', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&set=', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&set=:theme', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2020', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-29', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2023-01-01T24:00:00Z', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2023-01-01T10:00:00', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2023-01-01T10:00Z', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=0000-01-01', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2023-01-02&until=2023-01-01', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2023-01-01&until=2023-01-02T00:00:00Z', ['badArgument']],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=hier&until=demain&set=%20&autre=1', Array(4).fill('badArgument')],
  ])('%s is refused', (adresse, codes) => expect(lire(adresse)).toEqual(codes))

  it.each([
    ['verb=Identify', {}, null],
    ['verb=ListMetadataFormats&identifier=nimporte/quoi', { identifier: 'nimporte/quoi' }, null],
    ['verb=ListSets&resumptionToken=a.b', {}, 'a.b'],
    ['verb=ListIdentifiers&resumptionToken=', {}, ''],
    [
      'verb=ListRecords&metadataPrefix=oai_dc&set=theme:parcours&from=2023-01-01&until=2023-01-01',
      { metadataPrefix: 'oai_dc', set: 'theme:parcours', from: '2023-01-01', until: '2023-01-01' },
      null,
    ],
  ])('%s is read', (adresse, args, jeton) => expect(lire(adresse)).toMatchObject({ arguments: args, jeton }))

  it('says what an illegal name is without repeating all of it', () => {
    expect.assertions(1)
    try {
      parseDemande({ verb: 'Identify', ['x'.repeat(5000)]: '1' })
    } catch (erreur) {
      expect(erreur instanceof ErreurOai && erreur.message.length).toBeLessThan(200)
    }
  })
})

it('a date covers its day or its second', () => {
  expect(parseDate('2024-02-29')).toEqual({
    jour: true,
    depuis: new Date('2024-02-29T00:00:00Z'),
    avant: new Date('2024-03-01T00:00:00Z'),
  })
  expect(parseDate('2024-12-31T23:59:59Z')?.avant).toEqual(new Date('2025-01-01T00:00:00Z'))
})

it('an identifier leads back to its notice, and no other text does', () => {
  expect(parseIdentifiant('exemple.fr', formatIdentifiant('exemple.fr', 12))).toBe(12)
  for (const autre of [
    'oai:exemple.org:12',
    'oai:exemple.fr:012',
    'oai:exemple.fr:',
    'oai:exemple.fr:9999999999',
    '12',
  ])
    expect([autre, parseIdentifiant('exemple.fr', autre)]).toEqual([autre, null])
})

describe('resumption token', () => {
  const maintenant = new Date('2026-01-01T12:00:00Z')
  const fin = maintenant.getTime() / 1000 + 60
  const reprise: Reprise = {
    ...{ verbe: 'ListRecords', prefixe: 'oai_dc', ensemble: 'theme:parcours', from: '2025-01-01' },
    ...{ date: '1767225600123456', id: 7, curseur: 100, total: 250, fin },
  }
  const jeton = formatJeton(reprise)
  const isRefuse = (texte: string, verbe: Reprise['verbe'] = 'ListRecords', quand = maintenant): boolean => {
    try {
      parseJeton(texte, verbe, quand)
      return false
    } catch (erreur) {
      if (!(erreur instanceof ErreurOai)) throw erreur
      return erreur.fautes[0]?.code === 'badResumptionToken'
    }
  }

  it('comes back as it was, safe in an address', () => {
    expect(parseJeton(jeton, 'ListRecords', maintenant)).toEqual(reprise)
    expect(encodeURIComponent(jeton)).toBe(jeton)
  })

  it('is refused when any of its characters changed', () => {
    const changes = [...jeton].map((c, i) => jeton.slice(0, i) + (c === 'A' ? 'B' : 'A') + jeton.slice(i + 1))
    expect(changes.filter((texte) => !isRefuse(texte))).toEqual([])
  })

  it.each(['', '.', 'x', 'é', `${jeton}.`, jeton.slice(0, -1), `${jeton} `])('%j is refused', (texte) =>
    expect(isRefuse(texte)).toBe(true),
  )

  it('is refused for another verb, and once it is over', () => {
    expect(isRefuse(jeton, 'ListIdentifiers')).toBe(true)
    expect(isRefuse(jeton, 'ListRecords', new Date((fin + 1) * 1000))).toBe(true)
    expect(isRefuse(jeton, 'ListRecords', new Date(fin * 1000))).toBe(false)
  })
})
