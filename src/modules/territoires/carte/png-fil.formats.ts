import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { LARGEUR } from './fond.ts'

/** The thread that draws maps as PNG, one after the other: see png.formats.ts. */

/** Pixels at most, on the longer side. */
const PIXELS_MAX = 2000

const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
const pret = initWasm(readFileSync(wasm))
const police = readFileSync(join(import.meta.dirname, '../../../../public/fonts/atkinson-hyperlegible-next.woff2'))

/** Twice as fine as the units of the picture, with the house’s font. */
async function renderPng(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  await pret
  const font = { fontBuffers: [police], defaultFontFamily: 'Atkinson Hyperlegible Next' }
  const [, largeur = LARGEUR, hauteur = LARGEUR] = /viewBox="0 0 (\d+) (\d+)/.exec(svg)?.map(Number) ?? []
  const zoom = Math.min(2, PIXELS_MAX / Math.max(largeur, hauteur))
  const image = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: zoom } })
  try {
    const rendu = image.render()
    const png = Uint8Array.from(rendu.asPng())
    rendu.free()
    return png
  } finally {
    image.free()
  }
}

parentPort?.on('message', async (svg: string) => {
  const png = await renderPng(svg)
  parentPort?.postMessage(png, [png.buffer])
})
