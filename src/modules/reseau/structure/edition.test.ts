import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

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

const espaces = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ')
const lire = async (chemin: string) => espaces(await (await client.get(chemin)).text())
const envoyer = async (chemin: string, champs: Champs = {}) => {
  const reponse = await client.post(chemin, champs)
  return { statut: reponse.status, vers: reponse.headers.get('location') ?? '', page: espaces(await reponse.text()) }
}
/** Row of a table, as stored. */
const getLigne = async (table: string, id: number): Promise<Record<string, unknown>> =>
  (await sql<Record<string, unknown>>`select * from ${sql.table(table)} where id = ${id}`.execute(base.db)).rows[0] ??
  {}

let numero = 0
/** A structure of its own for a test, at Digne. @returns its id */
async function creer(champs: Champs = {}): Promise<number> {
  await client.connecter('administrateur')
  const { vers } = await envoyer('/structures', { nom: `Structure fictive ${++numero}`, commune: '04070', ...champs })
  return Number(/structures\/(\d+)/.exec(vers)?.[1])
}

/** Logs in as somebody who coordinates a dispositif on these communes. */
async function connecterCoordinateur(...communes: string[]): Promise<void> {
  const compte = await client.connecter('coordinateur')
  await sql`with d as (insert into dispositif (type, nom, cree_le, modifie_le)
      values ('cpts', 'CPTS fictive', now(), now()) returning id),
    k as (insert into coordination select id, ${compte}, now() from d)
    insert into dispositif_commune select id, c, 'cpts' from d, unnest(${communes}::text[]) c`.execute(base.db)
}

describe('a structure', () => {
  beforeEach(() => client.connecter('administrateur'))

  it('is written whole, hours by day, commune by its name', async () => {
    const id = await creer({
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
    expect(await getLigne('structure', id)).toMatchObject({
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
    const page = await lire(`/structures/${id}/modifier`)
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
    const { statut, page } = await envoyer('/structures', { nom: 'Nom gardé', description: 'Texte gardé', ...champs })
    expect(statut).toBe(422)
    expect(page).toContain(`href="#${ancre}"`)
    expect(page).toContain(`id="${ancre}"`)
    expect(page).toContain(message)
    expect(page).toContain('Texte gardé')
  })

  it('keeps its history, and what it was', async () => {
    const id = await creer({ telephone: '04 92 00 00 00' })
    await envoyer(`/structures/${id}/modifier`, { nom: 'Nom nouveau fictif', commune: '04070', revision: '1' })
    const page = await lire(`/structures/${id}/historique`)
    expect(page).toContain('Modification')
    expect(page).toContain('Création')
    expect(page).toContain('<del>04 92 00 00 00</del>')
    expect(await getLigne('structure', id)).toMatchObject({ telephone: null, revision: 2 })
    const rien = await envoyer(`/structures/${id}/modifier`, {
      nom: 'Nom nouveau fictif',
      commune: '04070',
      revision: '2',
    })
    expect(rien.vers).toContain('structure-inchangee')
    expect(await getLigne('structure', id)).toMatchObject({ revision: 2 })
  })

  it('changed by two at once: nothing is lost, what the other changed is told', async () => {
    const id = await creer({ telephone: '04 92 00 00 00', description: 'Avant' })
    const commun = {
      nom: `Structure fictive ${numero}`,
      commune: '04070 Digne-les-Bains',
      horairesMode: 'jours',
      feries: '1',
      osm: '',
      langues: [],
    }
    await envoyer(`/structures/${id}/modifier`, {
      ...commun,
      telephone: '04 92 11 11 11',
      description: 'Avant',
      revision: '1',
    })
    const { statut, page } = await envoyer(`/structures/${id}/modifier`, {
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
    const croise = await envoyer(`/structures/${id}/modifier`, {
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
    expect(await lire(`/structures/${id}/modifier`)).toContain('value="selon la saison"')
    await envoyer(`/structures/${id}/modifier`, {
      nom: 'Importée fictive',
      telephone: '04 92 00 00 00',
      horairesMode: 'osm',
      osm: 'selon la saison',
      revision: '1',
    })
    expect(await getLigne('structure', id)).toMatchObject({ champs_tenus: ['telephone'], horaires: 'selon la saison' })
  })

  it('is verified by a person, on a date; closes and opens; goes and comes back', async () => {
    const id = await creer()
    await envoyer(`/structures/${id}/verifier`)
    expect(await getLigne('structure', id)).toMatchObject({ verifie_le: new Date().toISOString().slice(0, 10) })
    expect(await lire(`/structures/${id}`)).toMatch(/Vérifiée le .+ par /)
    await envoyer(`/structures/${id}/etat`, { etat: 'fermee' })
    expect(await lire(`/structures/${id}`)).toContain('Cette structure est fermée')
    await envoyer(`/structures/${id}/etat`, { etat: 'ouverte' })
    await envoyer(`/structures/${id}/retirer`)
    await client.connecter(null)
    expect((await client.get(`/structures/${id}`)).status).toBe(404)
    await client.connecter('administrateur')
    await envoyer(`/structures/${id}/retablir`)
    const page = await lire(`/structures/${id}/historique`)
    for (const geste of ['Vérification', 'Ouverture ou fermeture', 'Retrait', 'Rétablissement'])
      expect(page).toContain(geste)
    await client.connecter(null)
    const publique = await lire(`/structures/${id}`)
    expect(publique).toMatch(/Vérifiée le [^<]+</)
    expect(publique).not.toMatch(/Vérifiée le [^<]+ par /)
  })
})

describe('rights on writing', () => {
  it('a coordinator writes in his territory, and proposes elsewhere', async () => {
    const ici = await creer()
    const ailleurs = await creer({ commune: '13201' })
    await connecterCoordinateur('04070')
    const champs = { nom: 'Nom corrigé fictif', revision: '1' }
    expect((await envoyer(`/structures/${ici}/modifier`, { ...champs, commune: '04070' })).vers).toContain(
      `/structures/${ici}`,
    )
    expect((await envoyer(`/structures/${ailleurs}/modifier`, { ...champs, commune: '13201' })).vers).toContain(
      '/annuaire/propositions/',
    )
    expect((await envoyer('/structures', { nom: 'Ici fictif', commune: '04070' })).vers).toMatch(/^\/structures\/\d+/)
    expect((await envoyer('/structures', { nom: 'Ailleurs fictif', commune: '13201' })).vers).toContain('propositions')
    expect((await envoyer(`/structures/${ailleurs}/retirer`)).statut).toBe(404)
    expect((await envoyer(`/structures/${ailleurs}/verifier`)).statut).toBe(404)
  })

  it('a visitor writes nothing, a contributor proposes', async () => {
    const id = await creer()
    await client.connecter(null)
    expect((await envoyer(`/structures/${id}/modifier`, { nom: 'X', revision: '1' })).statut).toBe(404)
    expect((await envoyer('/structures', { nom: 'X' })).statut).toBe(404)
    await client.connecter('contributeur')
    expect((await envoyer(`/structures/${id}/verifier`)).statut).toBe(404)
    expect(
      (await envoyer(`/structures/${id}/modifier`, { nom: 'Proposé fictif', commune: '04070', revision: '1' })).vers,
    ).toContain('propositions')
    expect((await getLigne('structure', id)).nom).not.toBe('Proposé fictif')
  })
})

describe('proposals', () => {
  const proposer = async (id: number, champs: Champs) => {
    await client.connecter('contributeur')
    const { vers } = await envoyer(`/structures/${id}/modifier`, { commune: '04070', ...champs })
    return Number(/propositions\/(\d+)/.exec(vers)?.[1])
  }

  it('are accepted in part, after comparing', async () => {
    const id = await creer()
    const p = await proposer(id, {
      nom: 'Nom proposé fictif',
      telephone: '04 92 00 00 00',
      message: 'Ils ont déménagé',
      revision: '1',
    })
    await connecterCoordinateur('04070')
    expect(await lire(`/structures/${id}`)).toContain('1 proposition à relire')
    const page = await lire(`/annuaire/propositions/${p}`)
    for (const texte of ['Ils ont déménagé', 'value="telephone"', '<ins>04 92 00 00 00</ins>'])
      expect(page).toContain(texte)
    expect((await envoyer(`/annuaire/propositions/${p}/accepter`, { revision: '1' })).statut).toBe(422)
    const { vers } = await envoyer(`/annuaire/propositions/${p}/accepter`, { champs: 'telephone', revision: '1' })
    expect(vers).toContain(`/structures/${id}`)
    expect(await getLigne('structure', id)).toMatchObject({
      nom: `Structure fictive ${numero}`,
      telephone: '04 92 00 00 00',
    })
    expect(await lire(`/structures/${id}/historique`)).toContain(`Proposition n° ${p}`)
    expect((await envoyer(`/annuaire/propositions/${p}/accepter`, { champs: 'nom', revision: '2' })).statut).toBe(404)
  })

  it('say what changed since, and write over nothing that was not read', async () => {
    const id = await creer()
    const p = await proposer(id, { nom: `Structure fictive ${numero}`, telephone: '04 92 00 00 00', revision: '1' })
    await client.connecter('administrateur')
    await envoyer(`/structures/${id}/modifier`, {
      nom: `Structure fictive ${numero}`,
      commune: '04070',
      telephone: '04 92 99 99 99',
      revision: '1',
    })
    const { statut, page } = await envoyer(`/annuaire/propositions/${p}/accepter`, {
      champs: 'telephone',
      revision: '1',
    })
    expect(statut).toBe(422)
    expect(page).toContain('Ce champ a changé depuis la proposition')
    expect(page).toContain('<del>99 99 99</del>')
    expect((await getLigne('structure', id)).telephone).toBe('04 92 99 99 99')
  })

  it('are refused with a reason, which their author reads; others do not', async () => {
    const id = await creer()
    const p = await proposer(id, { nom: 'Autre fictif', revision: '1' })
    await client.connecter('contributeur')
    expect((await client.get(`/annuaire/propositions/${p}`)).status).toBe(404)
    await connecterCoordinateur('13201')
    expect((await client.get(`/annuaire/propositions/${p}`)).status).toBe(404)
    expect((await envoyer(`/annuaire/propositions/${p}/refuser`, { motif: 'Non' })).statut).toBe(404)
    await client.connecter('administrateur')
    expect((await envoyer(`/annuaire/propositions/${p}/refuser`, { motif: ' ' })).statut).toBe(422)
    await envoyer(`/annuaire/propositions/${p}/refuser`, { motif: 'Le nom est juste.' })
    expect(await lire(`/annuaire/propositions/${p}`)).toContain('Le nom est juste.')
    expect((await getLigne('proposition', p)).etat).toBe('refusee')
  })

  it('of a new sheet, add it', async () => {
    await client.connecter('contributeur')
    const { vers } = await envoyer('/structures', { nom: 'Nouvelle fictive', commune: '04070', type: 'cmp' })
    await client.connecter('administrateur')
    const accord = await envoyer(`${vers.split('?')[0]}/accepter`)
    const id = Number(/structures\/(\d+)/.exec(accord.vers)?.[1])
    expect(await getLigne('structure', id)).toMatchObject({ nom: 'Nouvelle fictive', type: 'cmp', source: 'saisie' })
  })
})

describe('services, contacts, organismes', () => {
  it('a service is added, changed, taken away on the sheet of its structure', async () => {
    const id = await creer()
    const champs = {
      nom: 'Atelier fictif',
      themes: ['sante-mentale', 'acces-soins'],
      publics: 'adolescents',
      ageMin: '12',
      frais: 'gratuit',
      modesAccueil: 'en-presentiel',
      zoneEligibilite: '04\nDigne-les-Bains\nToute la France',
    }
    const { vers } = await envoyer(`/structures/${id}/services`, champs)
    const service = Number(/service-(\d+)/.exec(vers)?.[1])
    expect(await getLigne('service', service)).toMatchObject({
      structure: id,
      age_min: 12,
      zone_eligibilite: ['04', '04070', 'france'],
    })
    const faute = await envoyer(`/structures/${id}/services`, { ...champs, ageMax: '8', zoneEligibilite: 'Zzzz' })
    expect(faute.statut).toBe(422)
    expect(faute.page).toContain('L’âge maximum')
    expect(await lire(`/services/${service}/modifier`)).toContain('04070 Digne-les-Bains')
    await envoyer(`/services/${service}/modifier`, { ...champs, nom: 'Atelier changé fictif', revision: '1' })
    expect(await lire(`/structures/${id}`)).toContain('Atelier changé fictif')
    await client.connecter('contributeur')
    expect((await envoyer(`/services/${service}/modifier`, { ...champs, revision: '2' })).vers).toContain(
      'propositions',
    )
    expect((await envoyer(`/structures/${id}/services`, champs)).vers).toContain('propositions')
    await client.connecter('administrateur')
    await envoyer(`/services/${service}/retirer`)
    expect(await lire(`/structures/${id}`)).not.toContain('Atelier changé fictif')
  })

  it('a contact is added by who keeps the sheet, an unusual RPPS is told and kept', async () => {
    const id = await creer()
    const champs = { prenom: 'Anne', nom: 'Fictive', rpps: '10102727017', visible: 'coordination' }
    const { vers } = await envoyer(`/structures/${id}/contacts`, champs)
    expect(vers).toContain('contact-rpps')
    const { rows } = await sql<{ id: number }>`select id from contact where structure = ${id}`.execute(base.db)
    const contact = rows[0]?.id ?? 0
    expect((await envoyer(`/structures/${id}/contacts`, { ...champs, rpps: '12' })).statut).toBe(422)
    await client.connecter('contributeur')
    expect((await client.get(`/contacts/${contact}/modifier`)).status).toBe(404)
    expect((await envoyer(`/contacts/${contact}/retirer`)).statut).toBe(404)
    await client.connecter('administrateur')
    await envoyer(`/contacts/${contact}/modifier`, { ...champs, fonction: 'Coordinatrice', revision: '1' })
    expect(await lire(`/structures/${id}`)).toContain('Coordinatrice')
    await envoyer(`/contacts/${contact}/retirer`)
    expect(await lire(`/structures/${id}`)).not.toContain('Fictive</strong>')
  })

  it('a circle of organismes is refused, and told', async () => {
    await client.connecter('administrateur')
    const creerOrganisme = async (champs: Champs) =>
      Number(/organismes\/(\d+)/.exec((await envoyer('/organismes', champs)).vers)?.[1])
    const haut = await creerOrganisme({ nom: 'Fédération fictive' })
    const milieu = await creerOrganisme({ nom: 'Union fictive', parent: `Fédération fictive (n° ${haut})` })
    const bas = await creerOrganisme({ nom: 'Club fictif', parent: 'Union fictive' })
    expect(await getLigne('organisme', bas)).toMatchObject({ parent: milieu })
    const { statut, page } = await envoyer(`/organismes/${haut}/modifier`, {
      nom: 'Fédération fictive',
      parent: String(bas),
      revision: '1',
    })
    expect(statut).toBe(422)
    expect(page).toContain('Fédération fictive → Club fictif → Union fictive → Fédération fictive')
    expect(
      (await envoyer(`/organismes/${haut}/modifier`, { nom: 'F', parent: String(haut), revision: '1' })).page,
    ).toContain('ne dépend pas de lui-même')
  })
})
