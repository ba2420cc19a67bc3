import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

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
beforeEach(async () => {
  await client.connecter('contributeur')
})

const TERRITOIRE = { nom: 'Val fictif', description: 'Une description', etat: 'prive', communes: '04070,04001' }

/** @returns the address of a new territory */
async function creer(champs: Champs = {}): Promise<string> {
  const reponse = await client.post('/territoires', { ...TERRITOIRE, ...champs })
  expect(reponse.status).toBe(303)
  return reponse.headers.get('location')?.split('?')[0] ?? ''
}
const lire = async (chemin: string) => {
  const reponse = await client.get(chemin)
  expect([chemin, reponse.status]).toEqual([chemin, 200])
  return (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ')
}

describe('who reads and changes', () => {
  it('keeps private ones to their owner and administrators, and shows public ones to all', async () => {
    const t = await creer()
    const pages = ['', '/versions', '/versions/1', '/comparer', '.csv', '.geojson']
    const releve = async () => {
      const statuts: Record<string, number> = {}
      for (const role of [null, 'contributeur', 'documentaliste', 'coordinateur', 'administrateur'] as const) {
        await client.connecter(role)
        const tous = await Promise.all(pages.map(async (p) => (await client.get(t + p)).status))
        expect(new Set(tous).size).toBe(1)
        statuts[String(role)] = tous[0] ?? 0
        const change = (await client.get(`${t}/modifier`)).status
        expect([role, change]).toEqual([role, role === 'administrateur' ? 200 : 404])
        if (role === 'administrateur') continue
        for (const geste of ['modifier', 'composition', 'supprimer', 'retablir'])
          expect([role, geste, (await client.post(`${t}/${geste}`, { ...TERRITOIRE, revision: '1' })).status]).toEqual([
            role,
            geste,
            404,
          ])
        expect((await client.post(`${t}/composition`, {})).status).toBe(404)
        expect((await client.post(`${t}/modifier`, {})).status).toBe(404)
      }
      return statuts
    }
    expect(await releve()).toEqual({
      null: 404,
      contributeur: 404,
      documentaliste: 404,
      coordinateur: 404,
      administrateur: 200,
    })
    await client.connecter('administrateur')
    await client.post(`${t}/modifier`, { ...TERRITOIRE, etat: 'public', revision: '1' })
    expect(new Set(Object.values(await releve()))).toEqual(new Set([200]))
  })

  it('a private one is in no list, no choice and no comparison of another', async () => {
    const secret = await creer({ nom: 'Très secret fictif' })
    const id = secret.split('/').at(-1)
    await client.connecter('contributeur')
    const autre = await creer({ etat: 'public' })
    for (const chemin of [
      '/territoires/composer',
      '/territoires/miens',
      `${autre}/comparer`,
      `${autre}/comparer?avec=territoire-${id}`,
      `/territoires/composer?territoire=${id}`,
      `/territoires/composer?zones=territoire-${id}`,
    ])
      expect(await lire(chemin)).not.toContain('Très secret')
    expect(await lire(`${autre}/comparer?avec=territoire-${id}`)).toContain(
      'n’existe pas, ou vous ne pouvez pas le lire',
    )
    await client.connecter(null)
    expect((await client.get('/territoires/miens')).status).toBe(303)
    expect((await client.post('/territoires', TERRITOIRE)).status).toBe(404)
  })
})

describe('a territory', () => {
  it('is made of communes of today, in one form, and tells what it holds', async () => {
    const t = await creer({ communes: ['75101', '75056', '14697'], zones: 'commune-04070' })
    const id = Number(t.split('/').at(-1))
    const ligne = await base.db.selectFrom('territoire').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(ligne.communes).toEqual(['04070', '14654', '75056'])
    const page = await lire(t)
    for (const texte of [
      'Val fictif',
      'Une description',
      'Privé',
      '3 communes',
      'Saint-Pierre-en-Auge',
      'Populations municipales 2023',
    ])
      expect(page).toContain(texte)
    await base.db
      .updateTable('territoire')
      .set({ communes: ['04070', '14697', '99999'] })
      .where('id', '=', id)
      .execute()
    const ancienne = await lire(t)
    expect(ancienne).toContain('14697 (14654)')
    expect(ancienne).toContain('99999')
  })

  it.each<[Champs, RegExp]>([
    [{ communes: '' }, /vide/],
    [{ communes: '04070,99999' }, /99999/],
    [{ zones: 'territoire-99999' }, /territoire-99999/],
    [{ nom: ' ' }, /Donnez un nom/],
    [{ etat: 'ouvert' }, /Choisissez qui voit/],
  ])('is refused with %j, and what was typed comes back', async (champs, message) => {
    const reponse = await client.post('/territoires', { ...TERRITOIRE, ...champs })
    expect(reponse.status).toBe(422)
    const page = (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ')
    expect(page).toMatch(message)
    if (champs.communes === undefined) expect(page).toContain('04001,04070')
  })

  it('keeps each composition, and tells what came and went', async () => {
    const t = await creer()
    const changer = (revision: number, communes: string, note: string) =>
      client.post(`${t}/composition`, { communes, note, revision: String(revision) })
    expect((await changer(1, '04070,04009,13203', 'Archail rejoint')).status).toBe(303)
    expect((await changer(2, '04009,04070,13203', 'Rien ne change')).status).toBe(303)
    const versions = await lire(`${t}/versions`)
    expect(versions).toContain('Archail rejoint')
    expect(versions).toContain('2 communes entrent, 1 commune sort')
    expect(versions).not.toContain('Rien ne change')
    const version = await lire(`${t}/versions/2`)
    expect(version).toMatch(
      /Entrées depuis la version 1[\s\S]*Archail[\s\S]*Marseille 3e[\s\S]*Sorties depuis la version 1[\s\S]*Aiglun/,
    )
    expect(await lire(`${t}/versions/1`)).toContain(
      `/territoires/composer?territoire=${t.split('/').at(-1)}&amp;communes=04001,04070`,
    )
    expect((await client.get(`${t}/versions/9`)).status).toBe(404)
    const { rows } = await sql<{ population: number; vraie: number }>`
      select v.population, (select sum(c.population)::int from commune c where c.code = any (v.communes)) as vraie
      from territoire_version v where territoire = ${Number(t.split('/').at(-1))}`.execute(base.db)
    expect(rows).toHaveLength(2)
    for (const r of rows) expect(r.population).toBe(r.vraie)
  })

  it('changed by two at once takes the first one only, and says so', async () => {
    const t = await creer()
    const envois = await Promise.all(
      ['04009', '04017', '04020'].map((code) =>
        client.post(`${t}/composition`, { communes: `04070,${code}`, revision: '1' }),
      ),
    )
    expect(envois.map((r) => r.status).sort()).toEqual([303, 409, 409])
    const { rows } = await sql<{ n: number; revision: number }>`
      select count(*)::int as n, max(revision) as revision from territoire_version v join territoire t on t.id = v.territoire
      where v.territoire = ${Number(t.split('/').at(-1))}`.execute(base.db)
    expect(rows).toEqual([{ n: 2, revision: 2 }])
    expect((await client.post(`${t}/modifier`, { ...TERRITOIRE, revision: '1' })).status).toBe(409)
    expect((await client.post(`${t}/modifier`, { ...TERRITOIRE, nom: 'Renommé', revision: '2' })).status).toBe(303)
    expect(await lire(t)).toContain('Renommé')
  })

  it('is changed in the composer, from what it is', async () => {
    const t = await creer()
    const id = t.split('/').at(-1)
    const page = await lire(`/territoires/composer?territoire=${id}`)
    expect(page).toContain('Changer les communes : Val fictif')
    expect(page).toContain('name="communes" value="04001,04070"')
    expect(page).toContain('Enregistrer cette version')
    const suite = await client.post('/territoires/composer', {
      communes: '04001,04070',
      territoire: id ?? '',
      texte: '04009',
    })
    expect(suite.headers.get('location')).toBe(
      `/territoires/composer?communes=04001,04009,04070&territoire=${id}#en-cours`,
    )
    const vide = await client.post('/territoires/composer', {
      ...{ communes: '04001', territoire: id ?? '', geste: 'retirer', texte: '04001' },
    })
    expect(vide.status).toBe(200)
    expect(await vide.text()).not.toContain('Territoire en cours')
    const faute = await client.post(`${t}/composition`, { communes: '04070,99999', revision: '1', note: 'Ma note' })
    expect(faute.status).toBe(422)
    expect(await faute.text()).toContain('Ma note')
  })

  it('is copied, deleted with a trace, and put back', async () => {
    const t = await creer({ etat: 'public' })
    await client.connecter('contributeur')
    const copie = (await client.post(`${t}/copie`)).headers.get('location')?.split('?')[0] ?? ''
    expect(copie).not.toBe(t)
    expect(await lire(copie)).toMatch(/Val fictif \(copie\)[\s\S]*Privé/)
    await client.post(`${copie}/supprimer`)
    expect((await client.get(`${copie}/modifier`)).status).toBe(404)
    expect(await lire('/territoires/miens')).toContain('Supprimé')
    expect(await lire(copie)).toContain('Ce territoire a été supprimé')
    await client.post(`${copie}/retablir`)
    expect((await client.get(`${copie}/modifier`)).status).toBe(200)
    const { rows } = await sql<{ evenement: string }>`select evenement from trace
      where objet_type = 'territoire' and objet_id = ${copie.split('/').at(-1)} and issue = 'fait'
        and evenement in ('territoire.copie', 'territoire.suppression', 'territoire.restauration') order by id`.execute(
      base.db,
    )
    expect(rows.map((r) => r.evenement)).toEqual([
      'territoire.copie',
      'territoire.suppression',
      'territoire.restauration',
    ])
  })

  it('is compared with another and with an area: what is shared, and by how many people', async () => {
    const a = await creer({ communes: '04070,04001,13055' })
    const b = await creer({ nom: 'Autre fictif', communes: '04070,13203,13204' })
    const page = await lire(`${a}/comparer?avec=territoire-${b.split('/').at(-1)}`)
    expect(page).toContain('Ils ont 3 communes en commun')
    expect(page).toContain('100 %')
    expect(page).toMatch(/Seulement Val fictif \(15 communes\)/)
    expect(page).not.toContain('Seulement Autre fictif (')
    expect(await lire(`${a}/comparer?q=Provence-Alpes-Agglomération`)).toContain('Ils ont 2 communes en commun')
    expect(await lire(`${a}/comparer?q=zzz`)).toContain('Aucune intercommunalité')
    expect(await lire(`${a}/comparer?avec=departement-05`)).toContain('aucune commune en commun')
  })

  it('goes out as CSV and GeoJSON, and comes back by both', async () => {
    const t = await creer({ nom: 'Val «\u00a0fictif\u00a0»', communes: '04070,04001,13203' })
    for (const format of ['csv', 'geojson']) {
      const fichier = await client.get(`${t}.${format}`)
      expect(fichier.headers.get('content-disposition')).toContain(`.${format}`)
      const retour = await client.post('/territoires/composer', {
        fichier: new File([await fichier.text()], `f.${format}`),
      })
      expect(retour.headers.get('location')).toBe('/territoires/composer?communes=04001,04070,13203#en-cours')
    }
  })
})

it('one’s own are listed, newest first, by pages', async () => {
  expect(await lire('/territoires/miens')).toContain('Vous n’avez pas encore de territoire')
  for (let i = 1; i <= 21; i++) await creer({ nom: `Fictif n° ${i}.` })
  const page = await lire('/territoires/miens')
  expect(page.match(/<article/g)).toHaveLength(20)
  expect(page).toContain('Fictif n° 21.')
  expect(await lire('/territoires/miens?page=2')).toContain('Fictif n° 1.')
})
