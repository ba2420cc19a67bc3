import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'
import { computeProfessions } from './effectifs.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const medecin = { profession: '10', professionLibelle: 'Médecin' }

it('sums professions, the most numerous first', () => {
  expect(
    computeProfessions([
      { ...medecin, savoirFaireLibelle: 'Pédiatrie', modeExercice: 'L', nombre: 2 },
      { ...medecin, savoirFaireLibelle: 'Médecine générale', modeExercice: 'L', nombre: 3 },
      { ...medecin, savoirFaireLibelle: 'Médecine générale', modeExercice: 'S', nombre: 1 },
      { profession: '60', professionLibelle: 'Infirmier', savoirFaireLibelle: null, modeExercice: 'S', nombre: 9 },
    ]),
  ).toEqual([
    { libelle: 'Infirmier', total: 9, liberaux: 0, salaries: 9, specialites: [] },
    {
      libelle: 'Médecin',
      total: 6,
      liberaux: 5,
      salaries: 1,
      specialites: [
        { libelle: 'Médecine générale', nombre: 4 },
        { libelle: 'Pédiatrie', nombre: 2 },
      ],
    },
  ])
})

it('shows the last vintage of a commune to anybody, and says where none is', async () => {
  const adresse = '/annuaire/professionnels?zone=commune-04070'
  expect(await (await client.get(adresse)).text()).toContain('Aucune extraction du RPPS')
  await sql`insert into effectif_profession (commune, profession, profession_libelle, mode_exercice, nombre, millesime)
    values ('04070', '60', 'Infirmier', 'L', 41, '2026-05-12'), ('04070', '60', 'Infirmier', 'L', 39, '2025-05-12')`.execute(
    base.db,
  )
  const page = await (await client.get(adresse)).text()
  expect(page).toContain('Infirmier')
  expect(page).toContain('41')
  expect(page).not.toContain('39')
  expect(await (await client.get('/annuaire/professionnels?zone=commune-05061')).text()).toContain(
    'Aucun exercice connu',
  )
  for (const zone of ['commune-99999', 'rien', 'epci-1'])
    expect((await client.get(`/annuaire/professionnels?zone=${zone}`)).status).toBe(404)
})
