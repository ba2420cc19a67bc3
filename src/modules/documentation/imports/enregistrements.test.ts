import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { executeTaches } from '#core/jobs.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { formatTout } from '../../../testing/echange.ts'
import { createParcours, formatRisFictif, parseId } from '../../../testing/imports.ts'
import { parseLigneNotice } from '../notice/notice.queries.ts'
import type { Notice } from '../notice/notice.ts'
import { tachePoursuivre } from './versement.actions.ts'

let base: BaseDeTest
let parcours: Awaited<ReturnType<typeof createParcours>>
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseDeTest()
  parcours = await createParcours(base.db)
  ctx = { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
})
afterAll(() => base.close(), 120_000)

const octets = (contenu: string | Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(contenu))
const listNotices = async (): Promise<Notice[]> =>
  (await base.db.selectFrom('notice').selectAll().where('supprimee_le', 'is', null).execute()).map(parseLigneNotice)

describe('a file of records', () => {
  const RIS =
    formatRisFictif(
      'r1',
      'Rapport inventé sur le tabac au village',
      'KW  - Tabac\r\nKW  - Adolescents\r\nRP  - IN FILE\r\n',
    ) +
    formatRisFictif('r2', 'Guide fictif de la marche', 'KW  - Mots inventés\r\nUR  - https://exemple.invalid/guide\r\n')

  test('shows what becomes of each field before anything enters the catalogue', async () => {
    const avant = await parcours.compter('notice')
    const chemin = await parcours.deposerNotices(RIS, 'sans-extension')
    const page = await parcours.lire(`${chemin}/correspondances`)
    expect(page).toContain('2\u00a0notices lues')
    expect(page).toContain('RPRT (rapport)')
    expect(page).toMatch(/RP<\/th>.*gardée telle quelle.*IN FILE/s)
    expect(page).toMatch(/KW<\/th><td[^>]*>Mots-clés/)
    // Proposed by its name, to be changed.
    expect(page).toMatch(/name="termes\.\d+\.terme"[^>]*value="Tabac/)
    expect(await parcours.compter('notice')).toBe(avant)
    expect(await parcours.listEtats(chemin)).toEqual(['a-relire', 'a-relire'])
    const relecture = await parcours.lire(chemin)
    expect(relecture).toContain('RP - IN FILE')
    expect(relecture).toContain('1\u00a0zone non reprise')
  })

  test('choices are applied to what is accepted, and remembered for the next file of the base', async () => {
    const chemin = await parcours.deposerNotices(RIS.replaceAll('village', 'bourg'), 'a.ris', 'Base fictive A')
    const page = await parcours.lire(`${chemin}/correspondances`)
    const mots = [...page.matchAll(/name="termes\.(\d+)\.mot" value="([^"]*)"/g)].map((m) => [m[1], m[2]])
    const rangDe = (mot: string) => mots.find(([, m]) => m === mot)?.[0]
    const choix = {
      base: 'Base fictive A',
      'natures.0.type': 'RPRT report',
      'natures.0.nature': 'brochure',
      ...Object.fromEntries(mots.map(([i, mot]) => [`termes.${i}.mot`, mot ?? ''])),
      ...Object.fromEntries(mots.map(([i]) => [`termes.${i}.terme`, ''])),
    }
    const fautif = await parcours.client.post(`${chemin}/correspondances`, {
      ...choix,
      [`termes.${rangDe('Mots inventés')}.terme`]: 'Un thème qui n’existe pas',
    })
    expect(fautif.status).toBe(422)
    expect(await fautif.text()).toContain('value="Un thème qui n’existe pas"')
    const juste = { ...choix, [`termes.${rangDe('Mots inventés')}.terme`]: 'littératie et information en santé' }
    expect((await parcours.client.post(`${chemin}/correspondances`, juste)).status).toBe(303)
    await parcours.accepter(chemin)
    const versees = await parcours.listVersees(chemin)
    expect(versees.map((n) => [n.nature, n.csl.type, n.themes])).toEqual([
      ['brochure', 'pamphlet', []],
      ['brochure', 'pamphlet', ['litteratie']],
    ])
    expect(versees[0]?.provenance).toEqual({ fichier: 'a.ris', base: 'Base fictive A', id: 'r1' })

    const suivant = await parcours.deposerNotices(
      formatRisFictif('r3', 'Une suite inventée', 'KW  - mots inventes\r\n'),
      'b.ris',
      'Base fictive A',
    )
    const proposee = await parcours.lire(`${suivant}/correspondances`)
    expect(proposee).toContain('value="brochure" selected')
    expect(proposee).toContain('value="Littératie et information en santé"')
  })

  test('pasted, it does as well', async () => {
    const reponse = await parcours.client.post('/documentation/imports', {
      texte: formatRisFictif('colle', 'Un rapport collé dans la page'),
    })
    expect(reponse.headers.get('location')).toContain('/correspondances?avis=import-notices-lues')
  })

  test('a bibliography whose first line begins with a bracket stays one', async () => {
    const { page } = await parcours.importer(
      '[1] DURAND Anne. Marcher à Crochetville : expérience inventée. Presses fictives, 2019, 212 p.\n',
      'crochets.txt',
    )
    expect(page).toContain('Crochetville')
    expect(page).not.toContain('/correspondances')
  })
})

describe('again', () => {
  const etats = (chemin: string) => parcours.listEtats(chemin)

  test('the same records of a newer file are known, a changed one is proposed as an update', {
    timeout: 120_000,
  }, async () => {
    const un = formatRisFictif('m1', 'Premier rapport inventé', 'N1  - ancienne note\r\n')
    const deux = formatRisFictif('m2', 'Deuxième rapport inventé')
    const premier = await parcours.deposerNotices(un + deux, 'janvier.ris', 'Base mensuelle')
    await parcours.accepter(premier)
    const [ligne] = await parcours.listVersees(premier)
    const id = ligne?.id ?? 0
    // A person corrects a field here; the base changes another one, and that one too.
    const corrige = {
      nature: 'rapport',
      title: 'Titre corrigé ici',
      auteurs: 'Fictif, Anne',
      date: '2021',
      version: '1',
    }
    expect((await parcours.client.post(`/documentation/notices/${id}/modifier`, corrige)).status).toBe(303)
    const change = un.replace('Premier rapport', 'Premier grand rapport').replace('2021', '2022')
    const second = await parcours.deposerNotices(
      change + deux + formatRisFictif('m3', 'Troisième rapport inventé'),
      'fevrier.ris',
      'Base mensuelle',
    )
    expect(await etats(second)).toEqual(['a-relire', 'deja-la', 'a-relire'])
    const vue = await parcours.lire(`${second}?vue=mises-a-jour`)
    expect(vue).toContain('Mise à jour')

    // Accepted all at once, the update waits for a look.
    await parcours.accepter(second)
    expect(await etats(second)).toEqual(['a-relire', 'deja-la', 'acceptee'])
    const page = await parcours.lire(`${second}/lignes/1/comparer?avec=${id}`)
    const choisi = (champ: string) => new RegExp(`name="choix\\.csl\\.${champ}" value="(\\w+)" checked`).exec(page)?.[1]
    // What a person corrected stays, what nobody touched follows the base.
    expect([choisi('title'), choisi('issued')]).toEqual(['gardee', 'autre'])
    const fusion = await parcours.client.post(`${second}/lignes/1/fusionner`, { avec: String(id), version: '2' })
    expect(fusion.status).toBe(303)
    const fusionnee = (await listNotices()).find((n) => n.id === id)
    expect([fusionnee?.csl.title, fusionnee?.csl.issued]).toEqual(['Titre corrigé ici', { 'date-parts': [[2022]] }])
    expect(JSON.stringify(fusionnee?.origine)).toContain('Premier grand rapport')

    const troisieme = await parcours.deposerNotices(`${change}${deux}\r\n`, 'mars.ris', 'Base mensuelle')
    expect(await etats(troisieme)).toEqual(['deja-la', 'deja-la'])
  })

  test('the same identifiers in another base are other records, until the base is named', async () => {
    const a = await parcours.deposerNotices(
      formatRisFictif('p1', 'Rapport de la première base inventée'),
      'p.ris',
      'Base P',
    )
    await parcours.accepter(a)
    const autre = formatRisFictif('p1', 'Tout autre chose de bien différent')
    const b = await parcours.deposerNotices(autre, 'q.ris', 'Base Q')
    expect(await etats(b)).toEqual(['a-relire'])
    expect(await parcours.lire(b)).not.toContain('Mise à jour')
    await parcours.client.post(`${b}/correspondances`, { base: 'Base P' })
    expect(await parcours.lire(`${b}?vue=mises-a-jour`)).toContain('notice modifiée dans «\u00a0Base P\u00a0»')
  })

  test('the same file leads to its first import', async () => {
    const texte = formatRisFictif('seul', 'Un rapport déposé deux fois')
    const premier = await parcours.deposerNotices(texte, 'x.ris')
    const avant = await parcours.compter('import_ligne')
    expect(await parcours.deposerNotices(texte, 'y.ris')).toBe(premier)
    expect(await parcours.compter('import_ligne')).toBe(avant)
  })
})

describe('a long file', () => {
  test('is compared and accepted to its end in the background, by whole lots', { timeout: 300_000 }, async () => {
    const nombre = 1010
    const mot = (n: number) => n.toString(26).replace(/\d/g, (c) => 'zyxwvutsrq'[Number(c)] ?? '')
    const texte = Array.from({ length: nombre }, (_, i) =>
      formatRisFictif(`l${i}`, `Long${mot(i * 7919)} fichier${mot(i * 104_729)} inventé${mot(i * 1_299_709)}`),
    ).join('')
    const chemin = await parcours.deposerNotices(texte, 'long.ris', 'Base longue')
    expect(await parcours.lire(chemin)).toContain('Comparaison avec le catalogue en cours')
    await executeTaches({ ...ctx, maintenant: new Date() }, [tachePoursuivre])
    expect(await parcours.lire(chemin)).not.toContain('Comparaison avec le catalogue en cours')
    expect((await parcours.accepter(chemin)).headers.get('location')).toContain('import-accepte-lot')
    expect((await parcours.listEtats(chemin)).filter((e) => e === 'acceptee')).toHaveLength(500)
    expect(await parcours.lire(chemin)).toContain('Versement en cours')
    await executeTaches({ ...ctx, maintenant: new Date() }, [tachePoursuivre])
    // What still waits is like another one, and needs a look.
    const attendent = await base.db
      .selectFrom('import_ligne')
      .select('doublons')
      .where('import', '=', parseId(chemin))
      .where('etat', '=', 'a-relire')
      .execute()
    expect(attendent.filter((l) => l.doublons.length === 0)).toEqual([])
    expect(attendent.length).toBeLessThan(100)
    expect(await parcours.lire('/documentation/imports')).toContain('Base longue')
  })
})

describe('faulty files', () => {
  const iso = async () => (await formatTout('unimarc', [{ id: 'i', type: 'book', title: 'Un livre inventé' }])).octets
  test.each<[string, () => Promise<string | Uint8Array>, string, RegExp]>([
    ['truncated UNIMARC', async () => (await iso()).subarray(0, 60), 'x.mrc', /Notice 1/],
    [
      'MARC-8',
      async () => Buffer.from((await iso()).toString('latin1').replace('Un ', '\u001b(N'), 'latin1'),
      'y.mrc',
      /Notice 1.*MARC-8/,
    ],
    ['no record', async () => '[]', 'vide.json', /Aucune notice/],
    ['no record in XML', async () => '<collection></collection>', 'vide.xml', /Aucune notice/],
    ['JSON of something else', async () => '[{"a":1}]', 'a.json', /Notice 1.*type/],
    [
      'an XML bomb',
      async () =>
        `<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><collection><record><leader>00000nam  2200000   450 </leader><datafield tag="200" ind1="1" ind2=" "><subfield code="a">&b;</subfield></datafield></record></collection>`,
      'bombe.xml',
      /entité|DOCTYPE|Notice 1/i,
    ],
  ])('%s', async (_cas, contenu, nom, message) => {
    const avant = [await parcours.compter('import'), await parcours.compter('import_ligne')]
    const fichier = new File([octets(await contenu())], nom)
    const reponse = await parcours.client.post('/documentation/imports', { fichier })
    expect(reponse.status).toBe(422)
    expect(await reponse.text()).toMatch(message)
    expect([await parcours.compter('import'), await parcours.compter('import_ligne')]).toEqual(avant)
  })

  test('a record that cannot be read is told with its number, the others go in', async () => {
    const texte = `${formatRisFictif('b1', 'Un premier rapport sain')}texte perdu\r\n${formatRisFictif('b2', 'Un second rapport sain')}`
    const chemin = await parcours.deposerNotices(texte, 'mixte.ris')
    expect(await parcours.listEtats(chemin)).toHaveLength(2)
    expect(await parcours.lire(`${chemin}/correspondances`)).toContain('1\u00a0notice refusée')
    expect(await parcours.lire(`${chemin}?vue=passages`)).toMatch(/Notice 2 \(ligne \d+\)/)
  })
})
