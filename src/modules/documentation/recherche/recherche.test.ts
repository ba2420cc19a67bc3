import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNotice, getNotice, updateNotice, updatePresence } from '../notice/notice.queries.ts'
import { listVoisines } from '../notice/voisines.queries.ts'
import { type Catalogue, createContenu, NOTICES, openCatalogue, THEMES, TITRES } from './exemples.ts'
import { listThemesComptes } from './facettes.queries.ts'
import { listNouveautes } from './recherche.queries.ts'

let catalogue: Catalogue
const search = (adresse: string) => catalogue.search(adresse)

/** Ranks of the notices found, in the order of their creation. */
const listRangs = async (adresse: string): Promise<number[]> =>
  (await search(adresse)).notices.map((n) => catalogue.ids.indexOf(n.id)).sort((a, b) => a - b)

beforeAll(async () => {
  catalogue = await openCatalogue()
})
afterAll(() => catalogue.base.close())

describe('words', () => {
  const titre = (debut: string) => TITRES.findIndex((t) => t.startsWith(debut))
  it.each([
    ['ordonnances', ['Lire']],
    ['ORDONNANCE', ['Lire']],
    ['aller-vers', ['Aller-vers', 'Aller vers']],
    ['"aller vers"', ['Aller-vers', 'Aller vers']],
    ['coeur', ['Cœur', 'CŒURS']],
    ['cœur', ['Cœur', 'CŒURS']],
    ['oedeme', ['Cœur']],
    ['professionnelles enfance', ['Professionnel·les']],
    ['2021 bilan', ['Bilan']],
    ['écrans -tout-petits sommeil', ['Les écrans']],
    ['titre:sommeil', ['Dormir', 'Les écrans']],
    ['sommeil', ['Tabac et', 'Dormir', 'Les écrans']],
    ['sommeil -titre:sommeil', ['Tabac et']],
    ['ordonnance OU œdème', ['Lire', 'Cœur']],
    ['"peur ordonnance"', []],
    ['tabac glycines', ['Sevrage']],
    ['l’emploi', ['La littératie']],
  ])('%s', async (q, attendus) => {
    const rangs = attendus.map(titre).sort((a, b) => a - b)
    expect(await listRangs(new URLSearchParams({ q }).toString())).toEqual(rangs)
  })

  it('finds an acronym by its long form, and the reverse, inside a longer question too', async () => {
    const deux = [titre('Une communauté'), titre('Les CPTS')]
    for (const q of ['CPTS', 'cpts', '"CPTS"', 'communautés professionnelles territoriales de santé']) {
      expect(await listRangs(new URLSearchParams({ q }).toString()), q).toEqual(deux)
    }
    expect(await listRangs('q=CPTS montagne')).toEqual([titre('Une communauté')])
    expect(await listRangs('q=communauté professionnelle territoriale de santé coordinatrices')).toEqual([
      titre('Les CPTS'),
    ])
  })

  it('finds what bears the term of the word', async () => {
    const attendus = NOTICES.flatMap((n, i) =>
      n.themes.includes('litteratie') || i === titre('La littératie') ? [i] : [],
    )
    expect((await listRangs('q=littératie')).length).toBe(attendus.length)
    expect(await listRangs('q=littératie')).toEqual(attendus)
  })

  it('reads authors, whole names and organisations', async () => {
    const de = (reste: number[]) => NOTICES.flatMap((_, i) => (reste.includes(i % 4) ? [i] : []))
    expect(await listRangs('q=auteur:dupont')).toEqual(de([0]))
    expect(await listRangs('q=auteur:"jean martin"')).toEqual(de([2]))
    expect(await listRangs('q=auteur:"élise martin"')).toEqual([])
    expect(await listRangs('q=auteur:has')).toEqual(de([1]))
    expect(await listRangs('q=auteur:"haute autorité de santé"')).toEqual(de([1]))
    // Without author, the publisher answers for the document.
    expect(await listRangs('q=auteur:lac')).toEqual(de([3]))
  })

  it('puts the word of the title before the word of the abstract', async () => {
    const { notices } = await search('q=sommeil')
    expect(catalogue.ids.indexOf(notices.at(-1)?.id ?? 0)).toBe(titre('Tabac et'))
  })
})

describe('order and pages', () => {
  it.each(['recents', 'titre', 'auteur', 'ajout', 'pertinence'])('%s gives each notice once', async (tri) => {
    for (const q of ['', 'lac']) {
      const [une, deux] = await Promise.all([search(`q=${q}&tri=${tri}`), search(`q=${q}&tri=${tri}&page=2`)])
      expect([une.total, une.notices.length, deux.notices.length]).toEqual([32, 20, 12])
      expect(new Set([...une.notices, ...deux.notices].map((n) => n.id)).size).toBe(32)
    }
  })

  it('sorts titles without article, accents or case, and dates from the last', async () => {
    const titres = (await search('tri=titre')).notices.map((n) => String(n.csl.title))
    expect(titres.slice(0, 4)).toEqual([TITRES[3], TITRES[2], TITRES[13], 'Cahier fictif numéro 15'])
    const annees = (await search('')).notices.map((n) => Number(n.csl.issued?.['date-parts']?.[0]?.[0]))
    expect(annees).toEqual(annees.toSorted((a, b) => b - a))
    expect((await search('tri=ajout')).notices[0]?.id).toBe(catalogue.ids.at(-1))
  })

  it('gives the last page for one that does not exist', async () => {
    const { criteres, notices } = await search('page=99')
    expect([criteres.page, notices.length]).toEqual([2, 12])
  })
})

describe('the index follows the catalogue', () => {
  it('after a change, a removal and a return', async () => {
    const id = catalogue.ids[30] ?? 0
    const lire = async () => {
      const notice = await getNotice(catalogue.ctx, id)
      if (!notice) throw new Error('notice perdue')
      return notice
    }
    const avant = await lire()
    await updateNotice(catalogue.ctx, id, 1, {
      ...createContenu(30),
      themes: ['tabac'],
      csl: { ...avant.csl, title: 'Zibeline' },
    })
    expect(await listRangs('q=zibelines')).toEqual([30])
    expect((await search('')).facettes.theme.find((t) => t.valeur === 'tabac')?.nombre).toBe(
      NOTICES.filter((n, i) => (i === 30 ? true : n.themes.includes('tabac'))).length,
    )
    await updatePresence(catalogue.ctx, await lire(), 'suppression')
    expect(await listRangs('q=zibeline')).toEqual([])
    expect((await search('')).total).toBe(31)
    await updatePresence(catalogue.ctx, await lire(), 'restauration')
    await updateNotice(catalogue.ctx, id, 4, createContenu(30))
    expect((await search('')).total).toBe(32)
    const comptes = await listThemesComptes(catalogue.ctx)
    expect(new Map(comptes.map((c) => [c.slug, c.nombre]))).toEqual(
      new Map(THEMES.map((t) => [t, NOTICES.filter((n) => n.themes.includes(t)).length])),
    )
    expect((await listNouveautes(catalogue.ctx, 2)).map((n) => n.id)).toEqual([catalogue.ids[31], catalogue.ids[30]])
  })

  it('takes a notice with nothing but a title, and one that is hostile', async () => {
    const nue = { ...createContenu(99), themes: [], publics: [], determinants: [], milieux: [], enLigne: false }
    const titre = `Unicum ' \\ & | ! <-> :* ${'très-long/'.repeat(400)}`
    const csl = { id: 'x', type: 'document' as const, title: titre, issued: { 'date-parts': [['vers 1900']] } }
    const id = await createNotice(catalogue.ctx, { ...nue, csl })
    expect((await search('q=unicum')).notices.map((n) => n.id)).toEqual([id])
    await updatePresence(catalogue.ctx, (await getNotice(catalogue.ctx, id ?? 0)) as never, 'suppression')
  })
})

describe('neighbours', () => {
  it('share the most themes, then publics; the newest first', async () => {
    for (const rang of [0, 5, 15, 21]) {
      const notice = await getNotice(catalogue.ctx, catalogue.ids[rang] ?? 0)
      if (!notice) throw new Error('notice perdue')
      const communs = (i: number, cle: 'themes' | 'publics') =>
        NOTICES[i]?.[cle].filter((v) => notice[cle].includes(v)).length ?? 0
      const attendues = NOTICES.map((_, i) => i)
        .filter((i) => i !== rang && communs(i, 'themes') > 0)
        .map((i) => communs(i, 'themes') * 10 + communs(i, 'publics'))
        .toSorted((a, b) => b - a)
        .slice(0, 6)
      const voisines = await listVoisines(catalogue.ctx, notice)
      const notes = voisines
        .map((v) => catalogue.ids.indexOf(v.id))
        .map((i) => communs(i, 'themes') * 10 + communs(i, 'publics'))
      expect(notes).toEqual(attendues)
    }
  })
})
