import { type ItemCsl, schemaItemCsl } from '../csl.ts'
import { type ChampMarc, isDonnees, type LectureMarc } from './marc.ts'

/**
 * Keys that UNIMARC has no place for travel in a custom field, as PMB writes its own: 900 with $n name, $l label and $a
 * value, here « csl_accessed » and its JSON.
 */
const PREFIXE = 'csl_'
const NOM = /^csl_(?:custom\.)?[A-Za-z][\w-]*$/

export const formatReste = (cles: ReadonlyMap<string, unknown>): ChampMarc[] =>
  [...cles].map(([cle, valeur]) => [
    '900',
    '  ',
    [
      ['a', JSON.stringify(valeur)],
      ['l', 'CSL'],
      ['n', PREFIXE + cle],
    ],
  ])

export const isReste = (champ: ChampMarc): boolean =>
  isDonnees(champ) && champ[0] === '900' && champ[2].some(([code, valeur]) => code === 'n' && NOM.test(valeur))

/** Puts back what `formatReste` wrote. A value that CSL-JSON does not admit is left where it is. */
export function addReste(item: ItemCsl, l: LectureMarc): void {
  for (const champ of l.list('900').filter(isReste)) {
    const valeur = (code: string): string => champ[2].find(([c]) => c === code)?.[1] ?? ''
    const cle = valeur('n').slice(PREFIXE.length)
    const lue = parseJson(valeur('a'))
    if (lue === undefined || cle === 'custom.zones') continue
    const nouvel = cle.startsWith('custom.')
      ? { ...item, custom: { ...item.custom, [cle.slice(7)]: lue } }
      : { ...item, [cle]: lue }
    if (!schemaItemCsl.safeParse(nouvel).success) continue
    Object.assign(item, nouvel)
    for (const sous of champ[2]) l.prendSous(sous)
  }
}

function parseJson(texte: string): unknown {
  try {
    return JSON.parse(texte)
  } catch {
    return undefined
  }
}
