import type { NomCsl } from '../csl.ts'
import { isOrganisme, isSigle } from './organismes.ts'
import { isPrenom } from './prenoms.ts'

const SEPARATEUR = /\s*(?:[,;/&]|\sET\s)\s*/u
const ET_AL = /\s*,?\s*[([]?\bET (?:AL|COLL)\b\.?[)\]]?\s*$/u
const ROLE = /\s*\((?:DIR|COORD|ÉD|ED|ÉDS|EDS|RÉAL|TRAD)\.?\)\s*$/u

/**
 * Reads a line of persons written all in capitals ("DUPONT MARIE, LE GALL YVES ET AL."): only known given names tell
 * them from a heading, so every name but one must hold one. Null otherwise.
 */
export function parseNomsCapitales(ligne: string): { noms: NomCsl[]; etAl: boolean } | null {
  if (ligne.length > 300 || /\d|[.:?!»”]./.test(ligne.replace(ET_AL, '').replace(ROLE, ''))) return null
  if (ligne !== ligne.toUpperCase() || !/\p{Lu}{2}/u.test(ligne)) return null
  const etAl = ET_AL.test(ligne)
  const noms: NomCsl[] = []
  let inconnus = 0
  for (const brut of ligne.replace(ET_AL, '').replace(ROLE, '').split(SEPARATEUR)) {
    const mots = brut.replace(ROLE, '').trim().split(/\s+/)
    const n = mots.length
    if (n < 2 || n > 5 || mots.some((m) => isSigle(m) && !/^(?:LE|LA|LES|DE|DU|DES)$/.test(m))) return null
    let coupe = n - 1
    while (coupe > 1 && isPrenom(mots[coupe - 1] as string) && isPrenom(mots[coupe] as string)) coupe--
    if (isPrenom(mots[n - 1] as string))
      noms.push({ family: mots.slice(0, coupe).join(' '), given: mots.slice(coupe).join(' ') })
    else if (isPrenom(mots[0] as string)) noms.push({ family: mots.slice(1).join(' '), given: mots[0] as string })
    else {
      inconnus++
      noms.push({ family: mots.slice(0, n - 1).join(' '), given: mots[n - 1] as string })
    }
  }
  return inconnus > 1 || inconnus >= noms.length || isOrganisme(ligne) ? null : { noms, etAl }
}
