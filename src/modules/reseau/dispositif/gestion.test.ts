import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addCoordination } from './coordination.queries.ts'
import { createDispositif } from './dispositif.queries.ts'
import { updateTerritoiresDispositifs } from './geographie.actions.ts'
import { updateCommunes } from './territoire.queries.ts'

let base: BaseDeTest
let client: Client
let moi: string
beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})
beforeEach(async () => {
  moi = (await client.connecter('coordinateur')) ?? ''
})

const nettoyer = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ')
const lire = async (chemin: string, statut = 200) => {
  const reponse = await client.get(chemin)
  expect([chemin, reponse.status]).toEqual([chemin, statut])
  return nettoyer(await reponse.text())
}
const poster = async (chemin: string, champs: Champs, statut = 303) => {
  const reponse = await client.post(chemin, champs)
  expect([chemin, reponse.status]).toEqual([chemin, statut])
  return nettoyer(await reponse.text())
}
/** A published dispositif that the present account coordinates. @returns its address */
const creer = (type: string, communes: readonly string[] = [], nom = `${type} fictif`) =>
  base.db.transaction().execute(async (db) => {
    const ctx = createCtx(db)
    const id = (await createDispositif(ctx, { type, nom })) ?? 0
    if (communes.length > 0) await updateCommunes(ctx, { id, type, publication: 'publie' }, communes)
    await addCoordination(ctx, id, moi)
    return `/dispositifs/${id}`
  })
const creerStructure = async (nom: string, commune: string) => {
  const maintenant = new Date()
  const { rows } = await sql<{ id: number }>`
    insert into structure (nom, commune, cree_le, modifie_le) values (${nom}, ${commune}, ${maintenant}, ${maintenant})
    returning id`.execute(base.db)
  return rows[0]?.id ?? 0
}

describe('stages and missions', () => {
  it('are noted with what is there, late ones said in words, a wrong one taken away', async () => {
    const d = await creer('cpts')
    expect(await lire(`${d}/etapes?etape=signature-aci`)).toContain('Contrat tripartite signé')
    await poster(`${d}/etapes`, { etape: 'signature-aci', date: '' }, 422)
    await poster(`${d}/etapes`, { etape: 'inconnue', date: '2020-01-01' }, 422)
    expect(await poster(`${d}/etapes`, { etape: 'signature-aci', date: '2999-01-01' }, 422)).toContain('est à venir')
    await poster(`${d}/etapes`, { etape: 'signature-aci', date: '2023-08-31', contenus: ['contrat', 'autre'] })
    let page = await lire(d)
    for (const mots of [
      'En fonctionnement',
      'Fait : Contrat tripartite signé',
      'Manque : Indicateurs négociés',
      'en retard de',
    ])
      expect(page).toContain(mots)
    await poster(
      `${d}/missions`,
      {
        'missions.acces-soins.etat': 'deployee',
        'missions.acces-soins.debut': '2024-02-01',
        'missions.acces-soins.deploiement': '2024-01-01',
      },
      422,
    )
    await poster(`${d}/missions`, {
      'missions.acces-soins.etat': 'deployee',
      'missions.acces-soins.debut': '2024-02-01',
    })
    expect(await lire(d)).toContain('Démarrée le 1er février 2024')
    await client.connecter(null)
    page = await lire(d)
    expect(page).toContain('Démarrée le 1er février 2024')
    expect(page).not.toContain('en retard de')
    await client.connecter('administrateur')
    const { id } = await base.db.selectFrom('dispositif_etape').select('id').executeTakeFirstOrThrow()
    await poster(`${d}/etapes/${id}/retirer`, {})
    await poster(`${d}/etapes/${id}/retirer`, {}, 404)
    expect(await lire(d)).not.toContain('En fonctionnement')
    expect(await lire(`${d}/historique`)).toContain('Étape : signature-aci')
  })
})

describe('members', () => {
  it('are found, added with role and dates, seated in bodies, and leave', async () => {
    const d = await creer('clsm')
    const cible = await creerStructure('Centre fictif de l’Olivier', '04070')
    expect(await lire(`${d}/membres?genre=structure&q=Olivier`)).toContain(`value="${cible}"`)
    const membre = { genre: 'structure', q: 'Olivier', cible: String(cible), role: 'membre', college: 'psychiatrie' }
    const faute = await poster(`${d}/membres`, { ...membre, debut: '2025-03-01', fin: '2025-02-01' }, 422)
    expect(faute).toContain('Cette date de départ est avant la date d’arrivée.')
    await poster(`${d}/membres`, { ...membre, role: 'roi' }, 422)
    await poster(`${d}/membres`, { ...membre, college: 'roi' }, 422)
    await poster(`${d}/membres`, { ...membre, cible: '999999' }, 422)
    await poster(`${d}/membres`, { ...membre, debut: '2025-01-01' })
    const { id } = await base.db.selectFrom('membre').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    await poster(`${d}/instances`, { type: 'copil', nom: '' }, 422)
    await poster(`${d}/instances`, { type: 'copil', nom: 'COPIL fictif', sieges: [String(id)] })
    let page = await lire(d)
    for (const mots of [
      'Centre fictif de l’Olivier',
      'Psychiatrie publique',
      'COPIL fictif',
      'Y siègent',
      'Aucun membre ne siège pour ce collège : usagers',
    ])
      expect(page).toContain(mots)
    expect(page).not.toContain('ce collège : psychiatrie')
    await poster(`${d}/membres/${id}`, { role: 'partenaire', debut: '2025-01-01', fin: '2025-06-30' })
    page = await lire(d)
    expect(page).toContain('Partis ou à venir')
    expect(page).toContain('ce collège : psychiatrie')
    await poster(`${d}/membres/${id}/retirer`, {})
    await lire(`${d}/membres/${id}`, 404)
    // A member of one is not reached through another.
    const autre = await creer('clsm')
    await poster(`${autre}/membres/${id}/retirer`, {}, 404)
  })

  it('a person whom no sheet knows is added first: to the carrier, for who keeps its sheet', async () => {
    const d = await creer('cls', ['04070'])
    const cherche = `${d}/membres?genre=contact&q=Inconnue`
    expect(await lire(cherche)).not.toContain('/contacts/nouveau')
    const { rows } = await sql<{ id: number }>`
      insert into organisme (nom, commune, cree_le, modifie_le) values ('Porteur fictif', '04070', now(), now())
      returning id`.execute(base.db)
    const porteur = rows[0]?.id ?? 0
    await sql`update dispositif set organisme = ${porteur} where id = ${Number(d.split('/').at(-1))}`.execute(base.db)
    expect(await lire(cherche)).toContain(`href="/organismes/${porteur}/contacts/nouveau"`)
    await lire(`/organismes/${porteur}/contacts/nouveau`)
    await sql`update organisme set commune = '13201' where id = ${porteur}`.execute(base.db)
    expect(await lire(cherche)).not.toContain('/contacts/nouveau')
  })
})

describe('documents, coordinators, values of a type', () => {
  it('a document is an address and a title, and goes away', async () => {
    const d = await creer('cls')
    await poster(`${d}/documents`, { nature: 'contrat', titre: 'Contrat fictif', url: 'ftp://x' }, 422)
    await poster(`${d}/documents`, {
      nature: 'contrat',
      titre: 'Contrat fictif',
      url: 'https://exemple.fr/c.pdf',
      date: '2024-05-01',
    })
    await poster(`${d}/documents`, { nature: 'notice', notice: '999' }, 422)
    expect(await lire(d)).toContain('href="https://exemple.fr/c.pdf"')
    const { id } = await base.db.selectFrom('dispositif_document').select('id').executeTakeFirstOrThrow()
    await poster(`${d}/documents/${id}/retirer`, {})
    expect(await lire(d)).not.toContain('Contrat fictif')
  })

  it('an administrator entrusts it to another', async () => {
    const d = await creer('cls')
    const autre = (await client.connecter('coordinateur')) ?? ''
    await lire(`${d}/modifier`, 404)
    await lire(`${d}/coordination`, 404)
    await client.connecter('administrateur')
    await poster(`${d}/coordination`, { compte: autre })
    expect(await lire(`${d}/coordination`)).toContain(autre)
    await poster(`${d}/coordination/retirer`, { compte: autre })
    await poster(`${d}/coordination/retirer`, { compte: autre }, 404)
  })

  it('a corrected bound holds for every CPTS', async () => {
    const d = await creer('cpts', ['04070'], 'CPTS fictive de Digne')
    expect(await lire(d)).toContain('Taille 1 sur 4')
    const reglage = '/dispositifs/types/cpts/reglages/borne-2'
    await lire(reglage, 404)
    await poster(reglage, { valeur: '10000' }, 404)
    await client.connecter('administrateur')
    await poster(reglage, { valeur: 'beaucoup' }, 422)
    await poster(reglage, { valeur: '10 000', source: 'Texte fictif', verifie: '1' })
    expect(await lire(d)).toContain('Taille 2 sur 4')
    expect(await lire('/dispositifs/types/cpts')).toContain('Texte fictif (corrigé ici)')
    await poster(`${reglage}/oublier`, {})
    expect(await lire(d)).toContain('Taille 1 sur 4')
  })
})

describe('a merger of communes', () => {
  it('that makes two CPTS overlap is told on both sheets', async () => {
    // Saint-Pierre-en-Auge (14654) took in other communes; a code of those times stands for it today.
    const un = await creer('cpts', ['14654'], 'CPTS fictive de l’Auge')
    const deux = await creer('cpts', ['14366'], 'CPTS fictive de Lisieux')
    const id = Number(deux.split('/').at(-1))
    await sql`update dispositif set communes = '{14366,14697}' where id = ${id}`.execute(base.db)
    await sql`insert into dispositif_commune (dispositif, commune, type) values (${id}, '14697', 'cpts')`.execute(
      base.db,
    )
    await updateTerritoiresDispositifs(createCtx(base.db))
    expect(await lire(deux)).toContain('Une commune est déjà dans « CPTS fictive de l’Auge »')
    expect(await lire(un)).toContain('Une commune est déjà dans « CPTS fictive de Lisieux »')
    // What is said of it still changes; its territory only without the overlap.
    await poster(`${deux}/modifier`, { revision: '1', nom: 'CPTS fictive de Lisieux-Est' })
    await poster(`${deux}/territoire`, { revision: '2', communes: '14366,14654' }, 422)
    await poster(`${deux}/territoire`, { revision: '2', communes: '14366,14654', retirees: '14654' })
    expect(await lire(un)).not.toContain('Une commune est déjà dans')
  })
})
