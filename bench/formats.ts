import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Mesure } from './formats-processus.ts'
import { ARGUMENTS_NODE, type LigneMesure, sayTable } from './outils.ts'

const MEMOIRE_MO = 300
const FORMATS_MESURES = ['ris', 'unimarc', 'bibtex', 'marcxml', 'pmbxml', 'csl-json'] as const

/** Library formats, written, read, then read and written again; peak of memory; beside JSON.parse of the same notices. */
export async function mesurer(nombre: number): Promise<boolean> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-formats-'))
  const lance = async (quoi: string, fichier: string): Promise<Mesure> => {
    const processus = join(import.meta.dirname, 'formats-processus.ts')
    const args = [...ARGUMENTS_NODE, processus, quoi, join(dossier, fichier), String(nombre)]
    return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout)
  }
  try {
    await lance('ecrit:csl-json', 'csl-json')
    const temoin = await lance('temoin', 'csl-json')
    const lignes: LigneMesure[] = [{ quoi: 'témoin : JSON.parse, ligne à ligne', mesure: formatDebit(temoin) }]
    for (const format of FORMATS_MESURES) {
      const ecrit = await lance(`ecrit:${format}`, format)
      const lit = await lance(`lit:${format}`, format)
      const relit = await lance(`convertit:${format}`, format)
      const memoire = Math.max(ecrit.memoire, lit.memoire, relit.memoire)
      const mo = Math.round(statSync(join(dossier, format)).size / 1e6)
      lignes.push(
        { quoi: `${format} (${mo} Mo) : écrit`, mesure: formatDebit(ecrit) },
        { quoi: `${format} : lu`, mesure: `${formatDebit(lit)}, ${(lit.ms / temoin.ms).toFixed(1)} × témoin` },
        { quoi: `${format} : lu et récrit`, mesure: formatDebit(relit) },
        {
          quoi: `${format} : mémoire au plus`,
          mesure: `${memoire} Mo`,
          barre: `< ${MEMOIRE_MO} Mo`,
          tenue: memoire < MEMOIRE_MO,
        },
      )
    }
    sayTable(`Formats d’échange, ${nombre} notices`, lignes)
    return lignes.every((ligne) => ligne.tenue !== false)
  } finally {
    rmSync(dossier, { recursive: true, force: true })
  }
}

const formatDebit = ({ notices, ms }: Mesure): string => `${Math.round((notices / ms) * 1000)} notices/s`
