import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { ConstatLu, ExerciceLu, FicheLue, Lu, PositionLue } from '../lecture/lecture.ts'

/**
 * What a file tells, laid down in the database before anything is compared with it: memory does not grow with the file.
 * Inside a transaction, whose end forgets it. One import at a time: two would insert the same sheets.
 */
export async function openEtape(ctx: Ctx, id: number): Promise<void> {
  // A national file takes longer than a page may.
  await sql`set local statement_timeout = 0`.execute(ctx.db)
  await sql`select pg_advisory_xact_lock(${VERROU_IMPORT}), pg_advisory_xact_lock(${VERROU_IMPORT}, ${id})`.execute(
    ctx.db,
  )
  await sql`create temp table import_lu (
    n integer not null, objet text not null, finess text, source text, source_id text, source_url text, parent text,
    valeurs jsonb, id integer, sort text) on commit drop`.execute(ctx.db)
  await sql`create temp table import_position (
    finess text not null, longitude float8 not null, latitude float8 not null) on commit drop`.execute(ctx.db)
  await sql`create temp table import_exercice (
    commune text not null, profession text not null, profession_libelle text not null, savoir_faire text not null,
    savoir_faire_libelle text, mode_exercice text not null, personne text not null, contact jsonb) on commit drop`.execute(
    ctx.db,
  )
}

/** Held while an import is under way: first key of those of the directory. */
export const VERROU_IMPORT = 35_001

const LISTES = ['fiches', 'positions', 'constats', 'exercices'] as const

/** Lays down one lot of what was read. */
export async function addLot(ctx: Ctx, id: number, lus: readonly Lu[]): Promise<void> {
  const lot: Record<(typeof LISTES)[number], Lu[]> = { fiches: [], positions: [], constats: [], exercices: [] }
  for (const lu of lus) lot[getListe(lu)].push(lu)
  if (lot.fiches.length > 0) await addFiches(ctx, lot.fiches as FicheLue[])
  if (lot.positions.length > 0) await addPositions(ctx, lot.positions as PositionLue[])
  if (lot.exercices.length > 0) await addExercices(ctx, lot.exercices as ExerciceLu[])
  if (lot.constats.length > 0) await addConstats(ctx, id, lot.constats as ConstatLu[])
}

function getListe({ objet }: Lu): (typeof LISTES)[number] {
  if (objet === 'position') return 'positions'
  if (objet === 'constat') return 'constats'
  return objet === 'exercice' ? 'exercices' : 'fiches'
}

async function addFiches(ctx: Ctx, fiches: readonly FicheLue[]): Promise<void> {
  const textes = (lire: (f: FicheLue) => string | null) => sql`${fiches.map(lire)}::text[]`
  await sql`insert into import_lu (n, objet, finess, source, source_id, source_url, parent, valeurs)
    select n, objet, finess, source, source_id, source_url, parent, valeurs::jsonb
    from unnest(${fiches.map((f) => f.n)}::integer[], ${textes((f) => f.objet)}, ${textes((f) => f.finess)},
      ${textes((f) => f.source)}, ${textes((f) => f.sourceId)}, ${textes((f) => f.sourceUrl)},
      ${textes((f) => f.parent)}, ${textes((f) => JSON.stringify(f.valeurs))})
      as t (n, objet, finess, source, source_id, source_url, parent, valeurs)`.execute(ctx.db)
}

async function addPositions(ctx: Ctx, positions: readonly PositionLue[]): Promise<void> {
  await sql`insert into import_position (finess, longitude, latitude)
    select * from unnest(${positions.map((p) => p.finess)}::text[], ${positions.map((p) => p.longitude)}::float8[],
      ${positions.map((p) => p.latitude)}::float8[])`.execute(ctx.db)
}

async function addExercices(ctx: Ctx, exercices: readonly ExerciceLu[]): Promise<void> {
  const textes = (lire: (e: ExerciceLu) => string | null) => sql`${exercices.map(lire)}::text[]`
  await sql`insert into import_exercice
    select commune, profession, profession_libelle, savoir_faire, savoir_faire_libelle, mode_exercice, personne,
      contact::jsonb
    from unnest(${textes((e) => e.commune)}, ${textes((e) => e.profession)}, ${textes((e) => e.professionLibelle)},
      ${textes((e) => e.savoirFaire)}, ${textes((e) => e.savoirFaireLibelle)}, ${textes((e) => e.modeExercice)},
      ${textes((e) => e.personne)}, ${textes((e) => e.contact && JSON.stringify(e.contact))})
      as t (commune, profession, profession_libelle, savoir_faire, savoir_faire_libelle, mode_exercice, personne, contact)`.execute(
    ctx.db,
  )
}

/** What lines had to say goes to the report; the number of a refused one is kept, since its structure is not closed. */
async function addConstats(ctx: Ctx, id: number, constats: readonly ConstatLu[]): Promise<void> {
  await sql`insert into import_annuaire_ligne (import, ligne, issue, message)
    select ${id}, * from unnest(${constats.map((c) => c.n)}::integer[], ${constats.map((c) => c.issue)}::text[],
      ${constats.map((c) => c.message)}::text[])`.execute(ctx.db)
  const refuses = constats.filter((c) => c.issue === 'rejete' && c.finess !== null)
  await sql`insert into import_lu (n, objet, finess)
    select n, 'rejete', finess from unnest(${refuses.map((c) => c.n)}::integer[], ${refuses.map((c) => c.finess)}::text[])
      as t (n, finess)`.execute(ctx.db)
}

/** Numbers of sheets and of positions that were laid down. */
export async function getComptes(ctx: Ctx): Promise<{ structures: number; positions: number; rejetees: number }> {
  const { rows } = await sql<{ structures: number; positions: number; rejetees: number }>`
    select (select count(*) from import_lu where objet = 'structure') as structures,
      (select count(*) from import_position) as positions,
      (select count(*) from import_lu where objet = 'rejete') as rejetees`.execute(ctx.db)
  return rows[0] ?? { structures: 0, positions: 0, rejetees: 0 }
}

/**
 * Gives structures the points that the file tells apart from them.
 * @param entieres the file tells them all: a structure without one has lost its own
 */
export async function updatePositions(ctx: Ctx, entieres: boolean): Promise<void> {
  await sql`analyze import_lu, import_position`.execute(ctx.db)
  await sql`update import_lu lu set valeurs = lu.valeurs || jsonb_build_object(
      'longitude', p.longitude, 'latitude', p.latitude, 'positionSource', 'source')
    from (select distinct on (finess) * from import_position order by finess) p
    where lu.objet = 'structure' and lu.finess = p.finess`.execute(ctx.db)
  if (!entieres) return
  await sql`update import_lu set valeurs = valeurs || '{"longitude": null, "latitude": null, "positionSource": null}'
    where objet = 'structure' and not valeurs ? 'longitude'`.execute(ctx.db)
}

/** Keeps the first line of each sheet; the others are told. */
export async function deleteDoubles(ctx: Ctx, id: number): Promise<void> {
  await sql`with rangs as (
      select ctid as place, n, first_value(n) over cle as premiere
      from import_lu where objet <> 'rejete'
      window cle as (partition by objet, coalesce(finess, source || ' ' || source_id) order by n, ctid)
    ), otees as (
      delete from import_lu lu using rangs r where lu.ctid = r.place and r.n <> r.premiere returning lu.n, r.premiere
    )
    insert into import_annuaire_ligne (import, ligne, issue, message)
    select ${id}, n, 'rejete', 'Déjà donnée à la ligne ' || premiere || E'\\u00a0: seule la première compte.'
    from otees`.execute(ctx.db)
}
