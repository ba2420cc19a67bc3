import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ECARTES } from './doublon.queries.ts'

/** One sheet goes, another stays. */
export interface Depart {
  de: number
  vers: number
}

/** Sheets that named the one that goes name the one that stays, each with its line in the history. */
async function updateRenvois(
  ctx: Ctx,
  objet: 'service' | 'structure' | 'organisme' | 'dispositif',
  champ: 'structure' | 'organisme' | 'parent',
  { de, vers }: Depart,
): Promise<void> {
  // What stands above the sheet that stays is chosen with its other fields.
  const autres = champ === 'parent' ? sql`and id <> ${vers}` : sql``
  await sql`with suivis as (
      update ${sql.table(objet)} set ${sql.ref(champ)} = ${vers}, revision = revision + 1, modifie_le = ${ctx.maintenant}
      where ${sql.ref(champ)} = ${de} ${autres} returning id
    )
    insert into modification (objet, objet_id, quand, compte, geste, avant, apres)
    select ${objet}, id, ${ctx.maintenant}, ${ctx.acteur.compte}, 'fusion', jsonb_build_object(${champ}::text, ${de}::integer),
      jsonb_build_object(${champ}::text, ${vers}::integer) from suivis`.execute(ctx.db)
}

/**
 * Memberships follow. Where both had the same role in one dispositif, one line stays: the first arrival, the words and
 * the seats of both.
 */
async function updateMembres(ctx: Ctx, champ: 'structure' | 'organisme', { de, vers }: Depart): Promise<void> {
  const colonne = sql.ref(`m.${champ}`)
  const jumeaux = sql`select distinct on (m.id) m.id as part, n.id as reste, m.debut, m.college, m.note
    from membre m join membre n on n.dispositif = m.dispositif and n.role = m.role and n.fin is not distinct from m.fin
      and n.${sql.ref(champ)} = ${vers}
    where ${colonne} = ${de} order by m.id, n.id`
  await sql`insert into instance_siege (instance, membre)
    select i.instance, j.reste from (${jumeaux}) j join instance_siege i on i.membre = j.part
    on conflict do nothing`.execute(ctx.db)
  await sql`update membre n set debut = least(n.debut, j.debut), college = coalesce(n.college, j.college),
      note = nullif(concat_ws(' ', n.note, nullif(j.note, n.note)), '')
    from (${jumeaux}) j where n.id = j.reste`.execute(ctx.db)
  await sql`delete from membre where id in (select part from (${jumeaux}) j)`.execute(ctx.db)
  await sql`update membre m set ${sql.ref(champ)} = ${vers} where ${colonne} = ${de}`.execute(ctx.db)
}

/** Who was said to be another than the one that goes is another than the one that stays. */
async function updateEcartes(ctx: Ctx, objet: keyof typeof ECARTES, { de, vers }: Depart): Promise<void> {
  const table = sql.table(ECARTES[objet])
  await sql`with otes as (delete from ${table} where ${de} in (a, b) returning a + b - ${de}::integer as autre, compte, quand)
    insert into ${table} (a, b, compte, quand)
    select least(autre, ${vers}::integer), greatest(autre, ${vers}::integer), compte, quand from otes
    where autre <> ${vers} on conflict do nothing`.execute(ctx.db)
}

/** Proposals that wait are about the one that stays, as it will be read. */
const updatePropositions = (ctx: Ctx, objet: keyof typeof ECARTES, { de, vers }: Depart) =>
  sql`update proposition set objet_id = ${vers}, revision = null, avant = null
    where objet = ${objet} and objet_id = ${de} and etat = 'a-relire'`.execute(ctx.db)

/** One number stands on one sheet. */
const deleteFiness = (ctx: Ctx, objet: keyof typeof ECARTES, id: number) =>
  sql`update ${sql.table(objet)} set finess = null where id = ${id}`.execute(ctx.db)

async function updateSuite(ctx: Ctx, objet: keyof typeof ECARTES, depart: Depart): Promise<void> {
  await sql`update contact set ${sql.ref(objet)} = ${depart.vers} where ${sql.ref(objet)} = ${depart.de}`.execute(
    ctx.db,
  )
  await updateMembres(ctx, objet, depart)
  await updatePropositions(ctx, objet, depart)
  await updateEcartes(ctx, objet, depart)
  await deleteFiness(ctx, objet, depart.de)
}

/** All that hung on one structure hangs on the other; its links open nothing any more. */
export async function updateRattachementsStructure(ctx: Ctx, depart: Depart): Promise<void> {
  const { de, vers } = depart
  await updateRenvois(ctx, 'service', 'structure', depart)
  await updateSuite(ctx, 'structure', depart)
  await sql`update proposition set structure = ${vers} where structure = ${de} and etat = 'a-relire'`.execute(ctx.db)
  await sql`update lien_contribution set revoque_le = ${ctx.maintenant}
    where structure = ${de} and revoque_le is null`.execute(ctx.db)
}

/** A number of an organisme inside what waits to be read. */
const replaceNumero = (colonne: 'valeurs' | 'avant', champ: 'organisme' | 'parent', { de, vers }: Depart) => {
  const valeurs: RawBuilder<unknown> = sql.ref(colonne)
  return sql`${valeurs} = case when ${valeurs} -> ${champ}::text = to_jsonb(${de}::integer)
    then jsonb_set(${valeurs}, array[${champ}::text], to_jsonb(${vers}::integer)) else ${valeurs} end`
}

/** All that hung on one organisme, or named it, hangs on the other or names it. */
export async function updateRattachementsOrganisme(ctx: Ctx, depart: Depart): Promise<void> {
  await updateRenvois(ctx, 'structure', 'organisme', depart)
  await updateRenvois(ctx, 'dispositif', 'organisme', depart)
  await updateRenvois(ctx, 'organisme', 'parent', depart)
  await updateSuite(ctx, 'organisme', depart)
  for (const champ of ['organisme', 'parent'] as const)
    await sql`update proposition set ${replaceNumero('valeurs', champ, depart)}, ${replaceNumero('avant', champ, depart)}
      where etat = 'a-relire' and to_jsonb(${depart.de}::integer) in (valeurs -> ${champ}::text, avant -> ${champ}::text)`.execute(
      ctx.db,
    )
  // What was to stand under the one that goes is now that body itself.
  await sql`update proposition set valeurs = valeurs - 'parent', avant = avant - 'parent'
    where etat = 'a-relire' and objet = 'organisme' and objet_id = ${depart.vers}
      and valeurs -> 'parent' = to_jsonb(${depart.vers}::integer)`.execute(ctx.db)
}
