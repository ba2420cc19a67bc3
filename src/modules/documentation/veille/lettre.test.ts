import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDb } from '#core/db.ts'
import { executeTaches } from '#core/jobs.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { ADRESSE, addNotice, createCtx, formatPlat, getJeton, listCourriels } from '../../../testing/veille.ts'
import { createAbonnement } from './abonnement.queries.ts'
import { createTacheLettre, sendLettre } from './envoi-lettre.actions.ts'

let base: BaseDeTest
let client: Client
let notices: number[]
beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})
beforeEach(async () => {
  await sql`truncate abonnement, courriel, tache, notice, lettre, debit cascade`.execute(base.db)
  notices = []
  for (const titre of ['Un', 'Deux', 'Trois']) {
    notices.push(await addNotice(createCtx(base.db), `Rapport fictif ${titre} <b>`, ['litteratie']))
  }
  await client.connecter('documentaliste')
})

const lire = async (chemin: string) => formatPlat(await (await client.get(chemin)).text())
const getRevision = async (lettre: string) =>
  (
    await sql<{ revision: number }>`select revision from lettre where id = ${lettre.replace(/\D/g, '')}::int`.execute(
      base.db,
    )
  ).rows[0]?.revision ?? 0
const creer = async (champs: Record<string, string> = {}): Promise<string> => {
  const reponse = await client.post('/veille/lettres', {
    titre: 'Lettre fictive',
    note: 'Bonjour.\n\nÀ lire.',
    ...champs,
  })
  expect(reponse.status).toBe(303)
  return (reponse.headers.get('location') ?? '').replace(/\/composer.*/, '')
}
const composer = async (lettre: string, champs: Record<string, string | string[]>) =>
  client.post(`${lettre}/composer`, { revision: String(await getRevision(lettre)), ...champs })
const ajouter = (lettre: string, ...ids: number[]) => composer(lettre, { ajouter: ids.map(String) })
const listTitres = (page: string) => [...page.matchAll(/<h[23]><a [^>]*>Rapport fictif (\S+)/g)].map((m) => m[1])
const abonner = async (nombre: number) => {
  for (let i = 0; i < nombre; i++) {
    const qui = { genre: 'lettre', nom: 'Lettre', compte: null, adresse: `a${i}@exemple.example` } as const
    await createAbonnement(createCtx(base.db), qui, true)
  }
}
const tache = createTacheLettre(ADRESSE)
const executer = (maintenant = new Date()) => executeTaches(createCtx(base.db, maintenant), [tache])

describe('writing a letter', () => {
  it('proposes what came in, and keeps choice, order and comments', async () => {
    const lettre = await creer({ recherche: 'fictif' })
    expect(await lire(`${lettre}/composer`)).toMatch(
      /name="ajouter"[\s\S]*Rapport fictif Trois[\s\S]*Rapport fictif Un/,
    )
    await ajouter(lettre, ...notices)
    const [un = 0, deux = 0, trois = 0] = notices
    expect(listTitres(await lire(`${lettre}/composer`))).toEqual(['Un', 'Deux', 'Trois'])
    const lignes = {
      'choisies.0.notice': String(un),
      'choisies.0.commentaire': 'Pour <commencer>',
      'choisies.1.notice': String(deux),
      'choisies.1.commentaire': '',
      'choisies.2.notice': String(trois),
    }
    const monte = await composer(lettre, { ...lignes, geste: `monter-${trois}` })
    expect(monte.headers.get('location')).toBe(`${lettre}/composer?avis=lettre-composee#notice-${trois}`)
    const page = await lire(`${lettre}/composer`)
    expect(listTitres(page)).toEqual(['Un', 'Trois', 'Deux'])
    expect(page).toContain('Pour &lt;commencer&gt;')
    await composer(lettre, { ...lignes, geste: `retirer-${un}` })
    expect(listTitres(await lire(`${lettre}/composer`))).toEqual(['Deux', 'Trois'])
    expect(await lire(`${lettre}/composer`)).toContain(`name="ajouter" value="${un}"`)
  })

  it('keeps to its search and its days', async () => {
    await addNotice(createCtx(base.db, new Date('2026-01-31T23:30:00Z')), 'Vieux rapport fictif')
    const proposer = async (champs: Record<string, string>) =>
      (await lire(`${await creer(champs)}/composer`)).includes('Vieux rapport')
    // Half past eleven in UTC is already February in Paris.
    expect(await proposer({ depuis: '2026-02-01', jusqua: '2026-02-01' })).toBe(true)
    expect(await proposer({ jusqua: '2026-01-31' })).toBe(false)
    expect(await proposer({ recherche: '/documentation?q=vieux' })).toBe(true)
    expect(await proposer({ recherche: 'absent' })).toBe(false)
  })

  it('gives back what was typed', async () => {
    const faute = await client.post('/veille/lettres', { titre: ' ', note: 'Ma <note>', depuis: '31/12', jusqua: '' })
    expect(faute.status).toBe(422)
    expect(await faute.text()).toMatch(/#champ-titre[\s\S]*#champ-depuis[\s\S]*Ma &lt;note&gt;/)
    const lettre = await creer()
    await ajouter(lettre, ...notices)
    const long = await composer(lettre, {
      'choisies.0.notice': String(notices[0]),
      'choisies.0.commentaire': 'x'.repeat(1001),
    })
    expect(long.status).toBe(422)
    expect(await long.text()).toMatch(/#champ-choisies-0-commentaire[\s\S]*x{1001}/)
    const vieux = await client.post(`${lettre}/composer`, { revision: '1', ajouter: String(notices[0]) })
    expect(vieux.status).toBe(409)
  })

  it('is the work of documentalists', async () => {
    const lettre = await creer()
    const statuts: Record<string, number[]> = {}
    for (const role of [null, 'contributeur', 'coordinateur', 'documentaliste', 'administrateur'] as const) {
      await client.connecter(role)
      statuts[String(role)] = [
        (await client.get(lettre)).status,
        (await client.get(`${lettre}/composer`)).status,
        (await client.get(`${lettre}/envoi`)).status,
        (await client.get(`${lettre}/apercu.html`)).status,
        (await client.post(`${lettre}/composer`, { revision: 'x' })).status,
        (await client.post(`${lettre}/envoi`, { quand: 'plus-tard' })).status,
      ]
      expect((await lire('/veille/lettres')).includes('Lettre fictive')).toBe(statuts[String(role)]?.[1] === 200)
    }
    const dehors = [404, 404, 404, 404, 404, 404]
    const dedans = [303, 200, 200, 200, 422, 422]
    expect(statuts).toEqual({
      null: dehors,
      contributeur: dehors,
      coordinateur: dehors,
      documentaliste: dedans,
      administrateur: dedans,
    })
  })

  it('is deleted as a draft only', async () => {
    const lettre = await creer()
    await client.post(`${lettre}/envoi`, { quand: 'maintenant' })
    expect((await client.post(`${lettre}/supprimer`)).status).toBe(404)
    await client.post(`${lettre}/rappel`)
    expect((await client.post(`${lettre}/supprimer`)).status).toBe(303)
    expect((await client.get(lettre)).status).toBe(404)
  })
})

describe('sending a letter', () => {
  it('shows it first, then writes one message a subscriber, and puts it on the site as it was', async () => {
    await abonner(3)
    const lettre = await creer()
    await ajouter(lettre, notices[1] ?? 0, notices[0] ?? 0)
    const apercu = await lire(`${lettre}/envoi`)
    expect(apercu).toMatch(/Bonjour\.\n\nÀ lire\.[\s\S]*Rapport fictif Deux[\s\S]*Rapport fictif Un/)
    expect(apercu).toContain('3 personnes la recevront')
    expect(await lire(`${lettre}/apercu.html`)).toContain('Rapport fictif Deux &lt;b&gt;')
    await client.post(`${lettre}/envoi`, { quand: 'maintenant' })
    expect(await listCourriels(base.db)).toEqual([])
    expect(await executer()).toBe(1)
    const courriels = await listCourriels(base.db)
    expect(courriels.map((c) => [c.destinataire, c.sujet])).toEqual(
      [0, 1, 2].map((i) => [`a${i}@exemple.example`, 'Lettre fictive']),
    )
    expect(courriels[0]?.entetes['list-id']).toBe('<lettre.veille.localhost>')
    // What is sent does not change any more.
    await sql`update notice set csl = csl || '{"title": "Changé"}'`.execute(base.db)
    await client.connecter(null)
    expect(listTitres(await lire(lettre))).toEqual(['Deux', 'Un'])
    expect(await lire('/veille/lettres')).toContain('Lettre fictive')
    // Each message withdraws its own.
    expect((await client.get(`/veille/retrait/${getJeton(courriels[2], 'retrait')}`)).status).toBe(200)
    await client.post(`/veille/retrait/${getJeton(courriels[2], 'retrait')}`)
    const { rows } = await sql`select adresse from abonnement order by id`.execute(base.db)
    expect(rows).toEqual([{ adresse: 'a0@exemple.example' }, { adresse: 'a1@exemple.example' }])
  })

  it('waits for its day, and can be called back', async () => {
    await abonner(1)
    const lettre = await creer()
    const envoyer = (jour: string) => client.post(`${lettre}/envoi`, { quand: 'plus-tard', jour })
    for (const jour of ['', '2020-01-01', 'demain', '2031-02-30']) expect((await envoyer(jour)).status).toBe(422)
    expect((await envoyer('2031-07-14')).status).toBe(303)
    expect((await client.get(`${lettre}/composer`)).status).toBe(404)
    expect(await lire(`${lettre}/envoi`)).toContain('Elle part le 14 juillet 2031 à 7 h 00')
    await client.post(`${lettre}/rappel`)
    await envoyer('2031-07-15')
    // The first time asked for finds nothing to do.
    await executer(new Date('2031-07-14T05:00:00Z'))
    expect(await listCourriels(base.db)).toEqual([])
    await executer(new Date('2031-07-15T05:00:00Z'))
    expect(await listCourriels(base.db)).toHaveLength(1)
    expect((await client.post(`${lettre}/rappel`)).status).toBe(404)
  })

  it('refuses to send nothing', async () => {
    const lettre = await creer({ note: '' })
    expect((await client.post(`${lettre}/envoi`, { quand: 'maintenant' })).status).toBe(422)
  })

  it('cut in its middle, begun twice, gives nobody two', async () => {
    await abonner(230)
    const lettre = await creer()
    await client.post(`${lettre}/envoi`, { quand: 'maintenant' })
    const { rows } = await sql<{ donnees: { id: number; envoiLe: string } }>`select donnees from tache`.execute(base.db)
    const donnees = rows[0]?.donnees ?? { id: 0, envoiLe: '' }
    let vues = 0
    const signal = {
      throwIfAborted: () => {
        if (++vues === 2) throw new Error('arrêt')
      },
    }
    await expect(sendLettre(createCtx(base.db), donnees, ADRESSE, signal)).rejects.toThrow('arrêt')
    expect(await listCourriels(base.db)).toHaveLength(100)
    expect((await client.get(lettre)).status).toBe(200)
    const autre = openDb(base.url, { max: 2 })
    const jamais = new AbortController().signal
    await Promise.all([
      sendLettre(createCtx(base.db), donnees, ADRESSE, jamais),
      sendLettre(createCtx(autre), donnees, ADRESSE, jamais),
    ])
    await autre.destroy()
    const destinataires = (await listCourriels(base.db)).map((c) => c.destinataire)
    expect([destinataires.length, new Set(destinataires).size]).toEqual([230, 230])
    expect(await lire('/veille/lettres')).toContain('230 personnes la reçoivent')
  })
})
