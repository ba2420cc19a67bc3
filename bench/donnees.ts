import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listTermes } from '#modules/vocabulaires/index.ts'

/** Numbers between 0 and 1, the same at every run (mulberry32, public domain algorithm by T. Ettinger). */
export function createHasard(graine: number): () => number {
  let etat = graine
  return () => {
    etat = (etat + 0x6d2b79f5) | 0
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const DEMO = join(import.meta.dirname, '../demo')

/**
 * Words of the field, the most frequent first, with how often each stands in the demonstration data: the shape of a
 * real distribution, « santé » in front.
 */
export function listMots(): { mot: string; nombre: number }[] {
  const nombres = new Map<string, number>()
  for (const fichier of ['notices.json', 'glossaire.json']) {
    // Of each "key": "value", the value alone.
    const textes = readFileSync(join(DEMO, fichier), 'utf8').replace(/"[\w-]+":/g, ' ')
    for (const [mot] of textes.toLowerCase().matchAll(/\p{L}{3,20}/gu)) nombres.set(mot, (nombres.get(mot) ?? 0) + 1)
  }
  return [...nombres].map(([mot, nombre]) => ({ mot, nombre })).sort((a, b) => b.nombre - a.nombre)
}

const PRENOMS = 'Anne Paul Léa Hugo Inès Marc Zoé Karim Élise Jean Nora Luc Maud Théo Aïcha Yves Rose Omar Lise Noé'
const SYLLABES = 'ba bel cour dan du fon gar hau la len mar mon nor pel ri ron sau ter val ver'
const ORGANISMES =
  'Agence régionale fictive|Observatoire régional fictif de la santé|Fédération fictive d’éducation pour la santé|Institut fictif de prévention|Réseau fictif des CPTS'
const REVUES = 'La Santé fictive en action|Revue fictive de santé publique|Cahiers fictifs du territoire|Actes fictifs'

export interface LigneFictive {
  nature: string
  csl: Record<string, unknown>
  resume: string | null
  themes: string[]
  publics: string[]
  determinants: string[]
  milieux: string[]
  enLigne: boolean
}

/** Invented notices: words drawn from the field's distribution, titles that say they are fictitious. */
export function* createNotices(nombre: number): Generator<LigneFictive> {
  const hasard = createHasard(20_261_122)
  const entier = (max: number) => Math.floor(hasard() * max)
  const parmi = <T>(liste: readonly T[]): T => liste[entier(liste.length)] as T
  /** The head of a list comes more often than its tail. */
  const pente = <T>(liste: readonly T[]): T => liste[Math.floor(liste.length * hasard() ** 2.5)] as T
  const mots = listMots()
  const cumul: number[] = []
  for (const { nombre: n } of mots) cumul.push((cumul.at(-1) ?? 0) + n)
  const mot = (): string => {
    const seuil = hasard() * (cumul.at(-1) ?? 0)
    let [bas, haut] = [0, cumul.length - 1]
    while (bas < haut) {
      const milieu = (bas + haut) >> 1
      if ((cumul[milieu] ?? 0) < seuil) bas = milieu + 1
      else haut = milieu
    }
    return mots[bas]?.mot ?? ''
  }
  const phrase = (min: number, max: number): string => Array.from({ length: min + entier(max - min) }, mot).join(' ')
  const slugs = (vocabulaire: 'theme' | 'public' | 'determinant' | 'milieu', max: number): string[] => {
    const termes = listTermes(vocabulaire).map((t) => t.slug)
    return [...new Set(Array.from({ length: entier(max + 1) }, () => pente(termes)))]
  }
  const [prenoms, syllabes] = [PRENOMS.split(' '), SYLLABES.split(' ')]
  const [organismes, revues] = [ORGANISMES.split('|'), REVUES.split('|')]
  const natures = listTermes('nature').map((t) => t.slug)
  const nom = (): string => {
    const n = parmi(syllabes) + parmi(syllabes) + parmi(['', parmi(syllabes)])
    return n.charAt(0).toUpperCase() + n.slice(1)
  }
  for (let i = 0; i < nombre; i++) {
    const auteurs = Array.from({ length: entier(4) }, () =>
      hasard() < 0.2 ? { literal: pente(organismes) } : { family: nom(), given: parmi(prenoms) },
    )
    const titre = phrase(5, 13)
    yield {
      nature: pente(natures),
      csl: {
        id: String(i),
        type: 'document',
        title: `${titre.charAt(0).toUpperCase()}${titre.slice(1)} (notice fictive ${i})`,
        author: auteurs,
        'container-title': hasard() < 0.5 ? pente(revues) : undefined,
        publisher: hasard() < 0.3 ? pente(organismes) : undefined,
        issued: { 'date-parts': [[2026 - Math.floor(36 * hasard() ** 2), 1 + entier(12)]] },
        language: hasard() < 0.94 ? 'fr' : parmi(['en', 'es', 'de']),
      },
      resume: hasard() < 0.7 ? phrase(25, 60) : null,
      themes: slugs('theme', 3),
      publics: slugs('public', 2),
      determinants: slugs('determinant', 2),
      milieux: slugs('milieu', 1),
      enLigne: hasard() < 0.6,
    }
  }
}
