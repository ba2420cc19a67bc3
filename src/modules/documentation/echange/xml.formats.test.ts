import { describe, expect, it } from 'vitest'
import { formatLus, formatTout, listItems, parseTout } from '../../../testing/echange.ts'

const notice = (titre: string): string =>
  `<record><leader>00000nam  2200000   450 </leader><datafield tag="200" ind1="1" ind2=" ">\n<subfield code="a">${titre}</subfield></datafield></record>`
const titres = async (xml: string | Buffer, taille?: number) =>
  formatLus(await parseTout('marcxml', xml, taille)).map((lu) => (typeof lu === 'string' ? lu : lu.title))

describe('MARCXML', () => {
  it('reads any prefix, an OAI envelope, sections, character references', async () => {
    const xml = `<?xml version="1.0"?><c><!-- <record> -->${notice('A &amp; &#233;<![CDATA[</record>]]>')}
      <oai:record><oai:header/><oai:metadata>${notice('B').replaceAll(/<(\/?)/g, '<$1m:')}</oai:metadata></oai:record></c>`
    expect(await titres(xml, 1)).toEqual(['A & é</record>', 'B'])
    expect(await titres(xml)).toEqual(['A & é</record>', 'B'])
  })

  it('reads the encoding that the declaration names', async () => {
    const xml = `<?xml version="1.0" encoding="ISO-8859-1"?><collection>${notice('Été')}</collection>`
    expect(await titres(Buffer.from(xml, 'latin1'))).toEqual(['Été'])
    expect(await titres(Buffer.from(`\ufeff${xml}`, 'utf16le'))).toEqual(['Été'])
    await expect(titres(xml.replace('ISO-8859-1', 'x-inconnu'))).rejects.toThrow('encodage inconnu (x-inconnu)')
  })

  it('reads the records around those that it refuses', async () => {
    const xml = [
      '<collection>',
      notice('A &inconnue;'),
      notice('B').replace('</subfield>', ''),
      notice('C').replace('</record>', ''),
      notice('D'),
      '<record/>',
      '<record><datafield tag="2" ind1=" "/></record>',
      notice('x'.repeat(1_500_000)),
      notice('E'),
      notice('F').slice(0, -3),
    ].join('\n')
    expect(await titres(xml, 65_536)).toEqual([
      '1 (ligne 2) Le XML de la notice est mal formé (à sa ligne 2).',
      '2 (ligne 4) Le XML de la notice est mal formé (à sa ligne 2).',
      '3 (ligne 6) La notice ne se ferme pas.',
      'D',
      '5 (ligne 10) La notice est vide.',
      '6 (ligne 11) La notice est vide : elle n’a aucune zone.',
      '7 (ligne 12) La notice dépasse 1 Mo : elle n’est pas lue.',
      'E',
      '9 (ligne 16) La notice est coupée : le fichier finit avant elle.',
    ])
  })

  it('refuses entities and document types before reading anything', async () => {
    const bombe = '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    expect(await titres(`${bombe}<c>${notice('&b;')}</c>`)).toEqual([
      '1 (ligne 1) Une déclaration DOCTYPE ou ENTITY est refusée. Retirez-la du fichier.',
    ])
    expect(await titres(`<c>${'<a>'.repeat(10)}</c>`)).toEqual([
      '1 (ligne 1) Aucune notice (élément « record ») dans ce fichier.',
    ])
    expect(await titres(notice('A').replace('<leader>', `${'<i>'.repeat(100)}${'</i>'.repeat(100)}<leader>`))).toEqual([
      '1 (ligne 1) Le XML de la notice est imbriqué sans fin.',
    ])
  })
})

describe('UNIMARC XML of PMB', () => {
  it('reads the label in pieces, links beside content, and writes them back', async () => {
    const xml = `<?xml version="1.0" encoding="utf-8"?>
<unimarc>
<notice>
  <rs>c</rs>
  <dt>a</dt>
  <bl>s</bl>
  <hl>1</hl>
  <el>1</el>
  <ru>i</ru>
  <f c="001">90</f>
  <f c="200" ind="1 ">
    <s c="a">Titre &amp; suite</s>
    <s c="e">complément</s>
  </f>
  <f c="700" ind=" 1">
    <s c="a">Nom</s>
    <s c="b">Prénom</s>
    <s c="4">070</s>
    <s c="9">id:40352</s>
  </f>
</notice>
</unimarc>
`
    const lus = await parseTout('pmbxml', xml)
    expect(formatLus(lus)).toEqual([
      {
        id: '90',
        type: 'periodical',
        title: 'Titre & suite : complément',
        author: [{ family: 'Nom', given: 'Prénom' }],
      },
    ])
    expect((await formatTout('pmbxml', listItems(lus))).octets.toString()).toBe(xml)
  })
})
