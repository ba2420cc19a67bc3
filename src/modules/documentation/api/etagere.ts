import { z } from 'zod'
import { ligne, texteOuNull } from '#core/saisie.ts'
import { ETATS, type Etagere, type Etat, formatAdresseEtagere } from '../etagere/etagere.ts'
import type { PlanSaisi } from '../etagere/plan.queries.ts'
import { REGLES_ETAGERE } from '../etagere/saisie.ts'

const entrees = z
  .array(
    z.strictObject({
      notice: z.number().int().positive().max(2_147_483_647).describe('Numéro d’une notice du catalogue.'),
      note: texteOuNull(5000).describe('Ce que l’étagère dit de cette notice.'),
    }),
  )
  .max(2000)
  .default([])
const section = {
  titre: ligne('Écrivez le titre de la section.', 300),
  introduction: texteOuNull(),
  entrees,
}
const section3 = z.strictObject(section)
const section2 = z.strictObject({ ...section, sections: z.array(section3).max(100).default([]) })
const section1 = z.strictObject({ ...section, sections: z.array(section2).max(100).default([]) })
const luSeulement = z.unknown().optional().meta({ readOnly: true, description: 'Ignoré\u00a0: se lit seulement.' })

/** A shelf and its plan as a program writes them: three levels of headings at most. */
export const schemaEtagereEcrite = z.strictObject({
  ...REGLES_ETAGERE,
  presentation: REGLES_ETAGERE.presentation
    .default('ireps-bfc')
    .describe('Présentation des citations\u00a0: `ireps-bfc`, `ireps-occitanie`, `cres`…'),
  recherche: REGLES_ETAGERE.recherche.describe(
    'Une recherche\u00a0: l’étagère est alors ce qu’elle trouve, sans plan.',
  ),
  avecResumes: z.boolean().default(true),
  avecLiens: z.boolean().default(true),
  avecNumeros: z.boolean().default(false),
  planNumerote: z.boolean().default(true),
  entrees: entrees.describe('Notices placées avant la première section.'),
  sections: z.array(section1).max(100).default([]).describe('Sections, sur trois niveaux au plus.'),
  ...{ id: luSeulement, adresse: luSeulement, etat: luSeulement, creeeLe: luSeulement, modifieeLe: luSeulement },
})
type EtagereEcrite = z.infer<typeof schemaEtagereEcrite>

/** What was written, as the content of a shelf and its plan. */
export function parseEtagere(ecrite: EtagereEcrite) {
  const { id: _i, adresse: _a, etat: _e, creeeLe: _c, modifieeLe: _m, entrees, sections, ...contenu } = ecrite
  const plan: PlanSaisi = {
    entrees,
    sections: sections.map((s) => ({
      ...s,
      sections: s.sections.map((t) => ({ ...t, sections: t.sections.map((u) => ({ ...u, sections: [] })) })),
    })),
  }
  return { contenu, plan }
}

/** Numbers of the notices of a plan, in reading order. */
export const listNoticesPlan = ({ entrees, sections }: PlanSaisi): number[] => [
  ...entrees.map((e) => e.notice),
  ...sections.flatMap(listNoticesPlan),
]

const instant = z.iso.datetime()
const entreesLues = z.array(z.object({ notice: z.number().int(), note: z.string().nullable() }))
const sectionLue = z
  .object({
    titre: z.string(),
    introduction: z.string().nullable(),
    entrees: entreesLues,
    get sections() {
      return z.array(sectionLue)
    },
  })
  .meta({ id: 'Section' })

const formeLue = {
  id: z.number().int(),
  adresse: z.url().describe('La page de l’étagère.'),
  titre: z.string(),
  sousTitre: z.string().nullable(),
  auteurs: z.string().nullable().describe('Qui a fait la sélection.'),
  licence: z.string().nullable(),
  etat: z.enum(Object.keys(ETATS) as [Etat, ...Etat[]]),
  recherche: z.string().nullable().describe('La recherche qui la remplit, s’il y en a une.'),
  creeeLe: instant,
  modifieeLe: instant,
}

export const schemaEtagereListee = z
  .object({
    ...formeLue,
    nombre: z.number().int().nullable().describe('Notices\u00a0; nul si une recherche la remplit.'),
  })
  .meta({ id: 'EtagereListee' })

export const schemaEtagereLue = z
  .object({
    ...formeLue,
    introduction: z.string().nullable(),
    couverture: z.string().nullable(),
    date: z.string().nullable(),
    presentation: z.string(),
    avecResumes: z.boolean(),
    avecLiens: z.boolean(),
    avecNumeros: z.boolean(),
    planNumerote: z.boolean(),
    entrees: entreesLues,
    sections: z.array(sectionLue),
  })
  .meta({ id: 'Etagere' })
export type EtagereLue = z.infer<typeof schemaEtagereLue>

const formatCommun = (e: Etagere, site: string) => ({
  id: e.id,
  adresse: site + formatAdresseEtagere(e.id),
  titre: e.titre,
  sousTitre: e.sousTitre,
  auteurs: e.auteurs,
  licence: e.licence,
  etat: e.etat,
  recherche: e.recherche,
  creeeLe: e.creeeLe.toISOString(),
  modifieeLe: e.modifieeLe.toISOString(),
})

export const formatEtagereListee = (e: Etagere & { nombre: number | null }, site: string) => ({
  ...formatCommun(e, site),
  nombre: e.nombre,
})

const formatPlan = ({ entrees, sections }: PlanSaisi): Pick<EtagereLue, 'entrees' | 'sections'> => ({
  entrees: entrees.map(({ notice, note }) => ({ notice, note: note ?? null })),
  sections: sections.map(({ titre, introduction, ...suite }) => ({ titre, introduction, ...formatPlan(suite) })),
})

/** @param site address of the site, without final slash */
export function formatEtagereLue(e: Etagere, plan: PlanSaisi, site: string): EtagereLue {
  const { introduction, couverture, date, presentation, avecResumes, avecLiens, avecNumeros, planNumerote } = e
  const autres = { introduction, couverture, date, presentation, avecResumes, avecLiens, avecNumeros, planNumerote }
  return { ...formatCommun(e, site), ...autres, ...formatPlan(plan) }
}

export const ETAGERE_EXEMPLE: EtagereLue = {
  id: 7,
  adresse: 'https://maillage.example/etageres/7',
  titre: 'Bouger près de chez soi (fictif)',
  sousTitre: null,
  auteurs: 'Centre fictif',
  licence: 'cc-by-4.0',
  etat: 'publique',
  recherche: null,
  creeeLe: '2026-01-12T09:30:00.000Z',
  modifieeLe: '2026-02-03T14:05:00.000Z',
  introduction: 'Une sélection inventée.',
  couverture: null,
  date: '2026-02',
  presentation: 'ireps-bfc',
  avecResumes: true,
  avecLiens: true,
  avecNumeros: false,
  planNumerote: true,
  entrees: [],
  sections: [
    { titre: 'Marcher', introduction: null, entrees: [{ notice: 12, note: 'À lire en premier.' }], sections: [] },
  ],
}
