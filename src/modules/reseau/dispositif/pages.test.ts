import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addMembre } from './membre.queries.ts'

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
beforeEach(async () => {
  await client.connecter('coordinateur')
})

const nettoyer = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ')
const lire = async (chemin: string, statut = 200) => {
  const reponse = await client.get(chemin)
  expect([chemin, reponse.status]).toEqual([chemin, statut])
  return nettoyer(await reponse.text())
}
const poster = async (chemin: string, champs: Champs, statut = 303) => {
  const reponse = await client.post(chemin, champs)
  const texte = nettoyer(await reponse.text())
  expect([chemin, reponse.status, statut === 303 ? '' : texte.slice(0, 0)]).toEqual([chemin, statut, ''])
  return { texte, vers: reponse.headers.get('location')?.split('?')[0] ?? '' }
}
let numero = 0
/** @returns the address of a new dispositif */
const creer = async (champs: Champs = {}) =>
  (await poster('/dispositifs/nouveau', { type: 'cls', nom: `CLS fictif ${++numero}`, texte: '04070', ...champs })).vers
const idDe = (adresse: string) => Number(adresse.split('/').at(-1))

describe('a new dispositif', () => {
  it('is asked by type, then by what the type needs', async () => {
    expect(await lire('/dispositifs/nouveau')).toContain('Contrat local de santé')
    const page = await lire('/dispositifs/nouveau?type=clsm&communes=04070,04001')
    for (const mots of ['Conseil local de santé mentale', '2 communes', 'Digne-les-Bains (04070)', 'Depuis quand'])
      expect(page).toContain(mots)
    expect(await lire('/dispositifs/nouveau?type=inconnu')).toContain('Choisissez d’abord son type')
  })

  it('is read by everybody', async () => {
    const adresse = await creer({
      nom: 'CLS fictif de l’Escale',
      texte: 'Digne-les-Bains\n04001',
      themes: ['sante-mentale', 'sommeil'],
      siege: 'Digne-les-Bains',
      courriel: 'Contact@Exemple.fr',
      qpv: 'qn00401m',
      depuis: '2024-01-01',
      'valeurs.generation': '2',
    })
    await client.connecter(null)
    const page = await lire(adresse)
    for (const mots of [
      'CLS fictif de l’Escale',
      'Contrat local de santé',
      'L. 1434-10, IV',
      '2 communes',
      'Digne-les-Bains',
      'contact@exemple.fr',
      'QN00401M',
      'Génération du contrat',
      'Prochaine étape : Préciser les objectifs',
      'Note de cadrage',
      'Un volet santé mentale',
      '/articulation?communes=04001,04070',
    ])
      expect(page).toContain(mots)
    for (const mots of ['Cette fiche est juste', 'Historique', 'Modifier']) expect(page).not.toContain(mots)
  })

  it('comes back with what was typed and every fault', async () => {
    const { texte } = await poster(
      '/dispositifs/nouveau',
      { type: 'cls', nom: '', texte: 'Digne-les-Bains\nNulle-Part-Fictive', description: 'Gardée', siteWeb: 'exemple' },
      422,
    )
    for (const mots of ['Donnez un nom', 'Gardée', 'Nulle-Part-Fictive', 'Écrivez l’adresse entière'])
      expect(texte).toContain(mots)
    const { texte: suite } = await poster(
      '/dispositifs/nouveau',
      { type: 'cls', nom: 'X', texte: 'Nulle-Part-Fictive' },
      422,
    )
    expect(suite).toContain('« Nulle-Part-Fictive » : aucune commune ne porte ce nom')
  })

  it('asks which commune is meant, and keeps the others', async () => {
    const { texte } = await poster('/dispositifs/nouveau', { type: 'cls', nom: 'X', texte: 'Saint-Martin\n04070' }, 422)
    expect(texte).toContain('name="choix.0"')
    expect(texte).toContain('Digne-les-Bains (04070)')
    const adresse = await creer({ communes: '04070', texte: '', 'choix.0': '32389' })
    expect(await lire(adresse)).toContain('2 communes')
  })

  it('takes whole areas', async () => {
    expect(await lire(await creer({ texte: '', blocs: 'departement-04' }))).toContain('198 communes')
    expect(await lire(await creer({ texte: '', epci: 'Provence-Alpes Agglomération' }))).toContain('46 communes')
  })

  it('asks for a carrier of the directory', async () => {
    const { texte } = await poster(
      '/dispositifs/nouveau',
      { type: 'cls', nom: 'X', porteur: 'Association fictive absente' },
      422,
    )
    expect(texte).toContain('Aucun organisme de l’annuaire')
  })
})

describe('two CPTS', () => {
  it('that overlap: the second is refused, and told why', async () => {
    await creer({ type: 'cpts', nom: 'CPTS fictive du Verdon', texte: '04112\n04094' })
    const { texte } = await poster(
      '/dispositifs/nouveau',
      { type: 'cpts', nom: 'CPTS fictive Deux', texte: '04112\n04143' },
      422,
    )
    for (const mots of [
      'Une commune est déjà dans « CPTS fictive du Verdon »',
      'Communes déjà prises',
      'Manosque (04112)',
    ])
      expect(texte).toContain(mots)
    expect(texte).not.toContain('name="motif"')
  })

  it('may share what an administrator agrees to, until it is lifted', async () => {
    const un = await creer({ type: 'cpts', nom: 'CPTS fictive Un', texte: '05061' })
    await client.connecter('administrateur')
    const champs = { type: 'cpts', nom: 'CPTS fictive Partagée', texte: '05061' }
    expect((await poster('/dispositifs/nouveau', champs, 422)).texte).toContain('name="motif"')
    const deux = await creer({ ...champs, motif: 'Accord fictif des deux équipes' })
    for (const adresse of [un, deux]) expect(await lire(adresse)).toContain('Accord fictif des deux équipes')
  })

  it('a change of territory is judged too', async () => {
    await creer({ type: 'cpts', nom: 'CPTS fictive A', texte: '83137' })
    const b = await creer({ type: 'cpts', nom: 'CPTS fictive B', texte: '83050' })
    await poster(`${b}/territoire`, { revision: '1', communes: '83050', texte: '83137' }, 422)
    await poster(`${b}/territoire`, {
      revision: '1',
      communes: '83050',
      texte: '83001',
      depuis: '2025-01-01',
      note: 'Une de plus',
    })
    const page = await lire(`${b}/territoire`)
    for (const mots of ['Depuis le 1er janvier 2025', 'Une de plus', 'Entrées : Les Adrets-de'])
      expect(page).toContain(mots)
    await poster(`${b}/territoire`, { revision: '2', communes: '83001,83050', retirees: '83001' })
    expect(await lire(`${b}/territoire`)).toContain('Sorties : Les Adrets-de')
  })

  it('a size class, after its population', async () => {
    expect(await lire(await creer({ type: 'cpts', nom: 'CPTS fictive de Nice', texte: '06088' }))).toContain(
      'Taille 4 sur 4',
    )
  })

  it('one that is deleted leaves its communes, and takes them back if they are free', async () => {
    const un = await creer({ type: 'cpts', nom: 'CPTS fictive P', texte: '13001' })
    await poster(`${un}/supprimer`, {})
    const deux = await creer({ type: 'cpts', nom: 'CPTS fictive Q', texte: '13001' })
    await poster(`${un}/retablir`, {}, 422)
    await poster(`${deux}/supprimer`, {})
    await poster(`${un}/retablir`, {})
  })
})

describe('who changes', () => {
  it('its coordinator and administrators; nobody else, and visitors do not see what is deleted', async () => {
    const adresse = await creer()
    const moi = await lire(`${adresse}/modifier`)
    expect(moi).toContain('name="revision"')
    for (const role of [null, 'contributeur', 'documentaliste', 'coordinateur'] as const) {
      await client.connecter(role)
      for (const page of ['modifier', 'territoire', 'supprimer']) await lire(`${adresse}/${page}`, 404)
      for (const geste of ['modifier', 'territoire', 'supprimer', 'verifier', 'publier', 'retablir'])
        await poster(`${adresse}/${geste}`, { revision: '1', nom: 'Pris', texte: '04001' }, 404)
    }
    await client.connecter('administrateur')
    await poster(`${adresse}/supprimer`, {})
    expect(await lire(adresse)).toContain('Ce dispositif a été supprimé')
    await client.connecter(null)
    await lire(adresse, 404)
  })

  it('a contributor proposes, corrects, and an administrator publishes', async () => {
    await client.connecter('contributeur')
    const adresse = await creer({ nom: 'CLS proposé fictif' })
    expect(await lire(adresse)).toContain('Proposé, pas encore publié')
    await poster(`${adresse}/modifier`, { revision: '1', nom: 'CLS corrigé fictif' })
    await poster(`${adresse}/publier`, {}, 404)
    await client.connecter(null)
    await lire(adresse, 404)
    await client.connecter('administrateur')
    await poster(`${adresse}/publier`, {})
    await client.connecter(null)
    expect(await lire(adresse)).toContain('CLS corrigé fictif')
  })

  it('two at once: the second is told, with what was typed and what is stored', async () => {
    const adresse = await creer()
    await poster(`${adresse}/modifier`, { revision: '1', nom: 'Premier nom fictif' })
    const { texte } = await poster(`${adresse}/modifier`, { revision: '1', nom: 'Second nom fictif' }, 409)
    for (const mots of ['Second nom fictif', 'Nom, enregistré : Premier nom fictif', 'Enregistrer à la place'])
      expect(texte).toContain(mots)
    await poster(`${adresse}/modifier`, { revision: '2', nom: 'Second nom fictif' })
    expect(await lire(adresse)).toContain('Second nom fictif')
    const territoire = await poster(`${adresse}/territoire`, { revision: '1', communes: '04070', texte: '04001' }, 409)
    expect(territoire.texte).toContain('Aiglun')
  })

  it('keeps what was before and after', async () => {
    const adresse = await creer({ nom: 'Avant fictif' })
    await poster(`${adresse}/modifier`, { revision: '1', nom: 'Après fictif' })
    const lignes = await base.db
      .selectFrom('modification')
      .selectAll()
      .where('objet', '=', 'dispositif')
      .where('objet_id', '=', idDe(adresse))
      .orderBy('id')
      .execute()
    expect(lignes.map((l) => [l.geste, l.avant, l.apres])).toEqual([
      ['creation', null, expect.objectContaining({ nom: 'Avant fictif', communes: ['04070'] })],
      ['modification', { nom: 'Avant fictif' }, { nom: 'Après fictif' }],
    ])
  })
})

describe('persons', () => {
  it('are named to those who coordinate, and to all where they agreed', async () => {
    const adresse = await creer()
    const ctx = createCtx(base.db)
    const creerContact = async (nom: string, visible: 'coordination' | 'public') =>
      (
        await base.db
          .insertInto('contact')
          .values({
            nom,
            visible,
            prenom: 'Anne',
            fonction: `Fonction ${nom}`,
            cree_le: ctx.maintenant,
            modifie_le: ctx.maintenant,
            ...VIDE,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    for (const [nom, visible] of [
      ['Gardéefictif', 'coordination'],
      ['Montréefictif', 'public'],
    ] as const) {
      const cible = await creerContact(nom, visible)
      const dates = { college: null, debut: null, fin: null, note: null }
      await addMembre(ctx, idDe(adresse), { genre: 'contact', cible, role: 'membre', ...dates })
    }
    expect(await lire(adresse)).toContain('Anne Gardéefictif')
    await client.connecter('contributeur')
    const page = await lire(adresse)
    expect(page).toContain('Anne Montréefictif')
    expect(page).toContain('Une personne')
    expect(page).not.toContain('Gardéefictif')
  })
})

const VIDE = {
  cle: null,
  profession: null,
  organisme: null,
  structure: null,
  telephone: null,
  courriel: null,
  rpps: null,
  compte: null,
  supprime_le: null,
}
