import { SaxesParser, type SaxesTagPlain } from '@rubensworks/saxes'
import { strFromU8, Unzip, UnzipInflate } from 'fflate'
import { ErreurLecture } from '#core/encodage.ts'
import type { Cellule, Ligne } from './cellule.ts'

/** Bytes of the archive read at once. */
const PIECE = 32 * 1024
/** Inflated size of the parts that stand whole in memory, and of a sheet that passes through it. */
const PARTIE_MAX = 80_000_000
const FEUILLE_MAX = 1_500_000_000
const COLONNES_MAX = 1000

const ABIME = 'Ce classeur est abîmé : enregistrez-le de nouveau au format .xlsx, puis recommencez.'

/** The parts of an archive whose name is wanted, inflated as they come; stops where who asks stops. */
function* readPartie(octets: Uint8Array, nom: string, max: number): Generator<Uint8Array> {
  const sortis: Uint8Array[] = []
  let total = 0
  let fini = false
  const unzip = new Unzip((fichier) => {
    if (fichier.name !== nom) return
    fichier.ondata = (erreur, morceau, fin) => {
      if (erreur) throw new ErreurLecture(ABIME, nom)
      total += morceau.length
      if (total > max) throw new ErreurLecture('Ce classeur est trop lourd : partagez-le.', nom)
      if (morceau.length > 0) sortis.push(morceau)
      fini ||= fin
    }
    fichier.start()
  })
  unzip.register(UnzipInflate)
  for (let i = 0; i < octets.length && !fini; i += PIECE) {
    try {
      unzip.push(octets.subarray(i, i + PIECE), i + PIECE >= octets.length)
    } catch (erreur) {
      throw erreur instanceof ErreurLecture ? erreur : new ErreurLecture(ABIME, nom)
    }
    yield* sortis.splice(0)
  }
}

interface Lecteur {
  ouvre?: (nom: string, attributs: Record<string, string>) => void
  texte?: (texte: string) => void
  ferme?: (nom: string) => void
}

/** Gives an XML part to a reader, piece by piece, without the prefixes of its elements. */
function* parseXml(morceaux: Iterable<Uint8Array>, lecteur: Lecteur): Generator<void> {
  const parser = new SaxesParser()
  const decodeur = new TextDecoder()
  const local = (nom: string) => nom.slice(nom.indexOf(':') + 1)
  parser.on('opentag', (tag: SaxesTagPlain) => lecteur.ouvre?.(local(tag.name), tag.attributes))
  parser.on('text', (texte) => lecteur.texte?.(texte))
  parser.on('cdata', (texte) => lecteur.texte?.(texte))
  parser.on('closetag', (tag) => lecteur.ferme?.(local(tag.name)))
  parser.on('doctype', () => {
    throw new ErreurLecture(ABIME)
  })
  parser.on('error', () => {
    throw new ErreurLecture(ABIME)
  })
  for (const morceau of morceaux) {
    parser.write(decodeur.decode(morceau, { stream: true }))
    yield
  }
  parser.close()
}

/** The same for a small part, at once. @returns false where the archive has no such part */
function readXml(octets: Uint8Array, nom: string, lecteur: Lecteur): boolean {
  let present = false
  const morceaux = function* () {
    for (const morceau of readPartie(octets, nom, PARTIE_MAX)) {
      present = true
      yield morceau
    }
    // A parser that reads nothing would find the end of nothing.
    if (!present) yield new TextEncoder().encode('<vide/>')
  }
  for (const _ of parseXml(morceaux(), lecteur));
  return present
}

const joinChemin = (cible: string): string => (cible.startsWith('/') ? cible.slice(1) : `xl/${cible}`)

function readFeuilles(octets: Uint8Array): { nom: string; partie: string }[] {
  const relations = new Map<string, string>()
  readXml(octets, 'xl/_rels/workbook.xml.rels', {
    ouvre: (nom, a) => void (nom === 'Relationship' && relations.set(a.Id ?? '', joinChemin(a.Target ?? ''))),
  })
  const feuilles: { nom: string; partie: string }[] = []
  const present = readXml(octets, 'xl/workbook.xml', {
    ouvre: (nom, a) => {
      const id = Object.entries(a).find(([cle]) => /(^|:)id$/.test(cle))?.[1]
      const partie = relations.get(id ?? '')
      if (nom === 'sheet' && partie) feuilles.push({ nom: a.name ?? '', partie })
    },
  })
  if (!present)
    throw new ErreurLecture(
      'Cette archive n’est pas un classeur .xlsx. Si elle contient un tableau, décompressez-la d’abord.',
    )
  return feuilles
}

/** Texts that cells name by their rank; what a phonetic guide adds is left out. */
function readTextes(octets: Uint8Array): string[] {
  const textes: string[] = []
  let courant: string | null = null
  let phonetique = 0
  readXml(octets, 'xl/sharedStrings.xml', {
    ouvre: (nom) => {
      if (nom === 'si') courant = ''
      if (nom === 'rPh') phonetique++
    },
    texte: (texte) => {
      if (courant !== null && phonetique === 0) courant += texte
    },
    ferme: (nom) => {
      if (nom === 'rPh') phonetique--
      if (nom !== 'si') return
      textes.push(courant ?? '')
      courant = null
    },
  })
  return textes
}

/** Ranks of the cell styles that show a date. Numbers 14 to 22 and 45 to 47 are those of the standard (ECMA-376). */
function readDates(octets: Uint8Array): Set<number> {
  const formats = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47])
  const dates = new Set<number>()
  let styles = -1
  readXml(octets, 'xl/styles.xml', {
    ouvre: (nom, a) => {
      // Letters of days, months and years, outside quotes and colours.
      const code = (a.formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
      if (nom === 'numFmt' && /[dmy]/i.test(code)) formats.add(Number(a.numFmtId))
      if (nom === 'cellXfs') styles = 0
      else if (nom === 'xf' && styles >= 0 && formats.has(Number(a.numFmtId))) dates.add(styles)
      if (nom === 'xf' && styles >= 0) styles++
    },
    ferme: (nom) => {
      if (nom === 'cellXfs') styles = -1
    },
  })
  return dates
}

const ORIGINE_JOURS = 25_569
const formatJour = (jours: number): string => {
  const date = new Date(Math.round((jours - ORIGINE_JOURS) * 86_400_000))
  return Number.isNaN(date.getTime()) ? String(jours) : date.toISOString().slice(0, 10)
}

function parseRang(ref: string): number {
  let rang = 0
  for (const c of ref) {
    const lettre = c.charCodeAt(0) - 64
    if (lettre < 1 || lettre > 26) break
    rang = rang * 26 + lettre
  }
  return rang - 1
}

export interface Classeur {
  feuilles: readonly string[]
  /** Rows of a sheet, by lots, with the numbers that the spreadsheet shows; empty rows are left out. */
  lignes(feuille: number): Generator<Ligne[]>
}

/**
 * A workbook (.xlsx) whose sheets are read as they are inflated: memory holds its shared texts, never a sheet. Merged
 * cells have their value in the first one alone, as the file keeps them.
 * @throws ErreurLecture (also while rows are read)
 */
export function openClasseur(octets: Uint8Array): Classeur {
  const feuilles = readFeuilles(octets)
  const textes = readTextes(octets)
  const dates = readDates(octets)
  return {
    feuilles: feuilles.map((f) => f.nom),
    lignes: (rang) => parseFeuille(readPartie(octets, feuilles[rang]?.partie ?? '', FEUILLE_MAX), textes, dates),
  }
}

function* parseFeuille(morceaux: Iterable<Uint8Array>, textes: readonly string[], dates: ReadonlySet<number>) {
  let lot: Ligne[] = []
  let n = 0
  let cellules: Cellule[] = []
  let colonne = -1
  let type = ''
  let style = 0
  let brut = ''
  let ecoute = false
  const formatCellule = (): Cellule => {
    if (type === 's') return textes[Number(brut)] ?? null
    if (type === 'b') return brut === '1' ? 'VRAI' : 'FAUX'
    if (type === 'str' || type === 'inlineStr' || type === 'e') return brut
    if (type === 'd') return brut.slice(0, 10)
    if (brut === '') return null
    const nombre = Number(brut)
    return Number.isNaN(nombre) ? brut : dates.has(style) ? formatJour(nombre) : nombre
  }
  const lecture = parseXml(morceaux, {
    ouvre: (nom, a) => {
      if (nom === 'row') {
        n = a.r === undefined ? n + 1 : Number(a.r)
        cellules = []
        colonne = -1
      } else if (nom === 'c') {
        colonne = a.r === undefined ? colonne + 1 : parseRang(a.r)
        type = a.t ?? 'n'
        style = Number(a.s ?? 0)
        brut = ''
      } else if (nom === 'v' || nom === 't') ecoute = true
    },
    texte: (texte) => {
      if (ecoute) brut += texte
    },
    ferme: (nom) => {
      if (nom === 'v' || nom === 't') ecoute = false
      else if (nom === 'c' && colonne >= 0 && colonne < COLONNES_MAX) {
        while (cellules.length < colonne) cellules.push(null)
        cellules[colonne] = formatCellule()
      } else if (nom === 'row' && cellules.some((c) => c !== null)) lot.push({ n, cellules })
    },
  })
  for (const _ of lecture) {
    if (lot.length < 500) continue
    yield lot
    lot = []
  }
  yield lot
}

/** Is it an archive? Its first bytes say so. */
export const isArchive = (octets: Uint8Array): boolean => strFromU8(octets.subarray(0, 2), true) === 'PK'
