import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acteur, ROLES, type Role } from '#core/acteur.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import type { Etat } from '../territoire/territoire.ts'
import { notePolicy } from './note.policy.ts'
import { listNotes } from './note.queries.ts'

describe('who writes a note', () => {
  const MOI = '00000000-0000-4000-8000-000000000001'
  const territoire = (etat: Etat, proprietaire: string | null, supprimeeLe: Date | null = null) => ({
    ...{ etat, proprietaire, supprimeeLe },
  })
  const CAS = {
    'public d’un autre': territoire('public', null),
    'privé d’un autre': territoire('prive', null),
    'le sien': territoire('prive', MOI),
    'le sien, supprimé': territoire('public', MOI, new Date(0)),
  }
  const ATTENDUS: Record<Role, (keyof typeof CAS)[]> = {
    visiteur: [],
    contributeur: ['le sien'],
    documentaliste: ['le sien'],
    coordinateur: ['public d’un autre', 'le sien'],
    administrateur: ['public d’un autre', 'privé d’un autre', 'le sien'],
  }
  it.each(ROLES)('%s', (role) => {
    const acteur: Acteur = { compte: role === 'visiteur' ? null : MOI, nom: null, role, session: null }
    const permis = Object.entries(CAS).filter(([, t]) => notePolicy.peut(acteur, 'ecrire', t))
    expect(permis.map(([nom]) => nom)).toEqual(ATTENDUS[role])
  })
})

describe('notes of a territory', () => {
  let base: BaseDeTest
  let client: Client
  let adresse = ''
  beforeAll(async () => {
    base = await createBaseGeographie()
    client = createClientDeTest(base.db)
    await importIndicateursReference(createCtx(base.db))
    await client.connecter('coordinateur')
    const envoi = await client.post('/territoires', {
      ...{ nom: 'Territoire fictif', etat: 'public', communes: '04001,04009' },
    })
    adresse = envoi.headers.get('location')?.split('?')[0] ?? ''
  }, 120_000)
  afterAll(async () => {
    await client.app.close()
    await base.close()
  })
  const numero = () => Number(adresse.split('/').at(-1))
  const presentes = async () => (await listNotes(createCtx(base.db), numero())).filter((n) => n.retireeLe === null)

  it('are written, read with the portrait, corrected and withdrawn; nothing is lost', async () => {
    expect(adresse).toMatch(/^\/territoires\/\d+$/)
    const ecrire = await client.post(`${adresse}/notes`, { texte: ' Première note fictive ', indicateur: 'population' })
    expect(ecrire.status).toBe(303)
    expect(await (await client.get(`${adresse}/portrait`)).text()).toContain('Première note fictive')
    const [premiere] = await presentes()
    expect(premiere).toMatchObject({ texte: 'Première note fictive', indicateur: 'population', remplace: null })
    await client.post(`${adresse}/notes/${premiere?.id}`, { texte: 'Seconde note fictive' })
    const [seconde] = await presentes()
    expect(seconde).toMatchObject({ texte: 'Seconde note fictive', remplace: premiere?.id, indicateur: 'population' })
    const page = await (await client.get(`${adresse}/notes`)).text()
    expect(page).toContain('1\u00a0texte antérieur')
    expect(page).toContain('Première note fictive')
    // The first text does not stand any more: two people who correct it at once do not lose one another's words.
    expect((await client.post(`${adresse}/notes/${premiere?.id}`, { texte: 'Autre' })).status).toBe(404)
    await client.post(`${adresse}/notes/${seconde?.id}/retirer`)
    expect(await presentes()).toEqual([])
    expect(await (await client.get(`${adresse}/portrait`)).text()).not.toContain('Seconde note fictive')
    expect(await (await client.get(`${adresse}/notes`)).text()).toContain('1\u00a0note retirée')
  })

  it('come back with what was typed and its fault', async () => {
    const vide = await client.post(`${adresse}/notes`, { texte: '  ', indicateur: 'population' })
    expect(vide.status).toBe(422)
    expect(await vide.text()).toContain('Écrivez la note.')
    const inconnu = await client.post(`${adresse}/notes`, { texte: 'Gardé', indicateur: 'licorne' })
    expect([inconnu.status, (await inconnu.text()).includes('Gardé')]).toEqual([422, true])
    await client.post(`${adresse}/notes`, { texte: 'À corriger' })
    const [note] = await presentes()
    const longue = await client.post(`${adresse}/notes/${note?.id}`, { texte: 'x'.repeat(2001) })
    expect([longue.status, (await longue.text()).includes('trop longue')]).toEqual([422, true])
  })

  it('are written by nobody who only reads, nor read with a private territory', async () => {
    const [note] = await presentes()
    await client.connecter('contributeur')
    expect((await client.get(`${adresse}/notes`)).status).toBe(200)
    for (const [chemin, champs] of [
      [`${adresse}/notes`, { texte: 'Intrus' }],
      [`${adresse}/notes`, { texte: '' }],
      [`${adresse}/notes/${note?.id}`, { texte: 'Intrus' }],
      [`${adresse}/notes/${note?.id}`, { texte: '' }],
      [`${adresse}/notes/${note?.id}/retirer`, {}],
    ] as const) {
      const reponse = await client.post(chemin, champs)
      expect([chemin, [404, 422].includes(reponse.status), (await reponse.text()).includes('À corriger')]).toEqual([
        ...[chemin, true, false],
      ])
    }
    expect((await client.get(`${adresse}/notes/${note?.id}`)).status).toBe(404)
    expect(await presentes()).toHaveLength(1)
    await base.db.updateTable('territoire').set({ etat: 'prive' }).execute()
    expect((await client.get(`${adresse}/notes`)).status).toBe(404)
    await client.connecter(null)
    expect((await client.get(`${adresse}/portrait`)).status).toBe(404)
  })
})
