import { z } from 'zod'
import { ErreurSaisie } from './errors.ts'

type Valeur = string | File | Valeur[] | { [cle: string]: Valeur }
export type Brut = Record<string, unknown>

const CLES_INTERDITES = new Set(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf'])
const PROFONDEUR_MAX = 5
/** The largest of our forms orders a shelf: two fields an entry. */
const CHAMPS_MAX = 20_000
/** A page shows what was typed again: where text is awaited, a nested object reads as nothing. */
const NOEUD = Object.freeze({ __proto__: null, toString: () => '' })

/**
 * Turns the flat fields of a form into an object: `auteurs.0.family` nests, a repeated name becomes an array.
 * Lone values stay lone: use `liste()` in the schema where several may come.
 * NUL, which no one types and PostgreSQL refuses, is left out of texts.
 * @throws ErreurSaisie above 20,000 fields
 */
export function parseFormulaire(champs: Iterable<[string, string | File]>): Brut {
  const objet: Record<string, Valeur> = Object.create(null)
  let nombre = 0
  for (const [nom, envoyee] of champs) {
    if (++nombre > CHAMPS_MAX) throw new ErreurSaisie([{ field: '', message: 'L’envoi a trop de champs.' }])
    const valeur = typeof envoyee === 'string' ? envoyee.replaceAll('\0', '') : envoyee
    const chemin = nom.split('.', PROFONDEUR_MAX + 1)
    if (chemin.length > PROFONDEUR_MAX || chemin.some((c) => CLES_INTERDITES.has(c))) continue
    let noeud = objet
    for (const cle of chemin.slice(0, -1)) {
      const suivant = noeud[cle]
      if (suivant === undefined || typeof suivant === 'string' || Array.isArray(suivant) || suivant instanceof File) {
        noeud[cle] = Object.create(NOEUD) as Record<string, Valeur>
      }
      noeud = noeud[cle] as Record<string, Valeur>
    }
    const cle = chemin.at(-1) ?? ''
    const deja = noeud[cle]
    if (deja === undefined) noeud[cle] = valeur
    else if (Array.isArray(deja)) deja.push(valeur)
    else noeud[cle] = [deja, valeur]
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
    .max(max, `Ce texte est trop long\u00a0: ${max} caractères au plus.`)
    .transform((v) => v.replace(/\s+/g, ' ').trim() || null)
    .nullish()
    .transform((v) => v ?? null)

/** One line of text that must not be empty. */
export const ligne = (message: string, max = 500) =>
  z
    .string({ error: message })
    .max(max, `Ce texte est trop long\u00a0: ${max} caractères au plus.`)
    .transform((v) => v.replace(/\s+/g, ' ').trim())
    .refine((v) => v !== '', message)

/** Several lines: line ends unified, ends trimmed, empty = null. */
export const texteOuNull = (max = 20_000) =>
  z
    .string()
    .max(max, `Ce texte est trop long\u00a0: ${max} caractères au plus.`)
    .transform((v) => v.replace(/\r\n?/g, '\n').trim() || null)
    .nullish()
    .transform((v) => v ?? null)

/** Page number of a list: a wrong one is page 1, a list has no error page. */
export const numeroPage = z.coerce.number().int().min(1).max(100_000).catch(1)

/** Identifier in an address. */
export const identifiant = z.coerce.number().int().positive().max(2_147_483_647)
