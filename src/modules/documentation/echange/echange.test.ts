import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createHasard, createNotice } from '../../../testing/notices.ts'
import type { ItemCsl } from '../csl.ts'
import { computeFormat, FORMATS, type Lu, NOMS_FORMATS, type NomFormat, type NoticeLue, type Perdu } from './echange.ts'
import { listEcarts } from './egalite.ts'

/** In small pieces, so that what is cut between two is tried too. */
async function* piece(octets: Uint8Array, taille = 1000): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < octets.length; i += taille) yield octets.subarray(i, i + taille)
}

async function rassemble<T>(suite: AsyncIterable<T>): Promise<T[]> {
  const tout: T[] = []
  for await (const element of suite) tout.push(element)
  return tout
}

async function lire(format: NomFormat, octets: Uint8Array, taille?: number): Promise<Lu[]> {
  return rassemble(FORMATS[format].parse(piece(octets, taille)))
}

async function ecrire(format: NomFormat, items: ItemCsl[]): Promise<{ octets: Buffer; perdus: Map<number, Perdu[]> }> {
  const perdus = new Map<number, Perdu[]>()
  const octets = Buffer.concat(await rassemble(FORMATS[format].format(items, (rang, p) => void perdus.set(rang, p))))
  return { octets, perdus }
}

const notices = (lus: Lu[]): NoticeLue[] => lus.filter((lu) => 'item' in lu)
const items = (lus: Lu[]): ItemCsl[] => notices(lus).map((lu) => lu.item)
const sansZones = ({ custom: { zones: _, ...custom } = {}, ...item }: ItemCsl): ItemCsl => ({
  ...item,
  ...(Object.keys(custom).length > 0 && { custom }),
})

const DOSSIER = join(process.cwd(), '../shared/donnees/biblio')
const FICHIERS: [NomFormat, string][] = [
  ['ris', 'ris'],
  ['bibtex', 'bibtex'],
  ['marcxml', 'marcxml'],
  ['pmbxml', 'pmb'],
  ['unimarc', 'unimarc'],
]

function listFichiers(): { format: NomFormat; nom: string; octets: Buffer }[] {
  try {
    return FICHIERS.flatMap(([format, dossier]) =>
      readdirSync(join(DOSSIER, dossier)).map((nom) => ({
        format,
        nom,
        octets: readFileSync(join(DOSSIER, dossier, nom)),
      })),
    )
  } catch {
    return []
  }
}
const reels = listFichiers()
const NOMBRES: Record<string, number> = {
  'ris-example.ris': 17,
  'bibtex_anta.bib': 54,
  'bibtex_example.bib': 13,
  'periouni.mrc': 3064,
}

describe.skipIf(reels.length === 0)('real exports (read in ../shared, absent: skipped)', () => {
  it.each(reels.map((fichier) => [fichier.nom, fichier] as const))(
    '%s: read whole, what has no place is told, written back equal',
    async (nom, fichier) => {
      expect(computeFormat(fichier.octets)).toBe(fichier.format)
      const lus = await lire(fichier.format, fichier.octets, 64 * 1024)
      expect(lus.filter((lu) => 'erreur' in lu)).toEqual([])
      if (NOMBRES[nom]) expect(lus).toHaveLength(NOMBRES[nom])
      // Each field that is not carried is kept.
      expect(notices(lus).flatMap((lu) => lu.perdus.filter((p) => !p.gardee && p.zone !== 'ER'))).toEqual([])
      const lues = items(lus)
      const { octets, perdus } = await ecrire(fichier.format, lues)
      expect([...perdus]).toEqual([])
      const relues = items(await lire(fichier.format, octets, 64 * 1024))
      expect(relues).toHaveLength(lues.length)
      expect(relues.filter((item, i) => listEcarts(item, lues[i] as ItemCsl).length > 0)).toEqual([])
      const premieres = relues.slice(0, 200)
      expect(premieres.map(sansZones)).toEqual(lues.slice(0, 200).map(sansZones))
      // The record itself comes back, once it has an identifier where it had none.
      const rendues = await ecrire(fichier.format, premieres)
      expect(items(await lire(fichier.format, rendues.octets))).toEqual(premieres)
    },
  )

  it('UNIMARC goes through MARCXML, PMB XML and CSL-JSON without losing anything', async () => {
    const depart = reels.filter((f) => f.format !== 'ris' && f.format !== 'bibtex')
    for (const { format, octets } of depart) {
      const lues = items(await lire(format, octets, 64 * 1024)).slice(0, 200)
      let courantes = lues
      for (const etape of ['marcxml', 'pmbxml', 'csl-json', 'unimarc'] as const) {
        const ecrites = await ecrire(etape, courantes)
        expect([...ecrites.perdus]).toEqual([])
        courantes = items(await lire(etape, ecrites.octets, 64 * 1024))
      }
      expect(courantes.map(sansZones)).toEqual(lues.map(sansZones))
    }
  })
})

describe('synthetic items', () => {
  const h = createHasard(20_260_101)
  const lot = Array.from({ length: 300 }, (_, i) => createNotice(h, i + 1))

  it.each(NOMS_FORMATS)('%s: read back equal, but for what the writer says it cannot carry', async (format) => {
    const { octets, perdus } = await ecrire(format, lot)
    const lus = await lire(format, octets, 777)
    expect(lus.filter((lu) => 'erreur' in lu)).toEqual([])
    expect(lus).toHaveLength(lot.length)
    items(lus).forEach((relu, i) => {
      const item = lot[i] as ItemCsl
      const dits = new Set((perdus.get(i + 1) ?? []).map((p) => p.zone))
      // Nothing is lost, and nothing is made up.
      const differents = [...listEcarts(item, relu), ...listEcarts(relu, item)]
      expect({ item, tus: differents.filter((cle) => !dits.has(cle)) }).toEqual({ item, tus: [] })
    })
    if (['csl-json', 'unimarc', 'marcxml', 'pmbxml'].includes(format)) expect([...perdus]).toEqual([])
  })

  it.each(['ris', 'bibtex', 'unimarc'] as const)(
    '%s: an edited notice keeps the other fields of its record',
    async (format) => {
      const sources = {
        ris: 'TY  - JOUR\r\nAU  - Durand, Anne\r\nRP  - IN FILE\r\nTI  - Ancien\r\nER  - \r\n',
        bibtex: '@article{a, author = {Anne Durand}, file = {x.pdf}, title = {Ancien}}',
        unimarc: (
          await ecrire('unimarc', [
            { id: 'a', type: 'book', title: 'Ancien', author: [{ family: 'Durand', given: 'Anne' }] },
          ])
        ).octets,
      }
      const [lue] = items(await lire(format, Buffer.from(sources[format])))
      const { octets } = await ecrire(format, [{ ...(lue as ItemCsl), title: 'Nouveau' }])
      const [relue] = items(await lire(format, octets))
      expect(sansZones(relue as ItemCsl)).toEqual({ ...sansZones(lue as ItemCsl), title: 'Nouveau' })
      if (format !== 'unimarc')
        expect(octets.toString()).toContain(format === 'ris' ? 'RP  - IN FILE' : 'file = {x.pdf}')
    },
  )

  it('tells the fields of another format that it drops', async () => {
    const [lue] = items(await lire('ris', Buffer.from('TY  - BOOK\nTI  - Un titre\nRP  - IN FILE\nER  - \n')))
    const { perdus } = await ecrire('bibtex', [lue as ItemCsl])
    expect(perdus.get(1)).toEqual([{ zone: 'RP', valeur: 'IN FILE', raison: 'sans équivalent en CSL', gardee: true }])
  })
})
