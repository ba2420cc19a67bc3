import { describe, expect, it } from 'vitest'
import { formatLus, formatTout, parseTout } from '../../../testing/echange.ts'

const lit = async (texte: string, taille = 7) => formatLus(await parseTout('csl-json', texte, taille))
const livre = (id: string): string => `{"id":"${id}","type":"book","title":"Un \\"titre\\" {[ é"}`

describe('CSL-JSON', () => {
  it.each([
    `[${livre('a')},${livre('b')}]`,
    `[\n  ${livre('a')},\n  ${livre('b')}\n]`,
    `${livre('a')}\n${livre('b')}\n`,
    `\ufeff[ ${livre('a')} , ${livre('b')}`,
  ])('reads %j', async (texte) => {
    expect(await lit(texte)).toEqual(['a', 'b'].map((id) => ({ id, type: 'book', title: 'Un "titre" {[ é' })))
  })

  it('refuses a faulty object with its line, and reads the others', async () => {
    const texte = `[
  {"id":"a","type":"book"},
  {"id":"b","type":"book","title":"sans fin},
  {"id":"c","type":"book","author":[
    {"family":"x"}
  ]},
  {"id":"d" "type":"book"},
  {"id":"e","title":"x"},
  {"id":"f","type":"book"},
  {"id":"g","type":"book"`
    expect(await lit(texte)).toEqual([
      { id: 'a', type: 'book' },
      '2 (ligne 3) Un texte entre guillemets ne se ferme pas.',
      { id: 'c', type: 'book', author: [{ family: 'x' }] },
      '4 (ligne 7) Ce n’est pas du JSON : guillemet, virgule ou accolade en trop ou manquant.',
      '5 (ligne 8) Il manque « type » : ce n’est pas une notice CSL-JSON.',
      { id: 'f', type: 'book' },
      '7 (ligne 10) La notice est coupée : le fichier finit avant elle.',
    ])
  })

  it('sets aside the values that CSL-JSON does not admit, told one by one', async () => {
    const [lu] = await parseTout(
      'csl-json',
      '{"type":"bidule","title":5,"author":"x","issued":{"date-parts":[]},"volume":3,"inconnu":{"a":1}}',
    )
    expect(lu).toMatchObject({ item: { id: '1', type: 'document', volume: 3, inconnu: { a: 1 } } })
    expect(lu && 'perdus' in lu && lu.perdus.map((p) => p.zone)).toEqual(['type', 'title', 'author', 'issued'])
  })

  it('refuses what is too heavy or nested without end, and reads what follows', async () => {
    const texte = `[{"id":"a","type":"book","note":"${'x'.repeat(1_200_000)}"},${livre('b')},{"a":${'['.repeat(200)}`
    expect(await lit(texte, 65_536)).toEqual([
      '1 (ligne 1) La notice dépasse 1 Mo : elle n’est pas lue.',
      expect.objectContaining({ id: 'b' }),
      '3 (ligne 1) La notice est imbriquée sans fin.',
    ])
    expect(await lit('bonjour')).toEqual(['1 (ligne 1) Aucun objet JSON dans ce fichier.'])
  })

  it('writes an array, one item by line', async () => {
    expect(
      (
        await formatTout('csl-json', [
          { id: 1, type: 'book' },
          { id: 2, type: 'map' },
        ])
      ).octets.toString(),
    ).toBe('[\n{"id":1,"type":"book"},\n{"id":2,"type":"map"}\n]\n')
    expect((await formatTout('csl-json', [])).octets.toString()).toBe('[]\n')
  })
})
