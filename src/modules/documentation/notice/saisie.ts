import { z } from 'zod'
import { ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { getTerme, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import type { ItemCsl, NomCsl } from '../csl.ts'
import { formatDateIso, parseDateIso } from '../dates.ts'
import { schemaExemplaires } from './exemplaire.ts'
import { type ContenuNotice, parseItem } from './notice.ts'
import {
  hasSourceDuResume,
  REGLES_LIGNES,
  regleNature,
  regleResume,
  regleResumeSource,
  regleTerme,
  SANS_SOURCE,
} from './regles.ts'

/** CSL fields of one line that the form shows. Others stay as they are when a notice is edited. */
export const CHAMPS_LIGNE = Object.keys(REGLES_LIGNES) as (keyof typeof REGLES_LIGNES)[]

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

const termes = (vocabulaire: SlugVocabulaire) => liste(regleTerme(vocabulaire))

export const schemaSaisie = z
  .object({
    nature: regleNature,
    ...REGLES_LIGNES,
    auteurs: texteOuNull(10_000),
    direction: texteOuNull(10_000),
    date: ligneOuNull(10).refine(
      (d) => d === null || parseDateIso(d) !== undefined,
      'Écrivez la date comme 2024, 2024-03 ou 2024-03-21.',
    ),
    resume: regleResume,
    resumeSource: regleResumeSource,
    enLigne: z.literal('1').optional().transform(Boolean),
    prets: schemaExemplaires,
    themes: termes('theme'),
    publics: termes('public'),
    determinants: termes('determinant'),
    milieux: termes('milieu'),
  })
  .refine(hasSourceDuResume, SANS_SOURCE)
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
    prets: saisie.prets,
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
    prets: n.prets,
    themes: n.themes,
    publics: n.publics,
    determinants: n.determinants,
    milieux: n.milieux,
  }
}
