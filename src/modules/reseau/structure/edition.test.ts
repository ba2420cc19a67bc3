import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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

describe('a structure', () => {
  beforeEach(() => client.connecter('administrateur'))

  it('is written whole, hours by day, commune by its name', async () => {
    const id = await atelier.creer({
      organisme: '',
      description: 'Un lieu\r\nd’accueil',
      codePostal: '04000',
      commune: 'Digne les bains',
      position: '44,092 6,236',
      telephone: '04 92 00 00 00',
      courriel: 'accueil@exemple.fr',
      'jours.0.m1': '9h',
      'jours.0.m2': '12h30',
      'jours.4.a1': '14',
      'jours.4.a2': '17:00',
      feries: '1',
      langues: ['fr', 'fsl'],
      finess: '010 780 054',
      siret: '260 100 045 00012',
    })
    expect(await atelier.getLigne('structure', id)).toMatchObject({
      commune: '04070',
      departement: '04',
      horaires: 'Mo 09:00-12:30; Fr 14:00-17:00; PH off',
      description: 'Un lieu\nd’accueil',
      longitude: 6.236,
      latitude: 44.092,
      langues: ['fr', 'fsl'],
      finess: '010780054',
      siret: '26010004500012',
      source: 'saisie',
      publication: 'publie',
    })
    const page = await atelier.lire(`/structures/${id}/modifier`)
    for (const valeur of ['value="9h"', 'value="12h30"', 'value="04070 Digne-les-Bains"', 'value="44.092 6.236"'])
      expect(page).toContain(valeur)
  })

  it.each<[string, Champs, string, string]>([
    ['no name', { nom: '' }, 'champ-nom', 'Écrivez le nom'],
    ['a wrong FINESS number', { finess: '010000025' }, 'champ-finess', 'clé de contrôle fausse'],
    ['a wrong SIRET number', { siret: '123' }, 'champ-siret', 'quatorze chiffres'],
    ['a FINESS number of another sheet', { finess: '2A0000030' }, 'champ-finess', 'Une autre fiche porte déjà'],
    ['an unknown commune', { commune: 'Zzzzz' }, 'champ-commune', 'Aucune commune ne s’appelle'],
    ['a commune of many', { commune: 'Saint-Denis' }, 'champ-commune', 'Précisez la commune'],
    ['an unknown organisme', { organisme: 'Zzzzz' }, 'champ-organisme', 'L’annuaire n’a pas d’organisme'],
    ['hours that no one can read', { horairesMode: 'osm', osm: 'Mo-Fr 25:00' }, 'champ-osm', '« Mo-Fr 25:00 »'],
    ['half an opening', { 'jours.2.m1': '9h' }, 'champ-jours-2-m2', 'l’heure de fermeture'],
    ['a closing before its opening', { 'jours.2.m1': '9h', 'jours.2.m2': '8h' }, 'champ-jours-2-m2', 'vient après'],
    ['a wrong mail', { courriel: 'accueil' }, 'champ-courriel', 'adresse de courriel'],
    ['a script for a site', { siteWeb: 'javascript:alert(1)' }, 'champ-siteWeb', 'commence par https'],
    ['a position elsewhere', { position: 'ici' }, 'champ-position', 'latitude puis la longitude'],
  ])('comes back with what was typed: %s', async (_nom, champs, ancre, message) => {
    await sql`insert into structure (nom, finess, cree_le, modifie_le) values ('Fictive', '2A0000030', now(), now())
      on conflict do nothing`.execute(base.db)
    const { statut, page } = await atelier.envoyer('/structures', {
      nom: 'Nom gardé',
      description: 'Texte gardé',
      ...champs,
    })
    expect(statut).toBe(422)
    expect(page).toContain(`href="#${ancre}"`)
    expect(page).toContain(`id="${ancre}"`)
    expect(page).toContain(message)
    expect(page).toContain('Texte gardé')
  })

  it('keeps its history, and what it was', async () => {
    const id = await atelier.creer({ telephone: '04 92 00 00 00' })
    await atelier.envoyer(`/structures/${id}/modifier`, { nom: 'Nom nouveau fictif', commune: '04070', revision: '1' })
    const page = await atelier.lire(`/structures/${id}/historique`)
    expect(page).toContain('Modification')
    expect(page).toContain('Création')
    expect(page).toContain('<del>04 92 00 00 00</del>')
    expect(await atelier.getLigne('structure', id)).toMatchObject({ telephone: null, revision: 2 })
    const rien = await atelier.envoyer(`/structures/${id}/modifier`, {
      nom: 'Nom nouveau fictif',
      commune: '04070',
      revision: '2',
    })
    expect(rien.vers).toContain('structure-inchangee')
    expect(await atelier.getLigne('structure', id)).toMatchObject({ revision: 2 })
  })

  it('changed by two at once: nothing is lost, what the other changed is told', async () => {
    const id = await atelier.creer({ telephone: '04 92 00 00 00', description: 'Avant' })
    const commun = {
      nom: atelier.getNom(),
      commune: '04070 Digne-les-Bains',
      horairesMode: 'jours',
      feries: '1',
      osm: '',
      langues: [],
    }
    await atelier.envoyer(`/structures/${id}/modifier`, {
      ...commun,
      telephone: '04 92 11 11 11',
      description: 'Avant',
      revision: '1',
    })
    const { statut, page } = await atelier.envoyer(`/structures/${id}/modifier`, {
      ...commun,
      telephone: '04 92 00 00 00',
      description: 'Ma saisie',
      revision: '1',
    })
    expect(statut).toBe(422)
    expect(page).toContain('Cette fiche a changé pendant votre saisie')
    expect(page).toContain('value="04 92 11 11 11"')
    expect(page).toContain('Ma saisie')
    expect(page).toContain('name="revision" value="2"')
    expect(page).not.toContain('Vous avez changé les mêmes champs')
    const croise = await atelier.envoyer(`/structures/${id}/modifier`, {
      ...commun,
      telephone: '04 92 22 22 22',
      description: 'Avant',
      revision: '1',
    })
    expect(croise.page).toContain('Vous avez changé les mêmes champs')
    expect(croise.page).toContain('value="04 92 22 22 22"')
  })

  it('imported, holds the fields that people changed, and hours that nobody can read', async () => {
    const { rows } = await sql<{
      id: number
    }>`insert into structure (nom, source, source_id, horaires, cree_le, modifie_le)
      values ('Importée fictive', 'finess', '1', 'selon la saison', now(), now()) returning id`.execute(base.db)
    const id = rows[0]?.id ?? 0
    expect(await atelier.lire(`/structures/${id}/modifier`)).toContain('value="selon la saison"')
    await atelier.envoyer(`/structures/${id}/modifier`, {
      nom: 'Importée fictive',
      telephone: '04 92 00 00 00',
      horairesMode: 'osm',
      osm: 'selon la saison',
      revision: '1',
    })
    expect(await atelier.getLigne('structure', id)).toMatchObject({
      champs_tenus: ['telephone'],
      horaires: 'selon la saison',
    })
  })

  it('is verified by a person, on a date; closes and opens; goes and comes back', async () => {
    const id = await atelier.creer()
    await atelier.envoyer(`/structures/${id}/verifier`)
    expect(await atelier.getLigne('structure', id)).toMatchObject({ verifie_le: new Date().toISOString().slice(0, 10) })
    expect(await atelier.lire(`/structures/${id}`)).toMatch(/Vérifiée le .+ par /)
    await atelier.envoyer(`/structures/${id}/etat`, { etat: 'fermee' })
    expect(await atelier.lire(`/structures/${id}`)).toContain('Cette structure est fermée')
    await atelier.envoyer(`/structures/${id}/etat`, { etat: 'ouverte' })
    await atelier.envoyer(`/structures/${id}/retirer`)
    await client.connecter(null)
    expect((await client.get(`/structures/${id}`)).status).toBe(404)
    await client.connecter('administrateur')
    await atelier.envoyer(`/structures/${id}/retablir`)
    const page = await atelier.lire(`/structures/${id}/historique`)
    for (const geste of ['Vérification', 'Ouverture ou fermeture', 'Retrait', 'Rétablissement'])
      expect(page).toContain(geste)
    await client.connecter(null)
    const publique = await atelier.lire(`/structures/${id}`)
    expect(publique).toMatch(/Vérifiée le [^<]+</)
    expect(publique).not.toMatch(/Vérifiée le [^<]+ par /)
  })
})

describe('rights on writing', () => {
  it('a coordinator writes in his territory, and proposes elsewhere', async () => {
    const ici = await atelier.creer()
    const ailleurs = await atelier.creer({ commune: '13201' })
    await atelier.connecterCoordinateur('04070')
    const champs = { nom: 'Nom corrigé fictif', revision: '1' }
    expect((await atelier.envoyer(`/structures/${ici}/modifier`, { ...champs, commune: '04070' })).vers).toContain(
      `/structures/${ici}`,
    )
    expect((await atelier.envoyer(`/structures/${ailleurs}/modifier`, { ...champs, commune: '13201' })).vers).toContain(
      '/annuaire/propositions/',
    )
    expect((await atelier.envoyer('/structures', { nom: 'Ici fictif', commune: '04070' })).vers).toMatch(
      /^\/structures\/\d+/,
    )
    expect((await atelier.envoyer('/structures', { nom: 'Ailleurs fictif', commune: '13201' })).vers).toContain(
      'propositions',
    )
    expect((await atelier.envoyer(`/structures/${ailleurs}/retirer`)).statut).toBe(404)
    expect((await atelier.envoyer(`/structures/${ailleurs}/verifier`)).statut).toBe(404)
  })

  it('a visitor writes nothing, a contributor proposes', async () => {
    const id = await atelier.creer()
    await client.connecter(null)
    expect((await atelier.envoyer(`/structures/${id}/modifier`, { nom: 'X', revision: '1' })).statut).toBe(404)
    expect((await atelier.envoyer('/structures', { nom: 'X' })).statut).toBe(404)
    await client.connecter('contributeur')
    expect((await atelier.envoyer(`/structures/${id}/verifier`)).statut).toBe(404)
    expect(
      (await atelier.envoyer(`/structures/${id}/modifier`, { nom: 'Proposé fictif', commune: '04070', revision: '1' }))
        .vers,
    ).toContain('propositions')
    expect((await atelier.getLigne('structure', id)).nom).not.toBe('Proposé fictif')
  })
})
