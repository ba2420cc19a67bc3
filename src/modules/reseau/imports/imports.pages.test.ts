import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { executeTaches } from '#core/jobs.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { formatDate } from '#ui/format.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createEtablissement, formatEtalab } from '../../../testing/finess.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { createTachesReseau } from '../index.ts'

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
  await sql`truncate structure, modification, proposition, import_annuaire, tache restart identity cascade`.execute(
    base.db,
  )
  await client.connecter('administrateur')
})

const createFichier = (texte: string, nom = 'finess.csv') => new File([texte], nom)
const trois = () => [1, 2, 3].map((rang) => createEtablissement(rang))
const depose = async (texte: string) => {
  const reponse = await client.post('/annuaire/imports', { fichier: createFichier(texte) })
  expect(reponse.status).toBe(303)
  return reponse.headers.get('location') ?? ''
}
const count = async () => (await sql<{ n: number }>`select count(*) as n from structure`.execute(base.db)).rows[0]?.n

describe('imports of the directory', () => {
  it('are closed to anybody but administrators', async () => {
    for (const role of ['contributeur', 'documentaliste', 'coordinateur'] as const) {
      await client.connecter(role)
      expect((await client.get('/annuaire/imports')).status).toBe(404)
      expect((await client.post('/annuaire/imports', { fichier: createFichier('x') })).status).toBe(404)
    }
  })

  it('show what a file holds, write it once agreed to, then say what became of it', async () => {
    const adresse = await depose(formatEtalab([...trois(), createEtablissement(4, { commune: '999' })]))
    const relu = await (await client.get(adresse)).text()
    expect(relu).toContain('FINESS, fichier des établissements')
    expect(relu).toContain('MAISON DE SANTE FICTIVE 1')
    expect(relu).toContain(formatDate('2026-05-12'))
    expect(relu).toContain('Aucune commune n’a le code 04999')
    expect(relu).toContain('maison de santé pluriprofessionnelle (3)')
    expect(await count()).toBe(0)
    expect((await client.post(`${adresse}/valider`)).headers.get('location')).toContain(adresse)
    expect(await count()).toBe(3)
    const releve = await (await client.get(adresse)).text()
    expect(releve).toContain('Compte rendu d’import')
    expect(releve).toContain('href="/structures/1"')
    expect(releve).toContain('/dispositifs/nouveau?type=msp')
    expect(await (await client.get(`${adresse}?issue=rejete`)).text()).toContain('Aucune commune n’a le code 04999')
    // The task that would have taken it up after a breakdown finds nothing to do.
    await executeTaches({ ...createCtx(base.db), maintenant: new Date() }, createTachesReseau({ rppsNoms: false }))
    expect(await count()).toBe(3)
    const { rows } = await sql`select count(*) as n from import_annuaire_morceau`.execute(base.db)
    expect(rows).toEqual([{ n: 0 }])
  })

  it('leave a large file to the background, and take up what a killed process left', async () => {
    const adresse = await depose(formatEtalab(trois()))
    await sql`update import_annuaire set octets = 50000000`.execute(base.db)
    await client.post(`${adresse}/valider`)
    expect(await count()).toBe(0)
    expect(await (await client.get(adresse)).text()).toContain('Import en cours')
    await executeTaches({ ...createCtx(base.db), maintenant: new Date() }, createTachesReseau({ rppsNoms: false }))
    expect(await count()).toBe(3)
    expect(await (await client.get(adresse)).text()).toContain('Compte rendu d’import')
    // A second agreement changes nothing.
    expect((await client.post(`${adresse}/valider`)).status).toBe(409)
  })

  it('say at the field what is wrong with a file, and keep nothing of it', async () => {
    const reponse = await client.post('/annuaire/imports', { fichier: createFichier('nom;ville\nx;y\n') })
    expect(reponse.status).toBe(422)
    expect(await reponse.text()).toContain('aucune des formes connues')
    expect((await client.post('/annuaire/imports', {})).status).toBe(422)
    expect(await (await client.get('/annuaire/imports')).text()).toContain('Aucun fichier n’a encore été déposé')
  })

  it('tell why an agreed file could not be written', async () => {
    const texte = formatEtalab(trois())
    const adresse = await depose(texte.slice(0, texte.indexOf('geolocalisation')))
    await client.post(`${adresse}/valider`, { complet: 'oui' })
    expect(await (await client.get(adresse)).text()).toContain('Rien n’a été importé')
    expect(await count()).toBe(0)
  })

  it('may be given up', async () => {
    const adresse = await depose(formatEtalab(trois()))
    expect((await client.post(`${adresse}/abandonner`)).status).toBe(303)
    expect(await (await client.get(adresse)).text()).toContain('Import abandonné')
    expect((await client.post(`${adresse}/valider`)).status).toBe(409)
  })
})
