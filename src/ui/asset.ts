import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const publicFolder = join(import.meta.dirname, '../../public')
const addresses = new Map<string, string>()

/**
 * Address of a file of `public/`, with a version query taken from its content, so that it can be cached for ever.
 * The hash is computed once per process. An unknown file throws: a page never links to what is not there.
 */
export function asset(path: string): string {
  const known = addresses.get(path)
  if (known) return known
  const hash = createHash('sha256')
    .update(readFileSync(join(publicFolder, path)))
    .digest('hex')
  const address = `${path}?v=${hash.slice(0, 10)}`
  addresses.set(path, address)
  return address
}
