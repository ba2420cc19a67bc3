import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurLecture } from '#core/encodage.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { createEntree, listNoticesPresentes, updateEntree, updateLies } from './ecriture.queries.ts'
import { glossairePolicy } from './glossaire.policy.ts'
import { listEntrees } from './glossaire.queries.ts'
import { computeImport, type PlanImport } from './import.ts'
import { type LigneTable, parseTable } from './table.formats.ts'

const TAILLE_MAX = 1_000_000
const politique = (acteur: Ctx['acteur']) => glossairePolicy.peutParfois(acteur, 'modifier')

/** @throws ErreurSaisie where the file cannot be read */
function readTable(octets: Uint8Array): LigneTable[] {
  try {
    return parseTable(octets)
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    throw new ErreurSaisie([{ field: 'fichier', message: erreur.message }])
  }
}

async function computePlan(ctx: Ctx, table: readonly LigneTable[]): Promise<PlanImport> {
  const numeros = table.flatMap(({ valeurs: v }) => Number(/\d{1,9}$/.exec(v.notice ?? '')?.[0] ?? Number.NaN) || [])
  const [entrees, notices] = await Promise.all([listEntrees(ctx), listNoticesPresentes(ctx, numeros)])
  return computeImport(table, entrees, notices)
}

/** Says what a file would do; changes nothing. The text comes back with it, to be sent again once agreed. */
export const lireTableTermes = defineAction({
  nom: 'lireTableTermes',
  entree: z.object({
    fichier: z
      .custom<File>((v) => v instanceof File && v.size > 0, 'Choisissez un fichier CSV.')
      .refine((f) => f.size <= TAILLE_MAX, 'Ce fichier est trop lourd\u00a0: 1\u00a0Mo au plus.'),
  }),
  politique,
  trace: 'glossaire.import.lecture',
  executer: async (ctx, { fichier }) => {
    const table = readTable(new Uint8Array(await fichier.arrayBuffer()))
    return { table, plan: await computePlan(ctx, table) }
  },
})

const schemaTable = z
  .string()
  .max(4 * TAILLE_MAX)
  .transform((v, suite): LigneTable[] => {
    const lu = z
      .array(z.object({ n: z.number().int(), valeurs: z.record(z.string(), z.string()) }))
      .safeParse(parseJson(v))
    if (lu.success) return lu.data
    suite.addIssue('Déposez de nouveau le fichier.')
    return z.NEVER
  })

function parseJson(texte: string): unknown {
  try {
    return JSON.parse(texte)
  } catch {
    return null
  }
}

/** Does what was shown, on the glossary as it is now. */
export const importerTermes = defineAction({
  nom: 'importerTermes',
  entree: z.object({ table: schemaTable }),
  politique,
  trace: 'glossaire.import',
  executer: async (ctx, { table }) => {
    const { termes } = await computePlan(ctx, table)
    const poses: { id: number; contenu: PlanImport['termes'][number]['contenu'] }[] = []
    for (const { entree, contenu } of termes) {
      if (entree) await updateEntree(ctx, entree.id, contenu, { version: entree.version, geste: 'import' })
      const id = entree?.id ?? (await createEntree(ctx, contenu, { geste: 'import' })).id
      poses.push({ id, contenu })
    }
    // Once all of them are there: each may name any other.
    for (const { id, contenu } of poses) await updateLies(ctx, id, contenu.termesLies)
    return termes.length
  },
})
