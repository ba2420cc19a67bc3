import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createClientDeTest } from '../../../testing/client.ts'
import { createParcours, formatVariante, parseId } from '../../../testing/imports.ts'

let base: BaseDeTest
let parcours: Awaited<ReturnType<typeof createParcours>>

beforeAll(async () => {
  base = await createBaseDeTest()
  parcours = await createParcours(base.db)
})
afterAll(() => base.close())

describe('the journey', () => {
  test('a bibliography goes in, is read again, corrected, set aside, accepted, and its notices are there', async () => {
    const { chemin, page } = await parcours.importer(formatVariante('Fictiville'))
    expect(page).toContain('3\u00a0références')
    expect(page).toContain('Marcher ensemble à Fictiville au village')
    expect(page).toContain('FICTIVILLE Anne, EXEMPLE Paul (et al.)')
    expect(page).toContain('Anne Fictiville, Paul Exemple, et al.')
    expect(page).toContain('lignes 5 à 15')
    expect(page).toContain('Activité physique')
    expect(page).toContain('value="litteratie"')

    const accepte = await parcours.client.post(`${chemin}/lignes/3/accepter`, { themes: 'litteratie' })
    expect(accepte.headers.get('location')).toContain(`${chemin}?vue=a-relire&avis=ligne-acceptee`)
    const notice = await base.db
      .selectFrom('notice')
      .selectAll()
      .where(sql<boolean>`'litteratie' = any(themes)`)
      .executeTakeFirstOrThrow()
    expect(notice).toMatchObject({
      nature: 'ouvrage',
      resume_source: 'Résumé éditeur',
      provenance: { fichier: 'fictive.md', ligne: 29, document: 'Marcher pour sa santé : bibliographie fictive' },
    })
    const version = await base.db
      .selectFrom('notice_version')
      .select('geste')
      .where('notice', '=', notice.id)
      .executeTakeFirstOrThrow()
    expect(version.geste).toBe('import')

    const formulaire = await parcours.lire(`${chemin}/lignes/1/corriger`)
    expect(formulaire).toContain('value="Revue imaginaire de santé publique"')
    const corrige = { nature: 'article', title: 'Marcher, titre corrigé à Fictiville', auteurs: 'Fictif, Anne' }
    const refus = await parcours.client.post(`${chemin}/lignes/1/corriger`, { ...corrige, title: '', page: '14-22' })
    expect(refus.status).toBe(422)
    expect(await refus.text()).toContain('Écrivez le titre.')
    const corrigee = await parcours.client.post(`${chemin}/lignes/1/corriger`, { ...corrige, page: '14' })
    expect(corrigee.headers.get('location')).toBe(`${chemin}?avis=ligne-corrigee`)

    await parcours.client.post(`${chemin}/lignes/2/ecarter`)
    expect(await parcours.listEtats(chemin)).toEqual(['acceptee', 'ecartee', 'acceptee'])
    const finie = await parcours.lire(chemin)
    expect(finie).toContain('Il ne reste rien à relire')
    await parcours.client.post(`${chemin}/lignes/2/reprendre`)
    expect(await parcours.listEtats(chemin)).toEqual(['acceptee', 'a-relire', 'acceptee'])

    expect(await parcours.lire(`${chemin}?vue=acceptees`)).toContain(`/documentation/notices/${notice.id}`)
    expect(await parcours.lire(`/documentation/notices/${notice.id}`)).toContain('Lire à Fictiville, comprendre')
  })

  test('« tout accepter » takes what is alike nothing, once', async () => {
    const { chemin } = await parcours.importer(formatVariante('Toutville'))
    const avant = await parcours.compter('notice')
    const reponses = await Promise.all(
      [1, 2, 3].map(() => parcours.client.post(`${chemin}/accepter`, { sortes: ['notice'] })),
    )
    expect(reponses.map((r) => r.status)).toEqual([303, 303, 303])
    expect(await parcours.compter('notice')).toBe(avant + 3)
    expect(await parcours.listEtats(chemin)).toEqual(['acceptee', 'acceptee', 'acceptee'])
    expect(await parcours.lire('/documentation/imports')).toContain('Terminé')
  })

  test('stopped in the middle, « tout accepter » has done nothing', async () => {
    const { chemin } = await parcours.importer(formatVariante('Panne'))
    await sql`create function refuser() returns trigger language plpgsql as $$ begin raise 'panne fictive'; end $$`.execute(
      base.db,
    )
    await sql`create trigger refuser before insert on notice for each row
      when (new.csl ->> 'title' like 'Lire à Panne%') execute function refuser()`.execute(base.db)
    const avant = await parcours.compter('notice')
    expect((await parcours.client.post(`${chemin}/accepter`, { sortes: ['notice'] })).status).toBe(500)
    expect([await parcours.compter('notice'), await parcours.listEtats(chemin)]).toEqual([
      avant,
      ['a-relire', 'a-relire', 'a-relire'],
    ])
    await sql`drop trigger refuser on notice`.execute(base.db)
    await parcours.client.post(`${chemin}/accepter`, { sortes: ['notice'] })
    expect(await parcours.compter('notice')).toBe(avant + 3)
  })

  test('a sort must be chosen', async () => {
    const { chemin } = await parcours.importer(formatVariante('Sanssorte'))
    const reponse = await parcours.client.post(`${chemin}/accepter`)
    expect(reponse.status).toBe(422)
    expect(await parcours.listEtats(chemin)).toEqual(['a-relire', 'a-relire', 'a-relire'])
  })

  test('pasted text does as well as a file, and the file comes back as it was', async () => {
    const reponse = await parcours.client.post('/documentation/imports', { texte: formatVariante('Collage') })
    const chemin = (reponse.headers.get('location') ?? '').split('?')[0]
    expect(await parcours.lire(`${chemin}`)).toContain('Marcher ensemble à Collage')
    const source = await parcours.client.get(`${chemin}/source`)
    expect(source.headers.get('content-disposition')).toContain('attachment')
    expect((await source.text()).trim()).toBe(formatVariante('Collage').trim())
  })

  test('given up, an import refuses gestures until it is taken up again', async () => {
    const { chemin } = await parcours.importer(formatVariante('Abandon'))
    await parcours.client.post(`${chemin}/abandonner`)
    expect((await parcours.client.post(`${chemin}/lignes/1/accepter`)).status).toBe(409)
    expect(await parcours.lire(chemin)).toContain('Reprendre l’import')
    await parcours.client.post(`${chemin}/reprendre`)
    expect((await parcours.client.post(`${chemin}/lignes/1/accepter`)).status).toBe(303)
  })
})

describe('twice', () => {
  test('the same file leads to its first import and adds nothing', async () => {
    const premier = await parcours.importer(formatVariante('Deuxfois'))
    const avant = [await parcours.compter('import'), await parcours.compter('import_ligne')]
    const second = await parcours.importer(formatVariante('Deuxfois'), 'autre-nom.md')
    expect(second.chemin).toBe(premier.chemin)
    expect(second.page).toContain('déjà été déposé')
    expect([await parcours.compter('import'), await parcours.compter('import_ligne')]).toEqual(avant)
  })

  test('two people deposit it at once: one import', async () => {
    const reponses = await Promise.all([1, 2].map(() => parcours.deposer(formatVariante('Ensemble'))))
    const chemins = reponses.map((r) => (r.headers.get('location') ?? '').split('?')[0])
    expect(chemins[0]).toBe(chemins[1])
    expect(reponses.map((r) => r.status)).toEqual([303, 303])
  })

  test('the same references in another file are known, even when their notices were edited since', async () => {
    const premier = await parcours.importer(formatVariante('Connue'))
    await parcours.client.post(`${premier.chemin}/accepter`, { sortes: ['notice'] })
    const [ligne] = await base.db
      .selectFrom('import_ligne')
      .select('notice')
      .where('import', '=', parseId(premier.chemin))
      .orderBy('rang')
      .execute()
    const titre = 'Un tout autre titre inventé'
    await parcours.client.post(`/documentation/notices/${ligne?.notice}/modifier`, {
      nature: 'article',
      title: titre,
      version: '1',
    })
    const avant = await parcours.compter('notice')
    const second = await parcours.importer(`${formatVariante('Connue')}\n`)
    expect(second.chemin).not.toBe(premier.chemin)
    expect(await parcours.listEtats(second.chemin)).toEqual(['deja-la', 'deja-la', 'deja-la'])
    expect(await parcours.lire(`${second.chemin}?vue=deja-la`)).toContain(titre)
    await parcours.client.post(`${second.chemin}/accepter`, { sortes: ['notice'] })
    expect(await parcours.compter('notice')).toBe(avant)
  })

  test('two people accept the same document from two files at once: one notice, the other told', async () => {
    const a = await parcours.importer(formatVariante('Course'))
    const b = await parcours.importer(`${formatVariante('Course')}\n`)
    const avant = await parcours.compter('notice')
    const reponses = await Promise.all([a, b].map(({ chemin }) => parcours.client.post(`${chemin}/lignes/1/accepter`)))
    expect(await parcours.compter('notice')).toBe(avant + 1)
    const avis = reponses.map((r) => /avis=(.*?)(#|$)/.exec(r.headers.get('location') ?? '')?.[1]).sort()
    expect(avis).toEqual(['ligne-acceptee', 'ligne-doublon'])
  })

  test('a document repeated inside the file enters once', async () => {
    const [debut = ''] = formatVariante('Répétée').split('## Littératie')
    const { chemin, page } = await parcours.importer(
      `${debut}\n## Suite fictive\n\n${debut.slice(debut.indexOf('Article'))}`,
    )
    expect(page).toContain('Ressemble à la référence n°\u00a01')
    const avant = await parcours.compter('notice')
    await parcours.client.post(`${chemin}/accepter`, { sortes: ['notice'] })
    expect(await parcours.compter('notice')).toBe(avant + 2)
    expect(await parcours.listEtats(chemin)).toEqual(['acceptee', 'acceptee', 'deja-la', 'deja-la'])
  })
})

describe('faulty files', () => {
  test.each<[string, string | Uint8Array<ArrayBuffer>, string, RegExp]>([
    ['empty', '', 'vide.txt', /vide\.txt.*vide|aucun texte/i],
    ['binary', new Uint8Array([1, 0, 2, 0, 0, 0, 3]), 'x.txt', /n’est pas un texte/],
    ['truncated Word', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'x.docx', /abîmé|incomplet|tronqué/],
    ['no reference', 'Bonjour. Il fait beau.', 'x.txt', /Aucune référence/],
  ])('%s', async (_cas, octets, nom, message) => {
    const avant = await parcours.compter('import')
    const reponse = await parcours.deposer(octets, nom)
    expect(reponse.status).toBe(422)
    expect(await reponse.text()).toMatch(message)
    expect(await parcours.compter('import')).toBe(avant)
  })

  test('nothing sent', async () => {
    expect((await parcours.client.post('/documentation/imports')).status).toBe(422)
    expect((await parcours.client.post('/documentation/imports', { fichier: new File([], '') })).status).toBe(422)
  })

  test('a passage that could not be read is told with its line, the rest goes in', async () => {
    const { chemin } = await parcours.importer(formatVariante('Passage'))
    const [id, passage] = [parseId(chemin), { n: 40, texte: 'Un passage fictif', raison: 'sans titre' }]
    await sql`update import set ecartes = ${JSON.stringify([passage])}::jsonb where id = ${id}`.execute(base.db)
    const page = await parcours.lire(`${chemin}?vue=passages`)
    expect(page).toContain('Ligne 40\u00a0: sans titre')
    expect(page).toContain('Un passage fictif')
    expect(page).toContain('À relire<span class="count"> (3)')
  })
})

describe('others', () => {
  test.each(['visiteur', 'contributeur', 'coordinateur'] as const)('%s finds nothing', async (role) => {
    const { chemin } = await parcours.importer(formatVariante('Rôles'))
    const autre = createClientDeTest(base.db)
    await autre.connecter(role)
    for (const adresse of ['/documentation/imports', chemin, `${chemin}/source`, `${chemin}/lignes/1/corriger`]) {
      expect((await autre.get(adresse)).status, adresse).toBe(404)
    }
    expect((await parcours.deposer('x', 'x.txt', autre)).status).toBe(404)
    for (const geste of ['accepter', 'lignes/1/accepter', 'lignes/1/ecarter', 'abandonner']) {
      expect((await autre.post(`${chemin}/${geste}`, { sortes: 'notice' })).status, geste).toBe(404)
    }
    expect(await parcours.listEtats(chemin)).toEqual(['a-relire', 'a-relire', 'a-relire'])
  })

  test('without account one is invited to log in', async () => {
    const reponse = await createClientDeTest(base.db).get('/documentation/imports')
    expect(reponse.headers.get('location')).toBe('/connexion?retour=%2Fdocumentation%2Fimports')
  })

  test('a gesture leaves its trace', async () => {
    const { chemin } = await parcours.importer(formatVariante('Trace'))
    await parcours.client.post(`${chemin}/lignes/2/ecarter`)
    const traces = await base.db
      .selectFrom('trace')
      .select(['evenement', 'objet_id'])
      .where('objet_id', 'in', [`${parseId(chemin)}`, `${parseId(chemin)}/2`])
      .execute()
    expect(traces.map((t) => t.evenement)).toEqual(
      expect.arrayContaining(['import.creation', 'import.ligne.mise-a-l-ecart']),
    )
  })
})
