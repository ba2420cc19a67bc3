const INSECABLE = '\u00a0'
const FINE = '\u202f'

/**
 * Sets a short text (title, name, publisher) in French typography: curly apostrophe, « » for straight double quotes,
 * no-break space before the colon and inside « », narrow no-break space before ; ! and ?, « n° 3 » kept together.
 * Addresses and times ("https://…", "10:30") are left alone, since no space follows their sign.
 * @param langue BCP 47 tag of the text; a text in another language only has its spaces collapsed.
 */
export function formatTypographie(texte: string, langue?: string): string {
  const plein = texte.replace(/\s+/g, ' ').trim()
  if (langue && !/^fr/i.test(langue)) return plein
  return plein
    .replace(/(?<=\p{L})['’](?=[\p{L}\d«"])/gu, '’')
    .replace(/"([^"]*)"/g, '«$1»')
    .replace(/«\s*/g, `«${INSECABLE}`)
    .replace(/\s*»/g, `${INSECABLE}»`)
    .replace(/(?<=[^\s«([!?;])\s*([;!?])(?=[\s»)\].,!?]|$)/g, `${FINE}$1`)
    .replace(/(?<=[^\s:])\s*:(?=\s|$)/g, `${INSECABLE}:`)
    .replace(/\b(n)°\s*(?=[\p{L}\d])/giu, `$1°${INSECABLE}`)
}
