import { z } from 'zod'

type Valeur = string | File | Valeur[] | { [cle: string]: Valeur }
export type Brut = Record<string, unknown>

const CLES_INTERDITES = new Set(['__proto__', 'constructor', 'prototype'])
const PROFONDEUR_MAX = 5

/**
 * Turns the flat fields of a form into an object: `auteurs.0.family` nests, a repeated name becomes an array.
 * Lone values stay lone: use `liste()` in the schema where several may come.
 */
export function parseFormulaire(champs: Iterable<[string, string | File]>): Brut {
  const objet: Record<string, Valeur> = Object.create(null)
  for (const [nom, valeur] of champs) {
    const chemin = nom.split('.')
    if (chemin.length > PROFONDEUR_MAX || chemin.some((c) => CLES_INTERDITES.has(c))) continue
    let noeud = objet
    for (const cle of chemin.slice(0, -1)) {
      const suivant = noeud[cle]
      if (suivant === undefined || typeof suivant === 'string' || Array.isArray(suivant) || suivant instanceof File) {
        noeud[cle] = Object.create(null) as Record<string, Valeur>
      }
      noeud = noeud[cle] as Record<string, Valeur>
    }
    const cle = chemin.at(-1) ?? ''
    const deja = noeud[cle]
    if (deja === undefined) noeud[cle] = valeur
    else noeud[cle] = Array.isArray(deja) ? [...deja, valeur] : [deja, valeur]
  }
  return objet
}

const enListe = (v: unknown): unknown => (v === undefined || v === '' ? [] : Array.isArray(v) ? v : [v])
/** An object with numeric keys (`auteurs.0`, `auteurs.1`) becomes an array in the order of its keys. */
const enRangs = (v: unknown): unknown =>
  v !== null && typeof v === 'object' && !Array.isArray(v)
    ? Object.entries(v)
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([, e]) => e)
    : enListe(v)

/** Zero, one or several values of the same name (checkboxes, repeated query parameters). */
export const liste = <T extends z.ZodType>(element: T) => z.preprocess(enListe, z.array(element))

/** Rows of a form (`nom.0.champ`), in order. */
export const rangs = <T extends z.ZodType>(element: T, max = 200) => z.preprocess(enRangs, z.array(element).max(max))

/** One line of text: trimmed, inner white space folded, empty = null. */
export const ligneOuNull = (max = 500) =>
  z
    .string()
    .max(max, `Ce texte est trop long : ${max} caractères au plus.`)
    .transform((v) => v.replace(/\s+/g, ' ').trim() || null)
    .nullish()
    .transform((v) => v ?? null)

/** One line of text that must not be empty. */
export const ligne = (message: string, max = 500) =>
  z
    .string({ error: message })
    .max(max, `Ce texte est trop long : ${max} caractères au plus.`)
    .transform((v) => v.replace(/\s+/g, ' ').trim())
    .refine((v) => v !== '', message)

/** Several lines: line ends unified, ends trimmed, empty = null. */
export const texteOuNull = (max = 20_000) =>
  z
    .string()
    .max(max, `Ce texte est trop long : ${max} caractères au plus.`)
    .transform((v) => v.replace(/\r\n?/g, '\n').trim() || null)
    .nullish()
    .transform((v) => v ?? null)

/** Page number of a list: a wrong one is page 1, a list has no error page. */
export const numeroPage = z.coerce.number().int().min(1).max(100_000).catch(1)

/** Identifier in an address. */
export const identifiant = z.coerce.number().int().positive().max(2_147_483_647)
