import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createWebClient } from '#core/web-client.ts'
import { importIndicateursReference } from '#modules/territoires/index.ts'
import { executeEcoute } from '../testing/cli.ts'
import { createCarre, formatGeojson, TROIS_COMMUNES } from '../testing/contours.ts'
import { createBaseGeographie, createCtx } from '../testing/geographie.ts'
import { executeContours } from './contours.ts'
import { ErreurUsage } from './usage.ts'

const dossier = mkdtempSync(join(tmpdir(), 'maillage-contours-'))
const serveur = createServer((demande, reponse) => {
  reponse.statusCode = demande.url === '/communes.geojson.gz' ? 200 : 404
  reponse.end(gzipSync(TROIS_COMMUNES))
})
let base: BaseDeTest
let racine: string
beforeAll(async () => {
  base = await createBaseGeographie()
  await importIndicateursReference(createCtx(base.db))
  await once(serveur.listen(0, '127.0.0.1'), 'listening')
  racine = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`
})
afterAll(async () => {
  serveur.close()
  await base.close()
  rmSync(dossier, { recursive: true })
})

async function run(args: string[], chemin = '/communes.geojson.gz') {
  const client = createWebClient({ adresse: 'http://localhost', hotesInternes: ['127.0.0.1'] })
  const { code, ecrit, erreur } = await executeEcoute((sorties) =>
    executeContours('commune', args, sorties, createCtx(base.db), { client, adresse: racine + chemin }),
  )
  const simple = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ')
  return { code, ecrit: simple(ecrit), erreur: simple(erreur) }
}
const getSource = () => base.db.selectFrom('contour_source').selectAll().executeTakeFirst()

test('imports a file, and says what it took and what it left', async () => {
  const chemin = join(dossier, 'trois.geojson')
  writeFileSync(
    chemin,
    formatGeojson([
      { code: '04070', anneaux: [createCarre(6.2, 44)] },
      { code: '04001', anneaux: null },
    ]),
  )
  const { code, ecrit, erreur } = await run([chemin, '--source', 'Source fictive', '--millesime', '2026'])
  expect([code, erreur]).toEqual([0, 'entité 2 (04001) : Aucun contour : la géométrie est vide.\n'])
  expect(ecrit).toMatch(/^Contours importés : 1\n {2}laissés de côté +1\n/)
  expect(await getSource()).toMatchObject({ source: 'Source fictive', millesime: '2026', fichier: 'trois.geojson' })
})

test('downloads the official file, compressed', async () => {
  expect(await run(['--telecharger'])).toMatchObject({ code: 0, ecrit: expect.stringContaining('importés : 3') })
  expect(await getSource()).toMatchObject({ fichier: 'communes.geojson.gz', nombre: 3 })
})

test('what cannot be had is told, and changes nothing', async () => {
  const absent = await run(['--telecharger'], '/autre')
  expect(absent).toMatchObject({ code: 1, erreur: expect.stringContaining('Le serveur répond 404') })
  expect(absent.erreur).toContain('téléchargez ce fichier ailleurs')
  expect(await run([join(dossier, 'rien.geojson')])).toMatchObject({
    code: 1,
    erreur: expect.stringContaining('n’existe pas'),
  })
  const faux = join(dossier, 'faux.json')
  writeFileSync(faux, '{}')
  expect((await run([faux])).erreur).toMatch(/faux\.json : Ce fichier n’est pas un GeoJSON/)
  expect(await getSource()).toMatchObject({ nombre: 3 })
})

test.each([[[]], [['a', 'b']], [['a', '--telecharger']], [['--autre']]])('wrong arguments %o', async (args) => {
  await expect(run(args)).rejects.toThrow(ErreurUsage)
})
