/** A term of the field. `formeLongue` is the official long form of `sigle`, as it stands in running text. */
export interface Entree {
  slug: string
  terme: string
  sigle: string | null
  formeLongue: string | null
  definition: string | null
  termesLies: string[]
  theme: string | null
  source: { document: string; lieu?: string } | null
  aVerifier: boolean
}

export interface Sigle {
  sigle: string
  formeLongue: string
}

/** Text as it is compared: without accents, in lower case. */
export const formatSansAccents = (texte: string): string =>
  texte
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

/** Stable anchor of a term: `Aller-vers` → `aller-vers`. */
export const formatSlug = (texte: string): string =>
  formatSansAccents(texte.replaceAll('œ', 'oe').replaceAll('’', '-'))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/**
 * Terms that hold every word of the question, accents or not: by their names (term, acronym, long form), and where no
 * name answers, by their definitions. An empty question keeps them all.
 */
export function filterEntrees(entrees: readonly Entree[], question: string): Entree[] {
  const mots = formatSansAccents(question.replaceAll('’', "'")).split(/\s+/).filter(Boolean)
  const holdsAll = (...textes: (string | null)[]) => {
    const texte = formatSansAccents(textes.filter(Boolean).join(' ').replaceAll('’', "'"))
    return mots.every((mot) => texte.includes(mot))
  }
  const nommes = entrees.filter((e) => holdsAll(e.terme, e.sigle, e.formeLongue))
  return nommes.length > 0 ? nommes : entrees.filter((e) => holdsAll(e.terme, e.definition))
}

/** A run of a text; `forme` is the long form when the run is a known acronym. */
export interface Morceau {
  texte: string
  forme?: string
}

/**
 * Cuts a text where a known acronym stands as a whole word (« CPTS », « la CPTS. »), so that a page can expand it.
 * Only the first occurrence of each is marked: repeated expansions tire the reader and screen readers.
 */
export function parseSigles(texte: string, sigles: readonly Sigle[]): Morceau[] {
  const formes = new Map(sigles.map((s) => [s.sigle, s.formeLongue]))
  const vus = new Set<string>()
  const morceaux: Morceau[] = []
  let debut = 0
  for (const mot of texte.matchAll(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu)) {
    const forme = formes.get(mot[0])
    if (!forme || vus.has(mot[0])) continue
    vus.add(mot[0])
    if (mot.index > debut) morceaux.push({ texte: texte.slice(debut, mot.index) })
    morceaux.push({ texte: mot[0], forme })
    debut = mot.index + mot[0].length
  }
  if (debut < texte.length) morceaux.push({ texte: texte.slice(debut) })
  return morceaux
}
