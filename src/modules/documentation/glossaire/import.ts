import { hasTerme, listTermes } from '#modules/vocabulaires/index.ts'
import { type ContenuEntree, type Entree, formatComparable, getContenu } from './glossaire.ts'
import { schemaTerme } from './saisie.ts'
import type { LigneTable } from './table.formats.ts'

export const STATUTS = {
  nouveau: { libelle: 'Nouveau terme', ton: 'succes' },
  complete: { libelle: 'Terme complété', ton: 'info' },
  identique: { libelle: 'Déjà là', ton: undefined },
  refusee: { libelle: 'Refusée', ton: 'erreur' },
} as const

/** What a line of the table would do. */
export interface LigneImport {
  n: number
  terme: string
  statut: keyof typeof STATUTS
  /** Why it is refused, or what of it is left out. */
  messages: string[]
}

/** What an import would do: line by line, and the terms as they would become. */
export interface PlanImport {
  lignes: LigneImport[]
  /** `entree` is the stored term, null for a new one. */
  termes: { entree: Entree | null; contenu: ContenuEntree }[]
}

const splitValeurs = (valeur: string | undefined): string => (valeur ?? '').split(/\s*\|\s*/).join('\n')

/** A theme by its slug or by its label. */
function getTheme(valeur: string | undefined): string | undefined {
  if (!valeur || hasTerme('theme', valeur)) return valeur
  return listTermes('theme').find((t) => formatComparable(t.libelle) === formatComparable(valeur))?.slug ?? valeur
}

/**
 * The line as the form of a term would send it: one set of rules for both.
 * @param connu the term as it is known: an acronym that it has need not say its long form again
 */
const parseLigne = ({ valeurs: v }: LigneTable, connu: ContenuEntree | null) =>
  schemaTerme.safeParse({
    terme: v.terme ?? '',
    sigle: v.sigle,
    formeLongue: v.forme_longue ?? connu?.formeLongue,
    variantes: splitValeurs(v.autres_noms),
    theme: getTheme(v.theme),
    termesLies: splitValeurs(v.termes_lies),
    definitions: {
      0: {
        texte: v.definition,
        document: v.source,
        lieu: v.lieu,
        annee: v.annee,
        adresse: v.adresse,
        notice: v.notice,
        ...(/^(oui|vrai|1|x)$/i.test(v.a_verifier ?? '') && { aVerifier: '1' }),
      },
    },
  })

const joinNoms = (a: readonly string[], b: readonly string[]): string[] => [
  ...new Map([...b, ...a].map((nom) => [formatComparable(nom), nom])).values(),
]

/** What the line adds to the term. @returns a message where they disagree: nothing is overwritten */
function addLigne(c: ContenuEntree, l: ContenuEntree): ContenuEntree | string {
  if (c.sigle && l.sigle && c.sigle !== l.sigle) return `Le glossaire a un autre sigle pour ce terme\u00a0: ${c.sigle}.`
  if (c.formeLongue && l.formeLongue && formatComparable(c.formeLongue) !== formatComparable(l.formeLongue))
    return `Le glossaire a une autre forme longue\u00a0: ${c.formeLongue}.`
  const connues = new Set(c.definitions.map((d) => d.texte))
  const formeLongue = c.formeLongue ?? l.formeLongue
  return {
    ...c,
    sigle: c.sigle ?? l.sigle,
    formeLongue,
    variantes: joinNoms(c.variantes, l.variantes).toSorted((a, b) => rang(c.variantes, a) - rang(c.variantes, b)),
    theme: c.theme ?? l.theme,
    termesLies: joinNoms(c.termesLies, l.termesLies),
    definitions: [...c.definitions, ...l.definitions.filter((d) => !connues.has(d.texte))],
  }
}

/** Known names keep their order, before the new ones. */
const rang = (connus: readonly string[], nom: string): number => {
  const i = connus.indexOf(nom)
  return i === -1 ? connus.length : i
}

const isMeme = (a: ContenuEntree, b: ContenuEntree): boolean =>
  JSON.stringify({ ...a, termesLies: a.termesLies.toSorted() }) ===
  JSON.stringify({ ...b, termesLies: b.termesLies.toSorted() })

/**
 * What these lines would change in the glossary. Lines only add: a term that is there is completed, never overwritten,
 * and the same file a second time changes nothing.
 * @param notices ids that the catalogue holds, among those that the lines name
 */
export function computeImport(
  table: readonly LigneTable[],
  entrees: readonly Entree[],
  notices: ReadonlySet<number>,
): PlanImport {
  const stockees = new Map(entrees.map((e) => [formatComparable(e.terme), e]))
  // What a related term may be called, and its name: acronyms first, since names win.
  const noms = new Map<string, string>()
  const nommer = (nom: string | null | undefined, terme: string) => nom && noms.set(formatComparable(nom), terme)
  for (const e of entrees) nommer(e.sigle, e.terme)
  for (const { valeurs: v } of table) if (v.terme) nommer(v.sigle, v.terme)
  for (const { valeurs: v } of table) if (v.terme) nommer(v.terme, v.terme)
  for (const e of entrees) nommer(e.terme, e.terme)
  const termes = new Map<string, ContenuEntree>()
  const lignes = table.map((ligne): LigneImport => {
    const { n } = ligne
    const terme = ligne.valeurs.terme ?? ''
    const refuse = (...messages: string[]): LigneImport => ({ n, terme, statut: 'refusee', messages })
    const cle = formatComparable(terme)
    const entree = stockees.get(cle)
    const avant = termes.get(cle) ?? (entree ? getContenu(entree) : null)
    const lu = parseLigne(ligne, avant)
    if (!lu.success) return refuse(...new Set(lu.error.issues.map((i) => i.message)))
    const { origines: _, ...saisie } = lu.data
    const inconnue = saisie.definitions.find((d) => d.notice !== null && !notices.has(d.notice))
    if (inconnue) return refuse(`Aucune notice ne porte le numéro ${inconnue.notice}.`)
    const laisses = saisie.termesLies.filter((nom) => !noms.has(formatComparable(nom)))
    const lies = [...new Set(saisie.termesLies.flatMap((nom) => noms.get(formatComparable(nom)) ?? []))].filter(
      (nom) => formatComparable(nom) !== cle,
    )
    const messages = laisses.map((nom) => `Le glossaire n’a pas ce terme lié, laissé de côté\u00a0: ${nom}.`)
    const apres = avant ? addLigne(avant, { ...saisie, termesLies: lies }) : { ...saisie, termesLies: lies }
    if (typeof apres === 'string') return refuse(apres)
    if (avant && isMeme(avant, apres)) return { n, terme, statut: 'identique', messages }
    termes.set(cle, apres)
    return { n, terme, statut: avant ? 'complete' : 'nouveau', messages }
  })
  return {
    lignes,
    termes: [...termes].map(([cle, contenu]) => ({ entree: stockees.get(cle) ?? null, contenu })),
  }
}
