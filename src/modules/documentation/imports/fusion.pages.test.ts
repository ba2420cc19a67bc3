import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VISITEUR } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createParcours, formatVariante } from '../../../testing/imports.ts'
import { createNotice } from '../notice/notice.queries.ts'
import type { ContenuNotice } from '../notice/notice.ts'

let base: BaseDeTest
let parcours: Awaited<ReturnType<typeof createParcours>>

beforeAll(async () => {
  base = await createBaseDeTest()
  parcours = await createParcours(base.db)
})
afterAll(() => base.close())

const ctx = (): Ctx => ({
  db: base.db,
  acteur: { ...VISITEUR, role: 'administrateur' },
  maintenant: new Date(),
  origine: { requete: crypto.randomUUID(), ip: null },
})

const contenu = (csl: Partial<ContenuNotice['csl']>): ContenuNotice => ({
  nature: 'article',
  csl: { id: '', type: 'article-journal', title: 'Fictif', ...csl },
  resume: null,
  resumeSource: null,
  themes: ['activite-physique'],
  publics: [],
  determinants: [],
  milieux: [],
  enLigne: false,
  prets: [],
  provenance: null,
})

describe('merge', () => {
  test('a probable duplicate is compared and completes the notice, field by field', async () => {
    const id = await createNotice(
      ctx(),
      contenu({ title: 'Marcher ensemble à Ressemblance au village : une expérience', publisher: 'Éditions fictives' }),
    )
    const { chemin, page } = await parcours.importer(formatVariante('Ressemblance'))
    expect(page).toContain('Doublon probable')
    expect(page).toContain(`comparer?avec=${id}`)
    await parcours.client.post(`${chemin}/accepter`, { sortes: ['notice'] })
    expect(await parcours.listEtats(chemin)).toEqual(['a-relire', 'acceptee', 'acceptee'])

    const comparaison = await parcours.lire(`${chemin}/lignes/1/comparer?avec=${id}`)
    expect(comparaison).toContain('choix.csl.title')
    const envoi = { avec: String(id), version: '1', 'choix.csl.title': 'autre', 'choix.csl.publisher': 'gardee' }
    const reponse = await parcours.client.post(`${chemin}/lignes/1/fusionner`, envoi)
    expect(reponse.status).toBe(303)
    expect((await parcours.client.post(`${chemin}/lignes/1/fusionner`, envoi)).status).toBe(303)
    const notice = await base.db.selectFrom('notice').selectAll().where('id', '=', Number(id)).executeTakeFirstOrThrow()
    expect(notice.csl).toMatchObject({
      title: 'Marcher ensemble à Ressemblance au village : une expérience inventée',
      publisher: 'Éditions fictives',
      URL: 'https://exemple.invalid/Ressemblance/marcher-ensemble',
    })
    expect(notice).toMatchObject({ version: 2, resume_source: 'Résumé auteur', themes: ['activite-physique'] })
    expect(await parcours.listEtats(chemin)).toEqual(['fusionnee', 'acceptee', 'acceptee'])
  })

  test('a stale comparison is refused and changes nothing', async () => {
    const id = await createNotice(ctx(), contenu({ title: 'Marcher ensemble à Perimée au village : une expérience' }))
    const { chemin } = await parcours.importer(formatVariante('Perimée'))
    const reponse = await parcours.client.post(`${chemin}/lignes/1/fusionner`, { avec: String(id), version: '7' })
    expect(reponse.status).toBe(409)
    expect((await parcours.listEtats(chemin))[0]).toBe('a-relire')
  })

  test('« c’est un autre document » makes a notice of its own', async () => {
    await createNotice(ctx(), contenu({ title: 'Marcher ensemble à Autreville au village : une expérience' }))
    const { chemin } = await parcours.importer(formatVariante('Autreville'))
    expect((await parcours.client.post(`${chemin}/lignes/1/accepter`)).headers.get('location')).toContain(
      'avis=ligne-doublon',
    )
    expect((await parcours.listEtats(chemin))[0]).toBe('a-relire')
    await parcours.client.post(`${chemin}/lignes/1/accepter`, { autre: '1' })
    expect((await parcours.listEtats(chemin))[0]).toBe('acceptee')
  })

  test('two notices become one: both addresses work, links and themes follow', async () => {
    const gardee = await createNotice(ctx(), contenu({ title: 'Nager ensemble au lac inventé', volume: '3' }))
    const autre = await createNotice(ctx(), {
      ...contenu({ title: 'Nager ensemble au lac inventé', issue: '4' }),
      themes: ['acces-soins'],
    })
    const liee = await createNotice(ctx(), contenu({ title: 'Un ouvrage hôte inventé' }))
    await parcours.client.post(`/documentation/notices/${autre}/liens`, { type: 'fait-partie-de', cible: String(liee) })

    expect(await parcours.lire(`/documentation/notices/${gardee}/fusionner`)).toContain(`fusionner?avec=${autre}`)
    const page = await parcours.lire(`/documentation/notices/${gardee}/fusionner?avec=${autre}`)
    expect(page).toContain('Réunir les deux listes')
    expect([...page.matchAll(/<legend>(.*?)<\/legend>/g)].map((m) => m[1])).toEqual(['Volume', 'Numéro', 'Thèmes'])
    const envoi = { avec: String(autre), version: '1', versionAutre: '1' }
    for (let fois = 0; fois < 2; fois++) {
      const reponse = await parcours.client.post(`/documentation/notices/${gardee}/fusionner`, envoi)
      expect(reponse.headers.get('location')).toContain(`/documentation/notices/${gardee}?avis=notices-fusionnees`)
    }
    const suivie = await parcours.client.get(`/documentation/notices/${autre}`)
    expect(suivie.headers.get('location')).toBe(`/documentation/notices/${gardee}`)
    const resultat = await base.db
      .selectFrom('notice')
      .selectAll()
      .where('id', '=', Number(gardee))
      .executeTakeFirstOrThrow()
    expect(resultat).toMatchObject({ themes: ['activite-physique', 'acces-soins'], csl: { volume: '3', issue: '4' } })
    expect(await parcours.lire(`/documentation/notices/${gardee}`)).toContain('Un ouvrage hôte inventé')
  })

  test('a notice does not merge with itself', async () => {
    const id = await createNotice(ctx(), contenu({ title: 'Un seul document inventé' }))
    expect((await parcours.client.get(`/documentation/notices/${id}/fusionner?avec=${id}`)).status).toBe(404)
  })
})
