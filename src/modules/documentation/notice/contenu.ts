import { z } from 'zod'
import { ligneOuNull } from '#core/saisie.ts'
import { getTerme, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { type DateCsl, type ItemCsl, type NomCsl, schemaDateCsl, schemaItemCsl, schemaNomCsl } from '../csl.ts'
import { formatDateIso, parseDateIso } from '../dates.ts'
import { type ContenuNotice, parseItem, schemaProvenance } from './notice.ts'
import {
  hasSourceDuResume,
  REGLES_LIGNES,
  regleNature,
  regleResume,
  regleResumeSource,
  regleTerme,
  SANS_SOURCE,
} from './regles.ts'

const NOMS_MAX = 200
const CSL_MAX = 100_000

/** CSL allows figures and texts alike; we keep texts. */
const texteOuNombre = z.union([z.string(), z.number().transform(String)]).nullish()
const lignes = {
  ...REGLES_LIGNES,
  volume: texteOuNombre.pipe(REGLES_LIGNES.volume),
  issue: texteOuNombre.pipe(REGLES_LIGNES.issue),
  page: texteOuNombre.pipe(REGLES_LIGNES.page),
  'number-of-pages': texteOuNombre.pipe(REGLES_LIGNES['number-of-pages']),
}

const isNomme = (nom: NomCsl): boolean => Boolean(nom.literal?.trim() || nom.family?.trim())
const noms = z
  .array(schemaNomCsl.refine(isNomme, 'Une personne a au moins `family`, un organisme `literal`.'))
  .max(NOMS_MAX, `${NOMS_MAX} noms au plus.`)
  .optional()

const isDate = (date: DateCsl): boolean => {
  if (date.literal?.trim() || date.raw?.trim()) return true
  return (
    date['date-parts']?.every((parties) => {
      const iso = formatDateIso({ 'date-parts': [parties] })
      return iso !== undefined && parseDateIso(iso) !== undefined && iso.split('-').length === parties.length
    }) ?? false
  )
}
const date = schemaDateCsl
  .refine(isDate, 'Une date s’écrit { "date-parts": [[2024, 3, 21]] }\u00a0: une année, un mois de 1 à 12, un jour.')
  .optional()

const { id: _id, type, abstract: _resume, custom, ...formeCsl } = schemaItemCsl.shape

/** A CSL-JSON item as it is written from outside. Keys that CSL has and we do not show are kept. */
const schemaCslEcrit = z
  .looseObject({
    ...formeCsl,
    ...lignes,
    type: type.optional(),
    author: noms,
    editor: noms,
    translator: noms,
    director: noms,
    'container-author': noms,
    'collection-editor': noms,
    issued: date,
    accessed: date,
    'event-date': date,
    custom: custom.describe('Seul `etAl` (la liste des auteurs est incomplète) est repris.'),
  })
  .refine((csl) => csl.abstract === undefined, {
    path: ['abstract'],
    message: 'Le résumé s’écrit à part, dans `resume`, avec `resumeSource`.',
  })
  .refine(
    (csl) => JSON.stringify(csl).length <= CSL_MAX,
    'Cette notice est trop longue\u00a0: 100\u00a0000 caractères au plus.',
  )

const termes = (vocabulaire: SlugVocabulaire) =>
  z
    .array(regleTerme(vocabulaire))
    .max(100)
    .default([])
    .transform((slugs) => [...new Set(slugs)])
    .describe(`Termes du vocabulaire \`${vocabulaire}\`.`)

/** What the reading of a notice also gives: it may come back, and is not looked at. */
const LUS_SEULEMENT = ['id', 'adresse', 'version', 'verifieeLe', 'creeLe', 'modifieeLe'] as const
const luSeulement = z.unknown().optional().meta({ readOnly: true, description: 'Ignoré\u00a0: se lit seulement.' })
const lusSeulement = Object.fromEntries(LUS_SEULEMENT.map((nom) => [nom, luSeulement])) as Record<
  (typeof LUS_SEULEMENT)[number],
  typeof luSeulement
>

/** A notice as a program writes it: the same rules as the form, the CSL item in its own words. */
export const schemaContenuEcrit = z
  .strictObject({
    nature: regleNature.describe('Terme du vocabulaire `nature`.'),
    csl: schemaCslEcrit.describe('L’élément CSL-JSON, sans `abstract`. Son `type` se déduit de la nature s’il manque.'),
    resume: regleResume,
    resumeSource: regleResumeSource.describe('De qui est le résumé\u00a0; obligatoire s’il y en a un.'),
    themes: termes('theme'),
    publics: termes('public'),
    determinants: termes('determinant'),
    milieux: termes('milieu'),
    enLigne: z.boolean().default(false).describe('Le document se lit en ligne.'),
    prets: z
      .array(
        z.strictObject({
          centre: z.string().trim().min(1, 'Nommez le centre.').max(120),
          cote: ligneOuNull(100),
          support: regleTerme('support').nullish(),
          statut: regleTerme('statut-exemplaire').nullish(),
          note: ligneOuNull(300),
          contact: ligneOuNull(300),
        }),
      )
      .max(50)
      .default([])
      .describe('Où l’emprunter ou le consulter\u00a0: termes des vocabulaires `support` et `statut-exemplaire`.'),
    provenance: schemaProvenance
      .strict()
      .nullish()
      .describe('D’où vient la notice. Absente, celle d’avant est gardée.'),
    ...lusSeulement,
  })
  .refine(hasSourceDuResume, SANS_SOURCE)
export type ContenuEcrit = z.infer<typeof schemaContenuEcrit>

/** A notice that a program brings. */
export const schemaNoticeVersee = schemaContenuEcrit.safeExtend({
  cle: z
    .string()
    .regex(
      /^[\w.:/-]{1,200}$/,
      'Une clé a 200 caractères au plus, sans espace ni accent\u00a0: «\u00a0base:123\u00a0».',
    )
    .optional()
    .describe('Identifiant stable chez vous. Une clé déjà connue ne crée pas de seconde notice.'),
})

/**
 * What was written → content. The abstract and our own data have their own columns. Of `custom` a program writes `etAl`
 * alone: the record that a notice was read from is kept from `avant`.
 */
export function parseContenu(ecrit: ContenuEcrit, avant: ContenuNotice | null): ContenuNotice {
  const { csl, nature, resume, resumeSource, themes, publics, determinants, milieux, enLigne, prets } = ecrit
  const garde = avant?.nature === nature ? avant.csl.type : getTerme('nature', nature)?.csl
  const item = {
    ...csl,
    id: avant?.csl.id ?? '',
    type: csl.type ?? garde ?? 'document',
    custom: { ...avant?.csl.custom, etAl: csl.custom?.etAl === true },
  } as ItemCsl
  const provenance = ecrit.provenance ?? avant?.provenance ?? null
  return {
    ...{ nature, csl: parseItem(item).csl, resume, resumeSource },
    ...{ themes, publics, determinants, milieux, enLigne, prets, provenance },
  }
}
