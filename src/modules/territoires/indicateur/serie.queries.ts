import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { EnteteSerie, Publication, PublicationAEcrire, ValeurCommune, ValeurPubliee } from './serie.ts'

/** The official geography of the day, which files are read by. */
const GEOGRAPHIE = sql`(select valeur #>> '{}' from reglage where cle = 'reference.geographie')`

/**
 * Opens a series for writing: a new one, or the one of that indicator and vintage, emptied, but of what a table of its
 * own publishes for larger areas. Its row is held until the
 * end of the transaction, so that two imports of it follow each other.
 * @returns its id, which a replaced series keeps
 */
export async function openSerie(ctx: Ctx, entete: EnteteSerie): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into indicateur_serie (indicateur, millesime, parametres, fichier, sha256, importee_le, importee_par,
      geographie)
    values (${entete.indicateur}, ${entete.millesime}, ${JSON.stringify(entete.parametres)}::jsonb, ${entete.fichier},
      ${entete.sha256}, ${ctx.maintenant}, ${ctx.acteur.compte}, ${GEOGRAPHIE})
    on conflict (indicateur, millesime) do update set geographie = excluded.geographie,
      parametres = excluded.parametres, fichier = excluded.fichier, sha256 = excluded.sha256, importee_le = excluded.importee_le, importee_par = excluded.importee_par
    returning id`.execute(ctx.db)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('Une série ouverte a un numéro.')
  await sql`delete from indicateur_valeur where serie = ${id}`.execute(ctx.db)
  await sql`delete from indicateur_valeur_origine where serie = ${id}`.execute(ctx.db)
  await sql`delete from indicateur_conversion where serie = ${id}`.execute(ctx.db)
  await sql`delete from indicateur_zone z where z.serie = ${id} and (z.publiee is null
    or not exists (select from indicateur_publication p where p.serie = z.serie and p.maille = z.maille))`.execute(
    ctx.db,
  )
  await sql`delete from indicateur_decile where serie = ${id}`.execute(ctx.db)
  await sql`delete from indicateur_place where serie = ${id}`.execute(ctx.db)
  return id
}

/**
 * Adds values to a series, of communes that it has none of.
 * Arrays, and not COPY: the pool's connection stays under its transaction, for a time that the bench compares.
 */
export async function addValeurs(ctx: Ctx, serie: number, valeurs: readonly ValeurCommune[]): Promise<void> {
  if (valeurs.length === 0) return
  await sql`insert into indicateur_valeur (commune, serie, valeur, poids, motif)
    select c, ${serie}, v, p, m
    from unnest(${valeurs.map((v) => v.commune)}::text[], ${valeurs.map((v) => v.valeur)}::float8[],
      ${valeurs.map((v) => v.poids)}::float8[], ${valeurs.map((v) => v.motif)}::text[]) as t (c, v, p, m)`.execute(
    ctx.db,
  )
}

/** Marks the cities that their arrondissements stand for. Once all values are there. */
export async function updateComptees(ctx: Ctx, serie: number): Promise<void> {
  await sql`update indicateur_valeur v set compte = false
    where v.serie = ${serie} and v.commune in (
      select a.ville from commune a
      join indicateur_valeur w on w.commune = a.code and w.serie = ${serie} and w.valeur is not null
      where a.ville is not null)`.execute(ctx.db)
}

export async function addPubliees(ctx: Ctx, serie: number, publiees: readonly ValeurPubliee[]): Promise<void> {
  if (publiees.length === 0) return
  await sql`insert into indicateur_zone (maille, zone, serie, publiee)
    select m, z, ${serie}, v
    from unnest(${publiees.map((p) => p.maille)}::text[], ${publiees.map((p) => p.zone)}::text[],
      ${publiees.map((p) => p.valeur)}::float8[]) as t (m, z, v)
    on conflict (maille, zone, serie) do nothing`.execute(ctx.db)
}

/**
 * Puts what a table publishes for the areas of one kind in place of what was published for them. The series is the one
 * of that indicator and vintage, whose communes stay, or a new one without any.
 * @returns the id of the series
 */
export async function updatePubliees(ctx: Ctx, { maille, publiees, ...entete }: PublicationAEcrire): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into indicateur_serie (indicateur, millesime, importee_le, importee_par, geographie)
    values (${entete.indicateur}, ${entete.millesime}, ${ctx.maintenant}, ${ctx.acteur.compte}, ${GEOGRAPHIE})
    on conflict (indicateur, millesime) do update set indicateur = excluded.indicateur
    returning id`.execute(ctx.db)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('Une série ouverte a un numéro.')
  await sql`insert into indicateur_publication (serie, maille, parametres, fichier, sha256, importee_le, importee_par)
    values (${id}, ${maille}, ${JSON.stringify(entete.parametres)}::jsonb, ${entete.fichier}, ${entete.sha256},
      ${ctx.maintenant}, ${ctx.acteur.compte})
    on conflict (serie, maille) do update set parametres = excluded.parametres, fichier = excluded.fichier,
      sha256 = excluded.sha256, importee_le = excluded.importee_le, importee_par = excluded.importee_par`.execute(
    ctx.db,
  )
  await sql`update indicateur_zone set publiee = null where serie = ${id} and maille = ${maille}`.execute(ctx.db)
  await sql`insert into indicateur_zone (maille, zone, serie, publiee)
    select ${maille}, z, ${id}, v
    from unnest(${publiees.map((p) => p.zone)}::text[], ${publiees.map((p) => p.valeur)}::float8[]) as t (z, v)
    on conflict (maille, zone, serie) do update set publiee = excluded.publiee`.execute(ctx.db)
  return id
}

/** The tables of their own that a series has for larger areas. */
export async function listPublications(ctx: Ctx, serie: number): Promise<Publication[]> {
  const { rows } = await sql<Publication>`
    select maille, parametres, fichier, importee_le as "importeeLe",
      (select count(*)::int from indicateur_zone z
        where z.serie = p.serie and z.maille = p.maille and z.publiee is not null) as nombre
    from indicateur_publication p where serie = ${serie}
    order by array_position(array['epci', 'departement', 'region'], maille)`.execute(ctx.db)
  return rows
}

/** @returns false where there is no such series */
export async function deleteSerie(ctx: Ctx, code: string, millesime: number): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`delete from indicateur_serie
    where indicateur = ${code} and millesime = ${millesime} returning id`.execute(ctx.db)
  return rows.length > 0
}
