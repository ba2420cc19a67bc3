import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import { openDb } from '#core/db.ts'
import { addTache, executeTaches } from '#core/jobs.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { ADRESSE, addNotice, createCtx, formatPlat, getJeton, listCourriels } from '../../../testing/veille.ts'
import { createAbonnement, getAbonnement, updatePause } from './abonnement.queries.ts'
import { updateRangs } from './arrivee.queries.ts'
import type { Rythme } from './echeance.ts'
import { createTacheAlertes, sendAlertes } from './envoi.actions.ts'

let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseDeTest()
})
afterAll(() => base.close())
beforeEach(async () => {
  await sql`truncate abonnement, abonnement_jeton, courriel, tache, notice cascade`.execute(base.db)
})

/** A Monday, before the hour of digests (7 in Paris, 6 in UTC). */
const LUNDI = new Date('2026-01-12T05:00:00Z')
const plus = (heures: number) => new Date(LUNDI.getTime() + heures * 3_600_000)
const SIGNAL = new AbortController().signal
const JOUR: Rythme = { rythme: 'jour', jour: null }

const at = (maintenant: Date, db = base.db): Ctx => createCtx(db, maintenant)
const envoyer = (maintenant: Date, db = base.db) => sendAlertes(at(maintenant, db), ADRESSE, SIGNAL)
let numero = 0
const creer = async (recherche: string, rythme: Rythme = JOUR, maintenant = LUNDI): Promise<number> => {
  const ctx = at(maintenant)
  const vuRang = await updateRangs(ctx)
  const qui = { compte: null, adresse: `personne-${numero++}@exemple.example` }
  return createAbonnement(
    ctx,
    { genre: 'recherche', nom: 'Alerte fictive', recherche, vuRang, ...qui, ...rythme },
    true,
  )
}
const listSujets = async () => (await listCourriels(base.db)).map((c) => formatPlat(c.sujet))

describe('a digest', () => {
  it('says what came in since the last one, once, and nothing when nothing did', async () => {
    await addNotice(at(LUNDI), 'Sommeil d’avant')
    await creer('q=sommeil')
    await addNotice(at(LUNDI), 'Le sommeil <fictif> des adolescents')
    await addNotice(at(LUNDI), 'Tabac fictif')
    expect(await envoyer(plus(0.5))).toBe(0)
    expect(await envoyer(plus(1))).toBe(1)
    const [courriel] = await listCourriels(base.db)
    expect(formatPlat(courriel?.sujet ?? '')).toBe('1 nouveauté : Alerte fictive')
    expect(courriel?.texte).toContain('Le sommeil <fictif> des adolescents\nFictif Ana')
    expect(courriel?.texte).not.toMatch(/Tabac|avant/)
    expect(courriel?.html).toContain('Le sommeil &lt;fictif&gt; des adolescents')
    expect(courriel?.html).not.toMatch(/<(img|script|link|iframe)|src=|url\(/)
    expect(await envoyer(plus(1.1))).toBe(0)
    expect(await envoyer(plus(25))).toBe(1)
    expect(await listSujets()).toHaveLength(1)
    await addNotice(at(plus(26)), 'Sommeil et écrans')
    await addNotice(at(plus(26)), 'Sommeil et travail')
    await envoyer(plus(49))
    expect(await listSujets()).toEqual(['1 nouveauté : Alerte fictive', '2 nouveautés : Alerte fictive'])
  })

  it('comes on its day of the week', async () => {
    await creer('', { rythme: 'semaine', jour: 3 })
    await addNotice(at(LUNDI), 'Rapport fictif')
    expect([await envoyer(plus(1)), await envoyer(plus(25)), await envoyer(plus(49))]).toEqual([0, 0, 1])
    expect(await listSujets()).toHaveLength(1)
  })

  it('lists twenty documents under their kind and counts the others', async () => {
    await creer('')
    for (let i = 0; i < 54; i++) await addNotice(at(LUNDI), `Rapport fictif ${i}`)
    await envoyer(plus(1))
    const [courriel] = await listCourriels(base.db)
    expect(formatPlat(courriel?.sujet ?? '')).toBe('54 nouveautés : Alerte fictive')
    expect(courriel?.texte.match(/Rapport fictif \d+/g)).toHaveLength(20)
    expect(formatPlat(courriel?.texte ?? '')).toContain(`Et 34 autres :\n${ADRESSE}/documentation?tri=ajout`)
    expect(courriel?.texte).toContain('Rapport\n-------')
  })

  it('misses nothing that was being written while it was computed, and repeats nothing', async () => {
    await creer('q=fictif')
    let ecrite: () => void = () => undefined
    const ouverte = new Promise<void>((r) => {
      ecrite = r
    })
    let finir: () => void = () => undefined
    const longue = base.db.transaction().execute(async (db) => {
      await addNotice(at(LUNDI, db), 'Import long fictif')
      ecrite()
      await new Promise<void>((r) => {
        finir = r
      })
    })
    await ouverte
    // Begun later, with a higher number, and seen first.
    await addNotice(at(LUNDI), 'Saisie courte fictive')
    await envoyer(plus(1))
    finir()
    await longue
    await envoyer(plus(25))
    await envoyer(plus(49))
    const titres = (await listCourriels(base.db)).map((c) => c.texte.match(/Import long|Saisie courte/g))
    expect(titres).toEqual([['Saisie courte'], ['Import long']])
  })

  it('tells mailboxes what it is and how to stop it', async () => {
    const id = await creer('')
    await addNotice(at(LUNDI), 'Rapport fictif')
    await envoyer(plus(1))
    const [courriel] = await listCourriels(base.db)
    expect(courriel?.entetes).toEqual({
      'auto-submitted': 'auto-generated',
      'list-id': `<alerte-${id}.veille.localhost>`,
      'list-unsubscribe': `<${ADRESSE}/veille/retrait/${getJeton(courriel, 'retrait')}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    })
    // Tokens are kept as hashes only.
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from abonnement_jeton where empreinte = sha256(${getJeton(courriel, 'gerer')}::bytea)`.execute(
      base.db,
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  it('is not sent during a pause', async () => {
    await updatePause(at(LUNDI), await creer(''))
    await addNotice(at(LUNDI), 'Rapport fictif')
    expect(await envoyer(plus(1))).toBe(0)
  })
})

describe('two processes at once', () => {
  const creerCent = async () => {
    const ids: number[] = []
    for (let i = 0; i < 30; i++) ids.push(await creer(i % 3 === 0 ? 'q=absent' : 'q=fictif'))
    await addNotice(at(LUNDI), 'Rapport fictif')
    return ids
  }
  /** Messages by alert: each of the twenty that find something has one, the ten others none. */
  const compter = async () => {
    const listes = (await listCourriels(base.db)).map((c) => c.entetes['list-id'])
    return { messages: listes.length, alertes: new Set(listes).size }
  }

  it('write one message an alert', async () => {
    await creerCent()
    const autre = openDb(base.url, { max: 4 })
    const faites = await Promise.all([
      envoyer(plus(1)),
      envoyer(plus(1), autre),
      envoyer(plus(1)),
      envoyer(plus(1), autre),
    ])
    await autre.destroy()
    expect(faites.reduce((a, b) => a + b)).toBe(30)
    expect(await compter()).toEqual({ messages: 20, alertes: 20 })
  })

  it('told to stop, then killed in the middle, leave the rest to the next one', async () => {
    const ids = await creerCent()
    let vues = 0
    const signal = {
      throwIfAborted: () => {
        if (++vues === 8) throw new Error('arrêt')
      },
    }
    await expect(sendAlertes(at(plus(1)), ADRESSE, signal)).rejects.toThrow('arrêt')
    expect((await compter()).messages).toBeGreaterThan(0)
    expect((await compter()).messages).toBeLessThan(20)

    // The next process dies on an alert, between its message and its end: someone holds the row that it must note.
    const mourant = openDb(base.url, { max: 2 })
    const tenue = ids.at(-1) ?? 0
    let lacher: () => void = () => undefined
    const verrou = base.db.transaction().execute(async (db) => {
      await sql`lock table abonnement_jeton in share mode`.execute(db)
      await new Promise<void>((r) => {
        lacher = r
      })
    })
    const mort = sendAlertes(at(plus(1), mourant), ADRESSE, SIGNAL).catch((e: unknown) => e)
    await expect.poll(() => listAttentes()).toBeGreaterThan(0)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`.execute(base.db)
    expect(await mort).toBeInstanceOf(Error)
    lacher()
    await verrou
    await mourant.destroy()
    await envoyer(plus(1))
    expect(await compter()).toEqual({ messages: 20, alertes: 20 })
    expect((await getAbonnement(at(plus(1)), tenue))?.etat).toBe('actif')
  })

  const listAttentes = async () =>
    (
      await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`.execute(base.db)
    ).rows[0]?.n
})

describe('the task', () => {
  const tache = createTacheAlertes(ADRESSE)
  const executer = async (maintenant: Date) => {
    await addTache(at(maintenant), tache, {})
    await executeTaches(at(maintenant), [tache])
  }

  it('sends, and erases the requests that nobody confirmed', async () => {
    await creer('')
    await addNotice(at(LUNDI), 'Rapport fictif')
    const qui = { compte: null, adresse: 'oubli@exemple.example' }
    const demande = await createAbonnement(at(LUNDI), { genre: 'lettre', nom: 'Lettre', ...qui }, false)
    await executer(plus(1))
    expect(await listSujets()).toHaveLength(1)
    expect(await getAbonnement(at(plus(1)), demande)).not.toBeNull()
    await executer(plus(48))
    expect(await getAbonnement(at(plus(48)), demande)).toBeNull()
  })

  it('goes on past an alert that fails, and says so', async () => {
    await creer('q=fictif')
    const mauvaise = await creer('q=fictif')
    await creer('q=fictif')
    await addNotice(at(LUNDI), 'Rapport fictif')
    // Nothing that people type makes one fail; a damaged row would.
    await sql`create function refuser() returns trigger language plpgsql as $$ begin raise 'abîmée'; end $$`.execute(
      base.db,
    )
    await sql`create trigger refuser before update on abonnement for each row
      when (old.id = ${sql.lit(mauvaise)}) execute function refuser()`.execute(base.db)
    await expect(executer(plus(1))).rejects.toThrow('abîmée')
    await sql`drop trigger refuser on abonnement`.execute(base.db)
    expect(await listSujets()).toHaveLength(2)
    await envoyer(plus(1))
    expect(await listSujets()).toHaveLength(3)
  })
})
