/** One measure in a process of its own, so that its peak of memory is its own: `formats-processus.ts MESURE FICHIER NOMBRE`. */

import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ItemCsl } from '#modules/documentation/csl.ts'
import { FORMATS, type NomFormat } from '#modules/documentation/echange/echange.ts'
import { createNotices } from './donnees.ts'

export interface Mesure {
  ms: number
  notices: number
  octets: number
  /** Peak of the process, in MB. */
  memoire: number
}

function* createItems(nombre: number): Generator<ItemCsl> {
  let rang = 0
  for (const { csl, resume } of createNotices(nombre)) {
    rang++
    yield { ...(csl as ItemCsl), id: String(rang), ...(resume && { abstract: resume }) }
  }
}

async function write(paquets: AsyncIterable<Uint8Array>, chemin: string): Promise<number> {
  const sortie = createWriteStream(chemin)
  let octets = 0
  for await (const paquet of paquets) {
    octets += paquet.length
    if (!sortie.write(paquet)) await once(sortie, 'drain')
  }
  sortie.end()
  await once(sortie, 'finish')
  return octets
}

async function measure(quoi: string, chemin: string, nombre: number): Promise<Omit<Mesure, 'ms' | 'memoire'>> {
  const [geste = '', format = ''] = quoi.split(':')
  const echange = FORMATS[format as NomFormat]
  let [notices, octets] = [0, 0]
  if (geste === 'ecrit')
    return {
      notices: nombre,
      octets: await write(
        echange.format(createItems(nombre), () => undefined),
        chemin,
      ),
    }
  if (geste === 'temoin') {
    for await (const ligne of createInterface({ input: createReadStream(chemin) })) {
      octets += ligne.length
      if (ligne.length > 2 && JSON.parse(ligne.replace(/,$/, ''))) notices++
    }
    return { notices, octets }
  }
  async function* read(): AsyncGenerator<ItemCsl> {
    for await (const lu of echange.parse(createReadStream(chemin))) {
      if (!('item' in lu)) throw new Error(lu.erreur)
      notices++
      yield lu.item
    }
  }
  if (geste === 'lit') for await (const _ of read());
  else
    octets = await write(
      echange.format(read(), () => undefined),
      '/dev/null',
    )
  return { notices, octets }
}

const [quoi = '', chemin = '', nombre = '0'] = process.argv.slice(2)
const debut = performance.now()
const fait = await measure(quoi, chemin, Number(nombre))
const ms = performance.now() - debut
const memoire = Math.round(process.resourceUsage().maxRSS / 1024)
process.stdout.write(JSON.stringify({ ...fait, ms, memoire } satisfies Mesure))
