import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkDemonstration, type Demonstration, readDemo } from './demonstration.ts'

const demonstration = readDemo()
const { notices, documents, glossaire } = demonstration

describe('the files in demo/', () => {
  test('hold together', () => {
    expect(checkDemonstration(demonstration)).toEqual([])
  })

  test('answer the searches of the guided tour with documents, and expand acronyms', () => {
    const find = (mot: RegExp) => notices.filter((n) => mot.test(`${n.csl.title} ${n.resume?.texte}`)).map((n) => n.cle)
    expect(find(/littératie/i)).toContain('promosante-pdl-2021-prevention-premier-recours')
    expect(find(/aller-vers/i)).toEqual(expect.arrayContaining(['hamant-2023-impact-inter-cpts', 'impact-programme']))
    expect(notices.filter((n) => n.themes.includes('litteratie')).length).toBeGreaterThan(10)
    expect(glossaire.find((t) => t.sigle === 'CPTS')?.formeLongue).toBe(
      'communauté professionnelle territoriale de santé',
    )
  })

  test('never hold two notices for one document', () => {
    const empreintes = notices.map((n) =>
      [n.csl.title, n.csl['container-title'], n.csl.publisher, n.csl.issued?.['date-parts']?.[0]?.[0]]
        .join('|')
        .toLowerCase(),
    )
    expect(empreintes.filter((e, rang) => empreintes.indexOf(e) !== rang)).toEqual([])
  })
})

describe('what the check finds', () => {
  type Faute = [nom: string, change: (d: Demonstration) => void, message: RegExp]
  const premiere = (d: Demonstration) => d.notices[0] ?? expect.unreachable()
  const terme = (d: Demonstration) => d.glossaire[0] ?? expect.unreachable()
  const fautes: Faute[] = [
    ['a double key', (d) => d.notices.push(premiere(d)), /notices : « .+ » paraît plusieurs fois/],
    [
      'a double acronym',
      (d) => d.glossaire.push({ ...terme(d), terme: 'x', sigle: 'CPTS', formeLongue: 'y' }),
      /« CPTS »/,
    ],
    ['an unknown theme', (d) => premiere(d).themes.push('aucun'), /«\u00a0aucun\u00a0» n’est pas dans la liste/],
    ['an exclusive public with another', (d) => premiere(d).publics.push('tous', 'femmes'), /se choisit seul/],
    ['an unknown nature', (d) => Object.assign(premiere(d), { nature: 'parchemin' }), /nature « parchemin »/],
    [
      'an address that is none',
      (d) => Object.assign(premiere(d), { enLigne: true, csl: { ...premiere(d).csl, URL: 'www.x' } }),
      /« www.x » n’est pas une adresse/,
    ],
    [
      'a script as address',
      (d) => Object.assign(premiere(d).csl, { URL: 'javascript:alert(1)' }),
      /n’est pas une adresse/,
    ],
    ['another id in CSL', (d) => Object.assign(premiere(d).csl, { id: 'autre' }), /identifiant CSL/],
    [
      'a link to nothing',
      (d) => premiere(d).liens.push({ type: 'cite', cle: 'nulle-part' }),
      /« nulle-part » ne mène à rien/,
    ],
    ['an unknown source', (d) => Object.assign(premiere(d).provenance, { document: 'perdu' }), /document « perdu »/],
    [
      'a document without notice',
      (d) => Object.assign(d.documents[0] ?? {}, { notice: 'perdue' }),
      /notice « perdue »/,
    ],
    [
      'an acronym without long form',
      (d) => Object.assign(terme(d), { sigle: 'XYZ', formeLongue: null }),
      /forme longue/,
    ],
    ['a related term that is not there', (d) => terme(d).termesLies.push('Rien'), /terme lié « Rien »/],
  ]
  test.each(fautes)('%s', (_nom, change, message) => {
    const copie = structuredClone(demonstration)
    change(copie)
    expect(checkDemonstration(copie)).toContainEqual(expect.stringMatching(message))
  })
})

const PARTAGE = '../shared'
describe.skipIf(!existsSync(PARTAGE))(`beside their sources (skipped where ${PARTAGE} is absent)`, () => {
  const splitMots = (texte: string): string[] =>
    texte
      .normalize('NFKD')
      .replace(/[\u0300-\u036f*_#]/g, '')
      .toLowerCase()
      .replaceAll('œ', 'oe')
      .match(/[a-z0-9]+/g) ?? []
  const LONGUEUR = 7
  const listSuites = (texte: string): string[] => {
    const mots = splitMots(texte)
    return mots.slice(LONGUEUR - 1).map((_, debut) => mots.slice(debut, debut + LONGUEUR).join(' '))
  }

  test('no sentence is carried over: no run of seven words in a text of ours', () => {
    const suites = new Set(
      readdirSync(`${PARTAGE}/seeds`).flatMap((f) => listSuites(readFileSync(`${PARTAGE}/seeds/${f}`, 'utf8'))),
    )
    expect(suites.size).toBeGreaterThan(10_000)
    const textes = [
      ...notices.map((n) => ({ lieu: n.cle, texte: n.resume?.texte ?? '' })),
      ...documents.map((d) => ({ lieu: d.slug, texte: d.description })),
      ...glossaire.flatMap((t) => t.definitions.map((d) => ({ lieu: t.terme, texte: d.texte }))),
    ]
    const reprises = textes.flatMap(({ lieu, texte }) => listSuites(texte).map((suite) => ({ lieu, suite })))
    expect(reprises.filter(({ suite }) => suites.has(suite))).toEqual([])
  })

  test('every notice of the two bibliographies is there', () => {
    const schemaGold = z.array(z.looseObject({ kind: z.string(), title: z.string(), line: z.number() }))
    const titres = notices.map((n) => new Set(splitMots(String(n.csl.title))))
    const manquants = ['000', '003']
      .flatMap((f) => schemaGold.parse(JSON.parse(readFileSync(`${PARTAGE}/gold/${f}.json`, 'utf8'))))
      .filter(({ kind, title }) => {
        const mots = [...new Set(splitMots(title))]
        const partage = Math.max(
          ...titres.map((t) => mots.filter((m) => t.has(m)).length / Math.max(t.size, mots.length)),
        )
        return kind === 'notice' && partage < 0.7
      })
      .map(({ line, title }) => `${line} ${title}`)
    expect(manquants).toEqual([])
  })
})
