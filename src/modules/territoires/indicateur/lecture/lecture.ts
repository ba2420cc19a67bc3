import { POIDS_POPULATION } from '../indicateur.ts'
import { type Cellule, formatCleTitre } from './cellule.ts'
import { MAILLES_LUES, type MailleLue } from './maille.ts'

/** What a column of a table is; those that are left out are not named. */
export type Role = 'code' | 'annee' | 'poids' | 'valeur'

export interface ColonneChoisie {
  /** Its heading, as the file writes it. */
  titre: string
  role: Role
  /** Code of the indicator that it gives values of; null unless its role is `valeur`. */
  indicateur: string | null
}

/** How the columns of a source's file are read: kept under a name for its next vintage. */
export interface Correspondance {
  /** What the rows are; absent from choices kept when there was nothing but communes. */
  maille?: MailleLue
  colonnes: readonly ColonneChoisie[]
  /** Year that every row tells of; null where a column says it. */
  millesime: number | null
  /** What weighs in a mean where the file has no column for it. */
  sansPoids: 'aucun' | 'population'
}

/** One table of a file, as a person is shown it before any reading. */
export interface TableVue {
  feuille: number
  /** Name of the sheet; null in a file of one table. */
  nom: string | null
  /** Row of the headings; 0 where there is none. */
  entete: number
  colonnes: readonly ColonneVue[]
  /** Column of the codes, by its content; null where none looks like it. */
  code: number | null
  /** What they seem to be codes of; absent: communes. */
  maille?: MailleLue
  millesime: number | null
  /** What the source writes above the table. */
  titres: readonly string[]
}

export interface ColonneVue {
  titre: string
  /** What stands between the heading and the first row. */
  unite: string | null
  exemples: readonly string[]
}

/** One table with what each column is for: all that reading it needs. */
export interface Plan {
  feuille: number
  nom: string | null
  /** Rows up to this one hold no values. */
  entete: number
  code: number
  /** What the codes are of; absent: communes. */
  maille?: MailleLue
  annee: number | null
  millesime: number | null
  valeurs: readonly { colonne: number; titre: string; indicateur: string; poids: number | null }[]
  sansPoids: Correspondance['sansPoids']
  /** By indicator, then for all of them under the empty name. */
  parametres: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export const NATURES = {
  apl: 'Classeur de l’APL (DREES)',
  json: 'Données JSON reconnues',
  tableau: 'Tableau',
} as const
export type NatureFichier = keyof typeof NATURES

/** What a file holds, before its values are read. */
export interface Analyse {
  nature: NatureFichier
  tables: readonly TableVue[]
  /** How it is read; empty for a table that waits for a person’s choices. */
  plans: readonly Plan[]
  /** What is left out, and why. */
  remarques: readonly string[]
}

/** What a row may have to say. `perdue`: nothing of what it tells is kept. */
export const CONSTATS = {
  'code-inconnu': { libelle: 'Code inconnu', perdue: true },
  'sans-code': { libelle: 'Pas de code', perdue: true },
  'double-different': { libelle: 'Écrit deux fois, valeurs différentes', perdue: true },
  texte: { libelle: 'Pas un nombre', perdue: true },
  'annee-absente': { libelle: 'Pas d’année', perdue: true },
  'poids-faux': { libelle: 'Poids illisible ou négatif', perdue: true },
  'fusion-impossible': { libelle: 'Commune fusionnée, valeur non calculable', perdue: true },
  double: { libelle: 'Ligne répétée', perdue: false },
  fusion: { libelle: 'Communes fusionnées depuis', perdue: false },
  'code-ancien': { libelle: 'Code ancien', perdue: false },
  'poids-absent': { libelle: 'Valeur sans poids, hors des moyennes', perdue: false },
  secret: { libelle: 'Valeur secrète', perdue: false },
  absent: { libelle: 'Valeur absente', perdue: false },
} as const
export type NatureConstat = keyof typeof CONSTATS

export interface Constat {
  nature: NatureConstat
  feuille: string | null
  /** Row of the file. */
  n: number
  /** What stands there: code, heading, faulty text. */
  detail: string
}

/** Rows told one by one, of each sort; the others are counted. */
export const CONSTATS_MAX = 200

/** What reading found: told before anything is written. */
export interface Releve {
  lignes: number
  series: readonly ResumeSerie[]
  comptes: Partial<Record<NatureConstat, number>>
  constats: readonly Constat[]
  /** About whole series: unlikely means, missing communes. */
  avertissements: readonly string[]
}

export interface ResumeSerie {
  indicateur: string
  /** Whose values these are; absent: of communes. */
  maille?: MailleLue
  millesime: number
  valeurs: number
  secretes: number
  absentes: number
  minimum: number | null
  maximum: number | null
  /** Mean by its weights, sum for a sum; null where neither means anything. */
  ensemble: number | null
  poids: string | null
}

const ANNEE = /(?<!\d)(?:19|20)\d{2}(?!\d)/g
/** Codes of INSEE’s columns end by two digits of the year (`MED21`), or begin with them (`P21_POP`). */
const ANNEE_COURTE = /(?<=^[A-Z])\d{2}(?=_)|(?<=^[A-Z][A-Z0-9_]*)\d{2}$/g

/** A heading as it would be some years later. */
function formatDecale(titre: string, ans: number): string {
  const [longues] = [titre.replace(ANNEE, (annee) => String(Number(annee) + ans))]
  return longues === titre
    ? titre.replace(ANNEE_COURTE, (annee) => String((Number(annee) + ans + 100) % 100).padStart(2, '0'))
    : longues
}

/**
 * The same choices for another vintage of a file: headings that name their year are looked for a few years further or
 * back, all by the same number of years.
 * @returns null where none of its columns is there
 */
export function computeSuite(ancienne: Correspondance, titres: readonly string[]): Correspondance | null {
  const presents = new Map(titres.map((t) => [formatCleTitre(t), t]))
  const decales = Array.from({ length: 41 }, (_, i) => (i % 2 === 1 ? (i + 1) / 2 : -i / 2)).map((ans) => ({
    ans,
    colonnes: ancienne.colonnes.flatMap((c) => {
      const titre = presents.get(formatCleTitre(formatDecale(c.titre, ans)))
      return titre === undefined ? [] : [{ ...c, titre }]
    }),
  }))
  // The first of those that find most: the nearest years are tried first.
  const meilleur = decales.reduce((a, b) => (b.colonnes.length > a.colonnes.length ? b : a))
  if (meilleur.colonnes.length === 0) return null
  const { millesime } = ancienne
  return { ...ancienne, colonnes: meilleur.colonnes, millesime: millesime === null ? null : millesime + meilleur.ans }
}

export const isTitreAnnee = (titre: Cellule | undefined): boolean =>
  /^(annee|an|millesime)$/.test(formatCleTitre(titre))

/** The year that texts name, the first of them: four digits, else the two of INSEE’s columns. Null: none. */
export function searchMillesime(textes: readonly string[]): number | null {
  for (const texte of textes) {
    const annee = Number(texte.match(ANNEE)?.[0])
    if (annee) return annee
  }
  for (const texte of textes) {
    const courte = texte.match(ANNEE_COURTE)?.[0]
    if (courte !== undefined && Number(courte) < 50) return 2000 + Number(courte)
  }
  return null
}

/**
 * The choices of a person, laid on a table.
 * @returns a French sentence where they do not make a reading
 */
export function computePlan(table: TableVue, choix: Correspondance): Plan | string {
  const rang = (role: Role) => {
    const titre = choix.colonnes.find((c) => c.role === role)?.titre
    const i = table.colonnes.findIndex((c) => c.titre === titre)
    return i === -1 ? null : i
  }
  const code = rang('code')
  const maille = choix.maille ?? 'commune'
  if (code === null) return `Dites quelle colonne porte le ${MAILLES_LUES[maille].code}.`
  const annee = rang('annee')
  if (annee === null && choix.millesime === null)
    return 'Dites de quelle année sont ces valeurs, ou quelle colonne la porte.'
  const poids = rang('poids')
  const valeurs = choix.colonnes.flatMap(({ titre, role, indicateur }) => {
    const colonne = table.colonnes.findIndex((c) => c.titre === titre)
    return role === 'valeur' && indicateur !== null && colonne !== -1 ? [{ colonne, titre, indicateur, poids }] : []
  })
  if (valeurs.length === 0) return 'Dites au moins une colonne de valeurs, et de quel indicateur.'
  const vus = new Set(valeurs.map((v) => v.indicateur))
  if (vus.size < valeurs.length) return 'Deux colonnes donnent le même indicateur : n’en gardez qu’une.'
  const source = table.titres[0]
  const parametres = {
    ...(source !== undefined && { Titre: source }),
    // What is published for an area is no mean of ours: nothing weighs it.
    ...(maille === 'commune' && poids !== null && { Poids: table.colonnes[poids]?.titre ?? '' }),
    ...(maille === 'commune' && poids === null && choix.sansPoids === 'population' && { Poids: POIDS_POPULATION }),
  }
  const { feuille, nom, entete } = table
  const { millesime, sansPoids } = choix
  const unites = valeurs.flatMap((v) => {
    const unite = table.colonnes[v.colonne]?.unite
    return unite ? [[v.indicateur, { 'Unité du fichier': unite }] as const] : []
  })
  return {
    ...{ feuille, nom, entete, code, maille, annee, valeurs, sansPoids },
    millesime: annee === null ? millesime : null,
    parametres: { '': parametres, ...Object.fromEntries(unites) },
  }
}
