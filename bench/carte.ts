import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { SYSTEME } from '#core/acteur.ts'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { openDb } from '#core/db.ts'
import { formatCarte } from '#modules/territoires/carte/carte.pages.tsx'
import { schemaDemande } from '#modules/territoires/carte/demande.ts'
import { renderCarteSvg } from '#modules/territoires/carte/fichier.tsx'
import { getCarte } from '#modules/territoires/carte/lecture.queries.ts'
import { renderCartePng } from '#modules/territoires/carte/png.formats.ts'
import { createContours, importerContours } from '#modules/territoires/contour/import.actions.ts'
import { readTexte } from '#modules/territoires/contour/lecture.formats.ts'
import { importGeographie, importIndicateursReference } from '#modules/territoires/index.ts'
import { computeDuree, computeQuantile, formatMs, type LigneMesure, sayTable } from './outils.ts'

const FICHIER = '../shared/donnees/contours/communes-1000m.geojson.gz'
const FOIS = 15

/** What issue 4 asks of each map: compressed size in KB, milliseconds to draw it from what was read. */
const CARTES = [
  { quoi: 'un département par communes', zone: 'departement-04', ko: 60, ms: 50 },
  { quoi: 'une région par communes', zone: 'region-93', ko: null, ms: null },
  { quoi: 'la France par EPCI', zone: 'france-FR', ko: 150, ms: null },
  { quoi: 'la France par EPCI, en cercles', zone: 'france-FR', vue: 'cercles', ko: null, ms: null },
] as const

/** Outlines of France (where the file is), then maps: their size and their time, apart from the database’s. */
export async function mesurer(url: string): Promise<boolean> {
  if (!existsSync(FICHIER)) {
    sayTable('Cartes', [{ quoi: 'Contours absents : rien n’est mesuré', mesure: '–' }])
    return true
  }
  const db = openDb(url)
  const ctx: Ctx = { db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
  try {
    await importGeographie(ctx)
    await importIndicateursReference(ctx)
    const lignes = [await mesurerImport(ctx)]
    for (const carte of CARTES) lignes.push(...(await mesurerCarte(ctx, carte)))
    sayTable('Cartes (temps de processeur ; taille compressée du SVG)', lignes)
    return lignes.every((l) => l.tenue !== false)
  } finally {
    await db.destroy()
  }
}

async function mesurerImport(ctx: Ctx): Promise<LigneMesure> {
  async function* lire() {
    yield readFileSync(FICHIER)
  }
  const source = { source: 'Mesure', licence: null, millesime: null, fichier: 'f', sha256: '0' }
  const avant = process.cpuUsage()
  const duree = await computeDuree(async () => {
    const { prets } = await createContours(ctx, 'commune', await readTexte(lire()), source)
    await executeAction(importerContours, ctx, prets)
  })
  const { user } = process.cpuUsage(avant)
  return {
    quoi: 'import des contours de France (1000 m)',
    mesure: `${formatMs(duree)} (processeur ${formatMs(user / 1000)}), ${Math.round(process.memoryUsage().rss / 1e6)} Mo`,
    barre: '30 s de processeur',
    tenue: user / 1000 < 30_000,
  }
}

async function mesurerCarte(ctx: Ctx, carte: (typeof CARTES)[number]): Promise<LigneMesure[]> {
  const { quoi, zone, ko, ms } = carte
  const demande = schemaDemande.parse({ zone, indicateur: 'densite', ...('vue' in carte && { vue: carte.vue }) })
  const lectures: number[] = []
  let dessin = 0
  let svg = ''
  for (let i = 0; i < FOIS; i++) {
    const debut = performance.now()
    const lue = await getCarte(ctx, demande)
    if (!lue) throw new Error(`Rien à dessiner pour ${zone}.`)
    lectures.push(performance.now() - debut)
    // The processor’s time: drawing waits for nothing, and a shared machine must not count.
    const avant = process.cpuUsage()
    svg = await renderCarteSvg(formatCarte(lue, demande))
    dessin += process.cpuUsage(avant).user / 1000 / FOIS
  }
  const avantPng = process.cpuUsage()
  await renderCartePng(svg)
  const png = process.cpuUsage(avantPng).user / 1000
  const poids = gzipSync(svg).length / 1000
  return [
    {
      quoi: `${quoi} : dessin`,
      mesure: formatMs(dessin),
      ...(ms !== null && { barre: `< ${ms} ms`, tenue: dessin < ms }),
    },
    {
      quoi: `${quoi} : taille`,
      mesure: `${poids.toFixed(0)} Ko`,
      ...(ko !== null && { barre: `< ${ko} Ko`, tenue: poids < ko }),
    },
    { quoi: `${quoi} : lecture en base (médiane, horloge)`, mesure: formatMs(computeQuantile(lectures, 0.5)) },
    { quoi: `${quoi} : PNG, une fois`, mesure: formatMs(png) },
  ]
}
