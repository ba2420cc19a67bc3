import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTache, executeTaches } from '#core/jobs.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createNotice } from '../notice/notice.queries.ts'
import { type Catalogue, createContenu, openCatalogue } from '../recherche/exemples.ts'
import { tacheCandidats } from './candidats.actions.ts'
import { createReleve, parseFormeLongue } from './candidats.ts'

const lireTextes = (...textes: string[]) => {
  const releve = createReleve()
  for (const [i, texte] of textes.entries()) releve.add({ texte, notice: i + 1, etagere: null })
  return releve.list(100)
}

it.each([
  ['CPTS', 'Une communauté professionnelle territoriale de santé ', 'communauté professionnelle territoriale de santé'],
  ['ARS', 'avec l’agence régionale de santé', 'agence régionale de santé'],
  ['EHESP', 'à l’École des hautes études en santé publique', 'École des hautes études en santé publique'],
  [
    'GRADES',
    'un groupement régional d’appui au développement de la e-santé',
    'groupement régional d’appui au développement de la e-santé',
  ],
  ['CPTS', 'Les soins', null],
  ['AB', 'abricot', null],
  ['XY', '', null],
])('the long form of %s in « %s » is %s', (sigle, avant, forme) => {
  expect(parseFormeLongue(sigle, avant)).toBe(forme)
})

describe('reading texts', () => {
  it('counts documents, in one form for dots and plurals', () => {
    const lus = lireTextes('La PTA, des PTAs, une P.T.A. ici', 'La PTA', 'Rien')
    expect(lus.map((c) => [c.sigle, c.nombre])).toEqual([['PTA', 2]])
  })

  it('leaves aside words in capitals, figures and centuries', () => {
    expect(lireTextes('Le XIX siècle, III, 2020, A, Un, HABITATIONS', 'LE GUIDE DES SOINS DE VILLE')).toEqual([])
  })

  it('reads the long form on either side, and keeps the one most texts give', () => {
    const lus = lireTextes(
      'La maison fictive de santé (MFS) ouvre',
      'Une MFS (mesure fictive simple)',
      'La maison fictive de santé (MFS)',
    )
    expect(lus[0]).toMatchObject({
      sigle: 'MFS',
      nombre: 3,
      formeLongue: 'maison fictive de santé',
      appuis: 2,
      notice: 1,
    })
  })

  it('gives an extract of whole words', () => {
    const [lu] = lireTextes(`${'avant '.repeat(40)}la PTA ${'après '.repeat(40)}`)
    expect(lu?.extrait).toMatch(/^…avant .*la PTA après .*après…$/)
    expect(lu?.extrait.length).toBeLessThan(180)
  })

  it('holds as much for a million different ones', { timeout: 60_000 }, () => {
    const releve = createReleve()
    for (let i = 0; i < 100_000; i++)
      releve.add({ texte: `Le Z${i.toString(36).toUpperCase()}Z et la PTA`, notice: i, etagere: null })
    expect(releve.list(1)).toMatchObject([{ sigle: 'PTA' }])
    expect(releve.list(200_000).length).toBeLessThanOrEqual(20_000)
  })
})

describe('over HTTP', () => {
  let catalogue: Catalogue
  let client: Client
  const lire = async (chemin: string) => (await client.get(chemin)).text()
  beforeAll(async () => {
    catalogue = await openCatalogue()
    client = createClientDeTest(catalogue.base.db)
    const resume = 'La plateforme territoriale fictive (PTF) et la CPTS, selon le ZQK.'
    await createNotice(catalogue.ctx, { ...createContenu(1), resume, resumeSource: 'Maillage' })
    await addTache(catalogue.ctx, tacheCandidats, {})
    expect(await executeTaches(catalogue.ctx, [tacheCandidats])).toBe(1)
  })
  afterAll(() => catalogue.base.close())

  it('proposes what is met and not defined, with the form filled', async () => {
    await client.connecter('contributeur')
    expect((await client.get('/glossaire/suggestions')).status).toBe(404)
    await client.connecter('documentaliste')
    const page = await lire('/glossaire/suggestions')
    expect(page).toContain('plateforme territoriale fictive')
    expect(page).toContain('ZQK')
    expect(page).not.toContain('sigle=CPTS')
    const formulaire = await lire('/glossaire/nouveau?sigle=PTF&forme=plateforme+territoriale+fictive')
    expect(formulaire).toContain('value="Plateforme territoriale fictive"')
    expect(formulaire).toContain('value="PTF"')
  })

  it('forgets what is defined, and remembers what is set aside through a new reading', async () => {
    await client.post('/glossaire', {
      terme: 'Plateforme',
      sigle: 'PTF',
      formeLongue: 'plateforme territoriale fictive',
    })
    expect((await client.post('/glossaire/suggestions/ecarter', { sigle: 'ZQK' })).status).toBe(303)
    expect((await client.post('/glossaire/suggestions/relire')).status).toBe(303)
    expect(await executeTaches({ ...catalogue.ctx, maintenant: new Date() }, [tacheCandidats])).toBe(1)
    const page = await lire('/glossaire/suggestions')
    expect(page).not.toContain('sigle=PTF')
    expect(page).not.toContain('sigle=ZQK')
    expect(await lire('/glossaire/suggestions?ecartes=oui')).toContain('sigle=ZQK')
    await client.post('/glossaire/suggestions/reprendre', { sigle: 'ZQK' })
    expect(await lire('/glossaire/suggestions')).toContain('sigle=ZQK')
    expect((await client.post('/glossaire/suggestions/ecarter', { sigle: 'a b' })).status).toBe(422)
  })
})
