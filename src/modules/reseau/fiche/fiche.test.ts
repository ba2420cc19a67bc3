import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acteur, ROLES, type Role } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createCompteDeTest } from '#modules/comptes/index.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { getStructure, searchStructures } from '../structure/structure.queries.ts'
import { fichePolicy } from './fiche.policy.ts'
import { isCoordonnee } from './fiche.queries.ts'
import { type CibleFiche, listChanges } from './fiche.ts'
import { addModification, listModifications } from './modification.queries.ts'

const acteur = (role: Role): Acteur => ({ compte: role === 'visiteur' ? null : 'moi', nom: null, role, session: null })

const CIBLES: Record<string, CibleFiche> = {
  publiee: { publication: 'publie', supprimeLe: null, coordonnee: false },
  publieeIci: { publication: 'publie', supprimeLe: null, coordonnee: true },
  proposee: { publication: 'propose', supprimeLe: null, coordonnee: false },
  proposeeIci: { publication: 'propose', supprimeLe: null, coordonnee: true },
  retiree: { publication: 'publie', supprimeLe: new Date(), coordonnee: false },
  retireeIci: { publication: 'publie', supprimeLe: new Date(), coordonnee: true },
}

describe('rights on sheets', () => {
  const tout = Object.keys(CIBLES)
  const vivantes = ['publiee', 'publieeIci', 'proposee', 'proposeeIci']
  const publiees = ['publiee', 'publieeIci']
  const ici = ['publieeIci', 'proposeeIci', 'retireeIci']
  const droits: [Parameters<typeof fichePolicy.peut>[1], Record<Role, string[]>][] = [
    [
      'lire',
      {
        visiteur: publiees,
        contributeur: publiees,
        documentaliste: publiees,
        coordinateur: [...publiees, 'proposeeIci', 'retireeIci'],
        administrateur: tout,
      },
    ],
    [
      'proposer',
      {
        visiteur: [],
        contributeur: publiees,
        documentaliste: publiees,
        coordinateur: publiees,
        administrateur: vivantes,
      },
    ],
    [
      'modifier',
      {
        visiteur: [],
        contributeur: [],
        documentaliste: [],
        coordinateur: ['publieeIci', 'proposeeIci'],
        administrateur: vivantes,
      },
    ],
    ['supprimer', { visiteur: [], contributeur: [], documentaliste: [], coordinateur: ici, administrateur: tout }],
    [
      'historique',
      {
        visiteur: [],
        contributeur: publiees,
        documentaliste: publiees,
        coordinateur: [...publiees, 'proposeeIci', 'retireeIci'],
        administrateur: tout,
      },
    ],
  ]
  it.each(droits.flatMap(([geste, par]) => ROLES.map((role) => ({ geste, role, attendu: par[role] }))))(
    '$geste, $role',
    ({ geste, role, attendu }) => {
      const permis = tout.filter((nom) => fichePolicy.peut(acteur(role), geste, CIBLES[nom] as CibleFiche))
      expect(permis.toSorted()).toEqual(attendu.toSorted())
    },
  )
})

describe('what changed', () => {
  it('keeps the changed fields alone, on both sides', () => {
    expect(
      listChanges({ nom: 'A', sigle: null, langues: ['fr'] }, { nom: 'B', sigle: undefined, langues: ['fr'] }),
    ).toEqual({ avant: { nom: 'A' }, apres: { nom: 'B' } })
  })
  it('is nothing where a list is in another order, and something where it has one more or less', () => {
    expect(listChanges({ themes: ['tabac', 'alcool'] }, { themes: ['alcool', 'tabac'] })).toBeNull()
    expect(listChanges({ themes: ['tabac'] }, { themes: ['alcool', 'tabac'] })?.apres).toEqual({
      themes: ['alcool', 'tabac'],
    })
    expect(listChanges({ themes: ['tabac', 'alcool'] }, { themes: ['tabac'] })?.apres).toEqual({ themes: ['tabac'] })
    expect(listChanges({ themes: [] }, { themes: null })?.apres).toEqual({ themes: null })
  })
  it('is nothing where nothing changed', () => expect(listChanges({ nom: 'A', age: 2 }, { nom: 'A' })).toBeNull())
})

describe('on a base', () => {
  let base: BaseDeTest
  let ctx: Ctx
  beforeAll(async () => {
    base = await createBaseGeographie()
    ctx = createCtx(base.db)
    await sql`insert into structure (nom, type, commune, finess, siret, publication, cree_le, modifie_le) values
      ('Maison de santé de l’Étang fictive', 'association', '04070', '010780054', '26010004500012', 'publie', now(), now()),
      ('CMP fictif', 'cmp', '13201', null, null, 'publie', now(), now()),
      ('Fiche proposée fictive', 'cmp', '04070', null, null, 'propose', now(), now())`.execute(base.db)
    await sql`insert into service (structure, nom, themes, publics, cree_le, modifie_le) values
      (2, 'Consultation fictive', '{sante-mentale}', '{adultes}', now(), now())`.execute(base.db)
  })
  afterAll(() => base.close())
  const visiteur = (): Ctx => ({ ...ctx, acteur: acteur('visiteur') })

  it.each([
    ['everything, for a visitor', {}, [2, 1]],
    ['words without accents', { q: 'maison etang' }, [1]],
    ['a service’s words', { q: 'consultations' }, [2]],
    ['a FINESS number', { q: '010 780 054' }, [1]],
    ['a SIREN number', { q: '260100045' }, [1]],
    ['a type', { types: ['cmp'] }, [2]],
    ['a theme', { themes: ['sante-mentale'] }, [2]],
    ['a theme and a public of one service', { themes: ['sante-mentale'], publics: ['enfants'] }, []],
    ['a city, by its arrondissements', { communes: ['13055'] }, [2]],
    ['a département', { departement: '04' }, [1]],
  ])('finds by %s', async (_nom, criteres, attendu) => {
    const { structures, total } = await searchStructures(visiteur(), { ...criteres, limite: 10 })
    expect([structures.map((s) => s.id), total]).toEqual([attendu, attendu.length])
  })

  it('knows the sheets of the territory that one coordinates', async () => {
    const { compte } = await createCompteDeTest(base.db, 'coordinateur')
    const coordinateur: Ctx = { ...ctx, acteur: { ...acteur('coordinateur'), compte } }
    expect((await searchStructures(coordinateur, { limite: 10 })).total).toBe(2)
    await sql`with d as (insert into dispositif (type, nom, cree_le, modifie_le) values ('cpts', 'CPTS fictive', now(), now())
        returning id), c as (insert into coordination select id, ${compte}, now() from d)
      insert into dispositif_commune select id, '04070', 'cpts' from d`.execute(base.db)
    expect((await searchStructures(coordinateur, { limite: 10 })).total).toBe(3)
    expect((await getStructure(coordinateur, 1))?.coordonnee).toBe(true)
    expect((await getStructure(coordinateur, 2))?.coordonnee).toBe(false)
    expect(await isCoordonnee(coordinateur, '04070')).toBe(true)
    expect(await isCoordonnee(coordinateur, null)).toBe(false)
  })

  it('keeps changes, newest first', async () => {
    const avant = { nom: 'Ancien nom' }
    await addModification(ctx, { objet: 'structure', id: 1, geste: 'creation', avant: null, apres: avant })
    await addModification(ctx, {
      objet: 'structure',
      id: 1,
      geste: 'modification',
      avant,
      apres: { nom: 'Nom' },
      note: 'n',
    })
    expect(await listModifications(ctx, 'structure', 1)).toMatchObject([
      { geste: 'modification', avant, apres: { nom: 'Nom' }, note: 'n', auteur: null },
      { geste: 'creation', avant: null, apres: avant, note: null },
    ])
  })
})
