/** kill -9 of real processes in the middle of their work: what was acknowledged stays, what was under way goes on, nothing is there twice. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Db, openDb, withClient } from '#core/db.ts'
import { migrate } from '#core/migrations.ts'
import { openEmbedded, stopEphemeral } from '#core/postgres/index.ts'
import { COOKIE_SESSION } from '#core/security.ts'
import { createCompteDeTest } from '#modules/comptes/index.ts'
import { createSource } from '#modules/documentation/moisson/source.queries.ts'
import { createAbonnement } from '#modules/documentation/veille/abonnement.queries.ts'
import { formatRisFictif } from '../src/testing/imports.ts'
import { createServeurOai, formatDc } from '../src/testing/serveur-oai.ts'
import { createServeurSmtp } from '../src/testing/serveur-smtp.ts'
import { createCtx } from '../src/testing/veille.ts'
import { type Processus, startProcessus } from './processus.ts'
import { getPortLibre } from './serveur.ts'

let dossier: string
let serveur: string
let url: string
let db: Db
/** What still runs when a test fails. */
let lances: Processus[] = []

beforeAll(async () => {
  dossier = mkdtempSync(join(tmpdir(), 'maillage-coupures-'))
  serveur = (await openEmbedded({ dossier, ephemere: true })).url
})
afterAll(async () => {
  await stopEphemeral(dossier)
  rmSync(dossier, { recursive: true, force: true })
})
beforeEach(async () => {
  const nom = `coupure_${crypto.randomUUID().slice(0, 8)}`
  await withClient(serveur, (client) => client.query(`create database ${nom}`))
  const adresse = new URL(serveur)
  adresse.pathname = `/${nom}`
  url = adresse.href
  await migrate(url)
  db = openDb(url)
})
afterEach(async () => {
  for (const processus of lances) await processus.kill()
  lances = []
  await db.destroy()
})

function start(args: string[], env: Record<string, string> = {}): Processus {
  const processus = startProcessus(args, { DATABASE_URL: url, MAILLAGE_DONNEES: dossier, ...env })
  lances.push(processus)
  return processus
}
const maillage = (...args: string[]) => start(['src/cli/main.ts', ...args], { MAILLAGE_HOTES_INTERNES: '127.0.0.1' })

/** The whole site, ready. */
async function startSite(env: Record<string, string> = {}): Promise<Processus & { adresse: string }> {
  const port = String(await getPortLibre())
  const site = start(['src/main.ts'], { PORT: port, ...env })
  const adresse = `http://localhost:${port}`
  const isPret = () =>
    fetch(`${adresse}/sante/pret`).then(
      (r) => r.ok,
      () => false,
    )
  await expect.poll(isPret, { timeout: 60_000, interval: 100 }).toBe(true)
  return { ...site, adresse }
}

const count = async (requete: string): Promise<number> => {
  const { rows } = await sql.raw<{ n: number }>(`select count(*)::int as n from ${requete}`).execute(db)
  return rows[0]?.n ?? 0
}
/** Waits until that many rows are there, looking closely, to kill in the middle of what follows. */
const waitLignes = (requete: string, nombre: number) =>
  expect.poll(() => count(requete), { timeout: 60_000, interval: 2 }).toBeGreaterThanOrEqual(nombre)

const NOTICES = 2200
/** Titles of which none is like another. */
const formatTitre = (i: number): string => `Fictif ${createHash('sha256').update(String(i)).digest('hex')}`

function writeRis(): string {
  const chemin = join(dossier, 'fictif.ris')
  writeFileSync(chemin, Array.from({ length: NOTICES }, (_, i) => formatRisFictif(`f${i}`, formatTitre(i))).join(''))
  return chemin
}

/** Each record once, each in the catalogue, each notice of one record. */
async function checkImport(): Promise<void> {
  expect({
    imports: await count('import'),
    lignes: await count('import_ligne'),
    acceptees: await count("import_ligne where etat = 'acceptee'"),
    notices: await count('notice where supprimee_le is null'),
    titres: await count("(select distinct csl ->> 'title' from notice) t"),
    citees: await count('(select distinct notice from import_ligne) l'),
    ids: await count('(select distinct id_source from import_ligne) l'),
  }).toEqual({
    imports: 1,
    lignes: NOTICES,
    acceptees: NOTICES,
    notices: NOTICES,
    titres: NOTICES,
    citees: NOTICES,
    ids: NOTICES,
  })
}

it('an import of the command line, killed while it reads then while it accepts, is taken up by the same command', async () => {
  const importer = () => maillage('importer', writeRis(), '--base', 'Base fictive', '--accepter')
  const lecture = importer()
  // Nothing of it is visible yet: another session sees that it works.
  await waitLignes(
    "pg_stat_activity where query ilike '%insert into import_ligne%' and datname = current_database()",
    1,
  )
  expect((await lecture.kill()).signal).toBe('SIGKILL')
  expect(await count('import')).toBe(0)

  const versement = importer()
  await waitLignes("import_ligne where etat = 'acceptee'", 1)
  expect((await versement.kill()).signal).toBe('SIGKILL')
  const faites = await count("import_ligne where etat = 'acceptee'")
  expect(faites).toBeGreaterThan(0)
  expect(faites).toBeLessThan(NOTICES)
  expect(await count('notice')).toBe(faites)

  const fin = await importer().fin
  expect([fin.code, fin.erreur]).toEqual([0, ''])
  expect(fin.sortie).toContain('Ce fichier a déjà été importé')
  await checkImport()
})

it('what a browser asked to accept goes on by itself in the process that follows', async () => {
  expect((await maillage('importer', writeRis(), '--base', 'Base fictive').fin).code).toBe(0)
  const { jeton } = await createCompteDeTest(db, 'documentaliste')
  const site = await startSite()
  const reponse = await fetch(`${site.adresse}/documentation/imports/1/accepter`, {
    method: 'POST',
    body: new URLSearchParams({ sortes: 'notice' }),
    headers: { cookie: `${COOKIE_SESSION}=${jeton}`, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  expect(reponse.status).toBe(303)
  await waitLignes("import_ligne where etat = 'acceptee'", 501)
  await site.kill()
  expect(await count("import_ligne where etat = 'acceptee'")).toBeLessThan(NOTICES)
  await startSite()
  await expect.poll(() => count('import where versement is not null'), { timeout: 60_000, interval: 200 }).toBe(0)
  await checkImport()
})

it('a harvest killed while it waits for a page goes on from that page', async () => {
  const source = await createServeurOai(5)
  source.etat.records = Array.from({ length: 20 }, (_, i) => ({
    id: `oai:fictif:${i}`,
    date: '2026-01-01T00:00:00Z',
    description: formatDc(formatTitre(i), { date: '2020' }),
  }))
  try {
    const contenu = {
      nom: 'Base fictive',
      adresse: source.adresse,
      prefixe: 'oai_dc',
      ensemble: null,
      licence: 'Licence fictive',
      frequence: 'quotidienne',
    } as const
    const id = await createSource(createCtx(db), contenu, null)
    // Two pages are given, the third is never answered.
    source.etat.pannes = [() => false, () => false, () => true]
    const premiere = maillage('moissonner', String(id))
    await expect.poll(() => source.etat.pannes.length, { timeout: 60_000, interval: 20 }).toBe(0)
    await premiere.kill()
    expect(await count('moisson_notice')).toBe(10)

    source.etat.demandes = []
    const fin = await maillage('moissonner', String(id)).fin
    expect([fin.code, fin.erreur]).toEqual([0, ''])
    expect(fin.sortie).toContain('20 ajoutées')
    expect(source.etat.demandes.map((d) => new URLSearchParams(d).get('resumptionToken'))).toEqual(['10||', '15||'])
    expect([await count('moisson_notice'), await count('notice'), await count('moisson')]).toEqual([20, 20, 1])
    expect(await count("(select distinct csl ->> 'title' from notice) t")).toBe(20)
  } finally {
    source.close()
  }
})

it('a letter killed while it is written, then while it leaves, reaches everyone, nobody more than once again', async () => {
  const ABONNES = 240
  const courrier = await createServeurSmtp()
  try {
    const ctx = createCtx(db)
    for (let i = 0; i < ABONNES; i++) {
      const qui = { genre: 'lettre', nom: 'Lettre', compte: null, adresse: `a${i}@exemple.example` } as const
      await createAbonnement(ctx, qui, true)
    }
    const { jeton } = await createCompteDeTest(db, 'documentaliste')
    const site = await startSite({ MAILLAGE_SMTP: courrier.url })
    const post = (chemin: string, champs: Record<string, string>) =>
      fetch(site.adresse + chemin, {
        method: 'POST',
        body: new URLSearchParams(champs),
        headers: { cookie: `${COOKIE_SESSION}=${jeton}`, 'sec-fetch-site': 'same-origin' },
        redirect: 'manual',
      })
    const creee = await post('/veille/lettres', { titre: 'Lettre fictive', note: 'Bonjour.' })
    const lettre = (creee.headers.get('location') ?? '').replace(/\/composer.*/, '')
    // Messages are taken, none of them is told to be.
    courrier.etat.reponses = 0
    expect((await post(`${lettre}/envoi`, { quand: 'maintenant' })).status).toBe(303)
    await waitLignes('courriel', 100)
    await site.kill()
    const ecrits = await count('courriel')
    expect(ecrits % 100).toBe(0)
    expect(ecrits).toBeLessThan(ABONNES)

    courrier.etat.reponses = 50
    const autre = await startSite({ MAILLAGE_SMTP: courrier.url })
    await expect.poll(() => courrier.etat.reponses, { timeout: 60_000, interval: 5 }).toBeLessThan(0)
    await autre.kill()

    courrier.etat.reponses = Number.POSITIVE_INFINITY
    await startSite({ MAILLAGE_SMTP: courrier.url })
    await expect
      .poll(() => count('courriel where envoye_le is not null'), { timeout: 60_000, interval: 200 })
      .toBe(ABONNES)
    expect(await count('courriel')).toBe(ABONNES)
    expect(await count("lettre where etat = 'envoyee'")).toBe(1)

    const parAdresse = Map.groupBy(courrier.etat.recus, (m) => /^To: (\S+)/m.exec(m)?.[1] ?? '')
    expect(parAdresse.size).toBe(ABONNES)
    const doubles = [...parAdresse.values()].filter((messages) => messages.length > 1)
    // Taken and not told to be, when the process died: four at a time, twice.
    expect(doubles.length).toBeLessThanOrEqual(8)
    expect(doubles.length).toBeGreaterThan(0)
    for (const messages of doubles) {
      expect(new Set(messages.map((m) => /^Message-ID: (\S+)/im.exec(m)?.[1])).size).toBe(1)
      expect(messages.length).toBeLessThanOrEqual(3)
    }
  } finally {
    courrier.close()
  }
})
