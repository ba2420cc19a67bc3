import { type PartiesDate, parseDate } from './dates.ts'
import { type Plage, removePlages, type Texte } from './marques.ts'

/** Identifiers and addresses taken out of a passage. */
export interface Liens {
  url: string | null
  doi: string | null
  isbn: string | null
  issn: string | null
  pmid: string | null
  consulte: PartiesDate | null
  /** An address, an empty link ("Consulter le document…") or an availability stands in the passage. */
  present: boolean
}

const AMORCE =
  /(?:[-–—.;,(>»|]\s*)*(?:[àa] l['’])?\b(?:(?:document |texte |article |rapport )?(?:disponible|accessible|consultable|t[ée]l[ée]chargeable|visible|[àa] t[ée]l[ée]charger|lire|voir|retrouver|[àa] consulter|(?:pour )?en savoir plus|plus d['’]informations?)(?: gratuitement)?(?: (?:en ligne|sur internet|sur le site(?: [^:<]{0,60})?|sur|via|[àa] l['’]adresse(?: suivante)?|ici))?|en ligne|acc[èe]s(?: (?:au document|au texte|en ligne|libre|internet))?|adresse(?: internet| url)?(?: suivante)?|url|lien(?: internet)?|site(?: internet| web)?|texte int[ée]gral|pdf|source|doi|web|consulter|t[ée]l[ée]charger|r[ée]cup[ée]r[ée] de|retrieved from|available (?:at|from))\s*(?:sur)?\s*:?\s*$/iu
const FLECHES = /\s*(?:>{1,3}|→|⇒|➔|»|:|\||\u2192)\s*$/u
const OBJET =
  '(?:document|article|rapport|site|page|texte|guide|base|atlas|vid[ée]o|podcast|dossier|[ée]tude|fiche|ressource|publication|pdf|suite|num[ée]ro|r[ée]sum[ée]|synth[èe]se|ouvrage|lien|outil|revue|enqu[êe]te|brochure|loi|d[ée]cret|notice|carte|infographie|affiche)s?'
const LIBELLE_LIEN = new RegExp(
  `^[\\s>→➔:([-]*(?:(?:pour )?(?:consulter|acc[ée]der|t[ée]l[ée]charger|lire|voir|visionner|[ée]couter|d[ée]couvrir|regarder)(?:(?: (?:[àa] |aux? )?(?:le |la |les |l['’]|ce |cette |cet )?${OBJET}(?![\\p{L}])[^.,:;]{0,40})?(?:\\.\\.\\.|…)?| (?:en ligne|ici|sur le site)[^.,:;]{0,30}| [^.,:;\\d]{1,40}(?:\\.\\.\\.|…))|(?:disponible|consultable|document|texte int[ée]gral) en ligne|en ligne|texte int[ée]gral|site (?:internet|web)|acc[èe]s (?:au|à la|à l['’]|aux) ?${OBJET}|lien vers [^.,;]{1,50}|pdf|cliquer ici|ici)(?: ?\\((?:pdf|docx?|html)[^()]{0,20}\\))?[\\s\\])…]*[.:]?$`,
  'iu',
)
const CONSULTE =
  /\s*[([]?\s*(?:date de consultation|derni[èe]re consultation|consult[ée]e?s?|page consult[ée]e|visit[ée]e?|accessed|cited|cit[ée])\s*(?:le|en|:|on)?\s*:?\s*(\d{1,2}(?:er)?[ ./-][\p{L}\d.]{1,9}[ ./-]\d{4}|\d{4}-\d\d-\d\d|\d{4} \p{L}{3,9}\.? \d{1,2}|\p{L}{3,9} \d{4})\s*[)\]]?\.?/iu
const DOI = /(?:\bdoi\s*:?\s*)?(?:https?:\/\/(?:dx\.)?doi\.org\/)?\b(10\.\d{4,9}\/[^\s"<>«»]+[^\s"<>«».,;)\]])/i
const ISBN = /[,;.(–—-]?\s*\bISBN(?:-1[03])?\s*:?\s*((?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])\)?/
const ISSN = /[,;.(–—-]?\s*\b(?:e-?)?ISSN(?:-L)?\s*:?\s*(\d{4}-?\d{3}[\dXx])\)?/
const PMID = /[,;.]?\s*\bPMID\s*:?\s*(\d{4,9})\b\.?/i
const DISPONIBLE_ENTRE_CROCHETS =
  /\s*\[\s*(?:disponible|consultable|empruntable|en ligne|cote|pr[êe]t)\b[^\]]{0,160}\]/iu
const COTE = /\s*(?:^|[.;–—-])\s*\bcote\s*:?\s*[\w .\-/]{2,30}$/i

function searchPlage(texte: string, forme: RegExp): (Plage & { valeur: string }) | null {
  const m = forme.exec(texte)
  return m ? { debut: m.index, fin: m.index + m[0].length, valeur: m[1] ?? m[0] } : null
}

/** True for the words of a link without an address: "Consulter le document…", "[Télécharger]". */
export function isLibelleLien(texte: string): boolean {
  return texte.length < 90 && LIBELLE_LIEN.test(texte)
}

/** Takes addresses, identifiers and consultation dates out of a text; what remains is the reference itself. */
export function removeLiens(t: Texte): { reste: Texte; liens: Liens } {
  const liens: Liens = { url: null, doi: null, isbn: null, issn: null, pmid: null, consulte: null, present: false }
  let reste = t
  const plages: Plage[] = []
  for (const lien of t.liens) {
    const imprime = t.texte.slice(lien.debut, lien.fin)
    const adresse = /^(?:https?:|www\.|doi)/i.test(imprime) || /@/.test(imprime)
    if (!adresse && !isLibelleLien(imprime) && lien.url !== '') {
      // A title that is itself a link keeps its words.
      liens.url ??= lien.url
      liens.present = true
      continue
    }
    liens.present = true
    if (lien.url !== '' && !/^mailto:/i.test(lien.url)) liens.url ??= lien.url
    plages.push({ debut: searchAmorce(t.texte, lien.debut), fin: lien.fin })
  }
  liens.doi = DOI.exec(liens.url ?? '')?.[1] ?? null
  reste = removePlages(reste, plages)
  const retire = (forme: RegExp): string | null => {
    const plage = searchPlage(reste.texte, forme)
    if (plage) reste = removePlages(reste, [plage])
    return plage?.valeur ?? null
  }
  const consulte = retire(CONSULTE)
  liens.consulte = consulte === null ? null : parseDate(consulte)
  liens.doi ??= retire(DOI)
  liens.isbn = retire(ISBN)?.replace(/\s+/g, '-') ?? null
  liens.issn = retire(ISSN)
  liens.pmid = retire(PMID)
  if (retire(DISPONIBLE_ENTRE_CROCHETS) !== null) liens.present = true
  retire(COTE)
  const fin = /\s*(?:[([]\s*[)\]]|<\s*>)\s*/.exec(reste.texte)
  if (fin) reste = removePlages(reste, [{ debut: fin.index, fin: fin.index + fin[0].length }])
  reste = removeFinLien(reste, liens)
  return { reste, liens }
}

/** Words of a link that stay at the end: "… 9 p. : Consulter le document…", "En ligne :". */
function removeFinLien(t: Texte, liens: Liens): Texte {
  let reste = t
  const phrase =
    /(?:^|[.;:,?!)»\]]\s*|\s)((?:\[?\s*(?:consulter|acc[ée]der|t[ée]l[ée]charger|voir|lire|visionner|[ée]couter)(?![\p{L}])[^.:;,]{0,40}(?:\.\.\.|…)\s*\]?)|\[(?:en ligne|disponible)[^\]]{0,60}\])\s*$/iu.exec(
      reste.texte,
    )
  if (phrase) {
    const debut =
      phrase.index +
      phrase[0].length -
      (phrase[0].trimStart().length - phrase[0].trimStart().indexOf(phrase[1] as string))
    reste = removePlages(reste, [{ debut, fin: reste.texte.length }])
    liens.present = true
  }
  const amorce = searchAmorce(reste.texte, reste.texte.length)
  if (amorce < reste.texte.length && /[:>]\s*$/.test(reste.texte)) {
    if (reste.texte.length - amorce > 4) liens.present = true
    reste = removePlages(reste, [{ debut: amorce, fin: reste.texte.length }])
  }
  return reste
}

/** Start of the words that announce an address ("Disponible sur :", ">>"), given where the address starts. */
function searchAmorce(texte: string, fin: number): number {
  const fenetre = Math.max(0, fin - 120)
  const avant = texte.slice(fenetre, fin)
  const m = AMORCE.exec(avant)
  if (m) return fenetre + m.index
  const fleche = FLECHES.exec(avant)
  return fleche ? fenetre + fleche.index : fin
}

/** Links of both, the first address found kept. */
export function joinLiens(a: Liens, b: Liens): Liens {
  return {
    url: a.url ?? b.url,
    doi: a.doi ?? b.doi,
    isbn: a.isbn ?? b.isbn,
    issn: a.issn ?? b.issn,
    pmid: a.pmid ?? b.pmid,
    consulte: a.consulte ?? b.consulte,
    present: a.present || b.present,
  }
}
