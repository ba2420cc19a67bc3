import { z } from 'zod'
import { schemaItemCsl } from '../csl.ts'
import { schemaPret } from '../notice/exemplaire.ts'
import { formatAdresseNotice, type Notice, schemaProvenance } from '../notice/notice.ts'

/** Address of a notice in the API. */
export const formatAdresseApi = (id: number): string => `/api/v1/notices/${id}`

const termes = (vocabulaire: string) => z.array(z.string()).describe(`Termes du vocabulaire \`${vocabulaire}\`.`)
const instant = z.iso.datetime()

/** A notice as a program reads it. What it writes back is the same, less what `schemaContenuEcrit` does not take. */
export const schemaNoticeLue = z
  .object({
    id: z.number().int().describe('Numéro\u00a0: il ne change pas et ne sert jamais deux fois.'),
    adresse: z.url().describe('La page de la notice, que l’on peut citer.'),
    nature: z.string().describe('Terme du vocabulaire `nature`.'),
    csl: schemaItemCsl.omit({ abstract: true }).describe('La référence en CSL-JSON 1.0.2, sans son résumé.'),
    resume: z.string().nullable(),
    resumeSource: z.string().nullable().describe('De qui est le résumé.'),
    themes: termes('theme'),
    publics: termes('public'),
    determinants: termes('determinant'),
    milieux: termes('milieu'),
    enLigne: z.boolean().describe('Le document se lit en ligne.'),
    prets: z.array(schemaPret).describe('Où l’emprunter\u00a0: centre, cote, support, état, précision, contact.'),
    provenance: schemaProvenance.nullable().describe('D’où vient la notice.'),
    version: z.number().int().describe('Rang de cet état\u00a0: c’est aussi son ETag.'),
    verifieeLe: instant.nullable().describe('Quand une personne l’a comparée au document.'),
    creeLe: instant,
    modifieeLe: instant,
  })
  .meta({ id: 'Notice' })
export type NoticeLue = z.infer<typeof schemaNoticeLue>

/** @param site address of the site, without final slash */
export const formatNoticeLue = (n: Notice, site: string): NoticeLue => ({
  id: n.id,
  adresse: site + formatAdresseNotice(n.id),
  nature: n.nature,
  csl: { ...n.csl, id: String(n.id) },
  resume: n.resume,
  resumeSource: n.resumeSource,
  themes: n.themes,
  publics: n.publics,
  determinants: n.determinants,
  milieux: n.milieux,
  enLigne: n.enLigne,
  prets: n.prets,
  provenance: n.provenance,
  version: n.version,
  verifieeLe: n.verifieeLe?.toISOString() ?? null,
  creeLe: n.creeLe.toISOString(),
  modifieeLe: n.modifieeLe.toISOString(),
})

/** What the description shows: nothing in it exists. */
export const NOTICE_EXEMPLE: NoticeLue = {
  id: 12,
  adresse: 'https://maillage.example/documentation/notices/12',
  nature: 'article',
  csl: {
    id: '12',
    type: 'article-journal',
    title: 'Marcher ensemble au village (fictif)',
    author: [{ family: 'Fictif', given: 'Anne' }, { literal: 'Collectif imaginaire' }],
    'container-title': 'Revue inventée',
    issued: { 'date-parts': [[2024, 3]] },
    URL: 'https://exemple.invalid/marcher',
  },
  resume: 'Un groupe de marche se forme dans un village qui n’existe pas.',
  resumeSource: 'Centre fictif',
  themes: ['activite-physique'],
  publics: [],
  determinants: [],
  milieux: [],
  enLigne: true,
  prets: [{ centre: 'Centre fictif', cote: 'ACT 12', note: null }],
  provenance: { base: 'pmb-fictif', id: '4567' },
  version: 3,
  verifieeLe: null,
  creeLe: '2026-01-12T09:30:00.000Z',
  modifieeLe: '2026-02-03T14:05:00.000Z',
}
