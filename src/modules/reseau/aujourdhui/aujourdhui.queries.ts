import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { listDemarches } from '../articulation/demarche.queries.ts'
import type { Demarche } from '../articulation/demarche.ts'
import { countSuggestions, listSuggestions, type SuggestionDite } from '../articulation/suggestion.queries.ts'
import { type DispositifListe, listDispositifs } from '../dispositif/dispositif.queries.ts'
import { addJours, computeEcheances, type Echeance, getEtatEcheance } from '../dispositif/echeance.ts'
import { listEtapes } from '../dispositif/etape.queries.ts'
import { listMissions } from '../dispositif/mission.queries.ts'
import { getType } from '../dispositif/types.ts'
import type { GesteFiche, ObjetFiche } from '../fiche/fiche.ts'
import { computeIlYAUnAn } from '../fiche/score.ts'

export const EVENEMENT = 'aujourdhui.lecture'

/** A due date, and whose it is. */
export interface EcheanceDe extends Echeance {
  dispositif: DispositifListe
}

/** A sheet of his territory that nobody verified for a year. */
export interface FicheAncienne {
  id: number
  nom: string
  nomCommune: string | null
  /** ISO date; null: never. */
  verifieLe: string | null
}

/** A change by somebody else on what concerns him. */
export interface Changement {
  objet: ObjetFiche
  id: number
  nom: string
  geste: GesteFiche
  quand: Date
}

/** What a coordinator looks at today. */
export interface Journee {
  jour: string
  dispositifs: DispositifListe[]
  echeances: EcheanceDe[]
  anciennes: { fiches: FicheAncienne[]; total: number }
  propositions: number
  suggestions: { premieres: SuggestionDite[]; total: number }
  demarches: Demarche[]
  /** When he looked last, before this visit; null the first time. */
  derniereVisite: Date | null
  changements: Changement[]
  /** Sheets that an import brought or changed since. */
  importees: number
}

const DISPOSITIFS_MAX = 100
const FICHES_MAX = 8
const CHANGEMENTS_MAX = 20
const SUGGESTIONS_MAX = 3
const HORIZON = 400
/** Pages opened within this time are one visit. */
const VISITE_MINUTES = 30
/** Without an earlier visit, how far back changes are told. */
const JOURS_PREMIERE = 30

export async function getJournee(ctx: Ctx): Promise<Journee> {
  const jour = formatJour(ctx.maintenant)
  const { dispositifs } = await listDispositifs(ctx, { quels: 'coordonnes', limite: DISPOSITIFS_MAX })
  const ids = dispositifs.map((d) => d.id)
  const derniereVisite = await getDerniereVisite(ctx)
  const depuis = derniereVisite ?? new Date(ctx.maintenant.getTime() - JOURS_PREMIERE * 86_400_000)
  const [echeances, anciennes, propositions, premieres, total, demarches, { changements, importees }] =
    await Promise.all([
      listEcheances(ctx, dispositifs, jour),
      listAnciennes(ctx, ids),
      countPropositions(ctx, ids),
      ids.length === 0 ? [] : listSuggestions(ctx, { dispositifs: ids }, { limite: SUGGESTIONS_MAX }),
      ids.length === 0 ? 0 : countSuggestions(ctx, { dispositifs: ids }),
      listDemarches(ctx, 'a-faire'),
      listChangements(ctx, ids, depuis),
    ])
  const suggestions = { premieres, total }
  return {
    ...{ jour, dispositifs, echeances, anciennes, propositions, suggestions, demarches, derniereVisite },
    ...{ changements, importees },
  }
}

/** Late, or to be told already; a proposal and one at its end have none. */
async function listEcheances(ctx: Ctx, dispositifs: readonly DispositifListe[], jour: string): Promise<EcheanceDe[]> {
  const toutes = await Promise.all(
    dispositifs.map(async (dispositif) => {
      const type = getType(dispositif.type)
      if (!type) return []
      const [etapes, missions] = await Promise.all([listEtapes(ctx, dispositif.id), listMissions(ctx, dispositif.id)])
      return computeEcheances(type, { etapes, missions, fin: dispositif.fin }, addJours(jour, HORIZON))
        .filter((e) => getEtatEcheance(e, jour) !== 'a-venir')
        .map((e) => ({ ...e, dispositif }))
    }),
  )
  return toutes.flat().sort((a, b) => a.date.localeCompare(b.date))
}

/** Communes of these dispositifs, whole cities and their arrondissements alike. */
const communesDe = (ids: readonly number[]): RawBuilder<unknown> => sql`(
  select dc.commune from dispositif_commune dc where dc.dispositif = any (${ids}::integer[])
  union select c.ville from dispositif_commune dc join commune c on c.code = dc.commune
    where dc.dispositif = any (${ids}::integer[]) and c.ville is not null)`

async function listAnciennes(ctx: Ctx, ids: readonly number[]): Promise<Journee['anciennes']> {
  const { rows } = await sql<FicheAncienne & { total: number }>`
    select s.id, s.nom, c.nom as "nomCommune", s.verifie_le as "verifieLe", count(*) over ()::int as total
    from structure s left join commune c on c.code = s.commune
    where s.commune in ${communesDe(ids)} and s.supprime_le is null and s.publication = 'publie' and s.etat <> 'fermee'
      and (s.verifie_le is null or s.verifie_le < ${computeIlYAUnAn(ctx.maintenant)}::date)
    order by s.verifie_le nulls first, cle_nom(s.nom), s.id limit ${FICHES_MAX}`.execute(ctx.db)
  return { fiches: rows.map(({ total: _, ...fiche }) => fiche), total: rows[0]?.total ?? 0 }
}

/** Proposals that wait on his dispositifs, and on the sheets of their territory. */
async function countPropositions(ctx: Ctx, ids: readonly number[]): Promise<number> {
  const { rows } = await sql<{ nombre: number }>`
    select count(*)::int as nombre from proposition p
    left join service v on p.objet = 'service' and v.id = p.objet_id
    left join structure s on s.id = case p.objet when 'structure' then p.objet_id else coalesce(p.structure, v.structure) end
    left join organisme o on p.objet = 'organisme' and o.id = p.objet_id
    where p.etat = 'a-relire' and (
      (p.objet = 'dispositif' and p.objet_id = any (${ids}::integer[]))
      or p.objet <> 'dispositif' and coalesce(s.commune, o.commune, p.valeurs ->> 'commune') in ${communesDe(ids)})`.execute(
    ctx.db,
  )
  return rows[0]?.nombre ?? 0
}

/** When this account last opened the page, before the present visit: the trace of readings tells it. */
async function getDerniereVisite(ctx: Ctx): Promise<Date | null> {
  const avant = new Date(ctx.maintenant.getTime() - VISITE_MINUTES * 60_000)
  const l = await ctx.db
    .selectFrom('trace')
    .select('quand')
    .where('compte', '=', ctx.acteur.compte)
    .where('evenement', '=', EVENEMENT)
    .where('issue', '=', 'fait')
    .where('quand', '<', avant)
    .orderBy('quand', 'desc')
    .executeTakeFirst()
  return l?.quand ?? null
}

/** What others changed since: his dispositifs, and the structures of their territory, each once; imports are counted. */
async function listChangements(
  ctx: Ctx,
  ids: readonly number[],
  depuis: Date,
): Promise<Pick<Journee, 'changements' | 'importees'>> {
  const { rows } = await sql<Changement>`
    select * from (
      select distinct on (m.objet, m.objet_id) m.objet, m.objet_id as id, coalesce(d.nom, s.nom) as nom, m.geste, m.quand
      from modification m
      left join dispositif d on m.objet = 'dispositif' and d.id = m.objet_id and d.id = any (${ids}::integer[])
      left join structure s on m.objet = 'structure' and s.id = m.objet_id and s.supprime_le is null
        and s.commune in ${communesDe(ids)}
      where m.quand > ${depuis} and m.compte is distinct from ${ctx.acteur.compte}
        and (d.id is not null or s.id is not null)
      order by m.objet, m.objet_id, m.id desc) t
    order by quand desc`.execute(ctx.db)
  const changements = rows.filter((c) => c.geste !== 'import')
  return { changements: changements.slice(0, CHANGEMENTS_MAX), importees: rows.length - changements.length }
}
