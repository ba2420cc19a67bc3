import { afterAll, beforeAll, expect, test } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { executeEcoute } from '../testing/cli.ts'
import { executeComptes } from './comptes.ts'

let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseDeTest()
})
afterAll(() => base.close())

const run = (...args: string[]) => {
  const origine = { requete: crypto.randomUUID(), ip: null }
  return executeEcoute((sorties) =>
    executeComptes(args, sorties, { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine }),
  )
}

test('the life of the first administrator', async () => {
  expect(await run('creer', 'Chef@Exemple.example', 'administrateur', 'Sacha', 'Chef')).toMatchObject({
    code: 0,
    ecrit: 'Compte créé : chef@exemple.example\tadministrateur\touvert\tSacha Chef\n',
  })
  expect(await run('creer', 'chef@exemple.example', 'visiteur')).toMatchObject({
    code: 1,
    erreur: 'Un compte a déjà cette adresse.\n',
  })
  expect((await run('role', 'chef@exemple.example', 'visiteur')).erreur).toContain('dernier compte d’administration')
  expect((await run('fermer', 'chef@exemple.example')).code).toBe(1)
  expect((await run('creer', 'autre@exemple.example', 'administrateur')).code).toBe(0)
  expect((await run('role', 'chef@exemple.example', 'documentaliste')).ecrit).toContain(
    'de administrateur à documentaliste',
  )
  expect((await run('fermer', 'chef@exemple.example')).code).toBe(0)
  expect((await run('lister')).ecrit).toBe(
    'autre@exemple.example\tadministrateur\touvert\t-\nchef@exemple.example\tdocumentaliste\tfermé\tSacha Chef\n',
  )
  expect((await run('rouvrir', 'chef@exemple.example')).code).toBe(0)
  expect(await run('lister', 'sacha')).toMatchObject({ code: 0, erreur: '1 compte\n' })
  const traces = await base.db.selectFrom('trace').select('evenement').orderBy('id').execute()
  expect(traces.map((t) => t.evenement)).toEqual([
    'comptes.creation',
    'comptes.creation',
    'comptes.role.modification',
    'comptes.fermeture',
    'comptes.reouverture',
  ])
})

test('faults are said, with a code', async () => {
  expect(await run('creer', 'pas une adresse', 'visiteur')).toMatchObject({ code: 1 })
  expect((await run('creer', 'x@exemple.example', 'roi')).erreur).toBe('Choisissez un rôle de la liste.\n')
  expect((await run('fermer', 'absent@exemple.example')).erreur).toBe(
    'Aucun compte n’a l’adresse absent@exemple.example.\n',
  )
  for (const args of [[], ['inconnu'], ['creer'], ['role', 'a@b.example'], ['fermer']]) {
    const { code, erreur } = await run(...args)
    expect(code).toBe(2)
    expect(erreur).toContain('Usage')
  }
  expect(await run('aide')).toMatchObject({ code: 0, erreur: '' })
})
