import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

let base: BaseDeTest
let client: Client
const lire = async (chemin: string): Promise<[number, string]> => {
  const reponse = await client.get(chemin)
  return [reponse.status, (await reponse.text()).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')]
}

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  await sql`insert into organisme (nom, parent, publication, cree_le, modifie_le) values
    ('Fédération fictive', null, 'publie', now(), now()),
    ('Association fictive', 1, 'publie', now(), now())`.execute(base.db)
  await sql`insert into structure (organisme, nom, sigle, type, description, adresse, code_postal, commune, telephone,
      courriel, site_web, horaires, accessibilite, langues, finess, publication, remplace_par, fictif, cree_le, modifie_le)
    values
    (2, 'Centre fictif de l’Étang', 'CFE', 'cmp', 'Une équipe & des soins', '1 rue fictive', '04000', '04070',
      '0492000000', 'accueil@exemple.fr', 'https://exemple.fr/page', 'Mo-Fr 09:00-12:00; PH off', 'Rampe à l’entrée',
      '{fr,fsl}', '010780054', 'publie', null, true, now(), now()),
    (null, 'Fiche proposée fictive', null, null, null, null, null, '04070', null, null, null, null, null, '{}', null,
      'propose', null, true, now(), now()),
    (null, 'Doublon fictif', null, null, null, null, null, null, null, null, 'javascript:alert(1)', 'selon la saison',
      null, '{}', null, 'publie', 1, true, now(), now()),
    (null, 'Permanence fictive', null, 'pass', null, null, null, '13201', null, null, 'javascript:alert(1)',
      'selon la saison', null, '{}', null, 'publie', null, true, now(), now())`.execute(base.db)
  await sql`update structure set supprime_le = now() where id = 3`.execute(base.db)
  await sql`insert into service (structure, nom, description, themes, publics, age_min, frais, zone_eligibilite,
      modes_mobilisation, cree_le, modifie_le) values
    (1, 'Consultation fictive', 'Écoute', '{sante-mentale}', '{adolescents}', 12, 'gratuit', '{04,200067437}',
      '{telephoner}', now(), now())`.execute(base.db)
  await sql`insert into contact (prenom, nom, structure, visible, telephone, cree_le, modifie_le) values
    ('Anne', 'Publique-Fictive', 1, 'public', null, now(), now()),
    ('Jean', 'Discret-Fictif', 1, 'coordination', '0492111111', now(), now())`.execute(base.db)
  await sql`insert into dispositif (type, nom, cree_le, modifie_le) values ('cpts', 'CPTS fictive', now(), now())`.execute(
    base.db,
  )
  await sql`insert into membre (dispositif, role, structure, debut, fin, cree_le) values
    (1, 'membre', 1, '2020-01-01', null, now()), (1, 'partenaire', 1, '2019-01-01', '2019-12-31', now())`.execute(
    base.db,
  )
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

describe('the list', () => {
  it.each([
    ['/structures', ['2 structures', 'CFE', 'Permanence fictive'], ['Fiche proposée']],
    ['/structures?q=consultation', ['1 structure', 'CFE'], ['Permanence fictive']],
    ['/structures?ou=Digne-les-Bains', ['1 structure', 'CFE'], ['Permanence fictive']],
    ['/structures?ou=13', ['1 structure', 'Permanence fictive'], ['CFE']],
    ['/structures?ou=marseille', ['1 structure', 'Permanence fictive'], ['CFE']],
    ['/structures?ou=departement-04', ['1 structure', 'CFE'], ['Permanence fictive']],
    ['/structures?ou=zzzzzz', ['Aucun lieu ne s’appelle « zzzzzz »'], ['CFE']],
    ['/structures?type=pass', ['1 structure', 'Permanence fictive'], ['CFE']],
    ['/structures?theme=sante-mentale&public=adolescents', ['1 structure', 'CFE'], []],
    ['/structures?etat=fermees', ['Aucune structure ne répond'], []],
    ['/structures?type=inconnu&page=x&organisme=-1', ['2 structures'], []],
  ])('%s', async (chemin, presents, absents) => {
    const [statut, page] = await lire(chemin)
    expect(statut).toBe(200)
    for (const texte of presents) expect(page).toContain(texte)
    for (const texte of absents) expect(page).not.toContain(texte)
  })
})

describe('the sheet', () => {
  it('says what a place is, how to reach it and what it offers', async () => {
    const [statut, page] = await lire('/structures/1')
    expect(statut).toBe(200)
    for (const texte of [
      'Centre fictif de l’Étang (CFE)',
      'Centre médico-psychologique (CMP)',
      'href="tel:0492000000"',
      '04 92 00 00 00',
      'mailto:accueil@exemple.fr',
      '>exemple.fr</a>',
      'Du lundi au vendredi de 9 h à 12 h. Fermé le samedi, le dimanche et les jours fériés.',
      'Une équipe &amp; des soins',
      'langue des signes française',
      'Rampe à l’entrée',
      'Association fictive</a>, qui dépend de <a href="/organismes/1">Fédération fictive',
      'id="service-1"',
      'À partir de 12 ans',
      'Alpes-de-Haute-Provence',
      'CPTS fictive</a> (CPTS), membre depuis le 1er janvier 2020',
      'Jamais vérifiée',
      'Ce qui l’améliorerait',
      'Fictif',
    ])
      expect(page).toContain(texte)
    expect(page).not.toContain('partenaire')
  })

  it('shows contacts to whom they may be shown', async () => {
    const [, visiteur] = await lire('/structures/1')
    expect(visiteur).toContain('Publique-Fictive')
    expect(visiteur).not.toContain('Discret-Fictif')
    await client.connecter('documentaliste')
    expect((await lire('/structures/1'))[1]).not.toContain('Discret-Fictif')
    await client.connecter('coordinateur')
    expect((await lire('/structures/1'))[1]).toContain('Discret-Fictif')
    await client.connecter(null)
  })

  it('shows hours that cannot be read as they are, and makes no link of what is no address', async () => {
    const [, page] = await lire('/structures/4')
    expect(page).toContain('<code>selon la saison</code>')
    expect(page).not.toContain('href="javascript')
  })

  it('is nowhere for who may not read it, and leads on from a merged one', async () => {
    expect((await client.get('/structures/2')).status).toBe(404)
    expect((await client.get('/structures/99')).status).toBe(404)
    expect((await client.get('/structures/3')).headers.get('location')).toBe('/structures/1')
    await client.connecter('administrateur')
    expect((await lire('/structures/2'))[1]).toContain('pas encore publiée')
    await client.connecter(null)
  })
})

describe('organismes', () => {
  it('stand in their tree, with their structures', async () => {
    const [, haut] = await lire('/organismes/1')
    expect(haut).toContain('<a href="/organismes/2">Association fictive')
    const [, bas] = await lire('/organismes/2')
    expect(bas).toContain('Dépend de')
    expect(bas).toContain('<a href="/structures/1">Centre fictif')
    expect((await lire('/organismes?q=federation'))[1]).toContain('Fédération fictive')
    expect((await client.get('/organismes/9')).status).toBe(404)
  })
})
