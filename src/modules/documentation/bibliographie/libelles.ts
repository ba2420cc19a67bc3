import type { ItemCsl } from '../csl.ts'
import { formatSimple } from './prenoms.ts'

type TypeCsl = ItemCsl['type']

/** Type labels that French documentation centres print, and the CSL type of each. Keys without accents, singular. */
const LIBELLES: [string, TypeCsl][] = [
  ['article de presse|article de journal', 'article-newspaper'],
  [
    'article de revue|article de periodique|article|periodique|revue|numero special|numero|dossier de revue',
    'article-journal',
  ],
  ['chapitre d.ouvrage|chapitre|contribution', 'chapter'],
  ['ouvrage collectif|ouvrage|livre|monographie|manuel|recueil|essai|bande dessinee|album', 'book'],
  [
    'rapport d.information|rapport d.etude|rapport d.activite|rapport de recherche|rapport public|rapport final|rapport d.evaluation|rapport|etude|enquete|synthese documentaire|synthese|avis|recommandations?|referentiel|diagnostic|evaluation|note de synthese|document de travail',
    'report',
  ],
  ['guide pratique|guide methodologique|guide|kit|boite a outils|fiche pratique|fiche|memo', 'book'],
  ['actes de colloque|actes de seminaire|actes de journee|actes|colloque|communication|conference', 'paper-conference'],
  [
    'these de doctorat(?: en [a-z ]+)?|these d.exercice(?: [a-z ]+)?|these|memoire de master(?: [a-z0-9 ]+)?|memoire de recherche|memoire',
    'thesis',
  ],
  [
    'dossier documentaire|dossier thematique|dossier technique|dossier de presse|dossier pedagogique|dossier|document|texte integral|outil pedagogique|outil|jeu de (?:cartes|plateau|societe|role)|jeu|mallette(?: pedagogique)?|malle|classeur|coffret|exposition|photolangage|quiz|escape game|cd-rom|application(?: mobile)?|plaidoyer|manifeste|charte',
    'document',
  ],
  ['brochure|depliant|plaquette|livret|flyer', 'pamphlet'],
  ['affiche|infographie|carte|poster', 'graphic'],
  [
    'page internet|page web|site internet|site web|site|page|en ligne|ressource en ligne|ressource electronique|blog|billet de blog',
    'webpage',
  ],
  ['video|film|documentaire|webinaire|replay|dvd|webconference', 'motion_picture'],
  ['podcast|emission de radio|emission|radio|serie audio|audio', 'broadcast'],
  [
    'texte de loi|texte juridique|texte officiel|texte legislatif|loi|decret|circulaire|instruction|arrete|ordonnance|legislation',
    'legislation',
  ],
  ['bibliographie|selection bibliographique|bibliographie commentee', 'document'],
  ['communique de presse|lettre d.information|newsletter', 'document'],
]
const MOTIFS = LIBELLES.map(([mots, type]) => ({ motif: new RegExp(`^(?:${mots})s?$`), type }))

/** First words of the labels, to refuse the rest at once. */
const PREMIERS = new Set(
  LIBELLES.flatMap(([mots]) => mots.split('|').map((m) => (/^\p{L}+/u.exec(m)?.[0] ?? '').replace(/s$/, ''))),
)

/** The CSL type that a label announces ("Rapport", "[Page internet]", "Articles"), or null when it is no label. */
export function parseLibelle(texte: string): { libelle: string; type: TypeCsl; pluriel: boolean } | null {
  const net = texte
    .trim()
    .replace(/^[[(]\s*|\s*[\])]$/g, '')
    .replace(/\s*[:.]$/, '')
  if (net.length > 40) return null
  const premier = formatSimple(/^\p{L}+/u.exec(net)?.[0] ?? '').replace(/s$/, '')
  if (!PREMIERS.has(premier)) return null
  const simple = formatSimple(net).replace(/’/g, "'")
  for (const { motif, type } of MOTIFS) {
    const singulier = simple.replace(/^(\p{L}+?)s\b/u, '$1')
    if (motif.test(simple) || motif.test(singulier))
      return {
        libelle: texte.trim().replace(/\s*:$/, ''),
        type,
        pluriel: /^\p{L}+s\b/u.test(simple) && !/^(?:actes|memo)/.test(simple),
      }
  }
  return null
}

const CROCHETS = /\s*\[([\p{L}][\p{L}’' -]{2,38})\]\s*/u
/** Where the document is, not what it is. */
export const SUPPORT =
  /\s*\[(?:internet|en ligne|online|ressource [ée]lectronique|texte imprim[ée]|pdf)\](?=[\s.,]|$)/iu
const CROCHETS_EXCLUS = /^(?:r[ée]sum[ée]|pr[ée]sentation|disponible|en ligne|consult|s\.?\s?l|s\.?\s?n)/i

/** "[Thèse de doctorat, Université de Nantes]": the label, and who awarded the degree. */
const DIPLOME = /\s*\[((?:th[èe]se|m[ée]moire|master|habilitation)[^,\][]{0,70})(?:,\s*([^\][]{3,140}))?\]/iu

export function searchDiplome(
  texte: string,
): { libelle: string; etablissement: string | null; debut: number; fin: number } | null {
  const m = DIPLOME.exec(texte)
  return m
    ? {
        libelle: `[${(m[1] as string).trim()}]`,
        etablissement: m[2]?.trim() ?? null,
        debut: m.index,
        fin: m.index + m[0].length,
      }
    : null
}

/** Takes a label in square brackets out of a title: "L’atlas des CPTS [Page internet]". */
export function searchLibelleCrochets(
  texte: string,
): { libelle: string; type: TypeCsl; debut: number; fin: number } | null {
  const m = CROCHETS.exec(texte)
  if (!m || CROCHETS_EXCLUS.test(m[1] as string)) return null
  const lu = parseLibelle(m[1] as string)
  return lu
    ? { libelle: `[${(m[1] as string).trim()}]`, type: lu.type, debut: m.index, fin: m.index + m[0].length }
    : null
}

/** A label that ends a title after a full stop or a colon: "… du système de santé. Synthèse documentaire". */
export function searchLibelleFinal(titre: string): { libelle: string; type: TypeCsl } | null {
  const m = /(?:[.?!:]|,)\s+([^.?!:,]{4,60})$/u.exec(titre)
  if (!m) return null
  const brut = (m[1] as string).trim()
  const sansNumero = brut.replace(/\s*n[°o].*$/i, '').trim()
  const lu = parseLibelle(sansNumero)
  // "un guide pratique" describes, "Guide pratique" labels.
  return lu && !lu.pluriel ? { libelle: sansNumero, type: lu.type } : null
}

/** Laws and orders, whose title holds their number and date. */
const JURIDIQUE =
  /^(?:(?:projet|proposition) de loi|lois?|ordonnance|d[ée]cret|arr[êe]t[ée]|circulaire|instruction|directive|r[èe]glement|d[ée]lib[ée]ration|note d['’]information|avis relatif|article [LRD][. ]?\s?\d|code d[eu])(?!\p{L})/iu

/** True for a legal text cited by its official title. */
export function isJuridique(titre: string): boolean {
  if (!JURIDIQUE.test(titre)) return false
  return /n[°o]\s?[\dA-Z]|\bdu \d{1,2}(?:er)?\s\p{L}+\s\d{4}|^(?:article|code|projet|proposition|avis relatif)/iu.test(
    titre,
  )
}
