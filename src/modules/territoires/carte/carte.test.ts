import { gzipSync } from 'node:zlib'
import { SaxesParser } from '@rubensworks/saxes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSurcharge } from '#core/errors.ts'
import { classify } from '#core/faults.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { computeScale } from '#ui/map/classes.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { TROIS_COMMUNES } from '../../../testing/contours.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { createContours, importerContours } from '../contour/import.actions.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import { updateSerie } from '../indicateur/serie.actions.ts'
import { Carte } from './carte.tsx'
import { getFond } from './fond.queries.ts'
import { computeMailleCarte } from './fond.ts'
import { ATTENTE_MAX, renderCartePng } from './png.formats.ts'

let base: BaseDeTest
let client: Client
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseGeographie()
  ctx = createCtx(base.db)
  await importIndicateursReference(ctx)
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const lire = async (requete: string) => {
  const reponse = await client.get(`/territoires/carte?${requete}`)
  expect(reponse.status).toBe(200)
  return (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ')
}
/** Is it one well-formed document? */
const checkXml = (texte: string): Promise<boolean> =>
  new Promise((resolve) => {
    const lecteur = new SaxesParser({ xmlns: true })
    lecteur.on('error', () => resolve(false))
    lecteur.on('end', () => resolve(true))
    lecteur.write(texte).close()
  })
/** Number of shapes of the map, not of its legend. */
const compter = (html: string, balise: string) => html.match(new RegExp(`</title><${balise} `, 'g'))?.length ?? 0

describe('without outlines', () => {
  it('communes are circles, and the way to outlines is said', async () => {
    const html = await lire('zone=departement-04')
    expect(compter(html, 'circle')).toBe(198)
    expect(html).toContain('importer contours')
    expect(html).toContain('Chaque cercle est une commune')
    expect(html).not.toContain('Voir les contours')
  })

  it('shapes are links that say the figure, and the table says the same', async () => {
    const html = await lire('zone=departement-04')
    const [, dit] = /<title>Digne-les-Bains : (\d+ \d+) habitants<\/title>/.exec(html) ?? []
    expect(dit).toBeDefined()
    expect(html).toMatch(
      new RegExp(`<a href="/territoires/communes/04070">Digne-les-Bains</a></th><td class="numeric">${dit}</td>`),
    )
  })

  it('the legend counts every commune once', async () => {
    const html = await lire('zone=departement-04')
    const comptes = [...html.matchAll(/class="count">(\d+) communes?</g)].map((m) => Number(m[1]))
    expect(comptes.reduce((a, b) => a + b, 0)).toBe(198)
  })

  it('all of France is by EPCI, or by what one asks for', async () => {
    expect(compter(await lire('zone=france-FR&detail=oui'), 'circle')).toBe(1255)
    expect(compter(await lire('zone=france-FR&par=departement'), 'circle')).toBe(101)
    expect(compter(await lire('zone=france-FR&par=commune&detail=oui'), 'circle')).toBe(1255)
    expect([computeMailleCarte(5000), computeMailleCarte(5001)]).toEqual(['commune', 'epci'])
  })
})

describe('a map of many shapes', () => {
  it('is a picture of its own, one click from the map to explore; its page stays light', async () => {
    const html = await lire('zone=france-FR')
    expect(compter(html, 'circle')).toBe(0)
    expect(html).not.toContain('<th scope="row">')
    expect(html).toContain('href="/territoires/carte?zone=france-FR&amp;detail=oui#carte"')
    expect(gzipSync(html).length).toBeLessThan(8000)
    const [, image = ''] = /<img class="map-image" src="([^"]+)"/.exec(html) ?? []
    const reponse = await client.get(image.replaceAll('&amp;', '&'))
    expect(reponse.headers.get('content-type')).toBe('image/svg+xml')
    const svg = await reponse.text()
    expect(svg.match(/<\/title><circle /g)).toHaveLength(1255)
    // Title, legend and sources stand in the page.
    expect(svg).not.toContain('Carte faite avec Maillage')
    expect(await checkXml(svg)).toBe(true)
  })

  it('keeps in its files and its picture what one chose', async () => {
    const html = await lire('zone=france-FR&classes=egales&detail=oui')
    expect(html).toContain('/territoires/carte.png?zone=france-FR&amp;classes=egales"')
    expect(await lire('zone=france-FR&classes=egales')).toContain(
      'src="/territoires/carte.svg?zone=france-FR&amp;classes=egales&amp;detail=image"',
    )
  })
})

describe('with outlines', () => {
  beforeAll(async () => {
    const { prets } = await createContours(ctx, 'commune', TROIS_COMMUNES, {
      source: 'Source fictive des contours',
      licence: null,
      millesime: '2026',
      fichier: 'f.geojson',
      sha256: 'abc',
    })
    await executeAction(importerContours, ctx, prets)
  })

  it('they are drawn; communes without one are said, and stay in the table', async () => {
    const html = await lire('zone=departement-04')
    expect(compter(html, 'path')).toBe(3)
    expect(html).toContain('195 communes sans contour')
    expect(html).toContain('Source fictive des contours')
    expect(html.match(/<th scope="row">/g)).toHaveLength(198)
  })

  it('what has no value is hatched, and said', async () => {
    const html = await lire('zone=departement-04&indicateur=densite&vue=cercles')
    expect(html.match(/<circle [^>]*fill="url\(#carte-missing\)"/g)).toHaveLength(195)
    expect(html).toMatch(/donnée absente <span class="count">195 communes/)
  })

  it('a value that its source hides is dotted, told from one that is absent, in pictures, legend, table and file', async () => {
    const vide = { valeur: null, poids: null }
    await updateSerie(ctx, {
      ...{ indicateur: 'revenu-median', millesime: 2023, parametres: {}, fichier: 'fictif.csv', sha256: null },
      valeurs: [
        [
          { commune: '04070', valeur: 20_000, poids: 100, motif: null },
          { commune: '04001', ...vide, motif: 'secret' },
          { commune: '04047', ...vide, motif: 'absent' },
        ],
      ],
    })
    const html = await lire('zone=departement-04&indicateur=revenu-median')
    expect(html).toMatch(/<title>Aiglun : secret statistique<\/title><path [^>]*fill="url\(#carte-secret\)"/)
    expect(html).toMatch(/<title>Champtercier : donnée absente<\/title><path [^>]*fill="url\(#carte-missing\)"/)
    expect(html).toMatch(/url\(#carte-legende-secret\)[\s\S]*?secret statistique <span class="count">1 commune</)
    expect(html).toMatch(/donnée absente <span class="count">196 communes</)
    expect(html).toMatch(/>Aiglun<\/a><\/th><td[^>]*>secret statistique<\/td>/)
    const svg = await (await client.get('/territoires/carte.svg?zone=departement-04&indicateur=revenu-median')).text()
    expect(svg).toContain('secret statistique (1\u00a0commune)')
    expect(svg).toContain('<pattern id="carte-legende-secret"')
  })

  it('circles are one click away, and back', async () => {
    expect(await lire('zone=departement-04')).toContain('vue=cercles#carte">Voir les habitants')
    const html = await lire('zone=departement-04&vue=cercles')
    expect(compter(html, 'circle')).toBe(198)
    expect(html).toContain('zone=departement-04#carte">Voir les contours')
  })

  it('a fond knows what is missing and what holds each shape', async () => {
    const fond = await getFond(ctx, 'commune', ['04070', '04001', '04112', '99999'])
    expect(fond.formes.map((f) => [f.code, f.contour !== null])).toEqual([
      ['04001', true],
      ['04070', true],
      ['04112', false],
    ])
    expect(fond.formes[0]?.groupes[0]).toBe('04')
    expect(fond.groupes.get('04')).toBe('Alpes-de-Haute-Provence')
    expect(fond.source?.nombre).toBe(3)
  })

  describe('a map as a file', () => {
    it('SVG stands alone: title, legend, sources, no link nor script', async () => {
      const reponse = await client.get('/territoires/carte.svg?zone=departement-04')
      expect(reponse.headers.get('content-type')).toBe('image/svg+xml')
      expect(reponse.headers.get('content-disposition')).toMatch(/^attachment; .*\.svg$/)
      const svg = (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ')
      expect(svg).toMatch(/^<\?xml/)
      expect(svg).toContain('Population municipale, 2023 : Alpes-de-Haute-Provence</text>')
      expect(svg).toContain('Source fictive des contours')
      expect(svg).toMatch(/\(\d+ communes?\)<\/text>/)
      expect(svg).not.toMatch(/<a |<script|href=|style=|class="map-/)
      expect(await checkXml(svg)).toBe(true)
    })

    it('PNG is at most two thousand pixels wide or high', async () => {
      for (const vue of ['contours', 'cercles']) {
        const reponse = await client.get(`/territoires/carte.png?zone=departement-04&vue=${vue}`)
        const octets = Buffer.from(await reponse.arrayBuffer())
        expect(octets.subarray(1, 4).toString()).toBe('PNG')
        const [largeur, hauteur] = [octets.readUInt32BE(16), octets.readUInt32BE(20)]
        expect(Math.max(largeur, hauteur)).toBeLessThanOrEqual(2000)
        expect(Math.min(largeur, hauteur)).toBeGreaterThan(600)
      }
    })
  })
})

describe('a thread for PNG', () => {
  const CARRE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="90" height="90"/></svg>'

  it('draws one after the other, refuses at once beyond some, and draws again afterwards', async () => {
    const demandes = Array.from({ length: ATTENTE_MAX + 3 }, () => renderCartePng(CARRE))
    const suites = await Promise.allSettled(demandes)
    expect(suites.filter((s) => s.status === 'fulfilled')).toHaveLength(ATTENTE_MAX)
    const refus = suites.flatMap((s) => (s.status === 'rejected' ? [s.reason] : []))
    expect(refus).toHaveLength(3)
    expect(refus.every((r) => r instanceof ErreurSurcharge)).toBe(true)
    expect(classify(refus[0])).toMatchObject({ statut: 503, erreurs: [{ message: expect.stringContaining('SVG') }] })
    expect((await renderCartePng(CARRE)).subarray(1, 4)).toEqual(new Uint8Array([80, 78, 71]))
  })

  it('a picture that cannot be read is a fault of its own: the next one is drawn', async () => {
    await expect(renderCartePng('<svg')).rejects.toThrow()
    expect((await renderCartePng(CARRE)).length).toBeGreaterThan(100)
  })
})

describe('a map to choose from', () => {
  it('shapes are links, and name the check boxes of the page for who has scripts; those chosen are marked', async () => {
    const fond = await getFond(ctx, 'commune', ['04070', '04001'])
    const html = String(
      await Carte({
        fond,
        titre: 'Choisir des communes',
        valeurs: new Map(),
        echelle: computeScale({ values: [] }),
        unite: 'habitants',
        source: 'fictive',
        lien: (code) => `/composer?basculer=${code}`,
        selection: { boites: 'choix-', cochees: new Set(['04070']), couleurs: ['#074249', '#e4efec'] },
        nonce: 'n',
      }).toString(),
    )
    expect(html).toContain('<a class="shape shape-selected" href="/composer?basculer=04070" data-box="choix-04070">')
    expect(html).toContain('<a class="shape" href="/composer?basculer=04001" data-box="choix-04001">')
    expect(html).toMatch(/<carte-interactive couleurs="#074249 #e4efec" projection="[^"]*metropole/)
    expect(html).toMatch(/<script type="module" src="[^"]*carte\.js[^"]*" nonce="n">/)
  })
})

describe('bad addresses', () => {
  it.each([
    'zone=departement-99',
    'zone=rien',
    'zone=territoire-12345',
    'zone=departement-04&indicateur=inconnu',
    'zone=epci-000000000',
  ])('%s is not found', async (requete) => {
    expect((await client.get(`/territoires/carte?${requete}`)).status).toBe(404)
  })

  it('a choice that does not exist is the usual one', async () => {
    expect(compter(await lire('zone=departement-04&vue=autre&classes=x&par=y'), 'path')).toBe(3)
  })
})
