import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Atelier, openAtelier } from '../../../testing/moisson.ts'
import { formatReponse } from '../../../testing/serveur-oai.ts'
import { listMoissons } from './moisson.queries.ts'
import { updateAvance } from './source.queries.ts'

let atelier: Atelier
beforeAll(async () => {
  atelier = await openAtelier()
})
afterAll(() => atelier.close())
beforeEach(() => atelier.begin())

describe('a server that fails', () => {
  const statut = (code: number, entetes: Record<string, string> = {}) =>
    ((_demande, reponse) =>
      Boolean(reponse.writeHead(code, entetes).end('panne'))) satisfies (typeof atelier.serveur.etat.pannes)[0]
  const texte = (corps: string) =>
    ((_demande, reponse) => Boolean(reponse.end(corps))) satisfies (typeof atelier.serveur.etat.pannes)[0]
  const toujours = (panne: (typeof atelier.serveur.etat.pannes)[0]) => {
    atelier.serveur.etat.pannes = Array.from({ length: 50 }, () => panne)
  }

  it('500, then well: asked again, nothing lost', async () => {
    atelier.serveur.etat.records = atelier.createRecords(3)
    atelier.serveur.etat.pannes = [statut(500), statut(502), () => false, statut(500)]
    expect(await atelier.moissonner()).toBe('faite')
    expect(await atelier.getDerniere()).toMatchObject({ creees: 3, refusees: 0 })
    expect(atelier.attentes.filter((a) => a !== 1)).toEqual([2, 10, 2])
  })

  it('503 with Retry-After: waited for as asked; too long, left for later, and gone on with from there', async () => {
    atelier.serveur.etat.records = atelier.createRecords(4)
    atelier.serveur.etat.pannes = [
      statut(503, { 'retry-after': '7' }),
      () => false,
      statut(503, { 'retry-after': '86400' }),
    ]
    expect(await atelier.moissonner()).toBe('echouee')
    expect(atelier.attentes).toContain(7)
    expect(await atelier.getDerniere()).toMatchObject({
      creees: 2,
      raison: 'Le serveur est momentanément indisponible (HTTP 503).',
    })
    const etat = await atelier.getEtat()
    expect(etat).toMatchObject({ echecs: 1, reprise: { jeton: '2||' } })
    expect(etat.prochaineLe?.getTime()).toBeGreaterThanOrEqual(atelier.ctx.maintenant.getTime() + 86_400_000)
    atelier.serveur.etat.demandes = []
    expect(await atelier.moissonner()).toBe('faite')
    expect(atelier.serveur.etat.demandes[0]).toContain('resumptionToken=2')
    expect(await atelier.getDerniere()).toMatchObject({ creees: 2 })
    expect(await atelier.compterNotices()).toBe(4)
  })

  it.each<[string, () => void, RegExp]>([
    ['stays broken', () => toujours(statut(500)), /en panne \(HTTP 500\)/],
    ['is not there', () => toujours(statut(404)), /rien à cette adresse/],
    ['answers a web page', () => toujours(texte('<!doctype html><p>Bonjour')), /page internet/],
    [
      'answers an entity bomb',
      () => toujours(texte('<!DOCTYPE x [<!ENTITY a "b">]><OAI-PMH>&a;</OAI-PMH>')),
      /entités/,
    ],
    [
      'cuts its answers',
      () => toujours((_d, r) => Boolean(r.writeHead(200, { 'content-length': 5000 }).end('<OAI-PMH>'))),
      /s’arrête avant sa fin/,
    ],
    [
      'sends drop by drop',
      () => toujours((_d, r) => Boolean(setInterval(() => r.write(' '), 50).unref())),
      /trop de temps/,
    ],
    [
      'refuses the request',
      () => toujours(texte(formatReponse('<error code="badArgument">set</error>'))),
      /refuse la demande.*« set »/,
    ],
    [
      'does not know the format',
      () => toujours(texte(formatReponse('<error code="cannotDisseminateFormat"/>'))),
      /dans ce format/,
    ],
    ['answers something else', () => toujours(texte(formatReponse('<ListSets/>'))), /liste demandée/],
  ])('%s: told in French, tried again at the next time', async (_nom, casser, raison) => {
    atelier.serveur.etat.records = atelier.createRecords(2)
    casser()
    expect(await atelier.moissonner()).toBe('echouee')
    expect((await atelier.getDerniere())?.raison).toMatch(raison)
    atelier.serveur.etat.pannes = []
    expect(await atelier.moissonner()).toBe('faite')
    expect(await atelier.compterNotices()).toBe(2)
  })

  it('sends 200 MB: not read beyond 20', async () => {
    atelier.delai = 20_000
    const bloc = Buffer.alloc(1_000_000, ' ')
    let envoyes = 0
    toujours((_demande, reponse) => {
      const envoyer = (): void => {
        if (envoyes++ < 200 && !reponse.destroyed) reponse.write(bloc, envoyer)
      }
      envoyer()
      return true
    })
    expect(await atelier.moissonner()).toBe('echouee')
    expect((await atelier.getDerniere())?.raison).toMatch(/dépasse 20 Mo/)
    expect(envoyes).toBeLessThan(60)
  })

  it('loses the rest of its list: read again from the last safe date, nothing twice', async () => {
    atelier.serveur.etat.records = atelier.createRecords(5)
    atelier.serveur.etat.pannes = [
      () => false,
      texte(formatReponse('<error code="badResumptionToken">expired</error>')),
    ]
    expect(await atelier.moissonner()).toBe('faite')
    expect(await atelier.getDerniere()).toMatchObject({ creees: 5, inchangees: 2 })
    expect(await atelier.compterNotices()).toBe(5)
    toujours((_demande, reponse, url) =>
      url.searchParams.has('resumptionToken')
        ? Boolean(reponse.end(formatReponse('<error code="badResumptionToken"/>')))
        : false,
    )
    await updateAvance(atelier.ctx, atelier.source, { depuis: null })
    expect(await atelier.moissonner()).toBe('echouee')
    expect((await atelier.getDerniere())?.raison).toMatch(/perdu la suite/)
  })

  it('gives the same page without end', async () => {
    const [record] = atelier.createRecords(1)
    const page = `<ListRecords><record><header><identifier>${record?.id}</identifier><datestamp>2026-01-01</datestamp></header><metadata>${record?.description}</metadata></record>`
    let n = 0
    toujours((_d, reponse) =>
      Boolean(reponse.end(formatReponse(`${page}<resumptionToken>${n++}</resumptionToken></ListRecords>`))),
    )
    expect(await atelier.moissonner()).toBe('echouee')
    expect(await atelier.getDerniere()).toMatchObject({
      pages: 4,
      creees: 1,
      raison: 'Le serveur redonne sans fin les mêmes pages.',
    })
    // A list that goes round is not gone on with.
    expect((await atelier.getEtat()).reprise).toBeNull()
  })

  it('the process is stopped between two pages: the next one goes on from there', async () => {
    atelier.serveur.etat.records = atelier.createRecords(5)
    const arret = new AbortController()
    atelier.serveur.etat.pannes = [() => false, () => Boolean(arret.abort())]
    await expect(atelier.moissonner(arret.signal)).rejects.toThrow()
    expect(await atelier.getDerniere()).toMatchObject({ etat: 'en-cours', creees: 2 })
    atelier.serveur.etat.demandes = []
    expect(await atelier.moissonner()).toBe('faite')
    expect(atelier.serveur.etat.demandes[0]).toContain('resumptionToken=2')
    expect(await listMoissons(atelier.ctx, atelier.source, 5)).toMatchObject([{ etat: 'faite', creees: 5, lues: 5 }])
    expect(await atelier.compterNotices()).toBe(5)
  })
})
