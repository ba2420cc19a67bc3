import chardet from 'chardet'
import iconv from 'iconv-lite'
import { formatEspaces } from './db-errors.ts'

/** A file that cannot be read. `message` is French and says what to do; `lieu` says where in the file, when it is known. */
export class ErreurLecture extends Error {
  readonly lieu: string | undefined
  constructor(message: string, lieu?: string) {
    super(formatEspaces(message))
    this.name = 'ErreurLecture'
    this.lieu = lieu
  }
}

/** The encodings a French text file is met in when it is not UTF-8. Latin-1 is read as Windows-1252, of which it is a part. */
const ENCODAGES: Record<string, string> = {
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-15': 'iso-8859-15',
  'windows-1252': 'windows-1252',
  'UTF-16LE': 'utf-16le',
  'UTF-16BE': 'utf-16be',
  'UTF-32LE': 'utf-32le',
  'UTF-32BE': 'utf-32be',
}
const ECHANTILLON = 64_000

/**
 * Bytes to text. A byte order mark decides; then UTF-8 when every byte agrees; then what the bytes look like.
 * @param annonce encoding that the file itself declares (HTML), followed unless the bytes contradict it
 * @throws ErreurLecture for binary content, and for a file that mixes UTF-8 with another encoding (with the line)
 */
export function parseEncodage(octets: Uint8Array, annonce: string | null = null): string {
  const marque = getMarque(octets)
  if (marque !== null) return iconv.decode(octets, marque)
  const large = getEncodageLarge(octets)
  if (large !== null) return iconv.decode(octets, large)
  const nul = octets.indexOf(0)
  if (nul !== -1) {
    throw new ErreurLecture('Ce fichier n’est pas un texte : il contient des octets nuls.', `octet ${nul + 1}`)
  }
  const utf8 = parseUtf8(octets)
  if (utf8 !== null) return utf8
  checkMelange(octets)
  if (annonce !== null && !/^utf-?8$/iu.test(annonce) && iconv.encodingExists(annonce))
    return iconv.decode(octets, annonce)
  const devine = chardet.detect(octets.subarray(0, ECHANTILLON))
  return iconv.decode(octets, ENCODAGES[devine ?? ''] ?? 'windows-1252')
}

function getMarque(octets: Uint8Array): string | null {
  const [a, b, c, d] = octets
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return null
}

/** UTF-16 without its mark: in a French text nearly every second byte is then zero, always on the same side. */
function getEncodageLarge(octets: Uint8Array): string | null {
  const vus = octets.subarray(0, ECHANTILLON)
  if (vus.length < 4) return null
  const nuls = [0, 0]
  for (let i = 0; i < vus.length; i++) if (vus[i] === 0) nuls[i % 2] = (nuls[i % 2] ?? 0) + 1
  const [pairs = 0, impairs = 0] = nuls
  const moitie = vus.length / 2
  if (impairs > 0.6 * moitie && pairs < 0.05 * moitie) return 'utf-16le'
  if (pairs > 0.6 * moitie && impairs < 0.05 * moitie) return 'utf-16be'
  return null
}

/** Null where a byte is not UTF-8; a character cut by the end of the file is left out. */
function parseUtf8(octets: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets, { stream: true })
  } catch {
    return null
  }
}

/**
 * A file whose accents are mostly UTF-8 with some bytes of another encoding: reading it either way would spoil words
 * silently, so the first wrong line is named instead.
 */
function checkMelange(octets: Uint8Array): void {
  const texte = new TextDecoder('utf-8').decode(octets)
  let accents = 0
  let fautes = 0
  for (let i = 0; i < texte.length; i++) {
    const code = texte.charCodeAt(i)
    if (code === 0xfffd) fautes++
    else if (code > 0x7f) accents++
  }
  if (accents <= 4 * fautes) return
  const ligne = texte.slice(0, texte.indexOf('\ufffd')).split(/\r\n|\n|\r/u).length
  throw new ErreurLecture(
    'Ce fichier mélange deux encodages : cette ligne n’est pas en UTF-8, alors que le reste l’est. Corrigez-la, puis enregistrez le fichier en UTF-8.',
    `ligne ${ligne}`,
  )
}
