import { describe, expect, it } from 'vitest'
import type { Service } from '../service/service.ts'
import type { Structure } from '../structure/structure.ts'
import {
  computeBadge,
  computeDescription,
  computeFraicheur,
  computeMiseAJour,
  computeScoreService,
  computeScoreStructure,
  isAVerifier,
} from './score.ts'

const maintenant = new Date('2026-06-01T10:00:00Z')

const lieu = {
  adresse: '1 rue fictive',
  commune: '04070',
  telephone: '0400000000',
  courriel: 'a@exemple.fr',
  description: null,
  source: 'saisie',
  sourceMaj: null,
  verifieLe: '2026-05-01',
  creeLe: new Date('2020-01-01'),
  modifieLe: new Date('2020-01-01'),
} as Structure
const nu = { ...lieu, adresse: null, telephone: null, courriel: null, verifieLe: null } as Structure

const complet = {
  description: 'd'.repeat(200),
  themes: ['sante-mentale'],
  thematiquesDi: [],
  publics: ['adultes'],
  publicsDi: [],
  frais: 'gratuit',
  fraisPrecisions: null,
  modesAccueil: ['en-presentiel'],
  modesMobilisation: ['telephoner', 'envoyer-un-courriel', 'se-presenter'],
  mobilisablePar: ['usagers'],
  telephone: null,
  courriel: null,
  contact: null,
  source: 'saisie',
  sourceMaj: null,
  verifieLe: null,
  creeLe: new Date('2026-05-01'),
  modifieLe: new Date('2026-05-01'),
} as unknown as Service

const getCritere = (service: Partial<Service>, nom: string, chez = lieu): number | undefined =>
  computeScoreService({ ...complet, ...service }, chez, maintenant).criteres.find((c) => c.nom === nom)?.valeur

describe('each criterion', () => {
  it.each<[string, Partial<Service>, Structure, number | undefined]>([
    ['Adresse', {}, lieu, 1],
    ['Adresse', {}, nu, 0],
    ['Adresse', { modesAccueil: ['a-distance'], modesMobilisation: ['telephoner'] }, nu, undefined],
    ['Adresse', { modesAccueil: [], modesMobilisation: ['se-presenter'] }, nu, 0],
    ['Téléphone', {}, lieu, 1],
    ['Téléphone', {}, nu, 0],
    ['Téléphone', { telephone: '0411111111' }, nu, 1],
    ['Téléphone', { modesMobilisation: [] }, nu, undefined],
    ['Courriel', {}, nu, 0],
    ['Courriel', { courriel: 'b@exemple.fr' }, nu, 1],
    ['Courriel', { modesMobilisation: ['telephoner'] }, nu, undefined],
    ['Comment y accéder', {}, lieu, 1],
    ['Comment y accéder', { mobilisablePar: [] }, lieu, 0.5],
    ['Comment y accéder', { modesMobilisation: [], mobilisablePar: [] }, lieu, 0],
    ['Thèmes', {}, lieu, 1],
    ['Thèmes', { themes: [] }, lieu, 0],
    ['Thèmes', { themes: [], thematiquesDi: ['sante--sante-mentale'] }, lieu, 1],
    ['Publics', { publics: [] }, lieu, 0],
    ['Publics', { publics: [], publicsDi: ['seniors'] }, lieu, 1],
    ['Contact', {}, lieu, 1],
    ['Contact', {}, nu, 0],
    ['Contact', { contact: 'Le secrétariat' }, nu, 1],
    ['Description', { description: 'd'.repeat(49) }, lieu, 0],
    ['Coût', {}, lieu, 1],
    ['Coût', { frais: 'payant' }, lieu, 0.5],
    ['Coût', { frais: 'payant', fraisPrecisions: '10 euros' }, lieu, 1],
    ['Coût', { frais: null, fraisPrecisions: '10 euros' }, lieu, 0.5],
    ['Coût', { frais: null }, lieu, 0],
  ])('%s %j', (nom, service, chez, attendu) => expect(getCritere(service, nom, chez)).toBe(attendu))

  it.each([
    [49, 0],
    [50, 0.5],
    [199, 0.5],
    [200, 1],
    [1999, 1],
    [2000, 0.5],
  ])('a description of %i characters', (longueur, attendu) =>
    expect(computeDescription('d'.repeat(longueur))).toBe(attendu),
  )

  it.each([
    ['2026-05-31', 1],
    ['2025-12-15', 1],
    ['2024-06-01', 0],
    ['2010-01-01', 0],
  ])('freshness of %s', (date, attendu) => expect(computeFraicheur(date, maintenant)).toBe(attendu))
  it('freshness falls in a straight line', () =>
    expect(computeFraicheur('2025-03-01', maintenant)).toBeCloseTo((730 - 457.4) / 547.5, 2))

  it.each([
    ['what a source said', { source: 'finess', sourceMaj: '2024-01-01', verifieLe: null }, '2024-01-01'],
    ['a verification since', { source: 'finess', sourceMaj: '2024-01-01', verifieLe: '2025-03-01' }, '2025-03-01'],
    ['what was typed', { source: 'saisie', verifieLe: null, modifieLe: new Date('2025-07-01') }, '2025-07-01'],
    [
      'an import that touched it',
      { source: 'finess', sourceMaj: '2024-01-01', verifieLe: null, modifieLe: new Date('2026-01-01') },
      '2024-01-01',
    ],
  ])('is dated by %s', (_nom, fiche, attendu) => expect(computeMiseAJour({ ...lieu, ...fiche })).toBe(attendu))
})

describe('the score', () => {
  it('is 1 where all is said', () => {
    const score = computeScoreService(complet, lieu, maintenant)
    expect(score.valeur).toBe(1)
    expect(score.criteres.every((c) => c.conseil === null)).toBe(true)
  })
  it('is a mean of what applies, to two decimals', () => {
    const { valeur, criteres } = computeScoreService(
      { ...complet, frais: null, themes: [], modesMobilisation: ['telephoner'] },
      lieu,
      maintenant,
    )
    expect(criteres).toHaveLength(9)
    expect(valeur).toBe(0.78)
    expect(criteres.filter((c) => c.conseil).map((c) => c.nom)).toEqual(['Thèmes', 'Coût'])
  })
  it('of a structure is the mean of its services', () => {
    const { valeur, criteres } = computeScoreStructure(lieu, [complet, { ...complet, themes: [] }], maintenant)
    expect(valeur).toBe(0.95)
    expect(criteres.find((c) => c.nom === 'Thèmes')).toMatchObject({ valeur: 0.5, conseil: expect.any(String) })
  })
  it('of a structure without service asks for one', () =>
    expect(computeScoreStructure(nu, [], maintenant).criteres.map((c) => c.nom)).toContain('Services'))
  it.each([
    [0.75, 'succes'],
    [0.74, 'attention'],
    [0.5, 'attention'],
    [0.49, 'erreur'],
  ])('%d is told', (valeur, ton) => expect(computeBadge({ valeur }).ton).toBe(ton))
  it.each([
    [null, true],
    ['2025-05-31', true],
    ['2025-06-01', false],
  ])('verified %s is to be verified again: %s', (date, attendu) => expect(isAVerifier(date, maintenant)).toBe(attendu))
})
