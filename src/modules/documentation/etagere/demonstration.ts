import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { isStyle, type SlugStyle } from '../citation/citation.ts'
import { isLicence, type SlugLicence } from './etagere.ts'

const texte = z.string().trim().min(1)

/** `notices` are keys of demo/notices.json, in order. */
export interface DemoSection {
  titre: string
  introduction: string | null
  notices: string[]
  sections: DemoSection[]
}

const schemaSection: z.ZodType<DemoSection> = z.strictObject({
  titre: texte,
  introduction: texte.nullable(),
  notices: z.array(texte),
  sections: z.array(z.lazy(() => schemaSection)),
})

const schemaDemoEtagere = z.strictObject({
  /** Stable and unique: a shelf that was loaded is not loaded again. */
  cle: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  titre: texte,
  sousTitre: texte.nullable(),
  introduction: texte.nullable(),
  auteurs: texte.nullable(),
  couverture: texte.nullable(),
  date: texte.nullable(),
  licence: z.custom<SlugLicence>((v) => typeof v === 'string' && isLicence(v)).nullable(),
  presentation: z.custom<SlugStyle>((v) => typeof v === 'string' && isStyle(v)),
  avecNumeros: z.boolean(),
  sections: z.array(schemaSection),
})
export type DemoEtagere = z.infer<typeof schemaDemoEtagere>

/** The shelves of `demo/etageres.json`. @throws ZodError when the file has not the shape above. */
export const readDemoEtageres = (): DemoEtagere[] =>
  z
    .array(schemaDemoEtagere)
    .parse(JSON.parse(readFileSync(new URL('../../../../demo/etageres.json', import.meta.url), 'utf8')))

/** Keys of the notices of a plan, in reading order; one that stands in two sections comes twice. */
export const listCles = ({ sections }: Pick<DemoEtagere, 'sections'>): string[] =>
  sections.flatMap((s) => [...s.notices, ...listCles(s)])
