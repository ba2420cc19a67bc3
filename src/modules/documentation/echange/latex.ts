/** TeX accents and the combining mark that each one puts on the letter that follows. Source: LaTeX base, `\'e`, `\c{c}`… */
const ACCENTS: Record<string, string> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '"': '\u0308',
  '=': '\u0304',
  '.': '\u0307',
  u: '\u0306',
  v: '\u030c',
  H: '\u030b',
  r: '\u030a',
  c: '\u0327',
  k: '\u0328',
  d: '\u0323',
  b: '\u0331',
  t: '\u0361',
}

const SYMBOLES: Record<string, string> = {
  ss: 'ß',
  o: 'ø',
  O: 'Ø',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
  dh: 'ð',
  DH: 'Ð',
  th: 'þ',
  TH: 'Þ',
  dj: 'đ',
  DJ: 'Đ',
  ng: 'ŋ',
  NG: 'Ŋ',
  S: '§',
  P: '¶',
  dag: '†',
  ddag: '‡',
  copyright: '©',
  pounds: '£',
  textsterling: '£',
  euro: '€',
  texteuro: '€',
  textregistered: '®',
  texttrademark: '™',
  textdegree: '°',
  degree: '°',
  textordfeminine: 'ª',
  textordmasculine: 'º',
  textquoteleft: '‘',
  textquoteright: '’',
  textquotedblleft: '“',
  textquotedblright: '”',
  textquotesingle: "'",
  textquotedbl: '"',
  quotedblbase: '„',
  guillemotleft: '«',
  guillemotright: '»',
  guillemetleft: '«',
  guillemetright: '»',
  og: '« ',
  fg: ' »',
  ldots: '…',
  dots: '…',
  textellipsis: '…',
  textendash: '–',
  textemdash: '—',
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textbraceleft: '{',
  textbraceright: '}',
  textunderscore: '_',
  textbar: '|',
  textless: '<',
  textgreater: '>',
  textbullet: '•',
  textperiodcentered: '·',
  textdollar: '$',
  textmu: 'µ',
  LaTeX: 'LaTeX',
  TeX: 'TeX',
  par: '\n',
  newline: '\n',
}

/** Commands that change the look of a text, not the text. */
const MISES_EN_FORME = new Set(
  'emph textit textbf textsc texttt textrm textsf textup textsl textnormal textmd it bf em sc tt rm sf sl itshape bfseries scshape mbox hbox text url path underline uline textsuperscript textsubscript ensuremath mathrm mathit mathbf protect relax small footnotesize'.split(
    ' ',
  ),
)

/** A pattern that begins where the reading is. */
const COMMANDE = /\\([a-zA-Z]+)[ \t]*\n?[ \t]*/y
const BLANCS = /\s+/y
/** What has a meaning for TeX; a text without any is plain. */
const SIGNES = /[\\{}~\t\n]|--|``|''| {2}/

/**
 * A BibTeX value to plain text: accents and symbols to Unicode, braces and looks dropped, « -- » to a dash, « ~ » to an
 * unbreakable space, « \\ » and empty lines to a line end. A command that is not known stays as it is written.
 */
export function parseLatex(brut: string): string {
  if (!SIGNES.test(brut)) return brut.normalize('NFC').trim()
  let sortie = ''
  let accent = ''
  const ecrit = (texte: string): void => {
    const premiere = String.fromCodePoint(texte.codePointAt(0) ?? 0)
    if (accent === '') sortie += texte
    else if (texte === 'ı' || texte === 'ȷ') sortie += (texte === 'ı' ? 'i' : 'j') + (ACCENTS[accent] ?? '')
    else sortie += premiere + (ACCENTS[accent] ?? '') + texte.slice(premiere.length)
    accent = ''
  }
  for (let i = 0; i < brut.length; ) {
    const c = brut[i] ?? ''
    if (c === '\\') {
      const suivant = brut[i + 1] ?? ''
      COMMANDE.lastIndex = i
      const commande = COMMANDE.exec(brut)
      if (commande) {
        const nom = commande[1] ?? ''
        i += commande[0].length
        // One-letter accents (\c) are commands too; \c{} alone is none.
        if (nom.length === 1 && ACCENTS[nom]) accent = nom
        else if (Object.hasOwn(SYMBOLES, nom)) ecrit(SYMBOLES[nom] ?? '')
        else if (!MISES_EN_FORME.has(nom)) ecrit(`\\${nom}${/\s$/.test(commande[0]) ? ' ' : ''}`)
      } else if (Object.hasOwn(ACCENTS, suivant)) {
        accent = suivant
        i += 2
      } else {
        if (suivant === '\\') {
          sortie += '\n'
          BLANCS.lastIndex = i + 2
          i += BLANCS.exec(brut)?.[0].length ?? 0
        } else if (suivant === ' ' || suivant === '\n') ecrit(' ')
        else if (suivant !== '-' && suivant !== '/' && suivant !== ',') ecrit(suivant || '\\')
        i += 2
      }
      continue
    }
    if (c === '{' || c === '}') {
      // \^{} and \~{}: the accent stands alone.
      if (c === '}' && accent !== '') {
        sortie += accent.length === 1 && !/[a-zA-Z]/.test(accent) ? accent : ''
        accent = ''
      }
      i++
    } else if (/\s/.test(c)) {
      BLANCS.lastIndex = i
      const blancs = BLANCS.exec(brut)?.[0] ?? c
      if (accent === '')
        sortie += blancs.includes('\u00a0') ? blancs : (blancs.match(/\n/g)?.length ?? 0) > 1 ? '\n' : ' '
      i += blancs.length
    } else {
      const ligature = LIGATURES[c]?.find(([ecrite]) => brut.startsWith(ecrite, i))
      const lettre = String.fromCodePoint(brut.codePointAt(i) ?? 0)
      ecrit(ligature?.[1] ?? lettre)
      i += (ligature?.[0] ?? lettre).length
    }
  }
  return sortie.replaceAll(' \n', '\n').normalize('NFC').trim()
}

/** What TeX makes of characters in a row, by the first of them. */
const LIGATURES: Record<string, readonly (readonly [string, string])[]> = {
  '-': [
    ['---', '—'],
    ['--', '–'],
  ],
  '`': [['``', '“']],
  "'": [["''", '”']],
  '~': [['~', '\u00a0']],
}

const ECHAPPES: Record<string, string> = {
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '\u00a0': '~',
  '\n': '\\\\\n',
}

/** The reverse of `parseLatex`: letters stay in UTF-8, what TeX would take for a command is escaped. */
export function formatLatex(texte: string): string {
  return texte
    .replace(/[{}\\~^\u00a0\n]/g, (c) => ECHAPPES[c] ?? c)
    .replace(/[%&#_$]/g, '\\$&')
    .replace(/-(?=-)/g, '-{}')
    .replace(/`(?=`)/g, '`{}')
    .replace(/'(?=')/g, "'{}")
}

/** An address: TeX escapes taken off, nothing else is changed. */
export const parseAdresse = (brut: string): string =>
  brut
    .replace(/^\\url\s*\{(.*)\}$/s, '$1')
    .replace(/\\([%_&#~{}$^])/g, '$1')
    .replace(/[{}\s]/g, '')

/** An address as it is; what would break the braces of the entry is percent-encoded. */
export const formatAdresse = (adresse: string): string =>
  adresse.replace(/[{}\\\s]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
