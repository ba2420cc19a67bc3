import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '#core/acteur.ts'
import { deleteDebitsPasses } from '#core/limits.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { addCompte, getCompte, updateRole } from './compte.queries.ts'
import { createCompteDeTest, createComptesDemo } from './demonstration.actions.ts'
import { createSession } from './session.queries.ts'
import { ADRESSE } from './testing/fournisseur.ts'
import { createCtx, createSite, getAvis, Navigateur, type Site } from './testing/navigateur.ts'

let base: BaseDeTest
let site: Site

beforeAll(async () => {
  base = await createBaseDeTest()
  site = createSite(base.db, { demo: false })
})
afterAll(() => base.close())
beforeEach(() => deleteDebitsPasses(base.db, new Date(Date.now() + 86_400_000)))

const ctx = () => createCtx(base.db)

async function enter(role: Role): Promise<{ nav: Navigateur; compte: string }> {
  const { compte, jeton } = await createCompteDeTest(base.db, role)
  const nav = new Navigateur(site)
  nav.session = jeton
  return { nav, compte }
}
const other = (compte: string, agent: string) =>
  createSession(base.db, compte, { maintenant: new Date(), moyen: 'courriel', agent })
const listTraces = async (evenement: string) =>
  base.db.selectFrom('trace').select(['objet_id', 'issue', 'compte']).where('evenement', '=', evenement).execute()

describe('one’s own account', () => {
  test('without login, « Mon compte » invites to log in and back', async () => {
    const page = await new Navigateur(site).open('/compte', `${ADRESSE}/connexion`)
    expect(page.url.pathname + page.url.search).toBe('/connexion?retour=%2Fcompte')
  })

  test('one’s name is changed, and shown as typed', async () => {
    const { nav, compte } = await enter('contributeur')
    const page = await nav.send('/compte', { prenom: '  Léa <b> ', nom: 'O’Brien "x"' })
    expect(getAvis(page)).toBe('profil-modifie')
    expect(await getCompte(ctx(), compte)).toMatchObject({ prenom: 'Léa <b>', nom: 'O’Brien "x"' })
    expect(page.texte).not.toContain('<b>')
    const trop = await nav.send('/compte', { prenom: 'a'.repeat(101), nom: '' })
    expect(trop.statut).toBe(422)
    expect(trop.texte).toContain('a'.repeat(101))
  })

  test('sessions are listed, this one named; another one is closed', async () => {
    const { nav, compte } = await enter('visiteur')
    const jeton = await other(compte, 'Mozilla/5.0 (iPhone) Version/18 Safari/605')
    const page = await nav.open('/compte')
    expect(page.texte).toContain('Safari sur iOS')
    expect(page.texte.match(/Cette session/g)).toHaveLength(1)
    const { id } = await base.db
      .selectFrom('session')
      .select('id')
      .where('agent', '=', 'Safari sur iOS')
      .executeTakeFirstOrThrow()
    expect(getAvis(await nav.send(`/compte/sessions/${id}/fermeture`))).toBe('session-fermee')
    const telephone = new Navigateur(site)
    telephone.session = jeton
    expect((await telephone.open('/compte')).url.pathname).toBe('/connexion')
    expect((await nav.open('/compte')).url.pathname).toBe('/compte')
  })

  test('closing the session in use logs out', async () => {
    const { nav, compte } = await enter('visiteur')
    const { id } = await base.db
      .selectFrom('session')
      .select('id')
      .where('compte', '=', compte)
      .executeTakeFirstOrThrow()
    expect(getAvis(await nav.send(`/compte/sessions/${id}/fermeture`))).toBe('deconnecte')
    expect(nav.session).toBeUndefined()
  })

  test('the session of another is not found, even for an administrator', async () => {
    const { compte } = await enter('visiteur')
    const { id } = await base.db
      .selectFrom('session')
      .select('id')
      .where('compte', '=', compte)
      .executeTakeFirstOrThrow()
    for (const role of ['visiteur', 'administrateur'] as const) {
      const { nav } = await enter(role)
      expect((await nav.send(`/compte/sessions/${id}/fermeture`)).statut).toBe(404)
    }
    expect((await new Navigateur(site).send(`/compte/sessions/${id}/fermeture`)).statut).toBe(404)
    const rest = await base.db.selectFrom('session').select('id').where('id', '=', id).execute()
    expect(rest).toHaveLength(1)
    expect((await listTraces('comptes.session.fermeture')).filter((t) => t.issue === 'refus')).toHaveLength(3)
  })

  test('logging out everywhere ends all sessions, of this account only', async () => {
    const temoin = await enter('visiteur')
    const { nav, compte } = await enter('visiteur')
    const autre = new Navigateur(site)
    autre.session = await other(compte, 'Firefox/1')
    expect(getAvis(await nav.send('/compte/deconnexion-partout'))).toBe('deconnecte')
    for (const n of [nav, autre]) expect((await n.open('/compte')).url.pathname).toBe('/connexion')
    expect((await temoin.nav.open('/compte')).url.pathname).toBe('/compte')
  })

  test('logging out twice is no fault', async () => {
    const { nav } = await enter('visiteur')
    expect(getAvis(await nav.send('/deconnexion'))).toBe('deconnecte')
    expect(getAvis(await nav.send('/deconnexion'))).toBe('deconnecte')
  })

  test('who is logged in does not see the login page', async () => {
    const { nav } = await enter('visiteur')
    expect((await nav.open('/connexion')).url.pathname).toBe('/compte')
    expect((await nav.open('/connexion?retour=/compte?x=1')).url.search).toBe('?x=1')
  })
})

describe('administration', () => {
  test.each(['visiteur', 'contributeur', 'documentaliste', 'coordinateur'] as const)(
    '%s finds nothing there',
    async (role) => {
      const { nav } = await enter(role)
      const { compte } = await enter('visiteur')
      expect((await nav.open('/comptes')).statut).toBe(404)
      expect((await nav.open(`/comptes/${compte}`)).statut).toBe(404)
      for (const geste of ['role', 'fermeture', 'ouverture']) {
        const page = await nav.send(`/comptes/${compte}/${geste}`, { role: 'administrateur', avant: 'visiteur' })
        expect(page.statut).toBe(404)
      }
      expect(await getCompte(ctx(), compte)).toMatchObject({ role: 'visiteur', actif: true })
    },
  )

  test('without login the list invites to log in, the gestures do not exist', async () => {
    const nav = new Navigateur(site)
    expect((await nav.open('/comptes')).url.pathname).toBe('/connexion')
    const { compte } = await enter('visiteur')
    expect((await nav.open(`/comptes/${compte}`)).statut).toBe(404)
    expect((await nav.send(`/comptes/${compte}/fermeture`)).statut).toBe(404)
  })

  test('search ignores accents, case and kinds of apostrophe, takes signs as letters; sort and pages hold', async () => {
    const { nav } = await enter('administrateur')
    for (let i = 0; i < 60; i++) {
      const courriel = `serie${String(i).padStart(2, '0')}@liste.example`
      await addCompte(ctx(), { prenom: 'Zoé', nom: `Série ${i}`, courriel, preuve: 'declaree' })
    }
    const page = await nav.open('/comptes?q=ZOE+serie&tri=nom&sens=desc')
    expect(page.texte.replaceAll('\u00a0', ' ')).toContain('60 comptes')
    expect(page.texte.match(/@liste\.example<\/td>/g)).toHaveLength(50)
    const suite = await nav.open('/comptes?q=ZOE+serie&tri=nom&sens=desc&page=2')
    expect(suite.texte.match(/@liste\.example<\/td>/g)).toHaveLength(10)
    expect((await nav.open('/comptes?q=serie07')).texte.replaceAll('\u00a0', ' ')).toContain('1 compte<')
    expect((await nav.open("/comptes?q=o'brien")).texte).toContain('O’Brien')
    for (const q of ['%25', '_', '%5C']) {
      expect((await nav.open(`/comptes?q=${q}`)).texte, q).toContain('Aucun compte ne répond')
    }
    expect((await nav.open('/comptes?tri=mechant&sens=x&page=-3')).statut).toBe(200)
    expect((await nav.open('/comptes/pas-un-id')).statut).toBe(404)
    expect((await nav.open(`/comptes/${crypto.randomUUID()}`)).statut).toBe(404)
    for (const geste of ['role', 'fermeture', 'ouverture']) {
      expect((await nav.send(`/comptes/pas-un-id/${geste}`)).statut).toBe(404)
    }
    expect((await nav.send('/compte/sessions/pas-un-id/fermeture')).statut).toBe(422)
  })

  test('a role is changed, at once, with its trace', async () => {
    const { nav, compte: moi } = await enter('administrateur')
    const cible = await enter('visiteur')
    const page = await nav.send(`/comptes/${cible.compte}/role`, { role: 'documentaliste', avant: 'visiteur' })
    expect(getAvis(page)).toBe('role-modifie')
    expect((await cible.nav.open('/compte')).texte).toContain('Documentaliste')
    expect(await listTraces('comptes.role.modification')).toContainEqual({
      objet_id: cible.compte,
      issue: 'fait',
      compte: moi,
    })
    const faux = await nav.send(`/comptes/${cible.compte}/role`, { role: 'roi', avant: 'documentaliste' })
    expect(faux.statut).toBe(422)
    const tard = await nav.send(`/comptes/${cible.compte}/role`, { role: 'visiteur', avant: 'visiteur' })
    expect(tard.statut).toBe(409)
    expect(await getCompte(ctx(), cible.compte)).toMatchObject({ role: 'documentaliste' })
  })

  test('a closed account loses its sessions, a reopened one logs in again', async () => {
    const { nav } = await enter('administrateur')
    const cible = await enter('documentaliste')
    expect(getAvis(await nav.send(`/comptes/${cible.compte}/fermeture`))).toBe('compte-ferme')
    expect((await cible.nav.open('/compte')).url.pathname).toBe('/connexion')
    const page = await nav.send(`/comptes/${cible.compte}/ouverture`)
    expect(getAvis(page)).toBe('compte-rouvert')
    expect((await cible.nav.open('/compte')).url.pathname).toBe('/connexion')
    cible.nav.session = await other(cible.compte, '')
    expect((await cible.nav.open('/compte')).url.pathname).toBe('/compte')
  })

  describe('the last administrator', () => {
    const dismiss = async () => {
      await base.db.updateTable('compte').set({ role: 'visiteur' }).where('role', '=', 'administrateur').execute()
    }

    test('neither leaves the role nor closes the account', async () => {
      await dismiss()
      const { nav, compte } = await enter('administrateur')
      const role = await nav.send(`/comptes/${compte}/role`, { role: 'visiteur', avant: 'administrateur' })
      expect(role.statut).toBe(422)
      expect(role.texte).toContain('dernier compte d’administration')
      const fermeture = await nav.send(`/comptes/${compte}/fermeture`)
      expect(fermeture.statut).toBe(422)
      expect(fermeture.texte).toContain('dernier compte d’administration')
      expect(await getCompte(ctx(), compte)).toMatchObject({ role: 'administrateur', actif: true })
    })

    test('a closed administrator does not count', async () => {
      await dismiss()
      const { nav, compte } = await enter('administrateur')
      const second = await enter('administrateur')
      expect(getAvis(await nav.send(`/comptes/${second.compte}/fermeture`))).toBe('compte-ferme')
      expect((await nav.send(`/comptes/${compte}/fermeture`)).statut).toBe(422)
    })

    test('of those who demote or close each other at once, one remains', async () => {
      for (let essai = 0; essai < 5; essai++) {
        await dismiss()
        const tous = await Promise.all([enter('administrateur'), enter('administrateur'), enter('administrateur')])
        await Promise.all(
          tous.map(({ nav }, i) => {
            const victime = tous[(i + 1) % 3]?.compte ?? ''
            return i === 1
              ? nav.send(`/comptes/${victime}/fermeture`)
              : nav.send(`/comptes/${victime}/role`, { role: 'visiteur', avant: 'administrateur' })
          }),
        )
        const restants = await base.db
          .selectFrom('compte')
          .select('id')
          .where('role', '=', 'administrateur')
          .where('actif', '=', true)
          .execute()
        expect(restants).toHaveLength(1)
      }
    })
  })
})

describe('demonstration', () => {
  test('the people are offered one per role and log in; elsewhere the route does not exist', async () => {
    await createComptesDemo(ctx())
    const demo = createSite(base.db, { demo: true })
    const nav = new Navigateur(demo)
    const page = await nav.open('/connexion?retour=/compte')
    const personnes = [...page.texte.matchAll(/name="compte" value="([^"]+)"[^>]*>([^<]+)</g)].map((m) => [m[1], m[2]])
    expect(personnes.map(([, nom]) => nom)).toContain('Dominique Fictif, documentaliste')
    expect(personnes).toHaveLength(5)
    const id = personnes.find(([, nom]) => nom?.endsWith('documentaliste'))?.[0] ?? ''
    const arrivee = await nav.send('/connexion/demo', { compte: id, retour: '/compte' })
    expect(getAvis(arrivee)).toBe('connecte')
    expect(arrivee.texte).toContain('Documentaliste')
    const ferme = new Navigateur(site)
    expect((await ferme.open('/connexion')).texte).not.toContain('Fictif')
    expect((await ferme.send('/connexion/demo', { compte: id, retour: '/compte' })).statut).toBe(404)
    expect(ferme.session).toBeUndefined()
  })

  test('an account that is not of demonstration is not offered nor opened', async () => {
    const { compte } = await enter('administrateur')
    const nav = new Navigateur(createSite(base.db, { demo: true }))
    expect((await nav.send('/connexion/demo', { compte, retour: '/' })).statut).toBe(404)
    expect((await nav.send('/connexion/demo', { compte: crypto.randomUUID(), retour: '/' })).statut).toBe(404)
    expect((await nav.send('/connexion/demo', { compte: 'x', retour: '/' })).statut).toBe(422)
    expect(nav.session).toBeUndefined()
  })

  test('the role given to a demonstration person lasts, and choosing again replaces the session', async () => {
    const demo = createSite(base.db, { demo: true })
    const nav = new Navigateur(demo)
    const { id } = await base.db
      .selectFrom('compte')
      .select('id')
      .where('courriel', '=', 'visiteur@demonstration.invalid')
      .executeTakeFirstOrThrow()
    await nav.send('/connexion/demo', { compte: id, retour: '/compte' })
    const premiere = nav.session
    await updateRole(ctx(), id, 'contributeur')
    await createComptesDemo(ctx())
    expect(await getCompte(ctx(), id)).toMatchObject({ role: 'contributeur' })
    await nav.send('/connexion/demo', { compte: id, retour: '/compte' })
    expect(nav.session).not.toBe(premiere)
    const rest = await base.db.selectFrom('session').select('id').where('compte', '=', id).execute()
    expect(rest).toHaveLength(1)
  })
})
