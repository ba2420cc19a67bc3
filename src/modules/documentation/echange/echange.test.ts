import { describe, expect, it } from 'vitest'
import { formatTout, getSansZones, listExportsReels, listItems, parseTout } from '../../../testing/echange.ts'
import { checkCas } from '../../../testing/mutations.ts'
import { createHasard, createNotice } from '../../../testing/notices.ts'
import type { ItemCsl } from '../csl.ts'
import { computeFormat, NOMS_FORMATS } from './echange.ts'
import { listEcarts } from './egalite.ts'

const NOMBRES: Record<string, number> = {
  'ris-example.ris': 17,
  'bibtex_anta.bib': 54,
  'bibtex_example.bib': 13,
  'periouni.mrc': 3064,
}
const PIECE = 64 * 1024

const reels = listExportsReels()

describe.skipIf(reels.length === 0)('real exports (of ../shared/donnees/biblio; skipped where absent)', () => {
  it.each(reels)(
    '$nom: read whole, what has no place is told, written back equal',
    { timeout: 90_000 },
    async (fichier) => {
      const { format, nom, octets } = fichier
      expect(computeFormat(octets)).toBe(format)
      const lus = await parseTout(format, octets, PIECE)
      expect(lus.filter((lu) => 'erreur' in lu)).toEqual([])
      expect(lus.length).toBe(NOMBRES[nom] ?? lus.length)
      // Each field that is not carried is kept.
      const lues = listItems(lus)
      expect(
        lus.flatMap((lu) => ('perdus' in lu ? lu.perdus : [])).filter((p) => !p.gardee && p.zone !== 'ER'),
      ).toEqual([])
      const ecrites = await formatTout(format, lues)
      expect([...ecrites.perdus]).toEqual([])
      const relues = listItems(await parseTout(format, ecrites.octets, PIECE))
      expect(relues).toHaveLength(lues.length)
      expect(relues.filter((item, i) => listEcarts(item, lues[i] as ItemCsl).length > 0)).toEqual([])
      const premieres = relues.slice(0, 200)
      expect(premieres.map(getSansZones)).toEqual(lues.slice(0, 200).map(getSansZones))
      // The record itself comes back, once it has an identifier where it had none.
      const rendues = await formatTout(format, premieres)
      expect(listItems(await parseTout(format, rendues.octets))).toEqual(premieres)
    },
  )

  it('UNIMARC goes through MARCXML, PMB XML and CSL-JSON without losing anything', async () => {
    for (const { format, octets } of reels.filter((f) => f.format !== 'ris' && f.format !== 'bibtex')) {
      const lues = listItems(await parseTout(format, octets.subarray(0, 200_000), PIECE))
      let courantes = lues
      for (const etape of ['marcxml', 'pmbxml', 'csl-json', 'unimarc'] as const) {
        const ecrites = await formatTout(etape, courantes)
        expect([...ecrites.perdus]).toEqual([])
        courantes = listItems(await parseTout(etape, ecrites.octets, PIECE))
      }
      expect(courantes.map(getSansZones)).toEqual(lues.map(getSansZones))
    }
  })
})

describe('invented notices', () => {
  const h = createHasard(20_260_101)
  const lot = Array.from({ length: 300 }, (_, i) => createNotice(h, i + 1))

  it.each(NOMS_FORMATS)('%s: read back equal, but for what the writer says it cannot carry', async (format) => {
    const { octets, perdus } = await formatTout(format, lot)
    const lus = await parseTout(format, octets, 777)
    expect(lus.filter((lu) => 'erreur' in lu)).toEqual([])
    expect(lus).toHaveLength(lot.length)
    listItems(lus).forEach((relu, i) => {
      const item = lot[i] as ItemCsl
      const dits = new Set((perdus.get(i + 1) ?? []).map((p) => p.zone))
      // Nothing is lost, and nothing is made up.
      const differents = [...listEcarts(item, relu), ...listEcarts(relu, item)]
      expect({ item, tus: differents.filter((cle) => !dits.has(cle)) }).toEqual({ item, tus: [] })
    })
    if (format !== 'ris' && format !== 'bibtex') expect([...perdus]).toEqual([])
  })

  it.each(['ris', 'bibtex', 'unimarc'] as const)(
    '%s: an edited notice keeps the other fields of its record',
    async (format) => {
      const base: ItemCsl = { id: 'a', type: 'book', title: 'Ancien', author: [{ family: 'Durand', given: 'Anne' }] }
      const source = (await formatTout('unimarc', [base])).octets
      const sources = {
        ris: 'TY  - BOOK\r\nAU  - Durand, Anne\r\nRP  - IN FILE\r\nTI  - Ancien\r\nER  - \r\n',
        bibtex: '@book{a, author = {Anne Durand}, file = {IN FILE}, title = {Ancien}}',
        unimarc: source,
      }
      const [lue] = listItems(await parseTout(format, sources[format]))
      const { zones } = (lue as ItemCsl).custom as { zones: { champs: unknown[] } }
      if (format === 'unimarc') zones.champs.push(['995', '  ', [['k', 'IN FILE']]])
      const { octets, perdus } = await formatTout(format, [{ ...(lue as ItemCsl), title: 'Nouveau' }])
      const [relue] = listItems(await parseTout(format, octets))
      expect(getSansZones(relue as ItemCsl)).toEqual({ ...getSansZones(lue as ItemCsl), title: 'Nouveau' })
      expect(octets.toString()).toContain('IN FILE')
      expect([...perdus]).toEqual([])
    },
  )

  it('tells the fields of another format that it drops', async () => {
    const [lue] = listItems(await parseTout('ris', 'TY  - BOOK\nTI  - Un titre\nRP  - IN FILE\nER  - \n'))
    const { perdus } = await formatTout('bibtex', [lue as ItemCsl])
    expect(perdus.get(1)).toEqual([{ zone: 'RP', valeur: 'IN FILE', raison: 'sans équivalent en CSL', gardee: true }])
  })

  it('takes no field from a record that another tool has spoilt', async () => {
    const champs = [
      ['ER', 'x'],
      ['TI', 3],
      ['N1', 'ok\nER  - \nTY  - BOOK'],
      'TI',
      null,
      ['AU', 'Durand, Anne\nER  - '],
    ]
    const zones = { famille: 'ris', tete: '', champs }
    const { octets } = await formatTout('ris', [{ id: 'a', type: 'book', title: 'Titre', custom: { zones } }])
    expect(octets.toString().match(/^ER {2}-/gm)).toHaveLength(1)
    expect(await parseTout('ris', octets)).toHaveLength(1)
  })
})

describe('spoilt files', () => {
  it.each(NOMS_FORMATS)('%s: 200 cases, no exception, none of 2 s', { timeout: 90_000 }, async (format) => {
    for (let graine = 1; graine <= 200; graine++) expect((await checkCas(format, graine)).ms).toBeLessThan(2000)
  })
})

describe('the format of a file', () => {
  it.each([
    ['[{"id":1}]', 'csl-json'],
    ['\ufeff\nTY  - JOUR\n', 'ris'],
    ['% un commentaire\n@article{a,', 'bibtex'],
    ['00856nls  2200253 i 450 002', 'unimarc'],
    ['<?xml version="1.0"?>\n<marc:collection xmlns:marc="x"><marc:record>', 'marcxml'],
    ['<?xml version="1.0"?>\n<unimarc>\n<notice>', 'pmbxml'],
    ['<html><body>', undefined],
    ['Une bibliographie', undefined],
  ])('%j', (debut, format) => {
    expect(computeFormat(Buffer.from(debut))).toBe(format)
    expect(computeFormat(Buffer.from(`\ufeff${debut}`, 'utf16le'))).toBe(format)
  })
})
