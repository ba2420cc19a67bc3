import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createEntree } from '../glossaire/ecriture.queries.ts'
import type { Pret } from '../notice/exemplaire.ts'
import { createNotice } from '../notice/notice.queries.ts'
import type { ContenuNotice } from '../notice/notice.ts'
import { type Resultat, searchNotices } from './recherche.queries.ts'
import { schemaCriteres } from './recherche.ts'

export const THEMES = ['litteratie', 'tabac', 'alcool', 'sante-mentale']
const PUBLICS = ['jeunes', 'femmes-enceintes', 'professionnels']
const DETERMINANTS = ['logement', 'revenus']
const MILIEUX = ['ecole', 'quartier']

/** Every kth value, so that the lists cross in all ways without chance. */
const choisir = <T>(liste: readonly T[], rang: number): T[] => liste.filter((_, i) => (rang >> i) % 2 === 1)

export const TITRES = [
  'Lire une ordonnance sans peur',
  'La littératie en santé, mode d’emploi fictif',
  'Aller-vers : sept quartiers, une caravane',
  'Aller vers les habitants du plateau imaginaire',
  'Une communauté professionnelle territoriale de santé en montagne',
  'Les CPTS vues par leurs coordinatrices',
  'Cœur et œdème : manuel inventé',
  'CŒURS VAILLANTS',
  'Sevrage du tabac au foyer des Glycines',
  'Tabac et alcool chez les lycéens de Nullepart',
  'Dormir : le sommeil des tout-petits',
  'Les écrans et le sommeil',
  'Professionnel·les de l’enfance en réseau',
  'Bilan 2019-2021 d’une action fictive',
  'Enquête sur les inégalités sociales',
]

/** Copies in every state, and none. */
const PRETS: readonly Pret[][] = [
  [],
  [{ centre: 'Ireps fictive', cote: 'PS 12.4', note: null, statut: 'disponible' }],
  [{ centre: 'Centre d’Exemple', cote: 'B/7', note: null, statut: 'consultation' }],
  [
    { centre: 'Ireps fictive', cote: 'PS 13', note: null, statut: 'perdu' },
    { centre: 'Centre d’Exemple', cote: null, note: 'caution', statut: 'prete', support: 'jeu' },
  ],
  [{ centre: 'Médiathèque fictive', cote: null, note: null }],
]
const createPrets = (i: number): Pret[] => PRETS[i % PRETS.length] ?? []

export function createContenu(i: number): ContenuNotice {
  const auteurs = [
    [{ family: 'Dupont', given: 'Élise' }],
    [{ literal: 'Haute Autorité de santé' }],
    [
      { family: 'Martin', given: 'Jean' },
      { family: 'Dupond', given: 'Rose' },
    ],
    [],
  ][i % 4]
  return {
    nature: ['rapport', 'article', 'guide'][i % 3] ?? 'rapport',
    csl: {
      id: String(i),
      type: 'report',
      title: TITRES[i] ?? `Cahier fictif numéro ${i}`,
      ...(auteurs?.length && { author: auteurs }),
      publisher: 'Éditions du Lac inventé',
      issued: { 'date-parts': [[2015 + (i % 6), 1 + (i % 12)]] },
      language: i % 5 === 0 ? 'en' : 'fr-FR',
    },
    resume: i === 8 ? 'On y parle de <b>sevrage</b> & d’entraide.' : i === 9 ? 'Rien sur le sommeil.' : null,
    resumeSource: null,
    themes: choisir(THEMES, i),
    publics: choisir(PUBLICS, i >> 1),
    determinants: choisir(DETERMINANTS, i >> 2),
    milieux: choisir(MILIEUX, i >> 3),
    enLigne: i % 2 === 0,
    prets: createPrets(i),
    provenance: null,
  }
}

/** Invented notices in all crossings of their facets. */
export const NOTICES = Array.from({ length: 32 }, (_, i) => createContenu(i))
const SIGLES = [
  { sigle: 'CPTS', formeLongue: 'communauté professionnelle territoriale de santé' },
  { sigle: 'HAS', formeLongue: 'Haute Autorité de santé' },
]

/** What a query receives. */
export type Parametres = Record<string, string | string[]>

/** Parameters of an address as the HTTP layer gives them: repeated names are lists. */
export function parseAdresse(adresse: string): Parametres {
  const params = new URLSearchParams(adresse)
  const lire = (nom: string) => {
    const valeurs = params.getAll(nom)
    return valeurs.length > 1 ? valeurs : (valeurs[0] ?? '')
  }
  return Object.fromEntries([...new Set(params.keys())].map((nom) => [nom, lire(nom)]))
}

export interface Catalogue {
  base: BaseDeTest
  ctx: Ctx
  /** Ids in the order of `NOTICES`. */
  ids: number[]
  search(adresse: string): Promise<Resultat>
}

/** A database that holds the invented notices and two acronyms. Close `base`. */
export async function openCatalogue(): Promise<Catalogue> {
  const base = await createBaseDeTest()
  const origine = { requete: crypto.randomUUID(), ip: null }
  const ctx: Ctx = { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine }
  const ids: number[] = []
  for (const contenu of NOTICES) ids.push((await createNotice(ctx, contenu)) ?? 0)
  const vide = { variantes: [], theme: null, termesLies: [], definitions: [] }
  for (const s of SIGLES) await createEntree(ctx, { terme: s.formeLongue, ...s, ...vide }, { geste: 'import' })
  return { base, ctx, ids, search: (adresse) => searchNotices(ctx, schemaCriteres.parse(parseAdresse(adresse))) }
}
