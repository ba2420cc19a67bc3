import { describe, expect, it } from 'vitest'
import { formatLus, formatTout, listItems, parseTout } from '../../../testing/echange.ts'
import { isIso5426, parseIso5426 } from './iso5426.ts'

const GUIDE = 'nam0 22'

/** A record as a catalogue writes it; `fausse` shifts every address of the directory. */
function createNotice(champs: readonly (readonly [zone: string, donnees: string])[], fausse = 0): Buffer {
  let repertoire = ''
  let adresse = 0
  const corps = champs.map(([zone, donnees]) => {
    const octets = Buffer.from(`${donnees}\u001e`, 'latin1')
    repertoire += zone + String(octets.length).padStart(4, '0') + String(adresse + fausse).padStart(5, '0')
    adresse += octets.length
    return octets
  })
  const base = 24 + repertoire.length + 1
  const longueur = String(base + adresse + 1).padStart(5, '0')
  const tete = Buffer.from(`${longueur}${GUIDE}${String(base).padStart(5, '0')}   450 ${repertoire}\u001e`, 'latin1')
  return Buffer.concat([tete, ...corps, Buffer.from([0x1d])])
}

const titre = (texte: string): readonly [string, string] => ['200', `1 \u001fa${texte}`]
const codes = (jeux: string): readonly [string, string] => ['100', `  \u001fa20010101d2001    m  y0frey${jeux}    ba`]
const lit = async (...champs: (readonly [string, string])[]) =>
  formatLus(await parseTout('unimarc', createNotice(champs), 5))

describe('ISO 2709', () => {
  it('reads ISO 5426: the diacritic comes before its letter', async () => {
    expect(
      parseIso5426(
        Buffer.from('L\xaa\xc2Evaluation\xba d\xb9un \xc2et\xc2e, gar\xd0con, \xfauvre, \xc9u \xc7\xd6Z', 'latin1'),
      ),
    ).toBe('L“Évaluation” d’un été, garçon, œuvre, ü \u1e92\u0307'.normalize('NFC'))
    expect(await lit(codes('0103'), titre('L\xc2Evaluation'))).toMatchObject([
      { title: 'LÉvaluation', issued: { 'date-parts': [[2001]] } },
    ])
    expect(isIso5426(Buffer.from('\xc2e', 'latin1'), false)).toBe(true)
  })

  it.each([
    ['0103', Buffer.from('Été, déjà « œ »').toString('latin1'), 'Été, déjà « œ »'],
    ['01  ', '\xc9valuation \xe9t\xe9 d\xe9j\xe0', 'Évaluation été déjà'],
    ['0103', 'd\xe9j\xe0 l\xe0 o\xf9', 'déjà là où'],
  ])('reads what the bytes say, whatever the record announces (%s, %j)', async (jeux, octets, attendu) => {
    expect(await lit(codes(jeux), titre(octets))).toMatchObject([{ title: attendu }])
  })

  it('says that its text is Unicode once it is', async () => {
    const { octets } = await formatTout(
      'unimarc',
      listItems(await parseTout('unimarc', createNotice([codes('0103'), titre('\xc2Ete')]))),
    )
    expect(octets.toString()).toContain('y0frey50      ba')
    expect(octets.toString()).toContain('1 \u001faÉte\u001e')
    expect(octets.length).toBe(Number(octets.toString().slice(0, 5)))
  })

  it('refuses MARC-8, MARC 21 and alphabets that it does not read, and goes on', async () => {
    const fichier = Buffer.concat([
      createNotice([['245', '10\u001faCaf\xe2e']]),
      createNotice([titre('\u001b(NCaf')]),
      createNotice([['245', '10\u001faTitle']]),
      createNotice([codes('0105'), titre('\xc1\xc2\xff')]),
      createNotice([titre('Bon')]),
    ])
    const lus = formatLus(await parseTout('unimarc', fichier))
    expect(lus.map((lu) => (typeof lu === 'string' ? lu.replace(/^(\d) \(octet \d+\)/, '$1') : lu.title))).toEqual([
      '1 Le texte est en MARC-8, qui n’est pas lu ici. Refaites l’export en UTF-8.',
      '2 Le texte est en MARC-8, qui n’est pas lu ici. Refaites l’export en UTF-8.',
      '3 C’est une notice MARC 21 (titre en 245). Refaites l’export en UNIMARC.',
      '4 Jeu de caractères grec (0105), qui n’est pas lu ici. Refaites l’export en UTF-8.',
      'Bon',
    ])
  })

  it('follows terminators where the directory or the label is wrong, and says so', async () => {
    const bonne = createNotice([['001', '12'], titre('Un')])
    bonne.write('99999', 0)
    const lus = await parseTout(
      'unimarc',
      Buffer.concat([
        Buffer.from('\ufeff\n'),
        bonne,
        Buffer.from('\r\n'),
        createNotice([['001', '13'], titre('Deux')], 3),
      ]),
    )
    expect(formatLus(lus)).toMatchObject([
      { id: '12', title: 'Un' },
      { id: '13', title: 'Deux' },
    ])
    expect(lus[0]).toMatchObject({ position: 'octet 4', perdus: [] })
    expect(lus[1]).toMatchObject({
      perdus: [{ raison: 'positions fausses : zones relues dans leur ordre', gardee: false }],
    })
  })

  it('refuses a cut record, a wrong directory, a record too heavy, what is no record', async () => {
    const bonne = createNotice([['001', '12'], titre('Un')])
    const fausse = Buffer.from(bonne)
    fausse.write('xxxx', 27)
    const lourde = createNotice([['330', `  \u001fa${'a'.repeat(2_000_000)}`]])
    const lus = formatLus(
      await parseTout(
        'unimarc',
        Buffer.concat([fausse, lourde, Buffer.from('du texte\u001d'), bonne.subarray(0, -4)]),
        50_000,
      ),
    )
    expect(lus.map((lu) => String(lu).replace(/\(octet \d+\) /, ''))).toEqual([
      '1 Le répertoire de la notice est faux : les zones ne peuvent pas être retrouvées.',
      '2 La notice dépasse 1 Mo : elle n’est pas lue.',
      '3 Ce n’est pas une notice ISO 2709 : le guide ou le répertoire manque.',
      '4 La notice est coupée : le fichier finit avant elle.',
    ])
  })

  it('writes a text longer than ISO 2709 can count, and reads it back', async () => {
    const abstract = 'é'.repeat(80_000)
    const { octets } = await formatTout('unimarc', [{ id: '1', type: 'book', title: 'T', abstract }])
    expect(formatLus(await parseTout('unimarc', octets))).toMatchObject([{ abstract }])
  })
})
