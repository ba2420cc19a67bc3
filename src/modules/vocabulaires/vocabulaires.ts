import { determinant } from './donnees/determinant.ts'
import { dispositif } from './donnees/dispositif.ts'
import { etape } from './donnees/etape.ts'
import { levierIsts } from './donnees/levier-ists.ts'
import { milieu } from './donnees/milieu.ts'
import { nature, type TermeNature } from './donnees/nature.ts'
import { niveauPreuve } from './donnees/niveau-preuve.ts'
import { ottawa } from './donnees/ottawa.ts'
import { participation } from './donnees/participation.ts'
import { prevention } from './donnees/prevention.ts'
import { profession } from './donnees/profession.ts'
import { publicVise } from './donnees/public.ts'
import { roleDispositif } from './donnees/role-dispositif.ts'
import { savoirExperience } from './donnees/savoir-experience.ts'
import { statutExemplaire } from './donnees/statut-exemplaire.ts'
import { support } from './donnees/support.ts'
import { theme } from './donnees/theme.ts'
import { typeAction } from './donnees/type-action.ts'
import { typeStructure } from './donnees/type-structure.ts'
import type { Groupe, Terme, Vocabulaire } from './vocabulaire.ts'

/** In the order in which people read them: what a document is about, how one acts, how well, who acts. */
const VOCABULAIRES = {
  theme,
  public: publicVise,
  determinant,
  milieu,
  nature,
  support,
  'statut-exemplaire': statutExemplaire,
  ottawa,
  prevention,
  'type-action': typeAction,
  'levier-ists': levierIsts,
  participation,
  etape,
  'niveau-preuve': niveauPreuve,
  'savoir-experience': savoirExperience,
  dispositif,
  'type-structure': typeStructure,
  'role-dispositif': roleDispositif,
  profession,
} as const satisfies Record<string, Vocabulaire>

export type SlugVocabulaire = keyof typeof VOCABULAIRES

/** The slugs of one vocabulary, known at compile time: `SlugTerme<'nature'>`. */
export type SlugTerme<V extends SlugVocabulaire> = (typeof VOCABULAIRES)[V]['termes'][number]['slug']

/** What a term of this vocabulary holds: kinds of document also carry their types in the exchange formats. */
export type TermeDe<V extends SlugVocabulaire> = V extends 'nature' ? TermeNature : Terme

/** Terms by slug, built once: labels are looked up for every tag of every page. */
const TERMES: ReadonlyMap<string, ReadonlyMap<string, Terme>> = new Map(
  Object.values(VOCABULAIRES).map((v: Vocabulaire) => [v.slug, new Map(v.termes.map((t) => [t.slug, t]))]),
)

/** All vocabularies, in reading order. */
export function listVocabulaires(): readonly Vocabulaire[] {
  return Object.values(VOCABULAIRES)
}

/** The vocabulary of that slug; null when there is none (only an unchecked slug can miss). */
export function getVocabulaire(slug: SlugVocabulaire): Vocabulaire
export function getVocabulaire(slug: string): Vocabulaire | null
export function getVocabulaire(slug: string): Vocabulaire | null {
  return Object.hasOwn(VOCABULAIRES, slug) ? VOCABULAIRES[slug as SlugVocabulaire] : null
}

/** Terms of a vocabulary in display order, deprecated ones included. */
export function listTermes<V extends SlugVocabulaire>(vocabulaire: V): readonly TermeDe<V>[] {
  return VOCABULAIRES[vocabulaire].termes as readonly Terme[] as readonly TermeDe<V>[]
}

/** The term, or null when the slug is not in the vocabulary. */
export function getTerme<V extends SlugVocabulaire>(vocabulaire: V, slug: string): TermeDe<V> | null {
  return (TERMES.get(vocabulaire)?.get(slug) as TermeDe<V> | undefined) ?? null
}

/** Is it a term of that vocabulary? Both may come from outside; narrows the slug where the vocabulary is known. */
export function hasTerme<V extends SlugVocabulaire>(vocabulaire: V, slug: string): slug is SlugTerme<V>
export function hasTerme(vocabulaire: string, slug: string): boolean
export function hasTerme(vocabulaire: string, slug: string): boolean {
  return TERMES.get(vocabulaire)?.has(slug) ?? false
}

/** French label; an unknown slug comes back as it is, since imported data may hold terms we do not have. */
export function getLibelle(vocabulaire: SlugVocabulaire, slug: string): string {
  return getTerme(vocabulaire, slug)?.libelle ?? slug
}

/**
 * Terms under their headings, in display order; terms without heading come first, under null.
 * A vocabulary without headings gives one group.
 */
export function listGroupes(vocabulaire: Vocabulaire): { groupe: Groupe | null; termes: readonly Terme[] }[] {
  return [null, ...(vocabulaire.groupes ?? [])]
    .map((groupe) => ({ groupe, termes: vocabulaire.termes.filter((t) => t.groupe === groupe?.slug) }))
    .filter(({ termes }) => termes.length > 0)
}

/**
 * The faults of a choice of terms made in a form or a file: unknown or deprecated term, exclusive term combined with
 * others, two terms under a heading that allows one.
 * @returns French sentences for the reader; empty when the choice is good.
 */
export function checkSelection(slug: SlugVocabulaire, choix: readonly string[]): string[] {
  const vocabulaire = getVocabulaire(slug)
  const fautes: string[] = []
  const termes: Terme[] = []
  for (const choisi of new Set(choix)) {
    const terme: Terme | null = getTerme(slug, choisi)
    if (!terme) fautes.push(`«\u00a0${choisi}\u00a0» n’est pas dans la liste «\u00a0${vocabulaire.libelle}\u00a0».`)
    else if (terme.remplacePar) {
      fautes.push(
        `«\u00a0${terme.libelle}\u00a0» est remplacé par «\u00a0${getLibelle(slug, terme.remplacePar)}\u00a0».`,
      )
    } else termes.push(terme)
  }
  const seul = termes.find((t) => t.exclusif)
  if (seul && termes.length > 1) fautes.push(`«\u00a0${seul.libelle}\u00a0» se choisit seul.`)
  for (const groupe of vocabulaire.groupes ?? []) {
    if (!groupe.unique || termes.filter((t) => t.groupe === groupe.slug).length < 2) continue
    fautes.push(`«\u00a0${groupe.libelle}\u00a0»\u00a0: un seul terme au plus.`)
  }
  return fautes
}

/**
 * The faults of the lists themselves, for tests and for whoever adds a term.
 * @returns one French sentence a fault, beginning with the place; empty when all is right.
 */
export function checkVocabulaires(vocabulaires: readonly Vocabulaire[] = listVocabulaires()): string[] {
  return [
    ...listDoublons(
      'vocabulaires',
      vocabulaires.map((v) => v.slug),
    ),
    ...vocabulaires.flatMap(checkVocabulaire),
  ]
}

const FORME_SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

function checkVocabulaire(v: Vocabulaire): string[] {
  const parSlug = new Map(v.termes.map((t) => [t.slug, t]))
  const groupes = new Set(v.groupes?.map((g) => g.slug))
  const libelles = v.termes.map((t) => t.libelle)
  const rangs = v.termes.flatMap((t) => (t.ordre === undefined ? [] : [String(t.ordre)]))
  const fautes = [
    ...listDoublons(
      `${v.slug}, slug`,
      v.termes.map((t) => t.slug),
    ),
    ...listDoublons(`${v.slug}, libellé`, libelles),
    ...listDoublons(`${v.slug}, ordre`, rangs),
    ...listDoublons(
      `${v.slug}, groupe`,
      [...(v.groupes ?? [])].map((g) => g.slug),
    ),
  ]
  for (const t of v.termes) {
    const lieu = `${v.slug}/${t.slug}`
    const parent = t.parent === undefined ? undefined : parSlug.get(t.parent)
    if (!FORME_SLUG.test(t.slug)) fautes.push(`${lieu} : le slug n’est pas en minuscules et tirets.`)
    if (t.parent !== undefined && !parent) fautes.push(`${lieu} : le parent « ${t.parent} » n’existe pas.`)
    if (parent && parent.groupe !== t.groupe) fautes.push(`${lieu} : le parent est dans un autre groupe.`)
    if (hasCycle(t, parSlug)) fautes.push(`${lieu} : le terme est son propre ancêtre.`)
    if (t.groupe !== undefined && !groupes.has(t.groupe))
      fautes.push(`${lieu} : le groupe « ${t.groupe} » n’existe pas.`)
    if (t.aVerifier && !v.aVerifier) fautes.push(`${lieu} : le vocabulaire ne dit pas ce qui est à vérifier.`)
    if (t.remplacePar !== undefined) {
      const suite = parSlug.get(t.remplacePar)
      if (!suite || suite.remplacePar)
        fautes.push(`${lieu} : le terme de remplacement n’existe pas ou est lui-même retiré.`)
    }
  }
  return fautes
}

function listDoublons(lieu: string, valeurs: readonly string[]): string[] {
  const doubles = new Set(valeurs.filter((valeur, rang) => valeurs.indexOf(valeur) !== rang))
  return [...doubles].map((valeur) => `${lieu} : « ${valeur} » paraît plusieurs fois.`)
}

function hasCycle(terme: Terme, parSlug: ReadonlyMap<string, Terme>): boolean {
  const vus = new Set<string>()
  for (let t: Terme | undefined = terme; t; t = t.parent === undefined ? undefined : parSlug.get(t.parent)) {
    if (vus.has(t.slug)) return true
    vus.add(t.slug)
  }
  return false
}
