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

let numero = 0
let nom = ''
/** A published dispositif whose coordinator is logged in. @returns its id */
async function creer(champs: Champs = {}): Promise<number> {
  await client.connecter('coordinateur')
  nom = `CLS fictif ${++numero}`
  const { vers } = await atelier.envoyer('/dispositifs/nouveau', { type: 'cls', nom, texte: '04070', ...champs })
  return Number(/dispositifs\/(\d+)/.exec(vers)?.[1])
}

/** All that the correction form holds, as the browser would send it back. */
async function readFormulaire(id: number): Promise<Record<string, string>> {
  const page = await atelier.lire(`/dispositifs/${id}/corriger`)
  const valeur = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(page)?.[1] ?? ''
  const noms = ['vu', 'communes', 'nom', 'siege', 'telephone', 'courriel', 'siteWeb', 'fin', 'valeurs.generation']
  return Object.fromEntries(noms.map((name) => [name, valeur(name)]))
}

/** Proposes as somebody who contributes. @returns the number of the proposal */
async function proposer(id: number, champs: Champs, formulaire?: Record<string, string>): Promise<number> {
  await client.connecter('contributeur')
  const envoi = await atelier.envoyer(`/dispositifs/${id}/corriger`, {
    ...(formulaire ?? (await readFormulaire(id))),
    ...champs,
  })
  expect(envoi.vers).toContain('/annuaire/propositions/')
  return Number(/propositions\/(\d+)/.exec(envoi.vers)?.[1])
}

const accepter = (p: number, champs: Champs) => atelier.envoyer(`/annuaire/propositions/${p}/accepter`, champs)
const getDispositif = (id: number) => atelier.getLigne('dispositif', id)

/** Logs in as somebody who coordinates this dispositif, beside who created it. */
async function connecterSecond(id: number): Promise<void> {
  const compte = await client.connecter('coordinateur')
  await sql`insert into coordination values (${id}, ${compte}, now())`.execute(base.db)
}

describe('who may propose a correction', () => {
  it('an account that may not change it: the others do not have the page', async () => {
    const id = await creer()
    const adresse = `/dispositifs/${id}/corriger`
    const statuts: Record<string, number> = { auteur: (await client.get(adresse)).status }
    for (const role of ['contributeur', 'documentaliste', 'coordinateur', 'administrateur'] as const) {
      await client.connecter(role)
      statuts[role] = (await client.get(adresse)).status
      const fiche = await atelier.lire(`/dispositifs/${id}`)
      expect([role, fiche.includes('Proposer une correction')]).toEqual([role, statuts[role] === 200])
      if (statuts[role] !== 200) expect((await atelier.envoyer(adresse, { nom: 'Pris' })).statut).toBe(404)
    }
    await client.connecter(null)
    statuts.visiteur = (await client.get(adresse)).status
    expect((await atelier.envoyer(adresse, { nom: 'Pris' })).statut).toBe(404)
    expect(statuts).toEqual({
      ...{ auteur: 404, contributeur: 200, documentaliste: 200, coordinateur: 200, administrateur: 404, visiteur: 404 },
    })
    expect((await getDispositif(id)).nom).toBe(nom)
  })

  it('not of one that waits to be published', async () => {
    await client.connecter('contributeur')
    const { vers } = await atelier.envoyer('/dispositifs/nouveau', { type: 'cls', nom: 'CLS fictif', texte: '04070' })
    expect((await client.get(`${vers.split('?')[0]}/corriger`)).status).toBe(404)
  })
})

describe('a correction', () => {
  it('says who reads it, and comes back with what was typed', async () => {
    const id = await creer()
    await client.connecter('contributeur')
    expect(await atelier.lire(`/dispositifs/${id}/corriger`)).toContain('Une personne qui coordonne ce dispositif')
    const { statut, page } = await atelier.envoyer(`/dispositifs/${id}/corriger`, {
      ...(await readFormulaire(id)),
      ...{ nom: '', siteWeb: 'exemple', message: 'Vu sur place', texte: 'Nulle-Part-Fictive' },
    })
    expect(statut).toBe(422)
    for (const mots of ['Donnez un nom', 'Écrivez l’adresse entière', 'Vu sur place', 'Nulle-Part-Fictive'])
      expect(page).toContain(mots)
    const rien = await atelier.envoyer(`/dispositifs/${id}/corriger`, await readFormulaire(id))
    expect([rien.statut, rien.page.includes('Vous n’avez rien changé')]).toEqual([422, true])
    await sql`delete from coordination where dispositif = ${id}`.execute(base.db)
    expect(await atelier.lire(`/dispositifs/${id}/corriger`)).toContain(
      'une personne qui administre Maillage la relira',
    )
  })

  it.each<[string, Champs, string[]]>([
    ['is at fault', { sourceUrl: 'exemple' }, ['D’où cela vient']],
    ['is changed', { source: 'Relevé fictif', themes: ['sommeil'] }, ['Ce sur quoi il travaille', 'D’où cela vient']],
    ['adds a commune', { texte: '04001' }, ['Territoire']],
    ['takes one away', { retirees: '04070' }, ['Territoire']],
    ['is left as it was', {}, []],
  ])('folds what is rarely corrected, but what %s', async (_nom, champs, attendu) => {
    const id = await creer()
    await client.connecter('contributeur')
    const lireVolets = (page: string) =>
      [...page.matchAll(/<h2>([^<]+)<\/h2><\/legend><details( open="")?>/g)].map((m) => [m[1], m[2] !== undefined])
    const volets = ['Ce sur quoi il travaille', 'D’où cela vient', 'Territoire']
    const fermes = volets.map((titre) => [titre, false])
    expect(lireVolets(await atelier.lire(`/dispositifs/${id}/corriger`))).toEqual(fermes)
    const formulaire = await readFormulaire(id)
    const { page } = await atelier.envoyer(`/dispositifs/${id}/corriger`, { ...formulaire, nom: '', ...champs })
    expect(lireVolets(page)).toEqual(volets.map((titre) => [titre, attendu.includes(titre)]))
  })

  it('folds indicators, with how many are filled, until one is changed', async () => {
    const id = await creer({ type: 'dac', 'valeurs.file-active': '320' })
    await client.connecter('contributeur')
    const resume = /<details( open="")?><summary>\d+ indicateurs, dont 1 rempli</
    expect(await atelier.lire(`/dispositifs/${id}/corriger`)).toMatch(resume)
    const envoyer = async (valeur: string) => {
      const champs = { ...(await readFormulaire(id)), nom: '', 'valeurs.file-active': valeur }
      return resume.exec((await atelier.envoyer(`/dispositifs/${id}/corriger`, champs)).page)?.[0].includes('open')
    }
    expect([await envoyer('320'), await envoyer('321')]).toEqual([false, true])
  })

  it('changes nothing before who coordinates keeps some of it, and says why the rest is not', async () => {
    const id = await creer({ telephone: '04 92 00 00 00', 'valeurs.generation': '1', texte: '04070\n04001' })
    const p = await proposer(id, {
      ...{ nom: 'CLS mieux nommé fictif', telephone: '04 92 11 11 11', 'valeurs.generation': '2' },
      ...{ texte: '04209', retirees: '04001', depuis: '2025-02-01', message: 'Relevé en réunion' },
    })
    expect(await getDispositif(id)).toMatchObject({ nom, telephone: '04 92 00 00 00', revision: 1 })
    expect(await atelier.lire(`/annuaire/propositions/${p}`)).toContain('Elle attend d’être relue')
    expect(await atelier.lire('/annuaire/propositions')).toContain('Dispositif, correction')
    await connecterSecond(id)
    expect(await atelier.lire(`/dispositifs/${id}`)).toContain('1 proposition à relire')
    expect(await atelier.lire('/aujourdhui')).toContain('1 proposition à relire')
    const page = await atelier.lire(`/annuaire/propositions/${p}`)
    for (const mots of [
      ...['Relevé en réunion', 'Communes à ajouter', 'Sisteron (04209)', 'Communes à retirer', 'Aiglun (04001)'],
      ...['Génération du contrat', 'value="2025-02-01"', 'value="valeurs.generation"'],
    ])
      expect(page).toContain(mots)
    const choix = { revision: '1', champs: ['telephone', 'valeurs.generation', 'communesAjoutees', 'communesRetirees'] }
    const sansMotif = await accepter(p, { ...choix, depuis: '2025-02-01' })
    expect([sansMotif.statut, sansMotif.page.includes('Vous ne gardez pas tout')]).toEqual([422, true])
    const { vers } = await accepter(p, { ...choix, depuis: '2025-03-01', motif: 'Le nom est celui du contrat.' })
    expect(vers).toContain(`/dispositifs/${id}?`)
    expect(await getDispositif(id)).toMatchObject({
      ...{ nom, telephone: '04 92 11 11 11', valeurs: { generation: 2 }, communes: ['04070', '04209'], revision: 3 },
    })
    const { rows } = await sql`select numero, depuis, communes from dispositif_version
      where dispositif = ${id} order by numero desc limit 1`.execute(base.db)
    expect(rows).toEqual([{ numero: 2, depuis: '2025-03-01', communes: ['04070', '04209'] }])
    expect(await atelier.lire(`/dispositifs/${id}/historique`)).toContain(`Proposition n° ${p}`)
    const apres = await atelier.lire(`/annuaire/propositions/${p}`)
    for (const mots of [
      'Une partie a été gardée',
      'Le nom est celui du contrat.',
      'Pas gardé',
      '04 92 <del>00 00 00</del>',
    ])
      expect(apres).toContain(mots)
    expect((await atelier.getLigne('proposition', p)).champs_retenus).toEqual(
      expect.arrayContaining(['telephone', 'communesAjoutees']),
    )
    expect((await atelier.getLigne('proposition', p)).champs_retenus).not.toContain('nom')
  })

  it('is between its author and those of this dispositif, wherever its team would work', async () => {
    const id = await creer({ siege: '04070' })
    const p = await proposer(id, { siege: '13201' })
    const page = `/annuaire/propositions/${p}`
    expect((await client.get(page)).status).toBe(200)
    await client.connecter('contributeur')
    expect((await client.get(page)).status).toBe(404)
    for (const commune of ['04070', '13201']) {
      await atelier.connecterCoordinateur(commune)
      expect((await client.get(page)).status).toBe(404)
      expect((await accepter(p, { revision: '1', champs: 'commune' })).statut).toBe(404)
      expect((await atelier.envoyer(`${page}/refuser`, { motif: 'Non' })).statut).toBe(404)
      expect(await atelier.lire('/annuaire/propositions')).not.toContain(nom)
      expect(await atelier.lire('/aujourdhui')).not.toContain('à relire</a>')
    }
    await client.connecter('administrateur')
    await atelier.envoyer(`${page}/refuser`, { motif: 'L’équipe est à Digne.' })
    expect(await atelier.lire(page)).toContain('L’équipe est à Digne.')
    expect((await getDispositif(id)).commune).toBe('04070')
  })

  it('with a word alone is answered without a field to change', async () => {
    const id = await creer()
    const p = await proposer(id, { message: 'Tout a déménagé' })
    await connecterSecond(id)
    expect(await atelier.lire(`/annuaire/propositions/${p}`)).toContain('C’est un mot, sans champ à changer.')
    expect((await accepter(p, { revision: '1' })).vers).toContain(`/dispositifs/${id}`)
    expect(await getDispositif(id)).toMatchObject({ nom, revision: 1 })
    expect((await atelier.getLigne('proposition', p)).etat).toBe('acceptee')
  })
})

describe('meanwhile', () => {
  const modifier = (id: number, champs: Champs) => atelier.envoyer(`/dispositifs/${id}/modifier`, champs)

  it('somebody saves while the author types: only what the author typed is proposed', async () => {
    const id = await creer({ telephone: '04 92 00 00 00' })
    await client.connecter('contributeur')
    const formulaire = await readFormulaire(id)
    await connecterSecond(id)
    await modifier(id, { revision: '1', nom, telephone: '04 92 22 22 22' })
    await atelier.envoyer(`/dispositifs/${id}/territoire`, { revision: '2', communes: '04070', texte: '04112' })
    const p = await proposer(id, { courriel: 'cls@exemple.fr', texte: '04209' }, formulaire)
    expect(await atelier.getLigne('proposition', p)).toMatchObject({
      valeurs: { courriel: 'cls@exemple.fr', communesAjoutees: ['04209'] },
    })
    await connecterSecond(id)
    await accepter(p, { revision: '3', champs: ['courriel', 'communesAjoutees'] })
    expect(await getDispositif(id)).toMatchObject({
      ...{ telephone: '04 92 22 22 22', courriel: 'cls@exemple.fr', communes: ['04070', '04112', '04209'] },
    })
  })

  it('the dispositif changes before the answer: the clash is told, and nothing unread is written over', async () => {
    const id = await creer({ telephone: '04 92 00 00 00' })
    const p = await proposer(id, { telephone: '04 92 11 11 11' })
    await connecterSecond(id)
    await modifier(id, { revision: '1', nom, telephone: '04 92 22 22 22' })
    const { statut, page } = await accepter(p, { revision: '1', champs: 'telephone' })
    expect(statut).toBe(422)
    for (const mots of ['La fiche a changé pendant que vous lisiez', 'Ce champ a changé depuis', '22 22 22'])
      expect(page).toContain(mots)
    expect((await getDispositif(id)).telephone).toBe('04 92 22 22 22')
    await accepter(p, { revision: '2', champs: 'telephone' })
    expect((await getDispositif(id)).telephone).toBe('04 92 11 11 11')
  })

  it('two answer at once: the second reads the answer of the first, with what was typed', async () => {
    const id = await creer()
    const p = await proposer(id, { nom: 'CLS renommé fictif' })
    await connecterSecond(id)
    const deux = await Promise.all([
      accepter(p, { revision: '1', champs: 'nom' }),
      atelier.envoyer(`/annuaire/propositions/${p}/refuser`, { motif: 'Le nom est juste.', revision: '1' }),
    ])
    expect(deux.map((r) => r.statut).sort()).toEqual([303, 409])
    const second = deux.find((r) => r.statut === 409)
    expect(second?.page).toContain('Quelqu’un a répondu avant vous')
    if (deux[1]?.statut === 409) expect(second?.page).toContain('Vous aviez écrit : « Le nom est juste. »')
    expect((await getDispositif(id)).nom).toBe(deux[0]?.statut === 303 ? 'CLS renommé fictif' : nom)
  })

  it('it is deleted: the proposal can only be refused', async () => {
    const id = await creer()
    const p = await proposer(id, { nom: 'CLS renommé fictif' })
    await client.connecter('administrateur')
    await atelier.envoyer(`/dispositifs/${id}/supprimer`)
    expect((await accepter(p, { revision: '1', champs: 'nom' })).page).toContain('La fiche a été retirée depuis')
    expect((await atelier.envoyer(`/annuaire/propositions/${p}/refuser`, { motif: 'Supprimé.' })).statut).toBe(303)
  })
})

describe('communes of another CPTS', () => {
  it('may be proposed, are told to who reads, and are refused unless an administrator agrees', async () => {
    await creer({ type: 'cpts', nom: 'CPTS fictive du bas', texte: '83137' })
    const id = await creer({ type: 'cpts', nom: 'CPTS fictive du haut', texte: '83050' })
    const p = await proposer(id, { texte: '83137' })
    await connecterSecond(id)
    const page = await atelier.lire(`/annuaire/propositions/${p}`)
    expect(page).toContain('Communes déjà prises')
    expect(page).not.toContain('name="exception"')
    const choix = { revision: '1', champs: 'communesAjoutees' }
    const refus = await accepter(p, { ...choix, exception: 'Prise sans droit' })
    expect([refus.statut, refus.page.includes('est déjà dans « CPTS fictive du bas »')]).toEqual([422, true])
    expect((await getDispositif(id)).communes).toEqual(['83050'])
    await client.connecter('administrateur')
    expect(await atelier.lire(`/annuaire/propositions/${p}`)).toContain('name="exception"')
    await accepter(p, { ...choix, exception: 'Accord fictif' })
    expect((await getDispositif(id)).communes).toEqual(['83050', '83137'])
    expect(await atelier.lire(`/dispositifs/${id}`)).toContain('Accord fictif')
  })
})
