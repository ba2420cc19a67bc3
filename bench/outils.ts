import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { from } from 'pg-copy-streams'
import { SYSTEME } from '#core/acteur.ts'
import { openDb, withClient } from '#core/db.ts'
import { migrate } from '#core/migrations.ts'
import { openEmbedded, stopEphemeral } from '#core/postgres/index.ts'
import { importDemonstrationDocumentation, importGlossaire } from '#modules/documentation/index.ts'
import paquet from '../package.json' with { type: 'json' }
import { createNotices, type LigneFictive } from './donnees.ts'

export interface BaseDeMesure {
  url: string
  close(): Promise<void>
}

/** A throw-away database with the demonstration data, its glossary, and that many invented notices. */
export async function createBaseDeMesure(nombre: number): Promise<BaseDeMesure> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-bench-'))
  const close = async () => {
    await stopEphemeral(dossier)
    rmSync(dossier, { recursive: true, force: true })
  }
  try {
    const { url } = await openEmbedded({ dossier, ephemere: true })
    await migrate(url)
    const db = openDb(url)
    const origine = { requete: crypto.randomUUID(), ip: null }
    const ctx = { db, acteur: SYSTEME, maintenant: new Date(), origine }
    await importGlossaire(ctx)
    await importDemonstrationDocumentation(ctx)
    await db.destroy()
    await fill(url, nombre)
    return { url, close }
  } catch (erreur) {
    await close()
    throw erreur
  }
}

const LOT = 10_000

async function fill(url: string, nombre: number): Promise<void> {
  const notices = createNotices(nombre)
  const createLot = function* () {
    for (let i = 0; i < LOT; i++) {
      const { value, done } = notices.next()
      if (done) return
      yield formatLigne(value)
    }
  }
  const copie = 'copy notice (nature, csl, resume, themes, publics, determinants, milieux, en_ligne) from stdin'
  await withClient(url, async (client) => {
    for (let fait = 0; fait < nombre; fait += LOT) {
      await pipeline(createLot(), client.query(from(copie)))
      say(`\r  ${Math.min(fait + LOT, nombre)} notices fictives sur ${nombre}`)
    }
    say('\n')
    await client.query('vacuum analyze notice, notice_index, facette, facette_compte, terme_connu, glossaire')
  })
}

const echappe = (v: string): string =>
  v.replace(/[\\\n\t]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\t': '\\t' })[c] ?? c)

function formatLigne(n: LigneFictive): string {
  const tableau = (v: string[]) => `{${v.join(',')}}`
  const cellules = [
    n.nature,
    echappe(JSON.stringify(n.csl)),
    n.resume === null ? '\\N' : echappe(n.resume),
    tableau(n.themes),
    tableau(n.publics),
    tableau(n.determinants),
    tableau(n.milieux),
    n.enLigne ? 't' : 'f',
  ]
  return `${cellules.join('\t')}\n`
}

/** How `npm run maillage` calls node: what is measured in a process of its own runs as the command line does. */
export const ARGUMENTS_NODE: readonly string[] = paquet.scripts.maillage.split(' ').slice(1, -1)

export const say = (texte: string): void => {
  process.stdout.write(texte)
}

/** The value below which that part (0 to 1) of the durations lies. */
export function computeQuantile(durees: readonly number[], part: number): number {
  const triees = durees.toSorted((a, b) => a - b)
  return triees[Math.min(triees.length - 1, Math.floor(part * triees.length))] ?? Number.NaN
}

export async function computeDuree(faire: () => Promise<unknown>): Promise<number> {
  const debut = performance.now()
  await faire()
  return performance.now() - debut
}

export interface LigneMesure {
  quoi: string
  mesure: string
  /** What architecture.md asks; nothing where the figure is given for itself. */
  barre?: string
  tenue?: boolean
}

/** Prints a table of figures. */
export function sayTable(titre: string, lignes: readonly LigneMesure[]): void {
  const entete = { quoi: titre, mesure: 'mesure', barre: 'barre', verdict: '' }
  const textes = [
    entete,
    ...lignes.map(({ tenue, barre = '', ...l }) => ({
      ...l,
      barre,
      verdict: tenue === undefined ? '' : tenue ? 'tenu' : 'manqué',
    })),
  ]
  const largeur = (cle: keyof typeof entete) => Math.max(...textes.map((t) => t[cle].length))
  const [q, m, b] = [largeur('quoi'), largeur('mesure'), largeur('barre')]
  say(
    `\n${textes.map((t) => `  ${t.quoi.padEnd(q)}  ${t.mesure.padStart(m)}  ${t.barre.padEnd(b)}  ${t.verdict}`.trimEnd()).join('\n')}\n`,
  )
}

export const formatMs = (ms: number): string => (ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`)
