import { z } from 'zod'
import type { ItemCsl } from '../csl.ts'
import type { ChampDonnees, LectureMarc } from './marc.ts'

/**
 * Items, after the French recommendation 995 that PMB writes: $c the library that owns it ($a the one that lent it,
 * often the same), $k shelf-mark, $u note. Its bar code and local codes are kept as they were read.
 */
export const ZONE_EXEMPLAIRE = '995'

/** What an item says of a copy; the rest of it is the catalogue's. */
const schemaExemplaires = z.array(
  z.looseObject({ centre: z.string(), cote: z.string().nullish(), note: z.string().nullish() }),
)

/** A copy without a library is left where it is. */
export function addExemplaires(item: ItemCsl, l: LectureMarc): void {
  const prets = l.list(ZONE_EXEMPLAIRE).flatMap((champ) => {
    const centre = getCentre(champ, l)
    if (centre === undefined) return []
    const cote = champ[2].find(([code, v]) => code === 'k' && v.trim() !== '')
    return [{ centre, cote: cote ? l.prendSous(cote) : null, note: l.prend(champ, 'u').join(' ; ') || null }]
  })
  if (prets.length > 0) item.custom = { ...item.custom, prets }
}

function getCentre(champ: ChampDonnees, l: LectureMarc): string | undefined {
  const [proprietaire, origine] = ['c', 'a'].map((code) => champ[2].find(([c, v]) => c === code && v.trim() !== ''))
  const choisi = proprietaire ?? origine
  if (!choisi) return undefined
  // Twice the same name says it once.
  if (origine && origine[1] === choisi[1]) l.prendSous(origine)
  return l.prendSous(choisi)
}

/** Subfields of each copy. */
export const listExemplaires = (item: ItemCsl): (readonly (readonly [code: string, valeur: unknown])[])[] =>
  (schemaExemplaires.safeParse(item.custom?.prets).data ?? []).map(({ centre, cote, note }) => [
    ['c', centre],
    ['k', cote],
    ['u', note],
  ])
