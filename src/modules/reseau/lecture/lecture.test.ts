import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatVoie, getProjectionFiness, listCodesInsee, parseAcheminement } from './finess.ts'
import { parseElements } from './json.formats.ts'
import type { Communes, Lu } from './lecture.ts'
import { examineFichier, parseFichier } from './nature.formats.ts'
import { parseTable } from './texte.formats.ts'

const CODES = ['01451', '01053', '01004', '01241', '04070', '59350', '75056', '02810']
const communes: Communes = {
  getCommune: (code) => (CODES.includes(code) ? code : null),
  searchCommune: (codePostal, nom) => (codePostal === '25300' && nom === 'DOUBS' ? '25204' : null),
}

async function* cut(texte: string, taille: number): AsyncGenerator<string> {
  for (let i = 0; i < texte.length; i += taille) yield texte.slice(i, i + taille)
}
const collect = async <T>(flux: AsyncIterable<T[]>): Promise<T[]> => {
  const tous: T[] = []
  for await (const lot of flux) tous.push(...lot)
  return tous
}

async function read(contenu: string | Uint8Array, nom = 'fichier', rppsNoms = false): Promise<Lu[]> {
  const octets = Buffer.from(contenu)
  const ouvrir = async function* () {
    for (let i = 0; i < octets.length; i += 1000) yield octets.subarray(i, i + 1000)
  }
  const examen = await examineFichier(ouvrir, nom)
  return collect(parseFichier(ouvrir, examen, { communes, maintenant: new Date('2026-11-22'), rppsNoms }))
}

describe('cells of FINESS', () => {
  it.each([
    [['12', '', 'R', 'DE LA GARE'], '12 RUE DE LA GARE'],
    [['1', 'C', 'R', 'RAYMOND BARRE'], '1 C RUE RAYMOND BARRE'],
    [['40', '', 'CHE', 'CHEMIN SAFER MORANGE'], '40 CHEMIN SAFER MORANGE'],
    [['', '', '', ''], null],
    [['', '', 'ZI', 'VALLÉE 3 BP 208'], 'ZI VALLÉE 3 BP 208'],
  ] as const)('way %j: %s', ([numero, complement, type, voie], attendu) => {
    expect(formatVoie(numero, complement, type, voie)).toBe(attendu)
  })

  it.each([
    ['01', '451', ['01451']],
    ['2A', '004', ['2A004']],
    ['9A', '105', ['97105', '98105']],
    ['9A', '123', ['97701', '98123']],
    ['9J', '613', ['98613', '97613']],
    ['01', '45', []],
  ])('commune %s %s: %j', (departement, commune, attendu) => {
    expect(listCodesInsee(departement, commune)).toEqual(attendu)
  })

  it.each([
    ['2,ATLASANTE,100,BDADRESSE,EPSG:2154 RGF93 / Lambert-93 (Métropole)', '010000024', 'lambert-93'],
    ['2,ATLASANTE,89,BAN,EPSG:4471 RGM04/UTM zone 38S (Mayotte)', '980501506', 'utm-38s'],
    ['1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,UTM_N20', '970210126', 'utm-20n'],
    ['2,ATLASANTE,90,BAN,WGS84/UTM zone 21N (St-Pierre-et-Miquelon)', '970500000', 'utm-21n'],
    ['', '970400024', 'utm-40s'],
    ['', '010000024', 'lambert-93'],
  ])('projection %s of %s: %s', (source, finess, attendu) => {
    expect(getProjectionFiness(source, finess)).toBe(attendu)
  })

  it('has its postal code in the line of delivery', () => {
    expect(parseAcheminement('97306 CAYENNE CEDEX')).toBe('97306')
    expect(parseAcheminement('CAYENNE')).toBeNull()
  })
})

describe('tables of text', () => {
  const TEXTE = 'a;b\r\n"x;y";"il dit ""oui"""\r\nun "mot" entre;"sur\ndeux"\n;\n'
  it.each([1, 3, 1000])('are the same in pieces of %d', async (taille) => {
    const lignes = await collect(parseTable(cut(TEXTE, taille), ';'))
    expect(lignes.map(({ n, cellules }) => [n, ...cellules])).toEqual([
      [1, 'a', 'b'],
      [2, 'x;y', 'il dit "oui"'],
      [3, 'un "mot" entre', 'sur\ndeux'],
      [5, '', ''],
    ])
  })
})

describe('large JSON', () => {
  const OBJET =
    '{"v": "1", "liste": [{"a": "]},\\""}, [1, {"b": null}], 3, "x"], "vide": [], "o": {"liste": [1]}, "n": 12}'
  it.each([1, 2, 7, 1000])('is cut into items, in pieces of %d', async (taille) => {
    expect(await collect(parseElements(cut(OBJET, taille)))).toEqual([
      { cle: 'v', n: 0, valeur: '1' },
      { cle: 'liste', n: 1, valeur: { a: ']},"' } },
      { cle: 'liste', n: 2, valeur: [1, { b: null }] },
      { cle: 'liste', n: 3, valeur: 3 },
      { cle: 'liste', n: 4, valeur: 'x' },
      { cle: 'o', n: 0, valeur: { liste: [1] } },
      { cle: 'n', n: 0, valeur: 12 },
    ])
    expect(await collect(parseElements(cut(' [1, {"a": 2}] ', taille)))).toEqual([
      { cle: '', n: 1, valeur: 1 },
      { cle: '', n: 2, valeur: { a: 2 } },
    ])
  })

  it.each(['[1, 2', '{"a": [1', '{"a": "', '[1]]', '[1] 2', '[1,, x]', ''])(
    'is refused where it is cut or spoilt: %s',
    async (texte) => {
      await expect(collect(parseElements(cut(texte, 2)))).rejects.toThrow(/JSON/)
    },
  )
})

const DI_STRUCTURE = {
  source: 'dora',
  id: 'dora--1',
  nom: 'Point d’accueil fictif',
  date_maj: '2026-01-02',
  code_insee: '04070',
  siret: '26010004500012',
  reseaux_porteurs: ['cpam'],
}
const DI_SERVICE = {
  ...{ source: 'dora', id: 'dora--2', structure_id: 'dora--1', nom: 'Aide fictive', date_maj: '2026-01-02' },
  description: 'Une aide inventée.',
  thematiques: ['sante--acces-aux-soins', 'inconnue--chose'],
  publics: ['jeunes'],
  frais: 'gratuit',
  modes_accueil: ['en-presentiel', 'par-pigeon'],
}

describe('data.inclusion', () => {
  it('reads structures and services, keeps their values and maps those that it can', async () => {
    const lus = await read(JSON.stringify({ structures: [DI_STRUCTURE], services: [DI_SERVICE] }))
    expect(lus).toMatchObject([
      {
        objet: 'structure',
        source: 'dora',
        sourceId: 'dora--1',
        valeurs: { commune: '04070', type: 'cpam', sourceMaj: '2026-01-02' },
      },
      { objet: 'constat', issue: 'avertissement', message: expect.stringContaining('par-pigeon') },
      {
        objet: 'service',
        parent: 'dora--1',
        valeurs: {
          themes: ['acces-soins'],
          thematiquesDi: ['sante--acces-aux-soins', 'inconnue--chose'],
          publicsDi: ['jeunes'],
          frais: 'gratuit',
          modesAccueil: ['en-presentiel'],
        },
      },
    ])
  })

  it.each([
    [{ ...DI_STRUCTURE, nom: 'ab' }, /nom/],
    [{ ...DI_STRUCTURE, date_maj: '1999-12-31' }, /date_maj/],
    [{ ...DI_STRUCTURE, date_maj: '2027-01-01' }, /n’est pas passé/],
    [{ ...DI_STRUCTURE, id: undefined }, /id/],
    [{ ...DI_SERVICE, structure_id: '' }, /structure_id/],
  ])('refuses a record that breaks the rules: %j', async (element, attendu) => {
    expect(await read(JSON.stringify([DI_STRUCTURE, element]))).toMatchObject([
      { objet: 'structure' },
      { issue: 'rejete', n: 2, message: expect.stringMatching(attendu) },
    ])
  })
})

const RPPS = '../shared/donnees/rpps/ps-libreacces-pseudonymise.txt'
const FINESS_PLUS = '../shared/donnees/finess/finess-structures-20260309-excerpt.json'

describe.skipIf(!existsSync(RPPS))('files of shared/donnees (skipped where they are absent)', () => {
  it('RPPS: counts who has a place, names nobody unless asked', async () => {
    const lus = await read(readFileSync(RPPS), 'PS_LibreAcces_Personne_activite_202605120838.txt')
    const exercices = lus.filter((l) => l.objet === 'exercice')
    expect(exercices.map((e) => [e.commune, e.profession, e.modeExercice])).toContainEqual(['01004', '86', 'S'])
    expect(exercices.map((e) => e.commune)).toContain('25204')
    expect(JSON.stringify(lus)).not.toMatch(/NOM\d|Prenom/)
    expect(lus.at(-1)).toMatchObject({ issue: 'avertissement', message: expect.stringMatching(/^\d+ lignes sur 22 /) })
    const nommes = await read(readFileSync(RPPS), 'x.txt', true)
    expect(nommes.filter((l) => l.objet === 'exercice' && l.contact !== null)).toHaveLength(0)
  })

  it('FINESS+: a legal body and its place, by names in any case', async () => {
    const texte = readFileSync(FINESS_PLUS, 'utf8')
    const lus = await read(texte)
    expect(lus).toMatchObject([
      { objet: 'organisme', finess: '010000156', valeurs: { nom: 'CLINIQUE CONVERT', siren: '772201489' } },
      {
        objet: 'structure',
        finess: '010780195',
        valeurs: { finessEj: '010000156', commune: '01053', longitude: 5.254203, latitude: 46.211257, type: 'hopital' },
      },
    ])
    expect(await read(texte.replaceAll('informationsGeneralesPMEJ', 'INFORMATIONSGENERALESpmej'))).toEqual(lus)
    await expect(read(texte.slice(0, -20))).rejects.toThrow(/coupé/)
  })
})
