import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES, type Role } from '#core/acteur.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { createXlsx } from '../../../testing/xlsx.ts'
import { importIndicateursReference } from './derive.actions.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  await importIndicateursReference(createCtx(base.db))
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const texte = async (chemin: string) => (await client.get(chemin)).text()
const propre = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;/g, '\u00a0')
    .replace(/\s+/g, ' ')

describe('definitions', () => {
  const DEFINITION: Champs = {
    code: 'essai-fictif',
    libelle: 'Essai fictif',
    famille: 'autre',
    unite: 'points',
    decimales: '1',
    source: 'Source fictive',
    sens: '0',
    agregation: 'moyenne',
    poids: 'population',
    seuil: '2,5',
    seuilLibelle: 'Repère fictif',
    rang: '200',
  }

  it.each(ROLES.map((role) => [role, ['documentaliste', 'coordinateur', 'administrateur'].includes(role)] as const))(
    '%s defines: %s',
    async (role: Role, permis) => {
      await client.connecter(role === 'visiteur' ? null : role)
      const reponse = await client.post('/indicateurs', { ...DEFINITION, code: `essai-${role}` })
      expect(reponse.status).toBe(permis ? 303 : 404)
      expect((await client.get(`/indicateurs/essai-${role}`)).status).toBe(permis ? 200 : 404)
    },
  )

  it('come back with what was typed and the faults', async () => {
    await client.connecter('documentaliste')
    const reponse = await client.post('/indicateurs', { ...DEFINITION, code: 'Pas Un Code', poids: '', phrase: 'rien' })
    expect(reponse.status).toBe(422)
    const html = await reponse.text()
    for (const attendu of [
      'Un code s’écrit en minuscules',
      'Dites ce qui pondère',
      'La phrase porte {valeur}',
      'Essai fictif',
    ])
      expect(html).toContain(attendu)
    expect((await client.post('/indicateurs', { ...DEFINITION, code: 'imports' })).status).toBe(422)
    expect((await client.post('/indicateurs', { ...DEFINITION, code: 'population' })).status).toBe(422)
  })

  it('change and go, but those of every installation', async () => {
    await client.connecter('coordinateur')
    expect((await client.post('/indicateurs', DEFINITION)).status).toBe(303)
    await client.post('/indicateurs/essai-fictif/modifier', { ...DEFINITION, libelle: 'Autre nom fictif', seuil: '' })
    const html = await texte('/indicateurs/essai-fictif')
    expect(html).toContain('Autre nom fictif')
    expect(html).not.toContain('Repère fictif')
    expect((await client.post('/indicateurs/essai-fictif/supprimer')).status).toBe(303)
    expect((await client.get('/indicateurs/essai-fictif')).status).toBe(404)
    expect((await client.post('/indicateurs/apl-kines/supprimer')).status).toBe(422)
  })
})

describe('pages', () => {
  it('list what has values apart from what has none', async () => {
    await client.connecter(null)
    const html = propre(await texte('/indicateurs'))
    expect(html).toContain('Population municipale habitants')
    expect(html).toMatch(/sans valeur encore \(\d+\)/)
    expect(html).not.toContain('Définir un indicateur')
  })

  it('show an indicator of France, of a département, of its communes', async () => {
    const html = propre(await texte('/indicateurs/population'))
    expect(html).toContain('calcul Maillage')
    expect(html).toContain('Alpes-de-Haute-Provence')
    const ici = propre(await texte('/indicateurs/population?zone=departement-04'))
    expect(ici).toContain('Digne-les-Bains')
    expect(ici).not.toContain('Marseille')
    expect((await client.get('/indicateurs/population?zone=n-importe&millesime=x')).status).toBe(200)
    expect((await client.get('/indicateurs/inconnu')).status).toBe(404)
  })

  it('say what to do where no value is there', async () => {
    await client.connecter('documentaliste')
    expect(propre(await texte('/indicateurs/apl-mg-65'))).toContain('Importer des valeurs')
  })
})

const suivre = (reponse: Response) => reponse.headers.get('location') ?? ''
const ENTETES = [
  'Code commune INSEE',
  'Commune',
  'APL aux médecins généralistes de 65 ans et moins',
  'Population standardisée 2021',
]

describe('the journey of an import', () => {
  it('of a workbook of the APL: left, read, agreed, shown', async () => {
    await client.connecter('coordinateur')
    const lignes = [ENTETES, ['04001', 'A', 2.4, 500], ['04070', 'B', 3.6, 1500], ['99999', 'C', 1, 1]]
    const octets = createXlsx([{ nom: 'APL 2023', lignes }])
    const depot = await client.post('/indicateurs/imports', { fichier: new File([octets], 'apl.xlsx') })
    expect(depot.status).toBe(303)
    const adresse = suivre(depot)
    const releve = propre(await texte(adresse))
    expect(releve).toContain('À valider')
    expect(releve).toContain('Code inconnu')
    expect(releve).toContain('ligne 4 : 99999')
    expect(releve).toContain('3,3')
    // The same file waits once.
    expect(suivre(await client.post('/indicateurs/imports', { fichier: new File([octets], 'apl.xlsx') }))).toBe(adresse)
    expect(propre(await texte('/indicateurs/apl-mg-65'))).toContain('Aucune valeur')

    expect(suivre(await client.post(`${adresse}/valider`))).toContain('avis=indicateurs-importes')
    expect(propre(await texte(adresse))).toContain('Importé')
    const page = propre(await texte('/indicateurs/apl-mg-65?zone=departement-04'))
    expect(page).toContain('Digne-les-Bains 3,6')
    expect(page).toContain('pas dans le fichier')
    // Over is over.
    expect((await client.post(`${adresse}/valider`)).status).toBe(409)
    expect((await client.post(`${adresse}/abandonner`)).status).toBe(409)
  })

  it('of a table: its columns are said, kept, and found again the next year', async () => {
    await client.connecter('documentaliste')
    const csv = (an: string) => new File([`CODGEO;LIB;X${an}\n04001;A;12,5\n04070;B;s\n`], `table-20${an}.csv`)
    const adresse = suivre(await client.post('/indicateurs/imports', { fichier: csv('21') }))
    expect(propre(await texte(adresse))).toContain('Dire ce que sont les colonnes')
    const choix = { feuille: '0', millesime: '2021', sansPoids: 'aucun', nom: 'Table fictive', 'colonnes.0': 'code' }
    const refus = await client.post(`${adresse}/colonnes`, choix)
    expect(refus.status).toBe(422)
    expect(await refus.text()).toContain('au moins une colonne de valeurs')
    const lu = await client.post(`${adresse}/colonnes`, { ...choix, 'colonnes.2': 'i:taux-pauvrete' })
    expect(suivre(lu)).toBe(adresse)
    expect(propre(await texte(adresse))).toContain('Valeur secrète (1)')
    await client.post(`${adresse}/valider`)

    const suite = suivre(await client.post('/indicateurs/imports', { fichier: csv('22') }))
    const formulaire = await texte(suite)
    expect(formulaire).toContain('Les choix gardés sous le nom')
    expect(formulaire).toMatch(/value="2022"/)
    expect(formulaire).toMatch(/value="i:taux-pauvrete" selected/)
    await client.post(`${suite}/abandonner`)
    expect(propre(await texte(suite))).toContain('Abandonné')
    await client.post('/indicateurs/lectures/oublier', { nom: 'Table fictive' })
    expect(await texte('/indicateurs/imports')).not.toContain('Oublier')
  })

  it('of a table of intercommunalités: recognised, published as such, kept when its communes come again', {
    timeout: 60_000,
  }, async () => {
    await client.connecter('documentaliste')
    const communes = new File(['CODGEO;TP6020\n04070;22\n04001;10\n'], 'communes.csv')
    const epci = new File(['CODGEO;LIB;TP6020\n200067437;PAA;17,3\n240500439;B;s\n299999999;C;3\n'], 'epci.csv')
    const importer = async (fichier: File, champs: Champs) => {
      const adresse = suivre(await client.post('/indicateurs/imports', { fichier }))
      const formulaire = await texte(adresse)
      await client.post(`${adresse}/colonnes`, { feuille: '0', millesime: '2020', 'colonnes.0': 'code', ...champs })
      const releve = propre(await texte(adresse))
      await client.post(`${adresse}/valider`)
      return { formulaire, releve }
    }
    const population = { sansPoids: 'aucun', nom: '' }
    const { formulaire, releve } = await importer(epci, {
      ...population,
      maille: 'epci',
      'colonnes.2': 'i:taux-pauvrete',
    })
    expect(formulaire).toMatch(/value="epci"[^>]*checked/)
    expect(releve).toContain('Intercommunalités : valeurs publiées')
    expect(releve).toContain('ligne 4 : 299999999')
    expect(releve).toContain('Valeur secrète (1)')
    await importer(communes, { ...population, maille: 'commune', 'colonnes.1': 'i:taux-pauvrete' })
    const page = propre(await texte('/indicateurs/taux-pauvrete?millesime=2020'))
    expect(page).toContain('Publié (intercommunalités)')
    expect(page).toContain('1 valeur, fichier « epci.csv »')
    const portrait = propre(await texte('/territoires/epci/200067437'))
    expect(portrait).toMatch(/17,3/)
    expect(portrait).toContain('valeur publiée')
    const api = await client.get('/api/v1/indicateurs/taux-pauvrete/valeurs?millesime=2020&maille=epci')
    expect(JSON.stringify(await api.json())).toContain('"valeur":17.3')
  })

  it('weighs by the population only where the definition accepts it, and says so', { timeout: 60_000 }, async () => {
    await client.connecter('documentaliste')
    const fichier = new File(['CODGEO;X\n04070;22\n04001;10\n'], 'sans-poids-2018.csv')
    const adresse = suivre(await client.post('/indicateurs/imports', { fichier }))
    const choix = { feuille: '0', millesime: '2018', nom: '', 'colonnes.0': 'code', sansPoids: 'population' }
    const refus = await client.post(`${adresse}/colonnes`, { ...choix, 'colonnes.1': 'i:taux-pauvrete' })
    expect(refus.status).toBe(422)
    expect(propre(await refus.text())).toContain(
      'La population ne peut pas tenir lieu de poids pour « Taux de pauvreté »',
    )
    expect(propre(await texte('/indicateurs/taux-pauvrete'))).toContain('sinon aucune moyenne n’est calculée')
    await client.post(`${adresse}/colonnes`, { ...choix, 'colonnes.1': 'i:apl-infirmiers' })
    expect(propre(await texte(adresse))).toContain('pondéré par la population, approximation')
    await client.post(`${adresse}/valider`)
    expect(propre(await texte('/indicateurs/apl-infirmiers'))).toContain('la population municipale peut en tenir lieu')
    const portrait = propre(await texte('/territoires/portrait?communes=04070,04001'))
    expect(portrait).toContain('calcul Maillage, pondéré par la population, approximation')
    expect(portrait).toContain('la population municipale, à défaut de population standardisée')
  })

  it('of what cannot be read: the form again, with what to do', async () => {
    const envoyer = (contenu: string, nom: string) =>
      client.post('/indicateurs/imports', { fichier: new File([contenu], nom) })
    const sansCode = await envoyer('commune;v\nDigne;3\n', 'f.csv')
    expect(sansCode.status).toBe(422)
    expect(await sansCode.text()).toContain('codes de communes')
    expect((await client.post('/indicateurs/imports', {})).status).toBe(422)
  })

  it('is not for visitors nor contributors', async () => {
    for (const role of [null, 'contributeur'] as const) {
      await client.connecter(role)
      const statut = (await client.get('/indicateurs/imports')).status
      expect(role === null ? [303, 404] : [404]).toContain(statut)
      expect((await client.post('/indicateurs/imports/1/valider')).status).toBe(404)
    }
  })
})
