import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Effectif } from './effectifs.ts'
import type { Marque } from './fiches.queries.ts'
import type { Bilan } from './imports.ts'

/**
 * Counts the practices that were laid down: one person counts once for each commune, profession, specialty and mode. The
 * counts of that vintage are replaced in the départements that the file speaks of.
 * @param millesime ISO date
 */
export async function updateEffectifs(
  ctx: Ctx,
  millesime: string,
): Promise<Pick<Bilan, 'crees' | 'modifies' | 'inchanges'>> {
  await sql`create temp table import_effectif on commit drop as
    select commune, profession, savoir_faire, mode_exercice, min(profession_libelle) as profession_libelle,
      min(savoir_faire_libelle) as savoir_faire_libelle, count(distinct personne)::integer as nombre
    from import_exercice group by 1, 2, 3, 4`.execute(ctx.db)
  const cle = sql`(e.commune, e.profession, e.savoir_faire, e.mode_exercice)
    = (n.commune, n.profession, n.savoir_faire, n.mode_exercice)`
  const { rows } = await sql<{ crees: number; modifies: number; inchanges: number }>`
    with otes as (
      delete from effectif_profession e where millesime = ${millesime}::date
        and not exists (select from import_effectif n where ${cle})
        and left(commune, case when commune ~ '^9[78]' then 3 else 2 end) in (
          select left(commune, case when commune ~ '^9[78]' then 3 else 2 end) from import_effectif)
      returning 1
    ), ecrits as (
      insert into effectif_profession as e (commune, profession, profession_libelle, savoir_faire, savoir_faire_libelle,
        mode_exercice, nombre, millesime)
      select commune, profession, profession_libelle, savoir_faire, savoir_faire_libelle, mode_exercice, nombre,
        ${millesime}::date from import_effectif
      on conflict (millesime, commune, profession, savoir_faire, mode_exercice) do update
        set nombre = excluded.nombre, profession_libelle = excluded.profession_libelle,
          savoir_faire_libelle = excluded.savoir_faire_libelle
        where (e.nombre, e.profession_libelle, e.savoir_faire_libelle)
          is distinct from (excluded.nombre, excluded.profession_libelle, excluded.savoir_faire_libelle)
      returning (xmax = 0) as nouvelle
    )
    select (select count(*) from ecrits where nouvelle) as crees,
      (select count(*) from ecrits where not nouvelle) + (select count(*) from otes) as modifies,
      (select count(*) from import_effectif) - (select count(*) from ecrits) as inchanges`.execute(ctx.db)
  return rows[0] ?? { crees: 0, modifies: 0, inchanges: 0 }
}

/** Writes the names of who practises at known places, for those who coordinate; a person who is there is left as is. */
export async function addContactsRpps(ctx: Ctx, marque: Marque): Promise<void> {
  await sql`with nouveaux as (
      insert into contact (prenom, nom, fonction, structure, rpps, visible, cree_le, modifie_le)
      select distinct on (s.id, e.contact ->> 'rpps') e.contact ->> 'prenom', e.contact ->> 'nom',
        e.contact ->> 'fonction', s.id, e.contact ->> 'rpps', 'coordination', ${ctx.maintenant}, ${ctx.maintenant}
      from import_exercice e join structure s on s.finess = e.contact ->> 'finess' and s.supprime_le is null
      where e.contact is not null and not exists (
        select from contact c where c.structure = s.id and c.rpps = e.contact ->> 'rpps')
      order by s.id, e.contact ->> 'rpps'
      returning id, prenom, nom, fonction, structure, rpps
    )
    insert into modification (objet, objet_id, quand, compte, geste, apres, note)
    select 'contact', id, ${ctx.maintenant}, ${marque.compte}, 'import',
      jsonb_build_object('prenom', prenom, 'nom', nom, 'fonction', fonction, 'structure', structure, 'rpps', rpps),
      ${marque.note} from nouveaux`.execute(ctx.db)
}

/** The last vintage that is there, with its counts in these communes; a whole city counts by its arrondissements too. */
export async function listEffectifs(
  ctx: Ctx,
  communes: readonly string[],
): Promise<{ millesime: string | null; effectifs: Effectif[] }> {
  const { rows } = await sql<Effectif & { millesime: string }>`
    with dernier as (select max(millesime) as millesime from effectif_profession)
    select millesime, profession, min(profession_libelle) as "professionLibelle",
      min(savoir_faire_libelle) as "savoirFaireLibelle", mode_exercice as "modeExercice", sum(nombre)::integer as nombre
    from effectif_profession join dernier using (millesime)
    where commune = any (array(select code from commune
      where code = any (${communes}::text[]) or ville = any (${communes}::text[])))
    group by millesime, profession, savoir_faire, mode_exercice`.execute(ctx.db)
  const [{ millesime = null } = {}] = (
    await sql<{ millesime: string | null }>`select max(millesime) as millesime from effectif_profession`.execute(ctx.db)
  ).rows
  return { millesime, effectifs: rows }
}
