import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createEntree } from '../glossaire/glossaire.queries.ts'
import { createNotice, getNotice, updateNotice, updatePresence } from '../notice/notice.queries.ts'
import type { ContenuNotice } from '../notice/notice.ts'
import { listThemesComptes } from './facettes.queries.ts'
import { FACETTES, type Filtres, type NomFacette } from './facettes.ts'
import { listNouveautes, type Resultat, searchNotices } from './recherche.queries.ts'
import { schemaCriteres } from './recherche.ts'

const [THEMES, PUBLICS, DETERMINANTS, MILIEUX] = [
  ['litteratie', 'tabac', 'alcool', 'sante-mentale'],
  ['jeunes', 'femmes-enceintes', 'professionnels'],
  ['logement', 'revenus'],
  ['ecole', 'quartier'],
] as const

/** Every kth value, so that the lists cross in all ways without chance. */
const choisir = <T>(liste: readonly T[], rang: number): T[] => liste.filter((_, i) => (rang >> i) % 2 === 1)

const TITRES = [
  'Lire une ordonnance sans peur',
  'La littératie en santé, mode d’emploi fictif',
  'Aller-vers : sept quartiers, une caravane',
  'Aller vers les habitants du plateau imaginaire',
  'Une communauté professionnelle territoriale de santé en montagne',
  'Les CPTS vues par leurs coordinatrices',
  'Cœur et œdème : manuel inventé',
  'CŒURS VAILLANTS',
  'Sevrage du tabac au foyer des Glycines',
  'Tabac et alcool chez les lycéens de Nullepart',
  'Dormir : le sommeil des tout-petits',
  'Les écrans et le sommeil',
  'Professionnel·les de l’enfance en réseau',
  'Bilan 2019-2021 d’une action fictive',
  'Enquête sur les inégalités sociales',
]

function createContenu(i: number): ContenuNotice {
  const auteurs = [
    [{ family: 'Dupont', given: 'Élise' }],
    [{ literal: 'Haute Autorité de santé' }],
    [
      { family: 'Martin', given: 'Jean' },
      { family: 'Dupond', given: 'Rose' },
    ],
    [],
  ][i % 4]
  return {
    nature: ['rapport', 'article', 'guide'][i % 3] ?? 'rapport',
    csl: {
      id: String(i),
      type: 'report',
      title: TITRES[i] ?? `Cahier fictif numéro ${i}`,
      ...(auteurs?.length && { author: auteurs }),
      publisher: 'Éditions du Lac inventé',
      issued: { 'date-parts': [[2015 + (i % 6), 1 + (i % 12)]] },
      language: i % 5 === 0 ? 'en' : 'fr-FR',
    },
    resume: i === 8 ? 'On y parle de <b>sevrage</b> & d’entraide.' : i === 9 ? 'Rien sur le sommeil.' : null,
    resumeSource: null,
    themes: choisir(THEMES, i),
    publics: choisir(PUBLICS, i >> 1),
    determinants: choisir(DETERMINANTS, i >> 2),
    milieux: choisir(MILIEUX, i >> 3),
    enLigne: i % 2 === 0,
    prets: [],
    provenance: null,
  }
}

const NOTICES = Array.from({ length: 32 }, (_, i) => createContenu(i))
let base: BaseDeTest
let ctx: Ctx
let client: Client
const ids: number[] = []

const search = (adresse: string): Promise<Resultat> =>
  searchNotices(ctx, schemaCriteres.parse(Object.fromEntries(listParNom(adresse))))

function listParNom(adresse: string): Map<string, string | string[]> {
  const params = new URLSearchParams(adresse)
  return new Map(
    [...new Set(params.keys())].map((k) => [k, params.getAll(k).length > 1 ? params.getAll(k) : (params.get(k) ?? '')]),
  )
}

/** Ranks of the notices found, in the order of their creation. */
const listRangs = async (adresse: string): Promise<number[]> =>
  (await search(adresse)).notices.map((n) => ids.indexOf(n.id)).sort((a, b) => a - b)

beforeAll(async () => {
  base = await createBaseDeTest()
  ctx = { db: base.db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
  client = createClientDeTest(base.db)
  for (const contenu of NOTICES) ids.push((await createNotice(ctx, contenu)) ?? 0)
  await createEntree(ctx, {
    slug: 'cpts',
    terme: 'Communauté professionnelle territoriale de santé',
    sigle: 'CPTS',
    formeLongue: 'communauté professionnelle territoriale de santé',
    definition: null,
    termesLies: [],
    theme: null,
    source: null,
    aVerifier: false,
  })
  await createEntree(ctx, {
    slug: 'has',
    terme: 'Haute Autorité de santé',
    sigle: 'HAS',
    formeLongue: 'Haute Autorité de santé',
    definition: null,
    termesLies: [],
    theme: null,
    source: null,
    aVerifier: false,
  })
})
afterAll(() => base.close())

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
    expect(ids.indexOf(notices.at(-1)?.id ?? 0)).toBe(titre('Tabac et'))
  })
})

describe('facets', () => {
  const getValeurs = (n: ContenuNotice, nom: NomFacette): string[] => {
    if (nom === 'nature') return [n.nature]
    if (nom === 'annee') return [String(n.csl.issued?.['date-parts']?.[0]?.[0])]
    if (nom === 'langue') return [String(n.csl.language).slice(0, 2)]
    if (nom === 'en-ligne') return n.enLigne ? ['oui'] : []
    return { theme: n.themes, public: n.publics, determinant: n.determinants, milieu: n.milieux }[nom]
  }
  const isRetenue = (n: ContenuNotice, filtres: Filtres, sauf?: NomFacette) =>
    FACETTES.every((nom) => nom === sauf || !filtres[nom] || getValeurs(n, nom).some((v) => filtres[nom]?.includes(v)))

  it.each([
    ['', () => true],
    ['theme=tabac', () => true],
    ['theme=tabac&theme=alcool', () => true],
    ['theme=tabac&annee=2017&annee=2018', () => true],
    ['theme=tabac&public=jeunes&en-ligne=oui', () => true],
    ['nature=guide&langue=fr&milieu=ecole&determinant=logement', () => true],
    ['q=fictif&theme=tabac', (n: ContenuNotice) => /fictif/.test(String(n.csl.title))],
    ['q=fictif&theme=tabac&theme=litteratie&nature=article', (n: ContenuNotice) => /fictif/.test(String(n.csl.title))],
    ['theme=tabac&annee=1850', () => true],
  ])('counts as one would by hand: %s', async (adresse, contient) => {
    const { filtres } = schemaCriteres.parse(Object.fromEntries(listParNom(adresse)))
    const { total, facettes } = await search(adresse)
    const possibles = NOTICES.filter(contient)
    expect(total).toBe(possibles.filter((n) => isRetenue(n, filtres)).length)
    for (const nom of FACETTES) {
      const attendus = new Map<string, number>()
      for (const n of possibles.filter((p) => isRetenue(p, filtres, nom))) {
        for (const v of getValeurs(n, nom)) attendus.set(v, (attendus.get(v) ?? 0) + 1)
      }
      const comptes = new Map(facettes[nom].filter((f) => f.nombre > 0).map((f) => [f.valeur, f.nombre]))
      expect(comptes, `${adresse} ${nom}`).toEqual(attendus)
    }
  })

  it('leaves out what is no value', async () => {
    const { criteres, total } = await search('theme=inconnu&annee=20&langue=%27&en-ligne=non&tri=zzz&page=-3&nature=')
    expect([criteres.filtres, criteres.tri, criteres.page, total]).toEqual([{}, 'recents', 1, 32])
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
    expect((await search('tri=ajout')).notices[0]?.id).toBe(ids.at(-1))
  })

  it('gives the last page for one that does not exist', async () => {
    const { criteres, notices } = await search('page=99')
    expect([criteres.page, notices.length]).toEqual([2, 12])
  })
})

describe('the index follows the catalogue', () => {
  it('after a change, a removal and a return', async () => {
    const id = ids[30] ?? 0
    const lire = async () => {
      const notice = await getNotice(ctx, id)
      if (!notice) throw new Error('notice perdue')
      return notice
    }
    const avant = await lire()
    await updateNotice(ctx, id, 1, {
      ...createContenu(30),
      themes: ['tabac'],
      csl: { ...avant.csl, title: 'Zibeline' },
    })
    expect(await listRangs('q=zibelines')).toEqual([30])
    expect((await search('')).facettes.theme.find((t) => t.valeur === 'tabac')?.nombre).toBe(
      NOTICES.filter((n, i) => (i === 30 ? true : n.themes.includes('tabac'))).length,
    )
    await updatePresence(ctx, await lire(), 'suppression')
    expect(await listRangs('q=zibeline')).toEqual([])
    expect((await search('')).total).toBe(31)
    await updatePresence(ctx, await lire(), 'restauration')
    await updateNotice(ctx, id, 4, createContenu(30))
    expect((await search('')).total).toBe(32)
    const comptes = await listThemesComptes(ctx)
    expect(new Map(comptes.map((c) => [c.slug, c.nombre]))).toEqual(
      new Map(THEMES.map((t) => [t, NOTICES.filter((n) => n.themes.includes(t)).length])),
    )
    expect((await listNouveautes(ctx, 2)).map((n) => n.id)).toEqual([ids[31], ids[30]])
  })

  it('takes a notice with nothing but a title, and one that is hostile', async () => {
    const nue = { ...createContenu(99), themes: [], publics: [], determinants: [], milieux: [], enLigne: false }
    const titre = `Unicum ' \\ & | ! <-> :* ${'très-long/'.repeat(400)}`
    const csl = { id: 'x', type: 'document' as const, title: titre, issued: { 'date-parts': [['vers 1900']] } }
    const id = await createNotice(ctx, { ...nue, csl })
    expect((await search('q=unicum')).notices.map((n) => n.id)).toEqual([id])
    await updatePresence(ctx, (await getNotice(ctx, id ?? 0)) as never, 'suppression')
  })
})

describe('over HTTP', () => {
  it('shows each hit as an article whose heading links to the notice, with the words marked', async () => {
    const html = await (await client.get('/documentation?q=sevrage')).text()
    expect(html).toMatch(new RegExp(`<article[^>]*>.*<h2[^>]*><a href="/documentation/notices/${ids[8]}">Sevrage`, 's'))
    expect(html).toContain('<mark>sevrage</mark>&lt;/b&gt; &amp; d’entraide')
    expect(html).toContain('<title>Documentation\u00a0: «\u00a0sevrage\u00a0» – Maillage</title>')
    expect(html).toContain('<strong>1\u00a0notice</strong>')
    expect(html).toContain('rel="canonical" href="http://localhost:3000/documentation?q=sevrage"')
  })

  it('takes each filter off by a link, and keeps the order of parameters', async () => {
    const html = await (await client.get('/documentation?annee=2017&theme=tabac&q=fictif&tri=titre')).text()
    expect(html).toContain(
      'href="http://localhost:3000/documentation?q=fictif&amp;theme=tabac&amp;annee=2017&amp;tri=titre"',
    )
    expect(html).toContain('href="/documentation?q=fictif&amp;annee=2017&amp;tri=titre"')
    expect(html).toContain('href="/documentation?q=fictif&amp;theme=tabac&amp;tri=titre"')
  })

  it('proposes the word that was meant', async () => {
    const html = await (await client.get('/documentation?q=sevrrage')).text()
    expect(html).toContain('href="/documentation?q=sevrage">sevrage</a>')
    expect(html).toContain('Aucune notice ne répond à ces mots')
    expect(await (await client.get('/documentation?q=sevrage')).text()).not.toContain('Vouliez-vous dire')
  })

  it('offers to write only to those who may', async () => {
    expect(await (await client.get('/documentation')).text()).not.toContain('Nouvelle notice')
    await client.connecter('documentaliste')
    expect(await (await client.get('/documentation')).text()).toContain('Nouvelle notice')
    await client.connecter(null)
  })

  it.each([
    'q=%00',
    'q=%ff%fe',
    'q=%ed%a0%80',
    'q=%27%20%26%20%21%20%7C%20%28%3A*%20%3C-%3E%20%5C',
    `q=${'a%20'.repeat(5000)}`,
    `q=${'%22'.repeat(99)}`,
    'q=a&q=b',
    'q.x=1',
    'q=le%20la%20les',
    'q=-tabac%20-alcool',
    'page=abc&tri=__proto__',
    'theme.a=1&theme=%27%3B--',
    'annee=%D9%A1%D9%A2%D9%A3%D9%A4',
    `theme=${'x'.repeat(5000)}`,
    `q=%F0%9F%98%80%20s%C3%A0nt%C3%A9`,
    'q=facette%201%20f:0%20t:x',
  ])('answers a page to %s', async (requete) => {
    const reponse = await client.get(`/documentation?${requete}`)
    expect(reponse.status).toBe(200)
    expect(await reponse.text()).toContain('</html>')
    expect((await client.get(`/documentation/suggestions?${requete}`)).status).toBe(200)
  })

  it('suggests terms, glossary, authors and documents for what is being typed', async () => {
    const lire = async (q: string): Promise<{ texte: string; genre: string; href: string }[]> =>
      (await client.get(`/documentation/suggestions?${new URLSearchParams({ q })}`)).json()
    expect(await lire('litte')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ genre: 'Thème', href: '/documentation?theme=litteratie' }),
        { texte: TITRES[1], genre: 'Document', href: `/documentation/notices/${ids[1]}` },
      ]),
    )
    expect(await lire('cpt')).toContainEqual({
      texte: 'Communauté professionnelle territoriale de santé (CPTS)',
      genre: 'Glossaire',
      href: '/glossaire#cpts',
    })
    expect(await lire('haute aut')).toContainEqual({
      texte: 'Haute Autorité de santé',
      genre: 'Auteur ou organisme',
      href: `/documentation?${new URLSearchParams({ q: 'auteur:"Haute Autorité de santé"' })}`,
    })
    expect((await lire('coeurs v')).map((s) => s.texte)).toContain('CŒURS VAILLANTS')
    expect(await lire('é')).toEqual([])
  })

  it('refuses the hundred and twenty-first search of a minute', async () => {
    const ip = { 'x-forwarded-for': '192.0.2.7' }
    const autre = createClientDeTest(base.db, { proxy: true })
    for (let i = 0; i < 120; i++) expect((await autre.get('/documentation?q=zzz', ip)).status).toBe(200)
    const refus = await autre.get('/documentation?q=zzz', ip)
    expect([refus.status, Number(refus.headers.get('retry-after')) > 0]).toEqual([429, true])
  })
})
