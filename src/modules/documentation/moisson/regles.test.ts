import { describe, expect, it } from 'vitest'
import { ROLES } from '#core/acteur.ts'
import { moissonPolicy } from './moisson.policy.ts'
import { type Connue, computeDepuis, computeProchaine, computeReessai, computeSort, mergePerdus } from './moisson.ts'
import { formatDemande } from './oai-client.formats.ts'

describe('what to do with a record', () => {
  const connue = (champs: Partial<Connue>): Connue => ({
    etat: 'versee',
    notice: 12,
    version: 1,
    versionNotice: 1,
    identique: false,
    retireeLe: null,
    ...champs,
  })
  it.each<[string, Connue | null, ReturnType<typeof computeSort>]>([
    ['never met', null, 'verser'],
    ['unchanged', connue({ identique: true }), 'garder'],
    ['changed, its notice as we wrote it', connue({}), 'modifier'],
    ['changed, its notice edited here', connue({ versionNotice: 2 }), 'comparer'],
    ['changed, linked to a notice that was there', connue({ version: null }), 'comparer'],
    ['changed again while it waits to be compared', connue({ etat: 'a-comparer', versionNotice: 2 }), 'comparer'],
    [
      'changed while it waits to be judged',
      connue({ etat: 'a-juger', notice: null, version: null, versionNotice: null }),
      'verser',
    ],
    ['set aside by a person', connue({ etat: 'ecartee', notice: null, version: null, versionNotice: null }), 'garder'],
    ['its notice taken out of the catalogue', connue({ versionNotice: null }), 'garder'],
  ])('%s', (_nom, record, sort) => expect(computeSort(record)).toBe(sort))
})

describe('times', () => {
  const MIDI = new Date('2026-03-01T12:00:00Z')
  const heures = (date: Date | null) => date && (date.getTime() - MIDI.getTime()) / 3_600_000
  it.each([
    ['manuelle', null],
    ['quotidienne', 24],
    ['hebdomadaire', 168],
    ['mensuelle', 720],
  ] as const)('%s: next in %s hours', (frequence, attendu) =>
    expect(heures(computeProchaine(frequence, MIDI))).toBe(attendu),
  )

  it.each([
    ['quotidienne', 0, null, 1],
    ['quotidienne', 2, null, 9],
    ['quotidienne', 3, null, 24],
    ['hebdomadaire', 9, null, 168],
    ['quotidienne', 0, 36_000, 10],
    ['manuelle', 3, 36_000, null],
  ] as const)('%s, after %i failures, asked to wait %s s: in %s hours', (frequence, echecs, attente, attendu) =>
    expect(heures(computeReessai({ frequence, echecs }, attente, MIDI))).toBe(attendu),
  )

  it.each([
    ['2026-03-01T12:00:00Z', 'seconde', '2026-03-01T10:00:00Z'],
    ['2026-03-01T01:00:00Z', 'jour', '2026-02-28'],
    ['2026-03-01', 'jour', '2026-02-28'],
    ['hier', 'jour', null],
    ['', 'seconde', null],
  ] as const)('after an answer of « %s », to the %s: from %s', (reponse, granularite, attendu) =>
    expect(computeDepuis(reponse, granularite)).toBe(attendu),
  )
})

it('losses are counted by field, with the first example', () => {
  const perdu = (valeur: string) => ({ zone: '995', valeur, raison: 'exemplaire', gardee: true })
  expect(mergePerdus(mergePerdus({}, [perdu('a')]), [perdu('b'), perdu('c')])).toEqual({
    '995': { nombre: 3, raison: 'exemplaire', exemple: 'a', gardee: true },
  })
})

it('a request keeps what the address has of its own', () => {
  expect(formatDemande('https://pmb.example/ws/connector_out.php?source_id=1', { verb: 'Identify', set: null })).toBe(
    'https://pmb.example/ws/connector_out.php?source_id=1&verb=Identify',
  )
})

it.each(ROLES)('%s: all gestures or none', (role) => {
  const acteur = { compte: null, nom: null, role, session: null }
  for (const geste of ['lire', 'declarer', 'moissonner', 'juger'] as const)
    expect(moissonPolicy.peut(acteur, geste, {})).toBe(role === 'documentaliste' || role === 'administrateur')
})
