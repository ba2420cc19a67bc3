import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { from, to } from 'pg-copy-streams'
import { SYSTEME } from '#core/acteur.ts'
import { openDb, withClient } from '#core/db.ts'
import { importGeographie } from '#modules/territoires/index.ts'
import { type EtablissementFictif, formatEtalab, formatFinessFictif } from '../src/testing/finess.ts'
import type { MesureFiness } from './finess-processus.ts'
import { ARGUMENTS_NODE, computeDuree, createBaseDeMesure, formatMs, type LigneMesure, sayTable } from './outils.ts'

const BARRE = 3
const MEMOIRE_MO = 300
const NOMBRE = 103_000
/** Places that change from one month to the next, come, and go. */
const MENSUEL = { modifies: 2000, crees: 300, fermes: 200 }

/**
 * As many invented places as FINESS has, from a file of its shape; beside `COPY` of the rows that the import wrote, into
 * the same table, its indexes included. Then the file of the next month.
 */
export async function mesurer(): Promise<boolean> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-finess-'))
  const base = await createBaseDeMesure(0)
  try {
    const places = createPlaces(await prepare(base.url))
    const importer = async (nom: string, etablissements: readonly EtablissementFictif[]): Promise<MesureFiness> => {
      const fichier = join(dossier, nom)
      writeFileSync(fichier, formatEtalab(etablissements))
      const args = [...ARGUMENTS_NODE, join(import.meta.dirname, 'finess-processus.ts'), base.url, fichier]
      const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 100_000_000 })
      return JSON.parse(stdout)
    }
    const premier = await importer('mai.csv', places.slice(0, NOMBRE))
    const second = await importer('juin.csv', [
      ...places
        .slice(MENSUEL.fermes, NOMBRE)
        .map((e, i) => (i < MENSUEL.modifies ? { ...e, telephone: '0100000000' } : e)),
      ...places.slice(NOMBRE),
    ])
    const copy = await computeCopy(base.url)
    const mesures: LigneMesure[] = [
      { quoi: 'COPY des mêmes lignes, index compris', mesure: formatMs(copy) },
      {
        quoi: 'premier import',
        mesure: `${formatMs(premier.ms)}, ${(premier.ms / copy).toFixed(1)} × COPY`,
        barre: `< ${BARRE} ×`,
        tenue: premier.ms < BARRE * copy,
      },
      {
        quoi: 'mémoire au plus',
        mesure: `${premier.memoire} Mo`,
        barre: `< ${MEMOIRE_MO} Mo`,
        tenue: premier.memoire < MEMOIRE_MO,
      },
      { quoi: 'import du mois suivant', mesure: `${formatMs(second.ms)}, ${(second.ms / copy).toFixed(1)} × COPY` },
      {
        quoi: 'mémoire au plus',
        mesure: `${second.memoire} Mo`,
        barre: `< ${MEMOIRE_MO} Mo`,
        tenue: second.memoire < MEMOIRE_MO,
      },
      {
        quoi: 'ce qu’il a compté',
        mesure: second.bilan.trim().replaceAll('\n', ', '),
        tenue:
          second.bilan.includes(`Créées\u00a0: ${MENSUEL.crees}\nModifiées\u00a0: ${MENSUEL.modifies}\n`) &&
          second.bilan.includes(`confirmer\u00a0: ${MENSUEL.fermes}\n`),
      },
    ]
    sayTable(`Import de ${NOMBRE} établissements FINESS`, mesures)
    return mesures.every((m) => m.tenue !== false)
  } finally {
    await base.close()
    rmSync(dossier, { recursive: true, force: true })
  }
}

async function prepare(url: string): Promise<string[]> {
  const db = openDb(url)
  const origine = { requete: crypto.randomUUID(), ip: null }
  await importGeographie({ db, acteur: SYSTEME, maintenant: new Date(), origine })
  await db.destroy()
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ code: string }>(
      "select code from commune where departement < '96' and ville is null order by code",
    )
    return rows.map((r) => r.code)
  })
}

const CATEGORIES = ['355', '500', '620', '354', '124', '603', '223', '156'] as const
const LAMBERT = '2,ATLASANTE,100,BDADRESSE,EPSG:2154 RGF93 / Lambert-93 (Métropole)'

function createPlaces(communes: readonly string[]): EtablissementFictif[] {
  const parDepartement = new Map<string, number>()
  return Array.from({ length: NOMBRE + MENSUEL.crees }, (_, i) => {
    const commune = communes[(i * 7919) % communes.length] ?? '04070'
    const departement = commune.slice(0, 2)
    const rang = (parDepartement.get(departement) ?? 0) + 1
    parDepartement.set(departement, rang)
    const categorie = CATEGORIES[i % CATEGORIES.length] ?? '355'
    return {
      ...{ departement, categorie, commune: commune.slice(2) },
      finess: formatFinessFictif(departement, rang),
      finessEj: formatFinessFictif(departement, (rang % 3000) + 50_000),
      nom: `ETABLISSEMENT FICTIF DE LA COMMUNE ${commune} NUMERO ${rang} DIT DES TILLEULS`,
      categorieLibelle: `Catégorie d’établissements numéro ${categorie}`,
      voie: `DE LA FONTAINE ${i % 400}`,
      acheminement: `${commune} VILLE FICTIVE ${i % 1000}`,
      telephone: `04${String(i).padStart(8, '0')}`,
      maj: `2025-0${1 + (i % 9)}-15`,
      position: [700_000 + (i % 3000) * 50, 6_500_000 + (i % 1700) * 60, LAMBERT],
    }
  })
}

/** COPY of what the import wrote, into the same table once emptied. */
const computeCopy = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ colonnes: string }>(
      `select string_agg(column_name, ', ' order by ordinal_position) as colonnes from information_schema.columns
       where table_name = 'structure' and is_generated = 'NEVER' and is_identity = 'NO'`,
    )
    const colonnes = rows[0]?.colonnes ?? ''
    const lus: Buffer[] = []
    for await (const morceau of client.query(
      to(`copy (select ${colonnes} from structure where source = 'finess' order by id limit ${NOMBRE}) to stdout`),
    ))
      lus.push(morceau)
    await client.query('truncate structure cascade')
    return computeDuree(() => pipeline(lus, client.query(from(`copy structure (${colonnes}) from stdin`))))
  })
