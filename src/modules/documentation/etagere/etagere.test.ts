import { describe, expect, it } from 'vitest'
import { type Acteur, ROLES, type Role } from '#core/acteur.ts'
import { type Composition, formatCitationEntree, formatResume, listGroupes, listItems } from './composition.ts'
import { etagerePolicy } from './etagere.policy.ts'
import {
  canAccueillir,
  computeOrdre,
  type Etat,
  hasTransition,
  listLignesPlan,
  parseNumeros,
  type Section,
} from './etagere.ts'

const acteur = (role: Role, compte: string | null = 'moi'): Acteur => ({ compte, nom: null, role, session: null })
type Geste = 'lire' | 'modifier' | 'supprimer'

describe('rights', () => {
  const mienne = { etat: 'brouillon' as Etat, proprietaire: 'moi', supprimeeLe: null }
  const autre = { ...mienne, proprietaire: 'une autre' }
  const cibles = {
    'my draft': mienne,
    'my deleted one': { ...mienne, supprimeeLe: new Date() },
    'another’s draft': autre,
    'another’s shared': { ...autre, etat: 'partagee' as Etat },
    'another’s public': { ...autre, etat: 'publique' as Etat },
    'a deleted public one': { ...autre, etat: 'publique' as Etat, supprimeeLe: new Date() },
  }
  const contributeur: Record<Geste, readonly (keyof typeof cibles)[]> = {
    lire: ['my draft', 'my deleted one', 'another’s shared', 'another’s public'],
    modifier: ['my draft'],
    supprimer: ['my draft', 'my deleted one'],
  }
  const tous = Object.keys(cibles) as (keyof typeof cibles)[]
  const documentaliste: typeof contributeur = {
    lire: tous,
    modifier: ['my draft', 'another’s draft', 'another’s shared', 'another’s public'],
    supprimer: tous,
  }
  const attendus: Record<Role, typeof contributeur> = {
    visiteur: { lire: ['another’s public'], modifier: [], supprimer: [] },
    contributeur,
    coordinateur: contributeur,
    documentaliste,
    administrateur: documentaliste,
  }
  const table = ROLES.flatMap((role) => (['lire', 'modifier', 'supprimer'] as const).map((geste) => ({ role, geste })))
  it.each(table)('$role, $geste', ({ role, geste }) => {
    const permis = tous.filter((nom) => etagerePolicy.peut(acteur(role), geste, cibles[nom]))
    expect(permis).toEqual(attendus[role][geste])
  })
  it('an owner that is nobody is not every visitor', () => {
    const sans = { ...mienne, proprietaire: null }
    expect(etagerePolicy.peut(acteur('contributeur', null), 'modifier', sans)).toBe(false)
  })
  it.each(ROLES)('%s creates', (role) =>
    expect(etagerePolicy.peutParfois(acteur(role), 'creer')).toBe(role !== 'visiteur'),
  )
})

it.each<[Etat, Etat, boolean]>([
  ['brouillon', 'partagee', true],
  ['brouillon', 'publique', true],
  ['partagee', 'brouillon', true],
  ['publique', 'partagee', true],
  ['publique', 'brouillon', false],
])('from %s to %s: %s', (de, vers, attendu) => expect(hasTransition(de, vers)).toBe(attendu))

it.each([
  ['the first up stays', [1, 2, 3], 1, 'monter', [1, 2, 3]],
  ['the second up', [1, 2, 3], 2, 'monter', [2, 1, 3]],
  ['the second down', [1, 2, 3], 2, 'descendre', [1, 3, 2]],
  ['the last down stays', [1, 2, 3], 3, 'descendre', [1, 2, 3]],
  ['a stranger changes nothing', [1, 2], 9, 'monter', [1, 2]],
] as const)('order: %s', (_nom, ids, id, sens, attendu) => expect(computeOrdre(ids, id, sens)).toEqual(attendu))

describe('a plan', () => {
  const section = (id: number, parent: number | null, rang: number): Section => ({
    ...{ id, parent, rang, titre: `S${id}`, introduction: null },
  })
  const sections = [section(1, null, 2), section(2, null, 1), section(3, 1, 1), section(4, 3, 1)]
  it('reads parents before children, numbered', () => {
    expect(listLignesPlan(sections).map((l) => `${l.numero} ${l.titre} (${l.niveau})`)).toEqual([
      '1 S2 (1)',
      '2 S1 (1)',
      '2.1 S3 (2)',
      '2.1.1 S4 (3)',
    ])
  })
  it.each([
    ['a new one at the top', null, null, true],
    ['a new one at the third level', 3, null, true],
    ['a new one at the fourth level', 4, null, false],
    ['one under itself', 1, 1, false],
    ['one under its own child', 4, 1, false],
    ['one with two levels under another', 2, 1, false],
    ['one with one level under another', 2, 3, true],
  ])('%s', (_nom, parent, id, attendu) => expect(canAccueillir(sections, parent, id)).toBe(attendu))
})

it.each([
  ['12', [12], []],
  ['n° 12, N°13\n14;14', [12, 13, 14], []],
  ['https://exemple.fr/documentation/notices/7?style=apa#citer /documentation/notices/8', [7, 8], []],
  ['12 douze 0 https://exemple.fr/12', [12], ['douze', '0', 'https://exemple.fr/12']],
  [' \n ', [], []],
])('numbers pasted: %s', (texte, numeros, illisibles) => expect(parseNumeros(texte)).toEqual({ numeros, illisibles }))

describe('a shelf in reading order', () => {
  const entree = (id: number, note: string | null = null) => ({
    item: {
      id,
      type: 'report' as const,
      title: `Titre ${id}`,
      URL: 'https://exemple.fr/a',
      abstract: 'Un résumé.',
      custom: { sourceResume: 'éditeur' },
    },
    note,
  })
  const composition: Composition = {
    titre: 'T',
    sousTitre: null,
    introduction: null,
    auteurs: null,
    couverture: null,
    date: null,
    licence: null,
    presentation: 'ireps-bfc',
    avecResumes: true,
    avecLiens: true,
    avecNumeros: true,
    planNumerote: true,
    entrees: [entree(9)],
    sections: [
      {
        ...{ titre: 'Un', introduction: null, entrees: [entree(8)] },
        sections: [{ titre: 'Un un', introduction: null, entrees: [entree(7, 'À lire')], sections: [] }],
      },
      { titre: 'Deux', introduction: null, entrees: [entree(6)], sections: [] },
    ],
  }
  it('numbers headings by level and references through the whole', () => {
    expect(listGroupes(composition).map((g) => [g.numero, g.ancre, g.niveau, g.entrees.map((e) => e.numero)])).toEqual([
      ['', '', 0, [1]],
      ['1', 's-1', 1, [2]],
      ['1.1', 's-1-1', 2, [3]],
      ['2', 's-2', 1, [4]],
    ])
  })
  it('gives items with their place', () => {
    expect(listItems(composition).map((i) => [i.id, i.custom])).toEqual([
      [9, { sourceResume: 'éditeur', sections: [] }],
      [8, { sourceResume: 'éditeur', sections: ['Un'] }],
      [7, { sourceResume: 'éditeur', sections: ['Un', 'Un un'], note: 'À lire' }],
      [6, { sourceResume: 'éditeur', sections: ['Deux'] }],
    ])
  })
  it('prints abstracts and addresses as the shelf says', () => {
    const [premiere = entree(0)] = composition.entrees
    expect(formatResume(premiere, composition)).toBe('Un résumé. [Résumé\u00a0éditeur]')
    expect(formatResume(premiere, { ...composition, avecResumes: false })).toBeNull()
    expect(formatCitationEntree(premiere, composition).html).toContain('href="https://exemple.fr/a"')
    expect(formatCitationEntree(premiere, { ...composition, avecLiens: false }).texte).not.toContain('exemple.fr')
  })
})
