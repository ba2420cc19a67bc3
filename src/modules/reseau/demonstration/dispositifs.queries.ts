import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { DemoDispositif, DemoReseau } from './schema.ts'

/** Every person, body, place or dispositif of the demonstration, by key. */
export interface IdsReseau {
  contact: ReadonlyMap<string, number>
  organisme: ReadonlyMap<string, number>
  structure: ReadonlyMap<string, number>
  autre: ReadonlyMap<string, number>
  notice: ReadonlyMap<string, number>
}

/** The stages that a new dispositif reached; the last one is where it stands. */
export async function addEtapesDemo(ctx: Ctx, id: number, etapes: DemoDispositif['etapes']): Promise<void> {
  await sql`insert into dispositif_etape (dispositif, etape, date, note, contenus, quand)
    select ${id}::int, etape, date, note, array(select jsonb_array_elements_text(contenus)), ${ctx.maintenant}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(etapes)}::jsonb) as t (etape text, date date, note text, contenus jsonb)`.execute(
    ctx.db,
  )
  await sql`update dispositif set etape = (
      select etape from dispositif_etape where dispositif = ${id} order by date desc, id desc limit 1)
    where id = ${id}`.execute(ctx.db)
}

/**
 * Members of a new dispositif, then its bodies and who sits there. A member whom people deleted is left out, and his
 * seats with him.
 */
export async function addMembresDemo(
  ctx: Ctx,
  id: number,
  { membres, instances }: Pick<DemoDispositif, 'membres' | 'instances'>,
  ids: IdsReseau,
): Promise<void> {
  const lignes = membres.map((m, rang) => ({
    ...m,
    rang,
    contact: (m.contact && ids.contact.get(m.contact)) || null,
    organisme: (m.organisme && ids.organisme.get(m.organisme)) || null,
    structure: (m.structure && ids.structure.get(m.structure)) || null,
    autre: (m.autre && ids.autre.get(m.autre)) || null,
  }))
  const sieges = instances.map(({ sieges: rangs, ...instance }) => ({ ...instance, rangs }))
  // An identity column counts in the order of the select: the new ids, sorted, are those of the ranks, sorted.
  await sql`
    with ligne as (
      select * from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb) as t (rang integer, role text, contact integer,
        organisme integer, structure integer, autre integer, college text, debut date, fin date, note text)
      where num_nonnulls(contact, organisme, structure, autre) = 1
    ), nouveau as (
      insert into membre (dispositif, role, contact, organisme, structure, autre, college, debut, fin, note, cree_le)
      select ${id}::int, role, contact, organisme, structure, autre, college, debut, fin, note, ${ctx.maintenant}::timestamptz
      from ligne order by rang returning id
    ), membre_rang as (
      select id, rang from (select id, row_number() over (order by id) as n from nouveau) m
      join (select rang, row_number() over (order by rang) as n from ligne) l using (n)
    ), instance_lue as (
      select * from jsonb_to_recordset(${JSON.stringify(sieges)}::jsonb) as t (type text, nom text, frequence text, rangs jsonb)
    ), instance_nouvelle as (
      insert into instance (dispositif, type, nom, frequence, cree_le)
      select ${id}::int, type, nom, frequence, ${ctx.maintenant}::timestamptz from instance_lue returning id, nom
    )
    insert into instance_siege (instance, membre)
    select i.id, m.id from instance_nouvelle i join instance_lue l using (nom)
    cross join lateral jsonb_array_elements(l.rangs) r join membre_rang m on m.rang = r::int`.execute(ctx.db)
}

/** Missions and documents of a new dispositif, and who coordinates it. */
export async function addReste(
  ctx: Ctx,
  id: number,
  { missions, documents, coordonne }: Pick<DemoDispositif, 'missions' | 'documents' | 'coordonne'>,
  { ids, coordinateur }: { ids: IdsReseau; coordinateur: string | null },
): Promise<void> {
  await sql`insert into mission (dispositif, mission, etat, debut, deploiement, note)
    select ${id}::int, t.* from jsonb_to_recordset(${JSON.stringify(missions)}::jsonb)
      as t (mission text, etat text, debut date, deploiement date, note text)`.execute(ctx.db)
  const lignes = documents.map((d) => ('notice' in d ? { ...d, notice: ids.notice.get(d.notice) ?? null } : d))
  await sql`insert into dispositif_document (dispositif, notice, titre, url, nature, date, cree_le)
    select ${id}::int, t.*, ${ctx.maintenant}::timestamptz from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb)
      as t (notice integer, titre text, url text, nature text, date date) where notice is not null or titre is not null`.execute(
    ctx.db,
  )
  if (coordonne && coordinateur) {
    await sql`insert into coordination (dispositif, compte, depuis) values (${id}, ${coordinateur}, ${ctx.maintenant})
      on conflict do nothing`.execute(ctx.db)
  }
}

/** Declared links of which at least one end is new. */
export async function addLiens(ctx: Ctx, liens: DemoReseau['liens'], ids: ReadonlyMap<string, number>): Promise<void> {
  const lignes = liens.flatMap(({ a, b, ...lien }) => {
    const [x, y] = [ids.get(a), ids.get(b)]
    return x && y ? [{ ...lien, a: Math.min(x, y), b: Math.max(x, y) }] : []
  })
  await sql`insert into lien_dispositif (a, b, nature, depuis, preuve, preuve_url, note, cree_le, modifie_le)
    select a, b, nature, depuis, preuve, "preuveUrl", note, ${ctx.maintenant}::timestamptz, ${ctx.maintenant}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb)
      as t (a integer, b integer, nature text, depuis date, preuve text, "preuveUrl" text, note text)`.execute(ctx.db)
}
