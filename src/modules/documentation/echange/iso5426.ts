/**
 * ISO 5426 (1983), the extended Latin set of library records: right-hand half, 0xA1 to 0xFC. Diacritics (0xC0 to 0xDF)
 * come before the letter they mark. 0x88 and 0x89 bracket what a sort passes over (ISO 6630).
 */
const SIGNES: Record<number, string> = {
  136: '\u0098',
  137: '\u009c',
  161: '¡',
  162: '„',
  163: '£',
  164: '$',
  165: '¥',
  166: '†',
  167: '§',
  168: '′',
  169: '‘',
  170: '“',
  171: '«',
  172: '♭',
  173: '©',
  174: '℗',
  175: '®',
  176: 'ʻ',
  177: 'ʼ',
  178: '‚',
  182: '‡',
  183: '·',
  184: '″',
  185: '’',
  186: '”',
  187: '»',
  188: '♯',
  189: 'ʹ',
  190: 'ʺ',
  191: '¿',
  225: 'Æ',
  226: 'Đ',
  230: 'Ĳ',
  232: 'Ł',
  233: 'Ø',
  234: 'Œ',
  236: 'Þ',
  241: 'æ',
  242: 'đ',
  243: 'ð',
  245: 'ı',
  246: 'ĳ',
  248: 'ł',
  249: 'ø',
  250: 'œ',
  251: 'ß',
  252: 'þ',
}

/** Combining marks from 0xC0 on; '' where the standard has none. */
const DIACRITIQUES = [
  '\u0309',
  '\u0300',
  '\u0301',
  '\u0302',
  '\u0303',
  '\u0304',
  '\u0306',
  '\u0307',
  '\u0308',
  '\u0308',
  '\u030a',
  '\u0315',
  '\u0313',
  '\u030b',
  '\u031b',
  '\u030c',
  '\u0327',
  '\u031c',
  '\u0326',
  '\u0328',
  '\u0325',
  '\u032e',
  '\u0323',
  '\u0324',
  '\u0332',
  '\u0333',
  '\u0329',
  '\u032d',
  '',
  '\u0360',
  '',
  '',
]

const isDiacritique = (octet: number): boolean => octet >= 0xc0 && octet <= 0xdf

const isLettre = (octet: number): boolean => (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x61 && octet <= 0x7a)

/** ISO 5426 to Unicode, composed. A byte that the standard leaves free becomes U+FFFD. */
export function parseIso5426(octets: Uint8Array): string {
  let texte = ''
  let marques = ''
  for (const octet of octets) {
    if (isDiacritique(octet)) {
      marques += DIACRITIQUES[octet - 0xc0] ?? ''
      continue
    }
    texte += (octet < 0x80 ? String.fromCharCode(octet) : (SIGNES[octet] ?? '\ufffd')) + marques
    marques = ''
  }
  return (texte + marques).normalize('NFC')
}

/**
 * True when bytes that are not UTF-8 look like ISO 5426 rather than Windows-1252: a diacritic before a letter, against
 * an accented letter of the other set. Where nothing tells them apart, `annonce` (what the record says) decides.
 */
export function isIso5426(octets: Uint8Array, annonce: boolean): boolean {
  let diacritiques = 0
  let lettres = 0
  octets.forEach((octet, i) => {
    if (isDiacritique(octet) && isLettre(octets[i + 1] ?? 0)) diacritiques++
    else if (octet >= 0xe0 && SIGNES[octet] === undefined) lettres++
    // « é » and « ê » of Windows-1252 are Ø and Œ here: capitals in the middle of a word.
    else if ((octet === 0xe9 || octet === 0xea || octet === 0xe8) && (octets[i - 1] ?? 0) >= 0x61) lettres++
  })
  return diacritiques === lettres ? annonce : diacritiques > lettres
}
