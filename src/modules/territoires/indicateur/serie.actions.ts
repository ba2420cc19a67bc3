import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { updateAgregats, updateDeciles } from './agregat.queries.ts'
import { indicateurPolicy } from './indicateur.policy.ts'
import { addAuxPaquets } from './paquet.queries.ts'
import { addPubliees, addValeurs, deleteSerie, openSerie, updateComptees, updatePubliees } from './serie.queries.ts'
import type { PublicationAEcrire, SerieAEcrire } from './serie.ts'

/**
 * Writes a whole series in place of the same indicator and vintage, then what is drawn from it: larger areas, deciles,
 * packets. Inside a transaction: until it ends, everyone reads the series as it was.
 * @param serie its indicator exists; each commune stands once
 * @returns its id, which a replaced series keeps
 */
export async function updateSerie(ctx: Ctx, serie: SerieAEcrire): Promise<number> {
  const id = await updateValeurs(ctx, serie)
  await addAuxPaquets(ctx, [id])
  return id
}

/**
 * The same without packets: who writes several puts them there together at the end, `addAuxPaquets`, and goes by
 * indicator and vintage, growing, so that two imports wait for each other in one order.
 */
export async function updateValeurs(ctx: Ctx, { valeurs, publiees = [], ...entete }: SerieAEcrire): Promise<number> {
  const id = await openSerie(ctx, entete)
  for await (const lot of valeurs) await addValeurs(ctx, id, lot)
  await updateComptees(ctx, id)
  await addPubliees(ctx, id, publiees)
  await updateCalculs(ctx, id)
  return id
}

/**
 * Writes what a table publishes for the areas of one kind, in place of what was published for them; values of communes
 * stay. Inside a transaction, as `updateSerie`.
 */
export async function updatePublication(ctx: Ctx, publication: PublicationAEcrire): Promise<void> {
  await updateCalculs(ctx, await updatePubliees(ctx, publication))
}

/** Computes anew what is drawn from the values: after them, or after a change of how they add up. */
export async function updateCalculs(ctx: Ctx, serie: number): Promise<void> {
  await updateAgregats(ctx, serie)
  await updateDeciles(ctx, serie)
}

const schemaSerie = z.custom<SerieAEcrire>((v) => typeof v === 'object' && v !== null)

/** One series, by itself. */
export const ecrireSerie = defineAction({
  nom: 'ecrireSerie',
  entree: schemaSerie,
  politique: (acteur) => indicateurPolicy.peutParfois(acteur, 'importer'),
  trace: 'indicateur.serie.ecriture',
  objet: (serie) => ({ type: 'indicateur', id: serie.indicateur }),
  executer: updateSerie,
})

export const schemaSerieDesignee = z.object({
  indicateur: z.string().max(100),
  millesime: z.coerce.number().int().min(1900).max(2100),
})

export const supprimerSerie = defineAction({
  nom: 'supprimerSerie',
  entree: schemaSerieDesignee,
  politique: (acteur) => indicateurPolicy.peutParfois(acteur, 'importer'),
  trace: 'indicateur.serie.suppression',
  objet: ({ indicateur }) => ({ type: 'indicateur', id: indicateur }),
  executer: async (ctx, { indicateur: code, millesime }) => {
    if (!(await deleteSerie(ctx, code, millesime))) throw new ErreurIntrouvable('serie')
    return code
  },
})
