import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addIndicateurInvente } from '../../../testing/indicateurs.ts'
import { addIndicateursInventes, TYPOLOGIE_INVENTEE } from '../../../testing/typologies.ts'

let base: BaseDeTest
let client: Client
let ctx: Ctx

const lire = async (chemin: string) => (await client.get(chemin)).text()
async function poster(chemin: string, champs: Champs = {}): Promise<string> {
  const reponse = await client.post(chemin, champs)
  expect([chemin, reponse.status, reponse.status === 303 ? '' : await reponse.text()]).toEqual([chemin, 303, ''])
  return reponse.headers.get('location')?.split('?')[0] ?? ''
}
const creer = (champs: Champs = {}) => poster('/typologies', { ...TYPOLOGIE_INVENTEE, ...champs })

describe('without any value', () => {
  beforeAll(async () => {
    base = await createBaseDeTest()
    client = createClientDeTest(base.db)
  })
  afterAll(() => base.close())

  it('says what a typology is, and how to make one', async () => {
    expect(await lire('/typologies')).toContain('Aucune typologie à lire')
    await client.connecter('contributeur')
    expect(await lire('/typologies')).toContain('Nouvelle typologie')
    const page = await lire('/typologies/nouvelle?maille=epci&zone=france-FR')
    expect(page).toContain('Il n’y a là que 0\u00a0intercommunalité')
    expect((await client.post('/typologies', TYPOLOGIE_INVENTEE)).status).toBe(422)
  })
})

describe('on the communes of France', () => {
  beforeAll(async () => {
    base = await createBaseGeographie()
    client = createClientDeTest(base.db)
    ctx = createCtx(base.db)
  })
  afterAll(() => base.close())
  beforeEach(async () => {
    await sql`delete from debit`.execute(base.db)
  })

  it('says what to import while no indicator has values', async () => {
    await client.connecter('contributeur')
    expect(await lire('/typologies/nouvelle?maille=epci&zone=region-93')).toContain('Aucun indicateur n’a de valeurs')
    await addIndicateursInventes(ctx)
  })

  it('offers indicators that have values, with their vintages and coverage', async () => {
    await client.connecter('contributeur')
    const page = await lire('/typologies/nouvelle?maille=departement&zone=france-FM')
    expect(page).toContain('Indicateur fictif fictif-a (fictif)')
    expect(page).toContain('2021 (6 sur 96)')
    expect(page).toContain('points · 2023 · valeurs pour 6 sur 96')
  })

  it('groups, explains, lists, exports', async () => {
    await client.connecter('contributeur')
    const adresse = await creer({ k: '2' })
    const page = await lire(adresse)
    expect(page).toContain(
      '6\u00a0départements (Provence-Alpes-Côte d&#39;Azur) en 2\u00a0groupes, d’après 2\u00a0indicateurs',
    )
    expect(page).toContain('Typologie fictive (fictif)')
    expect(page).toContain('nettement au-dessus')
    // No outline was imported: circles, each saying its group.
    expect(page).toMatch(/Bouches-du-Rhône\u00a0: [AB] · Groupe\u00a0[12]/)
    expect(page).toContain('disent presque la même chose')
    expect(page).toContain('Calcul Maillage')
    expect(page).toContain('href="/territoires/departements/13"')
    const groupe = await lire(`${adresse}/groupes/2?tri=v0&sens=desc`)
    expect(groupe).toContain('Distance au centre')
    expect((await client.get(`${adresse}/groupes/3`)).status).toBe(404)

    await client.connecter(null)
    const csv = await lire(`${adresse}/export.csv`)
    expect(csv.split('\r\n')).toHaveLength(8)
    expect(csv).toMatch(/^13;Bouches-du-Rhône;[12];Groupe.[12];0(,\d+)?;101;20,1\r$/m)
    const json = await (await client.get(`${adresse}/export.json`)).json()
    expect(json.groupes.map((g: { territoires: unknown[] }) => g.territoires.length)).toEqual([3, 3])
    const api = await (await client.call('GET', `/api/v1${adresse}`, {})).json()
    expect(api).toEqual(json)
    expect(api.qualite[0].silhouette).toBeGreaterThan(0.7)
    expect((await lire('/typologies')).includes(`href="${adresse}"`)).toBe(true)
  })

  it('gives the same groups for the same settings, by either method', async () => {
    await client.connecter('contributeur')
    const lireGroupes = async (champs: Champs) =>
      (await (await client.get(`${await creer(champs)}/export.json`)).json()).groupes
    const premiers = await lireGroupes({ k: '3', graine: '12' })
    expect(await lireGroupes({ k: '3', graine: '12' })).toEqual(premiers)
    const codes = (groupes: { territoires: { code: string }[] }[]) =>
      groupes.map((g) => g.territoires.map((t) => t.code).sort())
    expect(codes(await lireGroupes({ k: '2', methode: 'ward' }))).toEqual(codes(await lireGroupes({ k: '2' })))
  })

  it('leaves out départements without value, and says which', async () => {
    await client.connecter('contributeur')
    const adresse = await creer({ zone: 'france-FM', k: '2' })
    const page = await lire(adresse)
    expect(page).toContain('Laissés de côté\u00a0: 90\u00a0départements')
    expect(page).toMatch(/Ain\u00a0: Indicateur fictif fictif-a, Indicateur fictif fictif-b/)
    const { ecartes } = await (await client.get(`${adresse}/export.json`)).json()
    expect(ecartes).toHaveLength(90)
  })

  it('keeps them where asked, and says that the mean stands in', async () => {
    await addIndicateurInvente(ctx, { code: 'fictif-c', agregation: 'moyenne' }, [
      {
        millesime: 2023,
        valeurs: [],
        publiees: ['04', '06', '13', '83'].map((zone, i) => ({ maille: 'departement', zone, valeur: i * i })),
      },
    ])
    const champs = {
      indicateur: ['fictif-a', 'fictif-b', 'fictif-c'],
      'millesime.fictif-c': '2023',
      'mesure.fictif-c': 'log',
      k: '2',
    }
    await client.connecter('contributeur')
    expect(await lire(await creer(champs))).toContain('Laissés de côté\u00a0: 2\u00a0départements')
    const page = await lire(await creer({ ...champs, manquantes: '0.5' }))
    expect(page).not.toContain('Laissés de côté')
    expect(page).toContain('manque à 2\u00a0départements sur 6\u00a0: la moyenne en tient lieu.')
  })

  it('refuses what gives no groups, and keeps what was typed', async () => {
    await client.connecter('contributeur')
    const cas: [Champs, string][] = [
      [{ indicateur: [] }, 'Cochez au moins deux indicateurs'],
      [{ 'millesime.fictif-a': '1950' }, 'n’a pas de valeurs de 1950'],
      [{ 'mesure.fictif-a': 'habitants' }, 'ne se rapporte pas aux habitants'],
      [{ maille: 'epci' }, 'n’a aucune valeur pour ces territoires'],
      [{ k: '7' }, 'ne font pas 7 groupes différents'],
      [{ k: '12' }, '8 groupes au plus'],
      [{ nom: ' ' }, 'Donnez un nom'],
      [{ graine: '1,5' }, 'Écrivez un nombre entier'],
    ]
    for (const [champs, message] of cas) {
      const reponse = await client.post('/typologies', { ...TYPOLOGIE_INVENTEE, nom: 'Typée (fictif)', ...champs })
      const texte = await reponse.text()
      expect([message, reponse.status, texte.includes(message)]).toEqual([message, 422, true])
      if (!('nom' in champs || 'maille' in champs)) expect(texte).toContain('value="Typée (fictif)"')
    }
    const ailleurs = await client.post('/typologies', { ...TYPOLOGIE_INVENTEE, zone: 'departement-04' })
    expect([ailleurs.status, (await ailleurs.text()).includes('Que grouper')]).toEqual([422, true])
  })

  it('is renamed, computed again with its names, and says when values changed', async () => {
    await client.connecter('contributeur')
    const adresse = await creer({ k: '2' })
    await poster(`${adresse}/modifier`, {
      revision: '1',
      nom: 'Deux mondes (fictif)',
      etat: 'prive',
      'groupes.0.nom': 'Les petits',
      'groupes.0.description': 'Peu <de tout>',
      'groupes.1.nom': '',
    })
    expect((await client.post(`${adresse}/modifier`, { revision: '1', nom: 'X', etat: 'prive' })).status).toBe(409)
    const page = await lire(adresse)
    expect(page).toContain('Les petits')
    expect(page).toContain('Peu &lt;de tout&gt;')
    expect(page).toContain('Groupe\u00a02')
    expect(page).not.toContain('Les données ont changé')

    await addIndicateurInvente(
      { ...ctx, maintenant: new Date(Date.now() + 1000) },
      { code: 'fictif-b', agregation: 'part' },
      [
        {
          millesime: 2023,
          valeurs: [],
          publiees: ['04', '05', '84', '06', '13', '83'].map((zone, i) => ({
            maille: 'departement',
            zone,
            valeur: i < 3 ? 1 : 9,
          })),
        },
      ],
    )
    expect(await lire(adresse)).toContain('«\u00a0Indicateur fictif fictif-b\u00a0» a de nouvelles valeurs de 2023.')
    await poster(`${adresse}/calcul`)
    const refaite = await lire(adresse)
    expect(refaite).not.toContain('Les données ont changé')
    expect(refaite).toContain('Les petits')
    await poster(`${adresse}/calcul`, { k: '3' })
    expect(await lire(adresse)).toContain('en 3\u00a0groupes')
    expect((await client.post(`${adresse}/calcul`, { k: '8' })).status).toBe(422)
    expect(await lire(`/typologies/nouvelle?depuis=${adresse.split('/').at(-1)}`)).toContain(
      'Deux mondes (fictif) (variante)',
    )
  })

  it('is private, public, deleted, put back: to an outsider what he may not see is not there', async () => {
    const compte = await client.connecter('contributeur')
    const adresse = await creer({ etat: 'prive', nom: 'Gardée (fictif)' })
    expect(compte).not.toBeNull()
    const chemins = ['', '/groupes/1', '/export.csv', '/export.json', '/modifier', '/supprimer']
    const autres = async () => {
      const statuts = new Set<number>()
      for (const role of [null, 'contributeur'] as const) {
        await client.connecter(role)
        for (const chemin of chemins) statuts.add((await client.get(adresse + chemin)).status)
        for (const geste of ['/modifier', '/calcul', '/supprimer', '/retablir'])
          statuts.add((await client.post(adresse + geste, { revision: '1', nom: 'Prise', etat: 'public' })).status)
        expect(await lire('/typologies')).not.toContain('Gardée (fictif)')
        statuts.add((await client.call('GET', `/api/v1${adresse}`, {})).status)
      }
      return [...statuts]
    }
    expect(await autres()).toEqual([404])
    await client.connecter('administrateur')
    await poster(`${adresse}/supprimer`)
    expect(await autres()).toEqual([404])
    await client.connecter('administrateur')
    expect(await lire(adresse)).toContain('Cette typologie a été supprimée')
    await poster(`${adresse}/retablir`)
    await poster(`${adresse}/modifier`, { revision: '1', nom: 'Ouverte (fictif)', etat: 'public' })
    await client.connecter(null)
    expect((await client.get(adresse)).status).toBe(200)
  })

  it('names no saved territory to who may not read it any more', async () => {
    await client.connecter('coordinateur')
    const communes = ['04070', '04112', '05061', '13055', '06088', '83137']
    await addIndicateurInvente(ctx, { code: 'fictif-d', agregation: 'moyenne' }, [
      { millesime: 2023, valeurs: communes.map((commune, i) => ({ commune, valeur: i < 3 ? i : 50 + i, poids: 10 })) },
    ])
    await addIndicateurInvente(ctx, { code: 'fictif-e', agregation: 'somme' }, [
      { millesime: 2023, valeurs: communes.map((commune, i) => ({ commune, valeur: 5 + i * 100 })) },
    ])
    const territoires: string[] = []
    for (const [i, commune] of communes.entries())
      territoires.push(
        await poster('/territoires', { nom: `Territoire inventé ${i}`, etat: 'public', communes: commune }),
      )
    const adresse = await creer({
      maille: 'territoire',
      zone: '',
      indicateur: ['fictif-d', 'fictif-e'],
      'millesime.fictif-d': '2023',
      'mesure.fictif-d': 'brute',
      'millesime.fictif-e': '2023',
      'mesure.fictif-e': 'habitants',
      k: '2',
    })
    expect(await lire(adresse)).toContain('Territoire inventé 5')
    await poster(`${territoires[5]}/modifier`, { revision: '1', nom: 'Territoire inventé 5', etat: 'prive' })
    expect(await lire(adresse)).toContain('La liste des territoires n’est plus la même.')
    await client.connecter(null)
    for (const chemin of ['', '/groupes/1', '/groupes/2', '/export.csv', '/export.json'])
      expect(await lire(adresse + chemin)).not.toContain('inventé 5')
    expect(await lire(adresse)).toContain('1\u00a0territoire que vous ne pouvez pas lire')
  })
})
