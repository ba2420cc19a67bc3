import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { CHAMPS, type ObjetImporte } from './champs.ts'

/** What every sheet of an import is marked with. */
export interface Marque {
  import: number
  /** Who asked for it; null from the command line. */
  compte: string | null
  licence: string | null
  /** French: « FINESS du 12 mai 2026 ». */
  note: string
}

const champs = (objet: ObjetImporte) => [...CHAMPS[objet]]
const quote = (nom: string): string => `"${nom}"`

/** Fields of a JSON as columns, in an alias. */
const createColonnes = (objet: ObjetImporte, json: RawBuilder<unknown>, alias: string): RawBuilder<unknown> =>
  sql`jsonb_to_record(${json}) as ${sql.raw(alias)} (${sql.raw(
    champs(objet)
      .map(([champ, { type }]) => `${quote(champ)} ${type}`)
      .join(', '),
  )})`

/** What is stored of sheet `f`, under the names of fields. */
const createActuel = (objet: ObjetImporte): RawBuilder<unknown> =>
  sql`jsonb_build_object(${sql.raw(
    champs(objet)
      .map(([champ, { colonne }]) => `'${champ}', f.${colonne}`)
      .join(', '),
  )})`

/** Finds the sheets that the lines tell of: by their number, else by what their source calls them. */
async function updateIds(ctx: Ctx, objet: ObjetImporte): Promise<void> {
  const table = sql.table(objet)
  if (objet !== 'service')
    await sql`update import_lu lu set id = f.id from ${table} f
      where lu.objet = ${objet} and lu.id is null and f.finess = lu.finess`.execute(ctx.db)
  await sql`update import_lu lu set id = f.id from ${table} f
    where lu.objet = ${objet} and lu.id is null and f.source = lu.source and f.source_id = lu.source_id`.execute(ctx.db)
}

/**
 * Writes the sheets of one kind as the file tells them: new ones come in, fields that changed at the source are written,
 * fields that people hold are proposed. What the source says is compared with what it said before, so that the same file
 * changes nothing. Every change has its line in the history and in the report.
 */
export async function updateFiches(ctx: Ctx, objet: ObjetImporte, marque: Marque): Promise<void> {
  await sql`analyze import_lu`.execute(ctx.db)
  await updateIds(ctx, objet)
  if (objet === 'service') await deleteServicesSansStructure(ctx, marque)
  await createEcarts(ctx, objet)
  await updateEcarts(ctx, objet, marque)
  await addPropositions(ctx, objet, marque)
  await sql`drop table import_ecart`.execute(ctx.db)
  await addNouvelles(ctx, objet, marque)
}

async function deleteServicesSansStructure(ctx: Ctx, marque: Marque): Promise<void> {
  await sql`with otes as (
      delete from import_lu lu where objet = 'service' and not exists (
        select from structure s where s.source = lu.source and s.source_id = lu.parent) returning n, parent
    )
    insert into import_annuaire_ligne (import, ligne, issue, message)
    select ${marque.import}, n, 'rejete',
      'La structure ' || parent || E' n’est pas dans l’annuaire\\u00a0: importez d’abord le fichier des structures.'
    from otes`.execute(ctx.db)
}

/**
 * A field is held where somebody changed it since the source gave it, or filled it in before the source was known. Both
 * coordinates are held together.
 */
async function createEcarts(ctx: Ctx, objet: ObjetImporte): Promise<void> {
  const etat = objet === 'structure' ? sql`f.etat` : sql`'ouverte'::text`
  await sql`create temp table import_ecart on commit drop as
    with candidates as materialized (
      select lu.n, lu.id, lu.valeurs from import_lu lu join ${sql.table(objet)} f on f.id = lu.id
      where lu.objet = ${objet} and f.supprime_le is null
        and (f.origine is null or f.origine || lu.valeurs <> f.origine or ${etat} = 'ferme-a-confirmer')
    )
    select lu.n, f.id, f.etat_avant, x.ecrits, x.avant, x.proposes
    from candidates lu
    join lateral (
      select f.id, f.origine, ${etat} as etat_avant, ${createActuel(objet)} as actuel, f.champs_tenus
      from ${sql.table(objet)} f where f.id = lu.id for update
    ) f on true
    cross join lateral (
      select array_agg(key) as noms from (
        select key from jsonb_each(f.actuel)
        where case when f.origine is null or not f.origine ? key then value not in ('null', '[]')
          else f.origine -> key <> value end
        union select unnest(f.champs_tenus)
      ) t
    ) h
    cross join lateral (
      select coalesce(h.noms, '{}') || case when h.noms && array['longitude', 'latitude']
        then array['longitude', 'latitude', 'positionSource'] else '{}' end as noms
    ) tenus
    cross join lateral (
      select jsonb_object_agg(key, value) filter (where key <> all (tenus.noms)) as ecrits,
        jsonb_object_agg(key, f.actuel -> key) filter (where key <> all (tenus.noms)) as avant,
        jsonb_object_agg(key, value) filter (where key = any (tenus.noms)) as proposes
      from jsonb_each(lu.valeurs)
      where f.origine -> key is distinct from value and f.actuel -> key is distinct from value
    ) x`.execute(ctx.db)
}

/** Writes what nobody holds; what came back in the file is open again. */
async function updateEcarts(ctx: Ctx, objet: ObjetImporte, marque: Marque): Promise<void> {
  const affectations = sql.raw(
    champs(objet)
      .map(([champ, { colonne, type }]) => {
        const lu = type === 'text[]' ? `coalesce(v.${quote(champ)}, '{}')` : `v.${quote(champ)}`
        return `${colonne} = case when e.ecrits ? '${champ}' then ${lu} else f.${colonne} end`
      })
      .join(', '),
  )
  const rouvre = sql`e.etat_avant = 'ferme-a-confirmer'`
  const change = sql`(e.ecrits is not null or ${rouvre})`
  await sql`update ${sql.table(objet)} f set ${affectations},
      ${objet === 'structure' ? sql`etat = case when ${rouvre} then 'ouverte' else f.etat end,` : sql``}
      origine = coalesce(f.origine, '{}') || lu.valeurs,
      revision = f.revision + ${change}::integer,
      modifie_le = case when ${change} then ${ctx.maintenant} else f.modifie_le end
    from import_ecart e join import_lu lu on lu.id = e.id and lu.objet = ${objet} and lu.n = e.n
    cross join lateral ${createColonnes(objet, sql`coalesce(e.ecrits, '{}')`, 'v')}
    where f.id = e.id`.execute(ctx.db)
  await sql`insert into modification (objet, objet_id, quand, compte, geste, avant, apres, note)
    select ${objet}, e.id, ${ctx.maintenant}, ${marque.compte}, 'import',
      coalesce(e.avant, '{}') || case when ${rouvre} then jsonb_build_object('etat', e.etat_avant) else '{}' end,
      coalesce(e.ecrits, '{}') || case when ${rouvre} then '{"etat": "ouverte"}'::jsonb else '{}' end, ${marque.note}
    from import_ecart e where ${change}`.execute(ctx.db)
  await sql`update import_lu lu set sort = 'modifie' from import_ecart e
    where lu.objet = ${objet} and lu.id = e.id and lu.n = e.n and ${change}`.execute(ctx.db)
  await addLignes(ctx, objet, marque, 'modifie')
}

/** What people hold is proposed to them; an older proposal of an import gives way. */
async function addPropositions(ctx: Ctx, objet: ObjetImporte, marque: Marque): Promise<void> {
  await sql`update proposition p set etat = 'perimee', decidee_le = ${ctx.maintenant} from import_ecart e
    where p.objet = ${objet} and p.objet_id = e.id and p.origine = 'import' and p.etat = 'a-relire'
      and e.proposes is not null`.execute(ctx.db)
  await sql`with faites as (
      insert into proposition (objet, objet_id, valeurs, revision, message, origine, compte, quand)
      select ${objet}, f.id, e.proposes, f.revision, ${marque.note}, 'import', ${marque.compte}, ${ctx.maintenant}
      from import_ecart e join ${sql.table(objet)} f on f.id = e.id where e.proposes is not null
      returning objet_id
    )
    insert into import_annuaire_ligne (import, ligne, issue, objet, objet_id, message)
    select ${marque.import}, e.n, 'propose', ${objet}, f.id, f.nom
    from faites join import_ecart e on e.id = faites.objet_id join ${sql.table(objet)} f on f.id = e.id`.execute(ctx.db)
}

async function addNouvelles(ctx: Ctx, objet: ObjetImporte, marque: Marque): Promise<void> {
  const colonnes = sql.raw(
    champs(objet)
      .map(([, { colonne }]) => colonne)
      .join(', '),
  )
  const valeurs = sql.raw(
    champs(objet)
      .map(([champ, { type }]) => (type === 'text[]' ? `coalesce(v.${quote(champ)}, '{}')` : `v.${quote(champ)}`))
      .join(', '),
  )
  const service = objet === 'service'
  await sql`insert into ${sql.table(objet)} (${colonnes}, ${service ? sql`structure` : sql`cree_par`},
      source, source_id, source_url, licence, origine, cree_le, modifie_le)
    select ${valeurs}, ${
      service
        ? sql`(select s.id from structure s where s.source = lu.source and s.source_id = lu.parent)`
        : sql`${marque.compte}::uuid`
    }, lu.source, lu.source_id, lu.source_url, ${marque.licence}, lu.valeurs, ${ctx.maintenant}, ${ctx.maintenant}
    from import_lu lu cross join lateral ${createColonnes(objet, sql`lu.valeurs`, 'v')}
    where lu.objet = ${objet} and lu.id is null order by lu.n`.execute(ctx.db)
  await sql`update import_lu set sort = 'cree' where objet = ${objet} and id is null`.execute(ctx.db)
  await updateIds(ctx, objet)
  await sql`insert into modification (objet, objet_id, quand, compte, geste, apres, note)
    select ${objet}, id, ${ctx.maintenant}, ${marque.compte}, 'import', jsonb_strip_nulls(valeurs), ${marque.note}
    from import_lu where objet = ${objet} and sort = 'cree' order by n`.execute(ctx.db)
  await addLignes(ctx, objet, marque, 'cree')
}

async function addLignes(ctx: Ctx, objet: ObjetImporte, marque: Marque, sort: 'cree' | 'modifie'): Promise<void> {
  await sql`insert into import_annuaire_ligne (import, ligne, issue, objet, objet_id, message)
    select ${marque.import}, n, ${sort}, ${objet}, id, valeurs ->> 'nom'
    from import_lu where objet = ${objet} and sort = ${sort}`.execute(ctx.db)
}

/**
 * Places that a whole file does not tell any more, in the départements and of the categories that it speaks of: closed,
 * for somebody to confirm. A place whose line was refused is in the file.
 */
export async function updateFermees(ctx: Ctx, marque: Marque): Promise<void> {
  await sql`with couverture as materialized (
      select distinct s.departement, s.categorie from import_lu lu join structure s on s.id = lu.id
      where lu.objet = 'structure'
    ), fermees as (
      update structure f set etat = 'ferme-a-confirmer', revision = revision + 1, modifie_le = ${ctx.maintenant}
      where f.finess is not null and f.etat = 'ouverte' and f.supprime_le is null and not f.fictif
        and f.departement in (select departement from couverture) and f.categorie in (select categorie from couverture)
        and not exists (select from import_lu lu where lu.finess = f.finess)
      returning id, nom, finess
    ), gardees as (
      insert into modification (objet, objet_id, quand, compte, geste, avant, apres, note)
      select 'structure', id, ${ctx.maintenant}, ${marque.compte}, 'import', '{"etat": "ouverte"}',
        '{"etat": "ferme-a-confirmer"}', ${marque.note} from fermees
    )
    insert into import_annuaire_ligne (import, ligne, issue, objet, objet_id, message)
    select ${marque.import}, 0, 'ferme', 'structure', id, nom || ' (' || finess || ')' from fermees`.execute(ctx.db)
}

/** Joins the places that were read to their legal body, once it is known by its number. */
export async function updateRattachements(ctx: Ctx, marque: Marque): Promise<void> {
  await sql`with joints as (
      update structure s set organisme = o.id, revision = s.revision + 1, modifie_le = ${ctx.maintenant}
      from organisme o
      where o.finess = s.finess_ej and s.organisme is null and s.supprime_le is null and o.supprime_le is null
        and 'organisme' <> all (s.champs_tenus)
        and exists (select from import_lu lu where lu.id in (s.id, o.id))
      returning s.id, o.id as organisme
    )
    insert into modification (objet, objet_id, quand, compte, geste, avant, apres, note)
    select 'structure', id, ${ctx.maintenant}, ${marque.compte}, 'import', '{"organisme": null}',
      jsonb_build_object('organisme', organisme), ${marque.note} from joints`.execute(ctx.db)
}
