import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addCoordination } from '../dispositif/coordination.queries.ts'
import { createDispositif } from '../dispositif/dispositif.queries.ts'
import { addEtape } from '../dispositif/etape.queries.ts'
import { updateCommunes } from '../dispositif/territoire.queries.ts'
import { addModification } from '../fiche/modification.queries.ts'

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

const lire = async (statut = 200) => {
  const reponse = await client.get('/aujourdhui')
  expect(reponse.status).toBe(statut)
  return (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ')
}

describe('today', () => {
  it('is there for who coordinates alone', async () => {
    await client.connecter(null)
    await lire(303)
    for (const role of ['visiteur', 'contributeur', 'documentaliste', 'administrateur'] as const) {
      await client.connecter(role)
      await lire(404)
    }
    await client.connecter('coordinateur')
    expect(await lire()).toContain('Aucun dispositif ne vous est confié')
  })

  it('tells due dates, sheets to verify, proposals and what others changed', async () => {
    const compte = (await client.connecter('coordinateur')) ?? ''
    const ctx = createCtx(base.db)
    const id = (await createDispositif(ctx, { type: 'cpts', nom: 'CPTS fictive du Jour' })) ?? 0
    await base.db
      .transaction()
      .execute((db) => updateCommunes(createCtx(db), { id, type: 'cpts', publication: 'publie' }, ['04070', '13055']))
    await addEtape(ctx, id, { etape: 'signature-aci', date: '2023-01-15', note: null, sourceUrl: null, contenus: [] })
    await addCoordination(ctx, id, compte)
    const creer = async (nom: string, commune: string, verifie: string | null) => {
      const { rows } = await sql<{ id: number }>`
        insert into structure (nom, commune, verifie_le, cree_le, modifie_le)
        values (${nom}, ${commune}, ${verifie}, now(), now()) returning id`.execute(base.db)
      return rows[0]?.id ?? 0
    }
    const hier = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    await creer('Structure fictive ancienne', '04070', '2020-01-01')
    await creer('Structure fictive de Marseille', '13203', null)
    await creer('Structure fictive récente', '04070', hier)
    const ailleurs = await creer('Structure fictive d’ailleurs', '75101', null)
    await sql`insert into proposition (objet, objet_id, valeurs, origine, quand)
      values ('dispositif', ${id}, '{"nom":"x"}', 'compte', now()), ('structure', ${ailleurs}, '{"nom":"x"}', 'compte', now())`.execute(
      base.db,
    )
    await addModification(ctx, {
      objet: 'dispositif',
      id,
      geste: 'modification',
      avant: { nom: 'a' },
      apres: { nom: 'b' },
    })
    const page = await lire()
    for (const mots of [
      'CPTS fictive du Jour',
      'Signature de l’ACI',
      'en retard de',
      'Rapport d’activité, année 1',
      '2 structures de votre territoire',
      'Structure fictive ancienne',
      'Structure fictive de Marseille',
      '1 proposition à relire',
      'Depuis trente jours',
    ])
      expect(page).toContain(mots)
    for (const mots of ['Structure fictive récente', 'd’ailleurs']) expect(page).not.toContain(mots)
    // Another’s: nothing of it.
    await client.connecter('coordinateur')
    expect(await lire()).not.toContain('CPTS fictive du Jour')
  })

  it('is where a coordinator arrives, where he asked for no other page', async () => {
    const ctx = createCtx(base.db)
    const demo = async (role: string) => {
      const { rows } = await sql<{ id: string }>`
        insert into compte (nom, role, preuve, demo, cree_le) values (${role}, ${role}, 'courriel', true, now()) returning id`.execute(
        ctx.db,
      )
      return rows[0]?.id ?? ''
    }
    await client.connecter(null)
    const arriver = async (role: string, retour: string) =>
      (await client.post('/connexion/demo', { compte: await demo(role), retour })).headers
        .get('location')
        ?.split('?')[0]
    expect(await arriver('coordinateur', '/')).toBe('/aujourdhui')
    await client.connecter(null)
    expect(await arriver('coordinateur', '/etageres')).toBe('/etageres')
    await client.connecter(null)
    expect(await arriver('contributeur', '/')).toBe('/')
  })
})
