import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createAtelier } from '../../../testing/annuaire.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

let base: BaseDeTest
let client: Client
let atelier: ReturnType<typeof createAtelier>
beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  atelier = createAtelier(base.db, client)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

describe('proposals', () => {
  const proposer = async (id: number, champs: Champs) => {
    await client.connecter('contributeur')
    const { vers } = await atelier.envoyer(`/structures/${id}/modifier`, { commune: '04070', ...champs })
    return Number(/propositions\/(\d+)/.exec(vers)?.[1])
  }

  it('are accepted in part, after comparing', async () => {
    const id = await atelier.creer()
    const p = await proposer(id, {
      nom: 'Nom proposé fictif',
      telephone: '04 92 00 00 00',
      message: 'Ils ont déménagé',
      revision: '1',
    })
    await atelier.connecterCoordinateur('04070')
    expect(await atelier.lire(`/structures/${id}`)).toContain('1 proposition à relire')
    const page = await atelier.lire(`/annuaire/propositions/${p}`)
    for (const texte of ['Ils ont déménagé', 'value="telephone"', '<ins>04 92 00 00 00</ins>'])
      expect(page).toContain(texte)
    expect((await atelier.envoyer(`/annuaire/propositions/${p}/accepter`, { revision: '1' })).statut).toBe(422)
    const partie = { champs: 'telephone', revision: '1' }
    expect((await atelier.envoyer(`/annuaire/propositions/${p}/accepter`, partie)).page).toContain('dites pourquoi')
    const motif = 'Le nom est juste.'
    const { vers } = await atelier.envoyer(`/annuaire/propositions/${p}/accepter`, { ...partie, motif })
    expect(vers).toContain(`/structures/${id}`)
    expect(await atelier.getLigne('structure', id)).toMatchObject({
      nom: atelier.getNom(),
      telephone: '04 92 00 00 00',
    })
    expect(await atelier.lire(`/structures/${id}/historique`)).toContain(`Proposition n° ${p}`)
    expect(
      (await atelier.envoyer(`/annuaire/propositions/${p}/accepter`, { champs: 'nom', revision: '2' })).statut,
    ).toBe(409)
    const apres = await atelier.lire(`/annuaire/propositions/${p}`)
    for (const texte of ['Une partie a été gardée', motif, 'Gardé', 'Pas gardé']) expect(apres).toContain(texte)
  })

  it('say what changed since, and write over nothing that was not read', async () => {
    const id = await atelier.creer()
    const p = await proposer(id, { nom: atelier.getNom(), telephone: '04 92 00 00 00', revision: '1' })
    await client.connecter('administrateur')
    await atelier.envoyer(`/structures/${id}/modifier`, {
      nom: atelier.getNom(),
      commune: '04070',
      telephone: '04 92 99 99 99',
      revision: '1',
    })
    const { statut, page } = await atelier.envoyer(`/annuaire/propositions/${p}/accepter`, {
      champs: 'telephone',
      revision: '1',
    })
    expect(statut).toBe(422)
    expect(page).toContain('Ce champ a changé depuis la proposition')
    expect(page).toContain('<del>99 99 99</del>')
    expect((await atelier.getLigne('structure', id)).telephone).toBe('04 92 99 99 99')
  })

  it('are refused with a reason, which their author reads; others do not', async () => {
    const id = await atelier.creer()
    const p = await proposer(id, { nom: 'Autre fictif', revision: '1' })
    await client.connecter('contributeur')
    expect((await client.get(`/annuaire/propositions/${p}`)).status).toBe(404)
    await atelier.connecterCoordinateur('13201')
    expect((await client.get(`/annuaire/propositions/${p}`)).status).toBe(404)
    expect((await atelier.envoyer(`/annuaire/propositions/${p}/refuser`, { motif: 'Non' })).statut).toBe(404)
    await client.connecter('administrateur')
    expect((await atelier.envoyer(`/annuaire/propositions/${p}/refuser`, { motif: ' ' })).statut).toBe(422)
    await atelier.envoyer(`/annuaire/propositions/${p}/refuser`, { motif: 'Le nom est juste.' })
    expect(await atelier.lire(`/annuaire/propositions/${p}`)).toContain('Le nom est juste.')
    expect((await atelier.getLigne('proposition', p)).etat).toBe('refusee')
  })

  it('of a new sheet, add it', async () => {
    await client.connecter('contributeur')
    const { vers } = await atelier.envoyer('/structures', { nom: 'Nouvelle fictive', commune: '04070', type: 'cmp' })
    await client.connecter('administrateur')
    const accord = await atelier.envoyer(`${vers.split('?')[0]}/accepter`)
    const id = Number(/structures\/(\d+)/.exec(accord.vers)?.[1])
    expect(await atelier.getLigne('structure', id)).toMatchObject({
      nom: 'Nouvelle fictive',
      type: 'cmp',
      source: 'saisie',
    })
  })
})

describe('services, contacts, organismes', () => {
  it('a service is added, changed, taken away on the sheet of its structure', async () => {
    const id = await atelier.creer()
    const champs = {
      nom: 'Atelier fictif',
      themes: ['sante-mentale', 'acces-soins'],
      publics: 'adolescents',
      ageMin: '12',
      frais: 'gratuit',
      modesAccueil: 'en-presentiel',
      zoneEligibilite: '04\nDigne-les-Bains\nToute la France',
    }
    const { vers } = await atelier.envoyer(`/structures/${id}/services`, champs)
    const service = Number(/service-(\d+)/.exec(vers)?.[1])
    expect(await atelier.getLigne('service', service)).toMatchObject({
      structure: id,
      age_min: 12,
      zone_eligibilite: ['04', '04070', 'france'],
    })
    const faute = await atelier.envoyer(`/structures/${id}/services`, {
      ...champs,
      ageMax: '8',
      zoneEligibilite: 'Zzzz',
    })
    expect(faute.statut).toBe(422)
    expect(faute.page).toContain('L’âge maximum')
    expect(await atelier.lire(`/services/${service}/modifier`)).toContain('04070 Digne-les-Bains')
    await atelier.envoyer(`/services/${service}/modifier`, { ...champs, nom: 'Atelier changé fictif', revision: '1' })
    expect(await atelier.lire(`/structures/${id}`)).toContain('Atelier changé fictif')
    await client.connecter('contributeur')
    expect((await atelier.envoyer(`/services/${service}/modifier`, { ...champs, revision: '2' })).vers).toContain(
      'propositions',
    )
    expect((await atelier.envoyer(`/structures/${id}/services`, champs)).vers).toContain('propositions')
    await client.connecter('administrateur')
    await atelier.envoyer(`/services/${service}/retirer`)
    expect(await atelier.lire(`/structures/${id}`)).not.toContain('Atelier changé fictif')
  })

  const createOrganisme = async (champs: Champs) =>
    Number(/organismes\/(\d+)/.exec((await atelier.envoyer('/organismes', champs)).vers)?.[1])

  it.each([
    ['structure', () => atelier.creer()],
    ['organisme', () => createOrganisme({ nom: 'Association fictive aux contacts' })],
  ])('a contact of a %s is added by who keeps the sheet, an unusual RPPS is told and kept', async (objet, creer) => {
    await client.connecter('administrateur')
    const fiche = `/${objet}s/${await creer()}`
    const champs = { prenom: 'Anne', nom: 'Fictive', rpps: '10102727017', visible: 'coordination' }
    const { vers } = await atelier.envoyer(`${fiche}/contacts`, champs)
    expect(vers).toContain(`${fiche}?avis=contact-rpps`)
    const contact = Number(/contacts\/(\d+)\/modifier/.exec(await atelier.lire(fiche))?.[1])
    expect((await atelier.envoyer(`${fiche}/contacts`, { ...champs, rpps: '12' })).statut).toBe(422)
    await client.connecter('contributeur')
    expect((await client.get(`${fiche}/contacts/nouveau`)).status).toBe(404)
    expect(await atelier.lire(fiche)).not.toContain('Fictive</strong>')
    expect((await client.get(`/contacts/${contact}/modifier`)).status).toBe(404)
    expect((await atelier.envoyer(`/contacts/${contact}/retirer`)).statut).toBe(404)
    await client.connecter('administrateur')
    await atelier.envoyer(`/contacts/${contact}/modifier`, { ...champs, fonction: 'Coordinatrice', revision: '1' })
    expect(await atelier.lire(fiche)).toContain('Coordinatrice')
    await atelier.envoyer(`/contacts/${contact}/retirer`)
    expect(await atelier.lire(fiche)).not.toContain('Fictive</strong>')
  })

  it('a circle of organismes is refused, and told', async () => {
    await client.connecter('administrateur')
    const haut = await createOrganisme({ nom: 'Fédération fictive' })
    const milieu = await createOrganisme({ nom: 'Union fictive', parent: `Fédération fictive (n° ${haut})` })
    const bas = await createOrganisme({ nom: 'Club fictif', parent: 'Union fictive' })
    expect(await atelier.getLigne('organisme', bas)).toMatchObject({ parent: milieu })
    const { statut, page } = await atelier.envoyer(`/organismes/${haut}/modifier`, {
      nom: 'Fédération fictive',
      parent: String(bas),
      revision: '1',
    })
    expect(statut).toBe(422)
    expect(page).toContain('Fédération fictive → Club fictif → Union fictive → Fédération fictive')
    expect(
      (await atelier.envoyer(`/organismes/${haut}/modifier`, { nom: 'F', parent: String(haut), revision: '1' })).page,
    ).toContain('ne dépend pas de lui-même')
  })
})
