import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { getEtatPublic } from '../dispositif/type.ts'
import { getType } from '../dispositif/types.ts'
import type { DispositifAtlas, Vie } from './atlas.ts'
import { buildPresents, type Criteres, filterAutres, filterLieu } from './presents.queries.ts'

const depuis = (criteres: Criteres) => sql`
  from presents p join dispositif d on d.id = p.id where ${filterLieu(criteres)} and ${filterAutres(criteres)}`

/** Dispositifs that answer, by type then name. @param suite how many at most, and after how many; null: all of them */
export async function searchAtlas(
  ctx: Ctx,
  criteres: Criteres,
  suite: { limite: number; debut: number } | null,
): Promise<{ dispositifs: DispositifAtlas[]; total: number }> {
  const { rows } = await sql<DispositifAtlas & { total: number }>`
    with ${buildPresents(ctx, criteres)}, trouves as (
      select p.id, p.etape, p.communes, count(*) over () as total ${depuis(criteres)}
      order by d.type, d.nom, d.id ${suite ? sql`limit ${suite.limite} offset ${suite.debut}` : sql``}
    )
    select d.id, d.type, d.nom, t.etape, d.themes, t.communes, d.commune, s.nom as "nomCommune", d.fictif,
      d.site_web as "siteWeb", o.nom as organisme, d.modifie_le as "modifieLe", t.total,
      coalesce(v.departements, array_remove(array[s.departement], null)) as departements, v.population
    from trouves t join dispositif d on d.id = t.id
    left join commune s on s.code = d.commune
    left join organisme o on o.id = d.organisme and o.supprime_le is null and o.publication = 'publie'
    left join lateral (
      select array_agg(distinct c.departement order by c.departement) as departements,
        sum(c.population)::int as population
      from commune c where c.code = any (t.communes)) v on true
    order by d.type, d.nom, d.id`.execute(ctx.db)
  return { dispositifs: rows.map(({ total: _, ...d }) => d), total: rows[0]?.total ?? 0 }
}

export interface Valeur {
  /** Name of a région or a département; null where the vocabularies name the value. */
  nom: string | null
  nombre: number
}
/** Counts beside each filter, each one counted as if it were not set. */
export type FacettesAtlas = Record<'type' | 'etat' | 'theme' | 'region' | 'departement', Map<string, Valeur>>

interface LigneFacette {
  facette: keyof FacettesAtlas
  valeur: string
  nom: string | null
  etape: string | null
  nombre: number
}

export async function countFacettes(ctx: Ctx, criteres: Criteres): Promise<FacettesAtlas> {
  const lieu = filterLieu(criteres)
  const par = (maille: 'region' | 'departement', autres: Criteres) => sql`
    select ${maille}::text, z.code, z.nom, null, count(distinct l.dispositif)
    from presents p join dispositif d on d.id = p.id join lieux l on l.dispositif = p.id
    join departement e on e.code = l.departement
    join ${sql.table(maille)} z on z.code = ${maille === 'region' ? sql`e.region` : sql`e.code`}
    where ${filterLieu(autres)} and ${filterAutres(criteres)}
      ${maille === 'departement' && criteres.region ? sql`and e.region = ${criteres.region}` : sql``}
    group by z.code, z.nom`
  const { rows } = await sql<LigneFacette>`
    with ${buildPresents(ctx, criteres)}
    select 'type' as facette, d.type as valeur, null as nom, null as etape, count(*) as nombre
    from presents p join dispositif d on d.id = p.id where ${lieu} and ${filterAutres(criteres, 'type')} group by d.type
    union all
    select 'etat', d.type, null, p.etape, count(*)
    from presents p join dispositif d on d.id = p.id
    where ${lieu} and ${filterAutres(criteres, 'etat')} and p.etape is not null group by d.type, p.etape
    union all
    select 'theme', t, null, null, count(*)
    from presents p join dispositif d on d.id = p.id cross join unnest(d.themes) t
    where ${lieu} and ${filterAutres(criteres, 'theme')} group by t
    union all ${par('region', { ...criteres, region: null, departement: null })}
    union all ${par('departement', { ...criteres, departement: null })}
    order by nombre desc, nom, valeur`.execute(ctx.db)
  const facettes: FacettesAtlas = {
    type: new Map(),
    etat: new Map(),
    theme: new Map(),
    region: new Map(),
    departement: new Map(),
  }
  for (const { facette, valeur, nom, etape, nombre } of rows) {
    const type = getType(valeur)
    const cle = facette === 'etat' ? type && getEtatPublic(type, etape) : valeur
    if (cle !== null) facettes[facette].set(cle, { nom, nombre: (facettes[facette].get(cle)?.nombre ?? 0) + nombre })
  }
  return facettes
}

/** Dates of the dispositifs that answer, whatever the day asked for. */
export async function listVies(ctx: Ctx, criteres: Criteres): Promise<Vie[]> {
  const tous = { ...criteres, au: null }
  const { rows } = await sql<Vie>`
    with ${buildPresents(ctx, tous, true)}
    select d.type, d.fin,
      (select min(v.depuis) from dispositif_version v where v.dispositif = d.id) as depuis,
      coalesce((select json_agg(json_build_object('etape', e.etape, 'date', e.date) order by e.date, e.id)
        from dispositif_etape e where e.dispositif = d.id), '[]') as etapes
    from presents p join dispositif d on d.id = p.id
    where ${filterLieu(tous)} and ${filterAutres({ ...tous, etat: [], etape: [] })}`.execute(ctx.db)
  return rows
}
