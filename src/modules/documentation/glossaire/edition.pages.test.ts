import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { type Catalogue, openCatalogue } from '../recherche/exemples.ts'

let catalogue: Catalogue
let client: Client
const lire = async (chemin: string) => (await client.get(chemin)).text()
beforeAll(async () => {
  catalogue = await openCatalogue()
  client = createClientDeTest(catalogue.base.db)
})
afterAll(() => catalogue.base.close())

const RELAIS = {
  terme: 'Relais fictif',
  sigle: 'RF',
  formeLongue: 'relais fictif',
  variantes: 'Personne-relais',
  theme: 'tabac',
  termesLies: 'CPTS\nHAUTE AUTORITE DE SANTE',
  'definitions.0.texte': 'Qui oriente.',
  'definitions.0.document': 'Guide fictif',
  'definitions.1.texte': 'Qui écoute.',
  'definitions.1.aVerifier': '1',
  'definitions.2.texte': '',
}

describe('who keeps the glossary', () => {
  it('adds a term, sees its faults beside what was typed', async () => {
    await client.connecter('documentaliste')
    const fautes = await client.post('/glossaire', {
      ...RELAIS,
      formeLongue: '',
      'definitions.1.annee': '20',
      'definitions.2.document': 'Sans texte',
    })
    expect(fautes.status).toBe(422)
    const page = await fautes.text()
    expect(page).toContain('Écrivez la forme longue du sigle.')
    expect(page).toContain('href="#champ-definitions-1-annee"')
    expect(page).toContain('Écrivez la définition, ou videz sa source.')
    expect(page).toContain('Qui oriente.')
    const inconnus = await client.post('/glossaire', {
      ...RELAIS,
      termesLies: 'Rien',
      'definitions.1.notice': 'n° 9999',
    })
    expect(await inconnus.text()).toMatch(/Le glossaire n’a pas ce terme[\s\S]*Aucune notice ne porte le numéro 9999/)
    const cree = await client.post('/glossaire', RELAIS)
    expect(cree.headers.get('location')).toBe('/glossaire/relais-fictif?avis=terme-cree')
    const double = await client.post('/glossaire', { ...RELAIS, terme: 'relais FICTIF' })
    expect(await double.text()).toContain('Ce terme est déjà au glossaire')
    expect(await lire('/glossaire/relais-fictif')).toContain('2 définitions')
  })

  it('changes it; two people at once are told; history says what changed', async () => {
    const modifie = { ...RELAIS, 'definitions.0.texte': '', 'definitions.0.document': '', version: '1' }
    expect((await client.post('/glossaire/relais-fictif/modifier', modifie)).status).toBe(303)
    expect((await client.post('/glossaire/relais-fictif/modifier', modifie)).status).toBe(409)
    const page = await lire('/glossaire/relais-fictif')
    expect(page).not.toContain('Qui oriente.')
    expect(await lire('/glossaire/relais-fictif/historique')).toMatch(/Modification[\s\S]*<del>[\s\S]*Création/)
  })

  it('retires it and puts it back', async () => {
    expect((await client.post('/glossaire/relais-fictif/retirer')).status).toBe(303)
    await client.connecter(null)
    expect((await client.get('/glossaire/relais-fictif')).status).toBe(404)
    expect(await lire('/glossaire')).not.toContain('relais-fictif')
    await client.connecter('documentaliste')
    expect(await lire('/glossaire/relais-fictif')).toContain('Remettre au glossaire')
    await client.post('/glossaire/relais-fictif/retablir')
    await client.connecter(null)
    expect((await client.get('/glossaire/relais-fictif')).status).toBe(200)
  })

  it('merges two terms: the old address, the old anchor and the old names lead to the one kept', async () => {
    await client.connecter('documentaliste')
    await client.post('/glossaire', { terme: 'Passeur inventé', 'definitions.0.texte': 'Qui passe.' })
    const comparer = await lire('/glossaire/passeur-invente/fusionner?garde=relais%20fictif')
    expect(comparer).toContain('<ins>Qui passe.</ins>')
    expect((await client.post('/glossaire/passeur-invente/fusionner', { garde: 'Passeur inventé' })).status).toBe(422)
    const fusion = await client.post('/glossaire/passeur-invente/fusionner', { garde: 'Relais fictif' })
    expect(fusion.headers.get('location')).toContain('/glossaire/relais-fictif')
    await client.connecter(null)
    const ancienne = await client.get('/glossaire/passeur-invente')
    expect([ancienne.status, ancienne.headers.get('location')]).toEqual([303, '/glossaire/relais-fictif'])
    const page = await lire('/glossaire/relais-fictif')
    expect(page).toMatch(/Qui écoute\.[\s\S]*Qui passe\.[\s\S]*Passeur inventé/)
    expect(await lire('/glossaire')).toContain('<span id="passeur-invente">')
  })
})

describe('who contributes', () => {
  const nouvelle = { terme: 'Halte imaginaire', 'definitions.0.texte': 'Où l’on se pose.', motif: 'Elle manque.' }

  it('proposes; his proposal is between him and those who decide', async () => {
    await client.connecter('contributeur')
    expect(await lire('/glossaire/nouveau')).toContain('Proposer un terme')
    expect((await client.post('/glossaire', nouvelle)).status).toBe(404)
    expect((await client.post('/glossaire/relais-fictif/modifier', { ...RELAIS, version: '5' })).status).toBe(404)
    const envoi = await client.post('/glossaire/propositions', nouvelle)
    expect(envoi.headers.get('location')).toBe('/glossaire/propositions/1?avis=terme-propose')
    expect(await lire('/glossaire/propositions/1')).toContain('Elle manque.')
    expect((await client.post('/glossaire/propositions/1/accepter')).status).toBe(404)
    expect(await lire('/glossaire')).not.toContain('Halte imaginaire')
    await client.connecter('contributeur')
    expect((await client.get('/glossaire/propositions/1')).status).toBe(404)
    expect(await lire('/glossaire/propositions')).toContain('Vous n’avez rien proposé')
    await client.connecter(null)
    expect((await client.get('/glossaire/propositions/1')).status).toBe(404)
  })

  it('is followed, once', async () => {
    await client.connecter('documentaliste')
    expect(await lire('/glossaire/propositions')).toContain('Halte imaginaire')
    const accord = await client.post('/glossaire/propositions/1/accepter')
    expect(accord.headers.get('location')).toContain('/glossaire/halte-imaginaire')
    expect((await client.post('/glossaire/propositions/1/accepter')).status).toBe(404)
    expect(await lire('/glossaire/halte-imaginaire/historique')).toContain('sur proposition de')
  })

  it('is answered, or taken up in the form where the term changed since', async () => {
    await client.connecter('contributeur')
    const change = { terme: 'Halte imaginaire', 'definitions.0.texte': 'Où l’on repart.', version: '1' }
    expect((await client.post('/glossaire/halte-imaginaire/proposer', change)).status).toBe(303)
    expect((await client.post('/glossaire/halte-imaginaire/proposer', change)).status).toBe(303)
    await client.connecter('documentaliste')
    await client.post('/glossaire/halte-imaginaire/modifier', { ...change, 'definitions.0.texte': 'Autre.' })
    const perimee = await client.post('/glossaire/propositions/2/accepter')
    expect(perimee.status).toBe(422)
    expect(await perimee.text()).toContain('reprenez-la dans le formulaire')
    expect(await lire('/glossaire/halte-imaginaire/modifier?proposition=2')).toContain('Où l’on repart.')
    const reprise = await client.post('/glossaire/halte-imaginaire/modifier', {
      ...change,
      version: '2',
      proposition: '2',
    })
    expect(reprise.status).toBe(303)
    expect(await lire('/glossaire/propositions/2')).toContain('Acceptée')
    expect((await client.post('/glossaire/propositions/3/refuser', { reponse: ' ' })).status).toBe(422)
    await client.post('/glossaire/propositions/3/refuser', { reponse: 'Déjà fait.' })
    expect(await lire('/glossaire/propositions/3')).toMatch(/Refusée[\s\S]*Déjà fait\./)
  })
})
