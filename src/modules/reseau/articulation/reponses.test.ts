import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createDispositifFictif } from '../../../testing/dispositifs.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { articulationPolicy } from './articulation.policy.ts'
import { countSuggestions } from './index.ts'

let base: BaseDeTest
let client: Client
let cpts: number
let cls: number
let paire: string
let coordinateur: string

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  const themes = ['sante-mentale']
  cpts = await createDispositifFictif(base.db, { type: 'cpts', nom: 'CPTS fictive', communes: ['04070'], themes })
  cls = await createDispositifFictif(base.db, { type: 'cls', nom: 'CLS fictif', communes: ['04070'], themes })
  paire = `/articulation/paire/${cpts}/${cls}`
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const LIEN = { nature: 'convention', depuis: '2025-01-01', preuve: 'Convention fictive' }
const DEMAIN = '2099-12-31'
const lire = async (adresse: string) => {
  const reponse = await client.get(adresse)
  return { statut: reponse.status, texte: (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ') }
}
const envoyer = async (adresse: string, champs: Champs) => {
  const reponse = await client.post(adresse, champs)
  return { statut: reponse.status, vers: reponse.headers.get('location') ?? '', texte: await reponse.text() }
}
/** Suggestions that wait for an answer about this pair. */
const attendent = () => countSuggestions(createCtx(base.db), { dispositifs: [cpts] })
const cle = () => `/articulation/suggestions/paire-${cpts}-${cls}`

async function connecterCoordinateur(dispositif: number | null): Promise<void> {
  coordinateur = (await client.connecter('coordinateur')) ?? ''
  if (dispositif === null) return
  await base.db
    .insertInto('coordination')
    .values({ dispositif, compte: coordinateur, depuis: new Date(), donnee_par: null })
    .execute()
}
const vider = async () => {
  for (const table of ['suggestion_reponse', 'demarche', 'lien_dispositif'] as const)
    await base.db.deleteFrom(table).execute()
}

describe('who may act for a pair', () => {
  const cible = { coordinateurs: ['moi'] }
  it.each([
    ['visiteur', null, false],
    ['contributeur', 'moi', false],
    ['documentaliste', 'moi', false],
    ['coordinateur', 'moi', true],
    ['coordinateur', 'autre', false],
    ['administrateur', 'autre', true],
  ] as const)('%s, account %s: %s', (role, compte, peut) => {
    const acteur = { compte, nom: null, role, session: null }
    expect(articulationPolicy.peut(acteur, 'agir', cible)).toBe(peut)
    expect(articulationPolicy.peut(acteur, 'suivre', cible)).toBe(peut)
  })

  it('an outsider finds nothing there', async () => {
    for (const dispositif of [null, 'contributeur', 'documentaliste'] as const) {
      if (dispositif === null) await connecterCoordinateur(null)
      else await client.connecter(dispositif)
      for (const adresse of [cle(), `${paire}/liens/nouveau`]) expect((await lire(adresse)).statut).toBe(404)
      expect((await envoyer(`${paire}/liens`, LIEN)).statut).toBe(404)
      expect((await envoyer(`${cle()}/ecarter`, { motif: 'Non' })).statut).toBe(404)
      expect((await lire(paire)).texte).not.toContain('Répondre')
    }
    expect(await attendent()).toBe(1)
  })
})

describe('a link', () => {
  it('is declared, changed, ended and taken away by who coordinates', async () => {
    await connecterCoordinateur(cls)
    expect((await lire(`${paire}/liens/nouveau?nature=rencontre`)).texte).toMatch(/value="rencontre"[^>]*checked/)
    const { vers } = await envoyer(`${paire}/liens`, LIEN)
    expect(vers).toContain(paire)
    expect(await attendent()).toBe(0)
    const lien = await base.db.selectFrom('lien_dispositif').select(['id', 'revision']).executeTakeFirstOrThrow()
    const adresse = `/articulation/liens/${lien.id}`
    expect((await lire(paire)).texte).toContain('Convention fictive')

    const fini = { ...LIEN, jusqu: '2025-06-30', revision: String(lien.revision) }
    expect((await envoyer(`${adresse}/modifier`, fini)).statut).toBe(303)
    expect((await envoyer(`${adresse}/modifier`, fini)).statut).toBe(409)
    expect((await lire(paire)).texte).toMatch(/leur dernier lien a pris fin le 30 juin 2025/)
    expect(await attendent()).toBe(1)

    expect((await lire(`${adresse}/retirer`)).statut).toBe(200)
    await envoyer(`${adresse}/retirer`, {})
    expect((await lire(`${adresse}/modifier`)).statut).toBe(404)
    expect((await lire(paire)).texte).toContain('Aucun lien n’est déclaré.')
    expect(await attendent()).toBe(1)
    await vider()
  })

  it('comes back with what was typed and its faults', async () => {
    await connecterCoordinateur(cpts)
    const champs = {
      ...LIEN,
      nature: '',
      depuis: '2025-02-30',
      preuve: ' ',
      preuveUrl: 'javascript:alert(1)',
      note: 'Gardée',
    }
    const { statut, texte } = await envoyer(`${paire}/liens`, champs)
    expect(statut).toBe(422)
    for (const dit of [
      'Choisissez ce qui les lie',
      'Écrivez la date',
      'Dites ce qui prouve',
      'commence par https',
      'Gardée',
    ])
      expect(texte).toContain(dit)
    expect((await envoyer(`${paire}/liens`, { ...LIEN, jusqu: '2024-12-31' })).texte).toContain(
      'avant d’avoir commencé',
    )
    expect((await envoyer(`/articulation/paire/${cls}/9999/liens`, LIEN)).statut).toBe(404)
  })
})

describe('a suggestion', () => {
  it('dismissed with a reason, stays away until the facts change', async () => {
    await connecterCoordinateur(cpts)
    expect((await envoyer(`${cle()}/ecarter`, { motif: '' })).statut).toBe(422)
    expect((await envoyer(`${cle()}/ecarter`, { motif: 'Déjà la même équipe' })).statut).toBe(303)
    expect(await attendent()).toBe(0)
    expect((await lire(cle())).texte).toContain('Déjà la même équipe')
    expect((await client.call('GET', '/api/v1/articulation?communes=04070', {})).status).toBe(200)
    await base.db
      .updateTable('dispositif')
      .set({ themes: ['sante-mentale', 'tabac'] })
      .execute()
    expect(await attendent()).toBe(1)
    await base.db
      .updateTable('dispositif')
      .set({ themes: ['sante-mentale'] })
      .execute()
    expect(await attendent()).toBe(0)
    await vider()
  })

  it('put off, comes back on its day', async () => {
    await connecterCoordinateur(cpts)
    expect((await envoyer(`${cle()}/reporter`, { jusqu: '2020-01-01' })).texte).toContain('date à venir')
    expect((await envoyer(`${cle()}/reporter`, { jusqu: DEMAIN })).statut).toBe(303)
    expect(await attendent()).toBe(0)
    const plusTard = { ...createCtx(base.db), maintenant: new Date(`${DEMAIN}T12:00:00Z`) }
    expect(await countSuggestions(plusTard, { dispositifs: [cpts] })).toBe(1)
    await vider()
  })

  it('taken, becomes a démarche that one does or gives up', async () => {
    await connecterCoordinateur(cpts)
    const champs = { intitule: 'Appeler le CLS fictif', echeance: DEMAIN, responsable: coordinateur }
    expect((await envoyer(`${cle()}/demarche`, { ...champs, responsable: crypto.randomUUID() })).statut).toBe(422)
    expect((await envoyer(`${cle()}/demarche`, { ...champs, intitule: '' })).texte).toContain(
      'Écrivez ce qui est à faire',
    )
    const { vers } = await envoyer(`${cle()}/demarche`, champs)
    expect(await attendent()).toBe(0)
    const adresse = vers.split('?')[0] ?? ''
    expect((await lire('/articulation/demarches')).texte).toContain('Appeler le CLS fictif')
    expect((await lire(paire)).texte).toContain('Appeler le CLS fictif')
    expect((await envoyer(`${adresse}/etat`, { etat: 'abandonnee', revision: '1', motif: '' })).statut).toBe(422)
    expect((await envoyer(`${adresse}/modifier`, { ...champs, echeance: '2020-01-01', revision: '1' })).statut).toBe(
      303,
    )
    expect((await lire(adresse)).texte).toContain('En retard')
    expect((await envoyer(`${adresse}/etat`, { etat: 'faite', revision: '2' })).statut).toBe(303)
    expect((await lire('/articulation/demarches?etat=faite')).texte).toContain('Appeler le CLS fictif')

    await connecterCoordinateur(null)
    expect((await lire(adresse)).statut).toBe(404)
    expect((await lire('/articulation/demarches?etat=faite')).texte).not.toContain('Appeler le CLS fictif')
    await client.connecter(null)
    expect((await lire(paire)).texte).not.toContain('Appeler le CLS fictif')
    await vider()
  })

  it('of a gap is answered for its area', async () => {
    await connecterCoordinateur(cpts)
    const lacune = '/articulation/suggestions/lacune-dac-epci-200067437'
    expect((await lire(lacune)).texte).toContain('n’ont pas de DAC')
    const { vers } = await envoyer(`${lacune}/demarche`, { intitule: 'Écrire au DAC', echeance: DEMAIN })
    expect((await lire(vers.split('?')[0] ?? '')).texte).toMatch(/communes sans DAC/)
    expect((await lire('/articulation?zone=epci-200067437')).texte).not.toContain('n’ont pas de DAC')
    for (const autre of ['lacune-rien-epci-200067437', 'lacune-dac-epci-123456789', 'paire-1-1', 'x'])
      expect((await lire(`/articulation/suggestions/${autre}`)).statut).toBe(404)
    await vider()
  })

  it('leaves no personal word in the trace', async () => {
    const lignes = await base.db.selectFrom('trace').selectAll().execute()
    expect(lignes.length).toBeGreaterThan(0)
    expect(JSON.stringify(lignes)).not.toMatch(/Appeler le CLS|même équipe|Convention fictive/)
  })
})

describe('a first meeting', () => {
  it('is prepared, kept, and leads to a link', async () => {
    await client.connecter(null)
    expect((await lire('/articulation/rencontre')).texte).toContain('Les freins connus')
    expect((await lire(`${paire}/rencontre`)).texte).not.toContain('Commencer une préparation')
    await connecterCoordinateur(cpts)
    expect((await lire(`${paire}/rencontre`)).texte).toContain('Commencer une préparation')
    const { vers } = await envoyer(`${paire}/rencontres`, {})
    expect((await lire(vers)).statut).toBe(200)
    const adresse = vers.replace('/modifier', '')
    const champs = {
      revision: '1',
      lieu: 'Salle fictive',
      'reponses.sujet.reponse': 'oui',
      'reponses.sujet.note': 'Le sommeil',
    }
    const faute = await envoyer(vers, { ...champs, date: 'hier', 'reponses.temps.reponse': 'peut-être' })
    expect(faute.statut).toBe(422)
    expect(faute.texte).toMatch(/Le sommeil/)
    expect(faute.texte).toContain('Écrivez la date')
    const suite = {
      date: '2026-03-03',
      bilan: 'On se revoit en mai.',
      'reponses.inconnue.reponse': 'oui',
      'reponses.temps.note': '',
    }
    expect((await envoyer(vers, { ...champs, ...suite })).statut).toBe(303)
    expect((await envoyer(vers, champs)).statut).toBe(409)
    const { texte } = await lire(adresse)
    for (const dit of ['Rencontre du 3 mars 2026', 'On se revoit en mai.', 'Le sommeil', 'depuis=2026-03-03'])
      expect(texte).toContain(dit)
    const gardee = await base.db.selectFrom('rencontre').select('reponses').executeTakeFirstOrThrow()
    expect(gardee.reponses).toEqual({ sujet: { reponse: 'oui', note: 'Le sommeil' } })

    await connecterCoordinateur(null)
    for (const fermee of [adresse, vers]) expect((await lire(fermee)).statut).toBe(404)
    expect((await envoyer(vers, champs)).statut).toBe(404)
    expect((await envoyer(`${paire}/rencontres`, {})).statut).toBe(404)
  })
})
