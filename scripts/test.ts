/**
 * `npm test`: types, lint and boundaries, rules and HTTP on a real PostgreSQL, journeys in a real browser, in this order.
 * Each layer also runs alone (`npm run test:types`…). Ends with `N passed, N failed` on a line of its own.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Bilan {
  passed: number
  failed: number
}

/** What we read of Vitest's JSON report. */
interface Rapport {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

const dossier = mkdtempSync(join(tmpdir(), 'maillage-tests-'))
const dire = (texte: string): void => {
  process.stdout.write(`${texte}\n`)
}

function run(commande: string, ...args: string[]): boolean {
  dire(`\n── ${commande} ${args.join(' ')}`)
  return spawnSync(commande, args, { stdio: 'inherit' }).status === 0
}

/** Said again at the very end: a long run is often read by its last lines alone. */
const echecs: string[] = []

type Fichier = Rapport['testResults'][number]
const listRates = ({ assertionResults }: Fichier) => assertionResults.filter((test) => test.status === 'failed')

/** The process of a file ended before its tests did: no test failed, some have no result. */
const isInterrompu = (fichier: Fichier): boolean =>
  fichier.status === 'failed' &&
  listRates(fichier).length === 0 &&
  fichier.assertionResults.some((test) => test.status === 'pending')

function noteEchecs(fichiers: readonly Fichier[]): void {
  for (const fichier of fichiers.filter(({ status }) => status === 'failed')) {
    const rates = listRates(fichier)
    for (const { fullName, failureMessages } of rates)
      echecs.push(`${fichier.name}\n  ${fullName}\n  ${failureMessages[0]}`)
    if (rates.length === 0) echecs.push(`${fichier.name}\n  ${fichier.message || 'interrompu'}`)
  }
}

/** A tool that passes or not counts for one. */
function checkOutil(commande: string, ...args: string[]): Bilan {
  if (run(commande, ...args)) return { passed: 1, failed: 0 }
  echecs.push(`${commande} ${args.join(' ')}`)
  return { passed: 0, failed: 1 }
}

/**
 * Vitest says how many tests passed; a run that broke before its report counts as a failure. Node sometimes dies of a
 * segmentation fault while it collects garbage: a file that it died in is run once more, and that is said.
 */
function runVitest(nom: string, args: readonly string[], reprise = false): Bilan {
  const rapport = join(dossier, `${nom}.json`)
  const reussi = run('vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${rapport}`)
  let lu: Rapport
  try {
    lu = JSON.parse(readFileSync(rapport, 'utf8')) as Rapport
  } catch {
    return { passed: 0, failed: 1 }
  }
  const interrompus = reprise ? [] : lu.testResults.filter(isInterrompu)
  noteEchecs(lu.testResults.filter((fichier) => !interrompus.includes(fichier)))
  if (interrompus.length === 0)
    return { passed: lu.numPassedTests, failed: Math.max(lu.numFailedTests, reussi ? 0 : 1) }
  const noms = interrompus.map(({ name }) => name)
  dire(`\nNode est mort pendant ${noms.join(', ')} : une seule reprise.`)
  const passees = interrompus.flatMap((fichier) => fichier.assertionResults).filter((test) => test.status === 'passed')
  const encore = runVitest(`${nom}-reprise`, [...args, ...noms], true)
  return { passed: lu.numPassedTests - passees.length + encore.passed, failed: lu.numFailedTests + encore.failed }
}

const couches = [
  () => checkOutil('tsc', '--noEmit'),
  () => checkOutil('biome', 'check', '--error-on-warnings'),
  () => checkOutil('vite', 'build', '--logLevel', 'warn'),
  () => runVitest('regles', []),
  () => runVitest('parcours', ['--config', 'vitest.e2e.config.ts']),
]
const bilan = couches
  .map((couche) => couche())
  .reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }))
rmSync(dossier, { recursive: true })
for (const echec of echecs) dire(`\n✗ ${echec}`)
dire(`\n${bilan.passed} passed, ${bilan.failed} failed`)
process.exitCode = bilan.failed > 0 || bilan.passed === 0 ? 1 : 0
