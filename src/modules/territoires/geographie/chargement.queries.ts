import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Decoupage, LigneCommune } from './decoupage.formats.ts'

/**
 * Makes the tables of the geography tell what the package tells: rows come, change or go. What others have written on a
 * commune (its point and area) stays; one that went keeps its name among the former ones. Inside a transaction.
 */
export async function updateGeographie(ctx: Ctx, { regions, departements, epci, communes, anciennes }: Decoupage) {
  const json = (lignes: readonly object[]) => sql`${JSON.stringify(lignes)}::json`
  await sql`insert into region (code, nom, cle, zone)
    select * from json_to_recordset(${json(regions)}) as l (code text, nom text, cle text, zone text)
    on conflict (code) do update set nom = excluded.nom, cle = excluded.cle, zone = excluded.zone`.execute(ctx.db)
  await sql`insert into departement (code, nom, cle, region)
    select * from json_to_recordset(${json(departements)}) as l (code text, nom text, cle text, region text)
    on conflict (code) do update set nom = excluded.nom, cle = excluded.cle, region = excluded.region`.execute(ctx.db)
  await sql`insert into epci (code, nom, cle, nature)
    select * from json_to_recordset(${json(epci)}) as l (code text, nom text, cle text, nature text)
    on conflict (code) do update set nom = excluded.nom, cle = excluded.cle, nature = excluded.nature`.execute(ctx.db)
  await updateCommunes(ctx, communes)
  await updateAnciennes(ctx, anciennes)
  await deleteDisparus(ctx, { regions, departements, epci, communes })
  await sql`analyze commune, commune_ancienne`.execute(ctx.db)
}

/** By columns, which PostgreSQL reads three times as fast as JSON. */
async function updateCommunes(ctx: Ctx, communes: readonly LigneCommune[]): Promise<void> {
  const texte = (lire: (c: LigneCommune) => string | null) => sql`${communes.map(lire)}::text[]`
  await sql`insert into commune (code, nom, cle, ville, departement, region, epci, ept, siren, codes_postaux, population)
    select code, nom, cle, ville, departement, region, epci, ept, siren, string_to_array(codes_postaux, ' '), population
    from unnest(${texte((c) => c.code)}, ${texte((c) => c.nom)}, ${texte((c) => c.cle)}, ${texte((c) => c.ville)},
      ${texte((c) => c.departement)}, ${texte((c) => c.region)}, ${texte((c) => c.epci)}, ${texte((c) => c.ept)},
      ${texte((c) => c.siren)}, ${texte((c) => c.codes_postaux.join(' '))},
      ${communes.map((c) => c.population)}::integer[])
      as l (code, nom, cle, ville, departement, region, epci, ept, siren, codes_postaux, population)
    on conflict (code) do update set nom = excluded.nom, cle = excluded.cle, ville = excluded.ville,
      departement = excluded.departement, region = excluded.region, epci = excluded.epci, ept = excluded.ept,
      siren = excluded.siren, codes_postaux = excluded.codes_postaux, population = excluded.population`.execute(ctx.db)
}

/** A name that the package does not give with an old code is kept from what was known of it. */
async function updateAnciennes(ctx: Ctx, anciennes: Decoupage['anciennes']): Promise<void> {
  const lignes = sql`json_to_recordset(${JSON.stringify(anciennes)}::json)
    as l (code text, nom text, cle text, nature text, commune text)`
  await sql`insert into commune_ancienne (code, nom, cle, nature, commune)
    select l.code, coalesce(l.nom, c.nom, a.nom), coalesce(l.cle, c.cle, a.cle), l.nature, l.commune from ${lignes}
    left join commune c using (code)
    left join lateral (select nom, cle from commune_ancienne a where a.code = l.code order by nom limit 1) a on true
    on conflict (code, nature) do update set nom = excluded.nom, cle = excluded.cle, commune = excluded.commune`.execute(
    ctx.db,
  )
  await sql`delete from commune_ancienne a
    where not exists (select from ${lignes} where (l.code, l.nature) = (a.code, a.nature))`.execute(ctx.db)
}

async function deleteDisparus(ctx: Ctx, d: Omit<Decoupage, 'anciennes'>): Promise<void> {
  const tables = { commune: d.communes, epci: d.epci, departement: d.departements, region: d.regions }
  for (const [table, lignes] of Object.entries(tables)) {
    const codes = lignes.map((l) => l.code)
    await sql`delete from ${sql.table(table)} where code <> all (${codes}::text[])`.execute(ctx.db)
  }
}
