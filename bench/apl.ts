import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse'
import type { Client } from 'pg'
import { from } from 'pg-copy-streams'
import { withClient } from '#core/db.ts'
import { openEmbedded, stopEphemeral } from '#core/postgres/index.ts'
import { parseTemps } from '#modules/territoires/apl/entrees.formats.ts'
import { computeApl, createCalcul } from '#modules/territoires/apl/moteur/apl.ts'
import { createMatricePoids } from '#modules/territoires/apl/moteur/decroissance.ts'
import { Essai } from '#modules/territoires/apl/moteur/essai.ts'
import { createTempsEstimes, type Lieu } from '#modules/territoires/apl/moteur/estimation.ts'
import { createTransposee, type Matrice } from '#modules/territoires/apl/moteur/matrice.ts'
import { JEUX } from '#modules/territoires/apl/parametres.ts'
import { computeDuree, computeQuantile, formatMs, say, sayTable } from './outils.ts'

const CONTOURS = new URL('../../shared/donnees/contours/communes-1000m.geojson.gz', import.meta.url)
const REGLES = { detour: 1.3, vitesses: [[null, 50]], interne: 'nul' } as const
const [JEU] = JEUX
const LIMITE = 20

/** Always the same: people and supply are invented, only places are real. */
function createHasard(): () => number {
  let etat = 42
  return () => {
    etat = (Math.imul(etat, 1664525) + 1013904223) | 0
    return (etat >>> 0) / 4294967296
  }
}

/** Mainland communes by the middle of their outline; where the file is not there, as many invented places. */
function readLieux(hasard: () => number): { lieux: Lieu[]; source: string } {
  const habiter = (longitude: number, latitude: number): Lieu => ({
    longitude,
    latitude,
    population: Math.round(200 + hasard() ** 8 * 100_000),
    superficie: 15,
  })
  if (!existsSync(CONTOURS)) {
    const lieux = Array.from({ length: 34_700 }, () => habiter(-1 + hasard() * 8, 43 + hasard() * 6.5))
    return { lieux, source: 'lieux inventés' }
  }
  const { features } = JSON.parse(gunzipSync(readFileSync(CONTOURS)).toString()) as {
    features: { properties: { departement: string }; geometry: { coordinates: unknown[] } | null }[]
  }
  const lieux = features.flatMap(({ properties, geometry }) => {
    if (!geometry || properties.departement.startsWith('97')) return []
    const nombres = geometry.coordinates.flat(3 as 1).filter((n) => typeof n === 'number')
    const moyenne = (reste: number) => {
      const valeurs = nombres.filter((_, i) => i % 2 === reste)
      return valeurs.reduce((a, b) => a + b, 0) / valeurs.length
    }
    return [habiter(moyenne(0), moyenne(1))]
  })
  return { lieux, source: 'communes de métropole' }
}

/** Durations of `fois` runs, after one that nobody counts. */
function measure(fois: number, faire: (n: number) => void): number[] {
  faire(0)
  return Array.from({ length: fois }, (_, n) => {
    const debut = performance.now()
    faire(n)
    return performance.now() - debut
  })
}

const ALTERNANCES = 12
const PAR_ALTERNANCE = 10

interface DeuxMesures {
  notres: number[]
  scipy: number[]
  /** What SciPy computed. */
  apl: Float64Array
}

/**
 * Ours and SciPy on the same weights, two sparse products each, turn by turn: what else the machine does weighs on both.
 * Null where SciPy is not installed.
 */
async function measureAvecScipy(
  poids: Matrice,
  population: Float64Array,
  offre: Float64Array,
  computeNotre: () => void,
): Promise<DeuxMesures | null> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-bench-apl-'))
  const tableaux = { debuts: poids.debuts, colonnes: poids.colonnes, valeurs: poids.valeurs, population, offre }
  for (const [nom, t] of Object.entries(tableaux))
    writeFileSync(join(dossier, nom), new Uint8Array(t.buffer, t.byteOffset, t.byteLength))
  const python = spawn('python3', ['-c', SCIPY, dossier, String(PAR_ALTERNANCE)], { stdio: ['pipe', 'pipe', 'ignore'] })
  try {
    python.on('error', () => undefined)
    python.stdin.on('error', () => undefined)
    const reponses = createInterface(python.stdout)[Symbol.asyncIterator]()
    const notres: number[] = []
    const scipy: number[] = []
    for (let n = 0; n < ALTERNANCES; n++) {
      python.stdin.write('encore\n')
      const { value, done } = await reponses.next()
      if (done) return null
      // Of each turn, the first is warming up.
      scipy.push(...value.split(' ').map(Number).slice(1))
      notres.push(...measure(PAR_ALTERNANCE - 1, computeNotre))
    }
    const apl = readFileSync(join(dossier, 'apl'))
    return { notres, scipy, apl: new Float64Array(apl.buffer.slice(apl.byteOffset, apl.byteOffset + apl.byteLength)) }
  } finally {
    python.kill()
    rmSync(dossier, { recursive: true, force: true })
  }
}

const SCIPY = `
import sys, time, numpy as np, scipy.sparse as sp
f = lambda n, t: np.fromfile(sys.argv[1] + '/' + n, t)
P, S = f('population', 'f8'), f('offre', 'f8')
W = sp.csr_matrix((f('valeurs', 'f8'), f('colonnes', 'i4'), f('debuts', 'i4')), shape=(len(P), len(S)))
T = W.T.tocsr()
for _ in sys.stdin:
    durees = []
    for _ in range(int(sys.argv[2])):
        t = time.perf_counter()
        D = T @ P
        R = np.divide(S, D, out=np.zeros_like(S), where=D > 0)
        A = W @ R
        durees.append((time.perf_counter() - t) * 1000)
    A.tofile(sys.argv[1] + '/apl')
    print(*durees, flush=True)
`

/** The same in plain SQL, pairs loaded and analysed beforehand. */
async function measureSql(poids: Matrice, population: Float64Array, offre: Float64Array): Promise<number> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-bench-'))
  try {
    const { url } = await openEmbedded({ dossier, ephemere: true })
    return await withClient(url, async (client) => {
      await client.query(`create unlogged table paire (o int, d int, w float8);
        create unlogged table lieu (id int primary key, p float8, s float8)`)
      await copy(client, 'paire', listPaires(poids))
      await copy(client, 'lieu', [...population].map((p, n) => `${n}\t${p}\t${offre[n]}\n`).values())
      await client.query('analyze paire, lieu')
      const durees = []
      for (let n = 0; n < 3; n++) durees.push(await computeDuree(() => client.query(SQL)))
      return computeQuantile(durees, 0.5)
    })
  } finally {
    await stopEphemeral(dossier)
    rmSync(dossier, { recursive: true, force: true })
  }
}

const SQL = `with r as (
    select d, (select s from lieu where id = d) / nullif(sum(w * p), 0) as r from paire join lieu on id = o group by d
  ) select count(*), sum(a) from (select o, sum(w * r) as a from paire join r using (d) group by o) t`

function* listPaires({ origines, debuts, colonnes, valeurs }: Matrice): Generator<string> {
  for (let o = 0; o < origines; o++) {
    let lot = ''
    for (let e = debuts[o] ?? 0; e < (debuts[o + 1] ?? 0); e++) lot += `${o}\t${colonnes[e]}\t${valeurs[e]}\n`
    yield lot
  }
}

const copy = (client: Client, table: string, lignes: Iterable<string>) =>
  pipeline(lignes, client.query(from(`copy ${table} from stdin`)))

/** Reading of the matrix as a file: ours, then csv-parse as it is. */
async function measureLecture(temps: Matrice): Promise<{ notre: number; csvParse: number }> {
  const morceaux: Buffer[] = [Buffer.from('origine,destination,minutes\n')]
  for (let o = 0; o < temps.origines; o += 500) {
    let lot = ''
    for (let a = o; a < Math.min(temps.origines, o + 500); a++) {
      for (let e = temps.debuts[a] ?? 0; e < (temps.debuts[a + 1] ?? 0); e++)
        lot += `${10_000 + a},${10_000 + (temps.colonnes[e] ?? 0)},${(temps.valeurs[e] ?? 0).toFixed(2)}\n`
    }
    morceaux.push(Buffer.from(lot))
  }
  async function* octets() {
    yield* morceaux
  }
  const rangs = new Map(Array.from({ length: temps.origines }, (_, n) => [String(10_000 + n), n]))
  const notre = await computeDuree(() => parseTemps(octets(), rangs, rangs))
  const csvParse = await computeDuree(async () => {
    let lignes = 0
    await pipeline(octets(), parse(), async (flux) => {
      for await (const _ of flux) lignes++
    })
    if (lignes !== temps.colonnes.length + 1) throw new Error(`csv-parse a lu ${lignes} lignes.`)
  })
  return { notre, csvParse }
}

/** Access to care of all mainland communes: pairs, computation, one change, beside SciPy and plain SQL. */
export async function mesurer(): Promise<boolean> {
  if (!JEU) throw new Error('Il y a toujours un jeu de paramètres.')
  const hasard = createHasard()
  const { lieux, source } = readLieux(hasard)
  say(`\nAPL : ${lieux.length} ${source}\n`)
  let temps = createTempsEstimes(lieux, REGLES, LIMITE)
  const paires = measure(3, () => {
    temps = createTempsEstimes(lieux, REGLES, LIMITE)
  })
  const poids = createMatricePoids(temps, JEU.parametres.decroissance, LIMITE)
  const population = Float64Array.from(lieux, (l) => l.population ?? 0)
  const offre = Float64Array.from(lieux, () => (hasard() < 0.3 ? Math.round(hasard() * 20_000) : 0))
  const calcul = createCalcul(poids)
  const transposee = createTransposee(poids)
  const computeNotre = () => void computeApl(poids, population, offre, 1, transposee, calcul)
  const avecScipy = await measureAvecScipy(poids, population, offre, computeNotre)
  const calculs = avecScipy?.notres ?? measure(40, computeNotre)
  const essai = new Essai(poids, population, offre)
  const changements = measure(200, (n) => essai.updateOffre((n * 173) % lieux.length, 5400))
  const habitants = measure(200, (n) => essai.updatePopulation((n * 173) % lieux.length, 900))
  if (avecScipy && !avecScipy.apl.every((v, n) => Math.abs(v - (calcul.apl[n] ?? 0)) <= 1e-9 * Math.max(1, v)))
    throw new Error('SciPy et notre calcul ne disent pas la même chose.')
  const scipy = avecScipy ? computeQuantile(avecScipy.scipy, 0.5) : null
  const sql = await measureSql(poids, population, offre)
  const lecture = await measureLecture(temps)
  const [p, c, s, h] = [paires, calculs, changements, habitants].map((d) => computeQuantile(d, 0.5)) as [
    number,
    number,
    number,
    number,
  ]
  const lignes = [
    {
      quoi: `paires (${temps.colonnes.length}), par la distance`,
      mesure: formatMs(p),
      barre: '< 1 s',
      tenue: p < 1000,
    },
    { quoi: 'un calcul entier', mesure: formatMs(c), barre: '< 15 ms', tenue: c < 15 },
    scipy !== null
      ? {
          quoi: `le même par SciPy ${formatMs(scipy)}`,
          mesure: `× ${(c / scipy).toFixed(2)}`,
          barre: '< × 2',
          tenue: c < 2 * scipy,
        }
      : { quoi: 'le même par SciPy', mesure: 'absent' },
    { quoi: `le même en SQL ${formatMs(sql)}`, mesure: `× ${(c / sql).toFixed(3)}` },
    { quoi: 'une offre qui change', mesure: formatMs(s), barre: '< 2 ms', tenue: s < 2 },
    { quoi: 'une population qui change', mesure: formatMs(h), barre: '< 2 ms', tenue: h < 2 },
    {
      quoi: `lecture de la matrice ${formatMs(lecture.notre)}, csv-parse ${formatMs(lecture.csvParse)}`,
      mesure: `× ${(lecture.notre / lecture.csvParse).toFixed(2)}`,
    },
  ]
  sayTable('Accès aux soins', lignes)
  return lignes.every((l) => !('tenue' in l) || l.tenue)
}
