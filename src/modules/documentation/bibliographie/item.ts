import type { DateCsl, ItemCsl } from '../csl.ts'
import { computeRoles } from './adresse.ts'
import type { Champs, Contexte } from './champs.ts'
import type { PartiesDate } from './dates.ts'
import { isJuridique } from './libelles.ts'
import { formatUrl } from './marques.ts'
import type { Incertitude, Nature } from './modele.ts'
import { computeNom } from './organismes.ts'
import { formatSimple } from './prenoms.ts'

/** What the place of the reference in the document adds to its fields. */
export interface Situation {
  ligne: number
  nature: Nature
  sections: string[]
  resume: string | null
  sourceResume: string | null
}

/** Key under which journals are remembered in a document. */
export function formatCleRevue(nom: string): string {
  return formatSimple(nom)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

function formatDate(date: PartiesDate): DateCsl {
  return { 'date-parts': [date] }
}

/** Journal and publishers, from the imprint or the host. */
export function computeEdition(
  c: Champs,
  contexte: Contexte,
): { conteneur: string | null; editeurs: string[]; sur: boolean } {
  if (c.hote) {
    const hote = c.hote.adresse
    return { conteneur: c.hote.titre, editeurs: hote ? hote.noms : [], sur: true }
  }
  if (!c.adresse) return { conteneur: null, editeurs: [], sur: true }
  const signe = c.auteurs.some((n) => n.family) && !c.juridique
  return computeRoles(c.adresse, {
    signe,
    dateDuJour: (c.date ?? c.adresse.date)?.length === 3,
    revues: contexte.revues,
    cle: formatCleRevue,
  })
}

function computeType(c: Champs, conteneur: string | null, nature: Nature): ItemCsl['type'] {
  const a = c.adresse ?? c.hote?.adresse ?? null
  if (c.juridique || isJuridique(c.titre)) return 'legislation'
  if (c.hote)
    return c.hote.adresse && (c.hote.adresse.volume ?? c.hote.adresse.numero) !== null ? 'article-journal' : 'chapter'
  if (c.type) return c.type
  if (nature === 'site') return 'webpage'
  if (conteneur !== null) {
    if (a && (a.volume ?? a.numero ?? a.pages) !== null) return 'article-journal'
    return a?.date?.length === 3 ? 'article-magazine' : 'article-journal'
  }
  if (/\b(?:rapport|enqu[êe]te|[ée]tude|diagnostic|[ée]valuation|[ée]tat des lieux|baromètre)\b/i.test(c.titre))
    return 'report'
  if (/^(?:charte|d[ée]claration)\b/i.test(c.titre)) return 'document'
  if (a && a.nombrePages === null && a.lieux.length === 0 && (c.liens.present || a.date?.length === 3)) return 'webpage'
  if (
    a?.noms.some((n) =>
      /^(?:le |la |les |l['’])?(?:minist|agence|haut|inspection|direction|cour des|s[ée]nat|assembl[ée]e|observatoire|ors|drees|igas|ars|hcsp|has|inserm|oms)\b/iu.test(
        n,
      ),
    )
  )
    return 'report'
  if (a?.nombrePages) return 'book'
  return 'document'
}

/** A language that words of the title make plain; nothing where they do not. */
function computeLangue(titre: string): string | null {
  const mots = formatSimple(titre).split(/[^a-z]+/)
  const compte = (liste: string): number => {
    const connus = new Set(liste.split(' '))
    return mots.filter((m) => connus.has(m)).length
  }
  const fr = compte(
    'le la les l des du de un une et en pour sur dans par au aux d sante comment quels quelles que qui est',
  )
  const en = compte('the of and in for on to a with an from is health by towards how')
  if (fr >= 2 && fr > en * 2) return 'fr'
  return en >= 2 && en > fr * 2 ? 'en' : null
}

/** The first date, or a later one of the same year that also tells the month: "Nom (2013) … juin 2013, n° 424". */
function choosePlusPrecise(dates: readonly (PartiesDate | null | undefined)[]): PartiesDate | null {
  let choisie: PartiesDate | null = null
  for (const d of dates) if (d && (choisie === null || (d[0] === choisie[0] && d.length > choisie.length))) choisie = d
  return choisie
}

/** Builds the CSL item and the list of doubtful fields. */
export function formatItem(
  c: Champs,
  contexte: Contexte,
  s: Situation,
  id: string,
): { item: ItemCsl; incertains: Incertitude[] } {
  const incertains = [...c.incertains]
  const { conteneur, editeurs, sur } = computeEdition(c, contexte)
  const a = c.hote?.adresse ?? c.adresse
  const date = choosePlusPrecise([c.date, a?.date, c.hote?.date])
  const item: ItemCsl = { id, type: computeType(c, conteneur, s.nature), title: c.titre }
  if (c.auteurs.length > 0) item.author = c.auteurs
  const directeurs = c.hote?.auteurs ?? []
  if (directeurs.length > 0) item.editor = directeurs
  if (conteneur !== null) item['container-title'] = conteneur
  if (editeurs.length > 0) item.publisher = editeurs.join(' ; ')
  if (a) {
    if (a.lieux.length > 0) item['publisher-place'] = a.lieux.join(' ; ')
    if (a.volume !== null) item.volume = a.volume
    if (a.numero !== null) item.issue = a.numero
    if (a.pages !== null) item.page = a.pages
    if (a.nombrePages !== null) item['number-of-pages'] = a.nombrePages
    if (a.collection !== null) item['collection-title'] = a.collection
    if (a.edition !== null) item.edition = a.edition
  }
  if (date) item.issued = formatDate(date)
  else if (s.nature === 'notice' && !c.sansDate && !a?.sansDate)
    incertains.push({ champ: 'issued', raison: 'Aucune date n’a été reconnue.' })
  addLiens(item, c)
  if (c.type && c.libelle && item.type !== c.type) item.genre = c.libelle
  const langue = computeLangue(c.titre)
  if (langue) item.language = langue
  if (s.resume) item.abstract = s.resume
  item.custom = {
    ligne: s.ligne,
    nature: s.nature,
    sections: s.sections,
    libelle: c.libelle,
    etAl: c.etAl,
    resume: s.resume !== null && s.resume !== '',
    sourceResume: s.sourceResume,
  }
  if (!sur)
    incertains.push({
      champ: conteneur ? 'container-title' : 'publisher',
      raison: 'Revue ou éditeur ? La notice ne le dit pas nettement.',
    })
  for (const nom of editeurs)
    if (computeNom(nom) < -1) incertains.push({ champ: 'publisher', raison: 'Ce nom d’éditeur est inhabituel.' })
  if (c.titre.length > 300)
    incertains.push({ champ: 'title', raison: 'Titre très long : il contient peut-être d’autres éléments.' })
  return { item, incertains }
}

function addLiens(item: ItemCsl, c: Champs): void {
  const { url, doi, isbn, issn, pmid, consulte } = c.liens
  const nette = url === null ? '' : formatUrl(url)
  if (nette !== '') item.URL = nette
  if (doi !== null) item.DOI = doi
  if (isbn !== null) item.ISBN = isbn
  if (issn !== null) item.ISSN = issn
  if (pmid !== null) item.PMID = pmid
  if (consulte !== null) item.accessed = formatDate(consulte)
}
