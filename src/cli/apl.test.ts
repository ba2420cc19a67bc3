import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeEcoute } from '../testing/cli.ts'
import { executeApl } from './apl.ts'
import { ErreurUsage } from './usage.ts'

let dossier: string
beforeAll(() => {
  dossier = mkdtempSync(join(tmpdir(), 'maillage-apl-'))
})
afterAll(() => rmSync(dossier, { recursive: true, force: true }))

const BONS = {
  offre: 'code,quantite\nA,5400\nB,0\nC,10800\n',
  demande: 'population,code\n1000,A\n800,B\n2000,C\n',
  temps: 'minutes,destination,origine\n0,A,A\n0,B,B\n0,C,C\n8,B,A\n8,A,B\n12,C,A\n12,A,C\n4,C,B\n4,B,C\n',
  parametres: '{ "limite": 15, "decroissance": { "classes": [[5, 1], [10, 0.3], [15, 0.1]] } }',
}

/** Runs the command on these files; unbreakable spaces read as plain ones, the folder is left out. */
async function run(fichiers: Partial<typeof BONS> = {}) {
  const args = Object.entries({ ...BONS, ...fichiers }).flatMap(([nom, contenu]) => {
    const chemin = join(dossier, nom)
    writeFileSync(chemin, contenu)
    return [`--${nom}`, chemin]
  })
  return runArgs(args)
}

async function runArgs(args: string[]) {
  const { code, ecrit, erreur } = await executeEcoute((sorties) => executeApl(args, sorties))
  return { code, ecrit, erreur: erreur.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(`${dossier}/`, '') }
}

const parse = (ecrit: string) =>
  Object.fromEntries(
    ecrit
      .trim()
      .split('\n')
      .slice(1)
      .map((ligne) => ligne.split(','))
      .map(([code = '', apl]) => [code, Number(apl)]),
  )

describe('apl', () => {
  it('prints code,apl in the order of the demand, with all figures', async () => {
    const { code, ecrit, erreur } = await run()
    expect([code, erreur]).toEqual([0, ''])
    expect(ecrit.split('\n')[0]).toBe('code,apl')
    expect(Object.keys(parse(ecrit))).toEqual(['A', 'B', 'C'])
    const [ra, rc] = [5400 / (1000 + 0.3 * 800 + 0.1 * 2000), 10_800 / (100 + 800 + 2000)]
    expect(parse(ecrit).A).toBeCloseTo(ra + 0.1 * rc, 12)
    expect(parse(ecrit).B).toBeCloseTo(0.3 * ra + rc, 12)
    expect(parse(ecrit).C).toBeCloseTo(0.1 * ra + rc, 12)
  })

  it.each([
    ['exponentielle', 0.12, (t: number) => Math.exp(-0.12 * t)],
    ['gaussienne', 8, (t: number) => Math.exp(-(t * t) / 128)],
  ])('%s, with a unit', async (nom, valeur, poids) => {
    const parametres = JSON.stringify({ limite: 30, unite: 100_000, decroissance: { [nom]: valeur } })
    const { ecrit } = await run({ parametres, offre: 'code,quantite\nC,10800\n' })
    const ratio = 10_800 / (1000 * poids(12) + 800 * poids(4) + 2000)
    expect(parse(ecrit).A).toBeCloseTo(100_000 * poids(12) * ratio, 6)
    expect(parse(ecrit).C).toBeCloseTo(100_000 * ratio, 6)
  })

  it('a pair that is absent is out of reach, even inside one place; a demand without supply has 0', async () => {
    const { ecrit, erreur, code } = await run({ temps: 'origine,destination,minutes\nA,C,4\nX,C,1\n' })
    expect(parse(ecrit)).toEqual({ A: 10.8, B: 0, C: 0 })
    expect([code, erreur]).toEqual([0, 'Offre que personne n’atteint : A.\n'])
  })

  it('says when no code of the times is known', async () => {
    const { ecrit, erreur } = await run({ temps: 'origine,destination,minutes\n1,2,4\n' })
    expect(parse(ecrit)).toEqual({ A: 0, B: 0, C: 0 })
    expect(erreur).toContain('zéros de tête')
  })

  it('professionals within bounds, people by age', async () => {
    const { ecrit } = await run({
      offre: 'code,quantite\nA,1000\nA,9000\nA,0\n',
      demande: 'code,jeunes,ages\nA,100,100\nB,300,0\n',
      temps: 'origine,destination,minutes\nA,A,0\nB,A,0\n',
      parametres:
        '{"limite": 10, "decroissance": {"classes": [[10, 1]]}, "ages": {"jeunes": 1, "ages": 3}, "activite": {"minimum": 2000, "maximum": 6000}}',
    })
    // 2000 + 6000 for 500 people, whatever their weights
    expect(parse(ecrit)).toEqual({ A: 16, B: 16 })
  })

  it.each([
    ['offre', 'code,quantite\nA,5400\nC,abc\n', 'offre, ligne 3 : quantite n’est pas un nombre : « abc ».'],
    ['offre', 'code,quantite\nA,5400\nA,1\n', 'offre, ligne 3 : A est déjà à la ligne 2.'],
    ['offre', 'code,quantite\n,1\n', 'offre, ligne 2 : Le code manque.'],
    ['demande', 'code,habitants\nA,1\n', 'demande, ligne 1 : Colonne absente de l’en-tête : population.'],
    ['demande', 'code,population\nA,-1\n', 'demande, ligne 2 : population ne peut pas être négatif'],
    ['demande', '', 'demande : Le fichier est vide.'],
    [
      'temps',
      'origine,destination,minutes\nA,B,1\nA,C,2\nA,B,3\n',
      'temps, ligne 4 : Cette paire est déjà à la ligne 2.',
    ],
    ['temps', 'origine,destination,minutes\nA,B,\n', 'temps, ligne 2 : La cellule minutes est vide.'],
    ['parametres', '{', 'parametres : Ce n’est pas du JSON.'],
    ['parametres', '[]', 'parametres : Les paramètres doivent être un objet JSON.'],
    ['parametres', '{"decroissance":{"exponentielle":1}}', 'parametres : « limite » doit être un nombre.'],
    [
      'parametres',
      '{"limite":0,"decroissance":{"exponentielle":1}}',
      'parametres : « limite » doit être plus grand que 0.',
    ],
    ['parametres', '{"limite":9}', 'parametres : « decroissance » doit être un objet.'],
    ['parametres', '{"limite":9,"decroissance":{}}', 'parametres : Donnez une décroissance et une seule'],
    [
      'parametres',
      '{"limite":9,"decroissance":{"exponentielle":1,"gaussienne":2}}',
      'parametres : Donnez une décroissance et une seule : classes, exponentielle, gaussienne.',
    ],
    ['parametres', '{"limite":9,"decroissance":{"lineaire":1}}', 'parametres : Nom inconnu : « lineaire ».'],
    [
      'parametres',
      '{"limite":9,"decroissance":{"classes":[[10,1],[5,0.5]]}}',
      'parametres : Les bornes des classes doivent croître.',
    ],
    [
      'parametres',
      '{"limite":9,"decroissance":{"classes":[[10]]}}',
      'parametres : Une classe s’écrit [minutes, poids].',
    ],
    ['parametres', '{"limite":9,"decroissance":{"classes":[]}}', 'parametres : « classes » est vide.'],
    ['parametres', '{"limite":9,"unites":2,"decroissance":{"gaussienne":1}}', 'parametres : Nom inconnu : « unites ».'],
  ])('%s: %j is refused, and nothing is printed', async (nom, contenu, message) => {
    const { code, ecrit, erreur } = await run({ [nom]: contenu })
    expect([code, ecrit]).toEqual([1, ''])
    expect(erreur).toContain(message)
  })

  it('a file that is not there', async () => {
    const absent = ['--offre', join(dossier, 'rien.csv'), '--demande', 'x', '--temps', 'x', '--parametres']
    writeFileSync(join(dossier, 'parametres'), BONS.parametres)
    expect(await runArgs([...absent, join(dossier, 'parametres')])).toMatchObject({
      code: 1,
      erreur: 'rien.csv : ce fichier n’existe pas.\n',
    })
  })

  it.each([[[]], [['--offre', 'x']], [['--inconnu']]])('asks for its arguments: %j', async (args) => {
    await expect(runArgs(args)).rejects.toThrow(ErreurUsage)
  })

  it('tells its files', async () => {
    const { code, ecrit } = await runArgs(['--aide'])
    expect([code, ecrit.includes('hors d’atteinte')]).toEqual([0, true])
  })
})
