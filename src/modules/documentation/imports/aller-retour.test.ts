import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { formatTout, listExportsReels, parseTout } from '../../../testing/echange.ts'
import { createParcours, parseId } from '../../../testing/imports.ts'
import type { ItemCsl } from '../csl.ts'
import { NOMS_FORMATS } from '../echange/echange.ts'
import { formatItem, type Notice } from '../notice/notice.ts'
import { getReleve } from './correspondances.queries.ts'

let base: BaseDeTest
let parcours: Awaited<ReturnType<typeof createParcours>>
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseDeTest()
  parcours = await createParcours(base.db)
  ctx = { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
})
afterAll(() => base.close(), 120_000)

const reels = listExportsReels()

describe.skipIf(reels.length === 0)('real exports (of ../shared/donnees/biblio; skipped where absent)', () => {
  test.each(reels)('$nom: all its records, every field told', { timeout: 300_000 }, async ({ format, nom, octets }) => {
    const lus = await parseTout(format, octets, 64 * 1024)
    const chemin = await parcours.deposerNotices(octets, nom)
    const id = parseId(chemin)
    const imp = await base.db.selectFrom('import').select('refusees').where('id', '=', id).executeTakeFirstOrThrow()
    expect((await parcours.listEtats(chemin)).length + imp.refusees).toBe(lus.length)
    const releve = await getReleve(ctx, id)
    const perdues = new Set(lus.flatMap((lu) => ('perdus' in lu ? lu.perdus.map((p) => p.zone) : [])))
    const relevees = new Set(releve?.zones.filter((z) => z.ecartees > 0).map((z) => z.zone))
    // A field that is told whole (« 900 ») is listed by its subfields (« 900$a »).
    const tues = [...perdues].filter((p) => ![...relevees].some((r) => r === p || r.startsWith(`${p}$`)))
    expect(tues).toEqual([])
    const muettes = releve?.zones.filter((z) => z.cles.length === 0 && z.ecartees < z.notices)
    expect(muettes).toEqual([])
    expect(await parcours.lire(`${chemin}/correspondances`)).toContain('Zones reprises')
  })
})

describe('a notice comes back equal', () => {
  const ITEM: ItemCsl = {
    id: 'aller-retour',
    type: 'book',
    title: 'Aller et retour : un livre inventé',
    author: [{ family: 'Fictif', given: 'Anne' }, { literal: 'Agence fictive' }],
    issued: { 'date-parts': [[2019]] },
    publisher: 'Presses fictives',
    'publisher-place': 'Fictiville',
    ISBN: '978-2-1234-5680-3',
    language: 'fr',
    abstract: 'Un résumé inventé.',
    keyword: 'Tabac ; Mots inventés',
  }
  const getDit = (n: Notice) => ({
    nature: n.nature,
    csl: n.csl,
    resume: n.resume,
    resumeSource: n.resumeSource,
    themes: n.themes,
    publics: n.publics,
    determinants: n.determinants,
    milieux: n.milieux,
    enLigne: n.enLigne,
    prets: n.prets,
  })

  test.each(NOMS_FORMATS)('%s: notice, export, import', async (format) => {
    const item = { ...ITEM, title: `${format} aller, ${format} retour`, ISBN: undefined, author: [{ family: format }] }
    const { octets: premiers } = await formatTout(format, [item as ItemCsl])
    const chemin = await parcours.deposerNotices(premiers, `aller.${format}`)
    await parcours.accepter(chemin)
    const [partie] = await parcours.listVersees(chemin)
    if (!partie) throw new Error('La notice doit être au catalogue.')
    const { octets: exportes, perdus } = await formatTout(format, [formatItem(partie)])
    await parcours.client.post(`/documentation/notices/${partie.id}/supprimer`)
    const retour = await parcours.deposerNotices(exportes, `retour.${format}`)
    await parcours.accepter(retour)
    const [revenue] = await parcours.listVersees(retour)
    const dits = new Set([...perdus.values()].flat().map((p) => p.zone))
    const [a, b] = [getDit(partie), getDit(revenue as Notice)]
    // What the writer said that it cannot carry, and nothing else, may differ.
    if (dits.has('custom.sourceResume')) a.resumeSource = b.resumeSource
    expect(b).toEqual(a)
    if (format !== 'ris' && format !== 'bibtex') expect(dits.size).toBe(0)
  })

  test('the fields of its record that we do not map come back in its family of formats', async () => {
    const { octets: bruts } = await formatTout('unimarc', [
      {
        ...ITEM,
        title: 'Un livre avec des zones à part',
        ISBN: undefined,
        custom: {
          classe: '613.2',
          zones: {
            famille: 'unimarc',
            tete: '     nam  22        450 ',
            champs: [
              ['001', 'z1'],
              ['200', '1 ', [['a', 'Un livre avec des zones à part']]],
              ['676', '  ', [['a', '613.2']]],
              ['995', '  ', [['f', 'EXEMPLAIRE-42']]],
            ],
          },
        },
      },
    ])
    const chemin = await parcours.deposerNotices(bruts, 'zones.mrc')
    await parcours.accepter(chemin)
    const [versee] = await parcours.listVersees(chemin)
    const { octets: rendus } = await formatTout('pmbxml', [formatItem(versee as Notice)])
    expect(rendus.toString()).toMatch(/<f c="995".*EXEMPLAIRE-42/s)
    expect(rendus.toString()).toMatch(/<f c="676".*613\.2/s)
  })
})
