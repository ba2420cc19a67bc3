import { type ItemCsl, type NomCsl, TYPES_CSL } from '#modules/documentation/csl.ts'

/** Draws that a seed makes the same each time. */
export interface Hasard {
  /** From 0 to `limite` - 1. */
  entier(limite: number): number
  /** True once out of `n`. */
  rarement(n: number): boolean
  parmi<T>(choix: readonly T[]): T
}

/** A linear congruential generator (Numerical Recipes), its high bits: enough to draw test cases. */
export function createHasard(graine: number): Hasard {
  let etat = graine >>> 0
  const entier = (limite: number): number => {
    etat = (Math.imul(etat, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((etat / 0x1_0000_0000) * limite)
  }
  return {
    entier,
    rarement: (n) => entier(n) === 0,
    parmi: (choix) => choix[entier(choix.length)] as (typeof choix)[number],
  }
}

const MOTS =
  'santé prévention œuvre « aller vers » littératie l’évaluation territoire Île 中文 ñandú Straße État 100% R&D {accolade} $5 #3 a_b \\commande ~environ ^exposant <balise> "guillemets" TY  - ER  - @article et and von O’Brien d’Ivry – — : ; , . ? ! 2019 x² A--B \u00a0 ``..'.split(
    ' ',
  )

const PARTICULES = ['', '', '', 'de', 'van der']

function createTexte(h: Hasard, mots: number, paragraphes = false): string {
  const texte = Array.from({ length: 1 + h.entier(mots) }, () => h.parmi(MOTS) || 'mot').join(' ')
  return paragraphes && h.rarement(3) ? `${texte}\n${createTexte(h, mots, true)}` : texte
}

function createNom(h: Hasard): NomCsl {
  if (h.rarement(4)) return { literal: createTexte(h, 5) }
  const nom: NomCsl = { family: h.parmi(['Durand', 'Le Goff', 'de la Tour', 'O’Brien', 'Müller', 'de', 'NG', 'X, Y']) }
  if (!h.rarement(6)) nom.given = h.parmi(['Anne', 'J.-P.', 'Marie and Co', 'é', 'Jean de'])
  const particule = h.parmi(PARTICULES)
  if (particule && h.rarement(2)) nom['non-dropping-particle'] = particule
  if (h.rarement(12)) nom.suffix = 'Jr.'
  if (h.rarement(15)) nom['dropping-particle'] = 'd’'
  return nom
}

function createDate(h: Hasard): NonNullable<ItemCsl['issued']> {
  const annee = 1500 + h.entier(530)
  const parties = [annee, 1 + h.entier(12), 1 + h.entier(28)].slice(0, 1 + h.entier(3))
  if (h.rarement(10)) return { literal: createTexte(h, 3) }
  if (h.rarement(10)) return { 'date-parts': [[annee], [annee + 2]] }
  if (h.rarement(15)) return { 'date-parts': [parties], season: 1 }
  return h.rarement(10) ? { 'date-parts': [parties], circa: true } : { 'date-parts': [parties] }
}

const TEXTES = [
  'container-title',
  'container-title-short',
  'collection-title',
  'collection-number',
  'volume',
  'issue',
  'number',
  'edition',
  'publisher',
  'publisher-place',
  'genre',
  'medium',
  'keyword',
  'source',
  'title-short',
  'call-number',
  'jurisdiction',
] as const
const LISTES = ['author', 'author', 'editor', 'translator', 'director', 'recipient', 'collection-editor'] as const

/** A CSL-JSON item that a catalogue could hold, and sometimes what a format can hardly say. */
export function createNotice(h: Hasard, rang: number): ItemCsl {
  const item: ItemCsl = {
    id: h.rarement(5) ? rang : `notice/${rang}`,
    type: h.parmi(TYPES_CSL),
    title: createTexte(h, 12),
  }
  for (const cle of TEXTES) if (h.rarement(3)) item[cle] = createTexte(h, 4)
  // An abbreviated title alone is read as the title.
  if (!item['container-title']) delete item['container-title-short']
  for (const cle of LISTES) if (h.rarement(3)) item[cle] = Array.from({ length: 1 + h.entier(4) }, () => createNom(h))
  for (const cle of ['issued', 'accessed', 'event-date'] as const) if (h.rarement(2)) item[cle] = createDate(h)
  for (const cle of ['abstract', 'note'] as const) if (h.rarement(2)) item[cle] = createTexte(h, 60, true)
  if (h.rarement(2)) item.page = h.parmi(['12-34', 'e12', '5', 'S1-S9', '12-15, 20-25', 'xii'])
  if (h.rarement(3)) item['number-of-pages'] = h.parmi([34, '166', '80 p.', 'XII-300'])
  if (h.rarement(3)) item.ISBN = h.parmi(['2-211-04459-X', '978-2-1234-5680-3 2-211-04459-X'])
  if (h.rarement(3)) item.ISSN = '0950-2386'
  if (h.rarement(3)) item.DOI = '10.1000/xyz_123(4)<5>'
  if (h.rarement(2)) item.URL = h.parmi(['https://exemple.org/a_b?c=1&d=%20{e}', 'http://exemple.org/~moi/#n'])
  if (h.rarement(2)) item.language = h.parmi(['fr', 'en', 'fr-FR', 'kab'])
  const custom: Record<string, unknown> = {}
  if (h.rarement(4)) custom.etAl = true
  if (h.rarement(6)) custom.sommaire = createTexte(h, 20, true)
  if (h.rarement(6)) custom.classe = '614.4'
  if (h.rarement(6)) custom.sections = ['Une section', { titre: 'imbriquée' }]
  if (Object.keys(custom).length > 0) item.custom = custom
  return item
}
