import { z } from 'zod'
import { ligne, ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { getTerme, hasTerme } from '#modules/vocabulaires/index.ts'
import type { ItemCsl, NomCsl } from '../csl.ts'
import { formatDateIso, parseDateIso } from '../dates.ts'
import { type ContenuNotice, type Pret, parseItem } from './notice.ts'

/** CSL fields of one line that the form shows, in its order. Others stay as they are when a notice is edited. */
export const CHAMPS_LIGNE = [
  'title',
  'container-title',
  'collection-title',
  'volume',
  'issue',
  'publisher',
  'publisher-place',
  'page',
  'number-of-pages',
  'URL',
  'DOI',
  'ISBN',
  'ISSN',
  'language',
  'genre',
] as const

const DOI = /^10\.\d{4,9}\/\S+$/

/** ISBN-10 or ISBN-13 with a right check digit. Source: ISO 2108. */
export function isIsbn(texte: string): boolean {
  const c = texte.replace(/[\s-]/g, '').toUpperCase()
  if (/^\d{13}$/.test(c)) return [...c].reduce((s, d, i) => s + Number(d) * (i % 2 ? 3 : 1), 0) % 10 === 0
  if (/^\d{9}[\dX]$/.test(c))
    return [...c].reduce((s, d, i) => s + (d === 'X' ? 10 : Number(d)) * (10 - i), 0) % 11 === 0
  return false
}

/** One person or body a line: « Nom, Prénom » or a name without comma for an organisation. */
export function parseNoms(texte: string | null, anciens: readonly NomCsl[] = []): NomCsl[] {
  const connus = new Map(anciens.map((n) => [formatLigneNom(n), n]))
  return (texte ?? '')
    .split('\n')
    .map((l) => l.replace(/\s+/g, ' ').trim())
    .filter((l) => l !== '')
    .map((l) => {
      const connu = connus.get(l)
      if (connu) return connu
      const [nom, ...prenom] = l.split(',').map((p) => p.trim())
      return prenom.length > 0 ? { family: nom ?? '', given: prenom.join(', ') } : { literal: l }
    })
}

export function formatLigneNom(nom: NomCsl): string {
  if (nom.literal) return nom.literal
  const famille = [nom['non-dropping-particle'], nom.family].filter(Boolean).join(' ')
  return `${famille}, ${nom.given ?? ''}`.replace(/, $/, ',')
}

/** One loan copy a line: « Centre ; cote ; précision ». */
export function parsePrets(texte: string | null): Pret[] {
  return (texte ?? '')
    .split('\n')
    .map((l) => l.split(';').map((p) => p.trim()))
    .filter(([centre]) => centre)
    .map(([centre = '', cote, note]) => ({ centre, cote: cote || null, note: note || null }))
}

export const formatPret = (p: Pret): string => [p.centre, p.cote, p.note].filter((x, i) => i === 0 || x).join(' ; ')

const termes = (vocabulaire: string) =>
  liste(z.string().refine((slug) => hasTerme(vocabulaire, slug), 'Ce terme n’est pas dans la liste.'))

export const schemaSaisie = z
  .object({
    nature: z
      .string({ error: 'Choisissez le type de document.' })
      .refine((n) => hasTerme('nature', n), 'Choisissez le type de document.'),
    title: ligne('Écrivez le titre.', 1000),
    auteurs: texteOuNull(10_000),
    direction: texteOuNull(10_000),
    'container-title': ligneOuNull(),
    'collection-title': ligneOuNull(),
    volume: ligneOuNull(50),
    issue: ligneOuNull(50),
    publisher: ligneOuNull(),
    'publisher-place': ligneOuNull(),
    date: ligneOuNull(10).refine(
      (d) => d === null || parseDateIso(d) !== undefined,
      'Écrivez la date comme 2024, 2024-03 ou 2024-03-21.',
    ),
    page: ligneOuNull(50),
    'number-of-pages': ligneOuNull(10).refine(
      (n) => n === null || /^\d+$/.test(n),
      'Écrivez un nombre entier de pages.',
    ),
    URL: ligneOuNull(2000).refine(
      (u) => u === null || (/^https?:\/\/\S+$/.test(u) && URL.canParse(u)),
      'Écrivez une adresse complète, qui commence par http:// ou https://.',
    ),
    DOI: ligneOuNull(300)
      .transform((d) => d?.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '') ?? null)
      .refine((d) => d === null || DOI.test(d), 'Un DOI commence par «\u00a010.\u00a0», par exemple 10.1000/182.'),
    ISBN: ligneOuNull(30).refine(
      (i) => i === null || isIsbn(i),
      'Cet ISBN n’est pas valable\u00a0: vérifiez chaque chiffre.',
    ),
    ISSN: ligneOuNull(9).refine(
      (i) => i === null || /^\d{4}-?\d{3}[\dXx]$/.test(i),
      'Un ISSN a huit chiffres, par exemple 1950-6899.',
    ),
    language: ligneOuNull(10),
    genre: ligneOuNull(100),
    resume: texteOuNull(5000),
    resumeSource: ligneOuNull(100),
    enLigne: z.literal('1').optional().transform(Boolean),
    prets: texteOuNull(5000),
    themes: termes('theme'),
    publics: termes('public'),
    determinants: termes('determinant'),
    milieux: termes('milieu'),
  })
  .refine((s) => s.resume === null || s.resumeSource !== null, {
    path: ['resumeSource'],
    message: 'Dites de qui est ce résumé\u00a0: vous, l’auteur, l’éditeur, une base…',
  })
export type SaisieNotice = z.infer<typeof schemaSaisie>

/** Input → content. What the form does not show (translators, unknown CSL keys, provenance) is kept from `avant`. */
export function parseSaisie(saisie: SaisieNotice, avant: ContenuNotice | null): ContenuNotice {
  const lignes = Object.fromEntries(CHAMPS_LIGNE.map((champ) => [champ, saisie[champ] ?? undefined]))
  const garde = avant?.nature === saisie.nature ? avant.csl.type : getTerme('nature', saisie.nature)?.csl
  const item = {
    ...avant?.csl,
    ...lignes,
    id: avant?.csl.id ?? '',
    type: garde,
    author: parseNoms(saisie.auteurs, avant?.csl.author),
    editor: parseNoms(saisie.direction, avant?.csl.editor),
    issued: saisie.date ? parseDateIso(saisie.date) : undefined,
  } as ItemCsl
  return {
    nature: saisie.nature,
    csl: parseItem(item).csl,
    resume: saisie.resume,
    resumeSource: saisie.resumeSource,
    themes: saisie.themes,
    publics: saisie.publics,
    determinants: saisie.determinants,
    milieux: saisie.milieux,
    enLigne: saisie.enLigne,
    prets: parsePrets(saisie.prets),
    provenance: avant?.provenance ?? null,
  }
}

/** The values of the form for a stored content: the reverse of `parseSaisie`. */
export function formatSaisie(n: ContenuNotice): Record<string, unknown> {
  return {
    ...Object.fromEntries(CHAMPS_LIGNE.map((champ) => [champ, n.csl[champ] ?? ''])),
    nature: n.nature,
    auteurs: (n.csl.author ?? []).map(formatLigneNom).join('\n'),
    direction: (n.csl.editor ?? []).map(formatLigneNom).join('\n'),
    date: formatDateIso(n.csl.issued) ?? '',
    resume: n.resume ?? '',
    resumeSource: n.resumeSource ?? '',
    enLigne: n.enLigne ? '1' : undefined,
    prets: n.prets.map(formatPret).join('\n'),
    themes: n.themes,
    publics: n.publics,
    determinants: n.determinants,
    milieux: n.milieux,
  }
}
