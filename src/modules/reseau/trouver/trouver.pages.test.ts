import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

let base: BaseDeTest
let client: Client
const lire = async (suite: string): Promise<[number, string]> => {
  const reponse = await client.get(`/trouver${suite}`)
  return [reponse.status, (await reponse.text()).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')]
}

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  // Digne-les-Bains (04070), Manosque (04112) some 45 km away, Marseille 1er (13201).
  await sql`insert into structure (nom, type, adresse, commune, longitude, latitude, telephone, horaires, langues,
      accessibilite, publication, etat, verifie_le, fictif, cree_le, modifie_le) values
    ('Centre fictif Alpha', 'csapa', '1 rue fictive', '04070', 6.235, 44.092, '0492000000', '24/7', '{fr,fsl}', 'Rampe',
      'publie', 'ouverte', '2026-01-02', true, now(), now()),
    ('Antenne fictive Bêta', null, null, '04070', 6.260, 44.092, null, 'Mo-Su off', '{}', null,
      'publie', 'ouverte', null, true, now(), now()),
    ('Pharmacie fictive Gamma', 'pharmacie', null, '04112', 5.79, 43.83, null, null, '{}', null,
      'publie', 'ouverte', null, true, now(), now()),
    ('Ligne fictive Delta', null, null, '13201', 5.37, 43.29, null, null, '{}', null,
      'publie', 'ouverte', null, true, now(), now()),
    ('Centre proposé fictif', 'csapa', null, '04070', 6.235, 44.092, null, null, '{}', null,
      'propose', 'ouverte', null, true, now(), now()),
    ('Centre fermé fictif', 'csapa', null, '04070', 6.235, 44.092, null, null, '{}', null,
      'publie', 'fermee', null, true, now(), now()),
    ('Permanence fictive Epsilon', 'mda', null, '04070', null, null, null, null, '{}', null,
      'publie', 'ouverte', null, true, now(), now())`.execute(base.db)
  await sql`insert into service (structure, nom, themes, publics, frais, modes_accueil, modes_mobilisation, telephone,
      zone_eligibilite, cree_le, modifie_le) values
    (1, 'Suivi fictif des addictions', '{addictions}', '{tous}', 'gratuit', '{en-presentiel}', '{telephoner}',
      '0492000001', '{04}', now(), now()),
    (1, 'Atelier fictif de cuisine', '{nutrition}', '{seniors}', 'payant', '{en-presentiel}', '{}', null, '{}', now(), now()),
    (2, 'Groupe fictif de parole', '{alcool}', '{adolescents}', null, '{en-presentiel}', '{}', null, '{}', now(), now()),
    (4, 'Écoute fictive au téléphone', '{addictions}', '{}', 'gratuit', '{a-distance}', '{telephoner}', null,
      '{france}', now(), now()),
    (4, 'Accueil fictif sur place', '{addictions}', '{}', 'gratuit', '{en-presentiel}', '{}', null, '{13}', now(), now()),
    (3, 'Aide fictive à tout le département', '{isolement}', '{}', null, '{en-presentiel}', '{}', null, '{04}', now(), now())`.execute(
    base.db,
  )
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const DIGNE = 'ou=04070'
describe('who can help', () => {
  it.each([
    ['', ['Dites un besoin et un lieu'], ['Alpha']],
    ['?q=boire', ['Près d’où ?'], ['Alpha']],
    ['?ou=zzzzzz', ['Aucun lieu ne s’appelle'], ['Alpha']],
    // By its theme, wider ones and remote ones included; the service in Marseille is not for people of Digne.
    [
      `?q=arrêter+de+boire&${DIGNE}`,
      ['3 structures peuvent', 'Suivi fictif', 'Groupe fictif', 'Écoute fictive', 'À distance'],
      ['Accueil fictif sur place', 'Atelier fictif', 'Gamma', 'proposé', 'fermé'],
    ],
    [`?q=CSAPA&${DIGNE}`, ['1 structure peut', 'Alpha'], ['Bêta', 'Delta']],
    [`?q=cuisine&${DIGNE}`, ['1 structure peut', 'Atelier fictif'], ['Suivi fictif']],
    // A place without service answers by its kind.
    [`?q=jeunes&${DIGNE}`, ['1 structure peut', 'Epsilon'], ['Alpha']],
    [`?theme=alcool&${DIGNE}`, ['1 structure peut', 'Groupe fictif'], ['Alpha']],
    [`?q=boire&gratuit=1&${DIGNE}`, ['2 structures peuvent', 'Alpha', 'Delta'], ['Bêta']],
    [`?q=boire&public=adolescents&${DIGNE}`, ['2 structures peuvent', 'Alpha', 'Bêta'], ['Delta']],
    [`?q=boire&moyen=en-ligne&${DIGNE}`, ['1 structure peut', 'Delta'], ['Alpha']],
    [`?q=boire&langue=fsl&acces=1&${DIGNE}`, ['1 structure peut', 'Alpha'], ['Bêta']],
    [`?q=boire&ouvert=1&${DIGNE}`, ['1 structure peut', 'Ouvert maintenant'], ['Bêta']],
    [`?${DIGNE}&distance=5`, ['Alpha', 'Epsilon'], ['Gamma']],
    [`?${DIGNE}&distance=50`, ['Gamma', 'À 47 km'], []],
    [`?q=isolement&${DIGNE}&distance=zone`, ['1 structure peut', 'Aide fictive à tout'], []],
    ['?q=boire&ou=departement-04', ['Alpha', 'Bêta'], ['class="point"']],
    ['?q=boire&ou=epci-200067437&page=zz&moyen=zz', ['Alpha'], []],
    // Every apostrophe and operator is a word like another.
    [`?q=l%27été+%26+%7C+%3A*+%21&${DIGNE}`, ['Personne, ici, ne répond'], []],
  ])('%s', async (suite, presents, absents) => {
    const [statut, page] = await lire(suite)
    expect(statut).toBe(200)
    for (const texte of presents) expect(page).toContain(texte)
    const corps = page.slice(page.indexOf('</search>'))
    for (const texte of absents) expect(corps).not.toContain(texte)
  })

  it('puts the nearest first, numbers it on the map, says how to reach it and how to mend its sheet', async () => {
    const [, page] = await lire(`?q=boire&${DIGNE}`)
    expect(page.indexOf('Alpha')).toBeGreaterThan(0)
    expect(page.indexOf('Écoute fictive')).toBeGreaterThan(page.indexOf('Groupe fictif'))
    expect(page.match(/class="point"/g)).toHaveLength(2)
    expect(page).toContain('href="#reponse-1"')
    expect(page).toContain('id="reponse-1"')
    expect(page).toContain('href="tel:0492000001"')
    expect(page).toContain('href="/structures/1/modifier"')
    expect(page).toContain('Vérifiée le 2 janvier 2026')
  })

  it('says what to give up where nothing answers, and how many that would give', async () => {
    const [, page] = await lire(`?q=isolement&gratuit=1&${DIGNE}&distance=20`)
    expect(page).toContain('Personne, ici, ne répond à tout cela')
    expect(page).toContain(`href="/trouver?q=&amp;gratuit=1&amp;ou=04070&amp;distance=20"`.replace('q=&amp;', ''))
    expect(page).toContain('sans ces mots : 2 structures')
  })

  it('is two actions away from the home page', async () => {
    const page = await (await client.get('/')).text()
    expect(page).toContain('action="/trouver"')
    expect(page).toContain('name="ou"')
  })
})

describe('a dense place', () => {
  // A thousand places on a spiral around Gap (05061), so that the nth is the nth farthest; the last alone is of another kind.
  const NOMBRE = 1000
  beforeAll(async () => {
    await sql`insert into structure (nom, type, commune, longitude, latitude, publication, etat, fictif, cree_le, modifie_le)
      select 'Cabinet fictif ' || n, case when n = ${NOMBRE} then 'csapa' else 'cabinet' end, '05061',
        6.08 + n * 0.0001 * cos(n), 44.56 + n * 0.0001 * sin(n), 'publie', 'ouverte', true, now(), now()
      from generate_series(1, ${NOMBRE}) n`.execute(base.db)
  })

  it('reads the nearest alone, says that there are more, in the order of the whole', async () => {
    const [, page] = await lire('?ou=05061&distance=20')
    const [, nombre] = /Plus de <strong>(\d+) structures peuvent<\/strong>/.exec(page) ?? []
    expect(Number(nombre)).toBeGreaterThan(100)
    expect(Number(nombre)).toBeLessThan(NOMBRE)
    expect(page).toContain('Cabinet fictif 1<')
    expect(page).not.toContain('Cabinet fictif 40<')
  })

  it('reads the whole distance for what is rare, and for pages beyond the nearest', async () => {
    const [, rare] = await lire('?ou=05061&distance=20&q=csapa')
    expect(rare).toContain(`Cabinet fictif ${NOMBRE}<`)
    expect(rare).not.toContain('Plus de')
    const [, loin] = await lire('?ou=05061&distance=20&page=50')
    expect(loin).toMatch(/<strong>1 00\d structures peuvent/)
    expect(loin).not.toContain('Plus de')
  })
})
