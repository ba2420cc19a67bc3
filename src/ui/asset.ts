import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const publicFolder = join(import.meta.dirname, '../../public')
/** Where Vite puts the islands, `/ilots/x.js`. */
const builtFolder = join(import.meta.dirname, '../../dist')
const addresses = new Map<string, string>()

/**
 * Address of a file of `public/`, or of an island, with a version query taken from its content, so that it can be cached for ever.
 * The hash is computed once per process. An unknown file throws: a page never links to what is not there.
 */
export function asset(path: string): string {
  const known = addresses.get(path)
  if (known) return known
  const folder = path.startsWith('/ilots/') ? builtFolder : publicFolder
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, path)))
    .digest('hex')
  const address = `${path}?v=${hash.slice(0, 10)}`
  addresses.set(path, address)
  return address
}
