import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import type { ObjetEdite } from './champs.ts'
import { type GesteFiche, listChanges, type ObjetFiche, type Valeurs } from './fiche.ts'
import { addModification } from './modification.queries.ts'

const formatColonne = (champ: string): string => champ.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

const list = (valeurs: Valeurs) => Object.entries(valeurs).map(([champ, v]) => ({ nom: formatColonne(champ), v }))

/** A constraint on several fields of one line, in SQL: an age above another, half of a position. */
const CONTRAINTE = '23514'

/** Faults that only the base can tell for sure: a number that another sheet has, some of the fields that go together. */
async function tellFautes<T>(ecrire: Promise<T>): Promise<T> {
  try {
    return await ecrire
  } catch (erreur) {
    if (erreur instanceof Error && /_finess_key/.test(erreur.message))
      throw new ErreurSaisie([{ field: 'finess', message: 'Une autre fiche porte déjà ce numéro FINESS.' }])
    if (erreur instanceof Error && 'code' in erreur && erreur.code === CONTRAINTE)
      throw new ErreurSaisie([
        { field: '', message: 'Certains de ces champs ne vont qu’ensemble\u00a0: gardez-les tous, ou aucun.' },
      ])
    throw erreur
  }
}

/** Adds a sheet as people wrote it, with the first line of its history. @returns its id */
export async function createFiche(
  ctx: Ctx,
  objet: ObjetEdite | 'contact',
  valeurs: Valeurs,
  { note = null, fixe = {} }: { note?: string | null; fixe?: Valeurs } = {},
): Promise<number> {
  const par = objet === 'organisme' || objet === 'structure' ? { creePar: ctx.acteur.compte } : {}
  const colonnes = list({ ...valeurs, ...fixe, ...par, creeLe: ctx.maintenant, modifieLe: ctx.maintenant })
  const { rows } = await tellFautes(
    sql<{ id: number }>`insert into ${sql.table(objet)} (${sql.join(colonnes.map((c) => sql.ref(c.nom)))})
      values (${sql.join(colonnes.map((c) => sql.val(c.v)))}) returning id`.execute(ctx.db),
  )
  const id = rows[0]?.id ?? 0
  const apres = listChanges({}, valeurs)?.apres ?? {}
  await addModification(ctx, { objet, id, geste: 'creation', avant: null, apres, note })
  return id
}

interface Fiche {
  id: number
  revision: number
  source?: string
}

/**
 * Writes the fields that change, with their line in the history. Of an imported sheet, they are held from then on: an
 * import proposes another value and never writes over it.
 * @param fiche as it was read, its present fields included
 * @returns false where nothing changes
 * @throws ErreurConflit where the stored sheet is not at that revision any more
 */
export async function updateFiche<F extends Fiche>(
  ctx: Ctx,
  objet: ObjetFiche,
  fiche: F,
  valeurs: Valeurs,
  {
    geste = 'modification',
    note = null,
    tenir = true,
  }: { geste?: GesteFiche; note?: string | null; tenir?: boolean } = {},
): Promise<boolean> {
  const change = listChanges({ ...fiche } as Valeurs, valeurs)
  if (!change) return false
  const champs = Object.keys(change.apres)
  const tenus = objet === 'structure' || objet === 'service'
  const { numAffectedRows } = await tellFautes(
    sql`update ${sql.table(objet)} set
        ${sql.join(list(change.apres).map((c) => sql`${sql.ref(c.nom)} = ${c.v}`))},
        ${
          tenus
            ? sql`champs_tenus = case when source = 'saisie' then champs_tenus
                when ${tenir} then array(select distinct unnest(champs_tenus || ${champs}::text[]) order by 1)
                else array(select unnest(champs_tenus) except select unnest(${champs}::text[]) order by 1) end,`
            : sql``
        }
        revision = revision + 1, modifie_le = ${ctx.maintenant}
      where id = ${fiche.id} and revision = ${fiche.revision}`.execute(ctx.db),
  )
  if (numAffectedRows === 0n)
    throw new ErreurConflit('Cette fiche a été modifiée par quelqu’un d’autre. Rouvrez-la pour repartir de son état.')
  await addModification(ctx, { objet, id: fiche.id, geste, ...change, note })
  return true
}

/** Somebody called or went there today: a human act, kept in the history. */
export async function updateVerification(ctx: Ctx, objet: ObjetEdite, fiche: Fiche & Valeurs): Promise<void> {
  const jour = formatJour(ctx.maintenant)
  await sql`update ${sql.table(objet)} set verifie_le = ${jour}::date, verifie_par = ${ctx.acteur.compte}
    where id = ${fiche.id}`.execute(ctx.db)
  const avant = { verifieLe: fiche.verifieLe ?? null }
  await addModification(ctx, { objet, id: fiche.id, geste: 'verification', avant, apres: { verifieLe: jour } })
}

/** Takes a sheet away, or puts it back. Nothing is erased. */
export async function updatePresence(
  ctx: Ctx,
  objet: ObjetFiche,
  id: number,
  geste: 'suppression' | 'restauration' | 'fusion',
  remplacePar: number | null = null,
): Promise<void> {
  const quand = geste === 'restauration' ? null : ctx.maintenant
  const suite = objet === 'structure' || objet === 'organisme' ? sql`remplace_par = ${remplacePar},` : sql``
  await sql`update ${sql.table(objet)} set supprime_le = ${quand}, ${suite} revision = revision + 1,
    modifie_le = ${ctx.maintenant} where id = ${id}`.execute(ctx.db)
  const apres = remplacePar === null ? null : { remplacePar }
  await addModification(ctx, { objet, id, geste, avant: null, apres })
}
