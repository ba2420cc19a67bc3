import type { Brut } from '#core/saisie.ts'
import type { Valeurs } from './fiche.ts'

/**
 * The sheet as it was some changes ago: its present fields, with the values that these changes replaced.
 * @param changes newest first
 */
export const computeAvant = <F extends object>(fiche: F, changes: readonly { avant: Valeurs | null }[]): F =>
  Object.assign({}, fiche, ...changes.map((c) => c.avant))

/**
 * What was typed over a sheet that changed meanwhile: fields that the person left as they were take what is stored now,
 * the others stay as typed.
 * @returns in `croises` the names of fields that both changed, each otherwise
 */
export function mergeSaisies(avant: Brut, maintenant: Brut, typee: Brut): { valeurs: Brut; croises: string[] } {
  const isMeme = (a: unknown, b: unknown) => JSON.stringify(a ?? '') === JSON.stringify(b ?? '')
  const valeurs: Brut = { ...typee }
  const croises: string[] = []
  for (const champ of Object.keys(maintenant)) {
    if (isMeme(avant[champ], maintenant[champ]) || isMeme(typee[champ], maintenant[champ])) continue
    if (isMeme(typee[champ], avant[champ])) valeurs[champ] = maintenant[champ]
    else croises.push(champ)
  }
  return { valeurs, croises }
}
