import { describe, expect, it } from 'vitest'
import { addJours, addMois, computeEcheances, formatDelai, getEtatEcheance, type MissionSuivie } from './echeance.ts'
import { computeTaille, type ReglageLu } from './taille.ts'
import type { TypeDispositif } from './type.ts'
import { getType } from './types.ts'

const cpts = getType('cpts') as TypeDispositif

describe('calendar months', () => {
  it.each([
    ['2023-08-31', 6, '2024-02-29'],
    ['2024-08-31', 6, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-11-15', 2, '2025-01-15'],
    ['2024-12-31', 12, '2025-12-31'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-01-15', -1, '2023-12-15'],
    ['2024-01-15', 0, '2024-01-15'],
  ])('%s and %i months = %s', (date, mois, attendu) => expect(addMois(date, mois)).toBe(attendu))

  it('days cross months and years', () => {
    expect([addJours('2024-12-31', 1), addJours('2024-03-01', -1)]).toEqual(['2025-01-01', '2024-02-29'])
  })
})

const mission = (slug: string, etat: MissionSuivie['etat']): MissionSuivie => ({
  mission: slug,
  etat,
  debut: null,
  deploiement: null,
  note: null,
})
const signee = { etape: 'signature-aci', date: '2023-08-31' }
const dues = (vie: Partial<Parameters<typeof computeEcheances>[1]>, jusqu: string) =>
  computeEcheances(cpts, { etapes: [signee], missions: [], fin: null, ...vie }, jusqu).map((e) => [e.date, e.libelle])

describe('what a CPTS has to do', () => {
  it('nothing before its contract', () => {
    expect(dues({ etapes: [{ etape: 'projet-sante', date: '2023-01-01' }] }, '2030-01-01')).toEqual([])
  })

  it('missions start and deploy, each year is reported, the contract ends', () => {
    expect(dues({}, '2024-10-01')).toEqual([
      ['2024-02-29', 'Accès aux soins\u00a0: démarrage'],
      ['2024-02-29', 'Réponse aux crises sanitaires graves\u00a0: démarrage'],
      ['2024-08-31', 'Actions coordonnées de prévention\u00a0: démarrage'],
      ['2024-08-31', 'Dialogue de gestion annuel, année 1'],
      ['2024-08-31', 'Parcours pluriprofessionnels autour du patient\u00a0: démarrage'],
      ['2024-08-31', 'Rapport d’activité, année 1'],
      ['2025-02-28', 'Accès aux soins\u00a0: déploiement complet'],
      ['2025-02-28', 'Réponse aux crises sanitaires graves\u00a0: déploiement complet'],
      ['2025-08-31', 'Actions coordonnées de prévention\u00a0: déploiement complet'],
      ['2025-08-31', 'Dialogue de gestion annuel, année 2'],
      ['2025-08-31', 'Parcours pluriprofessionnels autour du patient\u00a0: déploiement complet'],
      ['2025-08-31', 'Rapport d’activité, année 2'],
      ['2028-08-31', 'Renouvellement'],
    ])
  })

  it('what is done is not asked again', () => {
    const missions = [mission('acces-soins', 'demarree'), mission('crises', 'deployee'), mission('parcours', 'arretee')]
    const etapes = [
      signee,
      { etape: 'rapport-annuel', date: '2024-11-20' },
      { etape: 'dialogue-gestion', date: '2024-06-01' },
    ]
    expect(dues({ missions, etapes }, '2024-10-01').filter(([, l]) => !/prévention/.test(l ?? ''))).toEqual([
      ['2025-02-28', 'Accès aux soins\u00a0: déploiement complet'],
      ['2025-08-31', 'Dialogue de gestion annuel, année 2'],
      ['2025-08-31', 'Rapport d’activité, année 2'],
      ['2028-08-31', 'Renouvellement'],
    ])
  })

  it('a year that nobody reported stays due, though the next one was', () => {
    const etapes = [signee, { etape: 'rapport-annuel', date: '2025-08-31' }]
    const rapports = dues({ etapes }, '2025-12-01').filter(([, l]) => l?.startsWith('Rapport'))
    expect(rapports).toEqual([
      ['2024-08-31', 'Rapport d’activité, année 1'],
      ['2026-08-31', 'Rapport d’activité, année 3'],
    ])
  })

  it('a renewed contract counts from its new signature, five anniversaries and no more', () => {
    const etapes = [{ etape: 'signature-aci', date: '2015-01-01' }, signee]
    const rapports = dues({ etapes }, '2040-01-01').filter(([, l]) => l?.startsWith('Rapport'))
    expect(rapports.map(([date]) => date)).toEqual([
      '2024-08-31',
      '2025-08-31',
      '2026-08-31',
      '2027-08-31',
      '2028-08-31',
    ])
  })

  it('nothing after its end', () => {
    expect(dues({ fin: '2024-01-01' }, '2024-10-01')).toEqual([])
  })

  it.each([
    ['2027-08-30', 'a-venir'],
    ['2027-08-31', 'proche'],
    ['2028-08-31', 'proche'],
    ['2028-09-01', 'retard'],
  ])('its end is told twelve months before: on %s, %s', (jour, etat) => {
    const fin = computeEcheances(cpts, { etapes: [signee], missions: [], fin: null }, '2024-10-01').at(-1)
    expect(fin && getEtatEcheance(fin, jour)).toBe(etat)
  })
})

describe('how long', () => {
  it.each([
    ['2024-06-10', 'aujourd’hui'],
    ['2024-06-11', 'dans 1 jour'],
    ['2024-06-07', 'en retard de 3 jours'],
    ['2024-12-10', 'dans 6 mois'],
    ['2021-06-01', 'en retard de 3 ans'],
  ])('%s is %s', (date, attendu) => {
    expect(formatDelai(date, '2024-06-10').replaceAll('\u00a0', ' ')).toBe(attendu)
  })
})

describe('size of a CPTS', () => {
  const reglages: ReglageLu[] = cpts.reglages.map((r) => ({ ...r, corrige: false }))
  it.each([
    [0, 1],
    [39_999, 1],
    [40_000, 2],
    [79_999, 2],
    [80_000, 3],
    [175_000, 3],
    [175_001, 4],
  ])('%i inhabitants: class %i', (population, rang) => {
    expect(computeTaille(cpts, reglages, population)).toEqual({ rang, classes: 4, aVerifier: true })
  })

  it('is not said without population, bound, or classes', () => {
    const sansBorne = reglages.map((r) => (r.cle === 'borne-3' ? { ...r, valeur: null } : r))
    expect(computeTaille(cpts, reglages, null)).toBeNull()
    expect(computeTaille(cpts, sansBorne, 50_000)).toBeNull()
    expect(computeTaille(getType('msp') as TypeDispositif, reglages, 50_000)).toBeNull()
  })

  it('follows the bounds that were corrected here', () => {
    const corriges = reglages.map((r) => (r.cle === 'borne-2' ? { ...r, valeur: 10_000 } : r))
    expect(computeTaille(cpts, corriges, 20_000)?.rang).toBe(2)
  })
})
