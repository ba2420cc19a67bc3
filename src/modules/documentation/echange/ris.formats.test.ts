import { describe, expect, it } from 'vitest'
import { formatLus, formatTout, listItems, parseTout } from '../../../testing/echange.ts'

const notice = (...lignes: string[]): string => ['TY  - JOUR', ...lignes, 'ER  - ', ''].join('\r\n')
const lit = async (...lignes: string[]) => formatLus(await parseTout('ris', notice(...lignes)))[0]

describe('RIS', () => {
  it('reads an article', async () => {
    const lu = await lit(
      'AU  - Durand, Anne',
      'AU  - Martin, Jean, Jr.',
      'AU  - Santé publique France',
      'AU  - et al.',
      'TI  - Un titre',
      'T2  - Rev Prev',
      'JF  - Revue de prévention',
      'VL  - 12',
      'IS  - 3',
      'SP  - 45',
      'EP  - 67',
      'PY  - 2019',
      'DA  - 2019/05/03/',
      'SN  - 1234-5678',
      'DO  - https://doi.org/10.1000/182',
      'KW  - un',
      'KW  - deux',
      'ID  - cle',
    )
    expect(lu).toEqual({
      id: 'cle',
      type: 'article-journal',
      title: 'Un titre',
      'container-title': 'Revue de prévention',
      'container-title-short': 'Rev Prev',
      author: [
        { family: 'Durand', given: 'Anne' },
        { family: 'Martin', given: 'Jean', suffix: 'Jr.' },
        { literal: 'Santé publique France' },
      ],
      volume: '12',
      issue: '3',
      page: '45-67',
      issued: { 'date-parts': [[2019, 5, 3]] },
      ISSN: '1234-5678',
      DOI: '10.1000/182',
      keyword: 'un ; deux',
      custom: { etAl: true },
    })
  })

  it('joins what lines cut, and keeps the paragraphs of an abstract', async () => {
    expect(
      await lit('TI  - Un titre /', 'qui continue', '  encore', 'AB  - Un.', '', '  Deux.', 'Trois /', 'et fin.'),
    ).toMatchObject({
      title: 'Un titre qui continue encore',
      abstract: 'Un.\n\nDeux.\nTrois et fin.',
    })
  })

  it.each(['utf16le', 'latin1', 'utf8'] as const)('reads %s', async (encodage) => {
    const octets = Buffer.from(
      `${encodage === 'utf16le' ? '\ufeff' : ''}${notice('TI  - Évaluation de l’été'.replace('’', "'"))}`,
      encodage,
    )
    expect(listItems(await parseTout('ris', octets, 3))[0]?.title).toBe("Évaluation de l'été")
  })

  it('keeps the accents of files put together from two encodings', async () => {
    const octets = Buffer.concat([Buffer.from(notice('TI  - Été')), Buffer.from(notice('TI  - Élan'), 'latin1')])
    expect(listItems(await parseTout('ris', octets)).map((item) => item.title)).toEqual(['Été', 'Élan'])
  })

  it('tells a record without end, text outside of records, an unknown type', async () => {
    const lus = await parseTout(
      'ris',
      'Exporté hier\nTY  - JOUR\nTI  - Un\nTY  - XYZ\nTI  - Deux\nER  - \n\n\nTY  - BOOK\nTI  - Trois',
    )
    expect(lus[0]).toEqual({ rang: 1, erreur: 'Texte hors d’une notice : il manque la zone TY.', lieu: 'ligne 1' })
    expect(lus.slice(1).map((lu) => ('item' in lu ? [lu.item.title, ...lu.perdus.map((p) => p.zone)] : []))).toEqual([
      ['Un', 'ER'],
      ['Deux', 'TY'],
      ['Trois', 'ER'],
    ])
  })

  it('refuses a record of more than 1 MB, and reads the next', async () => {
    const lus = await parseTout('ris', notice(`AB  - ${'a'.repeat(3_000_000)}`) + notice('TI  - Après'), 60_000)
    expect(formatLus(lus)).toEqual([
      '1 (ligne 1) La notice dépasse 1 Mo : elle n’est pas lue.',
      expect.objectContaining({ title: 'Après' }),
    ])
  })

  it('writes CRLF, and nothing that would be taken for a field', async () => {
    const { octets } = await formatTout('ris', [{ id: 'a', type: 'book', abstract: 'Un\nER  - \nTY  - BOOK' }])
    expect(octets.toString()).toBe('TY  - BOOK\r\nAB  - Un ER - TY - BOOK\r\nID  - a\r\nER  - \r\n\r\n')
  })
})
