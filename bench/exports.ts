import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NOMS_FORMATS } from '#modules/documentation/echange/echange.ts'
import type { Mesure } from './formats-processus.ts'
import { ARGUMENTS_NODE, formatMs, type LigneMesure, sayTable } from './outils.ts'

const MEMOIRE_MO = 300

/** The whole catalogue out of the database in each format, beside the same notices read and not written. */
export async function mesurer(url: string): Promise<boolean> {
  const lance = async (quoi: string): Promise<Mesure> => {
    const args = [...ARGUMENTS_NODE, join(import.meta.dirname, 'exports-processus.ts'), url, quoi]
    return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout)
  }
  const temoin = await lance('lecture')
  const lignes: LigneMesure[] = [{ quoi: 'témoin : notices lues, sans les écrire', mesure: formatMs(temoin.ms) }]
  for (const nom of NOMS_FORMATS) {
    const { ms, notices, octets, memoire } = await lance(nom)
    lignes.push(
      {
        quoi: `${nom} (${Math.round(octets / 1e6)} Mo)`,
        mesure: `${formatMs(ms)}, ${Math.round((notices / ms) * 1000)} notices/s, ${(ms / temoin.ms).toFixed(1)} × témoin`,
      },
      {
        quoi: `${nom} : mémoire au plus`,
        mesure: `${memoire} Mo`,
        barre: `< ${MEMOIRE_MO} Mo`,
        tenue: memoire < MEMOIRE_MO,
      },
    )
  }
  sayTable(`Export de ${temoin.notices} notices`, lignes)
  return lignes.every((ligne) => ligne.tenue !== false)
}
