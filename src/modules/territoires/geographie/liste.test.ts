import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { listCommunes, listCommunesDe } from './commune.queries.ts'
import { formatCle, parseArrondissement } from './commune.ts'
import { searchListe } from './liste.queries.ts'
import { parseListe } from './liste.ts'

it.each([
  ['Saint-Étienne', 'saint etienne'],
  ['ST ETIENNE', 'saint etienne'],
  ['Ste-Colombe', 'sainte colombe'],
  ['L’Œuf-en-Æther', 'l oeuf en aether'],
  ["L'Haÿ-les-Roses", 'l hay les roses'],
  ['Châlons s/ Marne', 'chalons sur marne'],
  ['  Le   Mée. ', 'le mee'],
  ['Y', 'y'],
  ['St', 'saint'],
  ['…', ''],
])('searches « %s » as « %s »', (nom, cle) => expect(formatCle(nom)).toBe(cle))

it.each([
  ['Marseille 3e', '13203'],
  ['Paris 12', '75112'],
  ['Lyon 3ème arrondissement', '69383'],
  ['PARIS 1er Arr.', '75101'],
  ['Paris 21', null],
  ['Lyon 0', null],
  ['Toulouse 3e', null],
  ['Paris', null],
])('« %s » is the arrondissement %s', (texte, code) => expect(parseArrondissement(texte)).toBe(code))

describe('a pasted text', () => {
  const formatEntrees = (texte: string) =>
    parseListe(texte).map((e) => [e.ligne, e.nombre, e.nom, e.departement].map((v) => v ?? '').join('|'))

  it.each([
    ['lines of codes', '04001\r\n4009\n2a004\n', ['1|04001||', '2|04009||', '3|2A004||']],
    ['commas', 'Aiglun, Barras ,  Digne-les-Bains', ['1||Aiglun|', '1||Barras|', '1||Digne-les-Bains|']],
    ['code then name', '04001 Aiglun\n04001 - Aiglun', ['1|04001|Aiglun|', '2|04001|Aiglun|']],
    ['name then code', 'Aiglun 04510\nAiglun (04510)', ['1|04510|Aiglun|', '2|04510|Aiglun|']],
    ['a département', 'Aiglun (04)\nAiglun 04\nAiglun (Alpes)', ['1||Aiglun|04', '2||Aiglun|04', '3||Aiglun|Alpes']],
    ['an article behind', 'MÉES (LES)\nBaume (La) (04)', ['1||LES MÉES|', '2||La Baume|04']],
    ['bullets', '- Aiglun\n• Barras\n3. Digne', ['1||Aiglun|', '2||Barras|', '3||Digne|']],
    ['« commune de »', 'Commune de Barras\nmairie d’Aiglun', ['1||Barras|', '2||Aiglun|']],
    ['an arrondissement', 'Marseille 3e', ['1|13203||']],
    ['a title', 'Commune\nAiglun', ['2||Aiglun|']],
    [
      'a table with titles',
      'Code INSEE;Commune;Population\n04001;Aiglun;1400\n4009;Barras;3',
      ['2|04001|Aiglun|', '3|04009|Barras|'],
    ],
    ['titles in another order', 'dep\tnom\tcp\n04\tAiglun\t04510', ['2|04510|Aiglun|04']],
    ['a faulty code in a table', 'insee;nom\n0400;Aiglun\n04009;Barras', ['2||0400|', '3|04009|Barras|']],
    ['a table without titles', '"04001";"Aiglun"\n"04009";"Barras"', ['1|04001|Aiglun|', '2|04009|Barras|']],
    ['codes in columns', '04001;04009\n04017;04020', ['1|04001||', '1|04009||', '2|04017||', '2|04020||']],
    ['nothing', ' \n;;\n…', []],
  ])('of %s is read', (_nom, texte, attendu) => expect(formatEntrees(texte)).toEqual(attendu))
})

describe('a list, on the real geography', () => {
  let base: BaseDeTest
  let ctx: Ctx
  beforeAll(async () => {
    base = await createBaseGeographie()
    ctx = createCtx(base.db)
  })
  afterAll(() => base.close())

  it.each([
    ['04001', ['trouvee 04001']],
    ['4001 Aiglun', ['trouvee 04001']],
    ['04001 Barras', ['trouvee 04001 nomDiffere']],
    ['Digne les bains', ['trouvee 04070']],
    ['14697', ['ancienne 14654 de 14697']],
    ['01340 Saint-Bois', ['ancienne 01015 de 01340']],
    ['Arbignieu', ['ancienne 01015 de 01015']],
    ['01015 Arbignieu', ['trouvee 01015']],
    ['04510 Aiglun', ['trouvee 04001 postal']],
    ['75012', ['trouvee 75112 postal']],
    ['Marseille 3e\nMarseille', ['comprise 13203 de la ligne 2', 'trouvee 13055']],
    ['Barras\n04021', ['trouvee 04021', 'double 04021 de la ligne 1']],
    ['Saint-Denis (974)', ['trouvee 97411']],
    ['Saint-Denis (La Réunion)', ['trouvee 97411']],
    ['Saint-Denis (29)', ['inconnue']],
    ['99999', ['inconnue']],
    ['Bastia (20)', ['trouvee 2B033']],
  ])('%s', async (texte, attendu) => {
    const { lignes } = await searchListe(ctx, texte)
    expect(
      lignes.map((l) =>
        [
          l.etat,
          l.commune?.code,
          l.ancienne && `de ${l.ancienne.code}`,
          l.premiere && `de la ligne ${l.premiere}`,
          l.nomDiffere && 'nomDiffere',
          l.postal && 'postal',
        ]
          .filter(Boolean)
          .join(' '),
      ),
    ).toEqual(attendu)
  })

  it('leaves a common name to choose, and proposes the one of the département of most of the list', async () => {
    const { lignes, communes } = await searchListe(
      ctx,
      'Digne-les-Bains\nBarras\nMontagnac-Montpezat\nThorame-Basse\nLa Javie\nSaint-Vincent-sur-Jabron\nCastellet',
    )
    expect(communes).not.toContain('04042')
    const castellet = lignes.at(-1)
    expect(castellet?.etat).not.toBe('trouvee')
    const { lignes: deux } = await searchListe(ctx, 'Digne-les-Bains\nBarras\nAuzet\nLes Mées\nSaint-Denis')
    expect(deux.at(-1)).toMatchObject({ etat: 'ambigue', commune: null, proposee: null })
    const { lignes: avec } = await searchListe(
      ctx,
      'Digne-les-Bains\nBarras\nAuzet\nAiglun\nSaint-Jurs\nSelonnet\nPeyruis\nValensole\nThèze',
    )
    expect(avec.at(-1)?.proposee ?? avec.at(-1)?.commune?.code).toBe('04216')
  })

  it('proposes near names for unknown ones', async () => {
    const { lignes } = await searchListe(ctx, 'Dignes les Bain')
    expect(lignes[0]).toMatchObject({ etat: 'inconnue', commune: null })
    expect(lignes[0]?.candidates[0]?.code).toBe('04070')
  })

  it('asks which code is meant in a list of postal codes', async () => {
    const { lignes } = await searchListe(ctx, '75012\n75013\n13001')
    expect(lignes.map((l) => l.etat)).toEqual(['trouvee', 'trouvee', 'ambigue'])
    expect(lignes[2]?.candidates.map((c) => c.code).sort()).toEqual(['13001', '13201'])
  })

  it('reads all of France by its names', { timeout: 60_000 }, async () => {
    const toutes = await listCommunesDe(ctx, 'france', 'FR')
    const { lignes } = await searchListe(ctx, toutes.map((c) => c.nom).join('\n'))
    expect(lignes).toHaveLength(toutes.length)
    expect(lignes.filter((l) => l.etat === 'inconnue').map((l) => l.entree.texte)).toEqual([])
    // Each line names its commune: found, or among those that bear the same name.
    const ratees = lignes.filter((l, i) => {
      const code = toutes[i]?.code
      return l.commune?.code !== code && !l.candidates.some((c) => c.code === code)
    })
    expect(ratees.map((l) => l.entree.texte)).toEqual([])
  })

  const fichier = new URL('../../../../../shared/donnees/territoire-04/cpts-alpes-bleone-durance.json', import.meta.url)
  it.skipIf(!existsSync(fichier))(
    'reads whole the 44 names of a real territory (skipped without shared/donnees)',
    async () => {
      const { communes } = z.object({ communes: z.array(z.string()) }).parse(JSON.parse(readFileSync(fichier, 'utf8')))
      const noms = (await listCommunes(ctx, communes)).map((c) => c.nom)
      expect(noms).toHaveLength(44)
      const lue = await searchListe(ctx, noms.map((n) => `${n} (04)`).join('\n'))
      expect(lue.communes).toEqual(communes.toSorted())
      const nus = await searchListe(ctx, noms.join('\n'))
      expect(nus.lignes.map((l) => l.commune?.code ?? l.proposee).sort()).toEqual(communes.toSorted())
    },
  )
})
