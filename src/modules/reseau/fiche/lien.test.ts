import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  await sql`insert into structure (nom, commune, finess, telephone, horaires, cree_le, modifie_le) values
    ('Centre fictif', '04070', '010780054', '04 92 00 00 00', 'Mo-Fr 09:00-12:00; PH off', now(), now())`.execute(
    base.db,
  )
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

/** Makes a link as somebody who keeps the sheet, then logs out. @returns its path */
async function creerLien(): Promise<string> {
  await client.connecter('administrateur')
  const page = await (await client.post('/structures/1/liens')).text()
  await client.connecter(null)
  return /\/contribuer\/[\w-]{43}/.exec(page)?.[0] ?? ''
}
const formulaire = (champs: Champs = {}): Champs => {
  const matins = [0, 1, 2, 3, 4].flatMap((j) => [
    [`jours.${j}.m1`, '9h'],
    [`jours.${j}.m2`, '12h'],
  ])
  return {
    nom: 'Centre fictif',
    commune: '04070',
    telephone: '04 92 00 00 00',
    feries: '1',
    revision: '1',
    ...Object.fromEntries(matins),
    ...champs,
  }
}
const listPropositions = async () =>
  (await sql<Record<string, unknown>>`select * from proposition order by id`.execute(base.db)).rows

describe('the link of a structure', () => {
  it('opens its form without account, and sends what it would change', async () => {
    const lien = await creerLien()
    expect(lien).not.toBe('')
    const formulaireVu = await client.get(lien)
    const page = await formulaireVu.text()
    expect(page).toContain('value="04 92 00 00 00"')
    expect(page).toContain('noindex')
    expect(page).not.toContain('FINESS')
    expect(formulaireVu.headers.get('referrer-policy')).toBe('same-origin')
    const envoi = await client.post(lien, formulaire({ telephone: '04 92 11 11 11', message: 'Nouveau numéro' }))
    expect(envoi.status).toBe(303)
    expect(envoi.headers.get('location')).toContain(lien)
    expect(await (await client.get(lien)).text()).toContain('Déjà envoyé, pas encore relu')
    expect(await listPropositions()).toMatchObject([
      {
        objet: 'structure',
        objet_id: 1,
        origine: 'lien',
        compte: null,
        valeurs: { telephone: '04 92 11 11 11' },
        message: 'Nouveau numéro',
      },
    ])
    const { rows } = await sql`select telephone from structure where id = 1`.execute(base.db)
    expect(rows).toEqual([{ telephone: '04 92 00 00 00' }])
    await client.connecter('administrateur')
    expect(await (await client.get('/annuaire/propositions')).text()).toContain('La structure, par son lien')
    await client.connecter(null)
  })

  it('proposes nothing back of what somebody else changed meanwhile', async () => {
    const lien = await creerLien()
    await client.connecter('administrateur')
    const { rows } = await sql<{ revision: number }>`select revision from structure where id = 1`.execute(base.db)
    const lue = String(rows[0]?.revision)
    const change = await client.post(
      '/structures/1/modifier',
      formulaire({ telephone: '04 92 33 33 33', revision: lue }),
    )
    expect(change.status).toBe(303)
    await client.connecter(null)
    await client.post(lien, formulaire({ courriel: 'accueil@exemple.fr', revision: lue }))
    expect((await listPropositions()).at(-1)?.valeurs).toEqual({ courriel: 'accueil@exemple.fr' })
    await client.connecter('administrateur')
    const suite = String(Number(lue) + 1)
    await client.post('/structures/1/modifier', formulaire({ telephone: '04 92 00 00 00', revision: suite }))
    await client.connecter(null)
  })

  it('sends nothing that changes nothing, and comes back with its faults', async () => {
    const lien = await creerLien()
    const avant = (await listPropositions()).length
    expect((await client.post(lien, formulaire())).status).toBe(422)
    const faute = await client.post(lien, formulaire({ courriel: 'faux', description: 'Texte gardé' }))
    expect(faute.status).toBe(422)
    expect(await faute.text()).toContain('Texte gardé')
    expect(await listPropositions()).toHaveLength(avant)
  })

  it('is kept as a digest alone', async () => {
    const lien = await creerLien()
    const { rows } = await sql<{ l: string }>`select l::text as l from lien_contribution l`.execute(base.db)
    expect(rows.map((r) => r.l).join()).not.toContain(lien.split('/').at(-1))
  })

  it.each<[string, (lien: string) => Promise<string>]>([
    ['wrong', async (lien) => `${lien.slice(0, -1)}${lien.endsWith('A') ? 'B' : 'A'}`],
    ['cut', async () => '/contribuer/abc'],
    [
      'expired',
      async (lien) => {
        await sql`update lien_contribution set expire_le = now() - interval '1 minute'
          where id = (select max(id) from lien_contribution)`.execute(base.db)
        return lien
      },
    ],
    [
      'revoked',
      async (lien) => {
        await client.connecter('administrateur')
        const { rows } = await sql<{ id: number }>`select max(id) as id from lien_contribution`.execute(base.db)
        expect((await client.post(`/structures/1/liens/${rows[0]?.id}/revoquer`)).status).toBe(303)
        expect((await client.post(`/structures/2/liens/${rows[0]?.id}/revoquer`)).status).toBe(404)
        await client.connecter(null)
        return lien
      },
    ],
    [
      'of a sheet taken away',
      async (lien) => {
        await sql`update structure set supprime_le = now() where id = 1`.execute(base.db)
        return lien
      },
    ],
  ])('opens nothing, and says so: %s', async (_nom, gater) => {
    const lien = await gater(await creerLien())
    const avant = (await listPropositions()).length
    const reponse = await client.get(lien)
    expect(reponse.status).toBe(404)
    expect(await reponse.text()).toContain('Ce lien n’ouvre rien')
    expect((await client.post(lien, formulaire({ telephone: '04 92 33 33 33' }))).status).toBe(404)
    expect(await listPropositions()).toHaveLength(avant)
  })

  it('is made by who keeps the sheet alone', async () => {
    await sql`update structure set supprime_le = null where id = 1`.execute(base.db)
    for (const role of [null, 'contributeur', 'documentaliste', 'coordinateur'] as const) {
      await client.connecter(role)
      expect((await client.post('/structures/1/liens')).status).toBe(404)
      expect((await client.get('/structures/1/liens')).status).toBe(404)
    }
  })
})
