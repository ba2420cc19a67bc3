import { sql } from 'kysely'
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
/** The limit by address is of the core, and has its tests there. */
const oublierDebits = () => sql`truncate debit`.execute(base.db)

const SERVICE = {
  nom: 'Consultation fictive',
  themes: ['sante-mentale', 'acces-soins'],
  publics: 'adolescents',
  ageMin: '12',
  frais: 'gratuit',
  zoneEligibilite: '04',
  'jours.0.m1': '9h',
  'jours.0.m2': '12h',
  feries: '1',
  langues: ['fr', 'fsl'],
}

/** A structure with a service, and its link; whoever follows has no account. */
async function preparer(): Promise<{ structure: number; service: number; lien: string; adresse: string }> {
  await oublierDebits()
  const structure = await atelier.creer()
  const { vers } = await atelier.envoyer(`/structures/${structure}/services`, SERVICE)
  const service = Number(/service-(\d+)/.exec(vers)?.[1])
  const page = await (await client.post(`/structures/${structure}/liens`)).text()
  await client.connecter(null)
  const lien = /\/contribuer\/[\w-]{43}/.exec(page)?.[0] ?? ''
  return { structure, service, lien, adresse: `${lien}/services/${service}` }
}
const corriger = (champs: Champs = {}): Champs => ({ ...SERVICE, revision: '1', ...champs })
const listPropositions = async (structure: number) =>
  (
    await sql<Record<string, unknown> & { id: number }>`select p.* from proposition p
      left join service x on p.objet = 'service' and x.id = p.objet_id
      where coalesce(p.structure, x.structure) = ${structure} order by p.id`.execute(base.db)
  ).rows

describe('services, by the link of their structure', () => {
  it('are named by the first page; each has its form, which proposes what differs alone', async () => {
    const { structure, service, lien, adresse } = await preparer()
    expect(await atelier.lire(lien)).toContain(`href="${adresse}"`)
    const reponse = await client.get(adresse)
    const page = await reponse.text()
    for (const texte of ['value="Consultation fictive"', 'noindex', 'value="12"', '04 Alpes-de-Haute-Provence'])
      expect(page).toContain(texte)
    expect(reponse.headers.get('referrer-policy')).toBe('same-origin')
    const envoi = await atelier.envoyer(adresse, corriger({ telephone: '04 92 11 11 11', message: 'Un mot fictif' }))
    expect([envoi.statut, envoi.vers]).toEqual([303, `${lien}?avis=contribution-envoyee`])
    expect(await listPropositions(structure)).toMatchObject([
      {
        ...{ objet: 'service', objet_id: service, origine: 'lien', compte: null, revision: 1 },
        ...{ valeurs: { telephone: '04 92 11 11 11' }, avant: { telephone: null }, message: 'Un mot fictif' },
      },
    ])
    expect((await atelier.getLigne('service', service)).telephone).toBe(null)
  })

  it('keep the answer of who keeps the sheet: compared, accepted, one after the other', async () => {
    const { structure, service, lien, adresse } = await preparer()
    await atelier.envoyer(adresse, corriger({ frais: 'payant' }))
    await atelier.envoyer(adresse, corriger({ ageMin: '14' }))
    for (const chemin of [lien, adresse]) expect(await atelier.lire(chemin)).toContain('Déjà envoyé, pas encore relu')
    expect((await atelier.lire(adresse)).match(/Service « Consultation fictive »/g)).toHaveLength(2)
    await atelier.connecterCoordinateur('04070')
    const fiche = await atelier.lire(`/structures/${structure}`)
    expect(fiche).toContain('2 propositions à relire')
    expect(fiche).toContain('Consultation fictive : La structure, par son lien')
    const [cout, age] = (await listPropositions(structure)).map((p) => `/annuaire/propositions/${p.id}`)
    const page = await atelier.lire(cout ?? '')
    for (const texte of [
      'La structure, par son lien',
      `Voir la fiche : ${atelier.getNom()}`,
      'Gratuit',
      'Payant',
      'value="frais"',
    ])
      expect(page).toContain(texte)
    await atelier.envoyer(`${cout}/accepter`, { champs: 'frais', revision: '1' })
    // The second was filled from the same sheet: it takes nothing of the first back.
    expect(await atelier.lire(age ?? '')).not.toContain('Payant')
    await atelier.envoyer(`${age}/accepter`, { champs: 'ageMin', revision: '2' })
    expect(await atelier.getLigne('service', service)).toMatchObject({ frais: 'payant', age_min: 14, revision: 3 })
    await client.connecter(null)
    expect(await atelier.lire(lien)).not.toContain('Déjà envoyé')
  })

  it('propose nothing back of what changed while the form waited, whoever verified it since', async () => {
    const { structure, service, adresse } = await preparer()
    await client.connecter('administrateur')
    await atelier.envoyer(`/services/${service}/modifier`, corriger({ nom: 'Nom changé fictif', telephone: '15' }))
    await atelier.envoyer(`/services/${service}/modifier`, corriger({ nom: 'Nom changé fictif', revision: '2' }))
    expect((await atelier.envoyer(`/services/${service}/verifier`)).statut).toBe(303)
    await client.connecter(null)
    await atelier.envoyer(adresse, corriger({ courriel: 'accueil@exemple.fr' }))
    expect((await listPropositions(structure)).map((p) => p.valeurs)).toEqual([{ courriel: 'accueil@exemple.fr' }])
  })

  it('say that nothing changed, and come back with their faults; nothing is written', async () => {
    const { structure, adresse, lien } = await preparer()
    const rien = await atelier.envoyer(adresse, corriger())
    expect([rien.statut, rien.page.includes('Vous n’avez rien changé')]).toEqual([422, true])
    const faute = { ageMax: '8', description: 'Texte gardé', zoneEligibilite: '04', publics: 'jeunes' }
    for (const chemin of [adresse, `${lien}/services/nouveau`]) {
      const { statut, page } = await atelier.envoyer(chemin, corriger(faute))
      expect(statut).toBe(422)
      for (const texte of ['L’âge maximum', 'Texte gardé', 'href="#champ-ageMax"']) expect(page).toContain(texte)
    }
    const lieu = await atelier.envoyer(adresse, corriger({ zoneEligibilite: 'Zzzz' }))
    expect([lieu.statut, lieu.page.includes('Aucun lieu de ce nom')]).toEqual([422, true])
    expect(await listPropositions(structure)).toEqual([])
  })

  it('that are missing are proposed: one refused, one accepted', async () => {
    const { structure, lien } = await preparer()
    const nouveau = `${lien}/services/nouveau`
    expect((await client.get(nouveau)).status).toBe(200)
    for (const nom of ['Premier fictif', 'Second fictif'])
      expect((await atelier.envoyer(nouveau, { ...SERVICE, nom })).vers).toContain(lien)
    expect(await atelier.lire(lien)).toContain('Nouveau service « Second fictif »')
    await atelier.connecterCoordinateur('04070')
    expect(await atelier.lire(`/structures/${structure}`)).toContain('2 propositions à relire')
    const [refusee, acceptee] = await listPropositions(structure)
    expect(refusee).toMatchObject({ objet_id: null, structure, avant: null, revision: null, origine: 'lien' })
    await atelier.envoyer(`/annuaire/propositions/${refusee?.id}/refuser`, { motif: 'Il y est déjà.' })
    const { vers } = await atelier.envoyer(`/annuaire/propositions/${acceptee?.id}/accepter`)
    const id = Number(/service-(\d+)/.exec(vers)?.[1])
    expect(await atelier.getLigne('service', id)).toMatchObject({ nom: 'Second fictif', structure, age_min: 12 })
    const fiche = await atelier.lire(`/structures/${structure}`)
    expect([fiche.includes('Second fictif'), fiche.includes('Premier fictif')]).toEqual([true, false])
  })

  it.each<[string, (p: Awaited<ReturnType<typeof preparer>>) => Promise<string>, string]>([
    [
      'of another structure',
      async ({ lien }) => {
        const autre = await preparer()
        return `${lien}/services/${autre.service}`
      },
      'Page introuvable',
    ],
    [
      'taken away',
      async ({ service, adresse }) => {
        await client.connecter('administrateur')
        await atelier.envoyer(`/services/${service}/retirer`)
        await client.connecter(null)
        return adresse
      },
      'Page introuvable',
    ],
    ['that no one gives', async ({ lien }) => `${lien}/services/999999`, 'Page introuvable'],
    [
      'by a link revoked',
      async ({ structure, adresse }) => {
        const { rows } = await sql<{ id: number }>`select id from lien_contribution
          where structure = ${structure}`.execute(base.db)
        await client.connecter('administrateur')
        await client.post(`/structures/${structure}/liens/${rows[0]?.id}/revoquer`)
        await client.connecter(null)
        return adresse
      },
      'Ce lien n’ouvre rien',
    ],
    [
      'new, by a link that expired',
      async ({ structure, lien }) => {
        await sql`update lien_contribution set expire_le = now() - interval '1 minute'
          where structure = ${structure}`.execute(base.db)
        return `${lien}/services/nouveau`
      },
      'Ce lien n’ouvre rien',
    ],
    [
      'of a structure not published any more',
      async ({ structure, adresse }) => {
        await sql`update structure set publication = 'propose' where id = ${structure}`.execute(base.db)
        return adresse
      },
      'Ce lien n’ouvre rien',
    ],
  ])('are not opened: %s', async (_nom, gater, texte) => {
    const chemin = await gater(await preparer())
    await oublierDebits()
    const { rows: avant } = await sql`select from proposition`.execute(base.db)
    const reponse = await client.get(chemin)
    expect(reponse.status).toBe(404)
    expect(await reponse.text()).toContain(texte)
    for (const champs of [corriger({ telephone: '15' }), corriger({ ageMin: 'x' })])
      expect((await client.post(chemin, champs)).status).toBe(404)
    expect((await sql`select from proposition`.execute(base.db)).rows).toHaveLength(avant.length)
  })

  it('are limited in number, with the form of the structure', async () => {
    const { lien, adresse } = await preparer()
    const envois = Array.from({ length: 11 }, (_, i) => (i % 2 ? adresse : `${lien}/services/nouveau`))
    const statuts: number[] = []
    for (const chemin of envois) statuts.push((await client.post(chemin, corriger({ nom: '' }))).status)
    expect(statuts).toEqual([...Array.from({ length: 10 }, () => 422), 429])
    expect((await client.post(lien, { nom: '' })).status).toBe(429)
  })
})
