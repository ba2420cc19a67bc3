/**
 * `npm run fuzz [-- CAS [GRAINE [FORMAT]]]`: spoils library files and files of the directory and reads
 * them, 10,000 cases a format. Fails on any exception,
 * on a case of more than 2 s, on a process that outgrows its bar. A case is made again by its seed.
 */
import { NOMS_FORMATS } from '#modules/documentation/echange/echange.ts'
import { checkCas, type ResultatCas } from '../src/testing/mutations.ts'
import { checkCasAnnuaire, FORMATS_MUTES } from '../src/testing/mutations-annuaire.ts'

const DUREE_MAXIMALE = 2000
const MEMOIRE_MAXIMALE = 600 * 2 ** 20

const [cas = '10000', graine = '1', seul] = process.argv.slice(2)
const dire = (texte: string): void => void process.stdout.write(`${texte}\n`)
let fautes = 0

async function run(format: string, check: (graine: number) => Promise<ResultatCas>): Promise<void> {
  const bilan = { lues: 0, refusees: 0, plusLong: 0, memoire: 0 }
  for (let i = 0; i < Number(cas); i++) {
    const numero = Number(graine) + i
    try {
      const { lues, refusees, ms } = await check(numero)
      bilan.lues += lues
      bilan.refusees += refusees
      bilan.plusLong = Math.max(bilan.plusLong, ms)
      bilan.memoire = Math.max(bilan.memoire, process.memoryUsage.rss())
      if (ms > DUREE_MAXIMALE) throw new Error(`${Math.round(ms)} ms`)
    } catch (erreur) {
      fautes++
      dire(`${format}, graine ${numero} : ${erreur instanceof Error ? erreur.stack : erreur}`)
    }
  }
  const memoire = Math.round(bilan.memoire / 2 ** 20)
  if (bilan.memoire > MEMOIRE_MAXIMALE) fautes++
  dire(
    `${format} : ${cas} cas, ${bilan.lues} lues, ${bilan.refusees} refusées, au plus ${Math.round(bilan.plusLong)} ms et ${memoire} Mo`,
  )
}

const CAS = new Map<string, (graine: number) => Promise<ResultatCas>>([
  ...NOMS_FORMATS.map((format) => [format, (graine: number) => checkCas(format, graine)] as const),
  ...FORMATS_MUTES.map((format) => [format, (graine: number) => checkCasAnnuaire(format, graine)] as const),
])
for (const [format, check] of CAS) if (seul === undefined || seul === format) await run(format, check)
dire(fautes === 0 ? 'Aucune faute.' : `${fautes} fautes.`)
process.exitCode = fautes === 0 ? 0 : 1
