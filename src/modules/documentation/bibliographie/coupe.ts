import { type Adresse, isThese, parseAdresse } from './adresse.ts'
import { parseAuteurs } from './auteurs.ts'
import { parseLibelle, searchLibelleFinal } from './libelles.ts'
import { computeNom, isLieuPossible, isVille } from './organismes.ts'
import type { Segment } from './segments.ts'

/** Where the title ends and the imprint starts, by segment index; `segments.length` when there is no imprint. */
export interface Coupe {
  index: number
  adresse: Adresse | null
  /** Lead over the second-best place to cut; under 0.6 the limit is doubtful. */
  marge: number
}

/** True when the whole text is a list of persons. */
export function isListePersonnes(texte: string): boolean {
  const lus = parseAuteurs(texte)
  return lus !== null && lus.confiance >= 0.8 && texte.slice(lus.fin).replace(/[\s.,;:]/g, '') === ''
}

/** First segment of the run that ends the text and holds dates, issues, pages, with at most two names between them. */
function searchDebutChiffre(segments: readonly Segment[], premier: number): number {
  let debut = -1
  let textes = 0
  for (let i = segments.length - 1; i >= premier && textes <= 2; i--) {
    const s = segments[i] as Segment
    if (s.genre === 'libelle' || s.genre === 'collation') continue
    if (s.genre === 'texte') {
      textes++
      if (s.texte.length > 160) break
    } else {
      debut = i
      textes = 0
    }
  }
  return debut
}

function computeNoteNoms(segments: readonly Segment[], index: number, chiffre: number): number {
  let note = 0
  let premier = true
  for (let i = chiffre - 1; i >= index; i--) {
    const s = segments[i] as Segment
    const suivant = segments[i + 1]
    if (
      suivant?.avant === ':' &&
      i + 1 < chiffre &&
      isLieuPossible(s.texte) &&
      /^["«\p{Lu}\d]|^[a-z]+è?re/u.test(suivant.texte)
    ) {
      note += isVille(s.texte) ? 2.5 : 0.8
      continue
    }
    if (s.genre === 'libelle') continue
    const nom = s.genre === 'nomDate' ? s.nom : s.texte
    const valeur = isListePersonnes(nom) ? -2 : computeNom(nom)
    // A name that goes on after a comma ("des solidarités, de l’autonomie…") is judged with its head.
    if (/^\p{Ll}/u.test(nom) && i > index && s.avant === ',' && computeNom(segments[i - 1]?.texte ?? '') >= 2) {
      continue
    }
    if (isVille(nom)) note += 0.7
    else if (premier) note += Math.max(-2, valeur) / 2 + 1
    else note += valeur >= 2 ? 0.6 : valeur === 1 ? 0.1 : -1.5
    premier = false
  }
  return note
}

/** After a question mark, a publisher and its partners, or the rest of the title? */
function hasNomsCroyables(segments: readonly Segment[], index: number, chiffre: number): boolean {
  const noms = segments.slice(index, chiffre)
  return (
    noms.length === 1 ||
    noms.every((s, i) => i === noms.length - 1 || computeNom(s.texte) >= 1 || /^\p{Ll}/u.test(s.texte))
  )
}

/** No date nor pages after the title: the last sentence, when it is plainly a name (or the date stands elsewhere). */
function searchDernierNom(segments: readonly Segment[], premier: number, datee: boolean): number {
  const n = segments.length
  const dernier = segments[n - 1]
  const lieu = segments[n - 2]
  // "… ? Saint-Denis : Inpes", the year in front of the title.
  const phrase = lieu?.avant === '.' || lieu?.avant === '?'
  if (datee && dernier?.avant === ':' && n - 2 >= premier && lieu && phrase && isLieuPossible(lieu.texte)) return n - 2
  if (!dernier || n <= premier || dernier.avant === ':') return n
  if (datee) {
    // "Titre, Paris, Seuil" and "Titre, Seuil, Paris".
    const ville = segments.findIndex((s, i) => i >= premier && i >= n - 3 && s.avant === ',' && isVille(s.texte))
    const debut = ville === n - 1 && n - 2 >= premier ? n - 2 : ville
    if (debut >= premier) return parseLibelle(segments[debut - 1]?.texte ?? '') && debut > premier ? debut - 1 : debut
    let k = n - 1
    while (k > premier && segments[k]?.avant !== '.' && segments[k]?.avant !== '?') k--
    const phrase = segments.slice(k)
    const separe = segments[k]?.avant === '.' || segments[k]?.avant === '?'
    if (
      separe &&
      k >= premier &&
      phrase.length <= 4 &&
      phrase.every((s) => computeNom(s.texte) >= 0 || /^\p{Ll}/u.test(s.texte))
    )
      return k
  }
  return computeNom(dernier.texte) >= 2 ? n - 1 : n
}

/**
 * Chooses where the imprint starts: every possible place is scored and the best kept.
 * @param premier index of the first segment that the imprint may take (0 when the title is already known)
 * @param datee the date stands before the title, as in author-date lists
 * @param bornes offsets where style changes or a label ends: likely limits of the title
 */
export function chooseCoupe(
  texte: string,
  segments: readonly Segment[],
  premier: number,
  bornes: readonly number[],
  datee: boolean,
): Coupe {
  const n = segments.length
  const chiffre = searchDebutChiffre(segments, premier)
  const debutChiffre = segments[chiffre]?.genre === 'nomDate' ? chiffre + 1 : chiffre
  if (chiffre < 0) {
    const index = searchDernierNom(segments, premier, datee)
    return index < n
      ? { index, adresse: parseAdresse(segments, index), marge: 0.3 }
      : { index: n, adresse: null, marge: 1 }
  }
  const essais: { index: number; note: number }[] = []
  for (let k = debutChiffre; k >= premier && k >= debutChiffre - 8; k--) {
    const s = segments[k]
    const avant = s?.avant ?? ''
    if (k < debutChiffre && s && s.genre !== 'texte' && s.genre !== 'nomDate' && s.genre !== 'libelle') break
    let note = k === debutChiffre ? -0.4 : computeNoteNoms(segments, k, debutChiffre)
    const titre = texte.slice(0, s?.debut ?? texte.length)
    if (k > 0) {
      if (avant === '?') note += k >= debutChiffre ? 0 : hasNomsCroyables(segments, k, debutChiffre) ? 1.6 : 0.4
      else if (avant === '.') note += 0.5
      else if (avant === ':') note -= 3
      else if (avant === ';') note -= 0.6
      if (bornes.some((b) => s && b <= s.debut && s.debut - b <= 4)) note += 3
      if (k < debutChiffre && searchLibelleFinal(titre.replace(/[\s,.;]+$/, ''))) note += 1.5
      if (s && k < debutChiffre && isThese(s.texte)) note += 3
      if (titre.replace(/[\s\p{P}]/gu, '').length < 4) note -= 3
    }
    if (s && /^\p{Ll}/u.test(s.texte) && k < debutChiffre) note -= 1.5
    essais.push({ index: k, note })
  }
  essais.sort((a, b) => b.note - a.note || b.index - a.index)
  const meilleur = essais[0]
  if (!meilleur) return { index: n, adresse: null, marge: 1 }
  return {
    index: meilleur.index,
    adresse: parseAdresse(segments, meilleur.index),
    marge: essais[1] ? meilleur.note - essais[1].note : 1,
  }
}
