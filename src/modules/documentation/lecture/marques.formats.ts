/** A run of text of one look, as a Word, HTML or PDF file gives it. */
export interface Passage {
  texte: string
  gras: boolean
  italique: boolean
  lien: string | null
}

/** Joins runs into one line with Markdown-like marks; spaces are collapsed and never left inside a mark. */
export function renderMarques(passages: Passage[]): string {
  return groupPassages(passages).map(renderPassage).join('').replace(/\s+/gu, ' ').trim()
}

/** The same line without any mark. */
export function renderTexteNu(passages: Passage[]): string {
  return passages
    .map((p) => p.texte)
    .join('')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Neighbours of one look become one run; a space takes the look of what precedes it; a link is one run even if its look varies. */
function groupPassages(passages: Passage[]): Passage[] {
  const groupes: Passage[] = []
  for (const passage of passages) {
    if (passage.texte === '') continue
    const dernier = groupes.at(-1)
    const vide = passage.texte.trim() === ''
    if (dernier && passage.lien === dernier.lien && passage.lien !== null) {
      dernier.texte += passage.texte
      if (!vide) {
        dernier.gras &&= passage.gras
        dernier.italique &&= passage.italique
      }
    } else if (dernier && passage.lien === dernier.lien && (vide || hasSameLook(dernier, passage))) {
      dernier.texte += passage.texte
    } else {
      groupes.push({ ...passage })
    }
  }
  return groupes
}

function hasSameLook(a: Passage, b: Passage): boolean {
  return a.gras === b.gras && a.italique === b.italique
}

function renderPassage({ texte, gras, italique, lien }: Passage): string {
  const noyau = texte.trim()
  if (noyau === '') return texte
  const marque = `${gras ? '**' : ''}${italique ? '*' : ''}`
  const debut = texte.slice(0, texte.indexOf(noyau))
  const fin = texte.slice(debut.length + noyau.length)
  // A mark around bare punctuation says nothing and would cut the sentence it closes.
  const marquable = marque !== '' && /[\p{L}\p{N}]/u.test(noyau)
  const contenu = lien === null ? noyau : renderLien(noyau, lien)
  return marquable ? `${debut}${marque}${contenu}${[...marque].reverse().join('')}${fin}` : `${debut}${contenu}${fin}`
}

function renderLien(texte: string, url: string): string {
  const adresse = url.trim().replace(/\s/gu, '%20')
  if (!/^(?:https?|ftp|mailto):/iu.test(adresse)) return texte
  if (computeAdresseNue(texte) === computeAdresseNue(adresse)) {
    // Programs rewrite addresses (final slash, percent-encoding): what is printed stands, if it is complete.
    const imprimee = texte.replace(/[\s<>]/gu, '')
    return `<${/^https?:/iu.test(imprimee) ? imprimee : adresse}>`
  }
  return `[${texte}](${adresse.replaceAll('(', '%28').replaceAll(')', '%29')})`
}

/** The call of a note, as raised digits: « 12 » or « [12] » gives « ¹² », which nothing else in a text looks like. */
export function renderExposant(texte: string): string {
  const chiffres = /^\s*\[?(\d{1,3})\]?\s*$/u.exec(texte)?.[1]
  return chiffres ? chiffres.replace(/\d/gu, (c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)] ?? c) : texte
}

/** An address without what writers vary: scheme, final slash, percent-encoding, spaces put in by line ends. */
export function computeAdresseNue(adresse: string): string {
  const compact = adresse.replace(/\s/gu, '').replace(/^<|>$/gu, '')
  return decodeAdresse(compact)
    .replace(/^(?:https?:\/\/|mailto:)/iu, '')
    .replace(/\/$/u, '')
    .toLowerCase()
}

function decodeAdresse(adresse: string): string {
  try {
    return decodeURI(adresse)
  } catch {
    return adresse
  }
}
