import { execFile } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { withClient } from '#core/db.ts'
import type { ItemCsl } from '#modules/documentation/csl.ts'
import { FORMATS, type NomFormat } from '#modules/documentation/echange/echange.ts'
import { createNotices } from './donnees.ts'
import type { MesureImport } from './imports-processus.ts'
import { ARGUMENTS_NODE, computeDuree, createBaseDeMesure, formatMs, type LigneMesure, sayTable } from './outils.ts'

const BARRE = 3
const MEMOIRE_MO = 300
const FORMATS_MESURES = ['ris', 'unimarc'] as const satisfies NomFormat[]

function* createItems(nombre: number): Generator<ItemCsl> {
  for (const { csl, resume } of createNotices(nombre))
    yield { ...(csl as ItemCsl), ...(resume && { abstract: resume }) }
}

/**
 * Files of records into an empty catalogue, accepted; beside `COPY` of the same notices into the same table, whose
 * triggers index each one. The import does more than COPY: it reads, looks for duplicates in the catalogue that grows,
 * keeps each record and the first version of each notice.
 */
export async function mesurer(nombre: number): Promise<boolean> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-imports-'))
  const lignes: LigneMesure[] = []
  try {
    // COPY as the bench of search fills its catalogue. What the base costs before its notices is taken off; the first
    // one also pays for what the machine keeps afterwards.
    await computeDureeBase(0)
    const copy = (await computeDureeBase(nombre)) - (await computeDureeBase(0))
    lignes.push({ quoi: 'COPY des mêmes notices, index compris', mesure: formatMs(copy) })
    for (const format of FORMATS_MESURES) {
      const fichier = join(dossier, `notices.${format}`)
      await pipeline(
        Readable.from(FORMATS[format].format(createItems(nombre), () => undefined)),
        createWriteStream(fichier),
      )
      const base = await createBaseDeMesure(0)
      try {
        const { ms, memoire } = await execute(base.url, fichier)
        const versees = await countVersees(base.url)
        lignes.push(
          {
            quoi: `${format}\u00a0: import et versement (${versees} notices)`,
            mesure: `${formatMs(ms)}, ${(ms / copy).toFixed(1)} × COPY`,
            barre: `< ${BARRE} ×`,
            tenue: ms < BARRE * copy,
          },
          {
            quoi: `${format}\u00a0: mémoire au plus`,
            mesure: `${memoire} Mo`,
            barre: `< ${MEMOIRE_MO} Mo`,
            tenue: memoire < MEMOIRE_MO,
          },
        )
      } finally {
        await base.close()
      }
    }
  } finally {
    rmSync(dossier, { recursive: true, force: true })
  }
  sayTable(`Imports de ${nombre} notices`, lignes)
  return lignes.every((ligne) => ligne.tenue !== false)
}

const computeDureeBase = (nombre: number): Promise<number> =>
  computeDuree(async () => (await createBaseDeMesure(nombre)).close())

async function execute(url: string, fichier: string): Promise<MesureImport> {
  const args = [...ARGUMENTS_NODE, join(import.meta.dirname, 'imports-processus.ts'), url, fichier]
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout)
}

const countVersees = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ nombre: number }>(
      "select count(*) as nombre from import_ligne where etat = 'acceptee'",
    )
    return rows[0]?.nombre ?? 0
  })
