import { slicePlages, type Texte } from './marques.ts'
import { splitSegments } from './segments.ts'

const SOURCE =
  /\s*[[(]\s*((?:extrait du |d['’]apr[èe]s le )?(?:r[ée]sum[ée]|pr[ée]sentation|r\.\s?a\.?|4e de couv|quatri[èe]me de couv|introduction|extrait|source|note de l)[^\][()]{0,60})\s*[\])]\s*\.?\s*$/iu
const AMORCE =
  /^\s*(?:r[ée]sum[ée](?: de l['’](?:auteur|[ée]diteur))?|pr[ée]sentation|abstract|description|commentaire|notes?)\s*:\s*/iu

/** Cuts the abstract that follows a reference in the same paragraph. */
export function splitResume(t: Texte): { tete: Texte; resume: string | null } {
  const texte = t.texte
  const coupe = (fin: number): { tete: Texte; resume: string | null } => ({
    tete: slicePlages(t, 0, fin),
    resume: texte
      .slice(fin)
      .replace(/^[\s.\])–—-]+/, '')
      .trim(),
  })
  if (texte.length < 170) return { tete: t, resume: null }
  for (const lien of t.liens) {
    const reste = texte.slice(lien.fin)
    if (
      reste.length > 90 &&
      lien.fin < 900 &&
      /^[\s.\])>]*[\p{Lu}«]/u.test(reste) &&
      !/\b(?:19|20)\d\d\b.{0,40}$/.test(reste)
    )
      return coupe(lien.fin)
  }
  // The imprint in italics, then the abstract in roman without a new line.
  for (const p of t.italique) {
    const reste = texte.slice(p.fin)
    if (p.fin > 700 || reste.length < 100 || !/^[\s.]*[\p{Lu}«]/u.test(reste)) continue
    const dernier = splitSegments(texte.slice(p.debut, p.fin)).at(-1)
    if (dernier && dernier.genre !== 'texte' && dernier.genre !== 'libelle') return coupe(p.fin)
  }
  // After the extent ("120 p.", "pp. 3-9") comes a full stop and a sentence.
  const segments = splitSegments(texte.slice(0, 1200))
  for (const [i, s] of segments.entries()) {
    if ((s.genre !== 'nombrePages' && s.genre !== 'pages') || i < 2) continue
    const suivant = segments[i + 1]
    if (
      suivant?.avant === '.' &&
      suivant.genre === 'texte' &&
      texte.length - suivant.debut > 110 &&
      suivant.texte.length > 40
    )
      return coupe(s.fin)
    break
  }
  return { tete: t, resume: null }
}

/** An abstract without its heading, and whose it is ("Résumé auteur"), taken from its closing bracket. */
export function parseResume(paragraphes: readonly string[]): { resume: string; source: string | null } {
  const texte = paragraphes.join('\n').replace(AMORCE, '')
  const m = SOURCE.exec(texte)
  return m
    ? { resume: texte.slice(0, m.index).trim(), source: (m[1] as string).trim() }
    : { resume: texte.trim(), source: null }
}

/** True for a paragraph that is a quotation, or that opens one: it illustrates, it does not describe the document. */
export function isCitation(texte: string): boolean {
  const nu = texte.trim()
  if (!/^[«“]/.test(nu) || SOURCE.test(nu)) return false
  const ouverts = (nu.match(/[«“]/g) ?? []).length
  const fermes = (nu.match(/[»”]/g) ?? []).length
  return ouverts > fermes || /[»”]\s*[.)]?$/.test(nu)
}

/** True for running text: long, or a sentence that ends with its full stop. */
export function isProse(texte: string): boolean {
  if (texte.length > 260) return true
  const mots = texte.split(/\s+/).length
  if (!/[.!?…»)\]]\s*$/.test(texte) && texte.length < 140) return false
  if (mots < 6) return false
  return /^(?:ce|cet|cette|ces|il|elle|ils|elles|on|nous|depuis|dans|à|en|pour|par|au|aux|après|avant|suite|afin|face|lors|selon|issu|publié|destiné|réalisé|rédigé|élaboré|l['’]|la|le|les|un|une|des|du|conçu|proposé)(?:\s|(?<=['’]))/iu.test(
    texte,
  ) && mots > 8
    ? /\s(?:est|sont|a|ont|propose|proposent|présente|présentent|permet|permettent|vise|visent|analyse|décrit|décrivent|montre|montrent|fait|rend|offre|aborde|explore|revient|dresse|étudie|met|donne|porte|constitue|s['’]\S+|qui|peut|peuvent|doit|était|ont été|a été|comprend|contient|rassemble|recense|apporte|interroge|souligne|identifie|détaille|explique|cherche|questionne|vous|nous)\s/iu.test(
        texte,
      )
    : mots > 30
}
