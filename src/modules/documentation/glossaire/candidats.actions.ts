import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { addTache, defineTache } from '#core/jobs.ts'
import { updateReglage } from '#core/reglage.ts'
import { addEcart, listTextesEtageres, listTextesNotices, removeEcart, updateCandidats } from './candidats.queries.ts'
import { createReleve } from './candidats.ts'
import { glossairePolicy } from './glossaire.policy.ts'

const UN_JOUR = 24 * 3600
const GARDES = 1000
/** When the catalogue was last read for its acronyms. */
export const REGLAGE_CANDIDATS = 'glossaire.candidats'

/** Reads the whole catalogue and public shelves once, and keeps the acronyms that stand there most. */
async function updateSuggestions(ctx: Ctx, signal: AbortSignal): Promise<void> {
  const releve = createReleve()
  for (const textes of [listTextesNotices(ctx), listTextesEtageres(ctx)])
    for await (const lu of textes) {
      signal.throwIfAborted()
      releve.add(lu)
    }
  await ctx.db.transaction().execute(async (db) => {
    await updateCandidats({ ...ctx, db }, releve.list(GARDES))
    await updateReglage(db, REGLAGE_CANDIDATS, ctx.maintenant.toISOString())
  })
}

export const tacheCandidats = defineTache({
  nom: 'glossaire.candidats',
  donnees: z.object({}),
  chaque: UN_JOUR,
  executer: (ctx, _donnees, signal) => updateSuggestions(ctx, signal),
})

const politique = (acteur: Ctx['acteur']) => glossairePolicy.peutParfois(acteur, 'suggerer')

/** Asks for a reading of the catalogue now: a task does it, so that no page waits for it. */
export const relireCatalogue = defineAction({
  nom: 'relireCatalogue',
  entree: z.object({}),
  politique,
  trace: 'glossaire.suggestions.lecture',
  executer: (ctx) => addTache(ctx, tacheCandidats, {}),
})

const schemaSigle = z.object({ sigle: z.string().regex(/^[\p{Lu}\p{N}]{2,8}$/u) })
const objet = ({ sigle }: { sigle: string }) => ({ type: 'sigle', id: sigle })

export const ecarterSigle = defineAction({
  nom: 'ecarterSigle',
  entree: schemaSigle,
  politique,
  trace: 'glossaire.suggestions.ecart',
  objet,
  executer: (ctx, { sigle }) => addEcart(ctx, sigle),
})

export const reprendreSigle = defineAction({
  nom: 'reprendreSigle',
  entree: schemaSigle,
  politique,
  trace: 'glossaire.suggestions.reprise',
  objet,
  executer: (ctx, { sigle }) => removeEcart(ctx, sigle),
})
