import type { Contexte } from './champs.ts'
import { parseCorps } from './corps.ts'
import { Decoupage, type Entree } from './entrees.ts'
import { computeEdition, formatCleRevue, formatItem } from './item.ts'
import type { Bibliographie, Ligne, Reference } from './modele.ts'
import { searchNumerotation } from './numeros.ts'
import { parseResume } from './resume.ts'
import { Sections } from './sections.ts'
import { parseSommaire } from './sommaire.ts'
import { LecteurTetes } from './tete.ts'
import { parseUnites, type Unite } from './unites.ts'

export type { Bibliographie, Incertitude, Ligne, Nature, Reference } from './modele.ts'

/** The first reading needs no more units than this to learn the habits of a document. */
const ECHANTILLON = 3000

/**
 * Recognises the references of a document: a commented bibliography, a list of works cited, a list of sites.
 * Two readings: the first learns from the whole (order of names, titles of journals), the second uses it.
 * Pure, linear in the size of the text, never throws on any input.
 */
export function parseBibliographie(lignes: Ligne[]): Bibliographie {
  const { unites, mise } = parseUnites(lignes)
  const sommaire = parseSommaire(unites)
  const depart: Contexte = { ordre: 'nom', revues: new Set(), liste: false, signees: false }
  const numeros = searchNumerotation(unites, (u) => {
    const c = u.texte.length < 1200 ? parseCorps(u, depart) : null
    return c !== null && c.score >= 4
  })
  const decoupe = (contexte: Contexte, nombre: number): Decoupage => {
    const lues = unites.slice(0, nombre)
    const tetes: LecteurTetes = new LecteurTetes(lues, contexte, numeros, mise, (i) => decoupage.isSection(i))
    const decoupage = new Decoupage(lues, tetes, new Sections(sommaire.entrees, lues), sommaire.lignes)
    decoupage.parse()
    return decoupage
  }
  const contexte = computeContexte(decoupe(depart, ECHANTILLON).entrees, depart, Math.min(unites.length, ECHANTILLON))
  const { entrees, ecartes } = decoupe(contexte, unites.length)
  const sources = new Map<number, string[]>()
  for (const l of lignes) sources.set(l.n, [...(sources.get(l.n) ?? []), l.texte])
  const references = entrees.map((e, rang) => formatReference(e, rang, unites, contexte, sources))
  return { titre: searchTitre(unites), references, ecartes }
}

/** What the first reading teaches: majority order of names, names that carry volumes and issues. */
function computeContexte(entrees: readonly Entree[], depart: Contexte, nombre: number): Contexte {
  const voix = { nom: 0, prenom: 0 }
  const revues = new Set<string>()
  const editeurs = new Set<string>()
  for (const { champs } of entrees) {
    if (champs.ordre) voix[champs.ordre]++
    const { conteneur, editeurs: noms, sur } = computeEdition(champs, depart)
    if (conteneur !== null && !champs.hote) revues.add(formatCleRevue(conteneur))
    if (sur) for (const nom of noms) editeurs.add(formatCleRevue(nom))
  }
  for (const nom of editeurs) revues.delete(nom)
  const notices = entrees.filter((e) => e.nature === 'notice')
  const seules = notices.filter((e) => e.resume.length === 0 && e.derniere - e.premiere <= 1).length
  const signees = notices.filter((e) => e.champs.tete && e.champs.auteurs.length > 0).length
  return {
    ordre: voix.prenom > voix.nom ? 'prenom' : 'nom',
    revues,
    liste: seules >= 4 && seules >= 0.45 * nombre,
    signees: signees >= 4 && signees >= 0.4 * notices.length,
  }
}

function formatReference(
  e: Entree,
  rang: number,
  unites: readonly Unite[],
  contexte: Contexte,
  sources: ReadonlyMap<number, string[]>,
): Reference {
  const premiere = unites[e.premiere] as Unite
  const derniere = unites[e.derniere] as Unite
  const lu = e.resume.length > 0 ? parseResume(e.resume) : { resume: null, source: null }
  const { item, incertains } = formatItem(
    e.champs,
    contexte,
    { ligne: premiere.n, nature: e.nature, sections: e.sections, resume: lu.resume, sourceResume: lu.source },
    `ref-${rang + 1}`,
  )
  const source: string[] = []
  for (let n = premiere.n; n <= derniere.fin; n++) source.push(...(sources.get(n) ?? []))
  return { item, debut: premiere.n, fin: derniere.fin, source: source.join('\n').trim(), incertains }
}

/** The document's own title: its first line that says something. */
function searchTitre(unites: readonly Unite[]): string | null {
  const premieres = unites.slice(0, 12)
  const marquee = premieres.find((u) => (u.niveau > 0 || u.toutGras) && u.texte.length > 8)
  const titre = (marquee ?? premieres.find((u) => u.texte.length > 8 && u.texte.length < 200))?.texte ?? null
  return titre === null || /^(?:au )?sommaire$/i.test(titre) ? null : titre.trim()
}
