import { getTerme, type SlugTerme } from '#modules/vocabulaires/index.ts'

/** Where a fact comes from: words, and an address where there is one. */
export interface Source {
  texte: string
  url?: string
}

/** Not confirmed by an official text: the screen says « à vérifier ». */
interface Douteux {
  aVerifier?: true
}
/** Proposed by Maillage, where no official list says so. */
interface Propre {
  propre?: true
}

/** What must be there for a stage to be complete. */
export interface Contenu extends Douteux, Propre {
  slug: string
  libelle: string
}

/** A stage of life. Stages stand in their order; the ones that come back each year are `annuelle`. */
export interface TypeEtape extends Douteux, Propre {
  slug: string
  libelle: string
  description?: string
  /** Who decides that it is reached. */
  decision?: string
  contenus: readonly Contenu[]
  /** Public state that holds from this stage on: slug of one of the type’s `etatsPublics`. */
  etatPublic?: string
  /**
   * When it is due: so many calendar months after another stage was reached; `annuelle`: then at each anniversary, as
   * long as the contract lasts. `alerte`: months before, from which it is told.
   */
  echeance?: { depuis: string; mois: number; annuelle?: true; alerte?: number } & Douteux & Propre
}

/** What it has to do. `debut` and `deploiement` are calendar months from the stage `TypeDispositif.missionsDepuis`. */
export interface TypeMission extends Douteux, Propre {
  slug: string
  libelle: string
  description?: string
  nature: 'socle' | 'optionnelle'
  debut?: number
  deploiement?: number
}

export interface TypeInstance extends Douteux, Propre {
  slug: string
  libelle: string
  description?: string
}

/** A party that members speak for. `requis`: the type is not itself without it. */
export interface College extends Douteux, Propre {
  slug: string
  libelle: string
  requis?: true
}

/** A slot of `dispositif.valeurs`: what one more writes of this type, or an indicator to follow. */
export interface ChampType extends Douteux, Propre {
  slug: string
  libelle: string
  /** Null: an official slot whose label is not known to us. */
  aide?: string
  nature: 'texte' | 'nombre' | 'date'
  unite?: string
}

/** A reference amount, ceiling or threshold; people may correct it (`reglage_type`). */
export interface Reglage extends Douteux, Propre {
  cle: string
  libelle: string
  /** Null: not known, to be filled in. */
  valeur: number | null
  unite: string
  source?: string
}

/** Size classes by population: class n begins at the setting `bornes[n - 2]`, and the first one at 0. */
export interface Classes extends Douteux {
  /** Keys of settings, increasing. A bound belongs to the class that it begins, unless it is named in `exclues`. */
  bornes: readonly string[]
  /** Bounds that belong to the class which they end. */
  exclues?: readonly string[]
}

/** What is known of a dispositif that a check looks at. */
export interface FaitsControle {
  themes: readonly string[]
  colleges: ReadonlySet<string>
  /** Professions of its present members, as often as they are there. */
  professions: readonly string[]
  qpv: readonly string[]
}

/** A rule of the type, told on the sheet as held or not; it never forbids to save. */
export interface Controle extends Douteux {
  slug: string
  libelle: string
  /** What the reader is told where it does not hold. */
  manque: string
  source: string
  verifier: (faits: FaitsControle) => boolean
}

/** Families of types that people meet together. */
export const GROUPES_TYPES = {
  coordonne: 'Exercice coordonné',
  dts: 'Dynamiques territoriales de santé',
  appui: 'Appui aux parcours et aux acteurs',
  cadre: 'Contrats, projets et conseils',
} as const
export type GroupeType = keyof typeof GROUPES_TYPES

/** What the territory of a dispositif is made of. */
export const NATURES_TERRITOIRE = {
  communes: 'Un ensemble de communes choisi par le dispositif',
  patientele: 'Les communes où vit sa patientèle',
  collectivite: 'Les communes de la collectivité ou du groupement qui le porte',
  quartiers: 'Des quartiers prioritaires, et les communes où ils sont',
  site: 'Un bassin de vie proche, autour d’un lieu',
  departement: 'Un département ou une zone qui s’en approche',
  region: 'Une région',
} as const
export type NatureTerritoire = keyof typeof NATURES_TERRITOIRE

/** What a type of dispositif is. One file of `types/` each: nothing else has to be touched to add one. */
export interface TypeDispositif {
  slug: string
  sigle: string | null
  nom: string
  definition: string
  sources: readonly (Source & Douteux)[]
  groupe: GroupeType
  territoire: NatureTerritoire
  /** Two of them never share a commune or an arrondissement: where that rule comes from. */
  exclusif?: Source
  etapes: readonly TypeEtape[]
  /** Public states, in order: slug → words. */
  etatsPublics: Readonly<Record<string, string>>
  missions: readonly TypeMission[]
  /** Stage from which the delays of missions run. */
  missionsDepuis?: string
  instances: readonly TypeInstance[]
  colleges: readonly College[]
  /** Terms of the vocabulary `role-dispositif`, the most usual first. */
  roles: readonly SlugTerme<'role-dispositif'>[]
  champs: readonly ChampType[]
  indicateurs: readonly ChampType[]
  reglages: readonly Reglage[]
  classes?: Classes
  controles: readonly Controle[]
}

type Facultatif =
  | 'etatsPublics'
  | 'missions'
  | 'instances'
  | 'colleges'
  | 'champs'
  | 'indicateurs'
  | 'reglages'
  | 'controles'

/** Describes a type: lists that are left out are empty. */
export const defineTypeDispositif = (
  type: Omit<TypeDispositif, Facultatif> & Partial<Pick<TypeDispositif, Facultatif>>,
): TypeDispositif => ({
  etatsPublics: {},
  missions: [],
  instances: [],
  colleges: [],
  champs: [],
  indicateurs: [],
  reglages: [],
  controles: [],
  ...type,
})

/** Name, acronym and definition that the vocabulary `dispositif` gives to a type. */
export function getNoms(slug: SlugTerme<'dispositif'>): Pick<TypeDispositif, 'slug' | 'sigle' | 'nom' | 'definition'> {
  const terme = getTerme('dispositif', slug)
  return { slug, sigle: terme?.sigle ?? null, nom: terme?.libelle ?? slug, definition: terme?.definition ?? '' }
}

/** « CPTS », or the name where there is no acronym. */
export const formatSigle = ({ sigle, nom }: Pick<TypeDispositif, 'sigle' | 'nom'>): string => sigle ?? nom

export const formatAdresseType = (slug: string): string => `/dispositifs/types/${slug}`

export const getEtape = (type: TypeDispositif, slug: string): TypeEtape | null =>
  type.etapes.find((e) => e.slug === slug) ?? null

/** Public state of a dispositif whose last stage is `etape`: that of the nearest stage at or before it that gives one. */
export function getEtatPublic(type: TypeDispositif, etape: string | null): string | null {
  const rang = type.etapes.findIndex((e) => e.slug === etape)
  return type.etapes.slice(0, rang + 1).findLast((e) => e.etatPublic !== undefined)?.etatPublic ?? null
}

/** Stages that stand for a public state, to filter dispositifs by it. */
export const listEtapesDe = (type: TypeDispositif, etatPublic: string): string[] =>
  type.etapes.map((e) => e.slug).filter((slug) => getEtatPublic(type, slug) === etatPublic)

const FORME_SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

/**
 * The faults of a type, for whoever adds one.
 * @returns one French sentence a fault; empty when all is right.
 */
export function checkType(t: TypeDispositif): string[] {
  const etapes = t.etapes.map((e) => e.slug)
  const cles = t.reglages.map((r) => r.cle)
  const listes: [string, readonly string[]][] = [
    ['étapes', etapes],
    ['missions', t.missions.map((m) => m.slug)],
    ['instances', t.instances.map((i) => i.slug)],
    ['collèges', t.colleges.map((c) => c.slug)],
    ['champs et indicateurs', [...t.champs, ...t.indicateurs].map((c) => c.slug)],
    ['réglages', cles],
    ['contrôles', t.controles.map((c) => c.slug)],
    ...t.etapes.map((e): [string, string[]] => [`contenus de ${e.slug}`, e.contenus.map((c) => c.slug)]),
  ]
  return [
    ...(FORME_SLUG.test(t.slug) ? [] : ['Le slug n’est pas en minuscules et tirets.']),
    ...listes.flatMap(([nom, slugs]) => [
      ...(new Set(slugs).size < slugs.length ? [`${nom} : un slug paraît plusieurs fois.`] : []),
      ...slugs
        .filter((slug) => !FORME_SLUG.test(slug))
        .map((slug) => `${nom} : « ${slug} » n’a pas la forme d’un slug.`),
    ]),
    ...t.etapes.flatMap(({ slug, etatPublic, echeance }) => [
      ...(etatPublic === undefined || Object.hasOwn(t.etatsPublics, etatPublic)
        ? []
        : [`${slug} : l’état public « ${etatPublic} » n’existe pas.`]),
      ...(echeance && !etapes.includes(echeance.depuis)
        ? [`${slug} : l’échéance part de « ${echeance.depuis} », qui n’existe pas.`]
        : []),
    ]),
    ...(t.missions.some((m) => m.debut !== undefined || m.deploiement !== undefined) &&
    !etapes.includes(t.missionsDepuis ?? '')
      ? ['Les délais des missions ne partent d’aucune étape.']
      : []),
    ...(t.classes?.bornes ?? [])
      .filter((cle) => !cles.includes(cle))
      .map((cle) => `La borne « ${cle} » n’est pas un réglage.`),
    ...t.roles
      .filter((role) => getTerme('role-dispositif', role) === null)
      .map((role) => `Le rôle « ${role} » n’existe pas.`),
  ]
}
