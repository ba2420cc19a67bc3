/**
 * Makes the web fonts of `public/fonts/` from the package of Atkinson Hyperlegible Next: only the signs that French
 * (and the names of its neighbours) need, the weights 400 to 700, one weight for italic. Run it after a change here; it also writes the fonts' versions in the stylesheet, which the
 * page preloads by the same address.
 *
 *     node scripts/fonts.ts
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import subsetFont from 'subset-font'
import { asset } from '#ui/asset.ts'

const source = dirname(
  createRequire(import.meta.url).resolve('@fontsource-variable/atkinson-hyperlegible-next/LICENSE'),
)
const target = join(import.meta.dirname, '../public/fonts')
const stylesheet = join(import.meta.dirname, '../public/styles/base.css')

const range = (from: number, to: number) =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, index) => from + index))

/** ASCII and Latin-1 whole, then what French typography adds; U+202F is the narrow no-break space. */
const signs = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}ŒœŸ‘’“”„…–—•·−×€™↑↓\u202f\u2009`
const keepFeatures = ['kern', 'mark', 'mkmk', 'ccmp', 'locl', 'tnum']

const files = [
  { from: 'latin-wght-normal', to: 'atkinson-hyperlegible-next.woff2', wght: { min: 400, max: 700 } },
  { from: 'latin-wght-italic', to: 'atkinson-hyperlegible-next-italic.woff2', wght: 400 },
]

let css = await readFile(stylesheet, 'utf8')
await mkdir(target, { recursive: true })
await copyFile(join(source, 'LICENSE'), join(target, 'LICENSE'))
for (const { from, to, wght } of files) {
  const font = await readFile(join(source, 'files', `atkinson-hyperlegible-next-${from}.woff2`))
  const subset = await subsetFont(font, signs, {
    targetFormat: 'woff2',
    variationAxes: { wght },
    keepFeatures,
    noHinting: true,
  })
  await writeFile(join(target, to), subset)
  css = css.replace(new RegExp(`/fonts/${to}[^"]*`), asset(`/fonts/${to}`))
  process.stdout.write(`${to} ${(subset.length / 1024).toFixed(1)} Kio\n`)
}
await writeFile(stylesheet, css)
