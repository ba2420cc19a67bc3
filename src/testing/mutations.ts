import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ItemCsl } from '#modules/documentation/csl.ts'
import { ErreurFormat, FORMATS, NOMS_FORMATS, type NomFormat } from '#modules/documentation/echange/echange.ts'
import { createHasard, createNotice, type Hasard } from './notices.ts'

/** Real exports beside the project; where they are absent, generated files alone are tried. */
const REELS = '../shared/donnees/biblio'
const DOSSIERS: Record<NomFormat, string | null> = {
  'csl-json': null,
  ris: 'ris',
  bibtex: 'bibtex',
  unimarc: 'unimarc',
  marcxml: 'marcxml',
  pmbxml: 'pmb',
}
/** Of a file, what one case begins with: enough for a few records. */
const EXTRAIT = 20_000

/** What each syntax gives a meaning to, and some of what others do. */
const JETONS = [
  '\n',
  '\r\n',
  '\r',
  '\0',
  '\ufeff',
  '\u001b(N',
  '\u001d',
  '\u001e',
  '\u001f',
  '\u001fa',
  '00000',
  '99999',
  '-1',
  'TY  - ',
  'ER  - ',
  'AB  - ',
  'PY  - 0000/99/99/',
  '/ \n',
  '@article{',
  '@string{a = a # a}',
  '@comment{',
  '{{{{',
  '}}}}',
  '"',
  '\\"',
  '\\',
  '\\\\',
  "\\'{\\i}",
  '$$',
  'crossref = {x},',
  ' and ',
  ' and others',
  ',,,',
  '<record>',
  '</record>',
  '<notice>',
  '<f c="200" ind="1 ">',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '&#0;',
  '&#x1F600;',
  '&lt;',
  '<',
  '[',
  ']',
  '{"id":',
  '"__proto__":{"x":1},',
  '"date-parts":[[1e999]]',
  'null',
  '\ud800',
  'é',
  'Ã©',
  '2019-13-45',
  '31/02/2020',
  '1e309',
]

function createCorpus(format: NomFormat): Uint8Array[] {
  const dossier = DOSSIERS[format]
  try {
    return dossier === null
      ? []
      : readdirSync(join(REELS, dossier)).map((nom) => readFileSync(join(REELS, dossier, nom)).subarray(0, 400_000))
  } catch {
    return []
  }
}
const corpus = new Map<NomFormat, Uint8Array[]>()

async function createDepart(h: Hasard, format: NomFormat): Promise<Uint8Array> {
  const reels = corpus.get(format) ?? createCorpus(format)
  corpus.set(format, reels)
  if (reels.length > 0 && h.rarement(2)) {
    const fichier = h.parmi(reels)
    const debut = h.rarement(2) ? 0 : h.entier(fichier.length)
    return fichier.subarray(debut, debut + EXTRAIT)
  }
  const items = Array.from({ length: 1 + h.entier(4) }, (_, i) => createNotice(h, i + 1))
  const morceaux: Uint8Array[] = []
  for await (const morceau of FORMATS[h.rarement(20) ? h.parmi(NOMS_FORMATS) : format].format(items))
    morceaux.push(morceau)
  return Buffer.concat(morceaux)
}

/** One change to a file: bytes altered, taken out, doubled, cut, a token put in, a byte repeated, another encoding. */
export function mutate(h: Hasard, octets: Uint8Array): Uint8Array {
  const i = h.entier(octets.length + 1)
  const j = Math.min(octets.length, i + h.entier(h.rarement(3) ? 2000 : 20))
  const [avant, milieu, apres] = [octets.subarray(0, i), octets.subarray(i, j), octets.subarray(j)]
  switch (h.entier(8)) {
    case 0: {
      const copie = Uint8Array.from(octets)
      for (let k = 0; k < 1 + h.entier(10); k++) copie[h.entier(copie.length)] = h.entier(256)
      return copie
    }
    case 1:
      return Buffer.concat([avant, apres])
    case 2:
      return Buffer.concat([avant, milieu, milieu, milieu, apres])
    case 3:
      return avant
    case 4:
    case 5:
      return Buffer.concat([avant, Buffer.from(h.parmi(JETONS)), apres])
    case 6:
      return Buffer.concat([avant, Buffer.from(h.parmi(JETONS).repeat(h.rarement(20) ? 50_000 : 50)), apres])
    default:
      return h.rarement(4)
        ? Buffer.from(Buffer.from(octets).toString(), h.parmi(['latin1', 'utf16le'] as const))
        : Buffer.concat([apres, milieu, avant])
  }
}

async function* piece(h: Hasard, octets: Uint8Array): AsyncGenerator<Uint8Array> {
  const taille = h.parmi([1, 7, 100, 4096, 65_536]) + Math.floor(octets.length / 5000)
  for (let i = 0; i < octets.length; i += taille) yield octets.subarray(i, i + taille)
}

export interface ResultatCas {
  lues: number
  refusees: number
  /** Of computing: what the machine does beside is not counted. */
  ms: number
}

/**
 * Spoils a file and reads it, then writes what was read in another format. The same seed gives the same case.
 * @throws Error when a reader or a writer throws anything but an ErreurFormat, or gives a record that says nothing
 */
export async function checkCas(format: NomFormat, graine: number): Promise<ResultatCas> {
  const h = createHasard(graine)
  let octets = await createDepart(h, format)
  for (let k = 0; k < 1 + h.entier(4); k++) octets = mutate(h, octets)
  const items: ItemCsl[] = []
  let refusees = 0
  const debut = process.cpuUsage()
  try {
    for await (const lu of FORMATS[format].parse(piece(h, octets))) {
      if (!(lu.rang >= 1)) throw new Error('Un numéro de notice manque.')
      if ('item' in lu) items.push(lu.item)
      else if (lu.erreur && /^(?:ligne|octet) \d+$/.test(lu.lieu)) refusees++
      else throw new Error(`Un refus ne dit rien : ${JSON.stringify(lu)}`)
    }
    for await (const _ of FORMATS[h.parmi(NOMS_FORMATS)].format(items, () => undefined));
  } catch (erreur) {
    if (!(erreur instanceof ErreurFormat)) throw erreur
    refusees++
  }
  return { lues: items.length, refusees, ms: process.cpuUsage(debut).user / 1000 }
}
