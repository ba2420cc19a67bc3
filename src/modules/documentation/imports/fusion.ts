import { type ContenuNotice, getLibelleChamp, listDifferences, VOCABULAIRES_NOTICE } from '../notice/notice.ts'
import { listEnOrdre } from './champs.ts'

/** `gardee`: the notice that stays; `autre`: the reference or the notice that it takes in; `deux`: both lists joined. */
export const COTES = ['gardee', 'autre', 'deux'] as const
export type Cote = (typeof COTES)[number]

/** A field in which the two differ. */
export interface Choix {
  /** As `listDifferences` names it: `csl.title`, `themes`… */
  champ: string
  libelle: string
  gardee: string
  autre: string
  cotes: readonly Cote[]
  defaut: Cote
}

/** Fields that are not chosen: where the kept notice comes from, and what goes with another field. */
const SUIVEURS: Record<string, string> = { 'csl.type': 'nature', 'csl.custom': 'csl.author', resumeSource: 'resume' }
const NON_CHOISIS = new Set(['provenance', ...Object.keys(SUIVEURS)])
const LISTES = new Set<string>([...VOCABULAIRES_NOTICE, 'prets'])

/** What a bibliography does not say of a document is no opinion on it. */
const isSilence = (champ: string, apres: string): boolean =>
  (LISTES.has(champ) && apres === '') || (champ === 'enLigne' && apres === 'non')

/**
 * The fields to choose, in the order of a notice: what the kept one lacks is taken, lists are joined, else it stays.
 * @param ancienne what the other one was when the kept one was made of it: a field that nobody changed here since then
 * follows the other one, a field that a person corrected stays
 */
export function listChoix(gardee: ContenuNotice, autre: ContenuNotice, ancienne: ContenuNotice | null = null): Choix[] {
  const corriges = ancienne && new Set(listDifferences(ancienne, gardee).map((d) => d.champ))
  return listEnOrdre(listDifferences(gardee, autre))
    .filter(({ champ, apres }) => !NON_CHOISIS.has(champ) && !isSilence(champ, apres))
    .map(({ champ, avant, apres }) => {
      const joint = LISTES.has(champ) && avant !== '' && apres !== ''
      const vide = avant === '' || champ === 'enLigne'
      const suivi = corriges !== null && !corriges.has(champ)
      return {
        champ,
        libelle: getLibelleChamp(champ),
        gardee: avant,
        autre: apres,
        cotes: joint ? COTES : (['gardee', 'autre'] as const),
        defaut: joint ? 'deux' : vide || suivi ? 'autre' : 'gardee',
      }
    })
}

/** The kept content with the chosen fields of the other one. A field without a choice takes its default. */
export function computeFusion(
  gardee: ContenuNotice,
  autre: ContenuNotice,
  choisis: Readonly<Record<string, Cote>>,
  ancienne: ContenuNotice | null = null,
): ContenuNotice {
  const cotes = new Map(listChoix(gardee, autre, ancienne).map((c) => [c.champ, choisis[c.champ] ?? c.defaut]))
  const getCote = (champ: string): Cote => cotes.get(SUIVEURS[champ] ?? champ) ?? 'gardee'
  const prend = <C extends keyof ContenuNotice>(champ: C): ContenuNotice[C] => {
    const a: ContenuNotice[C] = gardee[champ]
    const b: ContenuNotice[C] = autre[champ]
    if (getCote(champ) === 'deux' && Array.isArray(a) && Array.isArray(b)) return joinListes(a, b) as ContenuNotice[C]
    return getCote(champ) === 'gardee' ? a : b
  }
  const cles = new Set([...Object.keys(gardee.csl), ...Object.keys(autre.csl)])
  const champs = [...cles].map((cle) => [cle, (getCote(`csl.${cle}`) === 'gardee' ? gardee : autre).csl[cle]])
  return {
    nature: prend('nature'),
    csl: {
      id: gardee.csl.id,
      type: gardee.csl.type,
      ...Object.fromEntries(champs.filter(([, valeur]) => valeur !== undefined)),
    },
    resume: prend('resume'),
    resumeSource: prend('resumeSource'),
    themes: prend('themes'),
    publics: prend('publics'),
    determinants: prend('determinants'),
    milieux: prend('milieux'),
    enLigne: prend('enLigne'),
    prets: prend('prets'),
    provenance: gardee.provenance,
  }
}

function joinListes(a: readonly unknown[], b: readonly unknown[]): unknown[] {
  const vus = new Set(a.map((v) => JSON.stringify(v)))
  return [...a, ...b.filter((v) => !vus.has(JSON.stringify(v)))]
}
