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
    const reponse = await client.post('/annuaire/imports', { fichier: createFichier('<html>rien</html>') })
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
    // A sort that has no line shows the first that has some.
    expect((await client.get(`${adresse}?issue=cree`)).status).toBe(200)
  })

  it('ask what the columns of a table are, keep the answer, and read its next file by it', async () => {
    const csv =
      'Raison sociale;Ville;CP;Tél;FINESS;Type\nCabinet fictif;Digne-les-Bains;4000;0492000000;;Pharmacie d’officine\n;Digne-les-Bains;04000;;;\nAutre fictif;Nulle-Part;04000;;049000012;\n'
    const adresse = await depose(csv)
    const demande = await (await client.get(adresse)).text()
    expect(demande).toContain('Base d’où vient ce tableau')
    expect((await client.post(`${adresse}/valider`)).status).toBe(409)
    const vide = await client.post(`${adresse}/colonnes`, { base: '', 'colonnes.nom': '' })
    expect(vide.status).toBe(422)
    const colonnes = { nom: 'Raison sociale', commune: 'Ville', codePostal: 'CP', telephone: 'Tél', type: 'Type' }
    const champs = Object.fromEntries(Object.entries(colonnes).map(([champ, titre]) => [`colonnes.${champ}`, titre]))
    expect(
      (
        await client.post(`${adresse}/colonnes`, {
          base: 'Annuaire du centre social',
          'colonnes.longitude': 'CP',
          ...champs,
        })
      ).status,
    ).toBe(422)
    expect((await client.post(`${adresse}/colonnes`, { base: 'Annuaire du centre social', ...champs })).status).toBe(
      303,
    )
    const relu = await (await client.get(adresse)).text()
    expect(relu).toContain('Cette structure n’a pas de nom')
    expect(relu).toContain('Changer les colonnes')
    await client.post(`${adresse}/valider`)
    const { rows } =
      await sql`select nom, commune, code_postal, type, telephone, source from structure order by nom`.execute(base.db)
    expect(rows).toEqual([
      {
        nom: 'Autre fictif',
        commune: null,
        code_postal: '04000',
        type: null,
        telephone: null,
        source: 'tableau annuaire du centre social',
      },
      {
        nom: 'Cabinet fictif',
        commune: '04070',
        code_postal: '04000',
        type: 'pharmacie',
        telephone: '0492000000',
        source: 'tableau annuaire du centre social',
      },
    ])
    const suivant = await depose(csv.replace('0492000000', '0492111111'))
    expect(await (await client.get(suivant)).text()).toContain('value="Annuaire du centre social"')
    await client.post(`${suivant}/colonnes`, { base: 'Annuaire du centre social', ...champs })
    await client.post(`${suivant}/valider`)
    expect(await count()).toBe(2)
    expect(await (await client.get(suivant)).text()).toContain('Modifiées')
  })

  it('may be given up', async () => {
    const adresse = await depose(formatEtalab(trois()))
    expect((await client.post(`${adresse}/abandonner`)).status).toBe(303)
    expect(await (await client.get(adresse)).text()).toContain('Import abandonné')
    expect((await client.post(`${adresse}/valider`)).status).toBe(409)
  })
})
