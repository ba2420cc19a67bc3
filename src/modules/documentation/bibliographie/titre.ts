import { type Auteurs, parseAuteurs, parseLigneAuteurs, parseOrganismes } from './auteurs.ts'
import { type Champs, type Contexte, formatTitre } from './champs.ts'
import { searchTitreStyle } from './debut.ts'
import { parseLibelle, searchLibelleFinal } from './libelles.ts'
import type { Texte } from './marques.ts'
import { splitSegments } from './segments.ts'

/** A label that ends the title. After a comma it is a field of its own and leaves the title. */
export function addLibelleFinal(champs: Champs): void {
  const imprime = champs.adresse?.libelle ?? null
  if (!champs.libelle && imprime !== null) {
    champs.libelle = imprime
    champs.type ??= parseLibelle(imprime)?.type ?? null
  }
  const final = champs.libelle ? null : searchLibelleFinal(champs.titre)
  if (!final) return
  champs.libelle = final.libelle
  champs.type ??= final.type
  const champ = champs.titre.lastIndexOf(',')
  if (champ > 0 && champs.titre.slice(champ + 1).trim() === final.libelle)
    champs.titre = formatTitre(champs.titre.slice(0, champ))
}

/** A title, with its authors after it where they were not before ("L’aventure… : préface. Kouchner Bernard."). */
export function parseTitreSeul(champs: Champs, t: Texte, contexte: Contexte): void {
  const texte = t.texte
  const style = searchTitreStyle(t)
  if (style && style.debut <= 2 && champs.auteurs.length === 0) {
    const noms = parseLigneAuteurs(texte.slice(style.fin).replace(/^[\s.,;:/]+/, ''), contexte.ordre)
    if (noms) {
      champs.titre = formatTitre(texte.slice(style.debut, style.fin))
      Object.assign(champs, { auteurs: noms.noms, etAl: noms.etAl, ordre: noms.ordre })
      return
    }
  }
  const queue = champs.auteurs.length === 0 ? searchAuteursFinaux(texte, contexte) : null
  champs.titre = formatTitre(queue ? texte.slice(0, queue.debut) : texte)
  if (queue) Object.assign(champs, { auteurs: queue.noms, etAl: queue.etAl, ordre: queue.ordre })
}

/** Persons (or, after a slash, organisations) at the end of a text that starts with a title. */
function searchAuteursFinaux(texte: string, contexte: Contexte): (Auteurs & { debut: number }) | null {
  const segments = splitSegments(texte)
  const n = segments.length
  const barre = segments.findIndex((s) => s.avant === '/')
  if (barre > 0) {
    const debut = segments[barre]?.debut ?? 0
    const noms = parseLigneAuteurs(texte.slice(debut).replace(/[\s.,;—–-]+$/, ''), contexte.ordre)
    if (noms) return { ...noms, debut }
    const organismes = parseOrganismes(texte.slice(debut))
    return {
      noms: organismes ?? [{ literal: formatTitre(texte.slice(debut)) }],
      etAl: false,
      ordre: null,
      confiance: 0.6,
      fin: 0,
      debut,
    }
  }
  let trouve: (Auteurs & { debut: number }) | null = null
  for (let k = n - 1; k >= 1 && k >= n - 10; k--) {
    const s = segments[k]
    if (s?.genre !== 'texte') break
    const lus = parseAuteurs(texte.slice(s.debut), { defaut: contexte.ordre })
    const entier = lus !== null && texte.slice(s.debut + lus.fin).replace(/[\s.,;:]/g, '') === ''
    const seuil = s.avant === '.' || s.avant === '?' ? 0.6 : 0.8
    if (entier && lus.confiance >= seuil && s.avant !== ':') trouve = { ...lus, debut: s.debut }
  }
  return trouve
}

/**
 * Persons between the title and the imprint: "Titre. Durand A., Petit B. Revue, 2021, …". Initials, capitals or known
 * given names tell them.
 */
export function searchAuteursMedians(texte: string, contexte: Contexte): (Auteurs & { debut: number }) | null {
  for (const s of splitSegments(texte).slice(1, 8)) {
    if (s.avant !== '.' && s.avant !== '?') continue
    const lus = parseAuteurs(texte.slice(s.debut), { defaut: contexte.ordre })
    const initiales = lus?.noms.every((n) => /^\p{Lu}{1,2}$/u.test(n.given ?? ''))
    if (!lus || s.debut < 10 || (lus.confiance < 0.8 && !initiales)) continue
    const fin = s.debut + lus.fin
    const point = /[.)]\s*$/.test(texte.slice(0, fin)) || /^\./.test(texte.slice(fin))
    if (point && /^\.?\s*\p{Lu}/u.test(texte.slice(fin))) return { ...lus, debut: s.debut, fin }
  }
  return null
}
